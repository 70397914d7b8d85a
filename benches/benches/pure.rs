//! Work without models: MRZ text, judgement, a call through the JSON door, live frames, one-to-many search.
//! Run: `cargo bench -p kyc-benches --bench pure`.
#![allow(missing_docs, clippy::expect_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kyc_core::config::Config;
use kyc_core::engine::Engine;
use kyc_core::face::{Embedding, FaceIndex};
use kyc_core::mrz;

// The corrected example of acceptance id F-071.
const TD3: [&str; 2] = ["P<INDSHARMA<<RAHUL<<<<<<<<<<<<<<<<<<<<<<<<<<", "L1234567<3IND9003152M2912316<<<<<<<<<<<<<<<2"];

fn mrz_text(c: &mut Criterion) {
    let mut group = c.benchmark_group("mrz");
    group.throughput(Throughput::Elements(1));
    group.bench_function("parse TD3 with all check digits", |b| b.iter(|| mrz::parse(std::hint::black_box(&TD3))));
    group.finish();
}

fn door(c: &mut Criterion) {
    let engine = Engine::new(Config::default()).expect("an engine without models");
    let evidence = serde_json::to_string(&kyc_core::wire::Evidence::empty()).expect("evidence is JSON");
    let request = format!(r#"{{"evidence":{evidence},"today":"2026-11-21"}}"#);
    c.bench_function("judge through the JSON door", |b| b.iter(|| engine.call("judge", std::hint::black_box(&request), &[])));
    let text = format!(r#"{{"text":"{}\n{}","today":"2026-11-21"}}"#, TD3[0], TD3[1]);
    c.bench_function("read_mrz of text through the JSON door", |b| {
        b.iter(|| engine.call("read_mrz", std::hint::black_box(&text), &[]))
    });
}

/// A card on a table in a preview of 1280×720, one core. Aim: at most 15 ms.
fn frames(c: &mut Criterion) {
    let engine = Engine::new(Config::default()).expect("an engine without models");
    let (width, height) = (1280_u32, 720_u32);
    let luma = |x: u32, y: u32| match ((200..1080).contains(&x) && (82..637).contains(&y), (x / 9 + y / 9) % 2) {
        (false, _) => 40,
        (true, 0) => 190,
        (true, _) => 150,
    };
    let plane: Vec<u8> = (0..height).flat_map(|y| (0..width).map(move |x| luma(x, y))).collect();
    let nv21 = [plane.clone(), vec![128; plane.len() / 2]].concat();
    let rgb: Vec<u8> = plane.iter().flat_map(|value| [*value; 3]).collect();
    for (name, format, stride, bytes) in [("NV21", "nv21", width, &nv21), ("RGB", "rgb", 3 * width, &rgb)] {
        let request =
            format!(r#"{{"image":0,"width":{width},"height":{height},"stride":{stride},"format":"{format}","document":"id1"}}"#);
        c.bench_function(&format!("assess_frame of 1280x720, {name}"), |b| {
            b.iter(|| engine.call("assess_frame", std::hint::black_box(&request), &[bytes]).expect("a frame"))
        });
    }
}

/// One core; 256 MB of templates are read once a search.
fn search(c: &mut Criterion) {
    let face = |seed: u32| {
        let values = (0..128u32).map(|i| (seed.wrapping_mul(2_654_435_761).wrapping_add(i * 40_503) % 1_997) as f32 - 998.0);
        Embedding::new("sface", values.collect()).expect("it has a direction")
    };
    let mut index = FaceIndex::like(&face(0));
    (0..1_000_000u32).for_each(|key| index.add(u64::from(key), &face(key)).expect("one model"));
    let probe = face(123_456);
    let mut group = c.benchmark_group("faces");
    group.throughput(Throughput::Elements(index.len() as u64)).sample_size(20);
    group.bench_function("search among 1,000,000 templates", |b| b.iter(|| index.search(std::hint::black_box(&probe), 0.5, 10)));
    group.finish();
}

criterion_group!(benches, mrz_text, door, frames, search);
criterion_main!(benches);
