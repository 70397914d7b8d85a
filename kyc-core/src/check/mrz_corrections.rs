//! The machine-readable zone was read with few corrections and with confidence.

use chrono::NaiveDate;

use super::{Row, collect, seen};
use crate::policy::Policy;
use crate::wire::{CorrectionReason, Evidence, Finding, Outcome, Reason};

const NAME: &str = "mrz.corrections";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["mrz.corrections.many", "mrz.corrections.low_confidence"] };

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let mrz = match seen::mrz(evidence, NAME) {
        Ok(mrz) => mrz,
        Err(finding) => return finding,
    };
    let limits = policy.mrz;
    // Fillers at the end of a line carry no data.
    let corrected = mrz.corrections.iter().filter(|c| c.because != CorrectionReason::Length).count();
    let mut problems = Vec::new();
    if corrected > limits.max_corrections as usize {
        let reason = Reason::new("mrz.corrections.many").with("corrections", corrected).with("limit", limits.max_corrections);
        problems.push((Outcome::Warn, reason));
    }
    if mrz.confidence < limits.min_confidence {
        let reason = Reason::new("mrz.corrections.low_confidence")
            .with("confidence", mrz.confidence)
            .with("threshold", limits.min_confidence);
        problems.push((Outcome::Warn, reason));
    }
    collect(NAME, problems)
}
