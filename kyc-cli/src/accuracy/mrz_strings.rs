//! Zones as text: `mrz_strings/mrz_vectors.jsonl`, a line each `{"format", "lines": […], "expect": {field: text, "checks":
//! {name: bool}, "all_checks_pass": bool}}` from independent implementations. What a vector does not expect is not compared.

use kyc_core::ops::{ReadMrzRequest, ReadMrzResponse};
use kyc_core::wire::{FieldName, MrzCheckName, MrzEvidence, MrzFormat, Seen};
use kyc_core::{Config, Engine};
use serde_json::Value;

use super::{Measured, Section, Source};
use crate::accuracy_faces::figures::Rate;
use crate::files;
use crate::outcome::Problem;

pub(super) const SECTION: Section =
    Section { key: "mrz_strings", title: "Zones as text", needs: "mrz_strings/mrz_vectors.jsonl", measure };

fn measure(source: &Source<'_>) -> Result<Measured, Problem> {
    let engine = Engine::new(Config::default())?;
    let (mut n, mut right) = (0, 0);
    for row in files::text(&source.data.join(SECTION.needs))?.lines().filter(|row| !row.trim().is_empty()) {
        let vector: Value =
            serde_json::from_str(row).map_err(|_| Problem::caller(format!("{} has a line that is no JSON", SECTION.needs)))?;
        let lines: Vec<&str> = vector["lines"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let answer = engine.read_mrz(ReadMrzRequest::text(lines.join("\n"), source.shared.day()), &[])?;
        n += 1;
        right += usize::from(holds(&answer, &vector));
    }
    let mut measured = Measured::default();
    measured.figure("n", n);
    measured.count("right", "format, check digits and fields as expected", Rate::of(right, n));
    Ok(measured)
}

fn holds(answer: &ReadMrzResponse, vector: &Value) -> bool {
    let Seen::Seen(zone) = &answer.mrz else { return false };
    let format = vector["format"].as_str().is_none_or(|name| name == short(zone.format));
    format && checks_hold(zone, &vector["expect"]) && fields_hold(answer, &vector["expect"])
}

fn short(format: MrzFormat) -> &'static str {
    match format {
        MrzFormat::Td1 => "TD1",
        MrzFormat::Td2 => "TD2",
        MrzFormat::Td3 => "TD3",
        MrzFormat::MrvA => "MRVA",
        MrzFormat::MrvB => "MRVB",
        MrzFormat::FrenchId => "FRA_ID",
        MrzFormat::FrenchLicence => "FRA_LICENCE",
        MrzFormat::SwissLicence => "CHE_LICENCE",
    }
}

fn checks_hold(zone: &MrzEvidence, expect: &Value) -> bool {
    let each = zone.check_digits.iter().all(|digit| {
        let name = match digit.name {
            MrzCheckName::DocumentNumber => "document_number",
            MrzCheckName::BirthDate => "birth_date",
            MrzCheckName::ExpiryDate => "expiry_date",
            MrzCheckName::OptionalData => "personal_number",
            MrzCheckName::Composite => "composite",
        };
        expect["checks"][name].as_bool().is_none_or(|valid| valid == digit.valid)
    });
    each && expect["all_checks_pass"].as_bool().is_none_or(|valid| valid == zone.check_digits_valid)
}

/// Fields as they stand in the zone, compared without fillers and spaces: how those are shown differs between
/// implementations.
fn fields_hold(answer: &ReadMrzResponse, expect: &Value) -> bool {
    let bare = |text: &str| text.replace(['<', ' '], "");
    let names = [
        (FieldName::DocumentCode, "document_code"),
        (FieldName::IssuingState, "issuing_state"),
        (FieldName::DocumentNumber, "document_number"),
        (FieldName::Nationality, "nationality"),
        (FieldName::BirthDate, "birth_date"),
        (FieldName::ExpiryDate, "expiry_date"),
        (FieldName::Surname, "surname"),
        (FieldName::GivenNames, "given_names"),
    ];
    names.into_iter().all(|(name, key)| {
        let Some(wanted) = expect[key].as_str() else { return true };
        let field = answer.fields.iter().find(|field| field.name == name);
        match field.and_then(|field| field.readings.first()) {
            Some(reading) => bare(reading.raw.expose()) == bare(wanted),
            // Characters that name no day are no date: the engine offers none.
            None => bare(wanted).is_empty() || is_no_day(name, wanted),
        }
    })
}

fn is_no_day(name: FieldName, wanted: &str) -> bool {
    let is_date = matches!(name, FieldName::BirthDate | FieldName::ExpiryDate);
    is_date && wanted.bytes().any(|byte| !byte.is_ascii_digit() && byte != b'<')
}
