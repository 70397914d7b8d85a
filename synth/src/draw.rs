//! Anti-aliased drawing on RGB pictures: shapes, lines and text.
//!
//! Coordinates are pixels, origin top-left; pixel (0, 0) has its centre at (0.5, 0.5). Whatever falls outside the picture
//! is cut off. Everything is one idea: a coverage between 0 and 1 per pixel, blended once.

mod text;

pub use text::{TextStyle, text, text_rotated, text_width};

use image::{Rgb, RgbImage};
use kyc_core::wire::{Point, Quad, Rect};

/// A colour and how much it covers, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// sRGB, 0 to 255.
    pub rgb: [u8; 3],
    /// Opacity.
    pub alpha: f32,
}

impl Ink {
    /// Opaque.
    pub const fn solid(rgb: [u8; 3]) -> Self {
        Self { rgb, alpha: 1.0 }
    }

    /// See-through.
    pub const fn tint(rgb: [u8; 3], alpha: f32) -> Self {
        Self { rgb, alpha }
    }
}

/// Lays `ink` over one pixel with a further `coverage`.
pub(crate) fn blend(pixel: &mut Rgb<u8>, ink: Ink, coverage: f32) {
    let a = (ink.alpha * coverage).clamp(0.0, 1.0);
    for (old, new) in pixel.0.iter_mut().zip(ink.rgb) {
        *old = (f32::from(*old) + (f32::from(new) - f32::from(*old)) * a).round() as u8;
    }
}

/// Blends every pixel of the box `(left, top)..(right, bottom)` with `coverage(x, y)` taken at its centre.
fn paint(img: &mut RgbImage, (left, top, right, bottom): (f32, f32, f32, f32), ink: Ink, coverage: impl Fn(f32, f32) -> f32) {
    let (w, h) = (img.width() as f32, img.height() as f32);
    let clip = |v: f32, max: f32| v.clamp(0.0, max) as u32;
    for y in clip(top.floor(), h)..clip(bottom.ceil(), h) {
        for x in clip(left.floor(), w)..clip(right.ceil(), w) {
            let c = coverage(x as f32 + 0.5, y as f32 + 0.5);
            if c > 0.0 {
                blend(img.get_pixel_mut(x, y), ink, c);
            }
        }
    }
}

/// Fills a rectangle with corners rounded by `radius`.
pub fn fill_rect(img: &mut RgbImage, r: Rect, radius: f32, ink: Ink) {
    let (cx, cy) = (r.x + r.width / 2.0, r.y + r.height / 2.0);
    let bounds = (r.x - 1.0, r.y - 1.0, r.x + r.width + 1.0, r.y + r.height + 1.0);
    paint(img, bounds, ink, |x, y| {
        // Signed distance to a rounded box.
        let (dx, dy) = ((x - cx).abs() - r.width / 2.0 + radius, (y - cy).abs() - r.height / 2.0 + radius);
        let outside = dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0) - radius;
        (0.5 - outside).clamp(0.0, 1.0)
    });
}

/// Fills a disc.
pub fn fill_disc(img: &mut RgbImage, centre: Point, radius: f32, ink: Ink) {
    let r = radius + 1.0;
    paint(img, (centre.x - r, centre.y - r, centre.x + r, centre.y + r), ink, |x, y| {
        (radius + 0.5 - (x - centre.x).hypot(y - centre.y)).clamp(0.0, 1.0)
    });
}

/// Draws a line through `points`, `width` pixels thick. Where it meets or crosses itself it does not get darker.
pub fn stroke(img: &mut RgbImage, points: &[Point], width: f32, ink: Ink) {
    let reach = width / 2.0 + 1.0;
    let Some(bounds) = bounds(points).and_then(|b| clip(img, b, reach)) else { return };
    let (x0, y0, w, h) = bounds;
    let mut coverage = vec![0.0f32; w * h];
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length2 = (dx * dx + dy * dy).max(1e-6);
        let left = ((a.x.min(b.x) - reach).floor() as i64 - x0).clamp(0, w as i64) as usize;
        let right = ((a.x.max(b.x) + reach).ceil() as i64 - x0).clamp(0, w as i64) as usize;
        let top = ((a.y.min(b.y) - reach).floor() as i64 - y0).clamp(0, h as i64) as usize;
        let bottom = ((a.y.max(b.y) + reach).ceil() as i64 - y0).clamp(0, h as i64) as usize;
        for row in top..bottom {
            for column in left..right {
                let (px, py) = ((x0 + column as i64) as f32 + 0.5 - a.x, (y0 + row as i64) as f32 + 0.5 - a.y);
                let t = ((px * dx + py * dy) / length2).clamp(0.0, 1.0);
                let d = (px - t * dx).hypot(py - t * dy);
                // A line thinner than a pixel is faint, not thin.
                let c = (width / 2.0 + 0.5 - d).clamp(0.0, width.min(1.0));
                let cell = &mut coverage[row * w + column];
                *cell = cell.max(c);
            }
        }
    }
    for (i, c) in coverage.into_iter().enumerate().filter(|(_, c)| *c > 0.0) {
        let (x, y) = (x0 as u32 + (i % w) as u32, y0 as u32 + (i / w) as u32);
        blend(img.get_pixel_mut(x, y), ink, c);
    }
}

/// Draws the outline of a quadrilateral.
pub fn stroke_quad(img: &mut RgbImage, quad: &Quad, width: f32, ink: Ink) {
    let [a, b, c, d] = quad.0;
    stroke(img, &[a, b, c, d, a], width, ink);
}

/// A smooth line through `points` (Catmull–Rom), ready for [`stroke`].
pub fn smooth(points: &[Point]) -> Vec<Point> {
    const STEPS: usize = 12;
    let at = |i: usize| points[i.min(points.len() - 1)];
    let mut line = Vec::with_capacity(points.len() * STEPS);
    for i in 0..points.len().saturating_sub(1) {
        let (p0, p1, p2, p3) = (at(i.saturating_sub(1)), at(i), at(i + 1), at(i + 2));
        for step in 0..=STEPS {
            let t = step as f32 / STEPS as f32;
            let spline = |a: f32, b: f32, c: f32, d: f32| {
                b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)))
            };
            line.push(Point::new(spline(p0.x, p1.x, p2.x, p3.x), spline(p0.y, p1.y, p2.y, p3.y)));
        }
    }
    line
}

fn bounds(points: &[Point]) -> Option<(f32, f32, f32, f32)> {
    let first = points.first()?;
    let start = (first.x, first.y, first.x, first.y);
    Some(points.iter().fold(start, |b, p| (b.0.min(p.x), b.1.min(p.y), b.2.max(p.x), b.3.max(p.y))))
}

/// The part of a box, grown by `reach`, that lies in the picture: left, top, width, height.
fn clip(img: &RgbImage, b: (f32, f32, f32, f32), reach: f32) -> Option<(i64, i64, usize, usize)> {
    let (w, h) = (img.width() as f32, img.height() as f32);
    let (left, top) = ((b.0 - reach).floor().clamp(0.0, w), (b.1 - reach).floor().clamp(0.0, h));
    let (right, bottom) = ((b.2 + reach).ceil().clamp(0.0, w), (b.3 + reach).ceil().clamp(0.0, h));
    let size = (right - left, bottom - top);
    (size.0 >= 1.0 && size.1 >= 1.0).then_some((left as i64, top as i64, size.0 as usize, size.1 as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawing_off_the_picture_or_with_nothing_is_harmless() {
        let mut img = RgbImage::from_pixel(20, 10, Rgb([255; 3]));
        let before = img.clone();
        let ink = Ink::solid([0; 3]);
        stroke(&mut img, &[], 2.0, ink);
        stroke(&mut img, &[Point::new(-50.0, -50.0), Point::new(-40.0, -9.0)], 2.0, ink);
        fill_rect(&mut img, Rect { x: 40.0, y: 40.0, width: 9.0, height: 9.0 }, 2.0, ink);
        fill_disc(&mut img, Point::new(f32::NAN, 2.0), 3.0, ink);
        assert_eq!(img, before);
        assert!(smooth(&[]).is_empty());
    }

    #[test]
    fn a_see_through_line_is_not_darker_at_its_joints() {
        let mut img = RgbImage::from_pixel(40, 40, Rgb([255; 3]));
        let path = [Point::new(5.5, 20.5), Point::new(20.5, 20.5), Point::new(35.5, 20.5)];
        stroke(&mut img, &path, 3.0, Ink::tint([0; 3], 0.5));
        assert_eq!(img.get_pixel(12, 20), img.get_pixel(20, 20));
        assert!(img.get_pixel(20, 20).0[0] < 140);
    }
}
