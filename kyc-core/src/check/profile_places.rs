//! Countries that different sources give agree, pair by pair: declared, address on the net, device, phone, document.

use chrono::NaiveDate;

use super::{Row, collect, seen};
use crate::catalog::countries;
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, NotSeen, Outcome, Reason};

const NAME: &str = "profile.places";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["profile.places.differ"] };

fn run(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    let profile = match seen::declared(evidence, NAME) {
        Ok(profile) => profile,
        Err(finding) => return finding,
    };
    // Told only where the host answered more than the declared profile holds: the device, which only it can ask.
    let Some(device) = &profile.device_country else { return seen::not_declared(NAME) };
    let of_phone = profile.phone_plan.as_ref().and_then(|plan| plan.country.clone());
    let document = evidence.document.seen().and_then(|document| document.class.country.clone());
    let places = [
        ("declared", profile.country.clone()),
        ("ip", profile.ip_country.clone()),
        ("device", Some(device.clone())),
        ("phone", of_phone),
        ("document", document),
    ];
    let known: Vec<(&str, &str)> =
        places.iter().filter_map(|(source, code)| Some((*source, countries::normalise(code.as_deref()?)?))).collect();
    if known.len() < 2 {
        return seen::not_run(NAME, NotSeen::NotFound);
    }
    let mut differ = Vec::new();
    for (at, (source, country)) in known.iter().enumerate() {
        for (other, place) in known.iter().skip(at + 1).filter(|(_, place)| place != country) {
            let reason = Reason::new("profile.places.differ").with("source", source).with("country", country);
            // People travel and move: a person may look, nobody fails.
            differ.push((Outcome::Warn, reason.with("other", other).with("place", place)));
        }
    }
    collect(NAME, differ)
}
