//! Resampling: resize, and warps with bilinear interpolation.

use fast_image_resize as fir;

use super::reduce::{LARGE, reduced};
use super::{Affine, Homography, Image};
use crate::error::{Code, Error, Result};

/// A rectangle of whole pixels inside a picture.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// First column.
    pub left: u32,
    /// First row.
    pub top: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

/// Resizes to exactly `width`×`height`: area-true when shrinking, bilinear when growing. A large picture goes there in two
/// steps where the first, a smaller copy that is kept with the picture, is not smaller than the target.
///
/// # Errors
/// [`Code::Internal`] when a side is 0.
pub fn resize(image: &Image, width: u32, height: u32) -> Result<Image> {
    if (width, height) == (image.width(), image.height()) {
        return Ok(image.clone());
    }
    let all = Part { left: 0, top: 0, width: image.width(), height: image.height() };
    resize_with(image, all, width, height, 1.0)
}

/// Resizes a part of a picture like [`resize`], without copying it out first. The kept copy serves where it has pixels to
/// spare for the target: from 1.5 per pixel on, a target made of it cannot be told from one made of the source.
///
/// # Errors
/// [`Code::Internal`] when a side is 0 or the part reaches out of the picture.
pub fn resize_part(image: &Image, part: Part, width: u32, height: u32) -> Result<Image> {
    resize_with(image, part, width, height, 1.5)
}

fn resize_with(image: &Image, part: Part, width: u32, height: u32, spare: f64) -> Result<Image> {
    let place = [part.left, part.top, part.width, part.height].map(f64::from);
    if image.width().max(image.height()) >= LARGE {
        let small = image.reduced.get_or_init(|| Box::new(reduced(image)));
        let [left, top, w, h] = place.map(|length| length / f64::from(small.by));
        if w >= f64::from(width) * spare && h >= f64::from(height) * spare {
            return resize_at_once(&small.image, [left, top, w, h], width, height);
        }
    }
    resize_at_once(image, place, width, height)
}

/// The part is left, top, width and height.
fn resize_at_once(image: &Image, part: [f64; 4], width: u32, height: u32) -> Result<Image> {
    let failed = |why: &dyn std::fmt::Display| Error::new(Code::Internal, format!("resize to {width}x{height} failed: {why}"));
    if width == 0 || height == 0 {
        return Err(failed(&"a side is 0"));
    }
    let source =
        fir::images::ImageRef::new(image.width(), image.height(), image.data(), fir::PixelType::U8x3).map_err(|e| failed(&e))?;
    let mut target = fir::images::Image::new(width, height, fir::PixelType::U8x3);
    let [left, top, w, h] = part;
    let filter = fir::ResizeAlg::Convolution(fir::FilterType::Bilinear);
    let options = fir::ResizeOptions::new().resize_alg(filter).crop(left, top, w, h);
    fir::Resizer::new().resize(&source, &mut target, &options).map_err(|e| failed(&e))?;
    Ok(Image::new(width, height, target.into_vec()))
}

/// Shrinks so that the longer side is at most `side`; never grows. Returns the picture and source pixels per pixel.
///
/// # Errors
/// As [`resize`].
pub fn fit_within(image: &Image, side: u32) -> Result<(Image, f32)> {
    let longest = image.width().max(image.height());
    if longest <= side {
        return Ok((image.clone(), 1.0));
    }
    let scale = f64::from(longest) / f64::from(side);
    let shrink = |length: u32| ((f64::from(length) / scale).round() as u32).max(1);
    Ok((resize(image, shrink(image.width()), shrink(image.height()))?, scale as f32))
}

/// A `width`×`height` picture whose pixel centres are looked up in `image` through `map` (target pixel → source pixel,
/// both with pixel centres at whole numbers). Outside the source it is black.
pub fn warp_affine(image: &Image, map: &Affine, width: u32, height: u32) -> Image {
    let [a, b, c, d, e, f] = map.0;
    warp_homography(image, &Homography([a, b, c, d, e, f, 0.0, 0.0, 1.0]), width, height)
}

/// Like [`warp_affine`], through a homography.
pub fn warp_homography(image: &Image, map: &Homography, width: u32, height: u32) -> Image {
    let [a, b, c, d, e, f, g, h, i] = map.0;
    let mut data = Vec::with_capacity(3 * width as usize * height as usize);
    for row in 0..height {
        let y = f64::from(row);
        let (row_x, row_y, row_w) = (b * y + c, e * y + f, h * y + i);
        for column in 0..width {
            let x = f64::from(column);
            let w = g * x + row_w;
            // On the horizon the place is nowhere: black.
            let scale = if w.abs() < 1e-9 { f64::NAN } else { 1.0 / w };
            data.extend_from_slice(&bilinear(image, ((a * x + row_x) * scale) as f32, ((d * x + row_y) * scale) as f32));
        }
    }
    Image::new(width, height, data)
}

/// Steps between two pixels that an interpolation tells apart.
const STEPS: f32 = 256.0;

fn bilinear(image: &Image, x: f32, y: f32) -> [u8; 3] {
    // Comparisons are false for NaN, so a bad map gives black.
    if !(x > -1.0 && y > -1.0 && x < image.width() as f32 && y < image.height() as f32) {
        return [0; 3];
    }
    // Rounding towards zero of a number that was made positive is rounding down, without a call.
    let (fine_x, fine_y) = (((x + 1.0) * STEPS) as u32, ((y + 1.0) * STEPS) as u32);
    let (x0, y0) = ((fine_x >> 8) as i32 - 1, (fine_y >> 8) as i32 - 1);
    let (fx, fy) = (fine_x & 0xff, fine_y & 0xff);
    let inside = x0 >= 0 && y0 >= 0 && x0 + 1 < image.width() as i32 && y0 + 1 < image.height() as i32;
    let [a, b, c, d] = if inside {
        let stride = 3 * image.width() as usize;
        let at = y0 as usize * stride + 3 * x0 as usize;
        let (upper, lower) = (&image.data()[at..at + 6], &image.data()[at + stride..at + stride + 6]);
        [
            [upper[0], upper[1], upper[2]],
            [upper[3], upper[4], upper[5]],
            [lower[0], lower[1], lower[2]],
            [lower[3], lower[4], lower[5]],
        ]
    } else {
        // −1 wraps to a huge number, which `pixel` answers with black.
        [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| image.pixel((x0 + dx) as u32, (y0 + dy) as u32))
    };
    std::array::from_fn(|i| {
        let top = u32::from(a[i]) * (256 - fx) + u32::from(b[i]) * fx;
        let bottom = u32::from(c[i]) * (256 - fx) + u32::from(d[i]) * fx;
        ((top * (256 - fy) + bottom * fy + (1 << 15)) >> 16) as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identity_changes_nothing_and_outside_is_black() {
        let picture = Image::new(2, 2, (0..12).map(|v| v * 20).collect());
        assert_eq!(warp_affine(&picture, &Affine([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]), 2, 2), picture);
        let away = warp_affine(&picture, &Affine([1.0, 0.0, 50.0, 0.0, 1.0, f64::NAN]), 2, 2);
        assert!(away.data().iter().all(|&v| v == 0));
    }

    #[test]
    fn a_large_picture_keeps_its_smaller_copy_and_gives_the_same_picture_again() {
        let large = Image::new(4096, 1024, (0..3 * 4096 * 1024).map(|at| (at / 12_288 / 4) as u8).collect());
        let first = resize(&large, 512, 128).expect("sides are not 0");
        assert_eq!(large.reduced.get().map(|r| (r.image.width(), r.image.height())), Some((2048, 512)));
        assert_eq!(resize(&large, 512, 128).expect("sides are not 0"), first);
        // A ramp down the picture stays a ramp.
        let at_once = resize_at_once(&large, [0.0, 0.0, 4096.0, 1024.0], 512, 128).expect("sides are not 0");
        assert!(first.data().iter().zip(at_once.data()).all(|(a, b)| a.abs_diff(*b) <= 1));
    }

    #[test]
    fn fitting_keeps_the_shape_and_never_grows() {
        let (small, scale) = fit_within(&Image::filled(400, 200, [9; 3]), 100).expect("sides are not 0");
        assert_eq!((small.width(), small.height(), scale), (100, 50, 4.0));
        let (same, scale) = fit_within(&small, 1000).expect("sides are not 0");
        assert_eq!((same.width(), scale), (100, 1.0));
    }

    #[test]
    fn a_part_is_resized_where_it_lies_with_and_without_the_kept_copy() {
        let ramp = |width: u32, height: u32| {
            let place = move |i: u32| [(i % width * 255 / width) as u8, (i / width * 255 / height) as u8, 0];
            Image::new(width, height, (0..width * height).flat_map(place).collect())
        };
        for side in [1000, 4000] {
            let image = ramp(side, side / 4);
            let part = Part { left: side / 2, top: 0, width: side / 4, height: side / 8 };
            let cut = resize_part(&image, part, 64, 32).expect("the part lies inside");
            let [first, last] = [cut.pixel(0, 0), cut.pixel(63, 31)];
            assert!(first[0].abs_diff(128) <= 2 && first[1] <= 4, "{first:?}");
            assert!(last[0].abs_diff(190) <= 2 && last[1].abs_diff(125) <= 4, "{last:?}");
            assert!(resize_part(&image, Part { width: side, ..part }, 64, 32).is_err());
        }
    }
}
