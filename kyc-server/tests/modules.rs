//! The modules: what they answer on canned models, and what is wrong. With the real models: `modules_real.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::Write;
use std::time::Duration;

use base64ct::{Base64, Base64Unpadded, Encoding};
use kyc_conformance::{Blob, scripts};
use kyc_core::Engine;
use kyc_server::Limits;
use serde_json::{Value, json};

use support::{Server, answer, request};

const LIVENESS: &str = "/v1/liveness/analyze";
const MATCH: &str = "/v1/face/match";
const JSON: &str = "application/json";

/// A server whose models see what the script wants. Its answers are in the order of the calls: one server, one call, where that matters.
fn seeing(script: &str) -> Server {
    Server::with(Engine::new(scripts::config(script).unwrap()).unwrap(), Limits::default())
}

/// The picture that the canned models were written for.
fn plain() -> String {
    Base64::encode_string(&Blob::File("plain.png".into()).bytes().unwrap())
}

/// A Windows bitmap of one colour.
fn bitmap(side: u32, [red, green, blue]: [u8; 3]) -> String {
    let row: Vec<u8> = (0..side).flat_map(|_| [blue, green, red]).collect();
    let padding = vec![0; (4 - row.len() % 4) % 4];
    let pixels: Vec<u8> = (0..side).flat_map(|_| [row.as_slice(), padding.as_slice()].concat()).collect();
    let mut file = b"BM".to_vec();
    for number in [54 + pixels.len() as u32, 0, 54, 40, side, side, 1 | 24 << 16, 0, pixels.len() as u32, 2835, 2835, 0, 0] {
        file.extend_from_slice(&number.to_le_bytes());
    }
    file.extend_from_slice(&pixels);
    Base64::encode_string(&file)
}

fn ask(server: &Server, path: &str, request: &Value) -> (u16, Value) {
    server.post_to(path, JSON, request.to_string().as_bytes())
}

/// The body has the modules' form with this code, and nothing else in it.
fn refused(found: &(u16, Value), status: u16, code: &str, image: Option<&str>) {
    let (found, body) = found;
    assert_eq!((*found, &body["error"]["code"]), (status, &Value::from(code)), "{body}");
    let message = body["error"]["message"].as_str().filter(|message| !message.is_empty()).unwrap();
    let details = image.map_or(json!({}), |image| json!({"image": image}));
    assert_eq!(*body, json!({"error": {"code": code, "message": message, "details": details}}));
}

fn invalid(found: &(u16, Value)) {
    refused(found, 400, "invalid_request", None);
}

fn members(body: &Value) -> Vec<&str> {
    let mut members: Vec<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    members.sort_unstable();
    members
}

const FIVE: [&str; 5] = ["confidence", "is_live", "processing_ms", "spoof_type", "usage"];

#[test]
fn a_060_hints_ask_for_the_pose_and_for_the_eyes() {
    let server = seeing("one-person");
    let (status, body) = ask(&server, LIVENESS, &json!({"image_live_base64": plain(), "hints": {"pose": true, "blink": true}}));
    assert_eq!(status, 200, "{body}");
    assert_eq!(members(&body), ["confidence", "hints", "is_live", "processing_ms", "spoof_type", "usage"]);
    assert_eq!(members(&body["hints"]), ["eyes_closed", "guidance", "pose"]);
    assert_eq!(members(&body["hints"]["pose"]), ["pitch", "roll", "yaw"]);
    // The canned face looks straight ahead with open eyes.
    assert!(["yaw", "roll"].iter().all(|angle| body["hints"]["pose"][angle].as_f64().unwrap().abs() < 1.0), "{body}");
    assert_eq!(body["hints"]["eyes_closed"], 0.0);

    // Each by itself, and what the engine says to the person in any case.
    for (wishes, wanted) in [
        (json!({"pose": true}), &["guidance", "pose"][..]),
        (json!({"blink": true, "pose": false}), &["eyes_closed", "guidance"]),
        (json!({"blink": null}), &["guidance"]),
        (json!({}), &["guidance"]),
    ] {
        let (status, body) = ask(&server, LIVENESS, &json!({"image_live_base64": plain(), "hints": wishes}));
        assert_eq!((status, members(&body["hints"]).as_slice()), (200, wanted), "{wishes}: {body}");
        assert!(body["hints"]["guidance"].as_array().unwrap().iter().all(Value::is_string));
    }
    let engine = Engine::new(scripts::config("one-person").unwrap()).unwrap();
    let file = Blob::File("plain.png".into()).bytes().unwrap();
    let operation: Value = serde_json::from_str(&engine.call("check_liveness", r#"{"image": 0}"#, &[&file]).unwrap()).unwrap();
    assert_eq!(body["hints"]["guidance"], operation["hints"]);
    assert_eq!(body["confidence"], operation["liveness"]["seen"]["confidence"]);
}

#[test]
fn a_060_the_request_is_json_of_this_form_and_nothing_else() {
    let limits = Limits { body_bytes: 2_000_000, ..Limits::default() };
    let server = Server::with(Engine::new(scripts::config("one-person").unwrap()).unwrap(), limits);
    let image = plain();
    for body in ["", "{", "null", "[]", "\"\"", "{}", r#"{"image_live_base64": null}"#, r#"{"image_live_base64": 7}"#] {
        invalid(&server.post_to(LIVENESS, JSON, body.as_bytes()));
    }
    invalid(&server.post_to(LIVENESS, JSON, b"{\"image_live_base64\": \"\xff\"}"));
    // By position, and twice.
    invalid(&ask(&server, LIVENESS, &json!([image])));
    invalid(&ask(&server, LIVENESS, &json!({"image_live_base64": image, "hints": [true, true]})));
    invalid(&server.post_to(LIVENESS, JSON, br#"{"image_live_base64": "", "image_live_base64": ""}"#));
    for wrong in [
        json!({"image_live_base64": image, "image": 0}),
        json!({"image_live_base64": image, "hints": {"smile": true}}),
        json!({"image_live_base64": image, "hints": {"pose": "yes"}}),
        json!({"image_live_base64": image, "hints": true}),
        json!({"image_live_base64": "no base64!"}),
        json!({"image_live_base64": format!("data:image/png;base64,{image}")}),
        json!({"image_live_base64": format!("{image}\n")}),
        json!({"image_live_base64": Base64Unpadded::encode_string(b"\xfb\xff").replace('+', "-").replace('/', "_")}),
    ] {
        invalid(&ask(&server, LIVENESS, &wrong));
    }
    for kind in ["", "text/plain", "multipart/form-data; boundary=b0", "application/octet-stream"] {
        refused(&server.post_to(LIVENESS, kind, b"{}"), 415, "invalid_request", None);
    }
    for method in ["GET", "PUT", "DELETE"] {
        for path in [LIVENESS, MATCH] {
            let (status, body) = server.send(&request(method, path, JSON, b"{}"));
            refused(&(status, serde_json::from_str(&body).unwrap()), 405, "invalid_request", None);
        }
    }
    let huge = json!({"image_live_base64": "A".repeat(5_000_000)});
    refused(&ask(&server, LIVENESS, &huge), 413, "too_many_bytes", None);
    refused(&ask(&server, MATCH, &huge), 413, "too_many_bytes", None);
    // Nothing of what was passed comes back.
    for wrong in
        [json!({"Jane Roe": 1}), json!({"image_live_base64": "Jane Roe"}), json!({"image_live_base64": "", "hints": "Jane"})]
    {
        let secret = ask(&server, LIVENESS, &wrong);
        assert!(secret.0 == 400 && !secret.1.to_string().contains("Jane"), "{secret:?}");
    }
    // JSON may write a slash with an escape, and padding may be left out.
    let escaped = format!(r#"{{"image_live_base64": "{}"}}"#, image.replace('/', "\\/"));
    assert_eq!(server.post_to(LIVENESS, "Application/JSON; charset=utf-8", escaped.as_bytes()).0, 200);
    assert!(image.ends_with('='), "this picture's length shows nothing");
    assert_eq!(ask(&server, LIVENESS, &json!({"image_live_base64": image.trim_end_matches('=')})).0, 200);
}

#[test]
fn a_061_live_and_spoof_have_exactly_five_members() {
    let request = json!({"image_live_base64": plain()});
    let (status, live) = ask(&seeing("one-person"), LIVENESS, &request);
    assert_eq!((status, members(&live).as_slice()), (200, &FIVE[..]), "{live}");
    assert_eq!((&live["is_live"], &live["spoof_type"]), (&json!(true), &json!("none")));
    let (status, spoof) = ask(&seeing("spoof"), LIVENESS, &request);
    assert_eq!((status, members(&spoof).as_slice()), (200, &FIVE[..]), "{spoof}");
    assert_eq!(spoof["is_live"], false);
    assert!(["screen", "paper", "mask", "deepfake", "unknown"].iter().any(|kind| spoof["spoof_type"] == *kind), "{spoof}");
    for answer in [live, spoof] {
        assert!((0.5..=1.0).contains(&answer["confidence"].as_f64().unwrap()), "{answer}");
        assert!(answer["processing_ms"].is_u64());
        assert_eq!(answer["usage"], json!({"module": "liveness", "billed": false}));
    }
}

#[test]
fn a_061_nobody_keeps_an_answer_on_the_way() {
    let server = seeing("one-person");
    for image in [plain(), String::new(), "!".to_owned()] {
        let body = json!({"image_live_base64": image}).to_string();
        let mut stream = server.connect();
        stream.write_all(&request("POST", LIVENESS, JSON, body.as_bytes())).unwrap();
        let mut whole = String::new();
        std::io::Read::read_to_string(&mut stream, &mut whole).unwrap();
        let head = whole.split("\r\n\r\n").next().unwrap().to_ascii_lowercase();
        for header in ["content-type: application/json", "cache-control: no-store", "x-content-type-options: nosniff"] {
            assert!(head.contains(header), "{head}");
        }
    }
}

#[test]
fn a_062_hints_may_be_left_out() {
    let server = seeing("one-person");
    let (left_out, null) = (json!({"image_live_base64": plain()}), json!({"image_live_base64": plain(), "hints": null}));
    for request in [left_out, null] {
        let (status, body) = ask(&server, LIVENESS, &request);
        assert_eq!((status, members(&body).as_slice()), (200, &FIVE[..]), "{body}");
    }
}

#[test]
fn a_062_no_face_and_several_faces_are_told_apart() {
    let request = json!({"image_live_base64": plain(), "hints": {"pose": true}});
    refused(&ask(&seeing("nobody"), LIVENESS, &request), 422, "no_face", Some("live"));
    refused(&ask(&seeing("crowd"), LIVENESS, &request), 422, "multiple_faces", Some("live"));
    refused(&ask(&seeing("speck"), LIVENESS, &request), 422, "face_unusable", Some("live"));
    // The network would say "live" of this one; a grey picture is none that it can judge.
    let grey = json!({"image_live_base64": bitmap(320, [120; 3])});
    refused(&ask(&seeing("one-person"), LIVENESS, &grey), 422, "face_unusable", Some("live"));
    let dark = json!({"image_live_base64": bitmap(320, [14, 9, 8])});
    refused(&ask(&seeing("one-person"), LIVENESS, &dark), 422, "face_unusable", Some("live"));
    // And colour in the same file is judged.
    assert_eq!(ask(&seeing("one-person"), LIVENESS, &json!({"image_live_base64": bitmap(320, [190, 150, 130])})).0, 200);
}

#[test]
fn a_062_a_picture_that_gives_nothing_to_look_at_is_named() {
    let server = seeing("one-person");
    let gif = Base64::encode_string(b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;");
    let cut: String = plain().chars().take(400).collect();
    let long = Base64::encode_string(&vec![0; 11 << 20]);
    let wrong = [
        (String::new(), "empty"),
        (gif, "unsupported_format"),
        (cut, "corrupt"),
        (long, "file_too_large"),
        (bitmap(4, [190, 150, 130]), "too_small"),
    ];
    for (image, code) in &wrong {
        refused(&ask(&server, LIVENESS, &json!({"image_live_base64": image})), 422, code, Some("live"));
        let live = json!({"image_live_base64": image, "image_document_base64": plain()});
        refused(&ask(&server, MATCH, &live), 422, code, Some("live"));
        let document = json!({"image_live_base64": plain(), "image_document_base64": image});
        refused(&ask(&server, MATCH, &document), 422, code, Some("document"));
    }
}

#[test]
fn a_069_the_answer_has_the_similarity_and_the_threshold() {
    let pictures = json!({"image_live_base64": plain(), "image_document_base64": bitmap(320, [190, 150, 130])});
    let with = |threshold: Value| {
        let mut request = pictures.clone();
        request["threshold"] = threshold;
        request
    };
    let same = seeing("one-person");
    let found = ask(&same, MATCH, &pictures);
    assert_eq!(found, (200, json!({"match": true, "similarity": 1.0, "threshold": 0.75})));
    assert_eq!(ask(&same, MATCH, &with(json!(1))), (200, json!({"match": true, "similarity": 1.0, "threshold": 1.0})));
    assert_eq!(ask(&same, MATCH, &with(json!(0.42))).1["threshold"], 0.42);
    assert_eq!(ask(&same, MATCH, &with(Value::Null)).1["threshold"], 0.75);

    let others = ask(&seeing("two-people"), MATCH, &pictures);
    assert_eq!(others, (200, json!({"match": false, "similarity": 0.0, "threshold": 0.75})));
    // A similarity of 0 reaches a threshold of 0, and is no match for all that.
    let nothing = ask(&seeing("two-people"), MATCH, &with(json!(0)));
    assert_eq!(nothing, (200, json!({"match": false, "similarity": 0.0, "threshold": 0.0})));

    for threshold in [json!(-0.01), json!(1.01), json!(75), json!("0.75"), json!(true), json!([])] {
        invalid(&ask(&same, MATCH, &with(threshold)));
    }
}

#[test]
fn a_069_one_live_face_a_document_with_several_and_never_without_one() {
    let pictures = json!({"image_live_base64": plain(), "image_document_base64": plain()});
    refused(&ask(&seeing("nobody"), MATCH, &pictures), 422, "no_face", Some("live"));
    refused(&ask(&seeing("crowd"), MATCH, &pictures), 422, "multiple_faces", Some("live"));
    refused(&ask(&seeing("speck"), MATCH, &pictures), 422, "face_unusable", Some("live"));
    refused(&ask(&seeing("one-and-nobody"), MATCH, &pictures), 422, "no_face", Some("document"));
    refused(&ask(&seeing("one-and-speck"), MATCH, &pictures), 422, "face_unusable", Some("document"));
    let (status, body) = ask(&seeing("one-and-crowd"), MATCH, &pictures);
    assert_eq!((status, &body["match"]), (200, &json!(true)), "{body}");
}

#[test]
fn a_069_exactly_one_of_document_and_reference() {
    let server = seeing("one-person");
    let image = plain();
    let of = |more: Value| {
        let mut request = json!({"image_live_base64": image});
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask(&server, MATCH, &request)
    };
    invalid(&of(json!({})));
    invalid(&of(json!({"image_document_base64": null, "reference_id": null})));
    invalid(&of(json!({"image_document_base64": image, "reference_id": "r1"})));
    invalid(&of(json!({"image_document_base64": "%"})));
    invalid(&of(json!({"reference_id": 1})));
    invalid(&of(json!({"image_document_base64": image, "hints": {}})));
    let unknown = of(json!({"reference_id": "Jane Roe"}));
    refused(&unknown, 400, "not_available", None);
    assert!(!unknown.1.to_string().contains("Jane"));
    assert_eq!(of(json!({"image_document_base64": image, "reference_id": null})).0, 200);
    invalid(&server.post_to(MATCH, JSON, b""));
    refused(&server.post_to(MATCH, "", b"{}"), 415, "invalid_request", None);
}

#[test]
fn without_models_a_module_says_what_the_operation_says() {
    let server = Server::start(Limits::default());
    refused(&ask(&server, LIVENESS, &json!({"image_live_base64": plain()})), 400, "not_available", None);
    let pictures = json!({"image_live_base64": plain(), "image_document_base64": plain()});
    refused(&ask(&server, MATCH, &pictures), 400, "not_available", None);
}

#[test]
fn modules_and_operations_share_one_pool_and_its_times() {
    let limits = Limits { workers: 1, waiting: 0, body_time: Duration::from_secs(3), ..Limits::default() };
    let server = Server::with(Engine::new(scripts::config("one-person").unwrap()).unwrap(), limits);
    let body = json!({"image_live_base64": plain()}).to_string();
    let whole = request("POST", LIVENESS, JSON, body.as_bytes());
    let mut slow = server.connect();
    slow.write_all(&whole[..whole.len() - 10]).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    // The one place is taken by a body that does not come.
    refused(&server.post_to(LIVENESS, JSON, body.as_bytes()), 503, "busy", None);
    assert_eq!(server.post("describe", JSON, b"{}").0, 503);
    let (status, late) = answer(&mut slow);
    refused(&(status, serde_json::from_str(&late).unwrap()), 408, "invalid_request", None);
    assert_eq!(server.post_to(LIVENESS, JSON, body.as_bytes()).0, 200);
}

#[test]
fn every_route_of_the_description_is_there() {
    let server = Server::start(Limits::default());
    let page: Value = serde_json::from_str(&server.send(&request("GET", "/v1/openapi.json", "", b"")).1).unwrap();
    let paths = page["paths"].as_object().unwrap();
    assert!(paths.contains_key(LIVENESS) && paths.contains_key(MATCH));
    for path in paths.keys() {
        let (status, body) = server.post_to(path, JSON, b"[]");
        assert_eq!(status, 400, "{path}: {body}");
    }
}
