//! Measures faces and liveness on labelled pictures, and derives the similarity anchors of the embedder.
//!
//! ```text
//! cargo run --release -p kyc-core --example measure_faces -- <data> <manifest.toml> <folder of prepared files>
//! ```
//!
//! `<data>` holds `face_pairs/pairs_dev.csv` (`set,split,fold,file_a,file_b,same`) and `liveness/manifest.json`, perhaps
//! `active_liveness/manifest.json` (lists of `{file, label: {class, attack_type}}`); paths are relative to `<data>`. In the set
//! `lfw` the person is the file name up to the last underscore. Nothing is written.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

use kyc_core::face::{self, Face, FaceModels, Purpose};
use kyc_core::image::{DecodeLimits, Image, decode};
use kyc_core::liveness::{self, LivenessModels};
use kyc_core::model::{Loaded, Manifest, Store, Task};
use kyc_core::runtime::{Load, ort::Ort};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, manifest, folder] = arguments.as_slice() else {
        return Err("usage: measure_faces <data> <manifest.toml> <folder of prepared files>".into());
    };
    let (data, folder) = (Path::new(data), Path::new(folder));
    let manifest = Manifest::parse(&std::fs::read_to_string(manifest)?)?;
    let platform = format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH);
    let library = manifest.runtime(&platform).ok_or("the manifest has no runtime for this platform")?;
    let runtime = Ort::open(&folder.join(library.cache_name()))?;
    let store = Store::Folder(folder.to_owned());
    let load = |task: Task| -> Outcome<Loaded> {
        let file = manifest.files.iter().find(|file| file.task == task).ok_or("the manifest lacks a face model")?;
        Ok(store.load(file, &runtime, Load { threads: 1, copies: 1 })?)
    };
    let models = FaceModels {
        detector: load(Task::FaceDetection)?,
        mesh: load(Task::FaceMesh)?,
        blendshapes: load(Task::FaceBlendshapes)?,
        embedder: load(Task::FaceEmbedding)?,
    };
    let pad = LivenessModels { pad: load(Task::FacePad)? };
    pairs(data, &models)?;
    for list in ["liveness/manifest.json", "active_liveness/manifest.json"] {
        if data.join(list).is_file() {
            attacks(data, list, &models, &pad)?;
        }
    }
    Ok(())
}

fn picture(data: &Path, file: &str) -> Outcome<Option<Image>> {
    Ok(decode(&std::fs::read(data.join(file))?, &DecodeLimits::default()).ok().map(|(image, _)| image))
}

/// One labelled or crossed pair.
struct Pair {
    cosine: f64,
    same: bool,
}

fn pairs(data: &Path, models: &FaceModels) -> Outcome<()> {
    let text = std::fs::read_to_string(data.join("face_pairs/pairs_dev.csv"))?;
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let rows: Vec<&Vec<&str>> = rows.iter().filter(|row| row.len() == 6).collect();
    let mut faces: BTreeMap<&str, Option<Face>> = BTreeMap::new();
    let (mut millis, mut refused) = (Vec::new(), BTreeMap::new());
    for file in rows.iter().flat_map(|row| [row[3], row[4]]) {
        if faces.contains_key(file) {
            continue;
        }
        let Some(image) = picture(data, file)? else {
            faces.insert(file, None);
            continue;
        };
        let start = Instant::now();
        let observed = face::observe(&image, 0, Purpose::Selfie, models)?;
        millis.push(start.elapsed().as_secs_f64() * 1e3);
        if let Some(reason) = observed.evidence.reason() {
            *refused.entry(format!("{reason:?}")).or_insert(0) += 1;
        }
        faces.insert(file, observed.face);
    }
    println!("faces: {} pictures, failures to acquire {refused:?}", faces.len());
    times("detect + mesh + align + embed", millis);

    let mut sets: BTreeMap<&str, Vec<Pair>> = BTreeMap::new();
    for row in &rows {
        if let (Some(Some(a)), Some(Some(b))) = (faces.get(row[3]), faces.get(row[4])) {
            let pair = Pair { cosine: cosine(a, b), same: row[5] == "1" };
            sets.entry(row[0]).or_default().push(pair);
        }
    }
    for (name, set) in &sets {
        summary(name, set);
    }
    let lfw: Vec<(&str, &Face)> = faces
        .iter()
        .filter(|(file, _)| file.contains("/lfw/"))
        .filter_map(|(file, face)| Some((file.rsplit_once('_')?.0, face.as_ref()?)))
        .collect();
    let genuine: Vec<f64> = sets.get("lfw").into_iter().flatten().filter(|p| p.same).map(|p| p.cosine).collect();
    anchors(&lfw, &genuine, models);
    Ok(())
}

fn cosine(a: &Face, b: &Face) -> f64 {
    // Both come from one model.
    a.embedding.cosine(&b.embedding).unwrap_or(f64::NAN)
}

fn summary(name: &str, set: &[Pair]) {
    let side = |same: bool| {
        let mut cosines: Vec<f64> = set.iter().filter(|p| p.same == same).map(|p| p.cosine).collect();
        cosines.sort_by(f64::total_cmp);
        cosines
    };
    let (genuine, impostor) = (side(true), side(false));
    let right = |threshold: f64| set.iter().filter(|p| (p.cosine >= threshold) == p.same).count();
    let best = set.iter().map(|p| (right(p.cosine), p.cosine)).max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let Some((correct, threshold)) = best else { return };
    println!(
        "{name}: accuracy {} at cosine {threshold:.4}; genuine n {} min {:.3} median {:.3}; impostor n {} max {:.3}",
        rate(correct, set.len()),
        genuine.len(),
        genuine.first().unwrap_or(&f64::NAN),
        genuine.get(genuine.len() / 2).unwrap_or(&f64::NAN),
        impostor.len(),
        impostor.last().unwrap_or(&f64::NAN),
    );
}

/// All pairs of different persons are impostors; the anchors are the thresholds at fixed false match rates.
fn anchors(faces: &[(&str, &Face)], genuine: &[f64], models: &FaceModels) {
    let mut impostors = Vec::new();
    for (index, (person, a)) in faces.iter().enumerate() {
        impostors.extend(faces.iter().take(index).filter(|(other, _)| other != person).map(|(_, b)| cosine(a, b)));
    }
    impostors.sort_by(|a, b| b.total_cmp(a));
    println!("lfw crossed: {} faces, {} impostor pairs, {} genuine pairs", faces.len(), impostors.len(), genuine.len());
    for one_in in [1_000, 10_000, 100_000] {
        let allowed = impostors.len() / one_in;
        let Some(&threshold) = impostors.get(allowed) else { continue };
        // A false match is a cosine above the threshold.
        let (false_matches, misses) = counts(&impostors, genuine, |c| c > threshold);
        println!(
            "  FMR 1 in {one_in}: cosine {threshold:.4}, FMR {}, FNMR {}",
            rate(false_matches, impostors.len()),
            rate(misses, genuine.len())
        );
    }
    if let Some(calibration) = &models.embedder.calibration {
        for similarity in [0.5, 0.65, 0.75, 0.8] {
            let (false_matches, misses) = counts(&impostors, genuine, |c| calibration.apply(c).to_f64() >= similarity);
            println!(
                "  similarity {similarity}: FMR {}, FNMR {}",
                rate(false_matches, impostors.len()),
                rate(misses, genuine.len())
            );
        }
    }
}

fn counts(impostors: &[f64], genuine: &[f64], matches: impl Fn(f64) -> bool) -> (usize, usize) {
    (impostors.iter().filter(|&&c| matches(c)).count(), genuine.iter().filter(|&&c| !matches(c)).count())
}

fn attacks(data: &Path, list: &str, models: &FaceModels, pad: &LivenessModels) -> Outcome<()> {
    let entries: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(data.join(list))?)?;
    // (pictures, judged live, not judged) by class and type.
    let mut table: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let mut millis = Vec::new();
    for entry in entries.as_array().into_iter().flatten() {
        let (Some(file), Some(class)) = (entry["file"].as_str(), entry["label"]["class"].as_str()) else { continue };
        let kind = entry["label"]["attack_type"].as_str().unwrap_or("bona fide");
        let row = table.entry(format!("{class} / {kind}")).or_default();
        row.0 += 1;
        let Some(image) = picture(data, file)? else { continue };
        let Some(face) = face::observe(&image, 0, Purpose::Selfie, models)?.face else {
            row.2 += 1;
            continue;
        };
        let start = Instant::now();
        let seen = liveness::passive(&image, &face, pad)?;
        millis.push(start.elapsed().as_secs_f64() * 1e3);
        match seen.seen() {
            Some(evidence) if evidence.score >= liveness::LIVE => row.1 += 1,
            Some(_) => {}
            None => row.2 += 1,
        }
    }
    println!("{list}:");
    for (name, (n, live, unjudged)) in table {
        println!("  {name}: judged live {}, not judged {unjudged}", rate(live, n));
    }
    times("PAD", millis);
    Ok(())
}

fn times(what: &str, mut millis: Vec<f64>) {
    millis.sort_by(f64::total_cmp);
    let at = |share: usize| millis.get(millis.len() * share / 100).unwrap_or(&f64::NAN);
    println!("{what}: median {:.1} ms, 95th percentile {:.1} ms, n {}", at(50), at(95), millis.len());
}

/// `k/n` with its 95 % Wilson interval. Pairs that share a picture are not independent: the true interval is wider.
fn rate(k: usize, n: usize) -> String {
    if n == 0 {
        return "0/0".to_owned();
    }
    let (share, n_f, z) = (k as f64 / n as f64, n as f64, 1.96_f64);
    let center = share + z * z / (2.0 * n_f);
    let half = z * (share * (1.0 - share) / n_f + z * z / (4.0 * n_f * n_f)).sqrt();
    let scale = 1.0 + z * z / n_f;
    format!("{k}/{n} = {share:.6} [{:.6}, {:.6}]", ((center - half) / scale).max(0.0), ((center + half) / scale).min(1.0))
}
