//! Machine-readable zones as text: the published traps and 183 vectors of independent implementations.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::print_stderr)]

use std::path::Path;

use chrono::NaiveDate;
use kyc_core::mrz::{MrzProblem, parse, to_wire};
use kyc_core::wire::{FieldName, MrzCheckName, MrzFormat, Provenance, Unit};
use serde_json::Value;

fn fields(lines: &[&str]) -> Vec<(FieldName, String)> {
    let mrz = parse(lines).expect("these lines have the shape of a zone");
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a real day");
    let place = |_| (Provenance { blob: None, region: None, model: None }, Unit::ONE);
    to_wire::fields(&mrz, today, place).into_iter().map(|f| (f.name, f.readings[0].value.expose().clone())).collect()
}

#[test]
fn f_071_the_published_example_is_invalid_and_its_correction_valid() {
    let names = "P<INDSHARMA<<RAHUL<<<<<<<<<<<<<<<<<<<<<<<<<<";
    let published = [names, "L1234567<8IND9003155M2912315<<<<<<<<<<<<<<<4"];
    let mrz = parse(&published).expect("the shape is right");
    let wrong: Vec<_> = mrz.checks().filter(|c| !c.valid).map(|c| (c.name, c.expected)).collect();
    assert_eq!(
        wrong,
        [
            (MrzCheckName::DocumentNumber, b'3'),
            (MrzCheckName::BirthDate, b'2'),
            (MrzCheckName::ExpiryDate, b'6'),
            (MrzCheckName::Composite, b'5')
        ]
    );
    assert!(!to_wire::evidence(&mrz).check_digits_valid);
    // The listed fields are returned all the same.
    let read = fields(&published);
    assert!(read.contains(&(FieldName::Surname, "SHARMA".to_owned())));
    assert!(read.contains(&(FieldName::DocumentNumber, "L1234567".to_owned())));
    assert!(read.contains(&(FieldName::BirthDate, "1990-03-15".to_owned())));
    assert!(read.contains(&(FieldName::ExpiryDate, "2029-12-31".to_owned())));

    let corrected = parse(&[names, "L1234567<3IND9003152M2912316<<<<<<<<<<<<<<<2"]).expect("the shape is right");
    assert!(corrected.is_valid());
}

#[test]
fn long_belgian_numbers_continue_in_the_optional_data() {
    let lines = ["IDBEL000001115<7027<<<<<<<<<<<", "9502286F0012316BEL<<<<<<<<<<<8", "DEMO<<MARIE<<<<<<<<<<<<<<<<<<<"];
    let mrz = parse(&lines).expect("the shape is right");
    let number = mrz.checks().find(|c| c.name == MrzCheckName::DocumentNumber).expect("TD1 has one");
    assert_eq!(mrz.document_number(), ("000001115", "702"));
    assert_eq!((number.found, number.valid), (b'7', number.expected == b'7'));
}

#[test]
fn shapes_and_characters_that_no_zone_has_are_named_by_position() {
    assert_eq!(parse(&[]).unwrap_err(), MrzProblem::Shape);
    assert_eq!(parse(&["A", "B", "C", "D"]).unwrap_err(), MrzProblem::Shape);
    assert_eq!(parse(&[&"<".repeat(44), &"<".repeat(43)]).unwrap_err(), MrzProblem::Shape);
    let mut odd = "<".repeat(44);
    odd.replace_range(7..8, "a");
    assert_eq!(parse(&[&"<".repeat(44), &odd]).unwrap_err(), MrzProblem::BadCharacter { line: 1, column: 7 });
    // 44 bytes, not 44 characters.
    assert!(parse(&["П".repeat(22).as_str(), "П".repeat(22).as_str()]).is_err());
}

#[test]
fn a_015_vectors_of_independent_implementations_hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/mrz_strings/mrz_vectors.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the shared vectors are not here");
        return;
    };
    let mut held = 0;
    for row in text.lines() {
        let vector: Value = serde_json::from_str(row).expect("vectors are JSON");
        let lines: Vec<&str> = vector["lines"].as_array().expect("lines").iter().filter_map(Value::as_str).collect();
        let id = vector["id"].as_str().expect("id");
        let mrz = parse(&lines).unwrap_or_else(|problem| panic!("{id}: {problem:?}"));
        let wanted = match vector["format"].as_str().expect("format") {
            "TD1" => MrzFormat::Td1,
            "TD2" => MrzFormat::Td2,
            "TD3" => MrzFormat::Td3,
            "MRVA" => MrzFormat::MrvA,
            "MRVB" => MrzFormat::MrvB,
            _ => MrzFormat::FrenchId,
        };
        assert_eq!(mrz.layout.format, wanted, "{id}");
        let expect = &vector["expect"];
        if let Some(all) = expect["all_checks_pass"].as_bool() {
            assert_eq!(mrz.is_valid(), all, "{id}");
        }
        for check in mrz.checks() {
            let name = match check.name {
                MrzCheckName::DocumentNumber => "document_number",
                MrzCheckName::BirthDate => "birth_date",
                MrzCheckName::ExpiryDate => "expiry_date",
                MrzCheckName::OptionalData => "personal_number",
                MrzCheckName::Composite => "composite",
            };
            if let Some(valid) = expect["checks"][name].as_bool() {
                assert_eq!(check.valid, valid, "{id} {name}");
            }
        }
        let (surname, given) = mrz.names();
        let (number, rest) = mrz.document_number();
        let words = |raw: &str| raw.split('<').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        let got = [
            ("surname", words(surname)),
            ("given_names", words(given)),
            ("document_number", format!("{number}{rest}")),
            ("issuing_state", mrz.trimmed(mrz.layout.state).to_owned()),
            ("birth_date", mrz.layout.birth.map_or("", |span| mrz.raw(span)).to_owned()),
        ];
        for (key, value) in got {
            if let Some(want) = expect[key].as_str() {
                assert_eq!(value.replace('<', ""), want.replace('<', ""), "{id} {key}");
            }
        }
        held += 1;
    }
    assert_eq!(held, 183);
}

/// The specimens of the two states' licences.
#[test]
fn national_lines_are_named_and_read_as_what_they_are() {
    let french = "D1FRA13AA000026181231MARTIN<<9";
    let zone = parse(&[french]).unwrap();
    assert_eq!((zone.layout.format, zone.is_valid()), (MrzFormat::FrenchLicence, true));
    assert_eq!((zone.document_number().0, zone.names().0), ("13AA00002", "MARTIN"));
    assert!(!parse(&["D1FRA13AA000027181231MARTIN<<9"]).unwrap().is_valid());
    assert!(parse(&["D1FRA180915MARTIN<<5"]).is_err() && parse(&["D1NLD11234567890ABCDEFGHIJKLM5"]).is_err());

    let swiss = ["AAA001D<<", "FACHE305142128097<<800126<<<<<", "MARCHAND<<FABIENNE<<<<<<<<<<<<"];
    let zone = parse(&swiss).unwrap();
    assert_eq!(zone.layout.format, MrzFormat::SwissLicence);
    // Nothing shows that it was read right.
    assert!(!zone.is_valid() && zone.checks().count() == 0);
    assert_eq!((zone.document_number().0, zone.names()), ("AAA001D", ("MARCHAND", "FABIENNE")));
    assert_eq!(zone.optional().collect::<Vec<_>>(), ["305142128", "097"]);
    assert!(fields(&swiss).contains(&(FieldName::BirthDate, "1980-01-26".to_owned())));
    assert!(parse(&[swiss[0], "IDUTO305142128097<<800126<<<<<", swiss[2]]).is_err());
    assert!(parse(&["<<<<<<<<<", swiss[1]]).is_err());
}
