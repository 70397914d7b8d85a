//! The main job from a Rust program: `cargo run --release -p kyc-examples --bin verify -- passport.jpg selfie.jpg 2026-11-21`
#![allow(clippy::print_stdout)]

use std::error::Error;

use kyc_core::config::Config;
use kyc_core::engine::Engine;
use kyc_core::ops::{DocumentBlobs, VerifyRequest};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [document, selfie, today] = arguments.as_slice() else {
        return Err("usage: verify DOCUMENT SELFIE YYYY-MM-DD".into());
    };
    let models = kyc_models::default_cache_dir().ok_or("no cache folder for models")?;
    let engine = Engine::new(Config::prepared(models))?;

    let (document, selfie) = (std::fs::read(document)?, std::fs::read(selfie)?);
    let request = VerifyRequest { selfie: Some(1), ..VerifyRequest::new(DocumentBlobs { front: 0, back: None }, today.parse()?) };
    let answer = engine.verify(request, &[&document, &selfie])?;

    println!("{:?} with {} points", answer.report.decision.verdict, answer.report.score.value);
    for reason in &answer.report.reasons {
        println!("  {}: {}", reason.check, reason.text);
    }
    Ok(())
}
