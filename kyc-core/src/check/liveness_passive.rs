//! Passive presentation attack detection (ISO/IEC 30107-3) finds the live photo live (F-130).

use chrono::NaiveDate;

use super::{Row, seen, word};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, Outcome, Reason, Seen, SpoofType};

const NAME: &str = "liveness.passive";

/// The reason of a face that is not live and whose cues point at an attack of some kind.
pub const ATTACK: &str = "liveness.passive.attack";

/// The row of the table.
pub(super) const ROW: Row =
    Row { name: NAME, run, reasons: &["liveness.passive.live", "liveness.passive.below_threshold", ATTACK] };

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let liveness = match &evidence.liveness {
        Seen::Seen(liveness) => liveness,
        Seen::NotSeen { reason } => return seen::not_run(NAME, *reason),
    };
    let threshold = policy.liveness.threshold;
    let (outcome, code) = if liveness.score >= threshold {
        (Outcome::Pass, "liveness.passive.live")
    } else if liveness.likely_attack == SpoofType::None {
        (Outcome::Fail, "liveness.passive.below_threshold")
    } else {
        (Outcome::Fail, ATTACK)
    };
    let reason = Reason::new(code).with("score", liveness.score).with("threshold", threshold);
    Finding::of(NAME, outcome, reason.with("attack", word(liveness.likely_attack)))
}
