//! The whole pipeline on two 12-megapixel pictures. Needs prepared models: `kyc models prepare`.
//! Run: `cargo bench -p kyc-benches --bench pipeline`.
#![allow(missing_docs, clippy::expect_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use kyc_benches::case;
use kyc_core::config::Config;
use kyc_core::engine::Engine;
use kyc_core::ops::{CheckLivenessRequest, MatchFacesRequest, ReadMrzRequest};

fn pipeline(c: &mut Criterion) {
    let today = case::today().expect("a real day");
    let models = case::models_dir().expect("a folder for models");
    let case = case::demo(&models).expect("the demo's pictures; run `kyc models prepare` first");
    let blobs = case.blobs();

    let mut group = c.benchmark_group("12 megapixels");
    group.sample_size(10);
    group.bench_function("engine load", |b| b.iter(|| Engine::new(Config::prepared(&models)).expect("prepared models")));
    let engine = Engine::new(Config::prepared(&models)).expect("prepared models");
    group.bench_function("verify", |b| b.iter(|| engine.verify(case.request(today), &blobs)));
    group.bench_function("read_mrz", |b| b.iter(|| engine.read_mrz(ReadMrzRequest::image(0, today), &blobs)));
    group.bench_function("check_liveness", |b| b.iter(|| engine.check_liveness(CheckLivenessRequest::new(1), &blobs)));
    group.bench_function("match_faces", |b| b.iter(|| engine.match_faces(MatchFacesRequest::new(0, 1), &blobs)));
    group.finish();
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
