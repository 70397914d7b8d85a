//! A live photo was handed in and decoded.

use chrono::NaiveDate;

use super::{Row, fails, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, NotSeen, Role};

const NAME: &str = "picture.selfie";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: seen::PICTURE_PROBLEMS };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    if !evidence.captures.iter().any(|capture| capture.role == Role::Selfie) {
        return seen::not_run(NAME, NotSeen::NotProvided);
    }
    fails(NAME, seen::picture_problems(evidence, &[Role::Selfie]))
}
