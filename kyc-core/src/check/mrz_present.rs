//! A machine-readable zone was read where the kind of document has one.
//!
//! None found: failed for passports and visas, which always have one; a warning for cards and unrecognised documents,
//! which may have one on a side not handed in; not applicable to driving licences, others, and types of the catalogue that
//! have none.

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::wire::{DocumentType, Evidence, Finding, NotSeen, Outcome};

const NAME: &str = "mrz.present";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &[] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let document = match seen::document(evidence, NAME) {
        Ok(document) => document,
        Err(finding) => return finding,
    };
    match document.mrz.reason() {
        None => Finding::pass(NAME),
        Some(NotSeen::NotFound) => {
            let outcome = match document.class.kind {
                DocumentType::Passport | DocumentType::Visa => Outcome::Fail,
                _ if seen::may_have_mrz(document) => Outcome::Warn,
                _ => Outcome::NotApplicable,
            };
            Finding::of(NAME, outcome, seen::reason(NotSeen::NotFound))
        }
        Some(why) => seen::of_subject(NAME, why),
    }
}
