//! Security print: a tinted ground, guilloches, an emblem and a signature.

use std::f32::consts::TAU;

use image::{Rgb, RgbImage};
use kyc_core::wire::{Point, Rect};

use super::sheet::{NAVY, Sheet};
use crate::draw::{Ink, fill_disc, smooth, stroke};
use crate::rng::Rng;

/// Colours the ground runs through from the left to the right edge.
const GROUND: [[f32; 3]; 4] = [[222.0, 236.0, 244.0], [236.0, 240.0, 236.0], [246.0, 236.0, 232.0], [228.0, 238.0, 240.0]];
/// Inks of the wave families.
const WAVES: [[u8; 3]; 3] = [[88, 150, 172], [196, 128, 138], [116, 164, 124]];

/// Tints the sheet and lays wave families over it.
pub(super) fn ground(sheet: &mut Sheet, seed: u64) {
    tint(&mut sheet.image);
    let mut rng = Rng::new(seed, 1);
    let (w, h, s) = (sheet.width_mm, sheet.height_mm, sheet.scale);
    for (family, rgb) in WAVES.into_iter().enumerate() {
        let long = rng.range(0.8, 1.3) * w;
        let (phase, short) = (rng.range(0.0, TAU), rng.range(16.0, 24.0));
        let lines = (h / 2.1) as usize;
        for k in 0..=lines {
            let share = k as f32 / lines as f32;
            let points: Vec<Point> = (0..=(w * 1.6) as usize + 2)
                .map(|i| {
                    let x = i as f32 / 1.6;
                    let swell = 4.0 * (TAU * x / long + phase + 3.0 * share).sin();
                    let ripple = 1.5 * (TAU * x / short + phase - TAU * share * (family as f32 + 1.0)).sin();
                    Point::new(x * s, (share * (h + 10.0) - 5.0 + swell + ripple) * s)
                })
                .collect();
            stroke(&mut sheet.image, &points, 0.11 * s, Ink::tint(rgb, 0.42));
        }
    }
}

/// The ground's colour run, without print on it.
fn tint(image: &mut RgbImage) {
    let (w, h) = (image.width() as f32, image.height() as f32);
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        // Slightly slanted, so that no column has one colour.
        let t = (x as f32 / w * 0.9 + y as f32 / h * 0.1) * (GROUND.len() - 1) as f32;
        let i = (t as usize).min(GROUND.len() - 2);
        let f = t - i as f32;
        *pixel = Rgb(std::array::from_fn(|c| (GROUND[i][c] * (1.0 - f) + GROUND[i + 1][c] * f).round() as u8));
    }
}

/// A rosette: curves of `petals` lobes, turned step by step, around (`x`, `y`) mm.
pub(super) fn rosette(sheet: &mut Sheet, (x, y): (f32, f32), radius: f32, petals: u32, ink: Ink) {
    const TURNS: u32 = 6;
    for turn in 0..TURNS {
        let shift = TAU * turn as f32 / TURNS as f32;
        let points: Vec<Point> = (0..=720)
            .map(|i| {
                let a = TAU * i as f32 / 720.0;
                let r = radius * (0.66 + 0.30 * (petals as f32 * a + shift).cos() + 0.04 * (17.0 * a).sin());
                sheet.point(x + r * a.cos(), y + r * a.sin())
            })
            .collect();
        stroke(&mut sheet.image, &points, 0.12 * sheet.scale, ink);
    }
}

/// The state's emblem: a sun over an island, in a ring.
pub(super) fn emblem(sheet: &mut Sheet, (x, y): (f32, f32), radius: f32) {
    let ink = Ink::solid(NAVY);
    let s = sheet.scale;
    let arc = |sheet: &Sheet, cx: f32, cy: f32, r: f32, from: f32, to: f32| -> Vec<Point> {
        (0..=64)
            .map(|i| {
                let a = from + (to - from) * i as f32 / 64.0;
                sheet.point(cx + r * a.cos(), cy + r * a.sin())
            })
            .collect()
    };
    for r in [1.0, 0.88] {
        let ring = arc(sheet, x, y, radius * r, 0.0, TAU);
        stroke(&mut sheet.image, &ring, 0.16 * s, ink);
    }
    let sun = sheet.point(x, y - 0.08 * radius);
    fill_disc(&mut sheet.image, sun, 0.2 * radius * s, ink);
    for i in 0..12 {
        let (sin, cos) = (TAU * i as f32 / 12.0).sin_cos();
        let ray = [0.3, 0.5].map(|r| Point::new(sun.x + r * radius * s * cos, sun.y + r * radius * s * sin));
        stroke(&mut sheet.image, &ray, 0.2 * s, ink);
    }
    for row in 0..2 {
        let dy = 0.44 + 0.16 * row as f32;
        let half = (0.78f32 * 0.78 - dy * dy).max(0.02).sqrt();
        let wave: Vec<Point> = (0..=40)
            .map(|i| {
                let t = i as f32 / 40.0 * 2.0 - 1.0;
                sheet.point(x + half * radius * t, y + radius * (dy + 0.04 * (t * 9.0).sin()))
            })
            .collect();
        stroke(&mut sheet.image, &wave, 0.2 * s, ink);
    }
}

/// A signature-like squiggle inside `place` (pixels).
pub(super) fn signature(image: &mut RgbImage, place: Rect, seed: u64) {
    let mut rng = Rng::new(seed, 2);
    let at = |x: f32, y: f32| Point::new(place.x + x * place.width, place.y + y * place.height);
    // A tall initial, a run of small loops that flattens out, and a stroke beneath.
    let mut points = vec![at(0.02, 0.75), at(0.09, 0.05), at(0.13, 0.10), at(0.08, 0.85), at(0.16, 0.55)];
    let loops = 7 + (rng.unit() * 3.0) as usize;
    for i in 0..loops {
        let t = i as f32 / loops as f32;
        let (x, high) = (0.2 + 0.6 * t, rng.range(0.16, 0.34) * (1.15 - 0.6 * t));
        points.extend([at(x, 0.62), at(x + 0.05, 0.62 - high), at(x + 0.022, 0.60 - high), at(x + 0.03, 0.66)]);
    }
    points.extend([at(0.86, 0.5), at(0.98, 0.42)]);
    let ink = Ink::tint([26, 34, 92], 0.92);
    stroke(image, &smooth(&points), place.height * 0.035, ink);
    let under = [at(0.9, 0.36), at(0.55, 0.86), at(0.18, 0.95), at(0.5, 0.84), at(0.95, 0.74)];
    stroke(image, &smooth(&under), place.height * 0.03, ink);
}
