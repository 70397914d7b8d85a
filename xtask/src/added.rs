//! Tries that an operation is one file and one row: one is added to a copy of the tree and called through every language.
//!
//! `cargo xtask added` is not part of `cargo xtask test`: it compiles everything that has an operation in it once more.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bindings::{demo, output, run, scratch};
use crate::{Outcome, root};

/// The new operation: what a person writes.
const OPERATION: &str = r#"//! `measure_blobs`: how long each blob is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use crate::engine::Engine;
use crate::error::Result;

/// Measures.
#[derive(Debug)]
pub struct MeasureBlobs;

/// What to measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureBlobsRequest {
    /// A word that comes back.
    pub word: String,
}

/// The lengths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureBlobsResponse {
    /// The request's word.
    pub word: String,
    /// Bytes of each blob, in order.
    pub lengths: Vec<usize>,
}

impl Operation for MeasureBlobs {
    const NAME: &'static str = "measure_blobs";
    const NEEDS_MODELS: bool = false;
    type Request = MeasureBlobsRequest;
    type Response = MeasureBlobsResponse;

    fn run(_: &Engine, request: MeasureBlobsRequest, blobs: &[&[u8]]) -> Result<MeasureBlobsResponse> {
        Ok(MeasureBlobsResponse { word: request.word, lengths: blobs.iter().map(|blob| blob.len()).collect() })
    }
}
"#;
/// What stands in `ops.rs` before each line that the new operation adds there: the module, its types, and the row of the table.
const LINES: [(&str, &str); 3] = [
    ("pub mod perceive;\n", "pub mod measure_blobs;\n"),
    ("pub use perceive::", "pub use measure_blobs::{MeasureBlobs, MeasureBlobsRequest, MeasureBlobsResponse};\n"),
    ("            describe: Describe =>", "            measure_blobs: MeasureBlobs => \"How long each blob is.\",\n"),
];
/// A vector, so that `conformance --compare` calls it through every language and compares the answers with Rust's.
const VECTOR: &str = r#"{"id": "measure_blobs/two", "op": "measure_blobs", "request": {"word": "é"}, "blobs": [{"text": "one"}, {"text": ""}],
 "expect": {"word": "é", "lengths": [3, 0]}}
"#;

/// Copies the tree, adds an operation and a vector for it, generates, compares all languages, and prints which files are not as they were.
pub(crate) fn added() -> Outcome {
    let copy = copied()?;
    put(&copy, "kyc-core/src/ops/measure_blobs.rs", OPERATION)?;
    let mut table = read(&copy, "kyc-core/src/ops.rs")?;
    for (before, line) in LINES {
        let at = table.find(before).ok_or_else(|| format!("kyc-core/src/ops.rs has no `{}`", before.trim()))?;
        table.insert_str(at, line);
    }
    put(&copy, "kyc-core/src/ops.rs", &table)?;
    fs::create_dir_all(copy.join("conformance/vectors/measure_blobs")).map_err(|e| e.to_string())?;
    put(&copy, "conformance/vectors/measure_blobs/two.json", VECTOR)?;
    let written = changed(&copy)?;

    // What is shown is that it works, not how fast: without optimisation the copy is compiled in a fraction of the time.
    let quick = [("CARGO_PROFILE_DEV_OPT_LEVEL", "0"), ("CARGO_PROFILE_DEV_DEBUG", "0")];
    let xtask = |arguments: &[&str]| run(Command::new(env!("CARGO")).arg("xtask").args(arguments).envs(quick).current_dir(&copy));
    xtask(&["gen"])?;
    xtask(&["check-drift"])?;
    // Vectors of `describe` that list every operation are answered alike too, in all languages.
    xtask(&["conformance", "--compare", "--write"])?;
    let row = "| `measure_blobs` | 1 | 1 |";
    if !read(&copy, "docs/conformance.md")?.contains(row) {
        return Err(format!("docs/conformance.md of the copy has no row `{row}`"));
    }
    for (file, typed) in [
        ("bindings-python/python/kyc/_calls.py", "Literal[\"measure_blobs\"], request: types.MeasureBlobsRequest"),
        ("bindings-node/types.d.ts", "measure_blobs: { request: MeasureBlobsRequest; response: MeasureBlobsResponse }"),
        ("kyc-server/openapi.json", "\"/v1/ops/measure_blobs\""),
        ("docs/book/src/reference/operations.md", "| `measure_blobs` |"),
    ] {
        if !read(&copy, file)?.contains(typed) {
            return Err(format!("{file} of the copy does not have `{typed}`"));
        }
    }
    println!("written by hand: {}", written.join(", "));
    println!("generated: {}", changed(&copy)?.into_iter().filter(|file| !written.contains(file)).collect::<Vec<_>>().join(", "));
    Ok(())
}

/// The sources, with what was built of them: the copy's own crates are compiled, their dependencies are not.
fn copied() -> Outcome<PathBuf> {
    demo()?;
    let copy = scratch()?.join("added");
    if copy.exists() {
        fs::remove_dir_all(&copy).map_err(|e| format!("{}: {e}", copy.display()))?;
    }
    for (path, bytes) in tree(root())? {
        let to = copy.join(path);
        fs::create_dir_all(to.parent().unwrap_or(&copy))
            .and_then(|()| fs::write(&to, bytes))
            .map_err(|e| format!("{}: {e}", to.display()))?;
    }
    for shared in ["target/debug", "target/bindings/demo"] {
        let (from, to) = (root().join(shared), copy.join(shared));
        let from = fs::canonicalize(&from).map_err(|e| format!("{}: {e}", from.display()))?;
        fs::create_dir_all(to.parent().unwrap_or(&copy)).map_err(|e| format!("{}: {e}", to.display()))?;
        link(&from, &to).map_err(|e| format!("{}: {e}", to.display()))?;
    }
    Ok(copy)
}

/// The files that version control knows or would take, with their bytes.
fn tree(folder: &Path) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let listed = output(Command::new("git").args(["ls-files", "-co", "--exclude-standard"]).current_dir(root()))?;
    Ok(listed.lines().filter_map(|path| fs::read(folder.join(path)).ok().map(|bytes| (path.to_owned(), bytes))).collect())
}

/// Files of the copy that are new or other than the tree's.
fn changed(copy: &Path) -> Outcome<Vec<String>> {
    let (before, now) = (tree(root())?, tree(copy)?);
    let mut changed: Vec<String> =
        now.into_iter().filter(|(path, bytes)| before.get(path) != Some(bytes)).map(|(path, _)| path).collect();
    for new in ["kyc-core/src/ops/measure_blobs.rs", "conformance/vectors/measure_blobs/two.json"] {
        if copy.join(new).exists() {
            changed.push(new.to_owned());
        }
    }
    Ok(changed)
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

#[cfg(windows)]
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(from, to)
}

fn read(copy: &Path, file: &str) -> Outcome<String> {
    fs::read_to_string(copy.join(file)).map_err(|e| format!("{file}: {e}"))
}

fn put(copy: &Path, file: &str, text: &str) -> Outcome {
    fs::write(copy.join(file), text).map_err(|e| format!("{file}: {e}"))
}
