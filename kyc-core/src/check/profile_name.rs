//! The declared name can be the document's, whatever the order and the accents.

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::profile::name::{Coherence, coherence};
use crate::wire::{Evidence, FieldName, Finding, NotSeen, Outcome, Reason};

const NAME: &str = "profile.name";

/// The row of the table.
pub(super) const ROW: Row =
    Row { name: NAME, run, reasons: &["profile.name.partial", "profile.name.differs", "profile.name.other_script"] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let profile = match seen::declared(evidence, NAME) {
        Ok(profile) => profile,
        Err(finding) => return finding,
    };

    let Some(declared) = &profile.full_name else { return seen::not_declared(NAME) };
    let document = match seen::document(evidence, NAME) {
        Ok(document) => document,
        Err(finding) => return finding,
    };
    let part = |name| seen::field(document, name).map_or("", |reading| reading.value.expose().as_str());
    let (surname, given) = (part(FieldName::Surname), part(FieldName::GivenNames));
    if surname.is_empty() && given.is_empty() {
        return seen::not_run(NAME, NotSeen::NotFound);
    }
    match coherence(declared.expose(), surname, given) {
        Coherence::Full => Finding::pass(NAME),
        Coherence::Partial => Finding::of(NAME, Outcome::Warn, Reason::new("profile.name.partial")),
        Coherence::None => Finding::of(NAME, Outcome::Fail, Reason::new("profile.name.differs")),
        Coherence::OtherScript => Finding::of(NAME, Outcome::NotRun, Reason::new("profile.name.other_script")),
    }
}
