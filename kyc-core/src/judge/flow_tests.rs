//! The policies beside `api-v1`: flow, didit, NIST.

use proptest::prelude::*;

use super::judge;
use crate::check::sample::*;
use crate::decide::{by_score, in_dialect};
use crate::policy::{Policy, builtin};
use crate::score::{Inputs, score};
use crate::wire::*;

fn unit(micros: u32) -> Unit {
    Unit::from_micros(micros)
}

fn flow() -> Policy {
    builtin("flow").unwrap()
}

fn supplied(signals: RiskSignals) -> Evidence {
    with(|e| {
        e.signals = Seen::Seen(signals);
        set_liveness(e, 1_000_000, SpoofType::None);
        set_similarity(e, 1_000_000);
    })
}

fn flow_report(evidence: &Evidence) -> Report {
    judge(evidence, &flow(), today(), "en").unwrap()
}

fn dialect(report: &Report) -> (String, String) {
    let dialect = report.dialect.clone().unwrap();
    (dialect.decision, dialect.risk_level.unwrap())
}

#[test]
fn f_151_weights_sum_to_100_and_each_counts_alone() {
    let policy = flow();
    let sum: u32 = policy.weights.all().iter().map(|(_, weight)| weight.micros()).sum();
    assert_eq!(sum, 100_000_000);
    let one = Some(Unit::ONE);
    let zero = Some(Unit::ZERO);
    let none = Inputs {
        document_authenticity: zero,
        document_liveness: zero,
        database: zero,
        watchlists: zero,
        device: zero,
        ..Inputs::default()
    };
    let alone = [
        (Inputs { liveness: Unit::ONE, ..none }, 25),
        (Inputs { face_match: Unit::ONE, ..none }, 20),
        (Inputs { document_authenticity: one, ..none }, 15),
        (Inputs { document_liveness: one, ..none }, 10),
        (Inputs { database: one, ..none }, 15),
        (Inputs { watchlists: one, ..none }, 5),
        (Inputs { device: one, ..none }, 10),
    ];
    for (inputs, points) in alone {
        assert_eq!(score(&policy, &inputs).value.micros(), points * 1_000_000, "{inputs:?}");
    }
}

#[test]
fn f_150_f_153_f_154_f_156_the_worked_example_is_92_low_auto_approve() {
    let mut evidence =
        supplied(RiskSignals { forensics: Some(unit(880_000)), document_liveness: Some(unit(920_000)), ..best_signals() });
    set_liveness(&mut evidence, 960_000, SpoofType::None);
    set_similarity(&mut evidence, 780_000);
    let report = flow_report(&evidence);
    assert_eq!(report.score.value, Points::from_micros(92_000_000));
    assert_eq!(report.decision.verdict, Verdict::Accepted);
    assert_eq!(dialect(&report), ("AUTO_APPROVE".to_owned(), "LOW".to_owned()));
}

#[test]
fn f_152_f_160_a_hit_escalates_at_100_and_at_0() {
    for change in [|s: &mut RiskSignals| s.sanctions_hit = Some(true), |s: &mut RiskSignals| s.pep_hit = Some(true)] {
        let mut signals = best_signals();
        change(&mut signals);
        let report = flow_report(&supplied(signals));
        assert_eq!(report.score.value, Points::from_micros(95_000_000));
        assert!(report.decision.compliance && report.decision.verdict == Verdict::Review);
        assert_eq!(dialect(&report), ("COMPLIANCE_ESCALATION".to_owned(), "LOW".to_owned()));
        assert_eq!((report.end_user.code, report.end_user.retry), (EndUserCode::UnableToVerify, false));
    }
    let mut worst = Evidence::empty();
    worst.signals = Seen::Seen(RiskSignals { sanctions_hit: Some(true), ..RiskSignals::default() });
    assert_eq!(dialect(&flow_report(&worst)), ("COMPLIANCE_ESCALATION".to_owned(), "HIGH".to_owned()));
}

#[test]
fn f_155_authenticity_is_gated_and_device_is_a_mean() {
    let input = |report: &Report, factor| report.score.contributions.iter().find(|c| c.factor == factor).map(|c| c.input);
    let signals = RiskSignals {
        forensics: Some(unit(900_000)),
        device_integrity: Some(unit(1_000_000)),
        ip_reputation: Some(unit(500_000)),
        velocity: Some(unit(250_000)),
        geo_consistency: Some(unit(1)),
        ..best_signals()
    };
    let mut evidence = supplied(signals);
    let judged = flow_report(&evidence);
    assert_eq!(input(&judged, Factor::Device), Some(unit(437_500)));
    assert_eq!(input(&judged, Factor::DocumentAuthenticity), Some(unit(900_000)));
    for (confidence, expected) in [(500_000, 900_000), (499_999, 0)] {
        if let Seen::Seen(document) = &mut evidence.document {
            document.class.confidence = unit(confidence);
        }
        assert_eq!(input(&flow_report(&evidence), Factor::DocumentAuthenticity), Some(unit(expected)));
    }
}

#[test]
fn f_160_x_05_the_bands_of_flow_are_exact() {
    let policy = flow();
    let words = |micros| {
        let value = Points::from_micros(micros);
        let verdict = by_score(value, &policy);
        let decision = Decision { verdict, by_score: verdict, rules: Vec::new(), compliance: false };
        let told = in_dialect(&decision, &Score { value, contributions: Vec::new() }, &policy).unwrap();
        (told.decision, told.risk_level.unwrap())
    };
    let expect = |decision: &str, level: &str| (decision.to_owned(), level.to_owned());
    assert_eq!(words(85_000_000), expect("AUTO_APPROVE", "LOW"));
    assert_eq!(words(84_999_999), expect("MANUAL_REVIEW", "MEDIUM"));
    assert_eq!(words(84_990_000), expect("MANUAL_REVIEW", "MEDIUM"));
    assert_eq!(words(50_000_000), expect("MANUAL_REVIEW", "MEDIUM"));
    assert_eq!(words(49_990_000), expect("AUTO_REJECT", "HIGH"));
}

#[test]
fn a_signal_that_nobody_answered_is_never_a_pass() {
    let complete = flow_report(&supplied(best_signals()));
    assert_eq!(complete.decision.verdict, Verdict::Accepted);
    let drop: [fn(&mut RiskSignals); 9] = [
        |s| s.forensics = None,
        |s| s.document_liveness = None,
        |s| s.database_match = None,
        |s| s.sanctions_hit = None,
        |s| s.pep_hit = None,
        |s| s.device_integrity = None,
        |s| s.ip_reputation = None,
        |s| s.velocity = None,
        |s| s.geo_consistency = None,
    ];
    for change in drop {
        let mut signals = best_signals();
        change(&mut signals);
        let report = flow_report(&supplied(signals));
        assert_eq!(report.decision.verdict, Verdict::Review);
        assert!(report.reasons.iter().any(|told| told.reason.code == "signals.missing"));
    }
}

#[test]
fn f_191_an_old_photo_lowers_the_threshold_and_raises_liveness_both_told() {
    let issued = |date: &str| {
        let mut evidence = supplied(best_signals());
        if let Seen::Seen(document) = &mut evidence.document {
            set_field(document, FieldName::IssueDate, date);
        }
        set_similarity(&mut evidence, 600_000);
        flow_report(&evidence)
    };
    let (old, young) = (issued("2016-11-21"), issued("2016-11-22"));
    assert_eq!((old.decision.verdict, young.decision.verdict), (Verdict::Accepted, Verdict::Review));
    let weight = |report: &Report| report.score.contributions[0].weight_applied.micros();
    assert_eq!((weight(&old), weight(&young)), (30_000_000, 25_000_000));
    let told = &old.reasons.iter().find(|told| told.check == "portrait.age").unwrap().text;
    assert!(told.contains("10 years") && told.contains("0.6") && told.contains("30"), "{told}");
    assert_eq!(old.policy, young.policy);
}

#[test]
fn x_04_didit_decides_by_thresholds_of_checks() {
    let policy = builtin("didit").unwrap();
    let decided = |similarity: u32, aml: Option<u32>| {
        let mut evidence = perfect();
        set_similarity(&mut evidence, similarity);
        let aml_score = aml.map(Points::from_micros);
        evidence.signals = Seen::Seen(RiskSignals { aml_score, ..RiskSignals::default() });
        judge(&evidence, &policy, today(), "en").unwrap().dialect.unwrap().decision
    };
    assert_eq!(decided(700_000, None), "Approved");
    assert_eq!(decided(699_999, None), "In Review");
    // D-036: 50 itself is not declined.
    assert_eq!(decided(500_000, None), "In Review");
    assert_eq!(decided(499_900, None), "Declined");
    // D-133: 80 itself is not declined.
    assert_eq!(decided(900_000, Some(80_000_000)), "Approved");
    assert_eq!(decided(900_000, Some(80_000_001)), "Declined");
}

#[test]
fn no_policy_accepts_a_case_of_which_nothing_is_known() {
    for id in crate::catalog::policies::names() {
        let policy = builtin(id).unwrap();
        let verdict = |evidence: &Evidence| judge(evidence, &policy, today(), "en").unwrap().decision.verdict;
        assert_ne!(verdict(&Evidence::empty()), Verdict::Accepted, "{id}");
        assert_eq!(verdict(&supplied(best_signals())), Verdict::Accepted, "{id}");
        let spoof = with(|e| set_liveness(e, 100_000, SpoofType::Screen));
        assert_eq!(verdict(&spoof), Verdict::Rejected, "{id}");
    }
}

proptest! {
    #[test]
    fn contributions_sum_to_the_score_under_every_policy(
        x in prop::collection::vec(prop::option::of(0..=1_000_000u32), 8),
    ) {
        let of = |i: usize| x[i].map(unit);
        let inputs = Inputs {
            liveness: of(0).unwrap_or(Unit::ZERO),
            face_match: of(1).unwrap_or(Unit::ZERO),
            document: of(2).unwrap_or(Unit::ZERO),
            profile: of(3),
            document_authenticity: of(4),
            document_liveness: of(5),
            database: of(6),
            watchlists: of(7),
            device: of(0),
        };
        for id in crate::catalog::policies::names() {
            let score = score(&builtin(id).unwrap(), &inputs);
            prop_assert_eq!(score.contributions.iter().map(|c| c.points.micros()).sum::<u32>(), score.value.micros());
            let weights: u32 = score.contributions.iter().map(|c| c.weight_applied.micros()).sum();
            prop_assert_eq!(weights, 100_000_000);
        }
    }
}
