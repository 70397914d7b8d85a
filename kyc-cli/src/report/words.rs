//! Words and signs for the values of the wire types.

use kyc_core::wire::{FieldOrigin, NotSeen, Outcome, PictureProblem, Verdict};
use serde::Serialize;

use crate::style::Ink;

/// An enum's value by its name on the wire, as words: `DocumentFront` is `document front`.
pub(crate) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name.replace('_', " "),
        _ => String::new(),
    }
}

pub(crate) fn verdict(verdict: Verdict) -> (Ink, &'static str, &'static str) {
    match verdict {
        Verdict::Accepted => (Ink::Good, "✔", "ACCEPTED"),
        Verdict::Review => (Ink::Warn, "●", "REVIEW"),
        Verdict::Rejected => (Ink::Bad, "✘", "REJECTED"),
    }
}

pub(crate) fn outcome(outcome: Outcome) -> (Ink, &'static str) {
    match outcome {
        Outcome::Pass => (Ink::Good, "✓"),
        Outcome::Fail | Outcome::Error => (Ink::Bad, "✗"),
        Outcome::Warn => (Ink::Warn, "!"),
        Outcome::NotApplicable => (Ink::Dim, "–"),
        Outcome::NotRun => (Ink::Warn, "?"),
    }
}

pub(crate) fn not_seen(reason: NotSeen) -> &'static str {
    match reason {
        NotSeen::NotProvided => "not handed in",
        NotSeen::NoPicture => "the picture could not be decoded",
        NotSeen::NotFound => "not found",
        NotSeen::NoFace => "no face in the picture",
        NotSeen::SeveralFaces => "more than one face in the picture",
        NotSeen::FaceUnusable => "the face is too small, too turned or too covered",
        NotSeen::Unreadable => "there, but not readable",
        NotSeen::Blocked => "needs something else that was not seen",
        NotSeen::NotSupported => "no model for it is configured",
        NotSeen::Skipped => "not looked for, as asked",
    }
}

/// A reason that came without a sentence: what was not seen in words, anything else by its code.
pub(crate) fn reason(code: &str) -> String {
    let reason = code.strip_prefix("not_seen.").and_then(|name| serde_json::from_value(name.into()).ok());
    reason.map_or_else(|| code.to_owned(), |reason| not_seen(reason).to_owned())
}

pub(crate) fn problem(problem: PictureProblem) -> &'static str {
    match problem {
        PictureProblem::Empty => "no bytes",
        PictureProblem::FileTooLarge => "larger than the configured limit",
        PictureProblem::UnsupportedFormat => "not a JPEG, PNG or WebP picture",
        PictureProblem::Corrupt => "damaged or cut off",
        PictureProblem::TooManyPixels => "more pixels than the configured limit",
        PictureProblem::TooSmall => "too small to be read",
        PictureProblem::Animated => "more than one frame",
    }
}

pub(crate) fn origin(origin: FieldOrigin) -> &'static str {
    match origin {
        FieldOrigin::Mrz => "MRZ",
        FieldOrigin::Visual => "print",
        FieldOrigin::Barcode => "barcode",
        FieldOrigin::Chip => "chip",
        FieldOrigin::User => "declared",
    }
}
