//! Payloads of North American licences: `aamva/aamva_vectors.jsonl`, a line each `{"id", "payload", "expect": {label: value}}`
//! from independent parsers. A payload is right when every label it has agrees. A label that this engine has no value for
//! is not compared.

use kyc_core::Sensitive;
use kyc_core::aamva::{self, PartialDate, Payload, Sex, Value as Typed};
use serde_json::{Value, json};

use super::{Measured, Section, Source};
use crate::accuracy_faces::figures::Rate;
use crate::files;
use crate::outcome::Problem;

pub(super) const SECTION: Section =
    Section { key: "aamva", title: "Payloads of North American licences (AAMVA)", needs: "aamva/aamva_vectors.jsonl", measure };

/// Years of the standard's versions 1 to 10, by which one parser names them.
const YEARS: [u16; 10] = [2000, 2003, 2005, 2009, 2010, 2011, 2012, 2013, 2016, 2020];

fn measure(source: &Source<'_>) -> Result<Measured, Problem> {
    let (mut payloads, mut values) = (Rate::default(), Rate::default());
    for row in rows(source)? {
        let payload = row["payload"].as_str().and_then(aamva::parse);
        let mut right = payload.is_some();
        for (label, wanted) in row["expect"].as_object().into_iter().flatten() {
            let agrees = payload.as_ref().map_or(Some(false), |payload| agrees(payload, label, wanted));
            let Some(agrees) = agrees else { continue };
            values.n += 1;
            values.k += usize::from(agrees);
            right &= agrees;
        }
        payloads.n += 1;
        payloads.k += usize::from(right);
    }
    let mut measured = Measured::default();
    measured.figure("n", payloads.n);
    measured.count("right", "every labelled value right", payloads);
    measured.figure("values_n", values.n);
    measured.count("values_right", "labelled values right", values);
    Ok(measured)
}

/// The vectors.
pub(super) fn rows(source: &Source<'_>) -> Result<Vec<Value>, Problem> {
    let text = files::text(&source.data.join(SECTION.needs))?;
    let wrong = |_| Problem::caller(format!("{} has a line that is no JSON", SECTION.needs));
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).map_err(wrong)).collect()
}

/// Whether a payload says what a label wants; `None` where there is nothing to compare.
fn agrees(payload: &Payload, label: &str, wanted: &Value) -> Option<bool> {
    let licence = payload.licence();
    let header = &payload.header;
    // Words of the reference parsers for "I could not read it": a code they do not know, a name they gave back whole.
    if wanted == "Unknown" || (label == "last" && wanted.as_str().is_some_and(|text| text.contains('$'))) {
        return None;
    }
    let same = |found: Value| Some(found == *wanted);
    match label {
        "last" => same(text(&licence.family_name)),
        "first" => same(text(&licence.first_name)),
        "middle" => same(text(&licence.middle_name)),
        "suffix" => same(text(&licence.suffix)),
        "street1" => same(text(&licence.street)),
        // Text has single spaces here.
        "street2" => Some(spaced(&text(&licence.street_2)) == spaced(wanted)),
        "city" => same(text(&licence.city)),
        "jurisdiction" => same(text(&licence.jurisdiction)),
        "postal_code" => Some(compact(&text(&licence.postal_code)) == compact(wanted)),
        "id_number" => same(text(&licence.document_number)),
        "vehicle_class" => same(text(&licence.vehicle_class)),
        // Version 1 has no discriminator: the reference parser filed its document number there.
        "document_discriminator" if header.version == 1 => same(text(&licence.document_number)),
        "document_discriminator" => same(text(&licence.discriminator)),
        "date_of_birth" => same(day(licence.birth_date)),
        "issue_date" => same(day(licence.issue_date)),
        "expiry_date" => same(day(licence.expiry_date)),
        "revision_date" => same(day(licence.revision_date)),
        "sex" => same(match licence.sex {
            Some(Sex::Male) => json!("Male"),
            Some(Sex::Female) => json!("Female"),
            Some(Sex::Unspecified) => json!("NotSpecified"),
            None => Value::Null,
        }),
        "eye_color" => same(match payload.value(&["DAY"]) {
            Some(Typed::Color(color)) => json!(format!("{color:?}")),
            _ => Value::Null,
        }),
        "country" => same(match aamva::evidence(payload).country.as_deref() {
            Some("CAN") => json!("Canada"),
            Some("USA") => json!("Usa"),
            _ => Value::Null,
        }),
        "aamva_version" => {
            let year = usize::from(header.version).checked_sub(1).and_then(|at| YEARS.get(at));
            same(year.map_or(Value::Null, |year| json!(format!("Aamva{year}"))))
        }
        "version" if wanted.is_number() => same(json!(header.version)),
        "version" if header.version == 0 => same(json!("UnknownVersion")),
        "version" => same(json!(format!("Version{}", header.version))),
        "iin" => same(json!(header.issuer)),
        "subfiles" => same(header.subfiles.iter().map(|subfile| json!([subfile.kind, subfile.offset, subfile.length])).collect()),
        _ => None,
    }
}

fn text(value: &Option<Sensitive<String>>) -> Value {
    value.as_ref().map_or(Value::Null, |text| json!(text.expose()))
}

/// A month without its day is its first day to the reference parsers.
fn day(date: Option<PartialDate>) -> Value {
    date.map_or(Value::Null, |date| json!(date.to_string().replace("XX", "01")))
}

fn spaced(text: &Value) -> Option<String> {
    Some(text.as_str()?.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Letters and digits only, in capitals; four zeros at the end of nine digits say nothing.
fn compact(text: &Value) -> Option<String> {
    let text = text.as_str()?.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect::<String>();
    Some(if text.len() == 9 && text.ends_with("0000") { text[..5].to_owned() } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_100_labels_of_the_reference_parsers_are_compared_by_what_they_mean() {
        let card = "@\n\x1e\rANSI 636000100102DL00410064\nDLDAQT1\nDCSROE\nDACJANE\nDBB06061986\nDBC2\nDAK232690000  \nDCGUSA\r";
        let payload = aamva::parse(card).expect("a payload");
        let agrees = |label, wanted: Value| agrees(&payload, label, &wanted);
        assert_eq!(agrees("last", json!("ROE")), Some(true));
        assert_eq!(agrees("last", json!("DOE")), Some(false));
        assert_eq!(agrees("postal_code", json!("232690000")), Some(true));
        assert_eq!(agrees("date_of_birth", json!("1986-06-06")), Some(true));
        assert_eq!(agrees("sex", json!("Female")), Some(true));
        assert_eq!(agrees("eye_color", json!("Unknown")), None);
        assert_eq!(agrees("aamva_version", json!("Aamva2020")), Some(true));
        assert_eq!(agrees("shoe_size", json!(38)), None);
    }
}
