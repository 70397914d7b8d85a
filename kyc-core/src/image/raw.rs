//! Raw frames of a camera.

use super::{DecodeLimits, Image};
use crate::wire::{PictureProblem, PixelFormat, RawFrame};

/// The frame as a picture.
///
/// # Errors
/// [`PictureProblem::TooManyPixels`] and [`PictureProblem::TooSmall`] by `limits`; [`PictureProblem::Corrupt`] when the bytes are
/// fewer than the layout needs or a row does not fit its stride.
pub fn from_raw(bytes: &[u8], layout: RawFrame, limits: &DecodeLimits) -> Result<Image, PictureProblem> {
    let RawFrame { width, height, stride, format } = layout;
    if width > limits.side || height > limits.side || u64::from(width) * u64::from(height) > limits.pixels {
        return Err(PictureProblem::TooManyPixels);
    }
    if width < limits.smallest_side || height < limits.smallest_side {
        return Err(PictureProblem::TooSmall);
    }
    let (w, h, stride) = (width as usize, height as usize, stride as usize);
    let row_bytes = match format {
        PixelFormat::Rgb => 3 * w,
        PixelFormat::Bgra => 4 * w,
        // The rows of the second plane are pairs.
        PixelFormat::Nv21 => w.next_multiple_of(2),
    };
    let rows = if format == PixelFormat::Nv21 { h + h.div_ceil(2) } else { h };
    // The last row may end with its last pixel.
    let needed = stride.checked_mul(rows - 1).and_then(|bytes| bytes.checked_add(row_bytes));
    if stride < row_bytes || needed.is_none_or(|needed| bytes.len() < needed) {
        return Err(PictureProblem::Corrupt);
    }
    let row = |y: usize| &bytes[y * stride..y * stride + row_bytes];
    let mut data = Vec::with_capacity(3 * w * h);
    for y in 0..h {
        match format {
            PixelFormat::Rgb => data.extend_from_slice(row(y)),
            PixelFormat::Bgra => data.extend(row(y).chunks_exact(4).flat_map(|p| [p[2], p[1], p[0]])),
            PixelFormat::Nv21 => {
                let colour = row(h + y / 2);
                data.extend(row(y)[..w].iter().enumerate().flat_map(|(x, &luma)| rgb(luma, colour[x & !1], colour[x | 1])));
            }
        }
    }
    Ok(Image::new(width, height, data))
}

/// BT.601, full range (JFIF), in 16-bit fixed point.
fn rgb(y: u8, v: u8, u: u8) -> [u8; 3] {
    let (y, v, u) = (i32::from(y) << 16, i32::from(v) - 128, i32::from(u) - 128);
    let held = |value: i32| ((value + (1 << 15)) >> 16).clamp(0, 255) as u8;
    [held(y + 91_881 * v), held(y - 22_554 * u - 46_802 * v), held(y + 116_130 * u)]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const SIDE: u32 = 64;

    fn limits() -> DecodeLimits {
        DecodeLimits { smallest_side: 1, ..DecodeLimits::default() }
    }

    fn layout(format: PixelFormat, stride: u32) -> RawFrame {
        RawFrame { width: SIDE, height: SIDE, stride, format }
    }

    #[test]
    fn all_three_formats_give_the_same_grey_and_padding_is_left_out() {
        let s = SIDE as usize;
        let padded = |row: Vec<u8>, rows: usize| [row, vec![9; 5]].concat().repeat(rows);
        let rgb = from_raw(&padded(vec![70; 3 * s], s), layout(PixelFormat::Rgb, 3 * SIDE + 5), &limits()).unwrap();
        let bgra = from_raw(&vec![70; 4 * s * s], layout(PixelFormat::Bgra, 4 * SIDE), &limits()).unwrap();
        let nv21 = [padded(vec![70; s], s), padded(vec![128; s], s / 2)].concat();
        let nv21 = from_raw(&nv21, layout(PixelFormat::Nv21, SIDE + 5), &limits()).unwrap();
        assert!(rgb == bgra && rgb == nv21 && rgb.pixel(63, 63) == [70; 3]);
    }

    #[test]
    fn colours_come_out_right() {
        let blue = from_raw(&[255, 0, 0, 0].repeat(64 * 64), layout(PixelFormat::Bgra, 256), &limits()).unwrap();
        assert_eq!(blue.pixel(3, 3), [0, 0, 255]);
        // Red in JFIF: Y 76, U 85, V 255.
        assert_eq!(super::rgb(76, 255, 85), [254, 0, 0]);
    }

    #[test]
    fn a_layout_that_lies_is_corrupt_and_never_a_panic() {
        for format in [PixelFormat::Rgb, PixelFormat::Bgra, PixelFormat::Nv21] {
            for (bytes, stride) in [(0, 256), (100, 256), (1 << 16, 0), (1 << 16, u32::MAX), (1 << 16, 63)] {
                assert_eq!(from_raw(&vec![0; bytes], layout(format, stride), &limits()), Err(PictureProblem::Corrupt));
            }
        }
        let huge = RawFrame { width: u32::MAX, height: u32::MAX, stride: 1, format: PixelFormat::Rgb };
        assert_eq!(from_raw(&[], huge, &limits()), Err(PictureProblem::TooManyPixels));
        let none = RawFrame { width: 0, height: 0, stride: 0, format: PixelFormat::Nv21 };
        assert_eq!(from_raw(&[], none, &limits()), Err(PictureProblem::TooSmall));
    }
}
