//! The decision: score bands, then rules that can only make it stricter.

mod next_step;
mod watchlists;

pub use next_step::next_step;
pub use watchlists::{MATCH, UNCLEAR};

use crate::policy::{DecideBy, Policy, Rule};
use crate::wire::{Decision, DialectDecision, Finding, Outcome, Points, RuleHit, Score, Verdict};

/// What the bands say of a score.
pub fn by_score(value: Points, policy: &Policy) -> Verdict {
    if value >= policy.bands.accept {
        Verdict::Accepted
    } else if value >= policy.bands.review {
        Verdict::Review
    } else {
        Verdict::Rejected
    }
}

/// Bands first, then every enabled rule in the policy's order, then those on watchlists, which no policy can switch off. All
/// rules whose condition holds are named, also those that find the verdict as strict as they would make it.
pub fn decide(score: &Score, findings: &[Finding], policy: &Policy) -> Decision {
    let by_score = match policy.decide_by {
        DecideBy::Score => by_score(score.value, policy),
        DecideBy::Checks => Verdict::Accepted,
    };
    let mut rules: Vec<RuleHit> = policy.rules.iter().filter(|rule| rule.enabled).flat_map(|rule| hits(rule, findings)).collect();
    let escalates = |id: &str| policy.rules.iter().any(|rule| rule.id == id && rule.compliance);
    let by_policy = rules.iter().any(|hit| escalates(&hit.id));
    let (listed, by_list) = watchlists::act(findings);
    rules.extend(listed);
    // `Verdict` orders from lenient to strict.
    let verdict = rules.iter().map(|hit| hit.at_most).fold(by_score, Verdict::max);
    let compliance = by_policy || by_list;
    Decision { verdict, by_score, rules, compliance }
}

/// The decision in the words of the policy's dialect; none when the policy has none of its own.
///
/// The level of risk is that of the score's band, so a case that a rule stopped still tells how good its score was (F-154).
pub fn in_dialect(decision: &Decision, score: &Score, policy: &Policy) -> Option<DialectDecision> {
    let words = policy.vocabulary.as_ref()?;
    let word = match decision.verdict {
        _ if decision.compliance && words.compliance.is_some() => words.compliance.as_ref()?,
        Verdict::Accepted => &words.accepted,
        Verdict::Review => &words.review,
        Verdict::Rejected => &words.rejected,
    };
    let [low, medium, high] = match &words.risk_levels {
        Some([low, medium, high]) => [Some(low), Some(medium), Some(high)],
        None => [None; 3],
    };
    let risk_level = match by_score(score.value, policy) {
        Verdict::Accepted => low,
        Verdict::Review => medium,
        Verdict::Rejected => high,
    };
    Some(DialectDecision { decision: word.clone(), risk_level: risk_level.cloned() })
}

fn hits<'a>(rule: &'a Rule, findings: &'a [Finding]) -> impl Iterator<Item = RuleHit> + 'a {
    let outcome = |check: &str| {
        // A check that is not among the findings did not run.
        findings.iter().find(|f| f.check == check).map_or(Outcome::NotRun, |f| f.outcome)
    };
    rule.checks.iter().filter(move |check| rule.when.contains(&outcome(check))).map(|check| RuleHit {
        id: rule.id.clone(),
        check: check.clone(),
        at_most: rule.at_most,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::policy::builtin;
    use crate::wire::Reason;

    fn scored(micros: u32) -> Score {
        Score { value: Points::from_micros(micros), contributions: Vec::new() }
    }

    fn spoof() -> Vec<Finding> {
        vec![Finding::of("liveness.passive", Outcome::Fail, Reason::new("liveness.passive.attack"))]
    }

    #[test]
    fn x_06_a_rule_overrides_the_score_and_is_named() {
        let mut policy = builtin("api-v1").unwrap();
        policy.rules.retain(|rule| rule.id == "spoof");
        let seventy = scored(70_000_000);
        let decision = decide(&seventy, &spoof(), &policy);
        assert_eq!((decision.by_score, decision.verdict), (Verdict::Review, Verdict::Rejected));
        assert_eq!(decision.rules[0].id, "spoof");

        policy.rules[0].enabled = false;
        let literal = decide(&seventy, &spoof(), &policy);
        assert_eq!((literal.verdict, literal.rules.len()), (Verdict::Review, 0));
    }

    #[test]
    fn x_05_bands_are_inclusive_and_unrounded() {
        let policy = builtin("api-v1").unwrap();
        let verdict = |micros| by_score(Points::from_micros(micros), &policy);
        assert_eq!([verdict(80_000_000), verdict(79_999_999)], [Verdict::Accepted, Verdict::Review]);
        assert_eq!([verdict(60_000_000), verdict(59_999_999)], [Verdict::Review, Verdict::Rejected]);
    }

    #[test]
    fn a_rule_never_softens_and_a_missing_finding_did_not_run() {
        let policy = builtin("api-v1").unwrap();
        let decision = decide(&scored(0), &[], &policy);
        assert_eq!(decision.verdict, Verdict::Rejected);
        assert!(decision.rules.iter().any(|hit| hit.id == "mandatory" && hit.at_most == Verdict::Review));
    }
}
