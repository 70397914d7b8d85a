//! `POST /v1/liveness/analyze`: whether one photo shows a live person.

use std::time::Instant;

use kyc_core::Engine;
use kyc_core::ops::{CheckLivenessRequest, CheckLivenessResponse};
use kyc_core::wire::{CaptureHint, FaceQuality, Seen, SpoofType, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::base64::Picture64;
use super::object::Object;
use super::refusal::{Refused, WhichImage};

pub(super) const PATH: &str = "/v1/liveness/analyze";

/// Which photo, and what else to say of it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LivenessAnalyzeRequest<'b> {
    /// The live photo, a file in a supported format, as base64.
    #[serde(borrow)]
    image_live_base64: Picture64<'b>,
    /// Asks for `hints` in the answer. Whether the person is live does not depend on it.
    #[serde(default)]
    #[schemars(with = "Option<LivenessWishes>")]
    hints: Option<Object<LivenessWishes>>,
}

/// What to say of the face besides whether it is live.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LivenessWishes {
    /// Whether to say how the head is turned. Default: no.
    #[serde(default)]
    pub pose: Option<bool>,
    /// Whether to say how far the eyes are closed. One photo shows no blink: this is what a blink would be counted from.
    /// Default: no.
    #[serde(default)]
    pub blink: Option<bool>,
}

/// Live or not.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LivenessAnalyzeResponse {
    /// Whether the photo shows a live person: the score reaches one half.
    pub is_live: bool,
    /// `none` when live; otherwise the attack that the cues point at, `unknown` when they point at none.
    pub spoof_type: SpoofType,
    /// Confidence in `is_live`.
    pub confidence: Unit,
    /// What the engine needed, whole milliseconds of a monotonic clock; neither the body's way nor the wait for a worker is in it.
    pub processing_ms: u64,
    /// What the call counts as.
    pub usage: Usage,
    /// More about the face; present exactly when the request has `hints`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hints: Option<LivenessHints>,
}

/// What a call counts as.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Usage {
    /// Always `liveness`.
    #[schemars(extend("const" = "liveness"))]
    pub module: &'static str,
    /// Whether the call is charged to an account. Always false: this server keeps no accounts.
    pub billed: bool,
}

/// More about the face. It helps to take a better picture and decides nothing.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LivenessHints {
    /// What the person can do for a better picture, in the order to be followed; empty when it is good.
    pub guidance: Vec<CaptureHint>,
    /// How the head is turned; present when asked for and measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pose: Option<HeadPose>,
    /// How far the more closed eye is closed; present when asked for and measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eyes_closed: Option<Unit>,
}

/// How the head is turned, in degrees.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeadPose {
    /// Turn to the side; positive to the right of the picture.
    pub yaw: f32,
    /// Nod; positive downwards.
    pub pitch: f32,
    /// Tilt in the picture plane; positive clockwise.
    pub roll: f32,
}

pub(super) fn analyze(engine: &Engine, body: &[u8]) -> Result<LivenessAnalyzeResponse, Refused> {
    let asked: LivenessAnalyzeRequest<'_> = super::read(body)?;
    let photo = asked.image_live_base64.decode("image_live_base64")?;
    let begin = Instant::now();
    let seen = engine.check_liveness(CheckLivenessRequest::new(0), &[&photo])?;
    let processing_ms = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
    let hints = asked.hints.map(|Object(wishes)| hints(&seen, wishes));
    match seen.liveness {
        Seen::Seen(found) => Ok(LivenessAnalyzeResponse {
            is_live: found.is_live,
            spoof_type: found.spoof_type,
            confidence: found.confidence,
            processing_ms,
            usage: Usage { module: "liveness", billed: false },
            hints,
        }),
        Seen::NotSeen { reason } => Err(Refused::unseen(reason, &seen.capture, WhichImage::Live)),
    }
}

fn hints(seen: &CheckLivenessResponse, wishes: LivenessWishes) -> LivenessHints {
    let measured = seen.face.seen().and_then(|face| face.quality.seen());
    let when = |asked: Option<bool>| measured.filter(|_| asked == Some(true));
    let pose = |&FaceQuality { yaw, pitch, roll, .. }: &FaceQuality| HeadPose { yaw, pitch, roll };
    LivenessHints {
        guidance: seen.hints.clone(),
        pose: when(wishes.pose).map(pose),
        eyes_closed: when(wishes.blink).map(|quality| quality.eyes_closed),
    }
}
