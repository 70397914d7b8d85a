//! Text, drawn straight or turned.

use ab_glyph::{Font, PxScale, ScaleFont, point};
use image::RgbImage;
use kyc_core::wire::{Point, Quad, Rect};

use super::{Ink, blend};
use crate::fonts::{Face, font};

/// How text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    /// The typeface.
    pub face: Face,
    /// Pixels from the top of the highest to the bottom of the lowest letter of the font (ascent minus descent).
    pub size: f32,
    /// Colour.
    pub ink: Ink,
    /// Extra pixels after every letter.
    pub spacing: f32,
    /// When set, every letter takes this many pixels, centred: the pitch of a machine-readable zone.
    pub pitch: Option<f32>,
}

impl TextStyle {
    /// Text of `size` pixels without extra spacing.
    pub const fn new(face: Face, size: f32, ink: Ink) -> Self {
        Self { face, size, ink, spacing: 0.0, pitch: None }
    }
}

/// Each letter's glyph with its offset from the start of the line, and the line's width.
fn layout(text: &str, style: &TextStyle) -> (Vec<(ab_glyph::GlyphId, f32)>, f32) {
    let Some(font) = font(style.face) else { return (Vec::new(), 0.0) };
    let scaled = font.as_scaled(PxScale::from(style.size));
    let mut pen = 0.0;
    let mut last = None;
    let mut glyphs = Vec::new();
    for letter in text.chars() {
        let id = scaled.glyph_id(letter);
        let advance = scaled.h_advance(id);
        if let Some(pitch) = style.pitch {
            glyphs.push((id, pen + (pitch - advance) / 2.0));
            pen += pitch;
        } else {
            pen += last.map_or(0.0, |previous| scaled.kern(previous, id));
            glyphs.push((id, pen));
            pen += advance + style.spacing;
        }
        last = Some(id);
    }
    (glyphs, pen)
}

/// Width of a line of text, in pixels.
pub fn text_width(text: &str, style: &TextStyle) -> f32 {
    layout(text, style).1
}

/// Draws a line of text whose letters stand on `baseline`, starting at its x, and says where its ink lies (an empty
/// rectangle when there is none).
pub fn text(img: &mut RgbImage, baseline: Point, line: &str, style: &TextStyle) -> Rect {
    let Some(font) = font(style.face) else { return Rect::default() };
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for (id, offset) in layout(line, style).0 {
        let glyph = id.with_scale_and_position(style.size, point(baseline.x + offset, baseline.y));
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let b = outline.px_bounds();
        (left, top, right, bottom) = (left.min(b.min.x), top.min(b.min.y), right.max(b.max.x), bottom.max(b.max.y));
        outline.draw(|gx, gy, coverage| {
            let (x, y) = (b.min.x as i64 + i64::from(gx), b.min.y as i64 + i64::from(gy));
            if (0..i64::from(img.width())).contains(&x) && (0..i64::from(img.height())).contains(&y) {
                blend(img.get_pixel_mut(x as u32, y as u32), style.ink, coverage);
            }
        });
    }
    if right < left {
        return Rect { x: baseline.x, y: baseline.y, width: 0.0, height: 0.0 };
    }
    Rect { x: left, y: top, width: right - left, height: bottom - top }
}

/// Draws a line of text centred on `centre` and turned clockwise by `degrees`, and says where it lies.
pub fn text_rotated(img: &mut RgbImage, centre: Point, degrees: f32, line: &str, style: &TextStyle) -> Quad {
    // Set it straight on a mask first, then look every pixel up in it.
    let pad = 2.0;
    let (width, height) = (text_width(line, style) + 2.0 * pad, style.size + 2.0 * pad);
    let mut mask = RgbImage::new(width.ceil() as u32, height.ceil() as u32);
    let ink = Ink::solid([255; 3]);
    text(&mut mask, Point::new(pad, pad + style.size * 0.8), line, &TextStyle { ink, ..*style });

    let (sin, cos) = degrees.to_radians().sin_cos();
    let (hw, hh) = (width / 2.0, height / 2.0);
    let corner = |x: f32, y: f32| Point::new(centre.x + x * cos - y * sin, centre.y + x * sin + y * cos);
    let quad = Quad([corner(-hw, -hh), corner(hw, -hh), corner(hw, hh), corner(-hw, hh)]);
    let b = quad.bounds();
    super::paint(img, (b.x, b.y, b.x + b.width, b.y + b.height), style.ink, |x, y| {
        let (dx, dy) = (x - centre.x, y - centre.y);
        coverage_at(&mask, dx * cos + dy * sin + hw, dy * cos - dx * sin + hh)
    });
    quad
}

/// Bilinear look-up in a mask; nothing outside it.
fn coverage_at(mask: &RgbImage, x: f32, y: f32) -> f32 {
    let (x, y) = (x - 0.5, y - 0.5);
    let at = |ix: f32, iy: f32| {
        if ix < 0.0 || iy < 0.0 {
            return 0.0;
        }
        mask.get_pixel_checked(ix as u32, iy as u32).map_or(0.0, |p| f32::from(p.0[0]) / 255.0)
    };
    let (fx, fy) = (x.floor(), y.floor());
    let (tx, ty) = (x - fx, y - fy);
    let row = |iy: f32| at(fx, iy) * (1.0 - tx) + at(fx + 1.0, iy) * tx;
    row(fy) * (1.0 - ty) + row(fy + 1.0) * ty
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn text_says_where_its_ink_lies() {
        let mut img = RgbImage::from_pixel(200, 60, Rgb([255; 3]));
        let style = TextStyle::new(Face::Sans, 30.0, Ink::solid([0; 3]));
        let r = text(&mut img, Point::new(10.0, 40.0), "Utopia", &style);
        let dark = |x: u32, y: u32| img.get_pixel(x, y).0[0] < 200;
        let inside = |x: u32, y: u32| (r.x..r.x + r.width).contains(&(x as f32)) && (r.y..r.y + r.height).contains(&(y as f32));
        let all = || (0..60).flat_map(|y| (0..200).map(move |x| (x, y)));
        assert!(all().any(|(x, y)| dark(x, y)));
        assert!(all().filter(|(x, y)| dark(*x, *y)).all(|(x, y)| inside(x, y)));
    }

    #[test]
    fn a_pitch_gives_every_letter_the_same_room() {
        let mut style = TextStyle::new(Face::OcrB, 30.0, Ink::solid([0; 3]));
        style.pitch = Some(21.0);
        assert!((text_width("I<W1", &style) - 84.0).abs() < 1e-3);
    }
}
