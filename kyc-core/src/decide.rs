//! The decision: score bands, then rules that can only make it stricter.

use crate::policy::{Policy, Rule};
use crate::wire::{Decision, Finding, Outcome, Points, RuleHit, Score, Verdict};

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

/// Bands first, then every enabled rule in the policy's order. All rules whose condition holds are named, also those that
/// find the verdict as strict as they would make it.
pub fn decide(score: &Score, findings: &[Finding], policy: &Policy) -> Decision {
    let by_score = by_score(score.value, policy);
    let rules: Vec<RuleHit> = policy.rules.iter().filter(|rule| rule.enabled).flat_map(|rule| hits(rule, findings)).collect();
    // `Verdict` orders from lenient to strict.
    let verdict = rules.iter().map(|hit| hit.at_most).fold(by_score, Verdict::max);
    Decision { verdict, by_score, rules }
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
    use crate::score::{Inputs, score};
    use crate::wire::{Reason, Unit};

    fn inputs(l: u32, f: u32, d: u32, k: Option<u32>) -> Inputs {
        let unit = Unit::from_micros;
        Inputs { liveness: unit(l), face_match: unit(f), document: unit(d), profile: k.map(unit) }
    }

    #[test]
    fn a_037_score_vectors() {
        use Verdict::{Accepted, Rejected, Review};
        const M: u32 = 1_000_000;
        let all = |x| inputs(x, x, x, Some(x));
        let vectors = [
            (all(M), 100_000_000, Accepted),
            (inputs(930_000, 840_000, 900_000, Some(M)), 89_000_000, Accepted),
            (inputs(930_000, 840_000, 900_000, None), 88_421_052, Accepted),
            (inputs(0, M, M, Some(M)), 70_000_000, Review),
            (inputs(M, 0, M, Some(M)), 60_000_000, Review),
            (inputs(M, M, 0, Some(M)), 75_000_000, Review),
            (all(800_000), 80_000_000, Accepted),
            (all(799_999), 79_999_900, Review),
            (all(600_000), 60_000_000, Review),
            (all(599_999), 59_999_900, Rejected),
            (all(0), 0, Rejected),
        ];
        for (inputs, value, verdict) in vectors {
            let policy = builtin("api-v1").unwrap();
            let scored = score(&policy.weights, &inputs, true).value;
            assert_eq!((scored.micros(), by_score(scored, &policy)), (value, verdict), "{inputs:?}");
        }
    }

    fn spoof() -> Vec<Finding> {
        vec![Finding::of("liveness.passive", Outcome::Fail, Reason::new("liveness.passive.attack"))]
    }

    #[test]
    fn x_06_a_rule_overrides_the_score_and_is_named() {
        let mut policy = builtin("api-v1").unwrap();
        policy.rules.retain(|rule| rule.id == "spoof");
        let seventy = score(&policy.weights, &inputs(0, 1_000_000, 1_000_000, Some(1_000_000)), true);
        let decision = decide(&seventy, &spoof(), &policy);
        assert_eq!(
            (seventy.value.micros(), decision.by_score, decision.verdict),
            (70_000_000, Verdict::Review, Verdict::Rejected)
        );
        assert_eq!(decision.rules[0].id, "spoof");

        policy.rules[0].enabled = false;
        let literal = decide(&seventy, &spoof(), &policy);
        assert_eq!((literal.verdict, literal.rules.len()), (Verdict::Review, 0));
    }

    #[test]
    fn a_rule_never_softens_and_a_missing_finding_did_not_run() {
        let policy = builtin("api-v1").unwrap();
        let nothing = score(&policy.weights, &inputs(0, 0, 0, None), true);
        let decision = decide(&nothing, &[], &policy);
        assert_eq!(decision.verdict, Verdict::Rejected);
        assert!(decision.rules.iter().any(|hit| hit.id == "mandatory" && hit.at_most == Verdict::Review));
    }
}
