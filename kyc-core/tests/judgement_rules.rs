//! Rules of judgement as a caller meets them: through the door.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use kyc_core::{Config, Engine};
use serde_json::{Value, json};

fn vector(name: &str) -> Value {
    let path = format!("{}/../conformance/vectors/judge/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let vector: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    vector["request"]["evidence"].clone()
}

fn call(op: &str, request: Value) -> Value {
    let engine = Engine::new(Config::default()).unwrap();
    serde_json::from_str(&engine.call(op, &request.to_string(), &[]).unwrap()).unwrap()
}

fn judged(evidence: &Value, policy: &str) -> Value {
    call("judge", json!({"evidence": evidence, "policy": policy, "today": "2026-11-21"}))["report"].take()
}

fn verdict(evidence: &Value, policy: &str) -> String {
    judged(evidence, policy)["decision"]["verdict"].as_str().unwrap().to_owned()
}

fn outcome<'r>(report: &'r Value, check: &str) -> Option<&'r str> {
    report["findings"].as_array().unwrap().iter().find(|finding| finding["check"] == check)?["outcome"].as_str()
}

#[test]
fn a_023_without_lists_nothing_is_said_of_them() {
    let mut evidence = vector("perfect");
    for member in ["screening", "signals", "providers"] {
        evidence.as_object_mut().unwrap().remove(member);
    }
    let report = judged(&evidence, "api-v1");
    assert_eq!(report["decision"]["verdict"], "accepted");
    for check in ["watchlist.sanctions", "watchlist.pep", "signals.sanctions", "provider.sanctions"] {
        assert_eq!(outcome(&report, check), None, "{check}");
    }
}

#[test]
fn f_195_a_twins_face_is_not_enough() {
    let mut twin = vector("perfect");
    twin["face_match"]["seen"]["similarity"] = json!(1);
    assert_eq!(verdict(&twin, "api-v1"), "accepted");
    // The document's data and liveness decide too, whatever the face says.
    let mut printed = twin.clone();
    printed["liveness"]["seen"]["score"] = json!(0.1);
    let mut other = vector("sources-differ");
    other["face_match"]["seen"]["similarity"] = json!(1);
    for case in [printed, other] {
        for policy in ["api-v1", "flow", "didit", "nist-800-63a-4"] {
            assert_ne!(verdict(&case, policy), "accepted", "{policy}");
        }
    }
}

#[test]
fn f_196_a_face_that_has_changed_a_little_goes_to_a_person() {
    let similar = |similarity: f64| {
        let mut evidence = vector("perfect");
        evidence["face_match"]["seen"]["similarity"] = json!(similarity);
        verdict(&evidence, "api-v1")
    };
    assert_eq!([similar(0.75), similar(0.749_999), similar(0.65)], ["accepted", "review", "review"]);
    assert_ne!(similar(0.2), "accepted");
}

#[test]
fn f_190_print_that_no_reader_reads_goes_to_a_person() {
    let read = vector("flow-approve");
    assert_eq!(verdict(&read, "flow"), "accepted");
    let print = |reason: &str, outcome: &str| {
        let mut evidence = read.clone();
        evidence["document"]["seen"]["print"] =
            json!([{"script": "thai", "outcome": outcome, "reason": reason, "reader": "text-recognition-tiny"}]);
        judged(&evidence, "flow")
    };
    assert_eq!(print("read", "pass")["decision"]["verdict"], "accepted");
    let unread = print("no_reader", "not_run");
    assert_eq!((outcome(&unread, "document.print"), &unread["decision"]["verdict"]), (Some("not_run"), &json!("review")));
    let rules = unread["decision"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|hit| hit["id"] == "print_unread" && hit["check"] == "document.print"), "{rules:?}");
}

#[test]
fn f_185_f_186_the_next_step_comes_with_the_judgement() {
    let step = |name: &str, attempts: Option<u32>| {
        let mut request = json!({"evidence": vector(name), "policy": "flow", "today": "2026-11-21"});
        if let Some(attempts) = attempts {
            request["attempts"] = json!(attempts);
        }
        let answer = call("judge", request);
        (answer["report"]["decision"]["verdict"].clone(), answer["next_step"].clone())
    };
    // Nobody asked: nothing is said, and the answer is as it was.
    assert_eq!(step("face-mismatch", None).1, Value::Null);
    let (verdict, first) = step("face-mismatch", Some(1));
    let (_, last) = step("face-mismatch", Some(100));
    if verdict == "rejected" {
        assert_ne!(first, last);
        assert_eq!(last, "next_tier");
    } else {
        assert_eq!((first, last), (Value::Null, Value::Null));
    }
    assert_eq!(step("perfect", Some(1)).1, Value::Null);
}

#[test]
fn f_150_velocity_and_geo_consistency_come_from_the_hosts_history() {
    let paris = json!({"latitude": 48.8566, "longitude": 2.3522});
    let signals = |attempts: Value| {
        let history = json!({"attempts": attempts, "place": paris});
        call("check_profile", json!({"profile": {}, "history": history, "today": "2026-11-21"}))["signals"].clone()
    };
    let first = signals(json!([]));
    assert_eq!((first["velocity"].as_f64(), &first["geo_consistency"]), (Some(1.0), &Value::Null));
    let tokyo = json!({"latitude": 35.6762, "longitude": 139.6503});
    let jumped = signals(json!([{"seconds_ago": 60, "place": tokyo, "same_person": true}]));
    assert_eq!(jumped["geo_consistency"].as_f64(), Some(0.0));
    let hammered = signals(Value::Array(vec![json!({"seconds_ago": 5}); 40]));
    assert_eq!(hammered["velocity"].as_f64(), Some(0.0));
    // As signals of a case they weigh in its device factor.
    let device = |velocity: f64| {
        let mut evidence = vector("perfect");
        evidence["signals"] =
            json!({"seen": {"device_integrity": 1, "ip_reputation": 1, "velocity": velocity, "geo_consistency": 1}});
        let report = judged(&evidence, "flow");
        let parts = report["score"]["contributions"].as_array().unwrap().clone();
        parts.iter().find(|part| part["factor"] == "device").unwrap()["input"].as_f64()
    };
    assert_eq!((device(1.0), device(0.0)), (Some(1.0), Some(0.75)));
}

#[test]
fn a_history_that_is_none_is_the_callers_mistake() {
    let engine = Engine::new(Config::default()).unwrap();
    for history in [
        json!({"attempts": vec![json!({"seconds_ago": 1}); 1001]}),
        json!({"place": {"latitude": 91, "longitude": 0}}),
        json!({"attempts": [{"seconds_ago": -1}]}),
        json!({"attempts": [{"seconds_ago": 1, "who": "Jane Roe"}]}),
    ] {
        let request = json!({"profile": {}, "history": history, "today": "2026-11-21"});
        let error = engine.call("check_profile", &request.to_string(), &[]).unwrap_err();
        assert!(error.code() == kyc_core::Code::InvalidRequest && !error.message().contains("Jane"), "{error}");
    }
}
