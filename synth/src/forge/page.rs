//! A specimen of a holder who is drawn by the seed.

use chrono::{Days, NaiveDate};
use image::{Rgb, RgbImage};
use kyc_core::wire::{Point, Rect};

use crate::Error;
use crate::draw::{Ink, fill_disc, fill_rect};
use crate::rng::{Rng, value_noise};
use crate::specimen::{Holder, Kind, Rendered, Specimen};

const SURNAMES: [&str; 8] = ["Hythloday", "Amaurot", "Anyder", "Ademus", "Barzanes", "Utopos", "Abraxas", "Nephelo"];
const NAMES: [&str; 8] = ["Raphael", "Clara", "Peter Giles", "Anna Maria", "John", "Zoe", "Thomas", "Margaret"];

/// The front of a passport or a card.
pub(super) fn page(seed: u64) -> Result<Rendered, Error> {
    let mut rng = Rng::new(seed, 401);
    let mut pick = |n: usize| (rng.next_u64() % n as u64) as usize;
    let day = |year: i32, days: usize| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        first.checked_add_days(Days::new(days as u64)).unwrap_or(first)
    };
    let holder = Holder {
        surname: SURNAMES[pick(8)].to_owned(),
        given_names: NAMES[pick(8)].to_owned(),
        birth_date: day(1955 + pick(45) as i32, pick(365)),
        sex: ['M', 'F', 'X'][pick(3)],
        birth_place: "Amaurot".to_owned(),
    };
    let issued = 2018 + pick(7) as i32;
    let days = pick(300);
    let portrait = portrait(seed);
    let specimen = Specimen {
        kind: if pick(3) == 0 { Kind::IdCard } else { Kind::Passport },
        holder,
        document_number: format!("UT{:07}", pick(10_000_000)),
        issue_date: day(issued, days),
        expiry_date: day(issued + 10, days),
        portrait: &portrait,
        face: None,
        tamper: crate::specimen::Tamper::None,
        dpi: 360.0,
        seed,
    };
    specimen.front()
}

/// A drawn head and shoulders: nobody's face.
fn portrait(seed: u64) -> RgbImage {
    let mut rng = Rng::new(seed, 402);
    let skin = [rng.range(120.0, 235.0), rng.range(90.0, 180.0), rng.range(70.0, 150.0)].map(|v| v as u8);
    let hair = [rng.range(20.0, 120.0), rng.range(15.0, 80.0), rng.range(10.0, 50.0)].map(|v| v as u8);
    let coat = [rng.range(20.0, 160.0), rng.range(20.0, 160.0), rng.range(40.0, 180.0)].map(|v| v as u8);
    let mut image = RgbImage::from_fn(360, 480, |x, y| {
        let shade = 222.0 + 8.0 * value_noise(seed, x as f32 / 90.0, y as f32 / 120.0);
        Rgb([shade as u8, shade as u8 + 2, shade as u8 + 5])
    });
    fill_rect(&mut image, Rect { x: 40.0, y: 370.0, width: 280.0, height: 200.0 }, 90.0, Ink::solid(coat));
    fill_disc(&mut image, Point::new(180.0, 185.0), 112.0, Ink::solid(hair));
    fill_rect(&mut image, Rect { x: 145.0, y: 290.0, width: 70.0, height: 110.0 }, 20.0, Ink::solid(skin.map(|v| v - v / 8)));
    fill_rect(&mut image, Rect { x: 90.0, y: 120.0, width: 180.0, height: 225.0 }, 88.0, Ink::solid(skin));
    for x in [140.0, 220.0] {
        fill_disc(&mut image, Point::new(x, 215.0), 13.0, Ink::solid([240, 240, 238]));
        fill_disc(&mut image, Point::new(x, 215.0), 7.0, Ink::solid([40, 30, 25]));
    }
    fill_rect(&mut image, Rect { x: 150.0, y: 290.0, width: 60.0, height: 12.0 }, 6.0, Ink::tint([150, 60, 60], 0.8));
    // Light from the side, and the texture of skin and cloth.
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let (fx, fy) = (x as f32, y as f32);
        let shade = 1.06 - 0.0006 * fx
            + 0.035 * value_noise(seed ^ 1, fx / 7.0, fy / 7.0)
            + 0.05 * value_noise(seed ^ 2, fx / 40.0, fy / 30.0);
        pixel.0 = pixel.0.map(|v| (f32::from(v) * shade).clamp(0.0, 255.0) as u8);
    }
    image
}
