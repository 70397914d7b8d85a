//! Active liveness: the person did what was asked before the camera, and is the person of the live photo (F-112 to F-116).
//!
//! Told where a sequence of frames was handed in.

use chrono::NaiveDate;

use super::{Row, collect, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, Outcome, Reason, Seen};

const NAME: &str = "liveness.active";

/// The row of the table.
pub(super) const ROW: Row = Row {
    name: NAME,
    run,
    reasons: &["liveness.active.refused", "liveness.active.other_person", "liveness.active.person_unknown"],
};

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let active = match &evidence.active_liveness {
        Seen::Seen(active) => active,
        Seen::NotSeen { reason } => return seen::not_asked(NAME, *reason, policy),
    };
    let mut problems = Vec::new();
    if !active.verdict.is_live {
        let codes = active.verdict.reasons.iter().map(|reason| reason.code.trim_start_matches("liveness.active."));
        let why = codes.collect::<Vec<_>>().join(", ");
        problems.push((Outcome::Fail, Reason::new("liveness.active.refused").with("why", why)));
    }
    let limits = policy.face_match;
    match &active.same_person {
        // As for the portrait (F-128), a person decides between the two limits.
        Seen::Seen(same) if same.similarity < limits.threshold => {
            let outcome = if same.similarity >= limits.review_from { Outcome::Warn } else { Outcome::Fail };
            let reason = Reason::new("liveness.active.other_person");
            problems.push((outcome, reason.with("similarity", same.similarity).with("threshold", limits.threshold)));
        }
        Seen::Seen(_) => {}
        Seen::NotSeen { .. } => problems.push((Outcome::NotRun, Reason::new("liveness.active.person_unknown"))),
    }
    collect(NAME, problems)
}
