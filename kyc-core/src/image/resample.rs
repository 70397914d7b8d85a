//! Resampling: resize.

use std::borrow::Cow;

use fast_image_resize as fir;

use super::{Image, reduce};
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

/// Resizes to exactly `width`×`height`: area-true when shrinking, bilinear when growing. A large picture goes there from the
/// smallest of the copies kept with it that is not smaller than the target. A picture of that size is lent as it is.
///
/// # Errors
/// [`Code::Internal`] when a side is 0.
pub fn resize(image: &Image, width: u32, height: u32) -> Result<Cow<'_, Image>> {
    if (width, height) == (image.width(), image.height()) {
        return Ok(Cow::Borrowed(image));
    }
    let all = Part { left: 0, top: 0, width: image.width(), height: image.height() };
    resize_with(image, all, width, height, 1.0).map(Cow::Owned)
}

/// Resizes a part of a picture like [`resize`], without copying it out first. A kept copy serves where it has pixels to
/// spare for the target: from 1.5 per pixel on, a target made of it cannot be told from one made of the source.
///
/// # Errors
/// [`Code::Internal`] when a side is 0 or the part reaches out of the picture.
pub fn resize_part(image: &Image, part: Part, width: u32, height: u32) -> Result<Image> {
    resize_with(image, part, width, height, 1.5)
}

fn resize_with(image: &Image, part: Part, width: u32, height: u32, spare: f64) -> Result<Image> {
    let place = [part.left, part.top, part.width, part.height].map(f64::from);
    let serves = |by: u32| {
        let enough = |length: u32, target: u32| f64::from(length) / f64::from(by) >= f64::from(target) * spare;
        enough(part.width, width) && enough(part.height, height)
    };
    match reduce::smallest_that(image, serves) {
        Some((copy, by)) => resize_at_once(copy, place.map(|length| length / f64::from(by)), width, height),
        None => resize_at_once(image, place, width, height),
    }
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
pub fn fit_within(image: &Image, side: u32) -> Result<(Cow<'_, Image>, f32)> {
    let longest = image.width().max(image.height());
    if longest <= side {
        return Ok((Cow::Borrowed(image), 1.0));
    }
    let scale = f64::from(longest) / f64::from(side);
    let shrink = |length: u32| ((f64::from(length) / scale).round() as u32).max(1);
    Ok((resize(image, shrink(image.width()), shrink(image.height()))?, scale as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_picture_keeps_smaller_copies_and_gives_the_same_picture_again() {
        let large = Image::new(4096, 1024, (0..3 * 4096 * 1024).map(|at| (at / 12_288 / 4) as u8).collect());
        let first = resize(&large, 512, 128).expect("sides are not 0");
        let copy = reduce::smallest_that(&large, |by| by <= 8).map(|(copy, by)| (copy.width(), copy.height(), by));
        assert_eq!(copy, Some((512, 128, 8)));
        assert_eq!(resize(&large, 512, 128).expect("sides are not 0"), first);
        // A ramp down the picture stays a ramp.
        let at_once = resize_at_once(&large, [0.0, 0.0, 4096.0, 1024.0], 512, 128).expect("sides are not 0");
        assert!(first.data().iter().zip(at_once.data()).all(|(a, b)| a.abs_diff(*b) <= 1));
    }

    #[test]
    fn fitting_keeps_the_shape_and_never_grows() {
        let large = Image::filled(400, 200, [9; 3]);
        let (small, scale) = fit_within(&large, 100).expect("sides are not 0");
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
