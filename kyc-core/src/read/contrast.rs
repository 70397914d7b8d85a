//! Local contrast: what a second look at a dark or washed-out picture starts from.

use crate::image::{Image, luma};

/// Tiles along each side.
const TILES: usize = 8;
/// A tile's contrast is stretched at most this many times: noise is not text.
const MOST_GAIN: f32 = 6.0;

/// A grey picture whose luma is stretched, around every pixel, from the local 2nd percentile to the local 98th. Limits are
/// measured in tiles and blended between their centres, so that no tile edge shows.
pub(crate) fn stretched(image: &Image) -> Image {
    let (w, h) = (image.width() as usize, image.height() as usize);
    if w < 2 * TILES || h < 2 * TILES {
        return image.clone();
    }
    let luma: Vec<u8> = image.data().chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect();
    let mut limits = [[(0.0_f32, 255.0_f32); TILES]; TILES];
    for (ty, row) in limits.iter_mut().enumerate() {
        for (tx, limit) in row.iter_mut().enumerate() {
            let mut histogram = [0_usize; 256];
            for y in ty * h / TILES..(ty + 1) * h / TILES {
                luma[y * w + tx * w / TILES..y * w + (tx + 1) * w / TILES].iter().for_each(|&v| histogram[usize::from(v)] += 1);
            }
            *limit = percentiles(&histogram);
        }
    }
    let mut data = Vec::with_capacity(image.data().len());
    for y in 0..h {
        let (y0, y1, fy) = neighbours(y, h);
        for x in 0..w {
            let (x0, x1, fx) = neighbours(x, w);
            let mix = |pick: fn((f32, f32)) -> f32| {
                let top = pick(limits[y0][x0]) * (1.0 - fx) + pick(limits[y0][x1]) * fx;
                let bottom = pick(limits[y1][x0]) * (1.0 - fx) + pick(limits[y1][x1]) * fx;
                top * (1.0 - fy) + bottom * fy
            };
            let (low, high) = (mix(|l| l.0), mix(|l| l.1));
            let gain = (255.0 / (high - low).max(1.0)).min(MOST_GAIN);
            let value = (f32::from(luma[y * w + x]) - (low + high) / 2.0) * gain + 127.5;
            data.extend([value.clamp(0.0, 255.0) as u8; 3]);
        }
    }
    Image::new(image.width(), image.height(), data)
}

fn percentiles(histogram: &[usize; 256]) -> (f32, f32) {
    let total: usize = histogram.iter().sum();
    let at = |share: f32| {
        let mut rest = (total as f32 * share) as usize;
        histogram.iter().position(|&n| {
            let here = n > rest;
            rest = rest.saturating_sub(n);
            here
        })
    };
    (at(0.02).unwrap_or(0) as f32, at(0.98).unwrap_or(255) as f32)
}

/// The two tiles whose centres enclose a pixel, and how far it is on the way to the second.
fn neighbours(at: usize, length: usize) -> (usize, usize, f32) {
    let place = ((at as f32 + 0.5) * TILES as f32 / length as f32 - 0.5).clamp(0.0, (TILES - 1) as f32);
    let first = (place as usize).min(TILES - 1);
    (first, (first + 1).min(TILES - 1), place - first as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faint_print_gets_strong_and_a_flat_picture_stays_flat() {
        let data: Vec<u8> = (0..160 * 160_usize).flat_map(|i| [if i % 8 < 4 { 60 } else { 80 }; 3]).collect();
        let strong = stretched(&Image::new(160, 160, data)).luma();
        let spread = |luma: &[u8]| luma.iter().max().unwrap_or(&0) - luma.iter().min().unwrap_or(&0);
        assert!(spread(&strong) >= 119, "{}", spread(&strong));
        assert_eq!(spread(&stretched(&Image::filled(64, 64, [90; 3])).luma()), 0);
        assert_eq!(stretched(&Image::filled(3, 3, [1; 3])).width(), 3);
    }
}
