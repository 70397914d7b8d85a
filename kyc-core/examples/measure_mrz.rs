//! Measures the reader of machine-readable zones on a folder of labelled pictures.
//!
//! `measure_mrz DATA MODELS [--everything] [--show] [--only PART] [--turn DEGREES]`: the data folder (with `mrz_images`) and the folder
//! of prepared models. Contents of zones are printed only with `--show`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::Path;
use std::time::Instant;

use kyc_core::image::{self, Affine, Image};
use kyc_core::model::{Manifest, Store};
use kyc_core::read::{self, Effort, ReadModels};
use kyc_core::runtime::{Load, ort::Ort};

/// The reader's models, from the folder that `kyc models prepare` filled.
fn models(folder: &Path) -> ReadModels {
    let manifest = Manifest::builtin().unwrap();
    let platform = format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH);
    let runtime = Ort::open(&folder.join(manifest.runtime(&platform).unwrap().cache_name())).unwrap();
    let store = Store::Folder(folder.to_owned());
    let load = |id: &str, threads, copies| store.load(manifest.file(id).unwrap(), &runtime, Load { threads, copies }).unwrap();
    ReadModels {
        orientation: load("document-orientation", 2, 1),
        text_detector: load("text-detection-tiny", 2, 1),
        text_recogniser: load("text-recognition-small", 1, 2),
        text_recogniser_fast: load("text-recognition-tiny", 1, 2),
        text_direction: load("text-direction", 1, 1),
    }
}

/// Turned clockwise by `degrees` around its centre, on a grey canvas that holds all of it.
fn turned(image: &Image, degrees: f64) -> Image {
    if degrees.rem_euclid(90.0) == 0.0 {
        return image.rotated((degrees.rem_euclid(360.0) / 90.0) as u8);
    }
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (w, h) = (f64::from(image.width()), f64::from(image.height()));
    let (cw, ch) = (w * cos.abs() + h * sin.abs(), w * sin.abs() + h * cos.abs());
    let map = Affine([cos, sin, w / 2.0 - cos * cw / 2.0 - sin * ch / 2.0, -sin, cos, h / 2.0 + sin * cw / 2.0 - cos * ch / 2.0]);
    image::resample::warp_affine(image, &map, cw as u32, ch as u32)
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1));
    let show = arguments.iter().any(|a| a == "--show");
    let only = value("--only").cloned().unwrap_or_default();
    let degrees: f64 = value("--turn").map_or(0.0, |text| text.parse().unwrap());
    let effort = if arguments.iter().any(|a| a == "--everything") { Effort::Everything } else { Effort::MrzOnly };
    let [data, folder] = [0, 1].map(|i| Path::new(&arguments[i]));
    let models = models(folder);
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let labels: serde_json::Value = serde_json::from_slice(&fs::read(data.join("mrz_images/manifest.json")).unwrap()).unwrap();

    let (mut labelled, mut exact, mut found, mut false_valid, mut from_nothing, mut times) = (0, 0, 0, 0, 0, Vec::new());
    for entry in labels.as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        if !file.contains(&only) {
            continue;
        }
        let picture = image::decode(&fs::read(data.join(file)).unwrap(), &image::DecodeLimits::default());
        let Ok((picture, _)) = picture else {
            println!("{file}: not decoded");
            continue;
        };
        let picture = turned(&picture, degrees);
        let start = Instant::now();
        let side = read::side(&picture, 0, today, &models, effort).unwrap();
        let time = start.elapsed().as_millis();
        times.push(time);
        let lines: Vec<&str> = side.mrz.iter().flat_map(|read| &read.evidence.lines).map(|l| l.text.expose().as_str()).collect();
        let truth: Vec<&str> = entry["label"]["mrz_lines"].as_array().into_iter().flatten().filter_map(|l| l.as_str()).collect();
        let valid = side.mrz.as_ref().is_some_and(|read| read.evidence.check_digits_valid);
        let verdict = match (truth.is_empty(), lines.is_empty(), lines == truth) {
            (true, true, _) => "none, rightly",
            (true, false, _) => "READ WHERE NONE IS",
            (false, true, _) => "missed",
            (false, false, true) => "exact",
            (false, false, false) if valid => "differs, check digits valid",
            (false, false, false) => "differs",
        };
        labelled += usize::from(!truth.is_empty());
        exact += usize::from(verdict == "exact");
        found += usize::from(!truth.is_empty() && !lines.is_empty());
        from_nothing += usize::from(verdict == "READ WHERE NONE IS");
        let protected = valid && !truth.is_empty() && side.mrz.as_ref().is_some_and(|read| protected_field_differs(read, entry));
        false_valid += usize::from(protected);
        println!(
            "{file}: {verdict}, valid {valid}, turned {} , {time} ms{}",
            side.evidence.rotation,
            if protected { " FALSE VALID" } else { "" }
        );
        if show && verdict != "exact" {
            lines.iter().for_each(|line| println!("    {line}"));
            truth.iter().for_each(|line| println!("  = {line}"));
        }
        if show && effort == Effort::Everything {
            let document = read::document(vec![side]);
            let Some(document) = document.seen() else { continue };
            println!("  {:?} {:?}", document.class, document.sides[0].quality);
            println!("  outline {:?}", document.sides[0].outline.seen().map(kyc_core::wire::Quad::bounds));
            for field in &document.fields {
                let readings: Vec<_> = field.readings.iter().map(|r| (r.origin, r.value.expose(), r.confidence)).collect();
                println!("  {:?}: {readings:?}", field.name);
            }
        }
    }
    times.sort_unstable();
    println!(
        "exact {exact}/{labelled}, found {found}/{labelled}, false valid {false_valid}, read where none is {from_nothing}, median {} ms",
        times.get(times.len() / 2).unwrap_or(&0)
    );
}

/// Whether a field that a check digit protects differs from the label.
fn protected_field_differs(read: &read::MrzRead, entry: &serde_json::Value) -> bool {
    use kyc_core::wire::FieldName;
    let short = |iso: &str| iso.replace('-', "").chars().skip(2).collect::<String>();
    [(FieldName::DocumentNumber, "document_number"), (FieldName::BirthDate, "birth_date"), (FieldName::ExpiryDate, "expiry_date")]
        .into_iter()
        .any(|(name, key)| {
            let read = read.fields.iter().find(|field| field.name == name).and_then(|field| field.readings.first());
            match (read, entry["label"][key].as_str()) {
                (Some(reading), Some(truth)) => {
                    let value = reading.value.expose();
                    value != truth && short(value) != truth && value.trim_end_matches('<') != truth.trim_end_matches('<')
                }
                _ => false,
            }
        })
}
