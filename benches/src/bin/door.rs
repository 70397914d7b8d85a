//! What a call costs in Rust: `door MODELS A B` prints the medians of `match_faces` in milliseconds, of what of it lies outside the
//! engine's own stages in microseconds, and of `read_mrz` on text in microseconds; and by how many KiB resident memory grew over 10,000 calls with a blob of 100,000 bytes. `benches/bindings` has the
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
    let (mut whole, mut outside) = (Vec::new(), Vec::new());
    for warm in 0..28 {
        let start = Instant::now();
        let answer = engine.match_faces(faces, &[&a, &b])?;
        let took = start.elapsed().as_secs_f64() * 1e6;
        if warm >= 3 {
            let stages = answer.timings.iter().map(|stage| stage.start_us + stage.duration_us).max().unwrap_or(0);
            whole.push(took);
            outside.push(took - stages as f64);
        }
    }
    let mut reads = Vec::new();
    for _ in 0..5000 {
        let start = Instant::now();
        engine.read_mrz(zone.clone(), &[])?;
        reads.push(start.elapsed().as_secs_f64() * 1e6);
    }
    let blob = vec![7; 100_000];
    let calls = |count| (0..count).try_for_each(|_| engine.read_mrz(zone.clone(), &[&blob]).map(drop));
    calls(2_000)?;
    let before = resident_kib()?;
    calls(10_000)?;
    let growth = resident_kib()? - before;
    println!("{:.3} {:.1} {:.2} {growth}", median(whole) / 1e3, median(outside), median(reads));
    Ok(())
}

fn resident_kib() -> Result<i64, Box<dyn Error>> {
    let pages = std::fs::read_to_string("/proc/self/statm")?;
    Ok(pages.split(' ').nth(1).unwrap_or_default().parse::<i64>()? * 4)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
