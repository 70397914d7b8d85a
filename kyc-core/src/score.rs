//! The one scorer.
//!
//! `score = 100 · Σ wᵢ·xᵢ / Σ wᵢ` over the factors that apply, in whole millionths of a point, **rounded down**. Bands start
//! at whole millionths, so comparing the rounded value decides exactly as comparing the fraction would, and
//! 79.9999999 never shows or counts as 80.
//!
//! Inputs:
//!
//! | factor | input |
//! |---|---|
//! | liveness | the liveness score when it reaches the policy's threshold, else 0 |
//! | face match | the calibrated similarity |
//! | document | 0 when a check of [`VALIDITY`] fails; else the confidence in the document's class, times the share of the applicable checks of [`VALIDITY`] and [`GRADING`] that pass, a warning counting half |
//! | profile | passed checks of [`PROFILE`] out of four; left out when nothing was declared at all (A-036) |
//!
//! What could not be measured counts 0. Only the optional profile is ever left out.

use crate::policy::{Policy, Weights};
use crate::wire::{Contribution, Evidence, Factor, Finding, Outcome, Points, Score, Unit};

/// A document that fails one of these is not valid: the factor is 0.
pub const VALIDITY: &[&str] = &[
    "document.present",
    "document.accepted",
    "document.expiry",
    "document.dates",
    "mrz.present",
    "mrz.check_digits",
    "mrz.codes",
    "fields.required",
    "fields.consistent",
];

/// Checks that lower the document's factor without voiding it.
pub const GRADING: &[&str] = &["mrz.corrections", "picture.document_quality", "portrait.present"];

/// The four checks of the profile's factor.
pub const PROFILE: &[&str] = &["profile.email", "profile.phone", "profile.country", "profile.name"];

/// Inputs of the score, each 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inputs {
    /// L.
    pub liveness: Unit,
    /// F.
    pub face_match: Unit,
    /// D.
    pub document: Unit,
    /// K; none when no profile was declared.
    pub profile: Option<Unit>,
}

/// The inputs a case gives. `findings` are those of the same evidence and policy.
pub fn inputs(evidence: &Evidence, findings: &[Finding], policy: &Policy) -> Inputs {
    let live = evidence.liveness.seen().map(|l| l.score).filter(|score| *score >= policy.liveness.threshold);
    Inputs {
        liveness: live.unwrap_or(Unit::ZERO),
        face_match: evidence.face_match.seen().map_or(Unit::ZERO, |m| m.similarity),
        document: document(evidence, findings),
        profile: profile(findings),
    }
}

fn document(evidence: &Evidence, findings: &[Finding]) -> Unit {
    let Some(document) = evidence.document.seen() else { return Unit::ZERO };
    if outcomes(findings, VALIDITY).any(|o| o == Outcome::Fail) {
        return Unit::ZERO;
    }
    let (mut halves, mut applicable) = (0, 0);
    for outcome in outcomes(findings, VALIDITY).chain(outcomes(findings, GRADING)).filter(|o| *o != Outcome::NotApplicable) {
        applicable += 1;
        halves += match outcome {
            Outcome::Pass => 2,
            Outcome::Warn => 1,
            _ => 0,
        };
    }
    share(document.class.confidence, halves, 2 * applicable)
}

fn profile(findings: &[Finding]) -> Option<Unit> {
    let mut declared = outcomes(findings, PROFILE).filter(|o| *o != Outcome::NotApplicable).peekable();
    declared.peek()?;
    let passed = declared.filter(|o| *o == Outcome::Pass).count() as u32;
    Some(share(Unit::ONE, passed, PROFILE.len() as u32))
}

fn outcomes<'a>(findings: &'a [Finding], checks: &'a [&str]) -> impl Iterator<Item = Outcome> + 'a {
    findings.iter().filter(|f| checks.contains(&f.check.as_str())).map(|f| f.outcome)
}

/// `whole · part / of`, rounded down; 0 when `of` is 0.
fn share(whole: Unit, part: u32, of: u32) -> Unit {
    let micros = u64::from(whole.micros()) * u64::from(part);
    Unit::from_micros(micros.checked_div(u64::from(of)).unwrap_or(0) as u32)
}

/// The score of `inputs`. With `renormalise`, an absent profile's weight is spread over the others; without it, it is lost.
pub fn score(weights: &Weights, inputs: &Inputs, renormalise: bool) -> Score {
    let mut factors = vec![
        (Factor::Liveness, weights.liveness, inputs.liveness),
        (Factor::FaceMatch, weights.face_match, inputs.face_match),
        (Factor::Document, weights.document, inputs.document),
    ];
    factors.extend(inputs.profile.map(|input| (Factor::Profile, weights.profile, input)));

    let max = u64::from(Points::MAX.micros());
    let applied: u64 = factors.iter().map(|(_, weight, _)| u64::from(weight.micros())).sum();
    let whole = if renormalise { applied } else { max };
    // At most 100·10⁶ points of weight times 10⁶ of input times 100: far inside u64.
    let weighted: Vec<u64> = factors.iter().map(|(_, w, x)| u64::from(w.micros()) * u64::from(x.micros()) * 100).collect();
    let shares: Vec<u64> = factors.iter().map(|(_, w, _)| u64::from(w.micros()) * max).collect();

    let points = apportion(&weighted, whole);
    let weight_applied = apportion(&shares, whole);
    let contributions = factors.iter().zip(points.iter().zip(&weight_applied));
    Score {
        value: Points::from_micros(points.iter().sum::<u64>() as u32),
        contributions: contributions
            .map(|((factor, _, input), (points, weight))| Contribution {
                factor: *factor,
                input: *input,
                weight_applied: Points::from_micros(*weight as u32),
                points: Points::from_micros(*points as u32),
            })
            .collect(),
    }
}

/// Whole parts of `numerators / denominator` that sum to the whole part of their sum: each is rounded down, then what is
/// missing goes, one each, to the largest remainders, the first of equals first. All 0 when the denominator is 0.
fn apportion(numerators: &[u64], denominator: u64) -> Vec<u64> {
    if denominator == 0 {
        return vec![0; numerators.len()];
    }
    let mut parts: Vec<u64> = numerators.iter().map(|n| n / denominator).collect();
    let missing = numerators.iter().sum::<u64>() / denominator - parts.iter().sum::<u64>();
    let mut by_remainder: Vec<usize> = (0..numerators.len()).collect();
    by_remainder.sort_by_key(|i| std::cmp::Reverse(numerators[*i] % denominator));
    for i in by_remainder.into_iter().take(missing as usize) {
        parts[i] += 1;
    }
    parts
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
