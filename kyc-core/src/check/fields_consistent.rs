//! Sources that read the same field agree, pair by pair: machine-readable zone, print, barcode, chip.
//!
//! Readings under the policy's confidence are not compared; what the applicant declared is compared by the `profile` checks.

use chrono::NaiveDate;

use super::{Row, date, fails, seen, word};
use crate::names::{Name, NameKind, compare};
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
        for (one, other) in pairs(field, of_chip(evidence, field.name), policy.document.compare_from) {
            match same(field.name, one.value.expose(), other.value.expose()) {
                None => {}
                Some(true) => compared = true,
                Some(false) => {
                    let reason = Reason::new("fields.consistent.differs").with("field", word(field.name));
                    let reason = reason.with("source", word(one.origin)).with("other", word(other.origin));
                    reasons.push(reason.with("how", how(field.name, one.value.expose(), other.value.expose())));
                }
            }
        }
    }
    if !compared && reasons.is_empty() {
        // One source only: there is nothing to compare.
        return Finding::of(NAME, Outcome::NotApplicable, seen::reason(NotSeen::NotFound));
    }
    fails(NAME, reasons)
}

/// Readings of one field that are compared; no document has more sources.
const MOST_READINGS: usize = 8;

/// What the chip says of a field.
fn of_chip(evidence: &Evidence, name: FieldName) -> &[FieldReading] {
    let field = evidence.chip.seen().and_then(|chip| chip.fields.iter().find(|field| field.name == name));
    field.map_or(&[], |field| &field.readings)
}

/// Every two comparable readings, in their order.
fn pairs<'a>(field: &'a Field, chip: &'a [FieldReading], compare_from: Unit) -> Vec<(&'a FieldReading, &'a FieldReading)> {
    let comparable =
        |r: &&FieldReading| r.origin != FieldOrigin::User && r.confidence >= compare_from && !r.value.expose().is_empty();
    let readings: Vec<&FieldReading> = field.readings.iter().chain(chip).filter(comparable).take(MOST_READINGS).collect();
    let mut pairs = Vec::new();
    for (at, one) in readings.iter().enumerate() {
        pairs.extend(readings.iter().skip(at + 1).map(|other| (*one, *other)));
    }
    pairs
}

/// How two values differ, without saying what they are: the parts of a date, one character or several, a spelling or
/// another name.
fn how(field: FieldName, one: &str, other: &str) -> String {
    match field {
        FieldName::BirthDate | FieldName::ExpiryDate | FieldName::IssueDate => {
            let parts = one.split('-').zip(other.split('-')).zip(["year", "month", "day"]);
            let unknown = |part: &str| part.starts_with('X');
            let differ = parts.filter(|((a, b), _)| a != b && !unknown(a) && !unknown(b)).map(|(_, name)| name);
            differ.collect::<Vec<_>>().join("+")
        }
        FieldName::Surname | FieldName::GivenNames => {
            let alike = compare(&Name::new(one), &Name::new(other), NameKind::Person).score >= 0.7;
            if alike { "spelling" } else { "another_name" }.to_owned()
        }
        _ => {
            let (one, other) = (compact(one), compact(other));
            let swapped = one.chars().zip(other.chars()).filter(|(a, b)| a != b).count();
            let one_character = one.chars().count() == other.chars().count() && swapped == 1;
            if one_character { "one_character" } else { "several_characters" }.to_owned()
        }
    }
}

/// Whether two values are the same; none when they cannot be compared.
fn same(field: FieldName, one: &str, other: &str) -> Option<bool> {
    match field {
        FieldName::BirthDate | FieldName::ExpiryDate | FieldName::IssueDate => {
            let (a, b) = (date::span(one)?, date::span(other)?);
            Some(a.0 <= b.1 && b.0 <= a.1)
        }
        FieldName::Surname | FieldName::GivenNames => name::same_part_in_any_script(one, other),
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
