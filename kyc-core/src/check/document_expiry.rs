//! The document has not expired. It is valid through its date of expiry.
//!
//! It does not apply to a type of the catalogue that names no such date, unless one was read all the same.

use chrono::NaiveDate;

use super::{Row, date, seen};
use crate::policy::Policy;
use crate::wire::{Evidence, FieldName, Finding, Outcome, Reason};

const NAME: &str = "document.expiry";

/// The row of the table.
pub(super) const ROW: Row = Row {
    name: NAME,
    run,
    reasons: &[
        "document.expiry.expired",
        "document.expiry.may_have_expired",
        "document.expiry.unknown",
        "document.expiry.impossible",
        "document.expiry.none",
    ],
};

fn run(evidence: &Evidence, _policy: &Policy, today: NaiveDate) -> Finding {
    let document = match seen::document(evidence, NAME) {
        Ok(document) => document,
        Err(finding) => return finding,
    };
    let Some(expiry) = seen::field(document, FieldName::ExpiryDate).map(|reading| reading.value.expose()) else {
        return match seen::expires(document) {
            true => Finding::of(NAME, Outcome::NotRun, Reason::new("document.expiry.unknown")),
            false => Finding::of(NAME, Outcome::NotApplicable, Reason::new("document.expiry.none")),
        };
    };
    let with_dates = |code: &str| Reason::new(code).with("expiry_date", expiry).with("today", today);
    match date::span(expiry) {
        None if date::is_unknown(expiry) => Finding::of(NAME, Outcome::NotRun, Reason::new("document.expiry.unknown")),
        None => Finding::of(NAME, Outcome::Fail, Reason::new("document.expiry.impossible")),
        Some((_, last)) if last < today => Finding::of(NAME, Outcome::Fail, with_dates("document.expiry.expired")),
        // Only a part of the date is known, and today lies inside what it leaves open.
        Some((first, _)) if first < today => Finding::of(NAME, Outcome::Warn, with_dates("document.expiry.may_have_expired")),
        Some(_) => Finding::pass(NAME),
    }
}
