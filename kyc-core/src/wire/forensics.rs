//! Forensics: signs that a picture of a document was tampered with (F-080) or does not show the document itself (F-090).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Rect, Seen, Unit};

/// What is looked for. The first six are signs of tampering, the next four ways of showing something other than the
/// document, the last two security features (F-100).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ForensicMeasure {
    /// Parts of different history: error levels (JPEG ghosts) or noise that differ from the rest.
    Tampering,
    /// A part that stands in the picture twice.
    CopyMove,
    /// Seams: edges sharper than any the camera drew.
    Splicing,
    /// Characters of a line that differ from their neighbours in baseline, height, stroke or ink.
    Font,
    /// The picture was compressed as JPEG more than once.
    Compression,
    /// The file names a program that edits or makes pictures.
    Metadata,
    /// A screen: its pixel grid, or the moiré it makes with the sensor.
    Screen,
    /// A photocopy: no colour where the rest of the picture has some.
    Photocopy,
    /// A printed picture: the dots of its screens.
    Print,
    /// A digital file, never photographed: no noise, no light that changes over the page.
    Digital,
    /// Holograms. One picture cannot show them.
    Hologram,
    /// Microprint. A phone's picture of a whole document cannot resolve it.
    Microprint,
}

impl ForensicMeasure {
    /// All of them, in the order of the evidence.
    pub const ALL: [Self; 12] = [
        Self::Tampering,
        Self::CopyMove,
        Self::Splicing,
        Self::Font,
        Self::Compression,
        Self::Metadata,
        Self::Screen,
        Self::Photocopy,
        Self::Print,
        Self::Digital,
        Self::Hologram,
        Self::Microprint,
    ];
}

/// What forensics saw of the document's pictures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForensicsEvidence {
    /// Each picture of the document that could be decoded.
    pub sides: Vec<SideForensics>,
}

/// What forensics saw of one picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SideForensics {
    /// Index of the blob in the request.
    pub blob: u32,
    /// The part of the picture that was looked at and that the maps cover: the document, or the whole picture where no
    /// outline stands out.
    pub area: Rect,
    /// One reading a measure.
    pub measures: Vec<ForensicReading>,
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForensicReading {
    /// Which.
    pub measure: ForensicMeasure,
    /// What it gave. Not seen: `not_supported` where such a file cannot show it, `unreadable` where the picture is too small
    /// or too coarse to tell, `not_found` where there is nothing to measure (no metadata, no text).
    pub result: Seen<ForensicScore>,
}

/// How strong the signs are, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForensicScore {
    /// 0 for no sign, 1 for the strongest; 0.5 is where the built-in policies begin to warn. No probability.
    pub score: Unit,
    /// Where: the area in 12 rows from the top, each of 16 cells from the left, each a digit from `0` (no sign) to `9`. Empty
    /// where the sign has no place, as in metadata.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub map: Vec<String>,
    /// What gave the score, in fixed words such as `editor_named` or `ghost`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<String>,
}
