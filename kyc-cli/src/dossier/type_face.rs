//! The font of the PDF: widths, glyphs, and what to write for letters it lacks.

use std::collections::BTreeSet;

use kyc_synth::fonts::{SANS, SANS_BOLD};
use ttf_parser::Face;

use crate::outcome::Problem;

/// Weights of the one typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    pub(super) const ALL: [Weight; 2] = [Weight::Regular, Weight::Bold];

    pub(super) fn bytes(self) -> &'static [u8] {
        match self {
            Weight::Regular => SANS,
            Weight::Bold => SANS_BOLD,
        }
    }

    pub(super) fn post_script_name(self) -> &'static [u8] {
        match self {
            Weight::Regular => b"Roboto-Regular",
            Weight::Bold => b"Roboto-Bold",
        }
    }

    /// Its name in a page's resources.
    pub(super) fn resource(self) -> &'static [u8] {
        match self {
            Weight::Regular => b"R",
            Weight::Bold => b"B",
        }
    }
}

/// Both weights, and the letters that were asked for and are in neither.
pub(super) struct Faces {
    faces: [Face<'static>; 2],
    pub(super) missing: BTreeSet<char>,
}

impl Faces {
    pub(super) fn new() -> Result<Self, Problem> {
        let parse = |weight: Weight| Face::parse(weight.bytes(), 0).map_err(Problem::internal);
        Ok(Self { faces: [parse(Weight::Regular)?, parse(Weight::Bold)?], missing: BTreeSet::new() })
    }

    pub(super) fn face(&self, weight: Weight) -> &Face<'static> {
        let [regular, bold] = &self.faces;
        match weight {
            Weight::Regular => regular,
            Weight::Bold => bold,
        }
    }

    /// `text` in letters the font has. Another letter is written as its code point, and kept for the note at the end.
    pub(super) fn writable(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if self.faces.iter().all(|face| face.glyph_index(c).is_some()) {
                out.push(c);
            } else if c.is_whitespace() {
                out.push(' ');
            } else {
                self.missing.insert(c);
                out.push_str(&format!("<U+{:04X}>", u32::from(c)));
            }
        }
        out
    }

    /// Glyph ids, two bytes each, as `Identity-H` wants them.
    pub(super) fn glyphs(&self, weight: Weight, text: &str) -> Vec<u8> {
        let face = self.face(weight);
        text.chars().flat_map(|c| face.glyph_index(c).map_or(0, |glyph| glyph.0).to_be_bytes()).collect()
    }

    /// Width of `text` in points at `size`.
    pub(super) fn width(&self, weight: Weight, size: f32, text: &str) -> f32 {
        let face = self.face(weight);
        let advance = |c| face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph)).unwrap_or(0);
        let units: u32 = text.chars().map(|c| u32::from(advance(c))).sum();
        units as f32 * size / f32::from(face.units_per_em())
    }

    /// `text` in lines of at most `room` points; words longer than a line are cut, after a hyphen or a
    /// code point where there is one.
    pub(super) fn wrap(&self, weight: Weight, size: f32, text: &str, room: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split_whitespace() {
            let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(weight, size, &joined) <= room {
                line = joined;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for c in word.chars() {
                line.push(c);
                if self.width(weight, size, &line) > room && line.chars().count() > 1 {
                    let last = line.len() - c.len_utf8();
                    let cut = line[..last].rfind(['-', '>']).map_or(last, |at| at + 1);
                    let rest = line.split_off(cut);
                    lines.push(std::mem::replace(&mut line, rest));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}
