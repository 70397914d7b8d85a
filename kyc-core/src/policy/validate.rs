//! Whether a policy makes sense.

use std::collections::BTreeSet;

use super::{Measure, Policy, Rule};
use crate::error::{Code, Error, Result};
use crate::wire::{Outcome, Points, Verdict};

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
        let mut ids = BTreeSet::new();
        for rule in &self.rules {
            validate_rule(rule, known_checks)?;
            ensure(ids.insert(rule.id.as_str()), format!("rules: id {} is there twice", rule.id))?;
        }
        Ok(())
    }

    fn validate_score(&self) -> Result<()> {
        let w = self.weights;
        let sum: u64 = [w.liveness, w.face_match, w.document, w.profile].iter().map(|p| u64::from(p.micros())).sum();
        ensure(sum == u64::from(Points::MAX.micros()), format!("weights sum to {}, not 100", sum as f64 / 1e6))?;
        // Without a profile nothing would be left to weigh.
        ensure(w.profile < Points::MAX, "weights: the optional profile cannot be the only factor")?;
        ensure(self.bands.review <= self.bands.accept, "bands: review is above accept")?;
        // Else a case of which nothing is known would be accepted.
        ensure(self.bands.accept.micros() > 0, "bands: accept is 0")
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
