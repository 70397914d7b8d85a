//! Every field the policy requires was read from some source. A date of expiry is not asked of a type of document that has
//! none.

use chrono::NaiveDate;

use super::{Row, fails, seen, word};
use crate::policy::Policy;
use crate::wire::{Evidence, FieldName, Finding, Reason};

const NAME: &str = "fields.required";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["fields.required.missing"] };

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let document = match seen::document(evidence, NAME) {
        Ok(document) => document,
        Err(finding) => return finding,
    };
    let is_there = |name| seen::field(document, name).is_some_and(|reading| !reading.value.expose().trim().is_empty());
    let has = |name| name != FieldName::ExpiryDate || seen::expires(document);
    let missing = policy.document.required_fields.iter().filter(|name| has(**name) && !is_there(**name));
    fails(NAME, missing.map(|name| Reason::new("fields.required.missing").with("field", word(name))).collect())
}
