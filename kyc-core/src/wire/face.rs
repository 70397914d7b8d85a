//! What was seen of faces.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Point, Rect, Seen, Unit};

/// The face that was used, and how many there were.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaceEvidence {
    /// Index of the blob in the request.
    pub blob: u32,
    /// The face's box.
    pub bounds: Rect,
    /// The detector's score.
    pub confidence: Unit,
    /// Left eye, right eye (as seen in the picture), nose tip, left and right mouth corner.
    pub landmarks: [Point; 5],
    /// Faces found in the picture, this one included.
    pub faces: u32,
    /// Measures of the face.
    pub quality: Seen<FaceQuality>,
}

/// Measures of a face. Definitions are with the code that measures (`face::quality`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaceQuality {
    /// Distance between the eye centres, in pixels.
    pub eye_distance: f32,
    /// Variance of the 3×3 Laplacian on the aligned 112×112 luma. Higher is sharper.
    pub sharpness: f32,
    /// Mean luma of the aligned face, 0 to 255.
    pub brightness: f32,
    /// Turn to the side, degrees; positive to the right of the picture.
    pub yaw: f32,
    /// Nod, degrees; positive downwards.
    pub pitch: f32,
    /// Tilt in the picture plane, degrees; positive clockwise.
    pub roll: f32,
    /// How surely the mesh model sees a whole face; falls with occlusion and profile views.
    pub presence: Unit,
    /// How far the more closed eye is closed, by blendshape.
    pub eyes_closed: Unit,
    /// How far the mouth is open, by blendshape.
    pub mouth_open: Unit,
    /// Component scores; empty in evidence stored before there were any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<QualityComponent>,
}

/// One component of face quality. Definitions are with the code that measures (`face::components`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QualityComponent {
    /// What is measured.
    pub name: QualityName,
    /// The measure itself, in its own unit.
    pub value: f32,
    /// 0 to 100; more is better.
    pub score: u8,
}

/// Components of face quality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum QualityName {
    /// Distance between the eye centres, pixels.
    InterEyeDistance,
    /// Turn to the side, degrees.
    HeadPoseYaw,
    /// Nod, degrees.
    HeadPosePitch,
    /// Tilt in the picture plane, degrees.
    HeadPoseRoll,
    /// How far the more closed eye is open, 0 to 1.
    EyesOpen,
    /// How far the mouth is closed, 0 to 1.
    MouthClosed,
    /// How surely the whole face is there, 0 to 1.
    FacePresence,
    /// Variance of the Laplacian.
    Sharpness,
    /// Share of pixels that are nearly black.
    UnderExposure,
    /// Share of pixels that are blown out.
    OverExposure,
    /// Entropy of the luma, bits.
    DynamicRange,
    /// How much the two halves of the face are lit alike, 0 to 1.
    IlluminationUniformity,
    /// Least distance of the face to the picture's border, in sides of the face.
    CropMargin,
    /// How far the eyes look away from straight ahead of the head, by blendshape, 0 to 1.
    Gaze,
    /// Contrast of the plainer eye against that of the face; dark glasses leave little.
    EyeContrast,
    /// Contrast of the mouth against that of the face; a mask leaves little.
    MouthContrast,
    /// Mean step of luma beside the head between places a 64th of the face apart. Left out where there is no room to look.
    BackgroundPlainness,
    /// How much larger steps of luma are at borders of 8×8 blocks on the face than elsewhere, 1 or more.
    Compression,
}

/// What the person before the camera can do for a better picture. Safe to show: it says nothing of liveness or match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CaptureHint {
    /// Position your face in the oval.
    PositionFace,
    /// Only one face should be visible.
    OnlyOneFace,
    /// Move closer.
    MoveCloser,
    /// Move further away.
    MoveFurtherAway,
    /// Keep your eyes open.
    KeepEyesOpen,
    /// Face the camera directly.
    FaceCamera,
    /// Remove sunglasses or a mask.
    RemoveCoverings,
    /// Find more light.
    MoreLight,
    /// Avoid strong light on the face.
    LessLight,
    /// Hold still.
    HoldStill,
}

/// Kinds of presentation attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpoofType {
    /// No attack seen.
    None,
    /// A screen.
    Screen,
    /// A print.
    Paper,
    /// A mask.
    Mask,
    /// Synthetic media.
    Deepfake,
    /// An attack of a kind that cannot be told.
    Unknown,
}

/// Presentation attack detection (ISO/IEC 30107-3), passive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LivenessEvidence {
    /// Fused, calibrated liveness score: 1 is surely live.
    pub score: Unit,
    /// The kind of attack the cues point at, whatever the score.
    pub likely_attack: SpoofType,
    /// Each cue by itself.
    pub cues: Vec<LivenessCue>,
}

/// One independent cue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LivenessCue {
    /// Stable name, e.g. `pad_network`. Weighed are `pad_network`, `pad_second`, `frame_edges`, `skin_colour` and `focus`;
    /// others are told.
    pub name: String,
    /// Its score (1 is live), or why it did not run.
    pub score: Seen<Unit>,
}

/// Two faces compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaceMatchEvidence {
    /// Calibrated similarity: a monotone map of the cosine, or of both embedders' fused score, whose anchors stand in the
    /// model's manifest entry.
    pub similarity: Unit,
    /// The cosine of the two embeddings, −1 to 1. Comparable only within one model.
    pub raw_cosine: f64,
    /// Manifest id of the embedding model.
    pub model: String,
    /// What a second embedder said, where one is configured: `similarity` is then that of both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<SecondMatch>,
}

/// The same two faces compared by a second embedder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondMatch {
    /// The cosine of its two embeddings, −1 to 1.
    pub raw_cosine: f64,
    /// Manifest id of the embedding model.
    pub model: String,
    /// The weighted mean of both cosines, which `similarity` is the calibrated map of; the weights stand in the manifest.
    pub fused: f64,
}
