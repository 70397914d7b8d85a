//! Whether a policy makes sense.

use std::collections::BTreeSet;

use super::{DecideBy, Measure, Policy, Rule, Vocabulary};
use crate::error::{Code, Error, Result};
use crate::wire::{Outcome, Points, Verdict};

/// Checks that do not pass where nothing was seen.
const NEEDED: [&str; 3] = ["document.present", "face.match", "liveness.passive"];

impl Policy {
    /// Checks that the policy does not contradict itself and names only `known_checks`.
    ///
    /// # Errors
    /// [`Code::InvalidPolicy`], naming the first thing that is wrong.
    pub fn validate(&self, known_checks: &[&str]) -> Result<()> {
        ensure(!self.id.is_empty(), "id is empty")?;
        ensure(self.version >= 1, "version starts at 1")?;
        self.validate_score()?;
        self.validate_limits()?;
        let steps: BTreeSet<_> = self.steps.iter().collect();
        ensure(steps.len() == self.steps.len(), "steps: one is there twice")?;
        let mut ids = BTreeSet::new();
        for rule in &self.rules {
            validate_rule(rule, known_checks)?;
            ensure(ids.insert(rule.id.as_str()), format!("rules: id {} is there twice", rule.id))?;
        }
        Ok(())
    }

    fn validate_score(&self) -> Result<()> {
        let sum: u64 = self.weights.all().iter().map(|(_, weight)| u64::from(weight.micros())).sum();
        ensure(sum > 0, "weights sum to 0: nothing would be weighed")?;
        ensure(sum == u64::from(Points::MAX.micros()), format!("weights sum to {}, not 100", sum as f64 / 1e6))?;
        // Else nothing could be left to weigh.
        let firm = self.weights.all().iter().any(|(factor, weight)| weight.micros() > 0 && !self.is_optional(*factor));
        ensure(firm, "weights: all factors with a weight are optional")?;
        ensure(self.bands.review <= self.bands.accept, "bands: review is above accept")?;
        // Else a case of which nothing is known would be accepted.
        ensure(self.bands.accept.micros() > 0, "bands: accept is 0")?;
        // Where no score decides, something must stop a case of which nothing is known.
        let acts = |rule: &Rule| rule.when.contains(&Outcome::NotRun) && rule.when.contains(&Outcome::Fail);
        let watches = |rule: &Rule| rule.checks.iter().any(|check| NEEDED.contains(&check.as_str()));
        let stops = |rule: &Rule| rule.enabled && rule.at_most > Verdict::Accepted && acts(rule) && watches(rule);
        let stopped = self.decide_by == DecideBy::Score || self.rules.iter().any(stops);
        ensure(
            stopped,
            "decide_by: without the score, an enabled rule must act on fail and not_run of a document, a face or its liveness",
        )?;
        if let Some(aged) = &self.aged_photo {
            aged.validate(self).or_else(|why| ensure(false, why))?;
        }
        self.vocabulary.as_ref().map_or(Ok(()), validate_vocabulary)
    }

    fn validate_limits(&self) -> Result<()> {
        let codes = &self.document.accepted_countries;
        let alpha3 = |code: &String| (1..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase());
        ensure(codes.iter().all(alpha3), "document: accepted_countries holds a code that is not ISO 3166 alpha-3")?;

        let p = &self.picture;
        ensure(p.brightness_min <= p.brightness_max, "picture: brightness_min is above brightness_max")?;
        let s = &self.selfie;
        let positive = [p.sharpness_over, p.brightness_min, s.max_yaw, s.max_pitch, s.max_roll, s.min_eye_distance];
        ensure(positive.iter().all(|m| Some(*m) >= Measure::from_f64(0.0)), "picture or selfie: a limit is negative")?;

        ensure(self.liveness.threshold.micros() > 0, "liveness: threshold is 0, everything would be live")?;
        let f = &self.face_match;
        ensure(f.threshold.micros() > 0, "face_match: threshold is 0, everybody would match")?;
        ensure(f.review_from <= f.threshold, "face_match: review_from is above threshold")?;
        ensure(f.threshold <= f.strong_from, "face_match: threshold is above strong_from")
    }
}

fn validate_vocabulary(words: &Vocabulary) -> Result<()> {
    let distinct: BTreeSet<_> = [&words.accepted, &words.review, &words.rejected].into_iter().chain(&words.compliance).collect();
    let expected = 3 + usize::from(words.compliance.is_some());
    ensure(distinct.len() == expected, "vocabulary: two decisions share one word")?;
    ensure(distinct.iter().all(|word| !word.is_empty()), "vocabulary: a word is empty")
}

fn validate_rule(rule: &Rule, known_checks: &[&str]) -> Result<()> {
    let id = &rule.id;
    ensure(!id.is_empty(), "rules: an id is empty")?;
    ensure(!rule.checks.is_empty(), format!("rules: {id} watches no check"))?;
    for check in &rule.checks {
        ensure(known_checks.contains(&check.as_str()), format!("rules: {id} watches {check}, which is no check"))?;
    }
    ensure(!rule.when.is_empty(), format!("rules: {id} has no outcome that sets it off"))?;
    ensure(!rule.when.contains(&Outcome::Pass), format!("rules: {id} acts on a pass"))?;
    ensure(rule.at_most != Verdict::Accepted, format!("rules: {id} allows everything"))
}

fn ensure(holds: bool, message: impl Into<String>) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::new(Code::InvalidPolicy, format!("policy: {}", message.into()))) }
}
