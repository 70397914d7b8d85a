//! The live face and the portrait are of one person, by calibrated similarity (F-126 to F-128, A-070).
//!
//! Pass is a match, strong or not (F-127). A warning is **no match** that a person should decide (the moderate band); less
//! is a failure.

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, Outcome, Reason, Seen};

const NAME: &str = "face.match";

/// The row of the table.
pub(super) const ROW: Row =
    Row { name: NAME, run, reasons: &["face.match.strong", "face.match.match", "face.match.moderate", "face.match.mismatch"] };

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let matched = match &evidence.face_match {
        Seen::Seen(matched) => matched,
        Seen::NotSeen { reason } => return seen::not_run(NAME, *reason),
    };
    let (similarity, limits) = (matched.similarity, policy.face_match);
    let reason = |code: &str| Reason::new(code).with("similarity", similarity).with("threshold", limits.threshold);
    if similarity >= limits.strong_from {
        Finding::of(NAME, Outcome::Pass, reason("face.match.strong"))
    } else if similarity >= limits.threshold {
        Finding::of(NAME, Outcome::Pass, reason("face.match.match"))
    } else if similarity >= limits.review_from {
        Finding::of(NAME, Outcome::Warn, reason("face.match.moderate").with("review_from", limits.review_from))
    } else {
        Finding::of(NAME, Outcome::Fail, reason("face.match.mismatch").with("review_from", limits.review_from))
    }
}
