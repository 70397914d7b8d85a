//! Square patches of a picture without aliasing.

use crate::error::Result;
use crate::image::resample::{self, Part};
use crate::image::{Affine, Image, warp};
use crate::wire::Point;

/// Source pixels per patch pixel above which the source is shrunk first: bilinear lookup skips pixels beyond 2.
const MAX_STEP: f64 = 1.5;

/// A `side`×`side` patch; `map` takes patch pixels to source pixels (pixel centres at whole numbers) and is a similarity.
/// Black outside the source.
///
/// # Errors
/// As [`resample::resize_part`].
pub(crate) fn sample(image: &Image, map: &Affine, side: u32) -> Result<Image> {
    let step = map.0[0].hypot(map.0[3]);
    if step.is_nan() || step <= MAX_STEP {
        return Ok(warp::affine(image, map, side, side));
    }
    let end = side as f32;
    let corners = [(0.0, 0.0), (end, 0.0), (0.0, end), (end, end)].map(|(x, y)| map.apply(Point::new(x, y)));
    let margin = (2.0 * step).ceil() as f32;
    let left = (corners.iter().map(|p| p.x).fold(f32::INFINITY, f32::min) - margin).max(0.0).floor();
    let top = (corners.iter().map(|p| p.y).fold(f32::INFINITY, f32::min) - margin).max(0.0).floor();
    let right = (corners.iter().map(|p| p.x).fold(f32::NEG_INFINITY, f32::max) + margin).min(image.width() as f32);
    let bottom = (corners.iter().map(|p| p.y).fold(f32::NEG_INFINITY, f32::max) + margin).min(image.height() as f32);
    // Float to integer conversion saturates, so a box that lies outside has no width.
    let (left, top, right, bottom) = (left as u32, top as u32, right.ceil() as u32, bottom.ceil() as u32);
    let part = Part { left, top, width: right.saturating_sub(left), height: bottom.saturating_sub(top) };
    if part.width == 0 || part.height == 0 {
        return Ok(Image::filled(side, side, [0; 3]));
    }
    let shrink = |length: u32| ((f64::from(length) / step).round() as u32).max(1);
    let small = resample::resize_part(image, part, shrink(part.width), shrink(part.height))?;
    let fx = f64::from(small.width()) / f64::from(part.width);
    let fy = f64::from(small.height()) / f64::from(part.height);
    let [a, b, c, d, e, f] = map.0;
    let to_small =
        Affine([a * fx, b * fx, (c - f64::from(left) + 0.5) * fx - 0.5, d * fy, e * fy, (f - f64::from(top) + 0.5) * fy - 0.5]);
    Ok(warp::affine(&small, &to_small, side, side))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::unwrap_used)]
    fn a_shrunk_patch_shows_the_same_place_as_a_plain_warp() {
        // A smooth ramp, so that shrinking first changes nothing but noise.
        let data = (0..400 * 400).flat_map(|i| [(i % 400 / 2) as u8, (i / 400 / 2) as u8, 0]).collect();
        let image = Image::new(400, 400, data);
        let map = Affine([3.0, 0.6, 40.0, -0.6, 3.0, 90.0]);
        let (patch, plain) = (sample(&image, &map, 64).unwrap(), warp::affine(&image, &map, 64, 64));
        assert!(patch.data().iter().zip(plain.data()).all(|(a, b)| a.abs_diff(*b) <= 2));
    }

    #[test]
    #[allow(clippy::unwrap_used)]
    fn outside_is_black_whatever_the_map() {
        let image = Image::filled(50, 50, [200; 3]);
        for map in
            [[9.0, 0.0, 1e9, 0.0, 9.0, 1e9], [f64::NAN; 6], [1e30, 0.0, 0.0, 0.0, 1e30, 0.0], [2.0, 0.0, -1e9, 0.0, 2.0, 0.0]]
        {
            let patch = sample(&image, &Affine(map), 16).unwrap();
            assert!(patch.width() == 16 && patch.pixel(15, 15) == [0; 3]);
        }
    }
}
