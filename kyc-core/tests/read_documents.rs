//! The reader with real models on pictures of every unhelpful kind, and on labelled ones where they are at hand.
//!
//! Needs prepared models (`kyc models prepare`) in the user's cache; says so and stops where they are absent.
#![cfg(feature = "runtime-ort")]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::path::{Path, PathBuf};

use kyc_core::image::{self, Image};
use kyc_core::model::{Loaded, Manifest, Store, Task};
use kyc_core::read::{self, Effort, ReadModels};
use kyc_core::runtime::{Load, ort::Ort};
use kyc_core::wire::{DocumentType, NotSeen};

fn today() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn prepared() -> Option<ReadModels> {
    let folder = PathBuf::from(std::env::var_os("HOME")?).join(".cache/kyc/models");
    let manifest = Manifest::builtin().unwrap();
    let library = manifest.runtime(&format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH))?;
    let runtime = Ort::open(&folder.join(library.cache_name())).ok()?;
    let store = Store::Folder(folder);
    let load = |task: Task, small: bool| -> Option<Loaded> {
        let file = manifest
            .files
            .iter()
            .filter(|file| file.task == task)
            .max_by_key(|file| if small { u64::MAX - file.bytes } else { file.bytes })?;
        store.load(file, &runtime, Load { threads: 1, copies: 2 }).ok()
    };
    Some(ReadModels {
        orientation: load(Task::DocumentOrientation, true)?,
        text_detector: load(Task::TextDetection, true)?,
        document_corners: load(Task::DocumentCorners, true),
        mrz_recogniser: load(Task::MrzRecognition, true),
        text_recogniser: load(Task::TextRecognition, false)?,
        text_recogniser_fast: load(Task::TextRecognition, true)?,
        text_direction: load(Task::TextDirection, true)?,
        printed: None,
    })
}

fn models() -> Option<ReadModels> {
    let models = prepared();
    if models.is_none() {
        eprintln!("not run: no prepared models in the user's cache");
    }
    models
}

#[test]
fn pictures_without_a_document_give_a_side_that_says_so() {
    let Some(models) = models() else { return };
    let noise = |w: u32, h: u32| {
        let byte = |i: u32| (i.wrapping_mul(2_654_435_761) >> 13) as u8;
        Image::new(w, h, (0..3 * w * h).map(byte).collect())
    };
    let pictures = [
        Image::filled(32, 32, [128; 3]),
        Image::filled(640, 480, [0; 3]),
        Image::filled(3000, 32, [255; 3]),
        Image::filled(32, 3000, [255; 3]),
        Image::filled(4000, 3000, [200; 3]),
        noise(32, 32),
        noise(800, 600),
    ];
    for picture in pictures {
        for effort in [Effort::MrzOnly, Effort::Everything] {
            let side = read::side(&picture, 0, today(), &models, effort).unwrap();
            assert!(side.mrz.is_none());
            let document = read::document(vec![side]);
            let document = document.seen().unwrap();
            assert_eq!(document.mrz.reason(), Some(NotSeen::NotFound), "{picture:?}");
            assert_eq!(document.class.kind, DocumentType::Unknown);
            assert!(document.fields.is_empty());
        }
    }
}

#[test]
fn a_013_labelled_zones_are_read_whichever_way_up() {
    let Some(models) = models() else { return };
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let Ok(labels) = std::fs::read(data.join("mrz_images/manifest.json")) else {
        eprintln!("not run: no labelled pictures beside the workspace");
        return;
    };
    let labels: serde_json::Value = serde_json::from_slice(&labels).unwrap();
    let wanted =
        ["pe_passport-td3.jpg", "pe_passport-td2.jpg", "fm_td1.jpg", "tx_CHN_02.jpg", "um_Passport-Australia_1280x720.jpg"];
    for entry in labels.as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        if !wanted.iter().any(|name| file.ends_with(name)) {
            continue;
        }
        let bytes = std::fs::read(data.join(file)).unwrap();
        let (picture, _) = image::decode(&bytes, &image::DecodeLimits::default()).unwrap();
        let truth: Vec<&str> = entry["label"]["mrz_lines"].as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
        for quarters in 0..4 {
            let turned = picture.rotated(quarters);
            let side = read::side(&turned, 1, today(), &models, Effort::MrzOnly).unwrap();
            let zone = side.mrz.unwrap();
            let lines: Vec<&str> = zone.evidence.lines.iter().map(|line| line.text.expose().as_str()).collect();
            assert!(lines == truth, "{file} turned by {quarters} differs");
            assert!(zone.evidence.check_digits_valid);
            assert_eq!((side.evidence.rotation, zone.evidence.blob), (u16::from(quarters) * 90, Some(1)));
            let place = zone.evidence.lines[0].region.unwrap().bounds();
            assert!(place.x > -20.0 && place.x + place.width < turned.width() as f32 + 20.0, "{file} {place:?}");
        }
    }
}
