//! Forensics (F-080, F-090, F-100): a sign at its limit is a warning, for a person to weigh, never a failure.

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, ForensicMeasure, NotSeen, Outcome, Reason, Seen};

/// One row a measure, in the order of [`ForensicMeasure::ALL`].
pub(super) const ROWS: [Row; 12] = [
    row("forensics.tampering", run::<0>),
    row("forensics.copy_move", run::<1>),
    row("forensics.splicing", run::<2>),
    row("forensics.font", run::<3>),
    row("forensics.compression", run::<4>),
    row("forensics.metadata", run::<5>),
    row("document_liveness.screen", run::<6>),
    row("document_liveness.photocopy", run::<7>),
    row("document_liveness.print", run::<8>),
    row("document_liveness.digital", run::<9>),
    row("security.hologram", run::<10>),
    row("security.microprint", run::<11>),
];

const SIGN: &str = "forensics.sign";

const fn row(name: &'static str, run: super::Check) -> Row {
    Row { name, run, reasons: &[SIGN] }
}

/// The strongest reading of all sides decides. Where none could be measured the check did not run, with the first side's
/// reason.
fn run<const MEASURE: usize>(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let (name, measure) = (ROWS[MEASURE].name, ForensicMeasure::ALL[MEASURE]);
    let forensics = match &evidence.forensics {
        Seen::Seen(forensics) => forensics,
        Seen::NotSeen { reason } => return seen::not_asked(name, *reason, policy),
    };
    let readings = forensics.sides.iter().filter_map(|side| {
        let reading = side.measures.iter().find(|reading| reading.measure == measure)?;
        Some((side.blob, &reading.result))
    });
    let (mut strongest, mut missing) = (None, None);
    for (blob, result) in readings {
        match result {
            Seen::Seen(found) if strongest.is_none_or(|(score, _)| found.score > score) => strongest = Some((found.score, blob)),
            Seen::Seen(_) => {}
            Seen::NotSeen { reason } => missing = missing.or(Some(*reason)),
        }
    }
    let Some((score, blob)) = strongest else { return seen::not_run(name, missing.unwrap_or(NotSeen::NotFound)) };
    let threshold = policy.forensics.of(measure);
    if score < threshold {
        return super::collect(name, Vec::new());
    }
    let reason = Reason::new(SIGN).with("sign", super::word(measure)).with("score", score).with("threshold", threshold);
    Finding::of(name, Outcome::Warn, reason.with("blob", blob))
}
