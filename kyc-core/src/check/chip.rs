//! The contactless chip: its issuer signed it, it is no copy, its portrait is the live person's (ICAO 9303-11 §5.1, §6).
//!
//! Told where a chip was handed in. Its fields against the other sources are `fields.consistent`'s.

use chrono::NaiveDate;

use super::{Row, seen, word};
use crate::policy::Policy;
use crate::wire::{ChipCheck, ChipEvidence, Evidence, Finding, NotSeen, Outcome, PassiveAuthentication, Reason, Seen};

const AUTHENTIC_NAME: &str = "chip.authentic";
const ORIGINAL_NAME: &str = "chip.original";
const PORTRAIT_NAME: &str = "chip.portrait";

/// Passive authentication: a trust anchor vouches for every data group handed in.
pub(super) const AUTHENTIC: Row =
    Row { name: AUTHENTIC_NAME, run: authentic, reasons: &["chip.authentic.refused", "chip.authentic.not_verified"] };
/// Active or chip authentication: the chip holds a secret that a copy has not.
pub(super) const ORIGINAL: Row =
    Row { name: ORIGINAL_NAME, run: original, reasons: &["chip.original.refused", "chip.original.not_verified"] };
/// The live face against the chip's portrait, by the limits of `face.match`.
pub(super) const PORTRAIT: Row =
    Row { name: PORTRAIT_NAME, run: portrait, reasons: &["chip.portrait.match", "chip.portrait.differs"] };

fn chip<'a>(evidence: &'a Evidence, check: &str, policy: &Policy) -> Result<&'a ChipEvidence, Finding> {
    match &evidence.chip {
        Seen::Seen(chip) => Ok(chip),
        Seen::NotSeen { reason } => Err(seen::not_asked(check, *reason, policy)),
    }
}

fn authentic(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let passive = match chip(evidence, AUTHENTIC_NAME, policy) {
        Ok(chip) => &chip.passive_authentication,
        Err(finding) => return finding,
    };
    let overall = passive.overall;
    let code = match overall.outcome {
        Outcome::Pass => return Finding::pass(AUTHENTIC_NAME),
        Outcome::Fail => "chip.authentic.refused",
        _ => "chip.authentic.not_verified",
    };
    let reason = Reason::new(code).with("step", step(passive)).with("why", word(overall.reason));
    Finding::of(AUTHENTIC_NAME, overall.outcome, reason)
}

/// The step that `overall` speaks of.
fn step(passive: &PassiveAuthentication) -> &'static str {
    let steps = [
        ("structure", passive.structure),
        ("signature", passive.signature),
        ("chain", passive.chain),
        ("validity", passive.validity),
        ("revocation", passive.revocation),
        ("hashes", passive.hashes),
    ];
    steps.into_iter().find(|(_, check)| *check == passive.overall).map_or("overall", |(name, _)| name)
}

fn original(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let chip = match chip(evidence, ORIGINAL_NAME, policy) {
        Ok(chip) => chip,
        Err(finding) => return finding,
    };
    let means = [("active_authentication", chip.active_authentication), ("chip_authentication", chip.chip_authentication)];
    let told = |(by, check): (&str, ChipCheck), code: &str| {
        let reason = Reason::new(code).with("by", by).with("why", word(check.reason));
        Finding::of(ORIGINAL_NAME, check.outcome, reason)
    };
    let came_out = |outcome: Outcome| means.into_iter().find(|(_, check)| check.outcome == outcome);
    if let Some(failed) = came_out(Outcome::Fail) {
        return told(failed, "chip.original.refused");
    }
    // The key that answered is in a data group: who did not sign the group did not vouch for the key.
    match came_out(Outcome::Pass) {
        Some(_) if chip.passive_authentication.overall.outcome == Outcome::Pass => Finding::pass(ORIGINAL_NAME),
        Some(_) => seen::not_run(ORIGINAL_NAME, NotSeen::Blocked),
        None => told(means[0], "chip.original.not_verified"),
    }
}

fn portrait(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    if let Err(finding) = chip(evidence, PORTRAIT_NAME, policy) {
        return finding;
    }
    let similarity = match &evidence.chip_match {
        Seen::Seen(matched) => matched.similarity,
        Seen::NotSeen { reason } => return seen::not_run(PORTRAIT_NAME, *reason),
    };
    let limits = policy.face_match;
    let (outcome, code) = if similarity >= limits.threshold {
        (Outcome::Pass, "chip.portrait.match")
    } else if similarity >= limits.review_from {
        (Outcome::Warn, "chip.portrait.differs")
    } else {
        (Outcome::Fail, "chip.portrait.differs")
    };
    Finding::of(PORTRAIT_NAME, outcome, Reason::new(code).with("similarity", similarity).with("threshold", limits.threshold))
}
