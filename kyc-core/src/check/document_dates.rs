//! Dates are possible and in order: birth before issue before expiry, birth and issue not in the future.
//!
//! Unknown parts of a date count for the document: only what cannot be is a failure.

use chrono::NaiveDate;

use super::{Row, date, fails, seen, word};
use crate::policy::Policy;
use crate::wire::{DocumentEvidence, Evidence, FieldName, Finding, Outcome, Reason};

const NAME: &str = "document.dates";

/// The row of the table.
pub(super) const ROW: Row = Row {
    name: NAME,
    run,
    reasons: &["document.dates.missing", "document.dates.impossible", "document.dates.in_future", "document.dates.order"],
};

fn run(evidence: &Evidence, _policy: &Policy, today: NaiveDate) -> Finding {
    let document = match seen::document(evidence, NAME) {
        Ok(document) => document,
        Err(finding) => return finding,
    };
    let dates = [FieldName::BirthDate, FieldName::IssueDate, FieldName::ExpiryDate].map(|name| (name, read(document, name)));
    let mut reasons = Vec::new();
    for (name, read) in &dates {
        let field = word(name);
        match read {
            Read::Impossible => reasons.push(Reason::new("document.dates.impossible").with("field", field)),
            Read::Span(first, _) if *name != FieldName::ExpiryDate && *first > today => {
                reasons.push(Reason::new("document.dates.in_future").with("field", field));
            }
            _ => {}
        }
    }
    for (i, (earlier, a)) in dates.iter().enumerate() {
        for (later, b) in &dates[i + 1..] {
            if let (Read::Span(first, _), Read::Span(_, last)) = (a, b)
                && first >= last
            {
                reasons.push(Reason::new("document.dates.order").with("earlier", word(earlier)).with("later", word(later)));
            }
        }
    }
    // Without a date of birth the order of the others says little of the holder.
    if reasons.is_empty() && matches!(dates[0].1, Read::Missing) {
        return Finding::of(
            NAME,
            Outcome::NotRun,
            Reason::new("document.dates.missing").with("field", word(FieldName::BirthDate)),
        );
    }
    fails(NAME, reasons)
}

enum Read {
    Missing,
    Impossible,
    Span(NaiveDate, NaiveDate),
}

fn read(document: &DocumentEvidence, name: FieldName) -> Read {
    match seen::field(document, name).map(|reading| reading.value.expose()) {
        None => Read::Missing,
        Some(text) if date::is_unknown(text) => Read::Missing,
        Some(text) => date::span(text).map_or(Read::Impossible, |(first, last)| Read::Span(first, last)),
    }
}
