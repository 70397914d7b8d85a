//! A synthetic photographer: lays something flat on a table and takes its picture.
//!
//! The camera is a pinhole over a tilted plane, so the ground truth maps exactly (a homography). Light falls unevenly, the
//! thing throws a soft shadow, the lens blurs, the sensor adds noise and the file is a JPEG.

mod table;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, blur, resize};
use image::{ExtendedColorType, RgbImage};
use kyc_core::wire::{Point, Quad, Rect};
use rayon::prelude::*;

use crate::Error;
use crate::homography::Homography;
use crate::rng::Rng;
use table::Field;
pub use table::Table;

/// How a picture is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shot {
    /// Width of the photograph, at least 64 pixels.
    pub width: u32,
    /// Height of the photograph, at least 64 pixels.
    pub height: u32,
    /// Share of the photograph's width or height that the thing's bounding box may take, 0.05 to 1.
    pub fill: f32,
    /// Clockwise turn of the thing in the photograph, in degrees.
    pub rotation: f32,
    /// Tilt of the table against the camera about its horizontal and vertical axis, in degrees, −40 to 40.
    pub tilt: (f32, f32),
    /// How far from the middle the thing may lie, as a share of the room that is left, 0 to 1; the seed picks where.
    pub off_centre: f32,
    /// Uneven light: share by which the darkest corner is darker than the brightest, 0 to 0.8.
    pub uneven: f32,
    /// Strength of a soft reflection on the thing, 0 to 1.
    pub glare: f32,
    /// Standard deviation of the lens blur, in pixels of the photograph.
    pub blur: f32,
    /// Standard deviation of the sensor noise, in 8-bit steps.
    pub noise: f32,
    /// JPEG quality, 1 to 100.
    pub quality: u8,
    /// What the thing lies on.
    pub table: Table,
    /// Radius of the thing's corners as a share of its width.
    pub corner_radius: f32,
    /// Seed of everything random.
    pub seed: u64,
}

impl Shot {
    /// A careful photograph of a document with a 12-megapixel phone. Its corners are square: set `corner_radius` as the
    /// document has it.
    pub fn document(seed: u64) -> Self {
        let mut rng = Rng::new(seed, 10);
        Self {
            width: 4000,
            height: 3000,
            fill: 0.86,
            rotation: rng.range(-5.0, 5.0),
            tilt: (rng.range(-9.0, 9.0), rng.range(-9.0, 9.0)),
            off_centre: 0.5,
            uneven: 0.28,
            glare: 0.0,
            blur: 1.2,
            noise: 2.2,
            quality: 90,
            table: Table::Wood,
            corner_radius: 0.0,
            seed,
        }
    }
}

/// A photograph with its ground truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Photo {
    /// The picture as the camera would save it, before compression.
    pub image: RgbImage,
    /// From pixels of the thing to pixels of the photograph; carries a specimen's truth along with
    /// [`Truth::through`](crate::specimen::Truth::through).
    pub to_photo: Homography,
    /// Corners of the thing in the photograph, in its own reading order.
    pub corners: Quad,
}

/// Photographs `thing`.
pub fn shoot(thing: &RgbImage, shot: &Shot) -> Photo {
    let (width, height) = (shot.width.max(64), shot.height.max(64));
    let (to_photo, zoom) = place(thing, shot, (width as f32, height as f32));
    let corners = to_photo.rect(outline(thing));
    let mut image = RgbImage::new(width, height);
    // `place` builds the map from rotations, a camera and a scale above zero: it always has a way back.
    if let Some(back) = to_photo.inverse() {
        render(&mut image, thing, shot, &back, zoom, &corners);
    }
    Photo { image, to_photo, corners }
}

/// Encodes as JPEG.
pub fn jpeg(image: &RgbImage, quality: u8) -> Result<Vec<u8>, Error> {
    let mut bytes = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100)).encode(
        image.as_raw(),
        image.width(),
        image.height(),
        ExtendedColorType::Rgb8,
    )?;
    Ok(bytes.into_inner())
}

fn outline(thing: &RgbImage) -> Rect {
    Rect { x: 0.0, y: 0.0, width: thing.width() as f32, height: thing.height() as f32 }
}

/// The map into the photograph and its mean magnification.
fn place(thing: &RgbImage, shot: &Shot, (width, height): (f32, f32)) -> (Homography, f32) {
    let (w, h) = (f64::from(thing.width().max(1)), f64::from(thing.height().max(1)));
    // In units of the thing's diagonal about its middle, so that the camera is the same for all sizes.
    let unit = 1.0 / w.hypot(h);
    let centre = Homography::new([unit, 0.0, -w / 2.0 * unit, 0.0, unit, -h / 2.0 * unit, 0.0, 0.0, 1.0]);
    let (sin, cos) = f64::from(shot.rotation).to_radians().sin_cos();
    let turn = Homography::new([cos, -sin, 0.0, sin, cos, 0.0, 0.0, 0.0, 1.0]);
    let angle = |degrees: f32| f64::from(degrees.clamp(-40.0, 40.0)).to_radians().sin_cos();
    let ((sx, cx), (sy, cy)) = (angle(shot.tilt.0), angle(shot.tilt.1));
    // A plane turned about x, then y, seen from a distance of 1.6 diagonals (a phone at arm's length over a page).
    const DISTANCE: f64 = 1.6;
    let camera = Homography::new([cy, sx * sy, 0.0, 0.0, cx, 0.0, -sy / DISTANCE, sx * cy / DISTANCE, 1.0]);
    let seen = centre.then(&turn).then(&camera);

    let b = seen.rect(outline(thing)).bounds();
    let fill = shot.fill.clamp(0.05, 1.0);
    let scale = (fill * width / b.width).min(fill * height / b.height);
    let mut rng = Rng::new(shot.seed, 11);
    let mut start = |room: f32| room * (0.5 + shot.off_centre.clamp(0.0, 1.0) * rng.range(-0.5, 0.5));
    let left = start(width - b.width * scale) - b.x * scale;
    let top = start(height - b.height * scale) - b.y * scale;
    let s = f64::from(scale);
    let fit = Homography::new([s, 0.0, f64::from(left), 0.0, s, f64::from(top), 0.0, 0.0, 1.0]);
    (seen.then(&fit), scale * unit as f32)
}

fn render(image: &mut RgbImage, thing: &RgbImage, shot: &Shot, back: &Homography, zoom: f32, corners: &Quad) {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let source = lens(thing, shot, zoom);
    let shrink = source.width() as f32 / thing.width().max(1) as f32;
    let (tw, th) = (thing.width() as f32, thing.height() as f32);
    let radius = shot.corner_radius * tw;
    let table = Field::table(shot.table, width, height, shot.seed);
    let light = Field::light(width, height, shot, corners);
    // The thing's edge is as soft as the lens.
    let edge = (shot.blur * 1.5).max(1.0) / zoom;
    image.as_mut().par_chunks_mut(width * 3).enumerate().for_each(|(y, row)| {
        let mut rng = Rng::new(shot.seed, 1000 + y as u64);
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
            let (u, v) = back.map(f64::from(px), f64::from(py));
            let (u, v) = (u as f32, v as f32);
            let inside = rounded_box(u - tw / 2.0, v - th / 2.0, tw / 2.0, th / 2.0, radius);
            let share = (0.5 - inside / edge).clamp(0.0, 1.0);
            let mut colour = [0.0; 3];
            let lit = light.at(px, py);
            if share < 1.0 {
                let ground = table.at(px, py);
                colour = ground.map(|c| c * lit[0] * lit[1]);
            }
            if share > 0.0 {
                let seen = bilinear(&source, u * shrink, v * shrink);
                for (c, s) in colour.iter_mut().zip(seen) {
                    let bright = s * lit[0];
                    *c += (bright + (255.0 - bright) * lit[2] - *c) * share;
                }
            }
            let (luma, chroma) = rng.normal_pair();
            let tilt = [chroma * 0.5, 0.0, -chroma * 0.5];
            for ((out, c), t) in pixel.iter_mut().zip(colour).zip(tilt) {
                *out = (c + (luma + t) * shot.noise + 0.5).clamp(0.0, 255.0) as u8;
            }
        }
    });
}

/// What the lens makes of the thing: shrunk first when the photograph is coarser than it, then blurred.
fn lens(thing: &RgbImage, shot: &Shot, zoom: f32) -> RgbImage {
    let (w, h) = thing.dimensions();
    let smaller = zoom < 0.8;
    let size = |n: u32| ((n as f32 * zoom).round() as u32).max(1);
    let source = if smaller { resize(thing, size(w), size(h), FilterType::Triangle) } else { thing.clone() };
    let sigma = if smaller { shot.blur } else { shot.blur / zoom };
    if sigma > 0.05 { blur(&source, sigma) } else { source }
}

/// Signed distance to a rounded box around the origin.
fn rounded_box(x: f32, y: f32, half_width: f32, half_height: f32, radius: f32) -> f32 {
    let (dx, dy) = (x.abs() - half_width + radius, y.abs() - half_height + radius);
    let (ox, oy) = (dx.max(0.0), dy.max(0.0));
    (ox * ox + oy * oy).sqrt() + dx.max(dy).min(0.0) - radius
}

/// Bilinear look-up; beyond the edge the edge goes on.
fn bilinear(img: &RgbImage, x: f32, y: f32) -> [f32; 3] {
    let (w, h) = (img.width() as usize, img.height() as usize);
    let (x, y) = ((x - 0.5).clamp(0.0, (w - 1) as f32), (y - 0.5).clamp(0.0, (h - 1) as f32));
    let (x0, y0) = (x as usize, y as usize);
    let (x1, y1) = ((x0 + 1).min(w - 1), (y0 + 1).min(h - 1));
    let (tx, ty) = (x - x0 as f32, y - y0 as f32);
    let raw = img.as_raw();
    std::array::from_fn(|c| {
        let at = |px: usize, py: usize| f32::from(raw[(py * w + px) * 3 + c]);
        let top = at(x0, y0) + (at(x1, y0) - at(x0, y0)) * tx;
        let bottom = at(x0, y1) + (at(x1, y1) - at(x0, y1)) * tx;
        top + (bottom - top) * ty
    })
}

/// The middle of a quadrilateral.
fn middle(quad: &Quad) -> Point {
    let sum = quad.0.iter().fold((0.0, 0.0), |s, p| (s.0 + p.x, s.1 + p.y));
    Point::new(sum.0 / 4.0, sum.1 / 4.0)
}

#[cfg(test)]
mod tests;
