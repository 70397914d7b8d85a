//! The declared phone number has the form of E.164.

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::profile::phone;
use crate::wire::{Evidence, Finding, Outcome, Reason};

const NAME: &str = "profile.phone";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["profile.phone.malformed"] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let profile = match seen::declared(evidence, NAME) {
        Ok(profile) => profile,
        Err(finding) => return finding,
    };

    match &profile.phone {
        None => seen::not_declared(NAME),
        Some(number) if phone::is_e164(number.expose()) => Finding::pass(NAME),
        Some(_) => Finding::of(NAME, Outcome::Fail, Reason::new("profile.phone.malformed")),
    }
}
