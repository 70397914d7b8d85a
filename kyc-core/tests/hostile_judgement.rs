//! Bad input of judgement: contradictory policies, other schemas, numbers outside their scales, names that are megabytes
//! long or written to deceive. Each is a typed error or a finding, in bounded time; nothing that was given is repeated.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use kyc_core::policy::{Policy, builtin};
use kyc_core::watchlist::{Index, ListFormat, ListKind};
use kyc_core::wire::Evidence;
use kyc_core::{Code, Config, Engine};
use serde_json::{Value, json};

/// Ten million letters.
const LONG: usize = 10 << 20;
/// Generous on a loaded machine in the test profile; what is not bounded takes minutes.
const BOUND: Duration = Duration::from_secs(20);

fn engine() -> Engine {
    let list = "id,name,aliases\n1,Anna Maria Eriksson,\n";
    let index = Index::builder().list("test", ListKind::Sanctions, ListFormat::Table, list.as_bytes()).unwrap().build().unwrap();
    Engine::new(Config { watchlists: Some(Arc::new(index)), ..Config::default() }).unwrap()
}

fn vector(name: &str) -> Value {
    let path = format!("{}/../conformance/vectors/judge/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let vector: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    vector["request"]["evidence"].clone()
}

fn judged(evidence: &Value, policy: &Value) -> Result<Value, Code> {
    let request = json!({"evidence": evidence, "policy": policy, "today": "2026-11-21"});
    match engine().call("judge", &request.to_string(), &[]) {
        Ok(answer) => Ok(serde_json::from_str(&answer).unwrap()),
        Err(error) => Err(error.code()),
    }
}

/// The built-in policy with one change, by pointer.
fn changed(pointer: &str, value: Value) -> Value {
    let mut policy = serde_json::to_value(builtin("api-v1").unwrap()).unwrap();
    *policy.pointer_mut(pointer).expect(pointer) = value;
    policy
}

fn within<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    assert!(start.elapsed() < BOUND, "{what}: {:?}", start.elapsed());
    done
}

#[test]
fn policies_that_contradict_themselves_are_invalid_policies() {
    let evidence = vector("perfect");
    for (pointer, value) in [
        ("/bands/review", json!(80.000001)),
        ("/bands/accept", json!(0)),
        ("/version", json!(0)),
        ("/weights/liveness", json!(29.999999)),
        ("/face_match/threshold", json!(0)),
        ("/liveness/threshold", json!(0)),
        ("/rules/0/at_most", json!("accepted")),
        ("/rules/0/checks/0", json!("face.mach")),
        ("/rules/0/when", json!([])),
    ] {
        assert_eq!(judged(&evidence, &changed(pointer, value)).unwrap_err(), Code::InvalidPolicy, "{pointer}");
    }
}

#[test]
fn a_031_weights_sum_to_100_and_never_to_0() {
    let evidence = vector("perfect");
    let nothing = changed("/weights", json!({"liveness": 0, "face_match": 0, "document": 0, "profile": 0}));
    assert_eq!(judged(&evidence, &nothing).unwrap_err(), Code::InvalidPolicy);
    let optional = changed("/weights", json!({"liveness": 0, "face_match": 0, "document": 0, "profile": 100}));
    assert_eq!(judged(&evidence, &optional).unwrap_err(), Code::InvalidPolicy);
    let mut policy: Policy = builtin("api-v1").unwrap();
    assert!(policy.validate(&kyc_core::check::names()).is_ok());
    policy.weights.document = kyc_core::wire::Points::from_micros(24_999_999);
    assert!(policy.validate(&kyc_core::check::names()).unwrap_err().message().contains("99.999999"));
}

#[test]
fn thresholds_outside_their_scale_and_no_numbers_are_not_read() {
    let evidence = vector("perfect");
    for pointer in ["/face_match/threshold", "/liveness/threshold", "/bands/accept", "/weights/document", "/picture/glare_under"]
    {
        for value in [json!(-0.000001), json!(100.1), json!("NaN"), json!(null), json!(1e300)] {
            assert_eq!(judged(&evidence, &changed(pointer, value)).unwrap_err(), Code::InvalidRequest, "{pointer}");
        }
    }
    // Numbers that JSON cannot hold, in the text of the request.
    let request = json!({"evidence": evidence, "policy": changed("/bands/accept", json!(77.125)), "today": "2026-11-21"});
    for word in ["NaN", "Infinity", "-Infinity", "1e999", "0x50"] {
        let text = request.to_string().replace("77.125", word);
        assert_eq!(engine().call("judge", &text, &[]).unwrap_err().code(), Code::InvalidRequest, "{word}");
    }
    for word in ["nan", "inf", "-inf", "+nan"] {
        let text = kyc_core::catalog::policies::source("api-v1").unwrap().replacen(
            "threshold = 0.75",
            &format!("threshold = {word}"),
            1,
        );
        assert_eq!(Policy::from_toml(&text).unwrap_err().code(), Code::InvalidPolicy, "{word}");
    }
}

#[test]
fn evidence_of_another_schema_is_refused_by_name() {
    let policy = json!("api-v1");
    for schema in ["kyc.evidence/0", "kyc.evidence/2", "", "KYC.EVIDENCE/1"] {
        let mut evidence = vector("perfect");
        evidence["schema"] = json!(schema);
        assert_eq!(judged(&evidence, &policy).unwrap_err(), Code::InvalidEvidence, "{schema}");
    }
    // Evidence of this schema from before there were signals, screening, providers, block lists and devices.
    let mut older = vector("perfect");
    for member in ["signals", "screening", "providers", "blocklist", "device"] {
        older.as_object_mut().unwrap().remove(member);
    }
    assert_eq!(judged(&older, &policy).unwrap()["report"]["decision"]["verdict"], "accepted");
}

#[test]
fn scores_and_confidences_outside_their_scale_are_no_evidence() {
    for pointer in ["/liveness/seen/score", "/face_match/seen/similarity", "/document/seen/class/confidence"] {
        for value in [json!(1.000001), json!(-0.1), json!(1e300), json!("1"), json!(null)] {
            let mut evidence = vector("perfect");
            *evidence.pointer_mut(pointer).unwrap() = value;
            assert!(judged(&evidence, &json!("api-v1")).is_err(), "{pointer}");
        }
    }
    // A float beyond single precision becomes infinite: it fails its limit, and cannot be sealed.
    let mut evidence = vector("perfect");
    evidence["document"]["seen"]["sides"][0]["quality"]["sharpness"] = json!(1e39);
    evidence["face_match"]["seen"]["raw_cosine"] = json!(-1e39);
    let _ = judged(&evidence, &json!("api-v1"));
    let request = json!({"evidence": evidence, "today": "2026-11-21", "key": "2a".repeat(32)});
    match engine().call("seal_bundle", &request.to_string(), &[]) {
        Ok(answer) => {
            let bundle = &serde_json::from_str::<Value>(&answer).unwrap()["bundle"];
            let replay = engine().call("replay_bundle", &json!({"bundle": bundle}).to_string(), &[]).unwrap();
            assert_eq!(serde_json::from_str::<Value>(&replay).unwrap()["same"], true);
        }
        Err(error) => assert_eq!(error.code(), Code::InvalidEvidence),
    }
}

#[test]
fn a_bundle_of_another_version_is_an_invalid_bundle() {
    let engine = engine();
    let request = json!({"evidence": vector("perfect"), "today": "2026-11-21", "key": "2a".repeat(32)});
    let sealed: Value = serde_json::from_str(&engine.call("seal_bundle", &request.to_string(), &[]).unwrap()).unwrap();
    for schema in [json!("kyc.bundle/0"), json!("kyc.bundle/2"), json!(1), Value::Null] {
        let mut bundle = sealed["bundle"].clone();
        bundle["schema"] = schema;
        for op in ["verify_bundle", "replay_bundle"] {
            let error = engine.call(op, &json!({"bundle": bundle}).to_string(), &[]).unwrap_err();
            assert_eq!(error.code(), Code::InvalidBundle, "{op}");
        }
        assert!(engine.call("redact_bundle", &json!({"bundle": bundle, "personal": true}).to_string(), &[]).is_err());
    }
}

/// Long names of one kind each.
fn long_names() -> Vec<(&'static str, String)> {
    let of = |piece: &str| piece.repeat(LONG / piece.len());
    vec![
        ("one word", of("A")),
        ("many words", of("Anna ")),
        ("another script", of("م")),
        ("fillers", of("<")),
        ("combining marks", of("e\u{301}")),
        ("zero width", of("\u{200b}")),
        ("right to left", of("\u{202e}א")),
        ("signs", of("'-.,&")),
    ]
}

#[test]
fn a_name_of_ten_megabytes_is_screened_and_compared_in_bounded_time() {
    let engine = engine();
    for (kind, name) in long_names() {
        let answer = within(kind, || engine.call("screen_name", &json!({"name": name}).to_string(), &[])).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert!(["clear", "potential", "match"].contains(&answer["screening"]["outcome"].as_str().unwrap()), "{kind}");
        let request = json!({"profile": {"full_name": name, "email": name, "phone": name}, "surname": "ERIKSSON",
            "given_names": "ANNA MARIA", "today": "2026-11-21"});
        let answer = within(kind, || engine.call("check_profile", &request.to_string(), &[])).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let found =
            |check: &str| answer["findings"].as_array().unwrap().iter().find(|f| f["check"] == check).unwrap()["outcome"].clone();
        assert_ne!(found("profile.email"), "pass", "{kind}");
        assert_ne!(found("profile.phone"), "pass", "{kind}");
    }
}

#[test]
fn a_field_of_ten_megabytes_is_judged_in_bounded_time_and_not_repeated() {
    let engine = engine();
    for (kind, name) in long_names() {
        let fields = [
            ("surname", "mrz", "ERIKSSON"),
            ("surname", "visual", &name),
            ("document_number", "visual", &name),
            ("personal_number", "visual", &name),
            ("birth_date", "visual", &name),
        ];
        let fields: Vec<Value> =
            fields.iter().map(|(field, origin, value)| json!({"name": field, "origin": origin, "value": value})).collect();
        let request = json!({"fields": fields, "expected": {"full_name": name}, "country": "ESP", "today": "2026-11-21"});
        let answer = within(kind, || engine.call("validate_fields", &request.to_string(), &[])).unwrap();
        assert!(answer.len() < 1 << 16, "{kind}: the answer is {} bytes long", answer.len());
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let consistent = answer["findings"].as_array().unwrap().iter().find(|f| f["check"] == "fields.consistent").unwrap();
        assert_ne!(consistent["outcome"], "pass", "{kind}");
    }
}

/// The outcome for the name that a case declares, against the document's ERIKSSON, ANNA MARIA.
fn declared(name: &str) -> String {
    let request =
        json!({"profile": {"full_name": name}, "surname": "ERIKSSON", "given_names": "ANNA MARIA", "today": "2026-11-21"});
    let answer: Value = serde_json::from_str(&engine().call("check_profile", &request.to_string(), &[]).unwrap()).unwrap();
    let found = answer["findings"].as_array().unwrap().iter().find(|f| f["check"] == "profile.name").unwrap();
    found["outcome"].as_str().unwrap().to_owned()
}

fn screened(name: &str) -> String {
    let answer: Value =
        serde_json::from_str(&engine().call("screen_name", &json!({"name": name}).to_string(), &[]).unwrap()).unwrap();
    answer["screening"]["outcome"].as_str().unwrap().to_owned()
}

#[test]
fn right_to_left_and_zero_width_signs_hide_nobody_from_a_list() {
    for name in [
        "Anna\u{200b} Maria Eri\u{200d}ksson",
        "\u{202e}Anna Maria Eriksson\u{202c}",
        "Anna Maria Erik\u{00ad}sson",
        "\u{2067}Eriksson\u{2069}, Anna\u{feff} Maria",
        "A\u{300}nna\u{34f} Maria E\u{301}riksson",
        "Ａｎｎａ　Ｍａｒｉａ　Ｅｒｉｋｓｓｏｎ",
    ] {
        assert_eq!(screened(name), "match", "{name:?}");
        assert_eq!(declared(name), "pass", "{name:?}");
    }
}

#[test]
fn homoglyphs_hide_nobody_from_a_list() {
    // Cyrillic А, а, М, Е, о; Greek Ε, Ν.
    for name in ["Аnnа Мaria Eriksson", "Anna Maria Еrikssоn", "Anna Maria Εriksson", "ANΝA MARIA ERIKSSON"] {
        assert_eq!(screened(name), "match", "{name:?}");
    }
    assert_eq!(screened("Αννα Μαρία Έρικσσον"), "match");
}

#[test]
fn nothing_of_a_hostile_request_is_in_its_error() {
    let engine = engine();
    let secret = "ERIKSSON-SECRET";
    for (op, request) in [
        ("judge", json!({"evidence": {"schema": secret}, "today": "2026-11-21"})),
        ("judge", json!({"evidence": Evidence::empty(), "policy": secret, "today": "2026-11-21"})),
        ("judge", json!({"evidence": Evidence::empty(), "today": "2026-11-21", secret: 1})),
        ("verify_bundle", json!({"bundle": {"schema": secret}})),
        ("screen_name", json!({"name": [secret]})),
        ("validate_fields", json!({"fields": [{"name": secret, "origin": "mrz", "value": secret}], "today": "2026-11-21"})),
    ] {
        let error = engine.call(op, &request.to_string(), &[]).unwrap_err();
        assert!(!error.message().contains(secret), "{op}: {error}");
    }
}
