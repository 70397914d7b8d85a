//! Conformance vectors of sealed cases that are as they should be, and of those that are not: written from the cases here, and held
//! against them. A vector that cannot be a bundle at all is written by hand.
//!
//! To write them again after an intended change: `KYC_WRITE_VECTORS=1 cargo test -p kyc-conformance --test bundle_vectors`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use kyc_core::bundle::{SecretKey, seal};
use kyc_core::{Config, Engine};
use serde_json::{Value, json};

/// SHA-256 of the text `document`, the vectors' picture.
const PICTURE: &str = "43cc23fa52b87b4cc1d02b5b114154151d6adddb17c9fddc06b027fa99e24008";

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors"))
}

/// A test's own key, nobody's.
fn key(byte: &str) -> SecretKey {
    SecretKey::parse(&byte.repeat(32)).unwrap()
}

fn call(op: &str, request: &Value, blobs: &[&[u8]]) -> Value {
    let engine = Engine::new(Config::default()).unwrap();
    match engine.call(op, &request.to_string(), blobs) {
        Ok(response) => serde_json::from_str(&response).unwrap(),
        Err(error) => json!({"error": error.code().name()}),
    }
}

/// Part of a case, sealed: every kind of change can be shown on it, in a file that a person can read.
fn part() -> Value {
    let content = json!({
        "about": {"case": "case-1", "language": "en"},
        "evidence": {"captures": [{"role": "document_front", "sha256": PICTURE}], "liveness": {"seen": {"score": 0.93, "is_live": true}}},
        "policy": {"id": "api-v1"},
        "report": {"decision": {"verdict": "review"}, "score": {"value": 71.5}},
    });
    serde_json::to_value(seal(content.as_object().unwrap().clone(), &key("2a")).unwrap()).unwrap()
}

/// A whole case of the judge's vectors, judged and sealed by the engine.
fn sealed(case: &str) -> Value {
    let text = std::fs::read_to_string(folder().join(format!("judge/{case}.json"))).unwrap();
    let evidence = serde_json::from_str::<Value>(&text).unwrap()["request"]["evidence"].take();
    let request = json!({"evidence": evidence, "today": "2026-11-21", "key": "2a".repeat(32), "case": "case-1"});
    call("seal_bundle", &request, &[])["bundle"].take()
}

fn changed(mut bundle: Value, change: impl FnOnce(&mut Value)) -> Value {
    change(&mut bundle);
    bundle
}

fn redacted(bundle: Value, remove: &[&str]) -> Value {
    call("redact_bundle", &json!({"bundle": bundle, "remove": remove}), &[])["bundle"].take()
}

/// Numbers as JavaScript writes them, which does not tell 100.0 from 100: every language then passes the same text.
fn plain(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(whole) = number.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 1e15) {
                *value = json!(whole as i64);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        Value::Object(members) => members.values_mut().for_each(plain),
        _ => {}
    }
}

/// The file of a vector: what is pinned is the members of the answer that `pins` names, or all of it.
fn vector(id: &str, request: &Value, blobs: &[&str], pins: &[&str]) -> (String, String) {
    let (op, _) = id.split_once('/').unwrap();
    let bytes: Vec<&[u8]> = blobs.iter().map(|blob| blob.as_bytes()).collect();
    let mut request = request.clone();
    plain(&mut request);
    let answer = call(op, &request, &bytes);
    let mut expect = if pins.is_empty() { answer.clone() } else { json!({}) };
    for pin in pins {
        // `a/b` is pinned inside objects that hold nothing else.
        let inner = answer.pointer(&format!("/{pin}")).unwrap().clone();
        let (mut place, mut names) = (&mut expect, pin.split('/').peekable());
        while let Some(name) = names.next() {
            place = &mut place[name];
            if names.peek().is_none() {
                *place = inner.clone();
            }
        }
    }
    let blobs: Vec<Value> = blobs.iter().map(|text| json!({"text": text})).collect();
    let vector = json!({"id": id, "op": op, "request": request, "blobs": blobs, "expect": expect});
    (id.to_owned(), format!("{vector:#}\n"))
}

fn verified() -> Vec<(String, String)> {
    let [ours, other] = ["2a", "07"].map(|byte| key(byte).public().to_hex());
    let trusting = |bundle: Value, key: &str| json!({"bundle": bundle, "trusted_keys": [key]});
    let verify = |id: &str, bundle: Value| vector(&format!("verify_bundle/{id}"), &trusting(bundle, &ours), &[], &[]);
    let at = |pointer: &'static str, value: Value| changed(part(), |bundle| *bundle.pointer_mut(pointer).unwrap() = value);
    let id = |id: &str| format!("verify_bundle/{id}");
    vec![
        verify("sealed-by-the-engine", sealed("empty")),
        verify("trusted", part()),
        vector(&id("nobody-trusted"), &json!({"bundle": part()}), &[], &[]),
        vector(&id("signed-by-a-stranger"), &trusting(part(), &other), &[], &[]),
        verify("field-changed", at("/content/evidence/liveness/seen/score", json!(0.95))),
        verify("verdict-changed", at("/content/report/decision/verdict", json!("accepted"))),
        verify("signature-changed", at("/signature/value", json!("00".repeat(64)))),
        verify("field-added", changed(part(), |bundle| bundle["content"]["evidence"]["note"] = json!("x"))),
        verify("redacted", redacted(part(), &["/content/about/case", "/content/evidence/liveness"])),
        verify(
            "redacted-then-changed",
            changed(redacted(part(), &["/content/about/case"]), |b| b["content"]["about"]["case"] = json!("2")),
        ),
        vector(&id("own-picture"), &trusting(part(), &ours), &["document"], &[]),
        vector(&id("another-picture"), &trusting(part(), &ours), &["document", "selfie"], &[]),
        vector(&id("wrong-key"), &trusting(part(), "secret"), &[], &[]),
    ]
}

fn replayed() -> Vec<(String, String)> {
    let pins = ["intact", "same", "differences", "report/decision"];
    let replay = |id: &str, request: Value, pins: &[&str]| vector(&format!("replay_bundle/{id}"), &request, &[], pins);
    let forged =
        changed(sealed("face-mismatch"), |bundle| bundle["content"]["report"]["decision"]["verdict"] = json!("accepted"));
    vec![
        replay("same-policy", json!({"bundle": sealed("perfect")}), &pins),
        replay("another-policy", json!({"bundle": sealed("face-moderate"), "policy": "nist-800-63a-4"}), &pins),
        replay("forged-verdict", json!({"bundle": forged}), &pins),
        replay("redacted", json!({"bundle": redacted(sealed("empty"), &["/content/evidence/liveness"])}), &[]),
    ]
}

fn redactions() -> Vec<(String, String)> {
    let redact = |id: &str, request: Value, pins: &[&str]| vector(&format!("redact_bundle/{id}"), &request, &[], pins);
    let remove = |pointers: &[&str]| json!({"bundle": part(), "remove": pointers});
    vec![
        redact("one-field", remove(&["/content/about/case"]), &[]),
        redact("a-section", remove(&["/content/evidence"]), &[]),
        redact("nothing", remove(&[]), &[]),
        redact(
            "personal",
            json!({"bundle": sealed("perfect"), "personal": true}),
            &["bundle/content/about", "bundle/content/evidence/profile", "bundle/signature"],
        ),
        redact("no-such-field", remove(&["/content/nothing"]), &[]),
    ]
}

#[test]
fn bundle_vectors_hold() {
    let write = std::env::var_os("KYC_WRITE_VECTORS").is_some();
    for (id, text) in [verified(), replayed(), redactions()].concat() {
        let path = folder().join(format!("{id}.json"));
        if write {
            std::fs::write(&path, &text).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap_or_default() == text,
            "{id}: the vector file is not what the engine answers now"
        );
    }
}

/// The files are what the engine answers; this is what the answers have to be.
#[test]
fn bundle_vectors_say_what_they_are_for() {
    let expect = |id: &str| {
        let text = std::fs::read_to_string(folder().join(format!("{id}.json"))).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()["expect"].take()
    };
    let outcome = |id: &str| expect(&format!("verify_bundle/{id}"))["outcome"].take();
    for (outcomes, ids) in [
        ("pass", ["sealed-by-the-engine", "trusted", "redacted", "own-picture"].as_slice()),
        ("warn", &["nobody-trusted"]),
        ("fail", &["signed-by-a-stranger", "field-changed", "verdict-changed", "signature-changed", "field-added"]),
        ("fail", &["redacted-then-changed", "another-picture"]),
    ] {
        ids.iter().for_each(|id| assert_eq!(outcome(id), outcomes, "{id}"));
    }
    let changes = expect("verify_bundle/field-changed")["changes"].take();
    assert_eq!(changes[0]["at"], "/content/evidence/liveness/seen/score");
    let same = |id: &str| expect(&format!("replay_bundle/{id}"))["same"].take();
    assert_eq!([same("same-policy"), same("another-policy"), same("forged-verdict")], [json!(true), json!(false), json!(false)]);
    let errors =
        ["verify_bundle/wrong-key", "replay_bundle/redacted", "redact_bundle/no-such-field"].map(|id| expect(id)["error"].take());
    assert_eq!(errors, [json!("invalid_key"), json!("invalid_evidence"), json!("invalid_request")]);
}
