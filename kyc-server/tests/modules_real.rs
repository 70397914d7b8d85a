//! The modules with the real models, on the demo's portraits. Prepares the models when they are missing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use base64ct::{Base64, Encoding};
use kyc_core::model::Manifest;
use kyc_core::{Config, Engine};
use kyc_models::{Options, PackageClients, Silent, default_cache_dir, platform, prepare};
use kyc_server::Limits;
use serde_json::{Value, json};

use support::Server;

/// A server on the prepared models; two portraits of one person and one of another.
fn ready() -> (Server, [Vec<u8>; 3]) {
    let (cache, manifest) = (default_cache_dir().expect("a cache folder"), Manifest::builtin().unwrap());
    let options = Options { cache: cache.clone(), platform: platform(), include_demo: true, keep_downloads: false };
    prepare(manifest, &options, &mut PackageClients::default(), &mut Silent).unwrap_or_else(|e| panic!("{e}"));
    let portraits = ["demo-portrait-a", "demo-portrait-a-again", "demo-portrait-b"]
        .map(|id| std::fs::read(cache.join(manifest.file(id).unwrap().cache_name())).unwrap());
    (Server::with(Engine::new(Config::prepared(cache)).unwrap(), Limits::default()), portraits)
}

fn ask(server: &Server, path: &str, request: &Value) -> Value {
    let (status, body) = server.post_to(path, "application/json", request.to_string().as_bytes());
    assert_eq!(status, 200, "{body}");
    body
}

#[test]
fn a_061_a_069_the_real_models_answer_as_their_operations_do() {
    let (server, portraits) = ready();
    let [a, again, b] = portraits.each_ref().map(|bytes| Base64::encode_string(bytes));
    let engine = Engine::new(Config::prepared(default_cache_dir().unwrap())).unwrap();
    let operation = |op: &str, request: &str, blobs: &[&[u8]]| -> Value {
        serde_json::from_str(&engine.call(op, request, blobs).unwrap()).unwrap()
    };

    let request = json!({"image_live_base64": a, "hints": {"pose": true, "blink": true}});
    let answer = ask(&server, "/v1/liveness/analyze", &request);
    let seen = operation("check_liveness", r#"{"image": 0}"#, &[&portraits[0]]);
    for member in ["is_live", "spoof_type", "confidence"] {
        assert_eq!(answer[member], seen["liveness"]["seen"][member], "{member}");
    }
    let quality = &seen["face"]["seen"]["quality"]["seen"];
    for angle in ["yaw", "pitch", "roll"] {
        assert_eq!(answer["hints"]["pose"][angle], quality[angle], "{angle}");
    }
    assert_eq!((&answer["hints"]["eyes_closed"], &answer["hints"]["guidance"]), (&quality["eyes_closed"], &seen["hints"]));
    // A real network takes its time.
    assert!(answer["processing_ms"].as_u64().unwrap() > 0);

    let matched =
        |document: &str| ask(&server, "/v1/face/match", &json!({"image_live_base64": a, "image_document_base64": document}));
    let (same, other) = (matched(&again), matched(&b));
    assert_eq!((&same["match"], &other["match"]), (&json!(true), &json!(false)), "{same} {other}");
    let compared = operation("match_faces", r#"{"a": 0, "b": 1}"#, &[&portraits[0], &portraits[1]]);
    assert_eq!(same["similarity"], compared["comparison"]["seen"]["similarity"]);
}
