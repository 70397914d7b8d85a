//! The holder is old enough, was when the document was issued, and it was not issued for longer than documents are.
//!
//! Unknown parts of a date count for the holder: only what cannot be is a failure.

use chrono::{Datelike, NaiveDate};

use super::{Row, date, fails, seen};
use crate::policy::Policy;
use crate::wire::{DocumentEvidence, Evidence, FieldName, Finding, NotSeen, Reason};

const NAME: &str = "document.validity";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: REASONS };

const REASONS: &[&str] = &["document.validity.too_young", "document.validity.too_young_at_issue", "document.validity.too_long"];

fn run(evidence: &Evidence, policy: &Policy, today: NaiveDate) -> Finding {
    let limits = &policy.document;
    let Some(document) = evidence.document.seen() else { return seen::not_declared(NAME) };
    if limits.min_age.is_none() && limits.min_age_at_issue.is_none() && limits.max_validity_years.is_none() {
        return seen::not_declared(NAME);
    }
    let mut reasons = Vec::new();
    if let Some(min) = limits.min_age {
        let Some(born) = span(document, FieldName::BirthDate) else { return seen::not_run(NAME, NotSeen::NotFound) };
        let age = years(born.0, today);
        if age < i64::from(min) {
            reasons.push(Reason::new("document.validity.too_young").with("age", age).with("threshold", min));
        }
    }
    let born_to_issue = (span(document, FieldName::BirthDate), span(document, FieldName::IssueDate));
    if let (Some(min), (Some(born), Some(issued))) = (limits.min_age_at_issue, born_to_issue) {
        let age = years(born.0, issued.1);
        if age < i64::from(min) {
            reasons.push(Reason::new("document.validity.too_young_at_issue").with("age", age).with("threshold", min));
        }
    }
    let issued_to_expiry = (span(document, FieldName::IssueDate), span(document, FieldName::ExpiryDate));
    if let (Some(max), (Some(issued), Some(expires))) = (limits.max_validity_years, issued_to_expiry) {
        let least = years(issued.1, expires.0);
        // States add days and months: up to the next birthday, or the rest of an older document.
        if least > i64::from(max) {
            reasons.push(Reason::new("document.validity.too_long").with("years", least).with("threshold", max));
        }
    }
    fails(NAME, reasons)
}

fn span(document: &DocumentEvidence, name: FieldName) -> Option<(NaiveDate, NaiveDate)> {
    date::span(seen::field(document, name)?.value.expose())
}

/// Full years from one day to another; somebody born on 29 February is a year older on 1 March.
fn years(from: NaiveDate, to: NaiveDate) -> i64 {
    i64::from(to.year() - from.year()) - i64::from((to.month(), to.day()) < (from.month(), from.day()))
}
