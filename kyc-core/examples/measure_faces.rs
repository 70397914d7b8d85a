//! Measures faces and liveness on labelled pictures, and derives the similarity anchors of the embedder.
//!
//! ```text
//! cargo run --release -p kyc-core --example measure_faces -- <data> <models> <runtime library>
//! ```
//!
//! `<data>` holds `face_pairs/pairs_dev.csv` (`set,split,fold,file_a,file_b,same`) and `liveness/manifest.json` (a list of
//! `{file, label: {class, attack_type}}`), with paths relative to it. Nothing is written.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use kyc_core::face::{self, Face, FaceModels, Observed, Purpose};
use kyc_core::image::{DecodeLimits, Image, decode};
use kyc_core::liveness::{self, LivenessModels};
use kyc_core::model::Loaded;
use kyc_core::runtime::{Load, Runtime, ort::Ort};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, models, library] = arguments.as_slice() else {
        println!("usage: measure_faces <data> <models> <runtime library>");
        return;
    };
    let (data, models) = (Path::new(data), Path::new(models));
    let runtime = Ort::open(Path::new(library)).expect("runtime");
    let load = |name: &str| Loaded {
        id: name.to_owned(),
        sha256: String::new(),
        session: runtime
            .load(&std::fs::read(models.join(name).with_extension("onnx")).unwrap(), Load { threads: 1, copies: 1 })
            .unwrap(),
        calibration: None,
    };
    let faces = FaceModels {
        detector: load("yunet"),
        mesh: load("face_mesh"),
        blendshapes: load("face_blendshapes"),
        embedder: load("sface"),
    };
    let pad = LivenessModels { pad: load("pad_fr") };
    pairs(data, &faces);
    spoofs(data, &faces, &pad);
}

fn picture(data: &Path, file: &str) -> Option<Image> {
    decode(&std::fs::read(data.join(file)).ok()?, &DecodeLimits::default()).ok().map(|(image, _)| image)
}

fn pairs(data: &Path, models: &FaceModels) {
    let text = std::fs::read_to_string(data.join("face_pairs/pairs_dev.csv")).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let mut seen: BTreeMap<&str, Option<Face>> = BTreeMap::new();
    let mut millis = Vec::new();
    for file in rows.iter().flat_map(|row| [row[3], row[4]]) {
        if seen.contains_key(file) {
            continue;
        }
        let Some(image) = picture(data, file) else {
            seen.insert(file, None);
            println!("undecodable {file}");
            continue;
        };
        let start = Instant::now();
        let Observed { evidence, face } = face::observe(&image, 0, Purpose::Selfie, models).unwrap();
        millis.push(start.elapsed().as_secs_f64() * 1e3);
        let all = kyc_core::locate::face::find(&image, &models.detector).unwrap();
        if all.len() > 1 {
            println!(
                "DET {file} {:?}",
                all.iter().map(|d| (d.score, d.bounds.x, d.bounds.y, d.bounds.width, d.bounds.height)).collect::<Vec<_>>()
            );
        }
        match evidence.seen() {
            Some(e) => {
                let q = e.quality.seen().unwrap();
                println!(
                    "OBS {file} {} {} n={} eye={:.0} sharp={:.0} br={:.0} y={:.1} p={:.1} r={:.1} pres={} ec={} mo={}",
                    image.width(),
                    e.confidence,
                    e.faces,
                    q.eye_distance,
                    q.sharpness,
                    q.brightness,
                    q.yaw,
                    q.pitch,
                    q.roll,
                    q.presence,
                    q.eyes_closed,
                    q.mouth_open
                )
            }
            None => println!("OBS {file} {:?}", evidence.reason()),
        }
        seen.insert(file, face);
    }
    millis.sort_by(f64::total_cmp);
    println!("observe: n {} median {:.1} ms p95 {:.1}", millis.len(), millis[millis.len() / 2], millis[millis.len() * 95 / 100]);
    for row in &rows {
        if let (Some(a), Some(b)) = (&seen[row[3]], &seen[row[4]]) {
            println!("PAIR {} {} {:.6} {} {}", row[0], row[5], a.embedding.cosine(&b.embedding).unwrap(), row[3], row[4]);
        }
    }
    let lfw: Vec<(&str, &Face)> =
        seen.iter().filter(|(f, _)| f.contains("/lfw/")).filter_map(|(f, x)| Some((*f, x.as_ref()?))).collect();
    let person = |f: &str| f.rsplit('/').next().unwrap().rsplit_once('_').unwrap().0.to_owned();
    let mut cross = Vec::new();
    for (i, (fa, a)) in lfw.iter().enumerate() {
        for (fb, b) in &lfw[..i] {
            if person(fa) != person(fb) {
                cross.push((a.embedding.cosine(&b.embedding).unwrap(), *fa, *fb));
            }
        }
    }
    cross.sort_by(|a, b| b.0.total_cmp(&a.0));
    println!("CROSS n {} lfw {}", cross.len(), lfw.len());
    for c in cross.iter().take(60) {
        println!("CROSS {:.4} {} {}", c.0, c.1, c.2);
    }
}

fn spoofs(data: &Path, models: &FaceModels, pad: &LivenessModels) {
    let manifest: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(data.join("liveness/manifest.json")).unwrap()).unwrap();
    let mut millis = Vec::new();
    for entry in manifest.as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        let Some(image) = picture(data, file) else { continue };
        let observed = face::observe(&image, 0, Purpose::Selfie, models).unwrap();
        let Some(face) = observed.face else {
            println!("PAD {file} {} none", entry["label"]["class"]);
            continue;
        };
        let start = Instant::now();
        let seen = liveness::passive(&image, &face, pad).unwrap();
        millis.push(start.elapsed().as_secs_f64() * 1e3);
        println!("PAD {file} {} {:?}", entry["label"]["class"], seen.seen().map(|s| (s.score, s.likely_attack)));
    }
    millis.sort_by(f64::total_cmp);
    println!("pad: n {} median {:.1} ms", millis.len(), millis[millis.len() / 2]);
    let _ = Arc::new(0);
}
