//! Hashes for a new manifest entry: `cargo run -p kyc-models --example pin -- ARCHIVE MEMBER [STEP…] [--out FILE]`
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::fs;

use kyc_core::model::store::hex;
use kyc_models::{archive, convert};
use sha2::{Digest, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let out = arguments.iter().position(|a| a == "--out").map(|at| arguments.drain(at..).nth(1).unwrap_or_default());
    let [path, member, steps @ ..] = arguments.as_slice() else {
        return Err("usage: pin ARCHIVE MEMBER [STEP…] [--out FILE]".into());
    };
    let archive = fs::read(path)?;
    let bytes = archive::member(path, &archive, member)?;
    println!("member_sha256 = \"{}\"", hex(&Sha256::digest(&bytes)));
    let made = convert::apply(member, steps, bytes, &|other| archive::member(path, &archive, other))?;
    println!("sha256 = \"{}\"\nbytes = {}", hex(&Sha256::digest(&made)), made.len());
    if let Some(out) = out {
        fs::write(out, made)?;
    }
    Ok(())
}
