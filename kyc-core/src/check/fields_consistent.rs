//! Sources that read the same field agree: machine-readable zone, print, barcode, chip.
//!
//! Readings under the policy's confidence are not compared; what the applicant declared is compared by the `profile` checks.

use chrono::NaiveDate;

use super::{Row, date, fails, seen, word};
use crate::policy::Policy;
use crate::profile::name;
use crate::wire::{Evidence, Field, FieldName, FieldOrigin, FieldReading, Finding, NotSeen, Outcome, Reason, Unit};

const NAME: &str = "fields.consistent";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["fields.consistent.differs"] };

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let document = match seen::document(evidence, NAME) {
        Ok(document) => document,
        Err(finding) => return finding,
    };
    let (mut compared, mut reasons) = (false, Vec::new());
    for field in &document.fields {
        match agree(field, policy.document.compare_from) {
            None => {}
            Some(Agreement::All) => compared = true,
            Some(Agreement::Not(one, other)) => {
                let reason = Reason::new("fields.consistent.differs").with("field", word(field.name));
                reasons.push(reason.with("source", word(one)).with("other", word(other)));
            }
        }
    }
    if !compared && reasons.is_empty() {
        // One source only: there is nothing to compare.
        return Finding::of(NAME, Outcome::NotApplicable, seen::reason(NotSeen::NotFound));
    }
    fails(NAME, reasons)
}

enum Agreement {
    All,
    Not(FieldOrigin, FieldOrigin),
}

/// Whether the first comparable reading and every other agree; none when there are not two.
fn agree(field: &Field, compare_from: Unit) -> Option<Agreement> {
    let comparable =
        |r: &&FieldReading| r.origin != FieldOrigin::User && r.confidence >= compare_from && !r.value.expose().is_empty();
    let mut readings = field.readings.iter().filter(comparable);
    let first = readings.next()?;
    let mut result = None;
    for other in readings {
        match same(field.name, first.value.expose(), other.value.expose()) {
            None => {}
            Some(true) => result = Some(Agreement::All),
            Some(false) => return Some(Agreement::Not(first.origin, other.origin)),
        }
    }
    result
}

/// Whether two values are the same; none when they cannot be compared.
fn same(field: FieldName, one: &str, other: &str) -> Option<bool> {
    match field {
        FieldName::BirthDate | FieldName::ExpiryDate | FieldName::IssueDate => {
            let (a, b) = (date::span(one)?, date::span(other)?);
            Some(a.0 <= b.1 && b.0 <= a.1)
        }
        FieldName::Surname | FieldName::GivenNames => {
            let latin = |text: &str| text.chars().any(|c| c.is_ascii_alphabetic());
            (latin(one) && latin(other)).then(|| name::same_part(one, other))
        }
        // Print may spell the state out; only codes compare.
        FieldName::IssuingState | FieldName::Nationality => (is_code(one) && is_code(other)).then(|| one == other),
        FieldName::DocumentNumber | FieldName::PersonalNumber => Some(compact(one) == compact(other)),
        FieldName::Sex => Some(one == other),
        // These differ between sources by design, or stand in one source only.
        FieldName::DocumentCode
        | FieldName::OptionalData1
        | FieldName::OptionalData2
        | FieldName::BirthPlace
        | FieldName::Authority
        | FieldName::Address
        | FieldName::BloodGroup
        | FieldName::VehicleClasses => None,
    }
}

fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn compact(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
