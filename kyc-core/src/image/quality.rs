//! Measures of a picture, each with its definition.

use super::{Image, resample};
use crate::error::Result;
use crate::wire::Unit;

/// Width at which a picture is measured, in pixels: the variance of a Laplacian depends on the scale.
pub const SHARPNESS_WIDTH: u32 = 1024;
/// A pixel at or above this luma is blown out.
pub const GLARE_LUMA: u8 = 250;

/// Variance of the 3×3 Laplacian (4-neighbour kernel) on 8-bit luma; 0 for a picture smaller than 3×3.
pub fn laplacian_variance(luma: &[u8], width: usize) -> f32 {
    let height = luma.len().checked_div(width).unwrap_or(0);
    if width < 3 || height < 3 {
        return 0.0;
    }
    let (mut sum, mut squares) = (0i64, 0i64);
    for y in 1..height - 1 {
        let [above, row, below] = [y - 1, y, y + 1].map(|y| &luma[y * width..(y + 1) * width]);
        for ((up, down), around) in above[1..].iter().zip(&below[1..]).zip(row.windows(3)) {
            let at = |value: u8| i32::from(value);
            let value = at(*up) + at(*down) + at(around[0]) + at(around[2]) - 4 * at(around[1]);
            sum += i64::from(value);
            squares += i64::from(value * value);
        }
    }
    let n = ((width - 2) * (height - 2)) as f64;
    let mean = sum as f64 / n;
    (squares as f64 / n - mean * mean) as f32
}

/// The luma on which a whole picture is measured: at [`SHARPNESS_WIDTH`], smaller pictures at their own width. Returns the
/// luma and its width.
///
/// # Errors
/// As [`resample::resize`].
pub fn measured_luma(image: &Image) -> Result<(Vec<u8>, usize)> {
    let width = image.width().min(SHARPNESS_WIDTH);
    let height = (u64::from(image.height()) * u64::from(width) / u64::from(image.width().max(1))).clamp(1, 16_384) as u32;
    Ok((resample::resize(image, width, height)?.luma(), width as usize))
}

/// Mean luma, 0 to 255.
pub fn brightness(luma: &[u8]) -> f32 {
    if luma.is_empty() { 0.0 } else { (luma.iter().map(|&v| u64::from(v)).sum::<u64>() as f64 / luma.len() as f64) as f32 }
}

/// Share of pixels at or above [`GLARE_LUMA`].
pub fn glare(luma: &[u8]) -> Unit {
    let bright = luma.iter().filter(|&&v| v >= GLARE_LUMA).count();
    if luma.is_empty() { Unit::ZERO } else { Unit::from_f64(bright as f64 / luma.len() as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flat_has_no_sharpness_and_a_checkerboard_the_most() {
        assert_eq!(laplacian_variance(&[80; 100], 10), 0.0);
        let board: Vec<u8> = (0..100).map(|i| if (i / 10 + i % 10) % 2 == 0 { 255 } else { 0 }).collect();
        assert!(laplacian_variance(&board, 10) > 1_000_000.0);
        assert_eq!(laplacian_variance(&[1, 2], 2), 0.0);
    }

    #[test]
    fn glare_and_brightness_count_pixels() {
        assert_eq!(glare(&[250, 249, 255, 0]), Unit::from_f64(0.5));
        assert_eq!(brightness(&[0, 200]), 100.0);
        assert_eq!(glare(&[]), Unit::ZERO);
    }
}
