//! The live photo is not the very file of the document or of the stored photo.

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, NotSeen, Outcome, Reason, Role};

const NAME: &str = "face.same_picture";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["face.same_picture.same_file"] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let (selfies, others): (Vec<_>, Vec<_>) = evidence.captures.iter().partition(|capture| capture.role == Role::Selfie);
    if selfies.is_empty() || others.is_empty() {
        return seen::not_run(NAME, NotSeen::NotProvided);
    }
    let same = selfies.iter().find_map(|selfie| Some((selfie.blob, others.iter().find(|o| o.sha256 == selfie.sha256)?.blob)));
    match same {
        None => Finding::pass(NAME),
        Some((blob, other)) => {
            Finding::of(NAME, Outcome::Fail, Reason::new("face.same_picture.same_file").with("blob", blob).with("other", other))
        }
    }
}
