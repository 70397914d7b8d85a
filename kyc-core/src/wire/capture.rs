//! What was handed in and what the decoder saw of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a picture is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The side of the document with the portrait (passport: the data page).
    DocumentFront,
    /// The other side of a card.
    DocumentBack,
    /// The live photo of the applicant.
    Selfie,
    /// A stored photo of the same person.
    Reference,
}

/// File formats the decoder reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// Windows bitmap.
    Bmp,
}

/// One picture as handed in. Present also when it could not be decoded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Capture {
    /// Index of the blob in the request.
    pub blob: u32,
    /// What it is meant to be.
    pub role: Role,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// Lower-case hex SHA-256 of the file as handed in.
    pub sha256: String,
    /// The decoded picture, or why there is none.
    pub picture: Decoded,
}

/// A picture, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decoded {
    /// It decoded.
    Picture(Picture),
    /// It did not.
    Problem(PictureProblem),
}

/// A decoded picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// The format by content, whatever the file was called.
    pub format: FileFormat,
    /// Width in pixels after the EXIF orientation was applied.
    pub width: u32,
    /// Height in pixels after the EXIF orientation was applied.
    pub height: u32,
    /// The EXIF orientation that was applied, 1 to 8; 1 when there is none.
    pub exif_orientation: u8,
}

/// Why the bytes of an applicant's picture gave no usable picture. All of them are findings, not errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PictureProblem {
    /// No bytes at all.
    Empty,
    /// More bytes than the configured limit.
    FileTooLarge,
    /// Not JPEG, PNG or WebP by content.
    UnsupportedFormat,
    /// The file ends early or is damaged.
    Corrupt,
    /// The header declares more pixels, or longer sides, than the configured limit; nothing was decoded.
    TooManyPixels,
    /// Smaller than anything that could be read.
    TooSmall,
    /// More than one frame.
    Animated,
}
