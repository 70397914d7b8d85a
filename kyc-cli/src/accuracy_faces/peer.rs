//! Another program's scores of the same pairs, counted by the same code: `benches/peers` has such programs.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::outcome::Problem;

/// What a peer said.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Peer {
    /// What reports call it.
    #[serde(rename = "peer")]
    pub(super) name: String,
    /// A score a row of the list of pairs, in its order, more is more alike; none where it found no face.
    pub(super) scores: Vec<Option<f64>>,
}

/// Runs `command DATA MODELS` and reads its answer from standard output.
pub(super) fn run(command: &str, data: &Path, models: &Path, rows: usize) -> Result<Peer, Problem> {
    let failed = |why: &str| Problem::caller(format!("the peer `{command}` {why}"));
    let mut words = command.split_whitespace();
    let program = words.next().ok_or_else(|| failed("is no command"))?;
    let mut child = Command::new(program);
    child.args(words).arg(data).arg(models).stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = child.output().map_err(|e| failed(&format!("cannot be started: {e}")))?;
    if !output.status.success() {
        return Err(failed(&format!("ended with {}", output.status)));
    }
    read(&output.stdout, rows).map_err(|why| failed(&why))
}

fn read(answer: &[u8], rows: usize) -> Result<Peer, String> {
    let peer: Peer = serde_json::from_slice(answer).map_err(|e| format!("gave no scores: {e}"))?;
    match peer.scores.len() {
        found if found == rows => Ok(peer),
        found => Err(format!("gave {found} scores for {rows} pairs")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_answers_for_every_pair() {
        let answer = br#"{"peer": "other 1.0", "scores": [0.5, null]}"#;
        assert_eq!(read(answer, 2), Ok(Peer { name: "other 1.0".to_owned(), scores: vec![Some(0.5), None] }));
        assert!(read(answer, 3).is_err() && read(b"nothing", 2).is_err());
    }
}
