//! Simulated presentation attacks (ISO/IEC 30107-3: the presentation attack instruments *print* and *replayed image*), and
//! ordinary selfies to set beside them.
//!
//! They are drawings of attacks, easier to tell than real ones: good for demos and for catching a broken pipeline, not for
//! measuring a detector.

use image::imageops::{FilterType, resize};
use image::{Rgb, RgbImage};
use kyc_core::wire::{Quad, Rect};

use crate::Error;
use crate::draw::{Ink, fill_rect};
use crate::photo::{Shot, Table, shoot};
use crate::rng::{Rng, value_noise};
use crate::specimen::head_and_shoulders;

/// A selfie, real or attacked.
#[derive(Debug, Clone, PartialEq)]
pub struct Selfie {
    /// The picture.
    pub image: RgbImage,
    /// Outline of the paper or the screen shown to the camera; `None` when nothing was shown.
    pub instrument: Option<Quad>,
}

/// Size of the pictures below: 9 to 16, upright, as a phone's front camera fills its screen.
const SIZE: (u32, u32) = (1224, 2176);

/// An ordinary photograph of a person: the part of `picture` around `face` (9 to 16), brought to selfie size, with sensor
/// noise. Without a face box the middle is taken.
pub fn selfie_photo(picture: &RgbImage, face: Option<Rect>, seed: u64) -> Result<Selfie, Error> {
    const FACES_HIGH: f32 = 2.8;
    let cut = head_and_shoulders(picture, face, SIZE.0 as f32 / SIZE.1 as f32, FACES_HIGH)?;
    let mut image = resize(&cut, SIZE.0, SIZE.1, FilterType::CatmullRom);
    let mut rng = Rng::new(seed, 30);
    for pixel in image.pixels_mut() {
        let (luma, _) = rng.normal_pair();
        pixel.0 = pixel.0.map(|v| (f32::from(v) + luma * 1.2 + 0.5).clamp(0.0, 255.0) as u8);
    }
    Ok(Selfie { image, instrument: None })
}

/// The face printed on a sheet of paper that is held up to the camera.
///
/// Newspaper-coarse colour dots, weak blacks, faded colours, a white margin whose edge is in view, and a sheet that is
/// slightly tilted and bent.
pub fn print_attack(picture: &RgbImage, face: Option<Rect>, seed: u64) -> Result<Selfie, Error> {
    let cut = head_and_shoulders(picture, face, 0.78, 1.75)?;
    let print = resize(&cut, 820, 1051, FilterType::CatmullRom);
    let margin = 58;
    let mut sheet = RgbImage::from_pixel(print.width() + 2 * margin, print.height() + 2 * margin, Rgb([236, 233, 222]));
    for (x, y, pixel) in halftone(&print, 5.0).enumerate_pixels() {
        sheet.put_pixel(x + margin, y + margin, *pixel);
    }
    bend(&mut sheet, seed);
    Ok(shown(&sheet, 0.0, 0.10, seed))
}

/// The face replayed on a screen that is held up to the camera.
///
/// A dark bezel, the screen's pixel grid and its moiré with the sensor, a blue cast, lifted blacks and a reflection.
pub fn screen_attack(picture: &RgbImage, face: Option<Rect>, seed: u64) -> Result<Selfie, Error> {
    let cut = head_and_shoulders(picture, face, 0.62, 1.9)?;
    let mut screen = resize(&cut, 868, 1400, FilterType::CatmullRom);
    let beat = Rng::new(seed, 31).range(17.0, 29.0);
    for (x, y, pixel) in screen.enumerate_pixels_mut() {
        // Bands where the two grids run in and out of step.
        let moire = 1.0 + 0.06 * (x as f32 / beat + y as f32 / 41.0).sin() * (y as f32 / beat - x as f32 / 67.0).cos();
        let grid = if x % 3 == 2 || y % 3 == 2 { 0.72 } else { 1.06 };
        for (v, cast) in pixel.0.iter_mut().zip([0.86, 0.97, 1.16]) {
            let lifted = 20.0 + f32::from(*v) * (220.0 / 255.0);
            *v = (lifted * cast * moire * grid).clamp(0.0, 255.0) as u8;
        }
    }
    let bezel = 46;
    let mut device = RgbImage::from_pixel(screen.width() + 2 * bezel, screen.height() + 3 * bezel, Rgb([17, 17, 20]));
    for (x, y, pixel) in screen.enumerate_pixels() {
        device.put_pixel(x + bezel, y + bezel * 3 / 2, *pixel);
    }
    let speaker = Rect { x: device.width() as f32 / 2.0 - 60.0, y: 28.0, width: 120.0, height: 10.0 };
    fill_rect(&mut device, speaker, 5.0, Ink::solid([48, 48, 54]));
    Ok(shown(&device, 0.07, 0.55, seed))
}

/// Photographs a paper or a device in front of a wall.
fn shown(instrument: &RgbImage, corner_radius: f32, glare: f32, seed: u64) -> Selfie {
    let mut rng = Rng::new(seed, 32);
    let shot = Shot {
        width: SIZE.0,
        height: SIZE.1,
        fill: 0.9,
        rotation: rng.range(-6.0, 6.0),
        tilt: (rng.range(-12.0, 12.0), rng.range(-12.0, 12.0)),
        off_centre: 0.4,
        uneven: 0.3,
        glare,
        blur: 0.9,
        noise: 2.4,
        quality: 90,
        table: Table::Wall,
        corner_radius,
        seed,
    };
    let photo = shoot(instrument, &shot);
    Selfie { image: photo.image, instrument: Some(photo.corners) }
}

/// Four-colour print: a rotated dot screen per ink, `pitch` pixels from dot to dot, on paper that is not quite white.
pub(crate) fn halftone(picture: &RgbImage, pitch: f32) -> RgbImage {
    /// The usual screen angles of cyan, magenta, yellow and black, in degrees.
    const ANGLES: [f32; 4] = [15.0, 75.0, 0.0, 45.0];
    /// What a full layer of each ink leaves of red, green and blue: cheap inks are not pure.
    const INKS: [[f32; 3]; 4] = [[0.22, 0.62, 0.80], [0.82, 0.28, 0.52], [0.96, 0.88, 0.30], [0.24, 0.23, 0.24]];
    let turns = ANGLES.map(|a: f32| a.to_radians().sin_cos());
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let p = picture.get_pixel(x, y).0.map(|v| f32::from(v) / 255.0);
        let black = 1.0 - p[0].max(p[1]).max(p[2]);
        // Under-colour removal: half of what black can do is left to the colours.
        let ink = |v: f32| (1.0 - v - 0.5 * black).clamp(0.0, 1.0) * 0.88;
        let amounts = [ink(p[0]), ink(p[1]), ink(p[2]), black * 0.7];
        let mut paper = [238.0, 234.0, 222.0];
        for ((amount, (sin, cos)), left) in amounts.into_iter().zip(turns).zip(INKS) {
            let (u, v) = ((x as f32 * cos + y as f32 * sin) / pitch, (y as f32 * cos - x as f32 * sin) / pitch);
            // A cosine threshold grows round dots that meet at one half.
            let threshold = 0.5 + 0.25 * ((u * std::f32::consts::TAU).cos() + (v * std::f32::consts::TAU).cos());
            let cover = ((amount - threshold) * 3.0 + 0.5).clamp(0.0, 1.0);
            for (channel, keep) in paper.iter_mut().zip(left) {
                *channel *= 1.0 - cover * (1.0 - keep);
            }
        }
        Rgb(paper.map(|v| v as u8))
    })
}

/// Light and dark across a sheet that is not flat, and a crease.
fn bend(sheet: &mut RgbImage, seed: u64) {
    let (w, h) = (sheet.width() as f32, sheet.height() as f32);
    for (x, y, pixel) in sheet.enumerate_pixels_mut() {
        let (nx, ny) = (x as f32 / w, y as f32 / h);
        let roll = 0.05 * (nx * 5.0 + 0.6 * ny).sin() + 0.03 * value_noise(seed, nx * 4.0, ny * 5.0);
        let crease = 0.07 * (-((ny - 0.78 - 0.02 * nx) * h / 3.0).powi(2)).exp();
        pixel.0 = pixel.0.map(|v| (f32::from(v) * (1.0 + roll - crease)).clamp(0.0, 255.0) as u8);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn picture() -> RgbImage {
        RgbImage::from_fn(240, 320, |x, y| Rgb([x as u8, (y / 2) as u8, 90]))
    }

    #[test]
    fn attacks_repeat_with_their_seed_and_show_their_instrument() {
        for attack in [print_attack, screen_attack] {
            let one = attack(&picture(), None, 3).unwrap();
            assert_eq!(one, attack(&picture(), None, 3).unwrap());
            let b = one.instrument.unwrap().bounds();
            assert!(b.x >= 0.0 && b.y >= 0.0 && b.x + b.width <= SIZE.0 as f32 && b.y + b.height <= SIZE.1 as f32);
        }
    }

    #[test]
    fn an_ordinary_selfie_keeps_the_picture_and_shows_no_instrument() {
        let selfie = selfie_photo(&picture(), None, 3).unwrap();
        assert_eq!((selfie.image.dimensions(), selfie.instrument), (SIZE, None));
        let (a, b) = (selfie.image.get_pixel(612, 1088).0, picture().get_pixel(120, 160).0);
        assert!(a.iter().zip(b).all(|(x, y)| x.abs_diff(y) < 12), "{a:?} {b:?}");
    }

    #[test]
    fn black_prints_as_dark_grey() {
        let dots = halftone(&RgbImage::from_pixel(60, 60, Rgb([0, 0, 0])), 5.0);
        let mean = dots.pixels().map(|p| f32::from(p.0[1])).sum::<f32>() / 3600.0;
        assert!((20.0..120.0).contains(&mean), "{mean}");
    }
}
