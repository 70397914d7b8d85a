//! Live camera frames: what is in them and what to tell the person who holds the camera.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Quad, Unit};

/// How the pixels of a raw frame lie in its bytes. `stride` is the number of bytes from one row to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PixelFormat {
    /// Red, green, blue; 3 bytes a pixel.
    Rgb,
    /// Blue, green, red and one byte that is not used; 4 bytes a pixel.
    Bgra,
    /// A plane of luma, then one of half the height and width with V and U in turns (Android's NV21, BT.601, full range).
    Nv21,
}

/// How the bytes of a raw camera frame are to be read. The engine's limits on pictures apply; bytes that are fewer than said
/// here are a corrupt picture, not an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFrame {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Bytes from one row to the next; at least a row's own.
    pub stride: u32,
    /// How pixels lie in a row.
    pub format: PixelFormat,
}

/// Sizes of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentSize {
    /// Cards: ISO/IEC 7810 ID-1, 85.60 × 53.98 mm (ICAO TD1).
    Id1,
    /// ISO/IEC 7810 ID-2, 105 × 74 mm (ICAO TD2).
    Id2,
    /// A passport's data page: ISO/IEC 7810 ID-3, 125 × 88 mm (ICAO TD3).
    Id3,
}

/// Measures of the document in a live frame. Definitions are with the code that measures (`locate::frame`).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameMeasures {
    /// The document's corners in frame pixels.
    pub outline: Quad,
    /// Angle between the document's longer sides and the frame's nearest axis, degrees, 0 to 45.
    pub angle: f32,
    /// Width of the document as a share of the width of the frame.
    pub width_share: f32,
    /// Pixels per inch of document.
    pub dpi: f32,
    /// Share of the document's area that lies in the frame.
    pub visible: Unit,
    /// Variance of the 3×3 Laplacian on the luma of the rectified document, 640 pixels wide.
    pub sharpness: f32,
    /// Share of the document that is blown out.
    pub glare: Unit,
    /// Mean luma of the document, 0 to 255.
    pub brightness: f32,
}

/// What to tell the person. One thing at a time, the first that is in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaptureGuidance {
    /// "Move document into frame": no four corners (F-024), or part of it is outside (F-029).
    MoveIntoFrame,
    /// "Align document with rectangle" (F-025).
    Align,
    /// The document is too small in the frame (F-030), or has too few pixels (F-026).
    MoveCloser,
    /// The document is too large in the frame (F-030).
    MoveAway,
    /// "Improve lighting": too dark or too bright (F-028).
    ImproveLighting,
    /// "Reduce glare" (F-023).
    ReduceGlare,
    /// "Hold steady": not sharp (F-022).
    HoldSteady,
    /// Nothing is in the way: the picture can be taken.
    Capture,
}
