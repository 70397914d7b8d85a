//! Sealed cases: replays are identical, every change is found and named.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use kyc_core::bundle::{ChangeKind, SecretKey, canonical, seal, verify};
use kyc_core::ops::*;
use kyc_core::wire::*;
use kyc_core::{Code, Config, Engine};
use serde_json::{Value, json};

/// Deterministic numbers (SplitMix64): a failure names its seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

fn engine() -> Engine {
    Engine::new(Config::default()).unwrap()
}

fn key() -> String {
    "2a".repeat(32)
}

/// Evidence of a conformance vector.
fn vector(name: &str) -> Value {
    let path = format!("{}/../conformance/vectors/judge/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let vector: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    vector["request"]["evidence"].clone()
}

fn sealed(engine: &Engine, evidence: Value, policy: &str, language: &str) -> Value {
    let request = json!({"evidence": evidence, "policy": policy, "today": "2026-11-21", "language": language, "key": key(),
        "case": "case-1", "sealed_at": "2026-11-21T12:00:00Z"});
    let response = engine.call("seal_bundle", &request.to_string(), &[]).unwrap();
    serde_json::from_str::<Value>(&response).unwrap()["bundle"].take()
}

fn verified(engine: &Engine, bundle: &Value) -> VerifyBundleResponse {
    let trusted_keys = vec![SecretKey::parse(&key()).unwrap().public().to_hex()];
    engine.verify_bundle(VerifyBundleRequest { bundle: bundle.clone(), trusted_keys }, &[]).unwrap()
}

/// Does `work` for every seed below `n`, on a few threads.
fn in_parallel(n: u64, work: impl Fn(u64) + Sync) {
    const THREADS: u64 = 4;
    std::thread::scope(|scope| {
        for first in 0..THREADS {
            let work = &work;
            scope.spawn(move || (first..n).step_by(THREADS as usize).for_each(work));
        }
    });
}

/// Seals and replays `n` cases that differ in their numbers.
fn replays(n: u64) {
    let engine = engine();
    let base = vector("perfect");
    let policies = ["api-v1", "flow", "didit", "nist-800-63a-4"];
    in_parallel(n, |seed| {
        let mut random = Random(seed);
        let mut evidence = base.clone();
        let mut unit = || random.below(1_000_001) as f64 / 1e6;
        evidence["liveness"]["seen"]["score"] = json!(unit());
        evidence["face_match"]["seen"]["similarity"] = json!(unit());
        evidence["face_match"]["seen"]["raw_cosine"] = json!(unit() * 1.234_567_890_123_456_7);
        evidence["document"]["seen"]["class"]["confidence"] = json!(unit());
        evidence["document"]["seen"]["sides"][0]["quality"]["sharpness"] = json!((unit() * 1000.0) as f32);
        let policy = policies[random.below(4)];
        let language = ["en", "ar", "zh", "hi"][random.below(4)];
        let bundle = sealed(&engine, evidence, policy, language);
        // As it is stored: through text.
        let bundle: Value = serde_json::from_str(&bundle.to_string()).unwrap();
        let replay = engine.replay_bundle(ReplayBundleRequest { bundle, policy: None }, &[]).unwrap();
        assert!(replay.same && replay.intact, "seed {seed}: {:?}", replay.differences);
    });
}

/// Every node below, with a pointer to it.
fn nodes(value: &Value, at: String, all: &mut Vec<String>) {
    let step = |name: &str| format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(members) => members.iter().for_each(|(name, member)| nodes(member, step(name), all)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, item)| nodes(item, step(&i.to_string()), all)),
        _ => {}
    }
    if !at.is_empty() {
        all.push(at);
    }
}

/// Another value than the one there.
fn other(value: &Value, random: &mut Random) -> Value {
    let one = match (value, random.below(4)) {
        (Value::String(text), 0 | 1) if !text.is_empty() => {
            let mut chars: Vec<char> = text.chars().collect();
            let at = random.below(chars.len());
            chars[at] = char::from(b'0' + random.below(75) as u8);
            Value::from(chars.into_iter().collect::<String>())
        }
        (Value::Number(number), 0 | 1) => json!(number.as_f64().unwrap() + 0.000001),
        (Value::Bool(value), 0 | 1) => json!(!value),
        (_, 2) => Value::Null,
        _ => json!([{}, [], "", 0, 1e300, [null], {"a": 1}])[random.below(7)].take(),
    };
    // 0 and 0.0 are the same number.
    if canonical(&one) == canonical(value) { json!("another") } else { one }
}

/// Whether a change at `at` is told: at it, above it or below it; for a salt or a hash also at what it belongs to.
fn is_named(at: &str, told: &[String]) -> bool {
    // All salts or hashes at once: every leaf is told.
    if ["/salts", "/leaves"].contains(&at) {
        return told.iter().any(|told| told.starts_with("/content/"));
    }
    let related = |a: &str, b: &str| a.starts_with(b) || b.starts_with(a);
    let belongs =
        at.strip_prefix("/salts/").or_else(|| at.strip_prefix("/leaves/")).map(|p| p.replace("~1", "/").replace("~0", "~"));
    told.iter().any(|told| related(at, told) || belongs.as_deref().is_some_and(|leaf| related(leaf, told)))
}

/// A sealed part of a case: all kinds of values, but few, so that many verifications are a matter of seconds.
fn small() -> Value {
    let engine = engine();
    let whole = sealed(&engine, vector("no-document"), "api-v1", "en");
    let content = json!({
        "about": whole["content"]["about"],
        "evidence": {"captures": whole["content"]["evidence"]["captures"], "liveness": whole["content"]["evidence"]["liveness"],
            "none": null, "empty": [], "text": "Zoë/~", "yes": true},
        "report": {"decision": whole["content"]["report"]["decision"], "score": whole["content"]["report"]["score"]},
    });
    let sealed = seal(content.as_object().unwrap().clone(), &SecretKey::parse(&key()).unwrap()).unwrap();
    serde_json::to_value(sealed).unwrap()
}

/// Makes `n` random changes, one at a time: a value replaced, a member taken out, or a member added.
fn changes(n: u64) {
    let (bundle, mut all) = (small(), Vec::new());
    nodes(&bundle, String::new(), &mut all);
    // Each seed makes a hundred changes.
    in_parallel(n / 100, |seed| {
        let mut bundle = bundle.clone();
        let mut random = Random(seed);
        (0..100).for_each(|turn| change(&mut bundle, &all, &mut random, &format!("seed {seed} turn {turn}")));
        assert!(verify(&bundle, &[]).unwrap().changes.is_empty());
    });
}

/// Makes one change, has it found, and takes it back.
fn change(bundle: &mut Value, all: &[String], random: &mut Random, who: &str) {
    let at = &all[random.below(all.len())];
    let (parent, name) = at.rsplit_once('/').unwrap();
    let name = name.replace("~1", "/").replace("~0", "~");
    let before = bundle.pointer(at).unwrap().clone();
    let mut place = at.clone();
    match (random.below(4), bundle.pointer_mut(parent).unwrap()) {
        (0, Value::Object(members)) => drop(members.remove(&name)),
        (1, Value::Object(members)) => {
            place = format!("{parent}/stray");
            members.insert("stray".to_owned(), json!("x"));
        }
        _ => *bundle.pointer_mut(at).unwrap() = other(&before, random),
    }
    match verify(bundle, &[]) {
        Ok(answer) => {
            let mut told: Vec<String> = answer.changes.into_iter().map(|change| change.at).collect();
            // A `null` without its salt is what redaction leaves, and is told as such.
            let only_redacted = place.starts_with("/salts/") && !answer.redacted.is_empty();
            assert!(!told.is_empty() || only_redacted, "{who}: {place} is not found");
            told.extend(answer.redacted);
            assert!(is_named(&place, &told), "{who}: {place} is not in {told:?}");
        }
        // Another version is not looked into.
        Err(error) => assert!(error.code() == Code::InvalidBundle && at == "/schema", "{who}: {at}: {error}"),
    }
    match bundle.pointer_mut(parent).unwrap() {
        Value::Object(members) => {
            members.remove("stray");
            members.insert(name, before);
        }
        _ => *bundle.pointer_mut(at).unwrap() = before,
    }
}

#[test]
fn replays_of_sealed_bundles_are_identical() {
    replays(40);
}

#[test]
#[ignore = "slow tier: 10,000 cases sealed and replayed"]
fn ten_thousand_replays_of_sealed_bundles_are_identical() {
    replays(10_000);
}

#[test]
fn random_changes_are_found_and_named() {
    changes(500);
}

#[test]
#[ignore = "slow tier: 100,000 changes"]
fn a_hundred_thousand_random_changes_are_found_and_named() {
    changes(100_000);
}

/// What JavaScript writes for what it has read: it does not tell 100.0 from 100.
fn through_javascript(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(whole) = number.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 1e15) {
                *value = json!(whole as i64);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(through_javascript),
        Value::Object(members) => members.values_mut().for_each(through_javascript),
        _ => {}
    }
}

#[test]
fn a_bundle_that_went_through_javascript_is_the_same() {
    let engine = engine();
    let sealed = sealed(&engine, vector("perfect"), "api-v1", "en");
    let mut bundle = sealed.clone();
    through_javascript(&mut bundle);
    assert_ne!(bundle, sealed);
    assert_eq!(verified(&engine, &bundle).outcome, Outcome::Pass);
    let replay = engine.replay_bundle(ReplayBundleRequest { bundle, policy: None }, &[]).unwrap();
    assert!(replay.same && replay.intact, "{:?}", replay.differences);
}

#[test]
fn what_if_tells_where_another_policy_decides_otherwise() {
    let engine = engine();
    let bundle = sealed(&engine, vector("face-moderate"), "api-v1", "en");
    let replay = engine.replay_bundle(ReplayBundleRequest { bundle, policy: Some("nist-800-63a-4".into()) }, &[]).unwrap();
    assert!(!replay.same && replay.intact);
    assert!(replay.differences.contains(&"/policy/id".to_owned()));
    assert_eq!(replay.report.policy.id, "nist-800-63a-4");
}

#[test]
fn a_case_without_personal_data_verifies_and_cannot_be_judged_again() {
    let engine = engine();
    let mut evidence = vector("perfect");
    let corner = json!({"x": 0.0, "y": 0.0});
    let line = json!({"text": "HYTHLODAY", "confidence": 0.9, "region": [corner, corner, corner, corner]});
    evidence["document"]["seen"]["sides"][0]["text"] = json!([line]);
    let bundle = sealed(&engine, evidence, "api-v1", "en");
    let request = json!({"bundle": bundle, "personal": true, "remove": ["/content/report/reasons"]});
    let response = engine.call("redact_bundle", &request.to_string(), &[]).unwrap();
    let redacted = serde_json::from_str::<Value>(&response).unwrap()["bundle"].take();
    for word in ["HYTHLODAY", "ERIKSSON", "Eriksson", "1974-08-12", "anna@example.com", "case-1", "+225"] {
        assert!(bundle.to_string().contains(word) && !redacted.to_string().contains(word), "{word}");
    }
    let answer = verified(&engine, &redacted);
    assert!(answer.outcome == Outcome::Pass && !answer.redacted.is_empty());
    let replay = engine.replay_bundle(ReplayBundleRequest { bundle: redacted, policy: None }, &[]);
    assert_eq!(replay.unwrap_err().code(), Code::InvalidEvidence);
}

#[test]
fn a_forged_decision_is_named_and_replayed_away() {
    let engine = engine();
    let mut bundle = sealed(&engine, vector("face-mismatch"), "api-v1", "en");
    bundle["content"]["report"]["decision"]["verdict"] = json!("accepted");
    let answer = verified(&engine, &bundle);
    assert_eq!(answer.changes.len(), 1);
    assert_eq!(
        (answer.changes[0].at.as_str(), answer.changes[0].kind),
        ("/content/report/decision/verdict", ChangeKind::Changed)
    );
    let replay = engine.replay_bundle(ReplayBundleRequest { bundle, policy: None }, &[]).unwrap();
    assert_eq!(replay.differences, ["/decision/verdict"]);
}

#[test]
fn pictures_passed_along_must_be_those_of_the_case() {
    let engine = engine();
    let hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"; // of "x"
    let mut evidence = vector("perfect");
    evidence["captures"][0]["sha256"] = json!(hash);
    let request = json!({"evidence": evidence, "today": "2026-11-21", "key": key()}).to_string();
    assert_eq!(engine.call("seal_bundle", &request, &[b"y"]).unwrap_err().code(), Code::InvalidRequest);
    let response: Value = serde_json::from_str(&engine.call("seal_bundle", &request, &[b"x"]).unwrap()).unwrap();
    let request = VerifyBundleRequest { bundle: response["bundle"].clone(), trusted_keys: Vec::new() };
    assert_eq!(engine.verify_bundle(request.clone(), &[b"x"]).unwrap().outcome, Outcome::Warn);
    let answer = engine.verify_bundle(request, &[b"x", b"y"]).unwrap();
    assert_eq!((answer.outcome, answer.pictures), (Outcome::Fail, vec![true, false]));
}

#[test]
fn other_versions_wrong_keys_and_long_words_have_their_codes() {
    let engine = engine();
    let code = |op: &str, request: Value| engine.call(op, &request.to_string(), &[]).unwrap_err().code();
    let evidence = vector("perfect");
    let seal = |change: &dyn Fn(&mut Value)| {
        let mut request = json!({"evidence": evidence, "today": "2026-11-21", "key": key()});
        change(&mut request);
        code("seal_bundle", request)
    };
    assert_eq!(seal(&|r| r["key"] = json!("secret")), Code::InvalidKey);
    assert_eq!(seal(&|r| r["case"] = json!("x".repeat(257))), Code::InvalidRequest);
    assert_eq!(seal(&|r| r["evidence"]["schema"] = json!("kyc.evidence/0")), Code::InvalidEvidence);
    let mut bundle = sealed(&engine, evidence.clone(), "api-v1", "en");
    assert_eq!(code("verify_bundle", json!({"bundle": bundle, "trusted_keys": ["x"]})), Code::InvalidKey);
    assert_eq!(code("redact_bundle", json!({"bundle": bundle, "remove": ["/content/nothing"]})), Code::InvalidRequest);
    bundle["content"]["evidence"]["schema"] = json!("kyc.evidence/2");
    assert_eq!(code("replay_bundle", json!({"bundle": bundle})), Code::InvalidEvidence);
    bundle["schema"] = json!("kyc.bundle/2");
    for op in ["verify_bundle", "replay_bundle", "redact_bundle"] {
        assert_eq!(code(op, json!({"bundle": bundle})), Code::InvalidBundle, "{op}");
    }
}
