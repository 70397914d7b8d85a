//! Compression artefacts (F-080): was the picture compressed before it was compressed as it is now?
//!
//! Rounding to multiples of one step and then of another leaves gaps and peaks in the histogram of a coefficient. What the
//! histogram would be without a first rounding is taken from the same picture, half a block off its grid (Fridrich's
//! calibration). The statistic is the mean log-likelihood ratio of the best first step against none, in nats a coefficient.
//! A crop by other than whole blocks in between hides the first compression from this measure.
//!
//! A second compression is ordinary: messengers do it. The sign says that the file is not as a camera wrote it.

use super::blocks::Compressed;
use super::plane::{Map, Plane};
use super::{score, scored};
use crate::wire::{ForensicScore, NotSeen, Seen};

/// Largest first step that is tried.
const LARGEST_STEP: i32 = 48;
/// Coefficients beyond this are left out: there are few.
const REACH: i32 = 240;
/// Fewer blocks say nothing.
const LEAST_BLOCKS: usize = 200;
/// Operating point of the likelihood ratio, nats a coefficient.
const AT: f32 = 0.1;

pub(super) fn measure(plane: &Plane<'_>, compressed: &Compressed) -> Seen<ForensicScore> {
    if compressed.blocks.len() < LEAST_BLOCKS {
        return Seen::not(NotSeen::Unreadable);
    }
    let ratio = (0..9).map(|place| likelihood(compressed, place)).sum::<f32>() / 9.0;
    let signs: &[&str] = if ratio >= AT { &["double_quantisation"] } else { &[] };
    let score = score(ratio, AT);
    scored(score, Map::everywhere(plane, score.micros() as f32 / 1e6).digits(), signs)
}

/// The best first step's mean log-likelihood ratio against none; 0 where none is better.
fn likelihood(compressed: &Compressed, place: usize) -> f32 {
    let step = i32::from(compressed.steps[place].clamp(1, 255));
    let mut smooth = vec![0.0_f32; (2 * REACH + 1) as usize];
    let mut seen = vec![0.0_f32; (2 * REACH + 3) as usize];
    let mut count = 0.0;
    for block in &compressed.blocks {
        let between = (block.between[place].round() as i32).clamp(-REACH, REACH);
        // Both signs: the distribution is even, and twice the samples are worth having.
        smooth[(between + REACH) as usize] += 1.0;
        smooth[(REACH - between) as usize] += 1.0;
        let quantised = (block.coefficients[place] / step as f32).round() as i32;
        if quantised != 0 && quantised.abs() * step <= REACH {
            seen[(quantised + REACH + 1) as usize] += 1.0;
            count += 1.0;
        }
    }
    if count < 100.0 {
        return 0.0;
    }
    let smooth = widened(&smooth);
    let none = expected(&smooth, step, 1);
    let best = (2..=LARGEST_STEP).filter(|first| *first != step).map(|first| {
        let twice = expected(&smooth, step, first);
        seen.iter().zip(twice.iter().zip(&none)).map(|(n, (t, s))| if *n > 0.0 { n * (t / s).ln() } else { 0.0 }).sum::<f32>()
    });
    best.fold(0.0, f32::max) / count
}

/// A moving mean whose reach grows with the distance from 0, where samples are few.
fn widened(histogram: &[f32]) -> Vec<f32> {
    let mut sums = Vec::with_capacity(histogram.len() + 1);
    sums.push(0.0);
    histogram.iter().for_each(|value| sums.push(sums.last().copied().unwrap_or(0.0) + value));
    (0..histogram.len())
        .map(|at| {
            let reach = 1 + (at as i32 - REACH).unsigned_abs() as usize / 8;
            let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(histogram.len()));
            (sums[to] - sums[from]) / (to - from) as f32 + 0.01
        })
        .collect()
}

/// The distribution of quantised values other than 0, after rounding to `first` and then to `step`.
fn expected(smooth: &[f32], step: i32, first: i32) -> Vec<f32> {
    let mut out = vec![0.0; (2 * REACH + 3) as usize];
    let mut total = 0.0;
    for (at, weight) in smooth.iter().enumerate() {
        let value = at as i32 - REACH;
        let once = (value as f32 / first as f32).round() as i32 * first;
        // Pixels were rounded in between: about half a level of error.
        for (error, share) in [(-1, 0.2), (0, 0.6), (1, 0.2)] {
            let quantised = ((once + error) as f32 / step as f32).round() as i32;
            if quantised != 0 && quantised.abs() * step <= REACH {
                out[(quantised + REACH + 1) as usize] += weight * share;
                total += weight * share;
            }
        }
    }
    // A little of everything: one stray value must not decide.
    let floor = 0.02 / (2.0 * REACH as f32 / step as f32 + 1.0);
    out.iter().map(|value| 0.98 * value / f32::max(total, 1e-6) + floor).collect()
}
