//! A lone line of a zone, cut out tightly, of a format that nobody names: what a cropping host hands over, and what measures
//! recogniser and decoder apart from the search for the zone.

use super::ctc::Column;
use super::mrz_decode::{character, lone};
use super::mrz_search::readers;
use super::ocrb::OcrB;
use super::recognise::{ReadsZones, Recogniser};
use super::{mrz_lines, mrz_zone::Zone};
use crate::error::Result;
use crate::image::Image;
use crate::model::Loaded;
use crate::sensitive::Sensitive;
use crate::wire::{Quad, Rect, Unit};

/// Mean probability from which another recogniser has nothing to add.
const SURE: f32 = 0.97;

/// A line as read.
#[derive(Debug, Clone, PartialEq)]
pub struct MrzLineRead {
    /// 30, 36 or 44 characters.
    pub text: Sensitive<String>,
    /// Probability of each character.
    pub probabilities: Vec<Unit>,
}

/// Reads the one line that `image` shows from edge to edge, upright, as the line of whichever format fits it best; only of
/// `length` characters where that is known. The surest of the cuts that zones are read with counts; where there is a
/// recogniser of OCR-B, the `general` one is asked only when that is not sure. `None` where no format fits.
///
/// # Errors
/// [`crate::error::Code::InferenceFailed`], [`crate::error::Code::ModelContract`].
pub fn mrz_line(image: &Image, length: Option<usize>, ocrb: Option<&Loaded>, general: &Loaded) -> Result<Option<MrzLineRead>> {
    let (ocrb, general) = (ocrb.map(OcrB::new), Recogniser::new(general)?);
    let whole = Quad::from(Rect { x: 0.0, y: 0.0, width: image.width() as f32, height: image.height() as f32 });
    let zone = Zone { lines: vec![whole], strength: 0.0 };
    let mut best: Option<(f32, Vec<Column>)> = None;
    for reader in readers(ocrb.as_ref().map(|reader| reader as &dyn ReadsZones), &general) {
        if best.as_ref().is_some_and(|(mean, _)| *mean >= SURE) {
            break;
        }
        for cut in reader.cuts {
            let Some(lines) = mrz_lines::steps(image, &zone, *cut, reader.recogniser)? else { continue };
            let Some(columns) = lines.first().and_then(|(_, steps)| lone(steps, length)) else { continue };
            let mean = columns.iter().map(Column::probability).sum::<f32>() / columns.len().max(1) as f32;
            if best.as_ref().is_none_or(|(other, _)| mean > *other) {
                best = Some((mean, columns));
            }
        }
    }
    Ok(best.map(|(_, columns)| MrzLineRead {
        text: columns.iter().map(|column| character(column.symbol)).collect::<String>().into(),
        probabilities: columns.iter().map(|column| Unit::from_f32(column.probability())).collect(),
    }))
}
