//! Conformance vectors of the judge tier: written from the cases here, and held against them.
//!
//! To write them again after an intended change: `KYC_WRITE_VECTORS=1 cargo test -p kyc-core judge_vectors_hold`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{given_cases, host_cases, judge, reason_cases};
use crate::check::sample::*;
use crate::check::{NOT_SEEN, Row, rows};
use crate::policy::{Policy, builtin};
use crate::wire::*;

/// Cases under the built-in policy: file name and evidence.
pub(super) fn cases() -> Vec<(&'static str, Evidence)> {
    [of_an_applicant(), host_cases::cases(), given_cases::cases()].concat()
}

fn of_an_applicant() -> Vec<(&'static str, Evidence)> {
    let problem = |role, problem| {
        with(|evidence| {
            for capture in evidence.captures.iter_mut().filter(|capture| capture.role == role) {
                capture.picture = Decoded::Problem(problem);
            }
            match role {
                Role::Selfie => lose_selfie(evidence, NotSeen::NoPicture),
                _ => lose_document(evidence, NotSeen::NoPicture),
            }
        })
    };
    vec![
        ("perfect", perfect()),
        ("no-profile", with(|e| e.profile = Seen::not(NotSeen::NotProvided))),
        ("empty", Evidence::empty()),
        ("spoof-screen", with(|e| set_liveness(e, 120_000, SpoofType::Screen))),
        ("spoof-with-all-else-perfect", {
            let mut evidence = with_document(|document| document.class.confidence = Unit::ONE);
            set_liveness(&mut evidence, 0, SpoofType::Mask);
            set_similarity(&mut evidence, 1_000_000);
            evidence
        }),
        ("liveness-not-shown", with(|e| set_liveness(e, 499_900, SpoofType::None))),
        ("liveness-at-threshold", with(|e| set_liveness(e, 500_000, SpoofType::None))),
        ("face-mismatch", with(|e| set_similarity(e, 420_000))),
        ("face-moderate", with(|e| set_similarity(e, 620_000))),
        ("face-at-threshold", with(|e| set_similarity(e, 750_000))),
        ("same-picture", with(|e| e.captures[1].sha256 = e.captures[0].sha256.clone())),
        ("document-expired", with_document(|d| set_field(d, FieldName::ExpiryDate, "2026-11-20"))),
        ("document-expires-today", with_document(|d| set_field(d, FieldName::ExpiryDate, "2026-11-21"))),
        (
            "mrz-wrong-digits",
            with_mrz(|mrz| {
                mrz.check_digits[2].valid = false;
                mrz.check_digits[4].valid = false;
            }),
        ),
        (
            "sources-differ",
            with_document(|d| d.fields[5].readings.push(reading(FieldOrigin::Visual, "1984-08-12", "12 AUG 1984"))),
        ),
        (
            "no-document",
            with(|e| {
                e.captures.remove(0);
                lose_document(e, NotSeen::NotProvided);
            }),
        ),
        (
            "no-selfie",
            with(|e| {
                e.captures.remove(1);
                lose_selfie(e, NotSeen::NotProvided);
            }),
        ),
        ("document-corrupt", problem(Role::DocumentFront, PictureProblem::Corrupt)),
        ("selfie-unsupported", problem(Role::Selfie, PictureProblem::UnsupportedFormat)),
        (
            "five-faces",
            with(|e| {
                lose_selfie(e, NotSeen::SeveralFaces);
            }),
        ),
        ("blurred-document", with_document(|d| d.sides[0].quality.sharpness = 100.0)),
        ("score-80", level(800_000)),
        ("score-just-under-80", level(799_999)),
        ("score-60", level(600_000)),
        ("score-just-under-60", level(599_999)),
        ("screened-clear", screened(ListKind::Sanctions, None)),
        ("sanctions-match", screened(ListKind::Sanctions, Some(ScreeningOutcome::Match))),
        ("sanctions-potential", screened(ListKind::Sanctions, Some(ScreeningOutcome::Potential))),
        ("sanctions-cleared-by-compliance", cleared(ClearingRole::ComplianceOfficer)),
        ("sanctions-cleared-by-reviewer", cleared(ClearingRole::Reviewer)),
        ("pep-clear", screened(ListKind::Pep, None)),
        ("adverse-media-clear", screened(ListKind::AdverseMedia, None)),
        ("pep-match", screened(ListKind::Pep, Some(ScreeningOutcome::Match))),
        ("adverse-media-match", screened(ListKind::AdverseMedia, Some(ScreeningOutcome::Match))),
        ("screening-blocked", with(|e| e.screening = Seen::not(NotSeen::Blocked))),
    ]
}

/// A sanctions match that somebody cleared.
fn cleared(role: ClearingRole) -> Evidence {
    let mut evidence = screened(ListKind::Sanctions, Some(ScreeningOutcome::Match));
    clear_hits(&mut evidence, role, "person-1", "another person of the same name");
    evidence
}

/// Cases under a changed policy, which the request carries whole.
fn tenant_cases() -> Vec<(&'static str, Evidence, Policy)> {
    let mut lenient = builtin("api-v1").unwrap();
    lenient.id = "tenant-without-rules".to_owned();
    lenient.rules.iter_mut().for_each(|rule| rule.enabled = false);
    let mut literal = builtin("api-v1").unwrap();
    literal.id = "tenant-literal-weights".to_owned();
    literal.renormalise = false;
    let cases = cases();
    let evidence = |id: &str| cases.iter().find(|(name, _)| *name == id).unwrap().1.clone();
    vec![
        ("rules-switched-off", evidence("spoof-with-all-else-perfect"), lenient),
        ("literal-weights", evidence("no-profile"), literal),
    ]
}

/// Without a document nothing that hangs on it is seen.
pub(super) fn lose_document(evidence: &mut Evidence, why: NotSeen) {
    evidence.document = Seen::not(why);
    evidence.portrait = Seen::not(why);
    evidence.face_match = Seen::not(NotSeen::Blocked);
}

/// Without a selfie nothing that hangs on it is seen.
pub(super) fn lose_selfie(evidence: &mut Evidence, why: NotSeen) {
    evidence.selfie = Seen::not(why);
    evidence.liveness = Seen::not(NotSeen::Blocked);
    evidence.face_match = Seen::not(NotSeen::Blocked);
}

fn vector(id: &str, evidence: &Evidence, policy: &Policy, named: Value) -> Value {
    let report = judge(evidence, policy, today(), "en").unwrap();
    let request = json!({"evidence": evidence, "policy": named, "today": today().to_string(), "language": "en"});
    json!({"id": format!("judge/{id}"), "op": "judge", "request": request, "blobs": [], "expect": {"report": report}})
}

#[test]
fn judge_vectors_hold() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../conformance/vectors/judge");
    let api_v1 = builtin("api-v1").unwrap();
    let own = |id: &str, vector| (id.to_owned(), vector);
    let mut vectors: Vec<_> = cases().into_iter().map(|(id, e)| own(id, vector(id, &e, &api_v1, json!("api-v1")))).collect();
    vectors.extend(tenant_cases().into_iter().map(|(id, e, policy)| own(id, vector(id, &e, &policy, json!(policy)))));
    vectors.extend(reason_cases::cases().into_iter().map(|(id, e, policy)| {
        let named = builtin(&policy.id).map_or_else(|_| json!(policy), |builtin| json!(builtin.id));
        own(&id, vector(&id, &e, &policy, named))
    }));

    let write = std::env::var_os("KYC_WRITE_VECTORS").is_some();
    for (id, vector) in &vectors {
        let (path, text) = (folder.join(format!("{id}.json")), format!("{vector:#}\n"));
        if write {
            std::fs::write(&path, &text).unwrap();
        }
        // As text: a report is the same bit for bit or it is not the same.
        assert!(
            std::fs::read_to_string(&path).unwrap_or_default() == text,
            "{id}: the vector file is not what judgement gives now"
        );
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), vectors.len(), "a vector file has no case");
}

#[test]
fn every_check_and_reason_has_a_vector() {
    let judged = |evidence: &Evidence, policy: &Policy| judge(evidence, policy, today(), "en").unwrap().findings;
    let api_v1 = builtin("api-v1").unwrap();
    let mut findings: Vec<Finding> = cases().iter().flat_map(|(_, evidence)| judged(evidence, &api_v1)).collect();
    findings.extend(tenant_cases().iter().flat_map(|(_, evidence, policy)| judged(evidence, policy)));
    findings.extend(reason_cases::cases().iter().flat_map(|(_, evidence, policy)| judged(evidence, policy)));
    // A portrait's age is never good news: it is old or it does not apply.
    let passed = |name, pass| findings.iter().any(|f| f.check == name && (f.outcome == Outcome::Pass) == pass);
    let both_ways = |row: &&Row| row.name == "portrait.age" || (passed(row.name, true) && passed(row.name, false));
    let one_way: Vec<_> = rows().filter(|row| !both_ways(row)).map(|row| row.name).collect();
    assert!(one_way.is_empty(), "no vector in which it passes, or none in which it does not: {one_way:?}");
    let told: BTreeSet<&str> = findings.iter().flat_map(|finding| &finding.reasons).map(|reason| reason.code.as_str()).collect();
    let listed: BTreeSet<&str> = rows().flat_map(|row| row.reasons).chain(NOT_SEEN).copied().collect();
    assert_eq!(listed.difference(&told).collect::<Vec<_>>(), Vec::<&&str>::new());
}

/// Every number of a policy, by JSON pointer.
fn numbers(at: &str, value: &Value, found: &mut Vec<(String, f64)>) {
    match value {
        Value::Number(number) => found.extend(number.as_f64().map(|number| (at.to_owned(), number))),
        Value::Object(fields) => fields.iter().for_each(|(key, field)| numbers(&format!("{at}/{key}"), field, found)),
        _ => {}
    }
}

/// The smallest step of a limit that a case can stand beside: measures of pictures come in single precision.
fn step(limit: &str) -> f64 {
    match limit {
        "/mrz/max_corrections" | "/aged_photo/from_years" => 1.0,
        // A score is a weighted sum: its inputs' millionths are some of its hundred-thousandths.
        "/bands/accept" | "/bands/review" | "/aged_photo/liveness_weight_more" => 1e-4,
        "/mrz/min_confidence" | "/selfie/min_presence" | "/selfie/max_eyes_closed" | "/picture/glare_under" => 1e-6,
        limit if limit.starts_with("/selfie/") || limit.starts_with("/picture/") => 0.01,
        _ => 1e-6,
    }
}

/// What a report decides: not its texts, which may name the limit itself.
fn decided(evidence: &Evidence, policy: &Policy) -> Value {
    let report = judge(evidence, policy, today(), "en").unwrap();
    let codes = |finding: &Finding| finding.reasons.iter().map(|reason| reason.code.clone()).collect::<Vec<_>>();
    let findings: Vec<Value> = report.findings.iter().map(|f| json!([f.check, f.outcome, codes(f)])).collect();
    json!([findings, report.decision, report.score.value, report.dialect])
}

#[test]
fn every_limit_of_every_policy_is_held_by_vectors_on_both_sides() {
    let api_v1 = cases().into_iter().map(|(_, evidence)| ("api-v1".to_owned(), evidence));
    let named = reason_cases::cases().into_iter().map(|(_, evidence, policy)| (policy.id, evidence));
    let all: Vec<(String, Evidence)> = api_v1.chain(named).collect();
    let mut loose = Vec::new();
    for id in crate::catalog::policies::names() {
        let policy = builtin(id).unwrap();
        let under: Vec<&Evidence> = all.iter().filter(|(by, _)| by == id).map(|(_, evidence)| evidence).collect();
        let before: Vec<Value> = under.iter().map(|evidence| decided(evidence, &policy)).collect();
        let mut limits = Vec::new();
        let json = serde_json::to_value(&policy).unwrap();
        numbers("", &json, &mut limits);
        // Weights sum to 100, so that none moves alone; where checks decide, the bands do not; retries are counted by the
        // caller (`f_185_…`).
        let other = |limit: &str| {
            let by_checks = policy.decide_by == crate::policy::DecideBy::Checks && limit.starts_with("/bands/");
            limit.starts_with("/weights/") || ["/version", "/max_retries"].contains(&limit) || by_checks
        };
        for (limit, value) in limits.iter().filter(|(limit, _)| !other(limit)) {
            for step in [step(limit), -step(limit)] {
                let mut moved = json.clone();
                let number = value + step;
                *moved.pointer_mut(limit).unwrap() = if number.fract() == 0.0 { json!(number as i64) } else { json!(number) };
                let Ok(moved) = serde_json::from_value::<Policy>(moved) else { continue };
                if under.iter().zip(&before).all(|(evidence, before)| decided(evidence, &moved) == *before) {
                    loose.push(format!("{id}{limit} {step:+}"));
                }
            }
        }
    }
    assert!(loose.is_empty(), "no vector tells these apart: {loose:#?}");
}
