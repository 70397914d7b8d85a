//! Ten thousand random requests, and as many more while memory is watched.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, clippy::print_stdout)]

mod support;

use std::io::Write;
use std::net::Shutdown;
use std::sync::atomic::{AtomicU32, Ordering};

use kyc_server::Limits;
use serde_json::Value;

use support::{Server, ZONE, answer, multipart, request};

/// Deterministic numbers (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
    fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most)).map(|_| self.below(256) as u8).collect()
    }
}

/// A request, and whether it is whole: one that is not would be waited for.
fn random_request(random: &mut Random) -> (Vec<u8>, bool) {
    macro_rules! names {
        ($($name:ident: $operation:ident => $summary:literal,)*) => { [$(stringify!($name)),*, "", "%00", "verify ", "../../etc"] };
    }
    let ops: &[&str] = &kyc_core::for_each_op!(names);
    let path = match random.below(4) {
        0 => (*random.pick(&["/v1/liveness/analyze", "/v1/face/match", "/v1/face/", "/v1/liveness"])).to_owned(),
        _ => format!("/v1/ops/{}", random.pick(ops)),
    };
    let requests: &[&[u8]] = &[
        b"{}",
        b"[]",
        b"{",
        b"",
        b"null",
        b"\xc3\x28",
        br#"{"image":0}"#,
        br#"{"image":4294967296}"#,
        br#"{"today":"2026-11-21"}"#,
        br#"{"document":{"front":0},"selfie":1,"today":"2026-11-21"}"#,
        br#"{"a":0,"b":1}"#,
        br#"{"image_live_base64":"Qk0=","hints":{"pose":true}}"#,
        br#"{"image_live_base64":"Qk0=","image_document_base64":"Qk0="}"#,
        br#"{"image_live_base64":"="}"#,
        ZONE.as_bytes(),
        br#"{"image":0,"width":4294967295,"height":4294967295,"stride":1,"format":"nv21","document":"id1"}"#,
    ];
    let (blob, json) = (random.bytes(2000), random.pick(requests));
    let kind =
        random.pick(&["application/json", "multipart/form-data", "multipart/form-data; boundary=b0", "text/html", "\u{1}", ""]);
    let names = ["request", "blob", "blob", "", "\"", "more"];
    let parts: Vec<(&str, &[u8])> =
        (0..random.below(5)).map(|_| (random.pick(&names), if random.below(2) == 0 { json } else { blob.as_slice() })).collect();
    let body = if kind.starts_with("multipart") { multipart(&parts).1 } else { json.to_vec() };
    let method = random.pick(&["POST", "POST", "POST", "GET", "PUT", "OPTIONS", "po st"]);
    let mut whole = request(method, &path, kind, &body);
    let kind = random.below(8);
    match kind {
        // Cut off, with a byte changed, or nothing that is HTTP at all.
        0 => whole.truncate(random.below(whole.len())),
        1 => {
            let at = random.below(whole.len());
            whole[at] = random.below(256) as u8;
        }
        2 => whole = random.bytes(300),
        _ => {}
    }
    (whole, kind > 2)
}

fn random_calls(server: &Server, seed: u64, calls: u32, answered: &AtomicU32) {
    let mut random = Random(seed);
    for _ in 0..calls {
        let mut stream = server.connect();
        let (bytes, whole) = random_request(&mut random);
        let _ = stream.write_all(&bytes);
        if !whole {
            let _ = stream.shutdown(Shutdown::Write);
        }
        let (status, body) = answer(&mut stream);
        if status == 200 || body.starts_with('{') {
            answered.fetch_add(1, Ordering::Relaxed);
            let body: Value = serde_json::from_str(&body).expect("JSON");
            assert!(status != 500, "seed {seed}: {body}");
            // The door's form, or the modules'.
            let named =
                body["code"].as_u64().is_some_and(|code| (1001..4000).contains(&code)) || body["error"]["code"].is_string();
            assert!(status == 200 || named, "{status}: {body}");
        } else {
            // What is no HTTP is refused by the HTTP library, without a body; a request that was cut has no answer.
            assert!([0, 400, 408, 414, 431, 505].contains(&status), "seed {seed}: {status} {body}");
        }
    }
}

fn resident() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<u64>().ok()? * 4096)
}

// One test, so that nothing else of this process allocates while memory is looked at.
#[test]
fn ten_thousand_random_calls_kill_nothing_and_as_many_more_need_no_more_memory() {
    let server = Server::start(Limits::default());
    let answered = AtomicU32::new(0);
    std::thread::scope(|scope| {
        for seed in 0..8 {
            let (server, answered) = (&server, &answered);
            scope.spawn(move || random_calls(server, seed, 1250, answered));
        }
    });
    let answered = answered.into_inner();
    println!("{answered} of 10000 random calls had an answer of ours");
    assert!(answered > 4_000);

    let (kind, body) = multipart(&[("request", br#"{"image": 0}"#), ("blob", &[7; 100_000])]);
    let calls = |count: usize| {
        for _ in 0..count {
            server.lives();
            assert_eq!(server.post("check_liveness", &kind, &body).0, 400);
        }
    };
    calls(1_000);
    let before = resident();
    calls(5_000);
    match (before, resident()) {
        (Some(before), Some(after)) => {
            println!("resident memory grew by {} KiB over 10000 calls", after.saturating_sub(before) / 1024);
            // One leaked blob in a hundred calls would already show.
            assert!(after.saturating_sub(before) < 4_000_000, "{before} to {after} bytes");
        }
        _ => eprintln!("skipped: resident memory is read from /proc"),
    }
}
