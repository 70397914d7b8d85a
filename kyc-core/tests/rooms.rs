//! The law of the house: which room may see which, how long a file may be, and what may stand in none.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms by floor, in the order of ARCHITECTURE.md. A room sees the floors before its own, and its own floor only where
/// [`NEIGHBOURS`] says so.
const FLOORS: &[&[&str]] = &[
    &["error", "sensitive"],
    &["wire"],
    &["catalog"],
    &["names"],
    &["mrz", "aamva", "profile", "national_id", "watchlist", "bundle"],
    &["runtime", "image"],
    &["model"],
    // Perception.
    &["locate"],
    &["barcode", "chip", "read", "face", "liveness", "forensics"],
    &["perceive"],
    // Judgement.
    &["policy"],
    &["check"],
    &["score"],
    &["decide"],
    &["explain"],
    &["judge"],
    // The door.
    &["config"],
    &["ops", "engine"],
];

/// Pairs on one floor that may see each other: liveness is measured on a face; an operation is run by an engine, and the
/// engine finds operations by name.
const NEIGHBOURS: &[(&str, &str)] = &[("liveness", "face"), ("ops", "engine"), ("engine", "ops")];

/// Judgement never sees a pixel or a model.
const JUDGEMENT: &[&str] = &["policy", "check", "score", "decide", "explain", "judge"];
const PERCEPTION: &[&str] =
    &["image", "model", "runtime", "locate", "barcode", "chip", "read", "face", "liveness", "forensics", "perceive"];

const LONGEST_FILE: usize = 600;

fn source(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(of)
}

/// Every file below `folder` that is ours, with its text; binary files are left out.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", "node_modules", ".git"].contains(&name.as_str()) {
                found.extend(files(&path));
            }
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.push((path, text));
        }
    }
    found
}

fn rust_files(folder: &Path) -> Vec<(PathBuf, String)> {
    files(folder).into_iter().filter(|(path, _)| path.extension().is_some_and(|e| e == "rs")).collect()
}

/// The rooms that a source names as `crate::room`, also inside `use crate::{…}`.
fn rooms_named(text: &str) -> Vec<String> {
    let code: String = text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
    let mut named = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let word = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut start = true;
            for (i, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => start = true,
                    c if start && (c.is_ascii_alphabetic() || c == '_') => {
                        named.push(word(&group[i..]));
                        start = false;
                    }
                    _ => {}
                }
            }
        } else {
            named.push(word(rest));
        }
    }
    named
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

#[test]
fn a_room_sees_only_rooms_before_it() {
    let src = source("kyc-core/src");
    let mut broken = Vec::new();
    for (path, text) in rust_files(&src) {
        let inside = path.strip_prefix(&src).unwrap();
        let room = inside.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
        if room == "lib" {
            continue;
        }
        let own = floor(&room).unwrap_or_else(|| panic!("{} is in a room that the law does not know", inside.display()));
        for seen in rooms_named(&text) {
            // Macros and re-exports live at the crate's root.
            let Some(theirs) = floor(&seen) else {
                if !["for_each_op"].contains(&seen.as_str()) {
                    broken.push(format!("{} names crate::{seen}, which is no room", inside.display()));
                }
                continue;
            };
            let allowed = seen == room || theirs < own || NEIGHBOURS.contains(&(&room, &seen));
            let forbidden = JUDGEMENT.contains(&room.as_str()) && PERCEPTION.contains(&seen.as_str());
            let backwards = PERCEPTION.contains(&room.as_str()) && JUDGEMENT.contains(&seen.as_str());
            if !allowed || forbidden || backwards {
                broken.push(format!("{} sees {seen}", inside.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_room_of_the_law_exists_and_is_declared() {
    let lib = fs::read_to_string(source("kyc-core/src/lib.rs")).unwrap();
    for room in FLOORS.iter().copied().flatten() {
        assert!(lib.contains(&format!("mod {room};")), "{room} is not declared in lib.rs");
    }
    let declared = lib.lines().filter(|line| line.starts_with("pub mod ") || line.starts_with("mod ")).count();
    assert_eq!(declared, FLOORS.iter().map(|floor| floor.len()).sum::<usize>());
}

#[test]
fn no_file_is_long() {
    let long: Vec<_> = rust_files(&source("."))
        .into_iter()
        .filter(|(_, text)| text.lines().count() > LONGEST_FILE)
        .map(|(path, text)| format!("{} has {} lines", path.display(), text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn only_the_c_binding_mapped_files_and_one_trait_of_uniffi_are_unsafe() {
    for (path, text) in rust_files(&source(".")) {
        let code = text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
        // Spelt in two halves so that this file does not find itself.
        let spelt = concat!("un", "safe ");
        let may = |part: std::path::Component<'_>| part.as_os_str() == "kyc-ffi" || part.as_os_str() == "mapped";
        // A trait that is only there to be implemented by generated code; nothing behind it touches a pointer.
        let lift = path.ends_with("bindings-mobile/src/bytes.rs");
        assert!(!code.contains(spelt) || path.components().any(may) || lift, "{}", path.display());
    }
}

#[test]
fn only_one_file_names_onnx_runtime() {
    for (path, text) in rust_files(&source("kyc-core/src")) {
        let names = text.lines().any(|line| {
            let code = line.split("//").next().unwrap_or("");
            code.match_indices(concat!("ort", "::"))
                .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
        });
        assert!(!names || path.ends_with("runtime/ort.rs"), "{}", path.display());
    }
}

#[test]
fn nothing_unfinished_and_no_machine_is_named() {
    // Each spelt in two halves so that this file does not find itself.
    let everywhere = [
        concat!("to", "do!("),
        concat!("un", "implemented!("),
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("\"/", "tmp/"),
        concat!("/", "work/"),
        concat!("/", "root/"),
        concat!("pypi", ".org"),
        concat!("files.python", "hosted"),
        concat!("registry.npm", "js"),
    ];
    let mut broken = Vec::new();
    for (path, text) in files(&source(".")) {
        let name = path.file_name().unwrap().to_string_lossy();
        // Lock files name where packages come from; that is their job.
        if ["Cargo.lock", "package-lock.json", ".git"].contains(&&*name) {
            continue;
        }
        for word in everywhere {
            if text.contains(word) {
                broken.push(format!("{} holds {word}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_scanner_sees_single_and_grouped_paths() {
    let text = "use crate::wire::{A, B};\nuse crate::{error::{Code, Error}, model, read::Side}; // crate::face\nlet x = crate::image::decode;";
    assert_eq!(rooms_named(text), ["wire", "error", "model", "read", "image"]);
}
