//! What no policy can switch off: a person on a list goes to a person, whatever the score (F-152, F-146, C-011).

use crate::wire::{Finding, Outcome, RuleHit, Verdict};

/// Check, and whether a match on its lists is the compliance officer's.
const WATCHED: &[(&str, bool)] =
    &[("watchlist.sanctions", true), ("watchlist.pep", true), ("watchlist.adverse_media", false), ("watchlist.blocklist", false)];

/// Id of the rule that a match sets off.
pub const MATCH: &str = "watchlist_match";
/// Id of the rule that a potential hit sets off, or a search that was asked for and did not run.
pub const UNCLEAR: &str = "watchlist_unclear";

/// The rules that act, and whether one of them sends the case to the compliance officer.
pub(super) fn act(findings: &[Finding]) -> (Vec<RuleHit>, bool) {
    let mut compliance = false;
    let mut hits = Vec::new();
    for (check, escalates) in WATCHED {
        let Some(finding) = findings.iter().find(|finding| finding.check == *check) else { continue };
        let id = match finding.outcome {
            Outcome::Fail => MATCH,
            Outcome::Warn | Outcome::NotRun | Outcome::Error => UNCLEAR,
            Outcome::Pass | Outcome::NotApplicable => continue,
        };
        compliance |= *escalates && id == MATCH;
        hits.push(RuleHit { id: id.to_owned(), check: (*check).to_owned(), at_most: Verdict::Review });
    }
    (hits, compliance)
}
