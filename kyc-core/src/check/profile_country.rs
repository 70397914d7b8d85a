//! The declared country exists and is the one the applicant's address on the net belongs to.

use chrono::NaiveDate;

use super::{Row, seen};
use crate::catalog::countries;
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, Outcome, Reason};

const NAME: &str = "profile.country";

/// The row of the table.
pub(super) const ROW: Row =
    Row { name: NAME, run, reasons: &["profile.country.malformed", "profile.country.ip_unknown", "profile.country.differs"] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let profile = match seen::declared(evidence, NAME) {
        Ok(profile) => profile,
        Err(finding) => return finding,
    };

    let Some(country) = &profile.country else { return seen::not_declared(NAME) };
    if countries::normalise(country) != Some(country) {
        return Finding::of(NAME, Outcome::Fail, Reason::new("profile.country.malformed"));
    }
    match &profile.ip_country {
        None => Finding::of(NAME, Outcome::NotRun, Reason::new("profile.country.ip_unknown")),
        Some(ip) if ip == country => Finding::pass(NAME),
        // People travel: a warning, which earns no points but fails nobody.
        Some(ip) => {
            Finding::of(NAME, Outcome::Warn, Reason::new("profile.country.differs").with("declared", country).with("ip", ip))
        }
    }
}
