use std::collections::BTreeSet;

use proptest::prelude::*;

use super::judge;
use super::vectors::{cases, lose_document, lose_selfie};
use crate::catalog::messages;
use crate::check::sample::*;
use crate::check::{NOT_SEEN, rows};
use crate::decide::by_score;
use crate::error::Code;
use crate::policy::{Policy, builtin};
use crate::score::{Inputs, score};
use crate::wire::*;

const REASONS: [NotSeen; 10] = [
    NotSeen::NotProvided,
    NotSeen::NoPicture,
    NotSeen::NotFound,
    NotSeen::NoFace,
    NotSeen::SeveralFaces,
    NotSeen::FaceUnusable,
    NotSeen::Unreadable,
    NotSeen::Blocked,
    NotSeen::NotSupported,
    NotSeen::Skipped,
];

fn api_v1() -> Policy {
    builtin("api-v1").unwrap()
}

fn report(evidence: &Evidence) -> Report {
    judge(evidence, &api_v1(), today(), "en").unwrap()
}

fn verdict_of(id: &str) -> (Verdict, EndUserCode) {
    let evidence = cases().into_iter().find(|(name, _)| *name == id).expect(id).1;
    let report = report(&evidence);
    (report.decision.verdict, report.end_user.code)
}

/// Takes one part of the perfect case away.
fn lose(part: usize, why: NotSeen) -> Evidence {
    let mut evidence = perfect();
    lose_in(&mut evidence, part, why);
    evidence
}

const PARTS: usize = 7;

fn lose_in(evidence: &mut Evidence, part: usize, why: NotSeen) {
    match part {
        0 => evidence.document = Seen::not(why),
        1 => evidence.portrait = Seen::not(why),
        2 => evidence.selfie = Seen::not(why),
        3 => evidence.liveness = Seen::not(why),
        4 => evidence.face_match = Seen::not(why),
        5 => {
            if let Seen::Seen(document) = &mut evidence.document {
                document.mrz = Seen::not(why);
            }
        }
        _ => {
            if let Seen::Seen(face) = &mut evidence.selfie {
                face.quality = Seen::not(why);
            }
        }
    }
}

fn mandatory_checks(policy: &Policy) -> BTreeSet<String> {
    policy.rules.iter().filter(|rule| rule.id == "mandatory").flat_map(|rule| rule.checks.clone()).collect()
}

#[test]
fn a_032_a_perfect_case_is_accepted_with_its_score() {
    let report = report(&perfect());
    assert_eq!(report.decision.verdict, Verdict::Accepted);
    // A-037's own sample outputs: 0.93, 0.84, 0.90, 1.
    assert_eq!(report.score.value, Points::from_micros(89_000_000));
    assert!(report.reasons.is_empty() && report.decision.rules.is_empty());
    assert_eq!(report.end_user.code, EndUserCode::Verified);
    assert_eq!((report.policy.id.as_str(), report.policy.version), ("api-v1", 1));
}

#[test]
fn verdicts_and_messages_of_the_named_cases() {
    use EndUserCode as E;
    use Verdict::{Accepted, Rejected, Review};
    let expected = [
        ("no-profile", Accepted, E::Verified),
        ("empty", Rejected, E::DocumentUnreadable),
        ("spoof-screen", Rejected, E::Unsuccessful),
        ("spoof-with-all-else-perfect", Rejected, E::Unsuccessful),
        ("liveness-not-shown", Rejected, E::TryAgainInGoodLight),
        ("liveness-at-threshold", Review, E::UnderReview),
        ("face-mismatch", Rejected, E::FaceNotMatched),
        ("face-moderate", Review, E::UnderReview),
        ("face-at-threshold", Accepted, E::Verified),
        ("same-picture", Rejected, E::Unsuccessful),
        ("document-expired", Rejected, E::DocumentExpired),
        ("document-expires-today", Accepted, E::Verified),
        ("mrz-wrong-digits", Review, E::UnderReview),
        ("sources-differ", Review, E::UnderReview),
        ("no-document", Rejected, E::DocumentUnreadable),
        ("no-selfie", Rejected, E::SelfieUnusable),
        ("document-corrupt", Rejected, E::DocumentUnreadable),
        ("selfie-unsupported", Rejected, E::SelfieUnusable),
        ("five-faces", Rejected, E::SelfieUnusable),
        ("blurred-document", Accepted, E::Verified),
        ("score-80", Accepted, E::Verified),
        ("score-just-under-80", Review, E::UnderReview),
        ("score-60", Review, E::UnderReview),
        ("score-just-under-60", Rejected, E::FaceNotMatched),
    ];
    for (id, verdict, code) in expected {
        assert_eq!(verdict_of(id), (verdict, code), "{id}");
    }
}

/// The literal vectors, straight into scorer and bands.
#[test]
fn a_037_score_vectors() {
    use Verdict::{Accepted, Rejected, Review};
    const M: u32 = 1_000_000;
    let inputs = |l, f, d, k: Option<u32>| {
        let unit = Unit::from_micros;
        Inputs { liveness: unit(l), face_match: unit(f), document: unit(d), profile: k.map(unit), ..Inputs::default() }
    };
    let all = |x| inputs(x, x, x, Some(x));
    let vectors = [
        (all(M), 100_000_000, Accepted),
        (inputs(930_000, 840_000, 900_000, Some(M)), 89_000_000, Accepted),
        (inputs(930_000, 840_000, 900_000, None), 88_421_052, Accepted),
        (inputs(0, M, M, Some(M)), 70_000_000, Review),
        (inputs(M, 0, M, Some(M)), 60_000_000, Review),
        (inputs(M, M, 0, Some(M)), 75_000_000, Review),
        (all(800_000), 80_000_000, Accepted),
        (all(799_999), 79_999_900, Review),
        (all(600_000), 60_000_000, Review),
        (all(599_999), 59_999_900, Rejected),
        (all(0), 0, Rejected),
    ];
    for (inputs, value, verdict) in vectors {
        let policy = builtin("api-v1").unwrap();
        let scored = score(&policy, &inputs).value;
        assert_eq!((scored.micros(), by_score(scored, &policy)), (value, verdict), "{inputs:?}");
    }
}

#[test]
fn x_05_scores_at_the_bands_are_exact() {
    let value = |micros| report(&level(micros)).score.value.micros();
    assert_eq!([value(800_000), value(600_000)], [80_000_000, 60_000_000]);
    assert_eq!([value(799_999), value(599_999)], [79_999_900, 59_999_900]);
}

#[test]
fn x_06_a_spoof_scores_70_and_is_rejected_by_a_named_rule() {
    let (_, evidence) = cases().into_iter().find(|(id, _)| *id == "spoof-with-all-else-perfect").unwrap();
    let judged = report(&evidence);
    assert_eq!(judged.score.value, Points::from_micros(70_000_000));
    assert_eq!((judged.decision.by_score, judged.decision.verdict), (Verdict::Review, Verdict::Rejected));
    assert_eq!(judged.decision.rules[0].id, "spoof");

    let mut policy = api_v1();
    policy.rules.iter_mut().for_each(|rule| rule.enabled = false);
    assert_eq!(judge(&evidence, &policy, today(), "en").unwrap().decision.verdict, Verdict::Review);
}

#[test]
fn x_07_suspicions_look_alike_to_the_end_user() {
    let told = |id: &str| {
        let evidence = cases().into_iter().find(|(name, _)| *name == id).unwrap().1;
        report(&evidence).end_user
    };
    assert_eq!(told("spoof-screen"), told("same-picture"));
    let tampered_and_expired = with_mrz(|mrz| mrz.check_digits[0].valid = false);
    let mut tampered_and_expired = tampered_and_expired;
    if let Seen::Seen(document) = &mut tampered_and_expired.document {
        set_field(document, FieldName::ExpiryDate, "2020-01-01");
    }
    assert_eq!(report(&tampered_and_expired).end_user, told("spoof-screen"));
}

#[test]
fn a_070_the_threshold_used_is_echoed() {
    let report = report(&perfect());
    let values = |check: &str| report.findings.iter().find(|finding| finding.check == check).unwrap().reasons[0].values.clone();
    assert_eq!((values("face.match")["similarity"].as_str(), values("face.match")["threshold"].as_str()), ("0.84", "0.75"));
    assert_eq!(values("liveness.passive")["threshold"], "0.5");
}

#[test]
fn x_08_the_raw_cosine_decides_nothing() {
    let mut other = perfect();
    if let Seen::Seen(matched) = &mut other.face_match {
        matched.raw_cosine = -1.0;
    }
    assert_eq!(report(&other), report(&perfect()));
}

#[test]
fn a_034_reasons_come_worst_first_with_exact_numbers() {
    let mut evidence = with_document(|document| document.sides[0].quality.glare = Unit::from_micros(50_000));
    set_similarity(&mut evidence, 620_000);
    let report = report(&evidence);
    let texts: Vec<_> = report.reasons.iter().map(|reason| reason.text.as_str()).collect();
    assert!(texts[0].contains("similarity 0.62 < 0.75 threshold"), "{texts:?}");
    assert!(texts[1].contains("0.05"), "{texts:?}");
}

#[test]
fn the_cause_is_told_and_its_consequences_are_not() {
    let (_, evidence) = cases().into_iter().find(|(id, _)| *id == "no-document").unwrap();
    let checks: Vec<_> = report(&evidence).reasons.into_iter().map(|reason| reason.check).collect();
    assert_eq!(checks, ["document.present", "portrait.present", "face.same_picture"]);
    let only_blocked = lose(3, NotSeen::Blocked);
    assert_eq!(report(&only_blocked).reasons[0].check, "liveness.passive");
}

#[test]
fn nothing_missing_is_ever_accepted() {
    for part in 0..PARTS {
        for why in REASONS {
            let report = report(&lose(part, why));
            assert_ne!(report.decision.verdict, Verdict::Accepted, "part {part}, {why:?}");
        }
    }
    for change in [lose_document, lose_selfie] {
        for why in REASONS {
            assert_ne!(report(&with(|evidence| change(evidence, why))).decision.verdict, Verdict::Accepted, "{why:?}");
        }
    }
}

#[test]
fn f_015_capture_trust_is_told_and_injection_is_never_accepted() {
    let told = |change: fn(&mut DeviceSignals)| {
        let mut signals = device();
        change(&mut signals);
        let report = report(&with(|evidence| evidence.device = Seen::Seen(signals)));
        (report.capture_trust, report.decision.verdict)
    };
    assert_eq!(report(&perfect()).capture_trust, CaptureTrust::Unknown);
    assert_eq!(told(|_| {}), (CaptureTrust::Attested, Verdict::Accepted));
    assert_eq!(told(|s| s.attested = None), (CaptureTrust::Claimed, Verdict::Accepted));
    assert_eq!(told(|s| s.emulator = Some(true)), (CaptureTrust::Suspect, Verdict::Review));
    assert_eq!(told(|s| s.camera.label = Some("ManyCam".into())), (CaptureTrust::Suspect, Verdict::Review));
    let rejected = report(&with(|evidence| {
        set_similarity(evidence, 100_000);
        evidence.device = Seen::Seen(DeviceSignals { hooked: Some(true), ..device() });
    }));
    assert_eq!((rejected.decision.verdict, rejected.end_user.code), (Verdict::Rejected, EndUserCode::Unsuccessful));
}

#[test]
fn every_reason_is_listed_explained_and_nothing_else_is() {
    let mut listed: BTreeSet<&str> = rows().flat_map(|row| row.reasons).copied().collect();
    listed.extend(NOT_SEEN);
    for language in messages::languages() {
        let sentences: BTreeSet<&str> = messages::of(language).unwrap().reasons().map(|(code, _)| code).collect();
        assert_eq!(sentences, listed, "{language}");
    }
    let placeholders = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(key, _)| key.to_owned()).collect()
    };
    let en = messages::of("en").unwrap();
    for language in messages::languages() {
        for (code, text) in messages::of(language).unwrap().reasons() {
            assert_eq!(placeholders(text), placeholders(en.reason(code).unwrap()), "{language} {code}");
        }
    }
}

fn assert_explained(report: &Report) {
    for finding in &report.findings {
        let row = rows().find(|row| row.name == finding.check).unwrap();
        assert!(finding.outcome == Outcome::Pass || !finding.reasons.is_empty(), "{finding:?}");
        for reason in &finding.reasons {
            let code = reason.code.as_str();
            assert!(row.reasons.contains(&code) || NOT_SEEN.contains(&code), "{code} is not listed by {}", row.name);
        }
    }
    for reason in &report.reasons {
        assert!(!reason.text.contains(['{', '}']) && reason.text != reason.reason.code, "{reason:?}");
    }
}

#[test]
fn every_case_is_explained_and_stable_in_every_language() {
    for (id, evidence) in cases() {
        for language in messages::languages() {
            let once = judge(&evidence, &api_v1(), today(), language).unwrap();
            assert_explained(&once);
            let stored: Evidence = serde_json::from_str(&serde_json::to_string(&evidence).unwrap()).unwrap();
            assert_eq!(judge(&stored, &api_v1(), today(), language).unwrap(), once, "{id}");
        }
    }
}

#[test]
fn a_021_a_033_thresholds_fields_and_rules_are_the_tenants() {
    let verdict = |policy: &Policy| judge(&perfect(), policy, today(), "en").unwrap().decision.verdict;
    let changed = |change: fn(&mut Policy)| {
        let mut policy = api_v1();
        change(&mut policy);
        verdict(&policy)
    };
    assert_eq!(changed(|p| p.face_match.strong_from = Unit::ONE), Verdict::Accepted);
    assert_eq!(
        changed(|p| (p.face_match.threshold, p.face_match.strong_from) = (Unit::from_micros(850_000), Unit::ONE)),
        Verdict::Review
    );
    assert_eq!(changed(|p| p.bands.accept = Points::from_micros(89_000_001)), Verdict::Review);
    assert_eq!(changed(|p| p.document.required_fields.push(FieldName::Address)), Verdict::Review);
    assert_eq!(changed(|p| p.document.accepted_countries = vec!["CIV".to_owned()]), Verdict::Rejected);
    assert_eq!(changed(|p| p.document.accepted_types = vec![DocumentType::IdCard]), Verdict::Rejected);
    assert_eq!(changed(|p| p.rules.clear()), Verdict::Accepted);
}

#[test]
fn callers_mistakes_are_errors() {
    let code =
        |evidence: &Evidence, policy: &Policy, language: &str| judge(evidence, policy, today(), language).unwrap_err().code();
    let policy = api_v1();
    assert_eq!(code(&with(|e| e.schema = "kyc.evidence/0".to_owned()), &policy, "en"), Code::InvalidEvidence);
    assert_eq!(code(&with(|e| e.captures[0].sha256 = "A".repeat(64)), &policy, "en"), Code::InvalidEvidence);
    assert_eq!(code(&with_document(|d| d.fields[0].readings.clear()), &policy, "en"), Code::InvalidEvidence);
    assert_eq!(code(&perfect(), &policy, "tlh"), Code::InvalidRequest);
    let mut wrong = policy.clone();
    wrong.rules[0].checks[0] = "liveness.pasive".to_owned();
    assert_eq!(code(&perfect(), &wrong, "en"), Code::InvalidPolicy);
}

#[test]
fn no_personal_data_reaches_a_report() {
    let mut evidence = perfect();
    // Break what has values: each reason must do without them.
    if let Seen::Seen(document) = &mut evidence.document {
        for (name, value) in
            [(FieldName::Surname, "SECRETNAME"), (FieldName::DocumentNumber, "SECRET123"), (FieldName::IssuingState, "QQQ")]
        {
            set_field(document, name, value);
            let field = document.fields.last_mut().unwrap();
            field.readings.push(reading(FieldOrigin::Visual, "OTHERSECRET", "OTHERSECRET"));
        }
    }
    if let Seen::Seen(profile) = &mut evidence.profile {
        profile.full_name = Some("Hidden Person".into());
        profile.email = Some("hidden@".into());
        profile.phone = Some("hidden".into());
    }
    let text = serde_json::to_string(&report(&evidence)).unwrap().to_lowercase();
    assert!(!text.contains("secret") && !text.contains("hidden"), "{text}");
}

proptest! {
    #[test]
    fn accepted_means_every_mandatory_check_is_content(
        lost in prop::collection::vec((0..PARTS, 0..REASONS.len()), 0..4),
        levels in (0..=1_000_000u32, 0..=1_000_000u32, 0..=1_000_000u32),
        kind in 0..3usize,
    ) {
        let kind = [DocumentType::Passport, DocumentType::DriverLicense, DocumentType::Unknown][kind];
        let mut evidence = with_document(|document| {
            document.class.kind = kind;
            document.class.confidence = Unit::from_micros(levels.0);
        });
        set_liveness(&mut evidence, levels.1, SpoofType::Unknown);
        set_similarity(&mut evidence, levels.2);
        for (part, why) in lost {
            lose_in(&mut evidence, part, REASONS[why]);
        }
        let policy = api_v1();
        let report = judge(&evidence, &policy, today(), "fr").unwrap();
        assert_explained(&report);
        if report.decision.verdict == Verdict::Accepted {
            let mandatory = mandatory_checks(&policy);
            for finding in report.findings.iter().filter(|finding| mandatory.contains(&finding.check)) {
                let content = matches!(finding.outcome, Outcome::Pass | Outcome::Warn | Outcome::NotApplicable);
                prop_assert!(content, "{finding:?}");
            }
        }
        prop_assert!(report.decision.verdict >= report.decision.by_score);
        let sum: u32 = report.score.contributions.iter().map(|c| c.points.micros()).sum();
        prop_assert_eq!(sum, report.score.value.micros());
    }
}

#[test]
fn every_check_that_is_named_anywhere_exists() {
    let known = crate::check::names();
    let scored = crate::score::VALIDITY.iter().chain(crate::score::GRADING).chain(crate::score::PROFILE);
    let advised = crate::explain::ADVICE.iter().map(|(_, check, ..)| check);
    for name in scored.chain(advised) {
        assert!(known.contains(name), "{name}");
    }
}

#[test]
fn a_035_inputs_are_what_the_scorer_publishes() {
    let input = |evidence: &Evidence, factor| {
        let contributions = report(evidence).score.contributions;
        contributions.iter().find(|c| c.factor == factor).map(|c| c.input.micros())
    };
    // Eleven checks of the document apply to the perfect case; a warning counts half.
    assert_eq!(input(&perfect(), Factor::Document), Some(900_000));
    let doubtful = with_mrz(|mrz| mrz.confidence = Unit::ZERO);
    assert_eq!(input(&doubtful, Factor::Document), Some(900_000 * 21 / 22));
    let blurred = with_document(|d| d.sides[0].quality.sharpness = 0.0);
    assert_eq!(input(&blurred, Factor::Document), Some(900_000 * 20 / 22));
    assert_eq!(input(&with_mrz(|mrz| mrz.check_digits[0].valid = false), Factor::Document), Some(0));

    assert_eq!(input(&with(|e| set_liveness(e, 499_999, SpoofType::Unknown)), Factor::Liveness), Some(0));
    assert_eq!(input(&with(|e| set_similarity(e, 420_000)), Factor::FaceMatch), Some(420_000));
    assert_eq!(input(&with(|e| e.face_match = Seen::not(NotSeen::Blocked)), Factor::FaceMatch), Some(0));

    let half = with(|e| {
        if let Seen::Seen(profile) = &mut e.profile {
            (profile.phone, profile.email_has_mx) = (None, None);
        }
    });
    assert_eq!(input(&half, Factor::Profile), Some(500_000));
    assert_eq!(input(&with(|e| e.profile = Seen::not(NotSeen::NotProvided)), Factor::Profile), None);
}
