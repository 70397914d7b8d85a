//! The policy accepts documents of this kind and issuing state.
//!
//! A document that was not recognised is a warning: nothing says that it is accepted, nor that it is not.

use chrono::NaiveDate;

use super::{Row, collect, seen, word};
use crate::policy::Policy;
use crate::wire::{DocumentType, Evidence, Finding, Outcome, Reason};

const NAME: &str = "document.accepted";

/// The row of the table.
pub(super) const ROW: Row = Row {
    name: NAME,
    run,
    reasons: &[
        "document.accepted.type_unknown",
        "document.accepted.country_unknown",
        "document.accepted.type",
        "document.accepted.country",
    ],
};

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let document = match seen::document(evidence, NAME) {
        Ok(document) => document,
        Err(finding) => return finding,
    };
    let (class, limits) = (&document.class, &policy.document);
    let mut problems = Vec::new();
    if class.kind == DocumentType::Unknown {
        problems.push((Outcome::Warn, Reason::new("document.accepted.type_unknown")));
    } else if !limits.accepted_types.is_empty() && !limits.accepted_types.contains(&class.kind) {
        problems.push((Outcome::Fail, Reason::new("document.accepted.type").with("type", word(class.kind))));
    }
    match &class.country {
        None => problems.push((Outcome::Warn, Reason::new("document.accepted.country_unknown"))),
        Some(country) if !limits.accepted_countries.is_empty() && !limits.accepted_countries.contains(country) => {
            problems.push((Outcome::Fail, Reason::new("document.accepted.country").with("country", country)));
        }
        Some(_) => {}
    }
    collect(NAME, problems)
}
