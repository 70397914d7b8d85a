//! What kind of e-mail address and phone number were declared: a throw-away domain, a line of nobody at a known place.

use chrono::NaiveDate;

use super::{Row, seen, word};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, Outcome, PhoneKind, Reason};

/// The e-mail's domain is not one that gives addresses to throw away, by the host's list.
pub(super) const EMAIL: Row = Row { name: "profile.email_domain", run: email, reasons: &["profile.email.disposable"] };
/// A numbering plan assigns the phone number, for a line that belongs to a person.
pub(super) const PHONE: Row =
    Row { name: "profile.phone_plan", run: plan, reasons: &["profile.phone.unassigned", "profile.phone.kind"] };

fn email(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    match seen::declared(evidence, EMAIL.name) {
        Err(finding) => finding,
        Ok(profile) => match profile.email_disposable {
            None => seen::not_declared(EMAIL.name),
            Some(false) => Finding::pass(EMAIL.name),
            Some(true) => Finding::of(EMAIL.name, Outcome::Warn, Reason::new("profile.email.disposable")),
        },
    }
}

fn plan(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let profile = match seen::declared(evidence, PHONE.name) {
        Ok(profile) => profile,
        Err(finding) => return finding,
    };
    let Some(plan) = &profile.phone_plan else { return seen::not_declared(PHONE.name) };
    match plan.kind {
        None => Finding::of(PHONE.name, Outcome::Fail, Reason::new("profile.phone.unassigned")),
        Some(PhoneKind::Mobile | PhoneKind::FixedLine | PhoneKind::FixedLineOrMobile | PhoneKind::PersonalNumber) => {
            Finding::pass(PHONE.name)
        }
        // A line over the internet, of a company or at a price tells little of who holds it.
        Some(kind) => Finding::of(PHONE.name, Outcome::Warn, Reason::new("profile.phone.kind").with("kind", word(kind))),
    }
}
