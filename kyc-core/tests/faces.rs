//! Faces and liveness with the real models, on pictures of `../shared/data`. Skipped, saying so, where models or pictures are
//! absent: the models are looked for in `$KYC_MODELS`, then in `~/.cache/kyc/models`.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::path::PathBuf;
use std::sync::OnceLock;

use kyc_core::face::{self, FaceModels, Observed, Purpose};
use kyc_core::image::{Affine, DecodeLimits, Image, decode, resample, warp};
use kyc_core::liveness::{self, LivenessModels};
use kyc_core::model::{Loaded, Manifest, Store, Task};
use kyc_core::runtime::{Load, ort::Ort};
use kyc_core::wire::{FaceQuality, NotSeen};

struct Ready {
    faces: FaceModels,
    pad: LivenessModels,
    data: PathBuf,
}

fn ready() -> Option<&'static Ready> {
    static READY: OnceLock<Option<Ready>> = OnceLock::new();
    let ready = READY.get_or_init(open);
    if ready.is_none() {
        let data = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")).is_dir();
        assert!(!data || std::env::var_os("KYC_MODELS").is_none(), "$KYC_MODELS names models that cannot be used");
        eprintln!("skipped: no prepared models or no ../shared/data");
    }
    ready.as_ref()
}

fn open() -> Option<Ready> {
    let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data"));
    let cache = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/kyc/models"));
    let folder = std::env::var_os("KYC_MODELS").map(PathBuf::from).or_else(cache)?;
    let manifest = Manifest::builtin().unwrap();
    let library = manifest.runtime(&format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH))?;
    let library = folder.join(library.cache_name());
    if !library.is_file() || !data.is_dir() {
        return None;
    }
    let runtime = Ort::open(&library).unwrap();
    let load = |task: Task| -> Option<Loaded> {
        let file = manifest.of_task(task)?;
        Some(Store::Folder(folder.clone()).load(file, &runtime, Load { threads: 1, copies: 1 }).unwrap())
    };
    let faces = FaceModels {
        detector: load(Task::FaceDetection)?,
        mesh: load(Task::FaceMesh)?,
        blendshapes: load(Task::FaceBlendshapes)?,
        embedder: load(Task::FaceEmbedding)?,
        second: None,
    };
    Some(Ready { faces, pad: LivenessModels { pad: load(Task::FacePad)?, second: None }, data })
}

impl Ready {
    fn picture(&self, file: &str) -> Image {
        decode(&std::fs::read(self.data.join(file)).unwrap(), &DecodeLimits::default()).unwrap().0
    }

    fn selfie(&self, image: &Image) -> Observed {
        face::observe(image, 0, Purpose::Selfie, &self.faces).unwrap()
    }

    fn cosine(&self, a: &Image, b: &Image) -> f64 {
        let (a, b) = (self.selfie(a).face.unwrap(), self.selfie(b).face.unwrap());
        a.embedding.cosine(&b.embedding).unwrap()
    }
}

const OBAMA: &str = "face_pairs/face_recognition/obama.jpg";

fn quality(observed: &Observed) -> &FaceQuality {
    observed.evidence.seen().unwrap().quality.seen().unwrap()
}

/// A picture with `pictures` side by side, each `side` pixels square.
fn beside(pictures: &[&Image], side: u32) -> Image {
    let parts: Vec<Image> = pictures.iter().map(|picture| resample::resize(picture, side, side).unwrap().into_owned()).collect();
    let row = 3 * side as usize;
    let data = (0..side as usize).flat_map(|y| parts.iter().flat_map(move |p| p.data()[y * row..(y + 1) * row].iter().copied()));
    Image::new(side * parts.len() as u32, side, data.collect())
}

/// Turned about its centre by `degrees`, and scaled.
fn turned(image: &Image, degrees: f64, scale: f64) -> Image {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (a, b) = (cos / scale, sin / scale);
    let (w, h) = ((f64::from(image.width()) * scale) as u32, (f64::from(image.height()) * scale) as u32);
    let (cx, cy) = (f64::from(w) / 2.0, f64::from(h) / 2.0);
    let (sx, sy) = (f64::from(image.width()) / 2.0, f64::from(image.height()) / 2.0);
    warp::affine(image, &Affine([a, -b, sx - a * cx + b * cy, b, a, sy - b * cx - a * cy]), w, h)
}

#[test]
fn f_121_no_face_and_several_faces_are_told_apart() {
    let Some(ready) = ready() else { return };
    let blank = ready.selfie(&Image::filled(800, 600, [128; 3]));
    assert_eq!((blank.evidence.reason(), blank.face.is_none()), (Some(NotSeen::NoFace), true));
    let obama = ready.picture(OBAMA);
    let biden = ready.picture("face_pairs/face_recognition/biden.jpg");
    let crowd = ready.selfie(&beside(&[&obama, &biden, &obama, &biden, &obama], 500));
    assert_eq!(crowd.evidence.seen().unwrap().faces, 5);
    assert!(crowd.face.is_some());
    assert_eq!(ready.selfie(&obama).evidence.seen().unwrap().faces, 1);
}

#[test]
fn the_same_face_is_found_huge_tilted_grey_and_at_the_edge() {
    let Some(ready) = ready() else { return };
    let obama = ready.picture(OBAMA);
    let bounds = ready.selfie(&obama).evidence.seen().unwrap().bounds;
    // The face fills the picture, at 12 megapixels.
    let close = obama.crop(bounds.x as i64, bounds.y as i64, bounds.width as u32, bounds.height as u32).unwrap();
    let huge = resample::resize(&close, 3000, (3000.0 * bounds.height / bounds.width) as u32).unwrap();
    let grey = Image::new(obama.width(), obama.height(), obama.luma().into_iter().flat_map(|v| [v; 3]).collect());
    let left = (bounds.x + bounds.width * 0.1) as i64;
    let edge = obama.crop(left, 0, obama.width(), obama.height()).unwrap();
    for (name, picture, least) in [
        ("huge", &*huge, 0.75),
        ("tilted left", &turned(&obama, 30.0, 1.0), 0.85),
        ("tilted right", &turned(&obama, -30.0, 1.0), 0.85),
        ("grey", &grey, 0.75),
        ("edge", &edge, 0.7),
        ("small", &turned(&obama, 0.0, 80.0 / f64::from(bounds.width)), 0.75),
    ] {
        let cosine = ready.cosine(&obama, picture);
        assert!(cosine > least, "{name}: {cosine}");
    }
}

#[test]
fn a_small_portrait_on_a_large_picture_is_found() {
    let Some(ready) = ready() else { return };
    let obama = ready.picture(OBAMA);
    let small = resample::resize(&obama, 240, 240 * obama.height() / obama.width()).unwrap();
    let (width, height) = (4000u32, 3000u32);
    let mut data = vec![230; 3 * (width * height) as usize];
    for (y, row) in small.data().chunks_exact(3 * small.width() as usize).enumerate() {
        let at = 3 * ((1500 + y) * width as usize + 900);
        data[at..at + row.len()].copy_from_slice(row);
    }
    let observed = face::observe(&Image::new(width, height, data), 3, Purpose::Portrait, &ready.faces).unwrap();
    let evidence = observed.evidence.seen().unwrap();
    assert!(evidence.blob == 3 && evidence.faces == 1 && evidence.bounds.x > 900.0 && evidence.bounds.x < 1140.0);
}

#[test]
fn tiny_and_odd_pictures_are_typed_not_panics() {
    let Some(ready) = ready() else { return };
    let obama = ready.picture(OBAMA);
    for (width, height) in [(32, 32), (33, 700), (2000, 32), (1, 1)] {
        let observed = ready.selfie(&resample::resize(&obama, width, height).unwrap());
        assert!(observed.face.is_some() == observed.evidence.seen().is_some());
    }
}

#[test]
fn a_mirrored_head_turns_the_other_way() {
    let Some(ready) = ready() else { return };
    let turned = ready.picture("active_liveness/zc_live/00097.jpg");
    let rows = turned.data().chunks_exact(3 * turned.width() as usize);
    let mirrored = rows.flat_map(|row| row.rchunks_exact(3).flatten().copied()).collect();
    let mirrored = Image::new(turned.width(), turned.height(), mirrored);
    let (a, b) = (ready.selfie(&turned), ready.selfie(&mirrored));
    assert!((quality(&a).yaw + quality(&b).yaw).abs() < 10.0 && (quality(&a).roll + quality(&b).roll).abs() < 5.0);
    assert!((quality(&a).pitch - quality(&b).pitch).abs() < 5.0);
}

#[test]
fn x_08_thresholds_part_the_same_person_from_another() {
    let Some(ready) = ready() else { return };
    let face = |file: &str| ready.selfie(&ready.picture(file)).face.unwrap();
    let (obama, again) = (face(OBAMA), face("face_pairs/face_recognition/obama2.jpg"));
    let biden = face("face_pairs/face_recognition/biden.jpg");
    let similarity = |a: &face::Face, b: &face::Face| face::compare_faces(a, b, &ready.faces).similarity.to_f64();
    // The anchors of docs/calibration.md.
    let calibration = ready.faces.embedder.calibration.as_ref().unwrap();
    for (cosine, similarity) in [(0.376, 0.5), (0.435, 0.65), (0.494, 0.75), (0.552, 0.8)] {
        assert_eq!(calibration.apply(cosine).to_f64(), similarity);
    }
    assert!(similarity(&obama, &again) >= 0.75);
    assert!(similarity(&obama, &biden) < 0.5);
}

#[test]
fn f_129_a_print_and_a_screen_are_not_live_and_a_live_face_is() {
    let Some(ready) = ready() else { return };
    for (file, live) in [("minivision_T1", true), ("minivision_F1", false), ("minivision_F2", false)] {
        let image = ready.picture(&format!("liveness/vendor/{file}.jpg"));
        let face = ready.selfie(&image).face.unwrap();
        let seen = liveness::passive(&image, &face, &ready.pad).unwrap();
        assert_eq!(seen.seen().unwrap().score >= liveness::LIVE, live, "{file}");
    }
}
