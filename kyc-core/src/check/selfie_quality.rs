//! The live face is large enough, whole, turned to the camera and has its eyes open.

use chrono::NaiveDate;

use super::{Row, fails, seen};
use crate::policy::{Measure, Policy, SelfiePolicy};
use crate::wire::{Evidence, FaceQuality, Finding, NotSeen, Reason, Seen};

const NAME: &str = "selfie.quality";

/// The row of the table.
pub(super) const ROW: Row = Row {
    name: NAME,
    run,
    reasons: &[
        "selfie.quality.yaw",
        "selfie.quality.pitch",
        "selfie.quality.roll",
        "selfie.quality.small",
        "selfie.quality.covered",
        "selfie.quality.eyes_closed",
    ],
};

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    match evidence.selfie.as_ref().map(|face| &face.quality) {
        Seen::Seen(Seen::Seen(quality)) => fails(NAME, problems(quality, &policy.selfie)),
        Seen::Seen(Seen::NotSeen { reason }) => seen::of_subject(NAME, *reason),
        Seen::NotSeen { reason: NotSeen::FaceUnusable } => seen::of_subject(NAME, NotSeen::FaceUnusable),
        Seen::NotSeen { .. } => seen::not_run(NAME, NotSeen::Blocked),
    }
}

fn problems(quality: &FaceQuality, limits: &SelfiePolicy) -> Vec<Reason> {
    let reason = |code: &str, value: String, threshold: String| {
        Reason::new(&format!("selfie.quality.{code}")).with("value", value).with("threshold", threshold)
    };
    let show = |measure: Option<Measure>| measure.map_or("none".to_owned(), |m| m.to_string());
    let mut reasons = Vec::new();
    let turns = [
        ("yaw", quality.yaw, limits.max_yaw),
        ("pitch", quality.pitch, limits.max_pitch),
        ("roll", quality.roll, limits.max_roll),
    ];
    for (code, degrees, limit) in turns {
        let measure = Measure::from_f32(degrees);
        // A measure that is no number passes nothing.
        if measure.is_none_or(|m| m.abs() > limit) {
            reasons.push(reason(code, show(measure), limit.to_string()));
        }
    }
    let eye_distance = Measure::from_f32(quality.eye_distance);
    if eye_distance < Some(limits.min_eye_distance) {
        reasons.push(reason("small", show(eye_distance), limits.min_eye_distance.to_string()));
    }
    if quality.presence < limits.min_presence {
        reasons.push(reason("covered", quality.presence.to_string(), limits.min_presence.to_string()));
    }
    if quality.eyes_closed > limits.max_eyes_closed {
        reasons.push(reason("eyes_closed", quality.eyes_closed.to_string(), limits.max_eyes_closed.to_string()));
    }
    reasons
}
