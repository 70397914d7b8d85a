//! Whole-process figures as a Markdown page: `cargo run --release -p kyc-benches --bin figures > docs/performance.md`.
//!
//! Every figure is the median of the runs it names, taken in this one process on this machine.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use chrono::NaiveDate;
use kyc_benches::timed::Timed;
use kyc_benches::{case, median};
use kyc_core::config::{Config, RuntimeChoice};
use kyc_core::engine::Engine;
use kyc_core::image::{DecodeLimits, decode};
use kyc_core::model::{Manifest, Store};
use kyc_core::mrz;
use kyc_core::ops::{JudgeRequest, PolicyChoice, VerifyResponse};
use kyc_core::perceive::Stage;
use kyc_core::runtime::ort::Ort;

const RUNS: usize = 15;
const TD3: [&str; 2] = ["P<INDSHARMA<<RAHUL<<<<<<<<<<<<<<<<<<<<<<<<<<", "L1234567<3IND9003152M2912316<<<<<<<<<<<<<<<2"];

fn main() -> Result<(), Box<dyn Error>> {
    let today = case::today().ok_or("no such day")?;
    let models = case::models_dir().ok_or("no cache folder")?;
    if let [_, document, selfie] = std::env::args().collect::<Vec<_>>().as_slice() {
        return only_verify(&models, document, selfie, today);
    }
    let case = case::demo(&models)?;
    let blobs = case.blobs();

    let load = timed(3, || Engine::new(Config::prepared(&models)).map(|_| ()))?;
    let engine = Engine::new(Config::prepared(&models))?;
    // Warm-up: the first call grows the runtime's arenas.
    engine.verify(case.request(today), &blobs)?;
    let mut answers: Vec<VerifyResponse> = Vec::new();
    let verify = timed(RUNS, || engine.verify(case.request(today), &blobs).map(|answer| answers.push(answer)))?;
    let faces =
        median(answers.iter().map(|a| stages(a, &[Stage::Selfie, Stage::Liveness, Stage::Portrait, Stage::FaceMatch])).collect());
    let judge = judge_full(&engine, answers.pop().ok_or("no answer")?, today)?;
    drop(engine);
    let peak = peak_memory_of_a_fresh_process(&case)?;

    let share = share(&models, &case, today)?;

    println!("# Performance\n");
    println!(
        "Written by `cargo run --release -p kyc-benches --bin figures > docs/performance.md`. Medians of {RUNS} runs (engine load: 3)"
    );
    println!("in one process, two 12-megapixel JPEGs (the demo's passport photo and selfie), two engine threads.\n");
    println!("Machine: {}.\n", machine());
    println!("| figure | aim | measured |\n|---|---|---|");
    println!("| engine load, all models verified by SHA-256 | ≤ 1 s | {:.2} s |", load / 1e3);
    println!("| `verify`, document + selfie, 12 MP each | ≤ 1.0 s | {:.0} ms |", verify);
    println!(
        "| both faces found, measured and compared, and passive liveness (sum of stages inside `verify`) | ≤ 120 ms | {faces:.0} ms |"
    );
    println!("| our code over decode + bare model runs, one thread | ≤ 15 % | {:.1} % |", share.own);
    println!("| the same without forensics, which run no model | | {:.1} % |", share.own_without_forensics);
    println!("| peak memory of a process that loads the engine and verifies three times | ≤ 500 MB | {peak} |");
    println!("| MRZ text parse, TD3 with check digits, one core | ≥ 1,000,000/s | {:.0}/s |", mrz_per_second());
    println!("| `judge` of the evidence of that `verify`, through Rust | ≤ 200 µs | {:.0} µs |", judge * 1e3);
    println!("| `judge` as JSON through the door, empty case | ≤ 1 ms beyond the work | {:.3} ms in all |", json_call()?);
    println!(
        "\nOn one thread `verify` takes {:.0} ms: {:.0} ms inside models, {:.0} ms decoding (freeing the pixels included), the rest is ours.",
        share.whole, share.models, share.decode
    );
    println!("\n## Stages of `verify`\n\n| stage | median |\n|---|---|");
    for stage in stage_names(&answers) {
        println!("| {stage:?} | {:.1} ms |", median(answers.iter().map(|a| stages(a, &[stage])).collect()));
    }
    println!("\nStages of the document and of the selfie overlap; they do not add up to the total.");
    Ok(())
}

/// Median milliseconds of `runs` calls.
fn timed<E: Error + 'static>(runs: usize, mut work: impl FnMut() -> Result<(), E>) -> Result<f64, Box<dyn Error>> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok(median(times))
}

fn stages(answer: &VerifyResponse, wanted: &[Stage]) -> f64 {
    answer.timings.iter().filter(|t| wanted.contains(&t.stage)).map(|t| t.duration_us as f64 / 1e3).sum()
}

fn stage_names(answers: &[VerifyResponse]) -> Vec<Stage> {
    answers.first().map(|a| a.timings.iter().map(|t| t.stage).collect()).unwrap_or_default()
}

/// Where the time of a `verify` on one engine thread goes, so that nothing overlaps: medians in milliseconds.
struct Share {
    whole: f64,
    decode: f64,
    models: f64,
    /// Percent of `whole` beyond `decode` and `models`, the median of the runs' own.
    own: f64,
    /// The same of `whole` less the stage of forensics.
    own_without_forensics: f64,
}

fn share(models: &Path, case: &case::Case, today: NaiveDate) -> Result<Share, Box<dyn Error>> {
    let library = Manifest::builtin()?.runtime(&kyc_models::platform()).ok_or("no runtime for this platform")?;
    let runtime = Timed::new(Ort::open(&models.join(library.cache_name()))?);
    let stopwatch = runtime.stopwatch();
    let config = Config {
        runtime: RuntimeChoice::Custom(Arc::new(runtime)),
        models: Store::Folder(models.to_owned()),
        threads: 1,
        ..Config::default()
    };
    let engine = Engine::new(config)?;
    engine.verify(case.request(today), &case.blobs())?;
    let mut runs = [const { Vec::new() }; 5];
    for _ in 0..RUNS {
        stopwatch.take();
        let start = Instant::now();
        let answer = engine.verify(case.request(today), &case.blobs())?;
        let (whole, models) = (start.elapsed().as_secs_f64() * 1e3, stopwatch.take().as_secs_f64() * 1e3);
        let decode = stages(&answer, &[Stage::DecodeDocument, Stage::DecodeSelfie]) + freeing(case)?;
        let own = |whole: f64| (whole / (decode + models) - 1.0) * 100.0;
        let without = own(whole - stages(&answer, &[Stage::Forensics]));
        runs.iter_mut().zip([whole, decode, models, own(whole), without]).for_each(|(all, one)| all.push(one));
    }
    let [whole, decode, models, own, own_without_forensics] = runs.map(median);
    Ok(Share { whole, decode, models, own, own_without_forensics })
}

/// Milliseconds that giving back the decoded pictures takes: who decodes pays it, too.
fn freeing(case: &case::Case) -> Result<f64, String> {
    let pictures = case.blobs().map(|blob| decode(blob, &DecodeLimits::default()).map_err(|problem| format!("{problem:?}")));
    let start = Instant::now();
    drop(pictures.into_iter().collect::<Result<Vec<_>, _>>()?);
    Ok(start.elapsed().as_secs_f64() * 1e3)
}

fn mrz_per_second() -> f64 {
    const N: u32 = 2_000_000;
    let start = Instant::now();
    for _ in 0..N {
        let _ = black_box(mrz::parse(black_box(&TD3)));
    }
    f64::from(N) / start.elapsed().as_secs_f64()
}

/// Milliseconds of a judgement alone, the request's copy included.
fn judge_full(engine: &Engine, answer: VerifyResponse, today: NaiveDate) -> Result<f64, Box<dyn Error>> {
    let request =
        JudgeRequest { evidence: answer.evidence, policy: PolicyChoice::default(), today, language: None, attempts: None };
    timed(1_000, || engine.judge(request.clone(), &[]).map(|answer| drop(black_box(answer))))
}

fn json_call() -> Result<f64, Box<dyn Error>> {
    let engine = Engine::new(Config::default())?;
    let evidence = serde_json::to_string(&kyc_core::wire::Evidence::empty())?;
    let request = format!(r#"{{"evidence":{evidence},"today":"2026-11-21"}}"#);
    timed(1_000, || engine.call("judge", black_box(&request), &[]).map(|answer| drop(black_box(answer))))
}

/// What the child process of [`peak_memory_of_a_fresh_process`] does: the pictures come as files, so that making them does
/// not count.
fn only_verify(models: &Path, document: &str, selfie: &str, today: NaiveDate) -> Result<(), Box<dyn Error>> {
    let case = case::Case { document: std::fs::read(document)?, selfie: std::fs::read(selfie)? };
    let engine = Engine::new(Config::prepared(models))?;
    for _ in 0..3 {
        engine.verify(case.request(today), &case.blobs())?;
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kb = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    println!("{}", kb.map_or_else(|| "not measured on this system".to_owned(), |kb| format!("{:.0} MB", kb / 1024.0)));
    Ok(())
}

fn peak_memory_of_a_fresh_process(case: &case::Case) -> Result<String, Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("kyc-figures-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let paths = [folder.join("document.jpg"), folder.join("selfie.jpg")];
    std::fs::write(&paths[0], &case.document)?;
    std::fs::write(&paths[1], &case.selfie)?;
    let child = Command::new(std::env::current_exe()?).args(&paths).output();
    std::fs::remove_dir_all(&folder)?;
    Ok(String::from_utf8(child?.stdout)?.trim().to_owned())
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':').map(|(_, name)| name.trim().to_owned()));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{} cores, {}, {} {}",
        cores,
        model.unwrap_or_else(|| "unknown processor".to_owned()),
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}
