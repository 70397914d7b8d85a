//! How long each stage took.
//!
//! The engine never asks what time it *is*: a monotonic timer measures durations, and they stay outside evidence and
//! report, so that neither changes from run to run.

use std::time::{Duration, Instant};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The stages of a case, in their logical order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Decoding the live photo.
    DecodeSelfie,
    /// Finding and measuring the live face.
    Selfie,
    /// Passive liveness of the live face.
    Liveness,
    /// Looking at a sequence of frames.
    ActiveLiveness,
    /// Decoding the pictures of the document.
    DecodeDocument,
    /// Reading the document.
    ReadDocument,
    /// Finding and measuring the document's portrait.
    Portrait,
    /// Looking for signs of tampering and recapture in the pictures of the document.
    Forensics,
    /// Comparing the two faces.
    FaceMatch,
    /// Searching watchlists.
    Screening,
    /// Judgement: checks, score, decision, sentences.
    Judge,
}

/// Steps of a case that a caller may leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Passive liveness of the live photo.
    Liveness,
    /// Reading the document. Its portrait is still looked for.
    Document,
    /// Looking for signs of tampering and recapture.
    Forensics,
    /// Comparing the live photo with the portrait.
    FaceMatch,
    /// Searching the watchlists that the engine has.
    Screening,
}

/// One stage: when it began, counted from the start of the call, and how long it took. Stages overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// Which stage.
    pub stage: Stage,
    /// Microseconds from the start of the call.
    pub start_us: u64,
    /// Microseconds it took.
    pub duration_us: u64,
}

/// Collects timings of one call.
#[derive(Debug, Clone)]
pub struct Trace {
    start: Instant,
    timings: Vec<Timing>,
}

impl Default for Trace {
    fn default() -> Self {
        Self { start: Instant::now(), timings: Vec::new() }
    }
}

impl Trace {
    /// A trace for a parallel branch of the same call.
    pub fn branch(&self) -> Self {
        Self { start: self.start, timings: Vec::new() }
    }

    /// Runs and measures a stage.
    pub fn stage<T>(&mut self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let begin = self.start.elapsed();
        let done = work();
        self.timings.push(Timing { stage, start_us: micros(begin), duration_us: micros(self.start.elapsed() - begin) });
        done
    }

    /// Takes over a branch's timings.
    pub fn join(&mut self, branch: Trace) {
        self.timings.extend(branch.timings);
    }

    /// The timings in the stages' logical order.
    pub fn finish(mut self) -> Vec<Timing> {
        self.timings.sort_by_key(|timing| (timing.stage, timing.start_us));
        self.timings
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
