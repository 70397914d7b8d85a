//! Generators and checks of this workspace: `cargo xtask <task>`.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod acceptance;
mod added;
mod api;
mod bindings;
mod book;
mod c;
mod calls;
mod compare;
mod header;
mod mobile;
mod ocr;
mod openapi;
mod python;
mod reference;
mod shapes;
mod typescript;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

const USAGE: &str = "\
cargo xtask gen          write the generated files
cargo xtask check-drift  fail when a generated file is not what `gen` would write
cargo xtask conformance  run the conformance vectors; with --compare also in every other language;
                         with --write besides, their table in docs/conformance.md
cargo xtask added        add an operation to a copy of the tree and call it through every language: one file, one row
cargo xtask book         run, compile or parse every block of code of the book; after c, mobile, python and node
cargo xtask c            install the C library into a folder and test it there, from C and C++
cargo xtask c-install F  build the C library for release and install it below the folder F
cargo xtask mobile       build the Kotlin and Swift binding and test it on the JVM and in Python
cargo xtask python       build the Python wheel, install it in a fresh environment and test it there
cargo xtask ocr          build the Tesseract backend and read pictures of six scripts with it
cargo xtask node         pack the npm package, install it in a fresh folder and test it there
cargo xtask test         everything that CI demands: format, lints, tests, drift, conformance, languages";

/// What went wrong, in one line for a person.
type Outcome<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let done = match env::args().nth(1).as_deref() {
        Some("gen") => generate(),
        Some("check-drift") => check_drift(),
        Some("conformance") if env::args().any(|argument| argument == "--compare") => {
            compare::compare(env::args().any(|argument| argument == "--write"))
        }
        Some("conformance") => conformance(),
        Some("added") => added::added(),
        Some("c") => c::c(),
        Some("c-install") => match env::args().nth(2) {
            Some(folder) => c::install(Path::new(&folder), true),
            None => Err(USAGE.to_owned()),
        },
        Some("book") => book::book(),
        Some("ocr") => ocr::ocr(),
        Some("mobile") => mobile::mobile(),
        Some("python") => bindings::python(),
        Some("node") => bindings::node(),
        Some("test") => test(),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The workspace's folder.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Every generated file: its path in the workspace and what it must hold.
fn generated() -> Outcome<Vec<(PathBuf, String)>> {
    let api = api::json()?;
    let door = shapes::door(&api)?;
    Ok(vec![
        ("bindings-node/types.d.ts".into(), typescript::types(&door)),
        ("bindings-python/python/kyc/_calls.py".into(), calls::module(&door)),
        ("bindings-python/python/kyc/types.py".into(), python::types(&door)),
        ("kyc-server/openapi.json".into(), openapi::json(&api)?),
        ("conformance/api.json".into(), api),
        ("docs/acceptance.md".into(), acceptance::table(root())?),
        ("docs/book/src/reference/operations.md".into(), reference::page(&door)),
        ("kyc-ffi/include/kyc.h".into(), header::c(root())?),
    ])
}

fn generate() -> Outcome {
    for (path, text) in generated()? {
        let file = root().join(&path);
        fs::create_dir_all(file.parent().unwrap_or(root()))
            .and_then(|()| fs::write(&file, text))
            .map_err(|e| format!("{}: {e}", path.display()))?;
        println!("wrote {}", path.display());
    }
    Ok(())
}

fn check_drift() -> Outcome {
    let stale: Vec<String> = generated()?
        .into_iter()
        .filter(|(path, text)| fs::read_to_string(root().join(path)).ok().as_deref() != Some(text))
        .map(|(path, _)| path.display().to_string())
        .collect();
    if stale.is_empty() { Ok(()) } else { Err(format!("out of date, run `cargo xtask gen`: {}", stale.join(", "))) }
}

fn conformance() -> Outcome {
    let mut wrong = 0;
    for vector in kyc_conformance::vectors()? {
        let outcome = kyc_conformance::run(&vector)?;
        println!("{} {}", outcome.id, outcome.hash);
        if let Some(problem) = outcome.problem {
            eprintln!("{}: {problem}", outcome.id);
            wrong += 1;
        }
    }
    if wrong == 0 { Ok(()) } else { Err(format!("{wrong} vectors are not answered as pinned")) }
}

fn test() -> Outcome {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    // Tests on real models pass over themselves where there are none: so they are there first, and told where.
    cargo(&["run", "-p", "kyc-cli", "--", "models", "prepare"])?;
    let models = bindings::models()?;
    // The slow tier is part of it: thousands of damaged pictures.
    cargo_with(&["test", "--workspace", "--", "--include-ignored"], &[("KYC_MODELS", &models)])?;
    check_drift()?;
    conformance()?;
    ocr::ocr()?;
    c::c()?;
    mobile::mobile()?;
    bindings::python()?;
    bindings::node()?;
    book::book()?;
    compare::compare(false)
}

fn cargo(arguments: &[&str]) -> Outcome {
    cargo_with(arguments, &[])
}

fn cargo_with(arguments: &[&str], environment: &[(&str, &PathBuf)]) -> Outcome {
    println!("cargo {}", arguments.join(" "));
    let mut command = Command::new(env!("CARGO"));
    let done = command.args(arguments).envs(environment.iter().copied()).current_dir(root()).status();
    let done = done.map_err(|e| format!("cargo: {e}"))?;
    if done.success() { Ok(()) } else { Err(format!("`cargo {}` failed", arguments.join(" "))) }
}
