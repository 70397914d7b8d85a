//! Turned copies of pictures.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use kyc_core::image::{Affine, DecodeLimits, Image, decode, warp};

use crate::outcome::Problem;

/// The picture turned clockwise by `degrees`, as a PNG; as it is at 0. `None` when it does not decode.
pub(super) fn turned(bytes: Vec<u8>, degrees: f64) -> Result<Option<Vec<u8>>, Problem> {
    if degrees == 0.0 {
        return Ok(Some(bytes));
    }
    let Ok((image, _)) = decode(&bytes, &DecodeLimits::default()) else { return Ok(None) };
    let image = around_centre(&image, degrees);
    let mut png = Cursor::new(Vec::new());
    PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Sub)
        .write_image(image.data(), image.width(), image.height(), ExtendedColorType::Rgb8)
        .map_err(Problem::internal)?;
    Ok(Some(png.into_inner()))
}

/// On a canvas that holds all of it.
fn around_centre(image: &Image, degrees: f64) -> Image {
    if degrees.rem_euclid(90.0) == 0.0 {
        return image.rotated((degrees.rem_euclid(360.0) / 90.0) as u8);
    }
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (w, h) = (f64::from(image.width()), f64::from(image.height()));
    let (cw, ch) = (w * cos.abs() + h * sin.abs(), w * sin.abs() + h * cos.abs());
    let map = Affine([cos, sin, w / 2.0 - cos * cw / 2.0 - sin * ch / 2.0, -sin, cos, h / 2.0 + sin * cw / 2.0 - cos * ch / 2.0]);
    warp::affine(image, &map, cw as u32, ch as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_is_clockwise_and_other_angles_keep_the_centre() {
        let mut data = vec![0; 3 * 41 * 21];
        data[3 * (10 * 41 + 20)] = 200;
        data[0] = 100;
        let image = Image::new(41, 21, data);
        let quarter = around_centre(&image, 90.0);
        assert_eq!((quarter.width(), quarter.height()), (21, 41));
        assert_eq!(quarter.pixel(20, 0)[0], 100, "the upper left corner goes to the upper right");
        let slight = around_centre(&image, 10.0);
        let near = (-2..=2).flat_map(|y| (-2..=2).map(move |x| (x, y)));
        let centre = (slight.width() as i32 / 2, slight.height() as i32 / 2);
        let brightest = near.map(|(x, y)| slight.pixel((centre.0 + x) as u32, (centre.1 + y) as u32)[0]).max();
        assert!(brightest > Some(60), "{brightest:?}");
    }
}
