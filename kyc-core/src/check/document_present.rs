//! A document was found in its picture.

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, NotSeen, Role};

const NAME: &str = "document.present";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: seen::PICTURE_PROBLEMS };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let Some(why) = evidence.document.reason() else { return Finding::pass(NAME) };
    let mut finding = seen::of_subject(NAME, why);
    if why == NotSeen::NoPicture {
        finding.reasons.extend(seen::picture_problems(evidence, &[Role::DocumentFront, Role::DocumentBack]));
    }
    finding
}
