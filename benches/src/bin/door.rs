//! What a call costs in Rust: `door MODELS A B` prints the medians of `match_faces` in milliseconds and of `read_mrz` on text in
//! microseconds, and by how many KiB resident memory grew over 10,000 calls with a blob of 100,000 bytes. `benches/bindings` has the
//! same in every language.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::time::Instant;

use kyc_core::ops::{MatchFacesRequest, ReadMrzRequest};
use kyc_core::{Config, Engine};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, a, b] = arguments.as_slice() else { return Err("usage: door MODELS A B".into()) };
    let engine = Engine::new(Config::prepared(models))?;
    let (a, b) = (std::fs::read(a)?, std::fs::read(b)?);
    let faces: MatchFacesRequest = serde_json::from_str(r#"{"a": 0, "b": 1}"#)?;
    let zone = r#"{"text": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10", "today": "2026-11-21"}"#;
    let zone: ReadMrzRequest = serde_json::from_str(zone)?;
    let compared = || engine.match_faces(faces, &[&a, &b]).map(drop);
    median(3, compared)?;
    let compared = median(25, compared)? / 1e3;
    let read = median(5000, || engine.read_mrz(zone.clone(), &[]).map(drop))?;
    let blob = vec![7; 100_000];
    let calls = |count| (0..count).try_for_each(|_| engine.read_mrz(zone.clone(), &[&blob]).map(drop));
    calls(2_000)?;
    let before = resident_kib()?;
    calls(10_000)?;
    println!("{compared:.3} {read:.2} {}", resident_kib()? - before);
    Ok(())
}

fn resident_kib() -> Result<i64, Box<dyn Error>> {
    let pages = std::fs::read_to_string("/proc/self/statm")?;
    Ok(pages.split(' ').nth(1).unwrap_or_default().parse::<i64>()? * 4)
}

/// Median microseconds of `runs` calls.
fn median(runs: usize, work: impl Fn() -> kyc_core::Result<()>) -> Result<f64, Box<dyn Error>> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[runs / 2])
}
