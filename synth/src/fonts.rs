//! The fonts that are compiled in. Their licences lie beside them in `assets/fonts`.

use std::sync::LazyLock;

use ab_glyph::FontRef;

/// OCR-B, the typeface of machine-readable zones (ICAO 9303-3 §4.4, ISO 1073-2).
pub const OCR_B: &[u8] = include_bytes!("../assets/fonts/OCRB.otf");
/// A sans-serif for printed text: Latin letters, digits and punctuation.
pub const SANS: &[u8] = include_bytes!("../assets/fonts/Roboto-Regular-latin.ttf");
/// Its bold weight.
pub const SANS_BOLD: &[u8] = include_bytes!("../assets/fonts/Roboto-Bold-latin.ttf");

/// A typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// OCR-B.
    OcrB,
    /// Sans-serif, regular.
    Sans,
    /// Sans-serif, bold.
    SansBold,
}

type Slot = LazyLock<Option<FontRef<'static>>>;

static FONTS: [Slot; 3] = [
    LazyLock::new(|| FontRef::try_from_slice(OCR_B).ok()),
    LazyLock::new(|| FontRef::try_from_slice(SANS).ok()),
    LazyLock::new(|| FontRef::try_from_slice(SANS_BOLD).ok()),
];

/// The parsed font. `None` only if the bytes compiled in were damaged, which a test rules out.
pub fn font(face: Face) -> Option<&'static FontRef<'static>> {
    FONTS[face as usize].as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ab_glyph::Font;

    #[test]
    fn every_font_loads_and_has_the_letters_it_is_used_for() {
        let mrz = ('A'..='Z').chain('0'..='9').chain(['<']);
        let latin = ('A'..='Z').chain('a'..='z').chain("0123456789éèÉÜß/.,:()≥·…".chars());
        let missing = |face, letters: Vec<char>| match font(face) {
            Some(font) => letters.into_iter().filter(|c| font.glyph_id(*c).0 == 0).collect::<String>(),
            None => "all".to_owned(),
        };
        assert_eq!(missing(Face::OcrB, mrz.collect()), "");
        assert_eq!(missing(Face::Sans, latin.clone().collect()), "");
        assert_eq!(missing(Face::SansBold, latin.collect()), "");
    }
}
