//! Watchlists in judgement.

use super::judge;
use crate::check::sample::*;
use crate::error::Code;
use crate::policy::{Policy, builtin};
use crate::watchlist::{Index, ListFormat};
use crate::wire::*;

fn report(evidence: &Evidence, policy: &Policy) -> Report {
    judge(evidence, policy, today(), "en").unwrap()
}

fn outcome(report: &Report, check: &str) -> Option<Outcome> {
    report.findings.iter().find(|finding| finding.check == check).map(|finding| finding.outcome)
}

fn all_policies() -> Vec<Policy> {
    let mut all: Vec<Policy> = ["api-v1", "flow", "didit", "nist-800-63a-4"].map(|id| builtin(id).unwrap()).into();
    let mut lenient = all[0].clone();
    lenient.rules.iter_mut().for_each(|rule| rule.enabled = false);
    all.push(lenient);
    all
}

#[test]
fn f_146_clear_potential_match() {
    let api = builtin("api-v1").unwrap();
    let clear = report(&screened(ListKind::Sanctions, None), &api);
    assert_eq!((outcome(&clear, "watchlist.sanctions"), clear.decision.verdict), (Some(Outcome::Pass), Verdict::Accepted));
    let potential = report(&screened(ListKind::Sanctions, Some(ScreeningOutcome::Potential)), &api);
    assert_eq!(outcome(&potential, "watchlist.sanctions"), Some(Outcome::Warn));
    assert_eq!((potential.decision.verdict, potential.decision.compliance), (Verdict::Review, false));
    let exact = report(&screened(ListKind::Sanctions, Some(ScreeningOutcome::Match)), &api);
    assert_eq!(outcome(&exact, "watchlist.sanctions"), Some(Outcome::Fail));
    assert_eq!((exact.decision.verdict, exact.decision.compliance), (Verdict::Review, true));
    assert_eq!((exact.end_user.code, exact.end_user.retry), (EndUserCode::UnableToVerify, false));
}

#[test]
fn f_152_a_match_escalates_whatever_score_and_policy() {
    for kind in [ListKind::Sanctions, ListKind::Pep] {
        for policy in all_policies() {
            let mut best = screened(kind, Some(ScreeningOutcome::Match));
            set_liveness(&mut best, 1_000_000, SpoofType::None);
            set_similarity(&mut best, 1_000_000);
            let judged = report(&best, &policy);
            assert!(judged.decision.compliance && judged.decision.verdict >= Verdict::Review, "{} {kind:?}", policy.id);
            let mut worst = Evidence::empty();
            worst.screening = best.screening.clone();
            assert!(report(&worst, &policy).decision.compliance, "{} {kind:?}", policy.id);
        }
    }
    // Adverse media go to a person, not to compliance.
    let media = report(&screened(ListKind::AdverseMedia, Some(ScreeningOutcome::Match)), &builtin("api-v1").unwrap());
    assert_eq!((media.decision.verdict, media.decision.compliance), (Verdict::Review, false));
}

#[test]
fn c_011_only_the_compliance_officer_clears_a_match_with_a_reason() {
    let clear = |role, by: &str, reason: &str| {
        let mut evidence = screened(ListKind::Sanctions, Some(ScreeningOutcome::Match));
        clear_hits(&mut evidence, role, by, reason);
        report(&evidence, &builtin("api-v1").unwrap())
    };
    let cleared = clear(ClearingRole::ComplianceOfficer, "officer-7", "another date of birth on the passport");
    assert_eq!((outcome(&cleared, "watchlist.sanctions"), cleared.decision.verdict), (Some(Outcome::Pass), Verdict::Accepted));
    let told = serde_json::to_string(&cleared).unwrap();
    assert!(told.contains("watchlist.cleared") && !told.contains("officer-7") && !told.contains("another date"));
    for (role, by, reason) in [
        (ClearingRole::Reviewer, "agent-1", "looks fine"),
        (ClearingRole::Program, "nightly", "bulk"),
        (ClearingRole::ComplianceOfficer, " ", "no name"),
        (ClearingRole::ComplianceOfficer, "officer-7", ""),
    ] {
        let refused = clear(role, by, reason);
        assert_eq!(outcome(&refused, "watchlist.sanctions"), Some(Outcome::Fail));
        assert!(refused.decision.compliance && refused.decision.verdict == Verdict::Review);
        assert!(refused.reasons.iter().any(|told| told.reason.code == "watchlist.clearance_refused"));
    }
    // A clearance of another entry clears nothing.
    let mut other = screened(ListKind::Sanctions, Some(ScreeningOutcome::Match));
    clear_hits(&mut other, ClearingRole::ComplianceOfficer, "officer-7", "why");
    if let Seen::Seen(screening) = &mut other.screening {
        screening.clearances[0].id = "another".to_owned();
    }
    assert!(report(&other, &builtin("api-v1").unwrap()).decision.compliance);
}

#[test]
fn unscreened_is_not_run_where_the_policy_asks_and_never_a_pass() {
    let mut asks = builtin("api-v1").unwrap();
    let mandatory = asks.rules.iter_mut().find(|rule| rule.id == "mandatory").unwrap();
    mandatory.checks.push("watchlist.sanctions".to_owned());
    let judged = report(&perfect(), &asks);
    assert_eq!((outcome(&judged, "watchlist.sanctions"), judged.decision.verdict), (Some(Outcome::NotRun), Verdict::Review));
    // Searched for exposed persons only: nobody looked at sanctions.
    let judged = report(&screened(ListKind::Pep, None), &asks);
    assert_eq!(
        (outcome(&judged, "watchlist.sanctions"), outcome(&judged, "watchlist.pep")),
        (Some(Outcome::NotRun), Some(Outcome::Pass))
    );
    // Lists that were to be searched and could not be keep a case from acceptance under any policy.
    let mut blocked = perfect();
    blocked.screening = Seen::not(NotSeen::Blocked);
    for policy in all_policies() {
        assert!(report(&blocked, &policy).decision.verdict >= Verdict::Review, "{}", policy.id);
    }
    assert_eq!(outcome(&report(&perfect(), &builtin("api-v1").unwrap()), "watchlist.sanctions"), None);
}

#[test]
fn f_150_a_search_answers_for_the_flows_watchlist_signals() {
    let flow = builtin("flow").unwrap();
    let input = |evidence: &Evidence| {
        let contributions = report(evidence, &flow).score.contributions;
        contributions.into_iter().find(|c| c.factor == Factor::Watchlists).map(|c| c.input)
    };
    let signals = RiskSignals { sanctions_hit: Some(false), pep_hit: Some(false), ..RiskSignals::default() };
    let mut evidence = screened(ListKind::Sanctions, None);
    assert_eq!(input(&evidence), None);
    evidence.signals = Seen::Seen(RiskSignals { pep_hit: Some(false), ..RiskSignals::default() });
    assert_eq!(input(&evidence), Some(Unit::ONE));
    for worst in [ScreeningOutcome::Potential, ScreeningOutcome::Match] {
        let mut evidence = screened(ListKind::Sanctions, Some(worst));
        evidence.signals = Seen::Seen(signals);
        assert_eq!(input(&evidence), Some(Unit::ZERO));
    }
}

#[test]
fn contradictory_screening_evidence_is_refused() {
    let mut evidence = screened(ListKind::Sanctions, Some(ScreeningOutcome::Match));
    if let Seen::Seen(screening) = &mut evidence.screening {
        screening.screening.outcome = ScreeningOutcome::Clear;
    }
    let api = builtin("api-v1").unwrap();
    assert_eq!(judge(&evidence, &api, today(), "en").unwrap_err().code(), Code::InvalidEvidence);
}

#[test]
fn f_142_f_143_a_case_is_searched_by_what_its_document_says() {
    let list = "id,type,name,aliases,birth_date,nationality,document\n\
        1,person,Anna Maria Eriksson,,1974-08-12,UTO,\n2,person,Someone Else,,,,L898902C3\n3,person,Anna Eriksson,,1950-01-01,FRA,\n";
    let index = Index::builder().list("test", ListKind::Sanctions, ListFormat::Table, list.as_bytes()).unwrap().build().unwrap();
    let evidence = index.screen_case(&perfect());
    let found = evidence.seen().unwrap();
    let ids: Vec<&str> = found.screening.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!((ids, found.screening.outcome), (vec!["1", "2"], ScreeningOutcome::Match));
    assert_eq!(found.searched, [SearchedList { list: "test".to_owned(), kind: ListKind::Sanctions, entries: 3 }]);
    assert_eq!(index.screen_case(&Evidence::empty()).reason(), Some(NotSeen::NotProvided));
    let unread = with_document(|document| document.fields.clear());
    let unread = Evidence { profile: Seen::not(NotSeen::NotProvided), ..unread };
    assert_eq!(index.screen_case(&unread).reason(), Some(NotSeen::Blocked));
}
