//! Figures of faces on **one core** as a Markdown table: `cargo run --release -p kyc-benches --bin figures_faces >
//! docs/performance-faces.md`.
//!
//! Medians; the pictures are the demo's selfie, decoded before the clock starts except where frames are meant.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use image::{RgbImage, imageops};
use kyc_benches::{case, median};
use kyc_core::face::{self, Embedding, FaceIndex, FaceModels, Purpose};
use kyc_core::image::{DecodeLimits, Image, decode};
use kyc_core::liveness::{self, LivenessModels};
use kyc_core::locate;
use kyc_core::model::{Loaded, Manifest, Store, Task};
use kyc_core::perceive::Blob;
use kyc_core::perceive::sequence::{Followers, Timed, sequence};
use kyc_core::runtime::{Load, ort::Ort};
use kyc_synth::photo::jpeg;

const RUNS: usize = 25;
/// Three seconds of a slow camera.
const FRAMES: u32 = 60;
const TEMPLATES: u32 = 1_000_000;
/// Values of a template of the default embedder.
const VALUES: u32 = 128;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    // Frames are followed in parallel where there are threads; here there is one.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let folder = case::models_dir().ok_or("no cache folder")?;
    let (faces, pad) = models(&folder)?;
    let (selfie, _) = decode(&case::demo(&folder)?.selfie, &DecodeLimits::default()).map_err(|p| format!("{p:?}"))?;
    let picture = RgbImage::from_raw(selfie.width(), selfie.height(), selfie.data().to_vec()).ok_or("no picture")?;
    println!("# Performance of faces on one core\n");
    println!(
        "Written by `cargo run --release -p kyc-benches --bin figures_faces > docs/performance-faces.md`. Medians of {RUNS} runs.\n"
    );
    println!("| figure, one core | aim | measured |\n|---|---|---|");
    for (name, width, height) in [("12 megapixels", 4000, 3000), ("1280×960", 1280, 960)] {
        let small = imageops::resize(&picture, width, height, imageops::FilterType::Triangle);
        let [find, look, live] = selfie_times(&small, &faces, &pad)?;
        println!("| detection alone, decoded selfie of {name} (F-124) | 30 to 80 ms on a phone | {find:.1} ms |");
        println!("| detect + mesh + align + embed, decoded selfie of {name} | ≤ 60 ms | {look:.1} ms |");
        println!("| passive liveness of it, besides | ≤ 40 ms | {live:.1} ms |");
    }
    println!(
        "| active liveness, {FRAMES} frames of 640×480 as JPEG | ≥ 25 frames/s | {:.1} frames/s |",
        active(&picture, &faces, &pad)?
    );
    println!("| exact search among {TEMPLATES} templates of {VALUES} values | ≤ 100 ms | {:.1} ms |", search()?);
    Ok(())
}

fn models(folder: &Path) -> Done<(FaceModels, LivenessModels)> {
    let manifest = Manifest::builtin()?;
    let library = manifest.runtime(&kyc_models::platform()).ok_or("no runtime for this platform")?;
    let runtime = Ort::open(&folder.join(library.cache_name()))?;
    let store = Store::Folder(folder.to_owned());
    let load = |task: Task| -> Done<Loaded> {
        let file = manifest.of_task(task).ok_or("no such model")?;
        Ok(store.load(file, &runtime, Load { threads: 1, copies: 1 })?)
    };
    let faces = FaceModels {
        detector: load(Task::FaceDetection)?,
        mesh: load(Task::FaceMesh)?,
        blendshapes: load(Task::FaceBlendshapes)?,
        embedder: load(Task::FaceEmbedding)?,
        second: None,
    };
    Ok((faces, LivenessModels { pad: load(Task::FacePad)?, second: None }))
}

/// Median milliseconds of finding a face, of looking at it (finding included), and of its passive liveness.
fn selfie_times(picture: &RgbImage, faces: &FaceModels, pad: &LivenessModels) -> Done<[f64; 3]> {
    let mut times = [const { Vec::new() }; 3];
    // The first call grows the runtime's arenas and does not count.
    for run in 0..=RUNS {
        // A picture keeps its reduced copies: each has a new one.
        let new = || Image::new(picture.width(), picture.height(), picture.as_raw().clone());
        let (image, another) = (new(), new());
        let start = Instant::now();
        black_box(locate::face::find(black_box(&another), &faces.detector)?);
        let find = start.elapsed();
        let start = Instant::now();
        let seen = face::observe(black_box(&image), 0, Purpose::Selfie, faces)?;
        let look = start.elapsed();
        let face = seen.face.ok_or("the demo's selfie has no face")?;
        let start = Instant::now();
        black_box(liveness::passive(&image, &face, pad)?);
        let live = start.elapsed();
        if run > 0 {
            for (times, time) in times.iter_mut().zip([find, look, live]) {
                times.push(time.as_secs_f64() * 1e3);
            }
        }
    }
    Ok(times.map(median))
}

/// Frames a second, decoding and close looks included.
fn active(picture: &RgbImage, faces: &FaceModels, pad: &LivenessModels) -> Done<f64> {
    let frame = imageops::resize(picture, 640, 480, imageops::FilterType::Triangle);
    // Each frame is a little lighter than the one before: no two are the same.
    let files = (0..FRAMES).map(|i| jpeg(&imageops::brighten(&frame, i as i32 / 4), 80 + (i % 4) as u8));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    let frame = |(index, bytes)| Timed { time_ms: u64::from(index) * 50, blob: Blob { index, bytes }, raw: None };
    let timed: Vec<_> = (0u32..).zip(&files).map(|(index, file)| frame((index, file.as_slice()))).collect();
    let mut rates = Vec::new();
    for _ in 0..5 {
        let start = Instant::now();
        black_box(sequence(&timed, &DecodeLimits::default(), Followers { faces, liveness: pad })?);
        rates.push(f64::from(FRAMES) / start.elapsed().as_secs_f64());
    }
    Ok(median(rates))
}

fn search() -> Done<f64> {
    let face = |seed: u32| {
        let values = (0..VALUES).map(|i| (seed.wrapping_mul(2_654_435_761).wrapping_add(i * 40_503) % 1_997) as f32 - 998.0);
        Embedding::new("figures", values.collect()).ok_or("a direction without length")
    };
    let mut index = FaceIndex::like(&face(0)?);
    for key in 0..TEMPLATES {
        index.add(u64::from(key), &face(key)?)?;
    }
    let probe = face(123_456)?;
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let start = Instant::now();
        black_box(index.search(black_box(&probe), 0.5, 10)?);
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok(median(times))
}
