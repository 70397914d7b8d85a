//! The body: lines to data elements, and the table of elements.

use super::value::{self, Value};
use super::{Element, Header, MOST_ELEMENTS, Payload};
use crate::wire::{AamvaKind as Kind, AamvaProblem};

/// Identifier, first and last version it stands in, name, kind. From annex D of each version of the standard (annex A of
/// version 1); an identifier that another version gave another meaning stands twice.
const TABLE: &[(&str, u8, u8, &str, Kind)] = &[
    ("DAA", 0, 99, "full_name", Kind::Text),
    ("DAB", 0, 99, "family_name", Kind::Text),
    ("DAC", 0, 99, "first_name", Kind::Text),
    ("DAD", 0, 99, "middle_name", Kind::Text),
    ("DAE", 0, 99, "name_suffix", Kind::Text),
    ("DAF", 0, 99, "name_prefix", Kind::Text),
    ("DAG", 0, 99, "street", Kind::Text),
    ("DAH", 0, 99, "street_2", Kind::Text),
    ("DAI", 0, 99, "city", Kind::Text),
    ("DAJ", 0, 99, "jurisdiction", Kind::Text),
    ("DAK", 0, 99, "postal_code", Kind::PostalCode),
    ("DAL", 0, 99, "residence_street", Kind::Text),
    ("DAM", 0, 99, "residence_street_2", Kind::Text),
    ("DAN", 0, 99, "residence_city", Kind::Text),
    ("DAO", 0, 99, "residence_jurisdiction", Kind::Text),
    ("DAP", 0, 99, "residence_postal_code", Kind::PostalCode),
    ("DAQ", 0, 99, "document_number", Kind::Text),
    ("DAR", 0, 99, "vehicle_class", Kind::Text),
    ("DAS", 0, 99, "restrictions", Kind::Text),
    ("DAT", 0, 99, "endorsements", Kind::Text),
    ("DAU", 0, 99, "height", Kind::Height),
    ("DAV", 0, 99, "height_metric", Kind::Height),
    ("DAW", 0, 99, "weight_pounds", Kind::Weight),
    ("DAX", 0, 99, "weight_kilograms", Kind::Weight),
    ("DAY", 0, 99, "eye_color", Kind::Color),
    ("DAZ", 0, 99, "hair_color", Kind::Color),
    ("DBA", 0, 99, "expiry_date", Kind::Date),
    ("DBB", 0, 99, "birth_date", Kind::Date),
    ("DBC", 0, 99, "sex", Kind::Sex),
    ("DBD", 0, 99, "issue_date", Kind::Date),
    ("DBE", 0, 99, "issue_timestamp", Kind::Text),
    ("DBF", 0, 99, "duplicates", Kind::Number),
    ("DBG", 0, 1, "medical_indicator", Kind::Text),
    ("DBG", 2, 99, "alias_given_names", Kind::Text),
    ("DBH", 0, 99, "organ_donor", Kind::Flag),
    ("DBI", 0, 99, "non_resident", Kind::Flag),
    ("DBJ", 0, 99, "customer_identifier", Kind::Text),
    ("DBK", 0, 99, "social_security_number", Kind::Text),
    ("DBL", 0, 99, "alias_birth_date", Kind::Date),
    ("DBM", 0, 99, "alias_social_security_number", Kind::Text),
    ("DBN", 0, 1, "alias_full_name", Kind::Text),
    ("DBN", 2, 99, "alias_family_name", Kind::Text),
    ("DBO", 0, 99, "alias_family_name", Kind::Text),
    ("DBP", 0, 99, "alias_given_names", Kind::Text),
    ("DBQ", 0, 99, "alias_middle_name", Kind::Text),
    ("DBR", 0, 99, "alias_suffix", Kind::Text),
    ("DBS", 0, 1, "alias_prefix", Kind::Text),
    ("DBS", 2, 99, "alias_suffix", Kind::Text),
    ("DCA", 0, 99, "vehicle_class", Kind::Text),
    ("DCB", 0, 99, "restrictions", Kind::Text),
    ("DCD", 0, 99, "endorsements", Kind::Text),
    ("DCE", 0, 99, "weight_range", Kind::WeightRange),
    ("DCF", 0, 99, "document_discriminator", Kind::Text),
    ("DCG", 0, 99, "country", Kind::Country),
    ("DCH", 0, 99, "federal_commercial_codes", Kind::Text),
    ("DCI", 0, 99, "birth_place", Kind::Text),
    ("DCJ", 0, 99, "audit_information", Kind::Text),
    ("DCK", 0, 99, "inventory_control_number", Kind::Text),
    ("DCL", 0, 99, "race_ethnicity", Kind::Text),
    ("DCM", 0, 99, "standard_vehicle_class", Kind::Text),
    ("DCN", 0, 99, "standard_endorsements", Kind::Text),
    ("DCO", 0, 99, "standard_restrictions", Kind::Text),
    ("DCP", 0, 99, "vehicle_class_description", Kind::Text),
    ("DCQ", 0, 99, "endorsements_description", Kind::Text),
    ("DCR", 0, 99, "restrictions_description", Kind::Text),
    ("DCS", 0, 99, "family_name", Kind::Text),
    ("DCT", 0, 99, "given_names", Kind::Text),
    ("DCU", 0, 99, "name_suffix", Kind::Text),
    ("DDA", 0, 99, "compliance", Kind::Compliance),
    ("DDB", 0, 99, "card_revision_date", Kind::Date),
    ("DDC", 0, 99, "hazmat_endorsement_expiry", Kind::Date),
    ("DDD", 0, 99, "limited_duration", Kind::Flag),
    ("DDE", 0, 99, "family_name_truncation", Kind::Truncation),
    ("DDF", 0, 99, "first_name_truncation", Kind::Truncation),
    ("DDG", 0, 99, "middle_name_truncation", Kind::Truncation),
    ("DDH", 0, 99, "under_18_until", Kind::Date),
    ("DDI", 0, 99, "under_19_until", Kind::Date),
    ("DDJ", 0, 99, "under_21_until", Kind::Date),
    ("DDK", 0, 99, "organ_donor", Kind::Flag),
    ("DDL", 0, 99, "veteran", Kind::Flag),
    ("PAA", 0, 99, "permit_class", Kind::Text),
    ("PAB", 0, 99, "permit_expiry_date", Kind::Date),
    ("PAC", 0, 99, "permit_number", Kind::Text),
    ("PAD", 0, 99, "permit_issue_date", Kind::Date),
    ("PAE", 0, 99, "permit_restrictions", Kind::Text),
    ("PAF", 0, 99, "permit_endorsements", Kind::Text),
];

/// Types of subfile that the standard itself names.
const STANDARD: [&str; 3] = ["DL", "ID", "EN"];

/// Name and kind of an element in a version.
fn meaning(id: &str, version: u8) -> (&'static str, Kind) {
    if id.starts_with('Z') {
        return ("jurisdiction_defined", Kind::Text);
    }
    let row = TABLE.iter().find(|(other, from, to, ..)| *other == id && (*from..=*to).contains(&version));
    row.map_or(("unknown", Kind::Text), |(.., name, kind)| (name, *kind))
}

/// An element with its value.
pub(super) fn element(subfile: &str, id: &str, raw: &str, version: u8) -> Element {
    let (name, kind) = meaning(id, version);
    let raw = raw.trim();
    Element { subfile: subfile.to_owned(), id: id.to_owned(), name, kind, raw: raw.into(), value: value::read(id, kind, raw) }
}

/// Reads the body, which starts at byte `body`.
pub(super) fn read(text: &str, header: Header, body: usize, mut problems: Vec<AamvaProblem>) -> Payload {
    let mut subfile = header.subfiles.first().map_or("DL", |first| first.kind.as_str()).to_owned();
    let mut elements: Vec<Element> = Vec::new();
    // The standard's separators are LF and CR; early cards end segments with RS or FS.
    let lines = text[body..].split(['\n', '\r', '\x1e', '\x1c']);
    for (n, line) in lines.enumerate() {
        let mut line = line.trim();
        if line.is_empty() {
            continue;
        }
        // A broken designator stands between header and first element on the first line only.
        if let Some((kind, rest)) = if n == 0 { find_subfile(line) } else { subfile_start(line) } {
            kind.clone_into(&mut subfile);
            line = rest;
        }
        let Some((id, raw)) = split(line) else {
            // A subfile may be empty.
            if !header.subfiles.iter().any(|known| known.kind == line) {
                problems.push(AamvaProblem::StrayText);
            }
            continue;
        };
        if elements.len() == MOST_ELEMENTS {
            problems.push(AamvaProblem::TooLong);
            break;
        }
        elements.push(element(&subfile, id, raw, header.version));
    }
    if elements.iter().any(|e| e.value == Value::Unreadable) {
        problems.push(AamvaProblem::BadValue);
    }
    if conflicts(&elements) {
        problems.push(AamvaProblem::ConflictingElement);
    }
    if header.issuer.as_deref().is_none_or(|number| super::issuer(number).is_none()) {
        problems.push(AamvaProblem::Issuer);
    }
    Payload { header, elements, problems }
}

fn conflicts(elements: &[Element]) -> bool {
    let mut seen: Vec<&Element> = elements.iter().filter(|e| e.value != Value::Absent).collect();
    seen.sort_by(|a, b| a.id.cmp(&b.id));
    seen.windows(2).any(|pair| pair[0].id == pair[1].id && pair[0].raw != pair[1].raw)
}

/// `DLDAQ…` or `ZVZVA…`: the subfile's type before its first element.
fn subfile_start(line: &str) -> Option<(&str, &str)> {
    let (kind, rest) = (line.get(..2)?, line.get(2..)?);
    let (id, _) = split(rest)?;
    let own = kind.starts_with('Z') && id.starts_with(kind);
    (own || (STANDARD.contains(&kind) && !id.starts_with('Z'))).then_some((kind, rest))
}

/// The first place in a line at which a subfile starts.
fn find_subfile(line: &str) -> Option<(&str, &str)> {
    line.char_indices().find_map(|(at, _)| subfile_start(&line[at..]))
}

/// Identifier and value. Identifiers are `DAA` to `DDZ`, `PAA` to `PAZ`, and `Z` with a letter and a letter or digit.
fn split(line: &str) -> Option<(&str, &str)> {
    let id = line.get(..3)?;
    let known = match id.as_bytes() {
        [b'D', b'A'..=b'D', b'A'..=b'Z'] | [b'P', b'A', b'A'..=b'Z'] => true,
        [b'Z', b'A'..=b'Z', third] => third.is_ascii_uppercase() || third.is_ascii_digit(),
        _ => false,
    };
    known.then(|| (id, &line[3..]))
}
