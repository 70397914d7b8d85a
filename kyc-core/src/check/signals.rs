//! Signals that the host supplied (F-150): whether they were, and what watchlists and screening answered.

use chrono::NaiveDate;

use super::{Row, collect, word};
use crate::policy::Policy;
use crate::wire::{Evidence, Factor, Finding, ListKind, NotSeen, Outcome, Reason, RiskSignals};

use super::seen;

/// Every signal that the policy weighs was answered.
pub(super) const SUPPLIED: Row = Row { name: "signals.supplied", run: supplied, reasons: &["signals.missing"] };
/// No sanctions list names the person.
pub(super) const SANCTIONS: Row = Row { name: "signals.sanctions", run: sanctions, reasons: &["signals.sanctions.hit"] };
/// The person is not politically exposed.
pub(super) const PEP: Row = Row { name: "signals.pep", run: pep, reasons: &["signals.pep.hit"] };
/// The screening's score is within the policy's limit.
pub(super) const AML: Row = Row { name: "signals.aml", run: aml, reasons: &["signals.aml.over"] };

fn supplied(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let signals = signals(evidence);
    let answered = [
        (Factor::DocumentAuthenticity, "forensics", signals.forensics.is_some()),
        (Factor::DocumentLiveness, "document_liveness", signals.document_liveness.is_some()),
        (Factor::Database, "database_match", signals.database_match.is_some()),
        (Factor::Watchlists, "sanctions_hit", signals.sanctions_hit.is_some() || searched(evidence, ListKind::Sanctions)),
        (Factor::Watchlists, "pep_hit", signals.pep_hit.is_some() || searched(evidence, ListKind::Pep)),
        (Factor::Device, "device_integrity", signals.device_integrity.is_some()),
        (Factor::Device, "ip_reputation", signals.ip_reputation.is_some()),
        (Factor::Device, "velocity", signals.velocity.is_some()),
        (Factor::Device, "geo_consistency", signals.geo_consistency.is_some()),
    ];
    let weighs = |factor| policy.weights.all().iter().any(|(known, weight)| *known == factor && weight.micros() > 0);
    if !answered.iter().any(|(factor, ..)| weighs(*factor)) {
        return seen::not_declared(SUPPLIED.name);
    }
    let missing = answered.iter().filter(|(factor, _, there)| !there && weighs(*factor));
    let reason = |(factor, signal, _): &(Factor, &str, bool)| {
        (Outcome::NotRun, Reason::new("signals.missing").with("signal", signal).with("factor", word(factor)))
    };
    collect(SUPPLIED.name, missing.map(reason).collect())
}

/// Whether lists of that kind were searched for this case, which answers as a provider does.
fn searched(evidence: &Evidence, kind: ListKind) -> bool {
    evidence.screening.seen().is_some_and(|screening| screening.searched.iter().any(|list| list.kind == kind))
}

fn sanctions(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    hit(SANCTIONS.name, "signals.sanctions.hit", signals(evidence).sanctions_hit)
}

fn pep(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    hit(PEP.name, "signals.pep.hit", signals(evidence).pep_hit)
}

fn hit(check: &str, reason: &str, answer: Option<bool>) -> Finding {
    match answer {
        None => seen::not_declared(check),
        Some(false) => Finding::pass(check),
        Some(true) => Finding::of(check, Outcome::Fail, Reason::new(reason)),
    }
}

fn aml(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let (Some(limit), Some(score)) = (policy.aml, signals(evidence).aml_score) else { return seen::not_declared(AML.name) };
    if score <= limit.fail_over {
        return Finding::pass(AML.name);
    }
    let reason = Reason::new("signals.aml.over").with("score", score).with("threshold", limit.fail_over);
    Finding::of(AML.name, Outcome::Fail, reason)
}

fn signals(evidence: &Evidence) -> RiskSignals {
    match evidence.signals.reason() {
        None | Some(NotSeen::NotProvided) => evidence.signals.seen().copied().unwrap_or_default(),
        Some(_) => RiskSignals::default(),
    }
}
