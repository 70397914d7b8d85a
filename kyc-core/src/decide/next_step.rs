//! What a refused case does next: retry, another document, another tier, or nothing (F-185, F-186).

use crate::policy::Policy;
use crate::wire::{EndUserCode, NextStep, Severity, Verdict};

/// The next step of a case after `attempts` attempts, of which the policy's `max_retries` (none: 0) may be followed by another.
///
/// None when there is nothing to do: the case was accepted, or a person is looking at it.
pub fn next_step(verdict: Verdict, told: EndUserCode, attempts: u32, policy: &Policy) -> Option<NextStep> {
    if verdict != Verdict::Rejected {
        return None;
    }
    Some(step(is_retryable(told), attempts, policy.max_retries.unwrap_or(0), severity(told)))
}

/// The state machine itself: a retry while there are any, then the next tier; what no retry can mend goes by severity.
fn step(retryable: bool, attempts: u32, max_retries: u32, severity: Severity) -> NextStep {
    match (retryable, severity) {
        (true, _) if attempts < max_retries => NextStep::Retry,
        (true, _) => NextStep::NextTier,
        (false, Severity::Low) => NextStep::ChangeDocument,
        (false, Severity::Medium) => NextStep::NextTier,
        (false, Severity::High) => NextStep::BlockAndAlert,
    }
}

fn is_retryable(told: EndUserCode) -> bool {
    use EndUserCode::{DocumentUnreadable, FaceNotMatched, SelfieUnusable, TryAgainInGoodLight};
    matches!(told, DocumentUnreadable | FaceNotMatched | SelfieUnusable | TryAgainInGoodLight)
}

fn severity(told: EndUserCode) -> Severity {
    match told {
        EndUserCode::Unsuccessful => Severity::High,
        EndUserCode::DocumentExpired | EndUserCode::DocumentUnreadable | EndUserCode::SelfieUnusable => Severity::Low,
        _ => Severity::Medium,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::policy::builtin;

    #[test]
    fn f_185_f_186_retryable_by_attempts_by_severity() {
        use NextStep::{BlockAndAlert, ChangeDocument, NextTier, Retry};
        for severity in [Severity::Low, Severity::Medium, Severity::High] {
            for attempts in 0..6 {
                assert_eq!(step(true, attempts, 3, severity), if attempts < 3 { Retry } else { NextTier });
                let expected = match severity {
                    Severity::Low => ChangeDocument,
                    Severity::Medium => NextTier,
                    Severity::High => BlockAndAlert,
                };
                assert_eq!(step(false, attempts, 3, severity), expected);
            }
        }
        let flow = &builtin("flow").unwrap();
        assert_eq!(next_step(Verdict::Accepted, EndUserCode::Verified, 0, flow), None);
        assert_eq!(next_step(Verdict::Rejected, EndUserCode::Unsuccessful, 0, flow), Some(BlockAndAlert));
        assert_eq!(next_step(Verdict::Rejected, EndUserCode::DocumentExpired, 0, flow), Some(ChangeDocument));
        assert_eq!(next_step(Verdict::Rejected, EndUserCode::TryAgainInGoodLight, 2, flow), Some(Retry));
    }
}
