//! The live photo shows exactly one face (F-120, F-121).

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, NotSeen, Outcome, Reason, Seen};

const NAME: &str = "selfie.one_face";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["selfie.one_face.several"] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    match &evidence.selfie {
        Seen::Seen(face) if face.faces == 1 => Finding::pass(NAME),
        Seen::Seen(face) => Finding::of(NAME, Outcome::Fail, Reason::new("selfie.one_face.several").with("faces", face.faces)),
        // There is a face; `selfie.quality` says what is wrong with it.
        Seen::NotSeen { reason: NotSeen::FaceUnusable } => seen::not_run(NAME, NotSeen::FaceUnusable),
        Seen::NotSeen { reason } => seen::of_subject(NAME, *reason),
    }
}
