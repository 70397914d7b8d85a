//! PDF417 symbols on pictures: `pdf417/manifest.json`, a list of `{"file", "label": {"variant", "text" | "bytes_hex" |
//! "aamva_id"}}`. `aamva_id` names the row of `aamva/aamva_vectors.jsonl` whose payload was drawn. A label without any of the
//! three says nothing that could be compared, so its picture is left out.

use std::collections::BTreeMap;
use std::time::Instant;

use kyc_core::ops::ReadBarcodeRequest;
use kyc_core::wire::{Seen, Symbology};
use kyc_core::{Config, Engine};
use serde_json::{Value, json};

use super::{Measured, Section, Source};
use crate::accuracy_faces::figures::Rate;
use crate::files;
use crate::outcome::Problem;

pub(super) const SECTION: Section =
    Section { key: "pdf417", title: "PDF417 symbols on pictures", needs: "pdf417/manifest.json", measure };

/// Variant of drawings that nothing was done to; what has no variant is a photograph or a scan.
const CLEAN: &str = "clean";
const PHOTO: &str = "photo";

fn measure(source: &Source<'_>) -> Result<Measured, Problem> {
    let engine = Engine::new(Config::default())?;
    let payloads = payloads(source)?;
    let mut variants = BTreeMap::<String, Rate>::new();
    let (mut all, mut wrong, mut unlabelled, mut times) = (Rate::default(), 0, 0, Vec::new());
    for entry in source.list(SECTION.needs)? {
        let (file, label) = (entry["file"].as_str(), &entry["label"]);
        let file = file.ok_or_else(|| Problem::caller(format!("an entry of {} names no file", SECTION.needs)))?;
        let Some(truth) = truth(label, &payloads) else {
            unlabelled += 1;
            continue;
        };
        let picture = files::picture(&source.data.join(file))?;
        let start = Instant::now();
        let answer = engine.read_barcode(ReadBarcodeRequest::image(0), &[&picture])?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
        let symbols = match &answer.barcodes {
            Seen::Seen(all) => all.iter().filter(|barcode| barcode.symbology == Some(Symbology::Pdf417)).collect(),
            Seen::NotSeen { .. } => Vec::new(),
        };
        let exact = symbols.iter().any(|symbol| *symbol.text.expose() == truth);
        wrong += usize::from(!exact && !symbols.is_empty());
        let variant = variants.entry(label["variant"].as_str().unwrap_or(PHOTO).to_owned()).or_default();
        for rate in [&mut all, variant] {
            rate.n += 1;
            rate.k += usize::from(exact);
        }
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len() / 2).copied().unwrap_or(0.0);
    Ok(report(&variants, all, wrong, unlabelled, median))
}

fn report(variants: &BTreeMap<String, Rate>, all: Rate, wrong: usize, unlabelled: usize, median: f64) -> Measured {
    let degraded = variants.iter().filter(|(variant, _)| ![CLEAN, PHOTO].contains(&variant.as_str()));
    let degraded = degraded.fold(Rate::default(), |sum, (_, rate)| Rate::of(sum.k + rate.k, sum.n + rate.n));
    let mut measured = Measured::default();
    measured.figure("n", all.n);
    measured.count("exact", "every character right", all);
    measured.count("wrong", "another text reported", Rate::of(wrong, all.n));
    measured.figure("degraded_n", degraded.n);
    measured.count("degraded_exact", "every character right, degraded drawings", degraded);
    for (variant, rate) in variants {
        measured.rows.push((format!("every character right, {variant}"), *rate));
    }
    let by_variant = variants.iter().map(|(variant, rate)| (variant.clone(), rate.json())).collect();
    measured.figure("variants", Value::Object(by_variant));
    measured.figure("median_ms", json!(median));
    measured.notes.push(format!("Median {median:.0} ms a picture, decoding included."));
    if unlabelled > 0 {
        measured.notes.push(format!("{unlabelled} pictures have no labelled text and were left out."));
    }
    measured
}

/// The text of a symbol. Bytes that are no text stand as the characters U+0000 to U+00FF, as the engine reports them.
fn truth(label: &Value, payloads: &BTreeMap<String, String>) -> Option<String> {
    if let Some(id) = label["aamva_id"].as_str() {
        return payloads.get(id).cloned();
    }
    let text = label["text"].as_str().map(str::to_owned);
    text.or_else(|| label["bytes_hex"].as_str().and_then(latin_1))
}

fn latin_1(hex: &str) -> Option<String> {
    let byte = |at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok().map(char::from);
    (0..hex.len()).step_by(2).map(byte).collect()
}

fn payloads(source: &Source<'_>) -> Result<BTreeMap<String, String>, Problem> {
    let path = source.data.join(super::aamva::SECTION.needs);
    if !path.is_file() {
        return Ok(BTreeMap::new());
    }
    let payload = |row: &Value| Some((row["id"].as_str()?.to_owned(), row["payload"].as_str()?.to_owned()));
    Ok(super::aamva::rows(source)?.iter().filter_map(payload).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_gives_text_bytes_or_a_payload() {
        let payloads = BTreeMap::from([("a".to_owned(), "@ANSI".to_owned())]);
        let of = |label| truth(&label, &payloads);
        assert_eq!(of(json!({"aamva_id": "a", "text": "b"})).as_deref(), Some("@ANSI"));
        assert_eq!(of(json!({"aamva_id": "b"})), None);
        assert_eq!(of(json!({"text": "b"})).as_deref(), Some("b"));
        assert_eq!(of(json!({"bytes_hex": "41ff"})).as_deref(), Some("A\u{ff}"));
        assert_eq!(of(json!({"bytes_hex": "4"})), None);
        assert_eq!(of(json!({})), None);
    }

    #[test]
    fn degraded_is_what_is_neither_clean_nor_a_photograph() {
        let variants = [(CLEAN, 5, 5), (PHOTO, 1, 2), ("rot3", 3, 4), ("persp", 2, 2)];
        let variants = variants.map(|(name, k, n)| (name.to_owned(), Rate::of(k, n))).into();
        let figures = report(&variants, Rate::of(11, 13), 1, 0, 0.0).figures;
        assert_eq!((&figures["exact"], &figures["degraded_exact"], &figures["degraded_n"]), (&json!(11), &json!(5), &json!(6)));
        assert!(figures["interval_95"]["exact"].is_array());
    }
}
