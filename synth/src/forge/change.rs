//! What forgers, copiers and bad light do to a page or a photograph.

use image::imageops::{FilterType, crop_imm, resize};
use image::{Rgb, RgbImage};
use kyc_core::wire::{FieldName, Point, Quad, Rect};

use super::decoded;
use crate::Error;
use crate::draw::{Ink, TextStyle, text};
use crate::fonts::Face;
use crate::homography::Homography;
use crate::photo::jpeg;
use crate::rng::{Rng, value_noise};
use crate::specimen::{Rendered, Truth};

/// The values whose change pays.
const WORTHWHILE: [FieldName; 3] = [FieldName::DocumentNumber, FieldName::BirthDate, FieldName::ExpiryDate];

fn value(truth: &Truth, field: FieldName) -> Option<&crate::specimen::PrintedText> {
    truth.text.iter().find(|text| text.field == Some(field))
}

/// Sets the second half of a value again: another face, a little larger or smaller, off the baseline.
pub(super) fn other_font(page: &mut Rendered, rng: &mut Rng) -> Option<Quad> {
    let start = (rng.next_u64() % 3) as usize;
    let printed = (0..3).find_map(|i| value(&page.truth, WORTHWHILE[(start + i) % 3]))?.clone();
    let b = printed.region.bounds();
    let letters: Vec<char> = printed.text.chars().collect();
    let kept = letters.len() / 2;
    let at = b.x + b.width * kept as f32 / letters.len() as f32;
    let gone = Rect { x: at, y: b.y - 2.0, width: b.x + b.width - at + 3.0, height: b.height + 4.0 };
    // The ground of the free space below the value is put over it.
    let below = crop_imm(&page.image, gone.x as u32, (gone.y + gone.height + 3.0) as u32, gone.width as u32, gone.height as u32);
    let below = below.to_image();
    image::imageops::replace(&mut page.image, &below, gone.x as i64, gone.y as i64);
    let face = if rng.unit() < 0.5 { Face::OcrB } else { Face::Sans };
    let larger = if rng.unit() < 0.5 { rng.range(1.18, 1.3) } else { rng.range(0.78, 0.88) };
    let ink = Ink::solid([rng.range(20.0, 70.0) as u8; 3]);
    let mut style = TextStyle::new(face, b.height * 1.38 * larger, ink);
    let rest: String = letters[kept..].iter().collect();
    style.spacing = 0.0;
    let off = b.height * rng.range(0.06, 0.16) * if rng.unit() < 0.5 { 1.0 } else { -1.0 };
    let drawn = text(&mut page.image, Point::new(at + 2.0, b.y + b.height + off), &rest, &style);
    Some(Quad::from(drawn))
}

/// A copier's grey: contrast, toner, paper.
pub(super) fn grey(image: &mut RgbImage, rng: &mut Rng) {
    let seed = rng.next_u64();
    let tint = [1.0, rng.range(0.985, 1.0), rng.range(0.965, 0.995)];
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let luma = 0.299 * f32::from(pixel.0[0]) + 0.587 * f32::from(pixel.0[1]) + 0.114 * f32::from(pixel.0[2]);
        let toner = ((luma - 110.0) * 1.5 + 130.0).clamp(28.0, 243.0);
        let paper = 3.0 * value_noise(seed, x as f32 / 3.0, y as f32 / 3.0);
        pixel.0 = std::array::from_fn(|c| ((toner + paper) * tint[c]).clamp(0.0, 255.0) as u8);
    }
}

/// The page on the screen of a device: red, green and blue stripes, dark gaps, a bezel. Everything is drawn three times finer
/// than the screen's own pixels.
pub(super) fn on_screen(page: &Rendered, rng: &mut Rng) -> Result<Rendered, Error> {
    let across = rng.range(560.0, 760.0) as u32;
    let (w, h) = (across, across * 5 / 8);
    let margin = h / 14;
    let fit = ((w - 2 * margin) as f32 / page.image.width() as f32).min((h - 2 * margin) as f32 / page.image.height() as f32);
    let size = |n: u32| ((n as f32 * fit) as u32).max(1);
    let small = resize(&page.image, size(page.image.width()), size(page.image.height()), FilterType::Triangle);
    let (left, top) = ((w - small.width()) / 2, (h - small.height()) / 2);
    let mut shown = RgbImage::from_pixel(w, h, Rgb([96, 100, 108]));
    image::imageops::replace(&mut shown, &small, i64::from(left), i64::from(top));
    let bezel = 26;
    let mut screen = RgbImage::from_pixel(3 * w + 2 * bezel, 3 * h + 2 * bezel, Rgb([14, 14, 16]));
    for (x, y, pixel) in shown.enumerate_pixels() {
        for dy in 0..3 {
            for dx in 0..3 {
                let row = if dy == 2 { 0.45 } else { 1.15 };
                // A stripe leaks into its neighbours: glass and glue.
                let lit = |c: usize| if c == dx as usize { 1.7 } else { 0.62 };
                let colour = std::array::from_fn(|c| (16.0 + f32::from(pixel.0[c]) * 0.9 * lit(c) * row).min(255.0) as u8);
                screen.put_pixel(bezel + 3 * x + dx, bezel + 3 * y + dy, Rgb(colour));
            }
        }
    }
    let (s, shift) = (f64::from(fit) * 3.0, |n: u32| f64::from(bezel + 3 * n));
    let way = Homography::new([s, 0.0, shift(left), 0.0, s, shift(top), 0.0, 0.0, 1.0]);
    Ok(Rendered { image: screen, truth: page.truth.clone().through(&way) })
}

/// Less light, and less of it in the corners.
pub(super) fn dim(image: &mut RgbImage, share: f32, rng: &mut Rng) {
    for pixel in image.pixels_mut() {
        let (noise, _) = rng.normal_pair();
        pixel.0 = pixel.0.map(|v| (f32::from(v) * share + 2.0 + noise * 1.5).clamp(0.0, 255.0) as u8);
    }
}

/// The shadow of a hand or a phone over a part of the document.
pub(super) fn shadow(image: &mut RgbImage, corners: &Quad, rng: &mut Rng) {
    let b = corners.bounds();
    let (cx, cy) = (b.x + b.width * rng.range(0.2, 0.8), b.y + b.height * rng.range(0.2, 0.8));
    let (sin, cos) = rng.range(0.0, std::f32::consts::PI).sin_cos();
    let depth = rng.range(0.35, 0.55);
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let along = (x as f32 - cx) * cos + (y as f32 - cy) * sin;
        let share = 1.0 - depth / (1.0 + (-along / 18.0).exp());
        pixel.0 = pixel.0.map(|v| (f32::from(v) * share) as u8);
    }
}

fn bounded(image: &RgbImage, r: Rect) -> Option<(u32, u32, u32, u32)> {
    let (x, y) = (r.x.max(0.0) as u32, r.y.max(0.0) as u32);
    let (w, h) = (r.width as u32, r.height as u32);
    (w >= 16 && h >= 8 && x + w <= image.width() && y + h <= image.height()).then_some((x, y, w, h))
}

/// Copies a printed value over another place of the document.
pub(super) fn copy_move(image: &mut RgbImage, truth: &Truth, rng: &mut Rng) -> Vec<Quad> {
    let page = truth.corners.bounds();
    let values: Vec<Rect> = truth.text.iter().filter(|t| t.field.is_some()).map(|t| t.region.bounds()).collect();
    let Some(from) = values.get((rng.next_u64() % values.len().max(1) as u64) as usize) else { return Vec::new() };
    let pad = from.height * 0.5;
    let from = Rect { x: from.x - pad, y: from.y - pad, width: from.width + 2.0 * pad, height: from.height + 2.0 * pad };
    // Away from itself, and well inside the page.
    let (dx, dy) = (page.width * rng.range(0.03, 0.12), page.height * rng.range(0.22, 0.34));
    let away = |v: f32, d: f32, low: f32, high: f32, size: f32| if v + d + size < high { v + d } else { (v - d).max(low) };
    let to = Rect {
        x: away(from.x, dx, page.x, page.x + 0.95 * page.width, from.width).floor(),
        y: away(from.y, dy, page.y, page.y + 0.9 * page.height, from.height).floor(),
        ..from
    };
    let (Some((x, y, w, h)), Some((tx, ty, ..))) = (bounded(image, from), bounded(image, to)) else { return Vec::new() };
    let piece = crop_imm(image, x, y, w, h).to_image();
    image::imageops::replace(image, &piece, i64::from(tx), i64::from(ty));
    let quad = |x: u32, y: u32| Quad::from(Rect { x: x as f32, y: y as f32, width: w as f32, height: h as f32 });
    vec![quad(x, y), quad(tx, ty)]
}

/// Pastes the portrait's place of another photograph.
pub(super) fn splice(image: &mut RgbImage, truth: &Truth, other: &RgbImage, rng: &mut Rng) -> Vec<Quad> {
    let Some(place) = truth.portrait_region else { return Vec::new() };
    let b = place.bounds();
    let Some((x, y, w, h)) = bounded(image, b) else { return Vec::new() };
    let (sx, sy) = ((x + w / 32).min(other.width() - w), (y + h / 32).min(other.height() - h));
    let mut piece = crop_imm(other, sx, sy, w, h).to_image();
    let gain = rng.range(0.85, 0.97);
    piece.pixels_mut().for_each(|p| p.0 = p.0.map(|v| (f32::from(v) * gain) as u8));
    image::imageops::replace(image, &piece, i64::from(x), i64::from(y));
    vec![Quad::from(Rect { x: x as f32, y: y as f32, width: w as f32, height: h as f32 })]
}

/// Compresses a part coarsely, on the grid of the file.
pub(super) fn ghost(image: &mut RgbImage, truth: &Truth, rng: &mut Rng) -> Result<Vec<Quad>, Error> {
    let b = truth.portrait_region.unwrap_or(truth.corners).bounds();
    let on_grid = |v: f32| (v.max(0.0) as u32) / 8 * 8;
    let (x, y) = (on_grid(b.x), on_grid(b.y));
    let (w, h) = (on_grid(b.width).min(image.width() - x), on_grid(b.height).min(image.height() - y));
    let piece = crop_imm(image, x, y, w.max(16), h.max(16)).to_image();
    let coarse = decoded(&jpeg(&piece, 40 + (rng.unit() * 25.0) as u8)?)?;
    image::imageops::replace(image, &coarse, i64::from(x), i64::from(y));
    Ok(vec![Quad::from(Rect { x: x as f32, y: y as f32, width: w as f32, height: h as f32 })])
}
