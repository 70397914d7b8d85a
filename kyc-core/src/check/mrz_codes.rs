//! Issuing state and nationality in the machine-readable zone are codes that exist (ICAO 9303-3 §5).

use chrono::NaiveDate;

use super::{Row, fails, seen, word};
use crate::catalog::countries;
use crate::policy::Policy;
use crate::wire::{Evidence, FieldName, FieldOrigin, Finding, Outcome, Reason};

const NAME: &str = "mrz.codes";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["mrz.codes.unknown", "mrz.codes.missing"] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    if let Err(finding) = seen::mrz(evidence, NAME) {
        return finding;
    }
    let document = match seen::document(evidence, NAME) {
        Ok(document) => document,
        Err(finding) => return finding,
    };
    let codes = [FieldName::IssuingState, FieldName::Nationality].into_iter().filter_map(|name| {
        let field = document.fields.iter().find(|field| field.name == name)?;
        let reading = field.readings.iter().find(|reading| reading.origin == FieldOrigin::Mrz)?;
        Some((name, reading.value.expose()))
    });
    let mut codes = codes.peekable();
    if codes.peek().is_none() {
        return Finding::of(NAME, Outcome::NotRun, Reason::new("mrz.codes.missing"));
    }
    // The code is named by its field only: a misread code may hold a part of a name.
    let unknown = codes.filter(|(_, code)| !countries::is_known_icao(code));
    fails(NAME, unknown.map(|(name, _)| Reason::new("mrz.codes.unknown").with("field", word(name))).collect())
}
