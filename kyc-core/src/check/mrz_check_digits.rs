//! Every check digit of the machine-readable zone is right (ICAO 9303-3 §4.9).

use chrono::NaiveDate;

use super::{Row, fails, seen, word};
use crate::mrz::Layout;
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, Outcome, Reason};

const NAME: &str = "mrz.check_digits";

/// The row of the table.
pub(super) const ROW: Row = Row {
    name: NAME,
    run,
    reasons: &[
        "mrz.check_digit.document_number",
        "mrz.check_digit.birth_date",
        "mrz.check_digit.expiry_date",
        "mrz.check_digit.optional_data",
        "mrz.check_digit.composite",
        "mrz.check_digits.none",
    ],
};

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let mrz = match seen::mrz(evidence, NAME) {
        Ok(mrz) => mrz,
        Err(finding) => return finding,
    };
    if mrz.check_digits.is_empty() {
        if Layout::of_format(mrz.format).is_some_and(|layout| layout.checks.is_empty()) {
            return Finding::of(NAME, Outcome::NotApplicable, Reason::new("mrz.check_digits.none"));
        }
        return Finding::of(NAME, Outcome::NotRun, Reason::new("mrz.check_digits.none"));
    }
    let wrong = mrz.check_digits.iter().filter(|digit| !digit.valid);
    // The digits themselves stay out: they are computed from personal data.
    fails(NAME, wrong.map(|digit| Reason::new(&format!("mrz.check_digit.{}", word(digit.name)))).collect())
}
