//! `kyc barcode FOLDER`: labelled barcodes compared with their labels. The folder holds `pdf417/manifest.json`, a list of
//! `{"file": …, "label": {"text": …} or {"aamva_id": …, "variant": …}}` with paths from the folder, and
//! `aamva/aamva_vectors.jsonl`, a `{"id": …, "payload": …, "expect": {…}}` a line.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use kyc_core::Engine;
use kyc_core::aamva::{self, PartialDate, Payload, Sex, Value as Element};
use kyc_core::ops::ReadBarcodeRequest;
use serde_json::{Value, json};

use super::print_json;
use crate::args::Shared;
use crate::files;
use crate::outcome::{Problem, print};

pub(super) fn run(engine: &Engine, folder: &Path, shared: &Shared) -> Result<(), Problem> {
    let (pictures, payloads) = (pdf417(folder, engine)?, aamva(folder, engine)?);
    if shared.json {
        return print_json(&json!({"pdf417": pictures, "aamva": payloads}));
    }
    print(&format!("pdf417 exact {}/{}, median {} ms", pictures["exact"], pictures["n"], pictures["median_ms"]));
    print(&format!("aamva right {}/{}", payloads["right"], payloads["n"]));
    for list in [&pictures["not_exact"], &payloads["wrong"]] {
        for name in list.as_array().into_iter().flatten().filter_map(Value::as_str) {
            print(name);
        }
    }
    Ok(())
}

/// `{n, exact, variants: {name: {n, exact}}, median_ms, not_exact}` over the pictures that have a text for a label.
pub(crate) fn pdf417(data: &Path, engine: &Engine) -> Result<Value, Problem> {
    let manifest: Value = serde_json::from_str(&files::text(&data.join("pdf417/manifest.json"))?).map_err(|_| wrong(data))?;
    let payloads: BTreeMap<String, Value> =
        vectors(data)?.into_iter().filter_map(|row| Some((row["id"].as_str()?.to_owned(), row["payload"].clone()))).collect();
    let mut variants: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let (mut times, mut not_exact) = (Vec::new(), Vec::new());
    for entry in manifest.as_array().ok_or_else(|| wrong(data))? {
        let label = &entry["label"];
        let text = label["text"].as_str().or_else(|| payloads.get(label["aamva_id"].as_str()?)?.as_str());
        let (Some(file), Some(text)) = (entry["file"].as_str(), text) else { continue };
        let picture = files::picture(&data.join(file))?;
        let start = Instant::now();
        let answer = engine.read_barcode(ReadBarcodeRequest::image(0), &[&picture])?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
        let exact = answer.barcodes.seen().is_some_and(|found| found.iter().any(|barcode| barcode.text.expose() == text));
        let tally = variants.entry(label["variant"].as_str().unwrap_or("photo").to_owned()).or_default();
        tally.0 += 1;
        tally.1 += usize::from(exact);
        if !exact {
            not_exact.push(file.to_owned());
        }
    }
    times.sort_by(f64::total_cmp);
    let (n, exact) = variants.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let variants: BTreeMap<_, _> = variants.iter().map(|(name, (n, exact))| (name, json!({"n": n, "exact": exact}))).collect();
    let median = times.get(times.len() / 2).map_or(0.0, |ms| (ms * 10.0).round() / 10.0);
    Ok(json!({"n": n, "exact": exact, "variants": variants, "median_ms": median, "not_exact": not_exact}))
}

/// `{n, right, wrong}` over the payloads: right when every labelled field is.
pub(crate) fn aamva(data: &Path, _engine: &Engine) -> Result<Value, Problem> {
    let vectors = vectors(data)?;
    let mut not_right = Vec::new();
    for row in &vectors {
        let payload = aamva::parse(row["payload"].as_str().unwrap_or(""));
        let labels = row["expect"].as_object().ok_or_else(|| wrong(data))?;
        let missed = match &payload {
            Some(payload) => {
                labels.iter().find(|(label, wanted)| !agrees(payload, label, wanted)).map(|(label, _)| label.as_str())
            }
            None => Some("payload"),
        };
        if let Some(label) = missed {
            not_right.push(format!("{} {label}", row["id"].as_str().unwrap_or("?")));
        }
    }
    Ok(json!({"n": vectors.len(), "right": vectors.len() - not_right.len(), "wrong": not_right}))
}

fn vectors(data: &Path) -> Result<Vec<Value>, Problem> {
    let text = files::text(&data.join("aamva/aamva_vectors.jsonl"))?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|_| wrong(data))).collect()
}

fn wrong(data: &Path) -> Problem {
    Problem::caller(format!("{} does not hold labelled barcodes", data.display()))
}

/// Whether a payload says what its label says. Labels come from other parsers; where one of them says less than the payload,
/// the label says nothing.
fn agrees(payload: &Payload, label: &str, wanted: &Value) -> bool {
    let licence = payload.licence();
    let day = |date: Option<PartialDate>| date.map(|date| date.to_string().replace("XX", "01"));
    let found = match label {
        // A name of five parts that the other parser returned whole.
        "last" if wanted.as_str().is_some_and(|text| text.contains('$')) => return true,
        // A code, such as `M`, that the other parser does not know.
        "sex" | "eye_color" if wanted == "Unknown" => return true,
        "last" => licence.family_name.map(|text| text.expose().clone()),
        "first" => licence.first_name.map(|text| text.expose().clone()),
        "middle" => licence.middle_name.map(|text| text.expose().clone()),
        "suffix" => licence.suffix.map(|text| text.expose().clone()),
        "street1" => licence.street.map(|text| text.expose().clone()),
        "street2" => licence.street_2.map(|text| text.expose().clone()),
        "city" => licence.city.map(|text| text.expose().clone()),
        "jurisdiction" => licence.jurisdiction.map(|text| text.expose().clone()),
        "postal_code" => licence.postal_code.map(|text| text.expose().clone()),
        "vehicle_class" => licence.vehicle_class.map(|text| text.expose().clone()),
        "id_number" => licence.document_number.map(|text| text.expose().clone()),
        // Version 1 has no discriminator: the other parser files its document number there.
        "document_discriminator" if payload.header.version == 1 => licence.document_number.map(|text| text.expose().clone()),
        "document_discriminator" => licence.discriminator.map(|text| text.expose().clone()),
        "date_of_birth" => day(licence.birth_date),
        "issue_date" => day(licence.issue_date),
        "expiry_date" => day(licence.expiry_date),
        "revision_date" => day(licence.revision_date),
        "sex" => licence.sex.map(|sex| if sex == Sex::Male { "Male" } else { "Female" }.to_owned()),
        "eye_color" => match payload.value(&["DAY"]) {
            Some(Element::Color(color)) => Some(format!("{color:?}")),
            _ => None,
        },
        "country" => aamva::evidence(payload).country.map(|code| if code == "CAN" { "Canada" } else { "Usa" }.to_owned()),
        "aamva_version" => YEARS.get(usize::from(payload.header.version)).map(|year| format!("Aamva{year}")),
        "version" if wanted.is_number() => return *wanted == payload.header.version,
        "version" if payload.header.version == 0 => Some("UnknownVersion".to_owned()),
        "version" => Some(format!("Version{}", payload.header.version)),
        "iin" => payload.header.issuer.clone(),
        "subfiles" => {
            let subfiles = payload.header.subfiles.iter();
            return *wanted == subfiles.map(|s| json!([s.kind, s.offset, s.length])).collect::<Value>();
        }
        _ => return false,
    };
    let (Some(found), Some(wanted)) = (found, wanted.as_str()) else { return false };
    match label {
        "postal_code" => compact(&found) == compact(wanted),
        // Text has single spaces here.
        _ => found == wanted || found == wanted.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Years of the versions of the standard, from version 1 on.
const YEARS: [&str; 11] = ["", "2000", "2003", "2005", "2009", "2010", "2011", "2012", "2013", "2016", "2020"];

/// Letters and digits only; four zeros at the end of nine digits are not said.
fn compact(text: &str) -> String {
    let text: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    if text.len() == 9 && text.ends_with("0000") { text[..5].to_owned() } else { text }
}
