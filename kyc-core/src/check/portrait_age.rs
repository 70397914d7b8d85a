//! An old portrait: the policy's face threshold was lowered and its liveness weight raised for this case (F-191).

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, Outcome, Reason};

const NAME: &str = "portrait.age";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["portrait.age.old"] };

fn run(evidence: &Evidence, policy: &Policy, today: NaiveDate) -> Finding {
    match policy.aged_photo.and_then(|aged| aged.age_over(evidence, today)) {
        None => seen::not_declared(NAME),
        // `policy` is already the one changed for this case; a warning makes both changes seen.
        Some(years) => {
            let reason = Reason::new("portrait.age.old").with("years", years).with("threshold", policy.face_match.threshold);
            Finding::of(NAME, Outcome::Warn, reason.with("weight", policy.weights.liveness))
        }
    }
}
