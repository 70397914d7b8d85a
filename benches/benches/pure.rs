//! Work without pixels: MRZ text, judgement, a call through the JSON door. Needs no models.
//! Run: `cargo bench -p kyc-benches --bench pure`.
#![allow(missing_docs, clippy::expect_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kyc_core::config::Config;
use kyc_core::engine::Engine;
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

criterion_group!(benches, mrz_text, door);
criterion_main!(benches);
