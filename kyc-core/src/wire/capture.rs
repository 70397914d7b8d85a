//! What was handed in and what the decoder saw of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Unit;
use crate::sensitive::Sensitive;

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

/// Scores of a captured picture, 0 to 1 (F-031): measures of the document, on a scale that people can compare.
///
/// | score | is | which is better | the limit of a good capture |
/// |---|---|---|---|
/// | `focus_score` | `v / (v + 100)`, `v` the variance of the Laplacian | higher | over 0.5, which is F-022's 100 |
/// | `brightness_score` | mean luma / 255 | neither end | 80/255 to 200/255 (F-028): 0.313726 to 0.784313 |
/// | `glare_score` | blown-out share of the area | lower | under 0.05 (F-023) |
///
/// By these definitions the metadata of the specification's example (glare 0.05) are those of a picture that just fails.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaptureScores {
    /// Sharpness.
    pub focus_score: Unit,
    /// Lighting.
    pub brightness_score: Unit,
    /// Glare.
    pub glare_score: Unit,
}

impl CaptureScores {
    /// The variance of the Laplacian that scores one half (F-022).
    pub const HALF_FOCUS: f64 = 100.0;

    /// From the measures of `PictureQuality` or `FrameMeasures`. A measure that is no number scores 0.
    pub fn of(sharpness: f32, brightness: f32, glare: Unit) -> Self {
        let sharpness = f64::from(sharpness).max(0.0);
        Self {
            focus_score: Unit::from_f64(1.0 - Self::HALF_FOCUS / (sharpness + Self::HALF_FOCUS)),
            brightness_score: Unit::from_f64(f64::from(brightness) / 255.0),
            glare_score: glare,
        }
    }
}

/// A place on earth, in degrees of WGS 84.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GeoLocation {
    /// Latitude, north positive.
    pub lat: Sensitive<f64>,
    /// Longitude, east positive.
    pub lng: Sensitive<f64>,
}

impl GeoLocation {
    /// Whether latitude and longitude are ones.
    pub fn is_on_earth(&self) -> bool {
        (-90.0..=90.0).contains(self.lat.expose()) && (-180.0..=180.0).contains(self.lng.expose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_031_scores_are_defined_and_their_limits_are_those_of_the_measures() {
        let of = |sharpness, brightness, glare| CaptureScores::of(sharpness, brightness, Unit::from_micros(glare));
        let half = Unit::from_f64(0.5);
        assert_eq!(of(100.0, 0.0, 0).focus_score, half);
        assert!(of(100.1, 0.0, 0).focus_score > half && of(99.9, 0.0, 0).focus_score < half);
        assert_eq!((of(0.0, 0.0, 0).focus_score, of(f32::INFINITY, 0.0, 0).focus_score), (Unit::ZERO, Unit::ONE));
        assert_eq!((of(f32::NAN, f32::NAN, 0).focus_score, of(-1.0, -1.0, 0).brightness_score), (Unit::ZERO, Unit::ZERO));
        // The example's 0.78 is inside 80 to 200 as a share of 255: 198.9.
        assert_eq!(of(1.0, 198.9, 0).brightness_score.to_string(), Unit::from_f64(198.9 / 255.0).to_string());
        assert!(of(1.0, 200.0, 0).brightness_score >= Unit::from_f64(0.78));
        // And its glare of 0.05 is not under 5 %.
        assert!(of(1.0, 1.0, 50_000).glare_score >= Unit::from_f64(0.05));
        assert_eq!((of(1.0, 255.0, 1_000_000).brightness_score, of(1.0, 255.0, 1_000_000).glare_score), (Unit::ONE, Unit::ONE));
    }
}
