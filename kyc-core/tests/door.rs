//! The door: JSON in, JSON out, its errors, and engines that are shared.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use kyc_core::ops::*;
use kyc_core::wire::*;
use kyc_core::{Code, Config, Engine};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn judging() -> Engine {
    Engine::new(Config::default()).unwrap()
}

fn code(op: &str, request: &str) -> Code {
    judging().call(op, request, &[]).expect_err("a mistake").code()
}

fn today() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

#[test]
fn an_engine_is_shared_among_threads() {
    fn sharable<T: Send + Sync + 'static>() {}
    sharable::<Engine>();
    let engine = judging();
    let request = json!({"evidence": Evidence::empty(), "today": "2026-11-21"}).to_string();
    let first = engine.call("judge", &request, &[]).unwrap();
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..8).map(|_| scope.spawn(|| engine.call("judge", &request, &[]).unwrap())).collect();
        assert!(calls.into_iter().all(|call| call.join().unwrap() == first));
    });
}

#[test]
fn callers_mistakes_have_their_codes() {
    assert_eq!(code("no_such_operation", "{}"), Code::UnknownOperation);
    assert_eq!(code("describe", "not json"), Code::InvalidRequest);
    assert_eq!(code("describe", "{"), Code::InvalidRequest);
    assert_eq!(code("describe", "[]"), Code::InvalidRequest);
    assert_eq!(code("describe", r#"{"surprise": 1}"#), Code::InvalidRequest);
    assert_eq!(code("verify", r#"{"document": {"front": 0}}"#), Code::InvalidRequest);
    assert_eq!(code("verify", r#"{"document": {"front": 0}, "today": "2026-11-21"}"#), Code::BlobMissing);
    assert_eq!(code("perceive", r#"{"selfie": 4294967295, "today": "2026-11-21"}"#), Code::BlobMissing);
    assert_eq!(code("perceive", r#"{"today": "2026-11-21"}"#), Code::NotAvailable);
    assert_eq!(code("read_mrz", r#"{"today": "2026-11-21"}"#), Code::InvalidRequest);
    let judged = |more: Value| {
        let mut request = json!({"evidence": Evidence::empty(), "today": "2026-11-21"});
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        code("judge", &request.to_string())
    };
    assert_eq!(judged(json!({"policy": "no-such"})), Code::UnknownPolicy);
    assert_eq!(judged(json!({"policy": {"id": "half"}})), Code::InvalidRequest);
    assert_eq!(judged(json!({"policy": 7})), Code::InvalidRequest);
    assert_eq!(judged(json!({"language": "xx"})), Code::InvalidRequest);
    assert_eq!(
        judged(json!({"evidence": Evidence { schema: "kyc.evidence/0".into(), ..Evidence::empty() }})),
        Code::InvalidEvidence
    );
}

#[test]
fn a_bad_policy_or_language_is_refused_before_pictures_are_looked_at() {
    // The engine has no models, so looking would answer `not_available`.
    for wrong in [json!({"policy": "no-such"}), json!({"language": "xx"})] {
        let mut request = json!({"document": {"front": 0}, "today": "2026-11-21"});
        request.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let error = judging().call("verify", &request.to_string(), &[b""]).expect_err("wrong");
        assert!([Code::UnknownPolicy, Code::InvalidRequest].contains(&error.code()), "{error}");
    }
}

#[test]
fn errors_name_the_place_and_never_repeat_a_value() {
    let requests = [
        r#"{"document": {"front": "Jane Roe"}, "today": "2026-11-21"}"#,
        r#"{"document": {"front": 0}, "today": "Jane Roe"}"#,
        r#"{"document": {"front": 0}, "Jane Roe": 1}"#,
        r#"{"document": {"front": 0}, "skip": ["Jane Roe"], "today": "2026-11-21"}"#,
        r#"{"document": {"front": 0}, "profile": {"full_name": {"Jane Roe": 1}}, "today": "2026-11-21"}"#,
        r#"{"document": Jane Roe}"#,
    ];
    for request in requests {
        let error = judging().call("verify", request, &[]).expect_err("a mistake");
        assert_eq!(error.code(), Code::InvalidRequest);
        assert!(!error.to_string().contains("Jane"), "{error}");
        assert!(error.message().contains("line 1 column"), "{error}");
    }
    let missing = judging().call("verify", r#"{"document": {"front": 0}}"#, &[]).expect_err("a mistake");
    assert!(missing.message().contains("missing field `today`"), "{missing}");
}

#[test]
fn dates_are_strict() {
    for wrong in ["2026-1-5", "20260105", "2026-02-30", "2026-01-05 ", "", "२०२६-०१-०५"] {
        let request = json!({"evidence": Evidence::empty(), "today": wrong}).to_string();
        assert_eq!(code("judge", &request), Code::InvalidRequest, "{wrong}");
    }
}

#[test]
fn a_002_each_operation_of_a_judging_engine_works_alone() {
    let engine = judging();
    let judged = engine
        .judge(
            JudgeRequest { evidence: Evidence::empty(), policy: "api-v1".into(), today: today(), language: None, attempts: None },
            &[],
        )
        .unwrap();
    assert_eq!(judged.report.decision.verdict, Verdict::Rejected);
    let zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let read = engine.read_mrz(ReadMrzRequest::text(zone, today()), &[]).unwrap();
    assert!(read.mrz.seen().unwrap().check_digits_valid);
    assert!(!read.fields.is_empty());
    let described = engine.describe(DescribeRequest {}, &[]).unwrap();
    let available: Vec<_> = described.operations.iter().filter(|op| op.available).map(|op| op.name.as_str()).collect();
    let without_models = [
        "judge",
        "read_mrz",
        "read_barcode",
        "verify_chip",
        "derive_chip_keys",
        "make_challenge",
        "screen_name",
        "validate_fields",
        "check_profile",
        "assess_frame",
        "plan_capture",
        "capture_metadata",
        "seal_bundle",
        "verify_bundle",
        "replay_bundle",
        "redact_bundle",
        "describe",
    ];
    assert_eq!(available, without_models);
}

#[test]
fn typed_and_json_calls_answer_the_same() {
    let engine = judging();
    let request = JudgeRequest {
        evidence: Evidence::empty(),
        policy: PolicyChoice::default(),
        today: today(),
        language: None,
        attempts: None,
    };
    let by_name = engine.call("judge", &serde_json::to_string(&request).unwrap(), &[]).unwrap();
    let typed = engine.run::<Judge>(request, &[]).unwrap();
    assert_eq!(serde_json::from_str::<JudgeResponse>(&by_name).unwrap(), typed);
}

#[test]
fn a_021_a_tenants_own_policy_judges() {
    let engine = judging();
    let mut policy = kyc_core::policy::builtin("api-v1").unwrap();
    policy.id = "tenant".to_owned();
    policy.bands.review = Points::from_f64(0.0);
    policy.rules.iter_mut().for_each(|rule| rule.enabled = false);
    let request = json!({"evidence": Evidence::empty(), "policy": policy, "today": "2026-11-21"}).to_string();
    let answer: Value = serde_json::from_str(&engine.call("judge", &request, &[]).unwrap()).unwrap();
    assert_eq!(answer["report"]["policy"]["id"], "tenant");
    assert_eq!(answer["report"]["decision"]["verdict"], "review");
}

#[test]
fn a_wrong_configuration_fails_at_start() {
    let failed = |config: Config| Engine::new(config).map(|_| ()).expect_err("a mistake").code();
    assert_eq!(failed(Config { threads: 0, ..Config::default() }), Code::InvalidConfig);
    assert_eq!(failed(Config { manifest: Some("not toml".to_owned()), ..Config::default() }), Code::InvalidManifest);
    let nowhere = Config::prepared("no-such-folder");
    assert!([Code::ModelMissing, Code::RuntimeUnavailable].contains(&failed(nowhere)));
}

/// Writes, reads and writes again: nothing is lost, and JSON holds no `null` that reading would refuse.
fn round_trip<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let back: T = serde_json::from_str(&text).unwrap();
    assert_eq!(&back, value);
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
}

#[test]
fn what_crosses_the_door_survives_the_way_through_json() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/vectors/judge");
    let mut cases = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let vector: Value = serde_json::from_str(&std::fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        let request: JudgeRequest = serde_json::from_value(vector["request"].clone()).unwrap();
        round_trip(&request);
        round_trip(&request.evidence);
        round_trip(&judging().judge(request, &[]).unwrap());
        cases += 1;
    }
    assert!(cases > 10);
    round_trip(&VerifyRequest::new(DocumentBlobs { front: 0, back: Some(1) }, today()));
    round_trip(&ReadMrzRequest::image(3, today()));
    round_trip(&judging().describe(DescribeRequest {}, &[]).unwrap());
    round_trip(&Seen::<Unit>::not(NotSeen::Skipped));
}

#[test]
fn x_13_all_six_spoof_types_and_no_other() {
    let named = ["none", "screen", "paper", "mask", "deepfake", "unknown"];
    let types = named.map(|name| serde_json::from_value::<SpoofType>(json!(name)).unwrap());
    assert_eq!(types.map(|t| json!(t)), named.map(|name| json!(name)));
    assert!(serde_json::from_value::<SpoofType>(json!("hologram")).is_err());
    let described = judging().describe(DescribeRequest {}, &[]).unwrap();
    let schema = Value::Object(described.definitions)["SpoofType"].to_string();
    assert!(named.iter().all(|name| schema.contains(&format!("\"{name}\""))), "{schema}");
}
