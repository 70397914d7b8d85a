//! The declared date of birth is the document's. Not one of the four checks of the profile's factor.

use chrono::NaiveDate;

use super::{Row, date, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, FieldName, Finding, NotSeen, Outcome, Reason};

const NAME: &str = "profile.birth_date";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["profile.birth_date.malformed", "profile.birth_date.differs"] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let profile = match seen::declared(evidence, NAME) {
        Ok(profile) => profile,
        Err(finding) => return finding,
    };

    let Some(declared) = &profile.birth_date else { return seen::not_declared(NAME) };
    let Some(declared) = date::span(declared.expose()) else {
        return Finding::of(NAME, Outcome::Fail, Reason::new("profile.birth_date.malformed"));
    };
    let document = match seen::document(evidence, NAME) {
        Ok(document) => document,
        Err(finding) => return finding,
    };
    match seen::field(document, FieldName::BirthDate).and_then(|reading| date::span(reading.value.expose())) {
        None => seen::not_run(NAME, NotSeen::NotFound),
        Some(read) if declared.0 <= read.1 && read.0 <= declared.1 => Finding::pass(NAME),
        Some(_) => Finding::of(NAME, Outcome::Fail, Reason::new("profile.birth_date.differs")),
    }
}
