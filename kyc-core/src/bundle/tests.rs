use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::error::Code;

fn key() -> SecretKey {
    SecretKey::parse(&"07".repeat(32)).unwrap()
}

fn content() -> Map<String, Value> {
    let content = json!({
        "about": {"case": "K/1~2", "language": "en"},
        "evidence": {"list": [1, 2.5, []], "name": "ERIKSSON", "none": null, "deep": {"a": {"b": true}}},
    });
    content.as_object().unwrap().clone()
}

fn sealed() -> Bundle {
    seal(content(), &key()).unwrap()
}

fn found(bundle: &Bundle) -> Verification {
    verify(&serde_json::to_value(bundle).unwrap(), &[key().public()]).unwrap()
}

/// Pointers of the changes after `change`.
fn named(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut bundle = serde_json::to_value(sealed()).unwrap();
    change(&mut bundle);
    verify(&bundle, &[]).unwrap().changes.into_iter().map(|change| change.at).collect()
}

#[test]
fn what_nobody_touched_is_whole() {
    let found = found(&sealed());
    assert_eq!((found.signature, found.signer), (SignatureState::Valid, Signer::Trusted));
    assert!(found.changes.is_empty() && found.redacted.is_empty());
    // Spaces and the order of members are not content.
    let text = serde_json::to_string_pretty(&sealed()).unwrap();
    assert!(verify(&serde_json::from_str(&text).unwrap(), &[]).unwrap().changes.is_empty());
    assert_eq!(sealed(), sealed());
}

#[test]
fn what_was_changed_is_named() {
    assert_eq!(named(|b| b["content"]["evidence"]["list"][1] = json!(2.6)), ["/content/evidence/list/1"]);
    assert_eq!(named(|b| b["content"]["evidence"]["none"] = json!(0)), ["/content/evidence/none"]);
    assert_eq!(named(|b| b["content"]["evidence"]["name"] = Value::Null), ["/content/evidence/name"]);
    assert_eq!(named(|b| b["content"]["evidence"]["more"] = json!("x")), ["/content/evidence/more"]);
    assert_eq!(
        named(|b| b["content"]["evidence"]["list"][2] = json!([7])),
        ["/content/evidence/list/2/0", "/content/evidence/list/2"]
    );
    let gone = named(|b| drop(b["content"]["evidence"].as_object_mut().unwrap().remove("name")));
    assert_eq!(gone, ["/content/evidence/name"]);
    assert_eq!(named(|b| b["salts"]["/content/about/language"] = json!("00")), ["/content/about/language"]);
    let hash = named(|b| b["leaves"]["/content/about/language"] = json!("00".repeat(32)));
    assert_eq!(hash, ["/content/about/language", "/statement/sections/about"]);
    assert_eq!(
        named(|b| b["statement"]["sections"]["about"] = json!("00".repeat(32))),
        ["/statement/sections/about", "/signature"]
    );
    assert_eq!(named(|b| b["signature"]["value"] = json!("00".repeat(64))), ["/signature"]);
    assert_eq!(named(|b| b["signature"]["algorithm"] = json!("none")), ["/signature/algorithm"]);
    assert_eq!(named(|b| b["note"] = json!("x")), ["/note"]);
    assert!(named(|b| drop(b.as_object_mut().unwrap().remove("leaves"))).contains(&"/leaves".to_owned()));
}

#[test]
fn a_forger_who_mends_all_hashes_still_lacks_the_signature() {
    let mut forged = content();
    forged["evidence"]["name"] = json!("ROE");
    let stranger = SecretKey::parse(&"08".repeat(32)).unwrap();
    let theirs = seal(forged, &stranger).unwrap();
    assert_eq!(found(&theirs).signer, Signer::Unknown);
    let mut passed_off = theirs;
    passed_off.signature.public_key = key().public().to_hex();
    assert_eq!(found(&passed_off).signature, SignatureState::Invalid);
}

#[test]
fn a_redacted_bundle_keeps_its_signature_and_says_what_is_out() {
    let mut bundle = sealed();
    redact(&mut bundle, &["/content/evidence/list", "/content/about/case"]).unwrap();
    let seen = found(&bundle);
    assert_eq!((seen.signature, seen.changes.len()), (SignatureState::Valid, 0));
    assert_eq!(
        seen.redacted,
        ["/content/about/case", "/content/evidence/list/0", "/content/evidence/list/1", "/content/evidence/list/2"]
    );
    let text = serde_json::to_string(&bundle).unwrap();
    assert!(!text.contains("K/1~2") && !text.contains("2.5") && text.contains("ERIKSSON"));
    // What is left is guarded as before, and what is out cannot be put back with another value.
    let mut value = serde_json::to_value(&bundle).unwrap();
    value["content"]["evidence"]["list"][0] = json!(1);
    assert_eq!(verify(&value, &[]).unwrap().changes[0].at, "/content/evidence/list/0");
    let again = bundle.clone();
    redact(&mut bundle, &["/content/evidence/list/1"]).unwrap();
    assert_eq!(bundle, again);
    assert_eq!(redact(&mut bundle, &["/content/evidence/lis"]).unwrap_err().code(), Code::InvalidRequest);
    bundle.schema = "kyc.bundle/2".to_owned();
    assert_eq!(redact(&mut bundle, &["/content/about"]).unwrap_err().code(), Code::InvalidBundle);
}

#[test]
fn equal_values_in_two_cases_have_different_salts() {
    let mut other = content();
    other["about"]["case"] = json!("another");
    let (a, b) = (sealed(), seal(other, &key()).unwrap());
    let name = "/content/evidence/name";
    assert!(a.salts[name] != b.salts[name] && a.leaves[name] != b.leaves[name]);
}

#[test]
fn no_bundle_and_other_versions_are_errors_and_depth_is_bounded() {
    let code = |value: Value| verify(&value, &[]).unwrap_err().code();
    for value in [json!(null), json!([]), json!({}), json!({"schema": "kyc.bundle/0"}), json!({"schema": 1})] {
        assert_eq!(code(value), Code::InvalidBundle);
    }
    let deep = (0..120).fold(json!(1), |inner, _| json!([inner]));
    assert_eq!(seal(Map::from_iter([("x".to_owned(), deep)]), &key()).unwrap_err().code(), Code::InvalidBundle);
    // Everything else is an answer.
    assert!(!verify(&json!({"schema": BUNDLE_SCHEMA}), &[]).unwrap().changes.is_empty());
}

#[test]
fn a_bundle_and_a_key_show_nothing_in_logs() {
    let shown = format!("{:?} {:?}", sealed(), key());
    assert!(!shown.contains("ERIKSSON") && !shown.contains("0707"));
}

proptest! {
    #[test]
    fn any_content_seals_verifies_and_survives_text(texts in prop::collection::vec(".*", 0..8), floats in prop::collection::vec(-1e30..1e30, 0..8), small in prop::collection::vec(-2.0..2.0, 0..8)) {
        let content = json!({"t": texts, "f": floats, "s": small, "m": texts.iter().map(|t| (t.clone(), json!(t))).collect::<Map<_, _>>()});
        let bundle = seal(content.as_object().unwrap().clone(), &key()).unwrap();
        let text = serde_json::to_string(&bundle).unwrap();
        let read = verify(&serde_json::from_str(&text).unwrap(), &[key().public()]).unwrap();
        prop_assert!(read.changes.is_empty() && read.signer == Signer::Trusted);
    }
}
