//! National numbers on the document have right check digits.
//!
//! The personal number is compared with the schemes of the issuing state; a number that has none of their forms is another
//! kind of number, and nothing is said of it.

use chrono::NaiveDate;

use super::{Row, collect, seen, word};
use crate::national_id::{self, Answer};
use crate::policy::Policy;
use crate::wire::{DocumentEvidence, Evidence, FieldName, Finding, Outcome, Reason};

const NAME: &str = "fields.national_number";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["fields.national_number.wrong"] };

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let Some(document) = evidence.document.seen() else { return seen::not_declared(NAME) };
    let Some(country) = state(document) else { return seen::not_declared(NAME) };
    let (mut known, mut wrong) = (false, Vec::new());
    // A passport's number has a form of its own, which may happen to be that of a person's number.
    let field = document.fields.iter().find(|field| field.name == FieldName::PersonalNumber);
    for reading in field.iter().flat_map(|field| &field.readings).filter(|r| r.confidence >= policy.document.compare_from) {
        match national_id::check(country, reading.value.expose()) {
            Answer::OtherForm => {}
            Answer::Right => known = true,
            // Misread as likely as forged: for a person to see.
            Answer::Wrong => wrong.push((
                Outcome::Warn,
                Reason::new("fields.national_number.wrong")
                    .with("field", word(FieldName::PersonalNumber))
                    .with("source", word(reading.origin))
                    .with("country", country),
            )),
        }
    }
    if wrong.is_empty() && !known { seen::not_declared(NAME) } else { collect(NAME, wrong) }
}

fn state(document: &DocumentEvidence) -> Option<&str> {
    let read = seen::field(document, FieldName::IssuingState).map(|reading| reading.value.expose().as_str());
    document.class.country.as_deref().or(read)
}
