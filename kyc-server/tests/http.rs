//! What is right, what is wrong, and what is slow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use kyc_server::Limits;
use serde_json::Value;

use support::{Server, ZONE, answer, engine, multipart, request};

fn refused(answer: &(u16, Value), status: u16, code: u64, name: &str) {
    let (found, body) = answer;
    assert_eq!((*found, &body["code"], &body["name"]), (status, &Value::from(code), &Value::from(name)), "{body}");
    assert!(body["message"].as_str().is_some_and(|message| !message.is_empty()));
}

#[test]
fn it_answers_what_the_engine_answers() {
    let server = Server::start(Limits::default());
    let (status, body) = server.send(&request("POST", "/v1/ops/read_mrz", "Application/JSON; charset=utf-8", ZONE.as_bytes()));
    assert_eq!(status, 200);
    let without_timings = |text: &str| text.split(",\"timings\"").next().unwrap().to_owned();
    assert_eq!(without_timings(&body), without_timings(&engine().call("read_mrz", ZONE, &[]).unwrap()));
    let (kind, parts) = multipart(&[("request", ZONE.as_bytes())]);
    assert_eq!(server.send(&request("POST", "/v1/ops/read_mrz", &kind, &parts)).1, body);

    let (status, described) = server.send(&request("GET", "/v1/ops", "", b""));
    assert_eq!((status, described), (200, engine().call("describe", "{}", &[]).unwrap()));
    assert_eq!(server.send(&request("GET", "/healthz", "", b"")), (200, r#"{"status":"ok"}"#.to_owned()));
    let (status, page) = server.send(&request("GET", "/v1/openapi.json", "", b""));
    let page: Value = serde_json::from_str(&page).unwrap();
    assert!(status == 200 && page["paths"]["/v1/ops/read_mrz"]["post"].is_object());
}

#[test]
fn blobs_come_in_order_wherever_the_request_stands() {
    let server = Server::start(Limits::default());
    // Only the third blob is long enough for the frame.
    let frame =
        |blob: usize| format!(r#"{{"image":{blob},"width":64,"height":64,"stride":256,"format":"bgra","document":"id1"}}"#);
    let long = vec![90; 64 * 256];
    let told = |at: usize| {
        let frame = frame(at);
        let (kind, body) = multipart(&[("blob", b""), ("request", frame.as_bytes()), ("blob", b"x"), ("blob", &long)]);
        server.post("assess_frame", &kind, &body)
    };
    let corrupt = [0, 1, 2].map(|at| told(at).1["frame"] == "corrupt");
    assert_eq!(corrupt, [true, true, false]);
    refused(&told(3), 400, 1003, "blob_missing");
}

#[test]
fn a_huge_picture_is_a_finding_where_the_server_takes_it() {
    let server = Server::start(Limits { body_bytes: 128 << 20, ..Limits::default() });
    let (kind, body) = multipart(&[("request", br#"{"image": 0}"#), ("blob", &vec![0; 100_000_000])]);
    let (status, answer) = server.post("read_barcode", &kind, &body);
    assert_eq!((status, &answer["capture"]["picture"]["problem"]), (200, &Value::from("file_too_large")));
}

#[test]
fn what_is_wrong_is_refused_with_our_codes() {
    let server = Server::start(Limits { body_bytes: 100_000, ..Limits::default() });
    let json = "application/json";
    refused(&server.post("read_mrz", json, b"{"), 400, 1001, "invalid_request");
    refused(&server.post("read_mrz", json, b""), 400, 1001, "invalid_request");
    refused(&server.post("read_mrz", json, b"[]"), 400, 1001, "invalid_request");
    refused(&server.post("read_mrz", json, b"\"\xff\""), 400, 1001, "invalid_request");
    refused(&server.post("read_mrz", "text/plain", ZONE.as_bytes()), 415, 1001, "invalid_request");
    refused(&server.post("read_mrz", "", ZONE.as_bytes()), 415, 1001, "invalid_request");
    refused(&server.post("no_such_thing", json, b"{}"), 404, 1002, "unknown_operation");
    refused(&server.post("%ff", json, b"{}"), 404, 1002, "unknown_operation");
    refused(&server.post("read_mrz/more", json, b"{}"), 404, 1002, "unknown_operation");
    refused(&server.post("screen_name", json, br#"{"name": "Jane Roe"}"#), 400, 1007, "not_available");
    refused(&server.post("read_barcode", json, br#"{"image": 0}"#), 400, 1003, "blob_missing");
    let (status, body) = server.send(&request("GET", "/v1/ops/read_mrz", "", b""));
    refused(&(status, serde_json::from_str(&body).unwrap()), 405, 1001, "invalid_request");

    let (kind, _) = multipart(&[]);
    let many: Vec<(&str, &[u8])> = vec![("blob", b""); 1025];
    let wrong: [&[(&str, &[u8])]; 5] =
        [&[], &[("blob", b"x")], &[("request", b"{}"), ("request", b"{}")], &[("request", b"{}"), ("more", b"")], &many];
    for parts in wrong {
        refused(&server.post("describe", &kind, &multipart(parts).1), 400, 1001, "invalid_request");
    }
    refused(&server.post("describe", &kind, b"--b0\r\nnothing"), 400, 1001, "invalid_request");
    refused(&server.post("describe", "multipart/form-data", &multipart(&[("request", b"{}")]).1), 400, 1001, "invalid_request");

    let huge = vec![b' '; 5_000_000];
    refused(&server.post("read_mrz", json, &huge), 413, 2002, "too_many_bytes");
    refused(&server.post("describe", &kind, &multipart(&[("request", b"{}"), ("blob", &huge)]).1), 413, 2002, "too_many_bytes");
    // A body that does not say how long it is.
    let mut chunked =
        b"POST /v1/ops/read_mrz HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
            .to_vec();
    for _ in 0..50 {
        chunked.extend_from_slice(b"1000\r\n");
        chunked.extend_from_slice(&huge[..0x1000]);
        chunked.extend_from_slice(b"\r\n");
    }
    assert_eq!(server.send(&chunked).0, 413);
    // Nothing of what was passed comes back.
    let secret = server.post("verify", json, br#"{"Jane Roe": 1}"#);
    assert!(secret.0 == 400 && !secret.1.to_string().contains("Jane"), "{secret:?}");
    server.lives();
}

#[test]
fn who_is_slow_is_not_waited_for_and_who_is_too_many_is_told_so() {
    let limits = Limits {
        workers: 1,
        waiting: 0,
        head_time: Duration::from_secs(2),
        body_time: Duration::from_secs(4),
        ..Limits::default()
    };
    let server = Server::start(limits);
    let mut slow = server.connect();
    slow.write_all(&request("POST", "/v1/ops/read_mrz", "application/json", ZONE.as_bytes())[..150]).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    // The one place is taken by a body that does not come.
    refused(&server.post("read_mrz", "application/json", ZONE.as_bytes()), 503, 3008, "busy");
    assert_eq!(answer(&mut slow).0, 408);
    server.lives();
    let start = Instant::now();
    let mut silent = server.connect();
    silent.write_all(b"POST /v1/ops/").unwrap();
    answer(&mut silent);
    assert!(start.elapsed() < Duration::from_secs(30), "a head that does not come is not waited for");
    server.lives();
}

#[test]
fn a_client_that_goes_away_takes_no_place_with_it() {
    let server = Server::start(Limits { workers: 1, waiting: 3, ..Limits::default() });
    let whole = request("POST", "/v1/ops/read_mrz", "application/json", ZONE.as_bytes());
    for at in 0..300 {
        let mut stream = server.connect();
        // In the head, in the body, and after the last byte, before any answer.
        let _ = stream.write_all(&whole[..whole.len() - [0, 1, 100, whole.len() - 20][at % 4]]);
        if at % 2 == 0 {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
    let start = Instant::now();
    while server.post("read_mrz", "application/json", ZONE.as_bytes()).0 != 200 {
        assert!(start.elapsed() < Duration::from_secs(30), "places are not given back");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_stopped_server_ends_what_it_has_begun() {
    let mut server = Server::start(Limits::default());
    let whole = request("POST", "/v1/ops/read_mrz", "application/json", ZONE.as_bytes());
    let mut begun = server.connect();
    begun.write_all(&whole[..whole.len() - 30]).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    server.stop.take().unwrap().send(()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    assert!(TcpStream::connect(server.address).is_err(), "nothing more is accepted");
    begun.write_all(&whole[whole.len() - 30..]).unwrap();
    assert_eq!(answer(&mut begun).0, 200);
    server.thread.take().unwrap().join().unwrap();
}
