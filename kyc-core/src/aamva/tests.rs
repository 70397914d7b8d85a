//! Vectors of the shared data, and payloads made here.

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value as Json;

use super::*;
use crate::wire::DocumentType;

const CARD: &str = "@\n\x1e\rANSI 636000100102DL00410072ZV01130008DLDAQT1\nDCSROE\nDACJANE\nDADNONE\nDBB06061986\nDBC2\n\
                    DAU068 in\nDAW150\nDCGUSA\rZVZVA01\r";

fn parsed(text: &str) -> Payload {
    parse(text).expect("an AAMVA payload")
}

fn vectors() -> Option<Vec<Json>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/aamva/aamva_vectors.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else {
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: the shared data folder is not there");
        }
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

/// Letters and digits only, in capitals; four zeros at the end of nine digits are not said.
fn compact(text: &str) -> String {
    let text: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    if text.len() == 9 && text.ends_with("0000") { text[..5].to_owned() } else { text }
}

/// What the payload says under a label of the vectors; `None` for a label that says nothing about the payload.
fn found(payload: &Payload, label: &str, wanted: &Json) -> Option<Json> {
    let licence = payload.licence();
    let text = |value: &Option<Sensitive<String>>| value.as_ref().map_or(Json::Null, |text| Json::from(text.expose().as_str()));
    let day = |date: Option<PartialDate>| date.map_or(Json::Null, |date| Json::from(date.to_string().replace("XX", "01")));
    Some(match label {
        // The reference parser gave up on a name of five parts and returned it whole.
        "last" if wanted.as_str().is_some_and(|text| text.contains('$')) => return None,
        "last" => text(&licence.family_name),
        "first" => text(&licence.first_name),
        "middle" => text(&licence.middle_name),
        "suffix" => text(&licence.suffix),
        "street1" => text(&licence.street),
        "street2" => text(&licence.street_2),
        "city" => text(&licence.city),
        "jurisdiction" => text(&licence.jurisdiction),
        "postal_code" => text(&licence.postal_code),
        "id_number" => text(&licence.document_number),
        "vehicle_class" => text(&licence.vehicle_class),
        // Version 1 has no discriminator: the reference parser filed its document number there.
        "document_discriminator" if payload.header.version == 1 => text(&licence.document_number),
        "document_discriminator" => text(&licence.discriminator),
        "date_of_birth" => day(licence.birth_date),
        "issue_date" => day(licence.issue_date),
        "expiry_date" => day(licence.expiry_date),
        "revision_date" => day(licence.revision_date),
        // `Unknown` is the reference parser's word for a code it does not know, such as `M`.
        "sex" | "eye_color" if wanted == "Unknown" => return None,
        "sex" => licence.sex.map_or(Json::Null, |sex| Json::from(if sex == Sex::Male { "Male" } else { "Female" })),
        "eye_color" => match payload.value(&["DAY"]) {
            Some(Value::Color(color)) => Json::from(format!("{color:?}")),
            _ => Json::Null,
        },
        "country" => Json::from(if evidence(payload).country.as_deref() == Some("CAN") { "Canada" } else { "Usa" }),
        "aamva_version" => {
            let years = [2000, 2003, 2005, 2009, 2010, 2011, 2012, 2013, 2016, 2020];
            Json::from(format!("Aamva{}", years[usize::from(payload.header.version) - 1]))
        }
        "version" if wanted.is_number() => Json::from(payload.header.version),
        "version" if payload.header.version == 0 => Json::from("UnknownVersion"),
        "version" => Json::from(format!("Version{}", payload.header.version)),
        "iin" => Json::from(payload.header.issuer.clone()),
        "subfiles" => payload.header.subfiles.iter().map(|s| serde_json::json!([s.kind, s.offset, s.length])).collect(),
        other => panic!("a label this test does not know: {other}"),
    })
}

#[test]
fn f_100_every_aamva_vector_is_right() {
    let Some(vectors) = vectors() else { return };
    let mut wrong = Vec::new();
    for vector in &vectors {
        let payload = parse(vector["payload"].as_str().expect("text"));
        let Some(payload) = payload else {
            wrong.push(format!("{}: not parsed", vector["id"]));
            continue;
        };
        for (label, wanted) in vector["expect"].as_object().expect("an object") {
            let Some(found) = found(&payload, label, wanted) else { continue };
            let same = found == *wanted
                // Text has single spaces here.
                || (label == "street2" && wanted.as_str().map(value::single_spaced).as_deref() == found.as_str())
                || (label == "postal_code" && compact(found.as_str().unwrap_or("")) == compact(wanted.as_str().unwrap_or("-")));
            if !same {
                wrong.push(format!("{} {label}: {found} for {wanted}", vector["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(vectors.len(), 71);
}

#[test]
fn elements_are_typed_and_problems_are_named() {
    let card = parsed(CARD);
    assert_eq!(card.problems, []);
    assert_eq!(card.kind(), DocumentType::DriverLicense);
    let value = |id| card.value(&[id]).map(Value::normal);
    assert_eq!(value("DBB").as_deref(), Some("1986-06-06"));
    assert_eq!(value("DAU").as_deref(), Some("173"));
    assert_eq!(value("DAW").as_deref(), Some("68"));
    assert_eq!(value("DAD"), None);
    assert_eq!(value("ZVA").as_deref(), Some("01"));
    let own = evidence(&card);
    assert_eq!((own.country.as_deref(), own.subdivision.as_deref()), (Some("USA"), Some("US-VA")));
    assert!(!format!("{card:?}").contains("ROE"));
}

#[test]
fn truncated_and_repeated_subfiles_are_read_and_named() {
    let cut = parsed(&CARD[..70]);
    assert!(cut.problems.contains(&AamvaProblem::Truncated));
    assert_eq!(cut.licence().family_name, Some("ROE".into()));

    let twice = CARD.replace("\rZVZVA01\r", "\rDLDAQT2\nDCSROE\r").replace("ZV0113", "DL0113");
    let twice = parsed(&twice);
    assert!(twice.problems.contains(&AamvaProblem::RepeatedSubfile));
    assert!(twice.problems.contains(&AamvaProblem::ConflictingElement));
    assert_eq!(twice.licence().document_number, Some("T1".into()));

    let bad = parsed(&CARD.replace("06061986", "02301986"));
    assert_eq!(bad.problems, [AamvaProblem::BadValue]);
    assert_eq!(bad.licence().birth_date, None);
}

#[test]
fn what_is_something_else_is_none_and_what_is_huge_is_cut() {
    for text in ["", "@", "https://example.org/?a=b", "@\nANSI", "ANSI 636000", "a@b", "AB^=0"] {
        assert!(parse(text).is_none_or(|p| p.elements.is_empty()), "{text}");
    }
    let huge = parsed(&format!("{CARD}{}", "DAQ1\n".repeat(100_000)));
    assert!(huge.problems.contains(&AamvaProblem::TooLong));
    assert_eq!(huge.elements.len(), MOST_ELEMENTS);
}

proptest! {
    #[test]
    fn x_08_no_text_panics(text in "\\PC{0,200}", cut in 0usize..200, at in 0usize..160, junk in "\\PC{0,4}") {
        parse(&text);
        let cut: String = CARD.chars().take(cut).collect();
        parse(&cut);
        let mut broken: Vec<char> = CARD.chars().collect();
        let at = at % broken.len();
        broken.splice(at..at, junk.chars());
        let broken: String = broken.into_iter().collect();
        if let Some(payload) = parse(&broken) {
            evidence(&payload);
            payload.licence();
        }
        parse(&format!("OH{junk}^DOE$J$$^1 A ST^6360231816123456789=160920100930{text}"));
    }
}
