//! A stored case judged again, without pictures and without models:
//! `cargo run -p kyc-examples --bin judge_again -- evidence.json 2026-11-21`
#![allow(clippy::print_stdout)]

use std::error::Error;

use kyc_core::config::Config;
use kyc_core::engine::Engine;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [evidence, today] = arguments.as_slice() else {
        return Err("usage: judge_again EVIDENCE.json YYYY-MM-DD".into());
    };
    // An engine without models judges; the JSON door is the one every other language uses.
    let engine = Engine::new(Config::default())?;
    let request = format!(r#"{{"evidence":{},"today":"{today}","policy":"api-v1"}}"#, std::fs::read_to_string(evidence)?);
    println!("{}", engine.call("judge", &request, &[])?);
    Ok(())
}
