//! What watchlists say of the person (F-142 to F-147): clear passes, a potential hit warns, a match fails.
//!
//! A hit counts until the compliance officer cleared it, with a reason (C-011). Whoever else cleared it, it counts on, and
//! the finding says so. Lists of a kind that was not searched are not run where the policy asks for them, else not told.

use chrono::NaiveDate;

use super::{Row, collect, seen, word};
use crate::policy::Policy;
use crate::wire::{
    Clearance, ClearingRole, Evidence, Finding, Hit, ListKind, NotSeen, Outcome, Reason, ScreeningEvidence, ScreeningOutcome,
    Seen,
};

const REASONS: &[&str] = &["watchlist.match", "watchlist.potential", "watchlist.cleared", "watchlist.clearance_refused"];

/// No sanctions list names the person.
pub(super) const SANCTIONS: Row = Row {
    name: "watchlist.sanctions",
    run: |evidence, policy, _: NaiveDate| of_kind("watchlist.sanctions", ListKind::Sanctions, evidence, policy),
    reasons: REASONS,
};
/// The person is not politically exposed.
pub(super) const PEP: Row = Row {
    name: "watchlist.pep",
    run: |evidence, policy, _| of_kind("watchlist.pep", ListKind::Pep, evidence, policy),
    reasons: REASONS,
};
/// Nothing adverse is reported of the person.
pub(super) const ADVERSE_MEDIA: Row = Row {
    name: "watchlist.adverse_media",
    run: |evidence, policy, _| of_kind("watchlist.adverse_media", ListKind::AdverseMedia, evidence, policy),
    reasons: REASONS,
};

fn of_kind(check: &'static str, kind: ListKind, evidence: &Evidence, policy: &Policy) -> Finding {
    let screening = match &evidence.screening {
        Seen::Seen(screening) => screening,
        Seen::NotSeen { reason } => return seen::not_asked(check, *reason, policy),
    };
    let hits: Vec<&Hit> = screening.screening.hits.iter().filter(|hit| hit.kind == kind).collect();
    if hits.is_empty() && !screening.searched.iter().any(|list| list.kind == kind) {
        return seen::not_asked(check, NotSeen::NotProvided, policy);
    }
    collect(check, hits.into_iter().flat_map(|hit| told(hit, screening)).collect())
}

fn told(hit: &Hit, screening: &ScreeningEvidence) -> Vec<(Outcome, Reason)> {
    let reason = |code: &str| Reason::new(code).with("list", &hit.list).with("id", &hit.id);
    let of_it = screening.clearances.iter().filter(|c| c.list == hit.list && c.id == hit.id);
    let (valid, refused): (Vec<&Clearance>, Vec<&Clearance>) = of_it.partition(|clearance| is_valid(clearance));
    if !valid.is_empty() {
        return vec![(Outcome::Pass, reason("watchlist.cleared"))];
    }
    let (outcome, code) = match hit.outcome {
        ScreeningOutcome::Match => (Outcome::Fail, "watchlist.match"),
        _ => (Outcome::Warn, "watchlist.potential"),
    };
    let mut told = vec![(outcome, reason(code).with("score", hit.score))];
    told.extend(refused.iter().map(|c| (outcome, reason("watchlist.clearance_refused").with("role", word(c.role)))));
    told
}

/// Only the compliance officer, by name and with a reason.
fn is_valid(clearance: &Clearance) -> bool {
    let said = |text: &str| !text.trim().is_empty();
    clearance.role == ClearingRole::ComplianceOfficer && said(clearance.by.expose()) && said(clearance.reason.expose())
}
