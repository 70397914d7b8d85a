//! Conformance vectors: what every binding must answer, in every language.
//!
//! `vectors/<op>/<case>.json` holds `{id, op, request, blobs, expect}`. `expect` is either `{"error": "<code name>"}` or
//! the part of the response that is pinned: every key it names must be there with that value. The hash that a runner
//! prints covers the whole response, `timings` aside.

pub mod scripts;

use std::fs;
use std::path::{Path, PathBuf};

use kyc_core::{Config, Engine};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// One vector.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// Unique over all vectors.
    pub id: String,
    /// Name of the operation.
    pub op: String,
    /// The request.
    pub request: Value,
    /// The bytes the request names.
    #[serde(default)]
    pub blobs: Vec<Blob>,
    /// Canned models to run on, from `scripts`; without it the engine only judges.
    #[serde(default)]
    pub script: Option<String>,
    /// What is pinned.
    pub expect: Value,
}

/// Bytes of a vector.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blob {
    /// A file under `blobs/`.
    File(PathBuf),
    /// The UTF-8 bytes of this text.
    Text(String),
}

impl Blob {
    /// The bytes themselves.
    ///
    /// # Errors
    /// A file that cannot be read is named.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        match self {
            Self::File(path) => fs::read(root().join("blobs").join(path)).map_err(|e| format!("{}: {e}", path.display())),
            Self::Text(text) => Ok(text.clone().into_bytes()),
        }
    }
}

/// What came of a vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The vector's id.
    pub id: String,
    /// Lower-case hex SHA-256 of the response, `timings` aside, or of the error code's name.
    pub hash: String,
    /// Where the answer is not the expected one.
    pub problem: Option<String>,
}

/// This crate's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every vector, sorted by path.
///
/// # Errors
/// A file that cannot be read, or is no vector, is named.
pub fn vectors() -> Result<Vec<Vector>, String> {
    let mut paths = Vec::new();
    for folder in children(&root().join("vectors"))? {
        paths.extend(children(&folder)?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "json")));
    }
    let vectors = paths.iter().map(|path| {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    });
    let vectors = vectors.collect::<Result<Vec<Vector>, String>>()?;
    let mut ids: Vec<_> = vectors.iter().map(|vector| &vector.id).collect();
    ids.sort();
    match ids.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(twice) => Err(format!("two vectors are called {}", twice[0])),
        None => Ok(vectors),
    }
}

fn children(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let read = |e: std::io::Error| format!("{}: {e}", folder.display());
    let mut paths = fs::read_dir(folder)
        .map_err(read)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(read)?;
    paths.sort();
    Ok(paths)
}

/// Runs a vector.
///
/// # Errors
/// When its engine cannot be built or a blob cannot be read; a wrong answer is in [`Outcome::problem`].
pub fn run(vector: &Vector) -> Result<Outcome, String> {
    let named = |e: &dyn std::fmt::Display| format!("{}: {e}", vector.id);
    let config = match &vector.script {
        Some(script) => scripts::config(script).map_err(|e| named(&e))?,
        None => Config::default(),
    };
    let engine = Engine::new(config).map_err(|e| named(&e))?;
    let blobs = vector.blobs.iter().map(Blob::bytes).collect::<Result<Vec<_>, _>>().map_err(|e| named(&e))?;
    let blobs: Vec<&[u8]> = blobs.iter().map(Vec::as_slice).collect();
    let (text, answer) = match engine.call(&vector.op, &vector.request.to_string(), &blobs) {
        Ok(response) => {
            let answer = serde_json::from_str(&response).map_err(|e| named(&e))?;
            (response, answer)
        }
        Err(error) => (error.code().name().to_owned(), serde_json::json!({"error": error.code().name()})),
    };
    Ok(Outcome { id: vector.id.clone(), hash: hash(&text), problem: differs(&vector.expect, &answer, "") })
}

/// What every runner prints for an answer: lower-case hex SHA-256 of the response, `timings` aside, or of the error
/// code's name.
pub fn hash(answer: &str) -> String {
    Sha256::digest(without_timings(answer).as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The response without its last member `timings`: durations differ from run to run.
fn without_timings(response: &str) -> &str {
    response.rfind(",\"timings\":[").map_or(response, |at| &response[..at])
}

/// Where `answer` does not hold what `expect` pins.
fn differs(expect: &Value, answer: &Value, path: &str) -> Option<String> {
    match (expect, answer) {
        (Value::Object(wanted), Value::Object(given)) => wanted.iter().find_map(|(key, value)| {
            let path = format!("{path}.{key}");
            given.get(key).map_or_else(|| Some(format!("{path} is missing")), |found| differs(value, found, &path))
        }),
        (Value::Array(wanted), Value::Array(given)) if wanted.len() == given.len() => {
            wanted.iter().zip(given).enumerate().find_map(|(at, (value, found))| differs(value, found, &format!("{path}[{at}]")))
        }
        _ if expect == answer => None,
        _ => Some(format!("{path} is {answer}, expected {expect}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vector_answers_as_pinned() {
        let vectors = vectors().unwrap();
        assert!(!vectors.is_empty());
        for vector in vectors {
            assert_eq!(run(&vector).unwrap().problem, None, "{}", vector.id);
        }
    }

    #[test]
    fn the_comparison_sees_a_missing_key_a_wrong_value_and_a_longer_list() {
        let answer = serde_json::json!({"a": [1, 2], "b": {"c": "x", "d": 1}});
        let holds = |expect: Value| differs(&expect, &answer, "").is_none();
        assert!(holds(serde_json::json!({"b": {"c": "x"}})));
        assert!(!holds(serde_json::json!({"b": {"c": "y"}})));
        assert!(!holds(serde_json::json!({"e": 1})));
        assert!(!holds(serde_json::json!({"a": [1]})));
    }
}
