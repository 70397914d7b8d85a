//! Forensics: signs of tampering and of recapture, measured on the original bytes and pixels (F-080, F-081, F-090, F-100).
//!
//! [`examine`] looks at one picture. Every measure has its own file, gives its own score and map, and says when the file
//! cannot show what it looks for. A score is `x / (x + x₀)` of the measure's statistic `x`: it is 0.5 at `x₀`, the operating
//! point, which was chosen on generated pictures and is stated in the measure's file.
//!
//! None of this is proof. The measures were chosen for being cheap and explainable; who knows them can evade them.

mod blocks;
mod compression;
mod copy_move;
mod digital;
mod file;
mod font;
mod grating;
mod metadata;
mod photocopy;
mod plane;
mod points;
mod splicing;
mod tampering;

use crate::error::Result;
use crate::image::Image;
use crate::wire::{
    FileFormat, ForensicMeasure, ForensicReading, ForensicScore, NotSeen, Quad, Seen, SideForensics, TextLine, Unit,
};

use self::blocks::Compressed;
use self::plane::Plane;

/// A document shorter than this on its shorter side shows too little, in pixels.
const LEAST_SIDE: usize = 240;

/// One picture of a document.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Index in the request.
    pub blob: u32,
    /// The file as handed in (F-081).
    pub bytes: &'a [u8],
    /// Its format.
    pub format: FileFormat,
    /// The EXIF orientation that was applied to `image`, 1 to 8.
    pub orientation: u8,
    /// Its pixels, upright.
    pub image: &'a Image,
    /// Outline of the document in it.
    pub outline: Option<Quad>,
    /// Text lines on it.
    pub text: &'a [TextLine],
}

/// Looks at one picture.
///
/// # Errors
/// [`crate::error::Code::Internal`] for a picture without area.
pub fn examine(subject: &Subject<'_>) -> Result<SideForensics> {
    let file = file::File::read(subject.bytes, subject.format);
    let plane = Plane::new(subject.image, subject.outline);
    let (width, height) = (plane.width, plane.height);
    let area = plane.area();
    let metadata = metadata::measure(&file);
    let (compressed, why_not) = match (subject.format, &file.luma_table) {
        _ if width.min(height) < LEAST_SIDE => (None, NotSeen::Unreadable),
        (FileFormat::Jpeg, Some(table)) => (Some(Compressed::new(&plane, table, subject.orientation)), NotSeen::NotSupported),
        _ => (None, NotSeen::NotSupported),
    };
    let large = width.min(height) >= LEAST_SIDE;
    let pixels = |measure: &dyn Fn() -> Seen<ForensicScore>| if large { measure() } else { Seen::not(NotSeen::Unreadable) };
    // Two halves of about the same work.
    let ((gratings, copied), rest) = rayon::join(
        || (large.then(|| grating::measure(&plane)), pixels(&|| copy_move::measure(&plane, subject.text))),
        || {
            let spliced = pixels(&|| splicing::measure(&plane, compressed.as_ref()));
            let tampered = pixels(&|| tampering::measure(&plane, compressed.as_ref()));
            let twice = compressed.as_ref().map_or(Seen::not(why_not), |blocks| compression::measure(&plane, blocks));
            let font = pixels(&|| font::measure(&plane, subject.text));
            let copy = pixels(&|| photocopy::measure(&plane));
            let digital = pixels(&|| digital::measure(&plane, file.luma_table.as_ref()));
            [tampered, spliced, font, twice, copy, digital]
        },
    );
    let [tampered, spliced, font, twice, copy, digital] = rest;
    let (screen, print) = gratings.unwrap_or((Seen::not(NotSeen::Unreadable), Seen::not(NotSeen::Unreadable)));
    // One picture shows no hologram, and no phone resolves microprint over a whole page.
    let (hologram, microprint) = (Seen::not(NotSeen::NotSupported), Seen::not(NotSeen::NotSupported));
    let results = [tampered, copied, spliced, font, twice, metadata, screen, copy, print, digital, hologram, microprint];
    let measures = ForensicMeasure::ALL.into_iter().zip(results);
    let measures = measures.map(|(measure, result)| ForensicReading { measure, result }).collect();
    Ok(SideForensics { blob: subject.blob, area, measures })
}

/// The score of a statistic whose operating point is `at`: 0.5 there.
fn score(statistic: f32, at: f32) -> Unit {
    let x = if statistic.is_finite() { statistic.max(0.0) } else { 0.0 };
    Unit::from_f64(f64::from(x / (x + at)))
}

/// A score with its map and signs.
fn scored(score: Unit, map: Vec<String>, signs: &[&str]) -> Seen<ForensicScore> {
    Seen::Seen(ForensicScore { score, map, signs: signs.iter().map(|sign| (*sign).to_owned()).collect() })
}

/// The middle value, or another share of the way up; 0 of nothing.
fn quantile(values: &mut [f32], share: f32) -> f32 {
    if values.is_empty() {
        return 0.0;
    }
    let at = ((values.len() - 1) as f32 * share.clamp(0.0, 1.0)).round() as usize;
    *values.select_nth_unstable_by(at, f32::total_cmp).1
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
