//! A language that lacks a sentence, has one too many, or forgets a value in one, does not build.

// A build script talks to cargo on standard output.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::process::ExitCode;

const FOLDER: &str = "catalog/messages";
/// The language that the others are held against; that it has a sentence for every code is a test's to see.
const FIRST: &str = "en.toml";

fn main() -> io::Result<ExitCode> {
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rerun-if-changed=build.rs");
    let first = fs::read_to_string(format!("{FOLDER}/{FIRST}"))?;
    let first = sentences(&first);
    let mut whole = true;
    for entry in fs::read_dir(FOLDER)? {
        let path = entry?.path();
        let here = fs::read_to_string(&path)?;
        let here = sentences(&here);
        let keys: BTreeSet<_> = first.keys().chain(here.keys()).collect();
        for (section, code) in keys.into_iter().filter(|key| first.get(*key) != here.get(*key)) {
            println!(
                "cargo::error={}: {section} {code} is missing, is in no other language, or has other values",
                path.display()
            );
            whole = false;
        }
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The values in every sentence, by section and code. Every sentence is a line of its own.
fn sentences(text: &str) -> BTreeMap<(&str, &str), Vec<&str>> {
    let mut section = "";
    let mut found = BTreeMap::new();
    for line in text.lines() {
        if line.starts_with('[') {
            section = line;
        } else if let Some((code, sentence)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) {
            let mut values: Vec<&str> = sentence.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
            values.sort_unstable();
            found.insert((section, code), values);
        }
    }
    found
}
