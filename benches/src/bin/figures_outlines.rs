//! Outlines of documents against corners set by hand, as a Markdown table:
//! `cargo run --release -p kyc-benches --bin figures_outlines -- ../shared/data/mrz_images [doccornernet_lean.onnx]`.
//!
//! The second argument is another network to compare with: 224×224 RGB pixel by pixel, with ImageNet's mean and deviation, in; eight
//! coordinates in 0 to 1 out.
//! A picture counts with the best overlap (intersection over union) of the first outline with any document in it.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use kyc_benches::{case, median};
use kyc_core::image::{DecodeLimits, Image, decode, resample};
use kyc_core::locate::{corners, document};
use kyc_core::model::{Loaded, Manifest, Store, Task};
use kyc_core::runtime::{Load, Runtime, Session, Tensor, ort::Ort};
use kyc_core::wire::{Point, Quad};
use serde_json::Value;

const TRUTH: &str = include_str!("../../../models/train/eval/corners.json");

type Done<T> = Result<T, Box<dyn Error>>;
type Finder<'f> = Box<dyn Fn(&Image) -> Done<Option<Quad>> + 'f>;

fn main() -> Done<()> {
    let pictures = PathBuf::from(std::env::args().nth(1).ok_or("usage: figures_outlines <folder of pictures>")?);
    let truth: Value = serde_json::from_str(TRUTH)?;
    let truth: BTreeMap<String, Vec<[(f32, f32); 4]>> = serde_json::from_value(truth["pictures"].clone())?;
    let network = network()?;
    let other = std::env::args().nth(2).map(|path| other(&path)).transpose()?;
    let mut finders: Vec<(&str, Finder<'_>)> = vec![
        ("edges", Box::new(|image| Ok(document::outline(image, &[])?.seen().copied()))),
        ("network", Box::new(|image| Ok(corners::documents(image, &network)?.first().map(|outline| outline.quad)))),
    ];
    if let Some(other) = &other {
        finders.push(("DocCornerNet-lean", Box::new(|image| eight(image, other.as_ref()))));
    }
    println!("| outlines, {} pictures, one core | mean overlap | at least 0.9 | at least 0.8 | median |", truth.len());
    println!("|---|---|---|---|---|");
    for (name, find) in finders {
        let (mut overlaps, mut times) = (Vec::new(), Vec::new());
        for (file, documents) in &truth {
            let bytes = std::fs::read(pictures.join(file))?;
            let (image, _) = decode(&bytes, &DecodeLimits::default()).map_err(|problem| format!("{file}: {problem:?}"))?;
            let start = Instant::now();
            let found = find(&image)?;
            times.push(start.elapsed().as_secs_f64() * 1e3);
            let (w, h) = (image.width() as f32, image.height() as f32);
            let wanted = documents.iter().map(|corners| Quad(corners.map(|(x, y)| Point::new(x * w, y * h))));
            overlaps.push(found.map_or(0.0, |quad| wanted.map(|wanted| overlap(&quad, &wanted)).fold(0.0, f32::max)));
        }
        let mean = overlaps.iter().sum::<f32>() / overlaps.len() as f32;
        let least = |bar: f32| overlaps.iter().filter(|o| **o >= bar).count();
        println!("| {name} | {mean:.3} | {} | {} | {:.1} ms |", least(0.9), least(0.8), median(times));
    }
    Ok(())
}

fn runtime() -> Done<Ort> {
    let folder = case::models_dir().ok_or("no cache folder")?;
    let library = Manifest::builtin()?.runtime(&kyc_models::platform()).ok_or("no runtime for this platform")?.cache_name();
    Ok(Ort::open(&folder.join(library))?)
}

/// A network that answers with eight coordinates.
fn other(path: &str) -> Done<Arc<dyn Session>> {
    Ok(runtime()?.load(&std::fs::read(path)?, Load { threads: 1, copies: 1 })?)
}

fn eight(image: &Image, network: &dyn Session) -> Done<Option<Quad>> {
    const SIDE: usize = 224;
    let small = resample::resize(image, SIDE as u32, SIDE as u32)?;
    let levels = [(0.485, 0.229), (0.456, 0.224), (0.406, 0.225)].into_iter().cycle();
    let data = small.data().iter().zip(levels).map(|(value, (mean, deviation))| (f32::from(*value) / 255.0 - mean) / deviation);
    let outputs = network.run(vec![Tensor::new([1, SIDE, SIDE, 3], data.collect())])?;
    let corners = outputs.iter().map(Tensor::data).find(|values| values.len() == 8).ok_or("no eight coordinates")?;
    let (w, h) = (image.width() as f32, image.height() as f32);
    Ok(Some(Quad(std::array::from_fn(|i| Point::new(corners[2 * i] * w, corners[2 * i + 1] * h)))))
}

fn network() -> Done<Loaded> {
    let folder = case::models_dir().ok_or("no cache folder")?;
    let (manifest, runtime) = (Manifest::builtin()?, runtime()?);
    let file = manifest.files.iter().find(|file| file.task == Task::DocumentCorners).ok_or("no such model")?;
    Ok(Store::Folder(folder).load(file, &runtime, Load { threads: 1, copies: 1 })?)
}

/// Intersection over union.
fn overlap(a: &Quad, b: &Quad) -> f32 {
    let shared = a.shared(b);
    shared / (a.area() + b.area() - shared).max(1e-6)
}
