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
//! | document authenticity | the forensics' answer; 0 when the document's factor is 0 or the confidence in its class is under the policy's `authentic_from` (F-155) |
//! | document liveness, database | the host's answer |
//! | watchlists | 1 when neither sanctions nor PEP lists hit, 0 when one does, or may (F-152) |
//! | device | mean of device integrity, IP reputation, velocity and geo consistency, of those answered (F-155) |
//!
//! What could not be measured counts 0. Only optional factors are ever left out: the profile, and those the policy names.

use crate::policy::Policy;
use crate::wire::{Contribution, Evidence, Factor, Finding, Outcome, Points, RiskSignals, Score, Unit};

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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Inputs {
    /// L.
    pub liveness: Unit,
    /// F.
    pub face_match: Unit,
    /// D.
    pub document: Unit,
    /// K; none when no profile was declared.
    pub profile: Option<Unit>,
    /// Authenticity of the document; none when nobody answered, like all below.
    pub document_authenticity: Option<Unit>,
    /// Liveness of the document.
    pub document_liveness: Option<Unit>,
    /// Match with a database.
    pub database: Option<Unit>,
    /// Sanctions and PEP.
    pub watchlists: Option<Unit>,
    /// Device, IP, velocity and geo.
    pub device: Option<Unit>,
}

impl Inputs {
    fn of(&self, factor: Factor) -> Option<Unit> {
        match factor {
            Factor::Liveness => Some(self.liveness),
            Factor::FaceMatch => Some(self.face_match),
            Factor::Document => Some(self.document),
            Factor::Profile => self.profile,
            Factor::DocumentAuthenticity => self.document_authenticity,
            Factor::DocumentLiveness => self.document_liveness,
            Factor::Database => self.database,
            Factor::Watchlists => self.watchlists,
            Factor::Device => self.device,
        }
    }
}

/// The inputs a case gives. `findings` are those of the same evidence and policy.
pub fn inputs(evidence: &Evidence, findings: &[Finding], policy: &Policy) -> Inputs {
    let live = evidence.liveness.seen().map(|l| l.score).filter(|score| *score >= policy.liveness.threshold);
    let document = document(evidence, findings);
    let signals = evidence.signals.seen().copied().unwrap_or_default();
    let sure = evidence.document.seen().is_some_and(|d| d.class.confidence >= policy.document.authentic_from);
    Inputs {
        liveness: live.unwrap_or(Unit::ZERO),
        face_match: evidence.face_match.seen().map_or(Unit::ZERO, |m| m.similarity),
        document,
        profile: profile(findings),
        document_authenticity: signals.forensics.map(|f| if sure && document > Unit::ZERO { f } else { Unit::ZERO }),
        document_liveness: signals.document_liveness,
        database: signals.database_match,
        watchlists: watchlists(&signals, findings),
        device: device(&signals),
    }
}

/// A provider's answer and the engine's own search: a hit of either counts, and one answer is enough.
fn watchlists(signals: &RiskSignals, findings: &[Finding]) -> Option<Unit> {
    let hit = |signal: Option<bool>, check: &str| match outcomes(findings, &[check]).next() {
        Some(Outcome::Fail | Outcome::Warn) => Some(true),
        Some(Outcome::Pass) => Some(signal.unwrap_or(false)),
        _ => signal,
    };
    match (hit(signals.sanctions_hit, "watchlist.sanctions"), hit(signals.pep_hit, "watchlist.pep")) {
        (Some(true), _) | (_, Some(true)) => Some(Unit::ZERO),
        (Some(false), Some(false)) => Some(Unit::ONE),
        _ => None,
    }
}

fn device(signals: &RiskSignals) -> Option<Unit> {
    let all = [signals.device_integrity, signals.ip_reputation, signals.velocity, signals.geo_consistency];
    let answered: Vec<u32> = all.into_iter().flatten().map(Unit::micros).collect();
    answered.iter().sum::<u32>().checked_div(answered.len() as u32).map(Unit::from_micros)
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

/// The score of `inputs`. With `renormalise`, the weight of an optional factor that nobody answered is spread over the
/// others; without it, it is lost.
pub fn score(policy: &Policy, inputs: &Inputs) -> Score {
    let renormalise = policy.renormalise;
    let counted = |(factor, weight): (Factor, Points)| {
        let absent = || (!policy.is_optional(factor)).then_some(Unit::ZERO);
        // What weighs nothing is no factor of this policy.
        if weight.micros() == 0 { None } else { Some((factor, weight, inputs.of(factor).or_else(absent)?)) }
    };
    let factors: Vec<(Factor, Points, Unit)> = policy.weights.all().into_iter().filter_map(counted).collect();

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
