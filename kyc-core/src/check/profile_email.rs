//! The declared e-mail address is well formed and its domain takes mail, by the host's DNS answer.

use chrono::NaiveDate;

use super::{Row, seen};
use crate::policy::Policy;
use crate::profile::email;
use crate::wire::{Evidence, Finding, Outcome, Reason};

const NAME: &str = "profile.email";

/// The row of the table.
pub(super) const ROW: Row =
    Row { name: NAME, run, reasons: &["profile.email.malformed", "profile.email.no_mx", "profile.email.mx_unknown"] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let profile = match seen::declared(evidence, NAME) {
        Ok(profile) => profile,
        Err(finding) => return finding,
    };

    let Some(address) = &profile.email else { return seen::not_declared(NAME) };
    if !email::is_well_formed(address.expose()) {
        return Finding::of(NAME, Outcome::Fail, Reason::new("profile.email.malformed"));
    }
    match profile.email_has_mx {
        Some(true) => Finding::pass(NAME),
        Some(false) => Finding::of(NAME, Outcome::Fail, Reason::new("profile.email.no_mx")),
        None => Finding::of(NAME, Outcome::NotRun, Reason::new("profile.email.mx_unknown")),
    }
}
