//! The conformance vectors through every language: the same ids and equal hashes, or it fails.
//!
//! Hashes cover whole responses, those of `describe` included: operations, enumerations and error codes are compared too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use kyc_conformance::{hash, vectors};

use crate::bindings::{Environment, build_node, libraries, output, run, scratch};
use crate::mobile::Mobile;
use crate::{Outcome, root};

/// In the order of the table.
const LANGUAGES: [&str; 7] = ["Rust", "C", "Python", "Node", "Kotlin", "UniFFI-Python", "HTTP"];
/// What stands around the table in `docs/conformance.md`.
const BEGIN: &str = "<!-- begin: the table is written by `cargo xtask conformance --compare --write` -->\n\n";
const END: &str = "\n<!-- end -->\n";

macro_rules! names {
    ($($name:ident: $operation:ident => $summary:literal,)*) => { [$(stringify!($name)),*] };
}

/// Hashes by vector id.
type Answers = BTreeMap<String, String>;

/// Runs the vectors through every language and compares with Rust's answers. The table in `docs/conformance.md` is that of a
/// run: `write` puts this one there, and without it a table that differs is a failure.
pub(crate) fn compare(write: bool) -> Outcome {
    let expected: Answers = vectors()?
        .iter()
        .map(|vector| kyc_conformance::run(vector).map(|outcome| (outcome.id, outcome.hash)))
        .collect::<Outcome<_>>()?;
    let mut wrong = 0;
    let mut equal = vec![expected.keys().cloned().collect::<BTreeSet<_>>()];
    let mobile = Mobile::build()?;
    let kotlin = answers(&mobile.jvm(Some("ConformanceTest"))?)?;
    let uniffi = answers(&output(&mut mobile.python()?)?)?;
    let [_, others @ ..] = LANGUAGES;
    for (language, answers) in others.iter().zip([c()?, python()?, node()?, kotlin, uniffi, http()?]) {
        let ids = expected.keys().chain(answers.keys().filter(|id| !expected.contains_key(*id)));
        for id in ids.filter(|id| expected.get(*id) != answers.get(*id)) {
            let found = answers.get(id).map_or("no answer", String::as_str);
            eprintln!("{language}: {id} is {found}, in Rust {}", expected.get(id).map_or("unknown", String::as_str));
            wrong += 1;
        }
        println!("{language}: {} vectors answered", answers.len());
        equal.push(expected.iter().filter(|(id, hash)| answers.get(*id) == Some(hash)).map(|(id, _)| id.clone()).collect());
    }
    if wrong > 0 {
        return Err(format!("{wrong} answers differ from Rust's"));
    }
    println!("{} vectors, the same in {}", expected.len(), LANGUAGES.join(", "));
    let path = root().join("docs/conformance.md");
    let page = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let now = page_of(&page, &equal)?;
    if write {
        fs::write(&path, now).map_err(|e| format!("{}: {e}", path.display()))?;
    } else if now != page {
        return Err("docs/conformance.md has another run's table: `cargo xtask conformance --compare --write`".to_owned());
    }
    Ok(())
}

/// The page with the table of a run: for every operation its vectors, and how many of them each language answered as Rust did.
fn page_of(page: &str, equal: &[BTreeSet<String>]) -> Outcome<String> {
    let (before, rest) = page.split_once(BEGIN).ok_or("docs/conformance.md has no place for the table")?;
    let (_, after) = rest.split_once(END).ok_or("docs/conformance.md has no end of the table")?;
    let vectors = vectors()?;
    let mut table = format!("| operation | vectors | {} |\n|---|---|{}\n", LANGUAGES.join(" | "), "---|".repeat(LANGUAGES.len()));
    let mut row = |name: &str, is: &dyn Fn(&str) -> bool| {
        let ids: Vec<&String> = vectors.iter().filter(|vector| is(&vector.op)).map(|vector| &vector.id).collect();
        let cells = equal.iter().map(|equal| format!(" {} |", ids.iter().filter(|id| equal.contains(**id)).count()));
        table += &format!("| {name} | {} |{}\n", ids.len(), cells.collect::<String>());
    };
    for name in kyc_core::for_each_op!(names) {
        row(&format!("`{name}`"), &|op| op == name);
    }
    row("all", &|_| true);
    Ok(format!("{before}{BEGIN}{table}{END}{after}"))
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

/// A server on a port of its own, for as long as the runner needs it.
fn http() -> Outcome<Answers> {
    let program = libraries()?.join(format!("kyc-server{}", std::env::consts::EXE_SUFFIX));
    let mut server = Command::new(program);
    server.args(["--judge-only", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
    let mut server = server.spawn().map_err(|e| format!("kyc-server cannot be started: {e}"))?;
    let mut line = String::new();
    let told = server.stdout.take().map(|out| BufReader::new(out).read_line(&mut line));
    let found = match (told, line.trim().strip_prefix("listening on ")) {
        (Some(Ok(_)), Some(url)) => {
            let runner = root().join("kyc-server/tests/conformance.py");
            output(Command::new("python3").arg(runner).arg(url).arg(root().join("conformance"))).and_then(|text| answers(&text))
        }
        _ => Err("kyc-server did not say where it listens".to_owned()),
    };
    let _ = server.kill().and_then(|()| server.wait());
    found
}

/// `ID HASH` a line.
fn answers(printed: &str) -> Outcome<Answers> {
    let row = |line: &str| line.split_once(' ').map(|(id, hash)| (id.to_owned(), hash.to_owned()));
    printed.lines().map(|line| row(line).ok_or_else(|| format!("a runner printed `{line}`"))).collect()
}
