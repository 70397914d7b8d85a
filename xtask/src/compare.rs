//! The conformance vectors through every language: the same ids and equal hashes, or it fails.
//!
//! Hashes cover whole responses, those of `describe` included: operations, enumerations and error codes are compared too.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use kyc_conformance::{hash, vectors};

use crate::bindings::{Environment, build_node, libraries, output, run, scratch};
use crate::mobile::Mobile;
use crate::{Outcome, root};

/// What stands around the table in `docs/conformance.md`.
const BEGIN: &str = "<!-- begin: the table is written by `cargo xtask conformance --compare` -->\n\n";
const END: &str = "\n<!-- end -->\n";

macro_rules! names {
    ($($name:ident: $operation:ident => $summary:literal,)*) => { [$(stringify!($name)),*] };
}

/// Hashes by vector id.
type Answers = BTreeMap<String, String>;

/// Runs the vectors through every language and compares with Rust's answers. The table of `docs/conformance.md` has to be that of
/// the run; where it is not it is written anew, to be committed.
pub(crate) fn compare() -> Outcome {
    let vectors = vectors()?;
    let expected: Answers = vectors
        .iter()
        .map(|vector| kyc_conformance::run(vector).map(|outcome| (outcome.id, outcome.hash)))
        .collect::<Outcome<_>>()?;
    let mut wrong = 0;
    let mobile = Mobile::build()?;
    let kotlin = answers(&mobile.jvm(Some("ConformanceTest"))?)?;
    let uniffi = answers(&output(&mut mobile.python()?)?)?;
    let all = [("C", c()?), ("Python", python()?), ("Node", node()?), ("Kotlin", kotlin), ("UniFFI-Python", uniffi)];
    for (language, answers) in &all {
        let ids = expected.keys().chain(answers.keys().filter(|id| !expected.contains_key(*id)));
        for id in ids.filter(|id| expected.get(*id) != answers.get(*id)) {
            let found = answers.get(id).map_or("no answer", String::as_str);
            eprintln!("{language}: {id} is {found}, in Rust {}", expected.get(id).map_or("unknown", String::as_str));
            wrong += 1;
        }
        println!("{language}: {} vectors answered", answers.len());
    }
    if wrong > 0 {
        return Err(format!("{wrong} answers differ from Rust's"));
    }
    println!("{} vectors, the same in Rust, C, Python, Node, Kotlin and UniFFI-Python", expected.len());
    let mut operations: BTreeMap<&str, usize> = kyc_core::for_each_op!(names).into_iter().map(|name| (name, 0)).collect();
    for vector in &vectors {
        *operations.entry(&vector.op).or_default() += 1;
    }
    let languages: Vec<&str> = std::iter::once("Rust").chain(all.iter().map(|(language, _)| *language)).collect();
    tabulate(&operations, &languages)
}

/// Writes the table of a run in which every answer was equal.
fn tabulate(operations: &BTreeMap<&str, usize>, languages: &[&str]) -> Outcome {
    let path = root().join("docs/conformance.md");
    let problem = |e: std::io::Error| format!("{}: {e}", path.display());
    let page = fs::read_to_string(&path).map_err(problem)?;
    let (before, rest) = page.split_once(BEGIN).ok_or("docs/conformance.md has no place for the table")?;
    let (_, after) = rest.split_once(END).ok_or("docs/conformance.md has no end of the table")?;
    let mut table = format!("| operation | vectors | {} |\n|---|---|{}\n", languages.join(" | "), "---|".repeat(languages.len()));
    let total: usize = operations.values().sum();
    for (name, count) in operations.iter().map(|(name, count)| (format!("`{name}`"), count)).chain([("all".to_owned(), &total)]) {
        table += &format!("| {name} | {count} |{}\n", " equal |".repeat(languages.len()));
    }
    let written = format!("{before}{BEGIN}{table}{END}{after}");
    if written == page {
        return Ok(());
    }
    fs::write(&path, written).map_err(problem)?;
    Err("docs/conformance.md had another table; it is written anew, commit it".to_owned())
}

/// A program linked to the shared library, once a vector. C has no SHA-256 of its own: its output is hashed here.
fn c() -> Outcome<Answers> {
    let library = libraries()?;
    let folder = scratch()?.join("c");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let program = folder.join("conformance");
    let mut compiler = Command::new("cc");
    compiler.args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-I"]).arg(root().join("kyc-ffi/include"));
    compiler.arg(root().join("kyc-ffi/tests/conformance.c")).arg("-L").arg(&library).args(["-lkyc_ffi", "-o"]).arg(&program);
    run(&mut compiler)?;
    let mut answers = Answers::new();
    for vector in vectors()? {
        let mut call = Command::new(&program);
        call.env("LD_LIBRARY_PATH", &library).arg(vector.script.as_deref().unwrap_or_default()).arg(&vector.op);
        let mut files = vec![vector.request.to_string().into_bytes()];
        for blob in &vector.blobs {
            files.push(blob.bytes()?);
        }
        for (at, bytes) in files.into_iter().enumerate() {
            let path = folder.join(format!("input-{at}"));
            fs::write(&path, bytes).map_err(|e| format!("{}: {e}", path.display()))?;
            call.arg(path);
        }
        answers.insert(vector.id, hash(&output(&mut call)?));
    }
    Ok(answers)
}

fn python() -> Outcome<Answers> {
    let environment = Environment::fresh("venv-conformance")?;
    run(environment.tool("pip").args(["install", "--quiet", "maturin>=1.9,<2"]))?;
    environment.install_wheel()?;
    let runner = root().join("bindings-python/tests/conformance.py");
    answers(&output(environment.tool("python").arg(runner).arg(root().join("conformance")))?)
}

fn node() -> Outcome<Answers> {
    let half = scratch()?.join("conformance.node");
    build_node(Some(&half))?;
    let runner = root().join("bindings-node/tests/conformance.cjs");
    answers(&output(Command::new("node").arg(runner).arg(half).arg(root().join("conformance")))?)
}

/// `ID HASH` a line.
fn answers(printed: &str) -> Outcome<Answers> {
    let row = |line: &str| line.split_once(' ').map(|(id, hash)| (id.to_owned(), hash.to_owned()));
    printed.lines().map(|line| row(line).ok_or_else(|| format!("a runner printed `{line}`"))).collect()
}
