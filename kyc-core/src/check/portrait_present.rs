//! The portrait on the document was found. A second, smaller one (a ghost image) is normal.

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding};

const NAME: &str = "portrait.present";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &[] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    evidence.portrait.reason().map_or_else(|| Finding::pass(NAME), |why| seen::of_subject(NAME, why))
}
