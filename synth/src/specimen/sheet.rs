//! A side being printed: millimetres in, pixels and truth out.

use image::RgbImage;
use kyc_core::wire::{FieldName, Point, Quad, Rect};

use super::{PrintedText, Rendered, Specimen, Truth, mrz};
use crate::Error;
use crate::draw::{Ink, TextStyle, fill_rect, text, text_rotated};
use crate::fonts::Face;

/// Ink of values and of the machine-readable zone.
pub(super) const BLACK: [u8; 3] = [22, 24, 32];
/// Ink of labels and headings.
pub(super) const NAVY: [u8; 3] = [38, 62, 112];
/// Ink of the word SPECIMEN.
pub(super) const RED: [u8; 3] = [196, 30, 42];

/// Height of the machine-readable zone above the lower edge (9303-4 and 9303-5: 23.2 mm).
pub(super) const MRZ_ZONE_MM: f32 = 23.2;
/// Ten characters to the inch (9303-3 §4).
const MRZ_PITCH_MM: f32 = 2.54;

/// A side being printed.
pub(super) struct Sheet {
    pub(super) image: RgbImage,
    /// Pixels per millimetre.
    pub(super) scale: f32,
    pub(super) width_mm: f32,
    pub(super) height_mm: f32,
    truth: Truth,
}

impl Sheet {
    pub(super) fn new(specimen: &Specimen<'_>, width_mm: f32, height_mm: f32) -> Result<Self, Error> {
        let scale = specimen.dpi.clamp(100.0, 1200.0) / 25.4;
        let (w, h) = ((width_mm * scale).round(), (height_mm * scale).round());
        let truth = Truth {
            document: mrz::document(specimen),
            mrz_format: mrz::format(specimen),
            mrz_lines: mrz::lines(specimen)?,
            fields: mrz::fields(specimen),
            corners: Quad::from(Rect { x: 0.0, y: 0.0, width: w, height: h }),
            mrz_region: None,
            mrz_line_regions: Vec::new(),
            portrait_region: None,
            text: Vec::new(),
        };
        Ok(Self { image: RgbImage::new(w as u32, h as u32), scale, width_mm, height_mm, truth })
    }

    pub(super) fn finish(self) -> Rendered {
        Rendered { image: self.image, truth: self.truth }
    }

    pub(super) fn point(&self, x: f32, y: f32) -> Point {
        Point::new(x * self.scale, y * self.scale)
    }

    pub(super) fn rect(&self, x: f32, y: f32, width: f32, height: f32) -> Rect {
        let s = self.scale;
        Rect { x: x * s, y: y * s, width: width * s, height: height * s }
    }

    /// A heading or label: `size` mm high, standing on baseline `y`.
    pub(super) fn heading(&mut self, x: f32, y: f32, size: f32, face: Face, line: &str) -> f32 {
        let style = TextStyle::new(face, size * self.scale, Ink::solid(NAVY));
        self.print(x, y, line, &style, None)
    }

    /// A bilingual label with the value it belongs to below it.
    pub(super) fn field(&mut self, x: f32, y: f32, label: &str, field: FieldName, value: &str) {
        let small = TextStyle::new(Face::Sans, 2.0 * self.scale, Ink::solid(NAVY));
        self.print(x, y, label, &small, None);
        let large = TextStyle::new(Face::SansBold, 3.5 * self.scale, Ink::solid(BLACK));
        self.print(x, y + 3.3, value, &large, Some(field));
    }

    /// Prints a line and remembers it; gives the x at which it ends, in mm.
    fn print(&mut self, x: f32, y: f32, line: &str, style: &TextStyle, field: Option<FieldName>) -> f32 {
        let start = self.point(x, y);
        let region = text(&mut self.image, start, line, style);
        self.truth.text.push(PrintedText { field, text: line.to_owned(), region: Quad::from(region) });
        (region.x + region.width) / self.scale
    }

    /// Marks where the portrait was printed.
    pub(super) fn portrait_at(&mut self, place: Rect) {
        self.truth.portrait_region = Some(Quad::from(place));
    }

    /// SPECIMEN, faint and large behind the text: to be printed before it.
    pub(super) fn specimen_behind(&mut self, x: f32, y: f32, size: f32, degrees: f32) {
        let mut style = TextStyle::new(Face::SansBold, size * self.scale, Ink::tint(RED, 0.10));
        style.spacing = 0.08 * style.size;
        let centre = self.point(x, y);
        text_rotated(&mut self.image, centre, degrees, "SPECIMEN", &style);
    }

    /// SPECIMEN, plain and red, reading upwards.
    pub(super) fn specimen_upright(&mut self, x: f32, y: f32, size: f32) {
        let mut style = TextStyle::new(Face::SansBold, size * self.scale, Ink::tint(RED, 0.9));
        style.spacing = 0.35 * style.size;
        let centre = self.point(x, y);
        text_rotated(&mut self.image, centre, -90.0, "SPECIMEN", &style);
    }

    /// Prints the machine-readable zone: `left` mm from the left edge, lines `pitch` mm apart, their middles evenly about
    /// the middle of the zone.
    pub(super) fn mrz(&mut self, left: f32, pitch: f32) {
        let s = self.scale;
        let zone = self.rect(0.0, self.height_mm - MRZ_ZONE_MM, self.width_mm, MRZ_ZONE_MM);
        // Quiet, non-reflecting ground: security print must not disturb reading (9303-3 §4.1).
        fill_rect(&mut self.image, zone, 0.0, Ink::tint([250, 250, 248], 0.72));

        let mut style = TextStyle::new(Face::OcrB, 100.0, Ink::solid(BLACK));
        let natural = crate::draw::text_width("A", &style);
        // The font is drawn for its own pitch: setting its advance to 2.54 mm gives OCR-B size 1.
        style.size = if natural > 0.0 { 100.0 * MRZ_PITCH_MM * s / natural } else { 0.0 };
        style.pitch = Some(MRZ_PITCH_MM * s);

        let lines = self.truth.mrz_lines.clone();
        let middle = self.height_mm - MRZ_ZONE_MM / 2.0;
        let half_capital = 1.2;
        for (i, line) in lines.iter().enumerate() {
            let centre = middle + (i as f32 - (lines.len() as f32 - 1.0) / 2.0) * pitch;
            let start = self.point(left, centre + half_capital);
            let region = text(&mut self.image, start, line, &style);
            self.truth.mrz_line_regions.push(Quad::from(region));
        }
        let all = self.truth.mrz_line_regions.iter().map(Quad::bounds).reduce(|a, b| {
            let (x, y) = (a.x.min(b.x), a.y.min(b.y));
            let (right, bottom) = ((a.x + a.width).max(b.x + b.width), (a.y + a.height).max(b.y + b.height));
            Rect { x, y, width: right - x, height: bottom - y }
        });
        self.truth.mrz_region = all.map(Quad::from);
    }
}
