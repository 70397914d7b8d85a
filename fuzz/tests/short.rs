//! A short run of every target belongs to the tests; `cargo run --release -p kyc-fuzz` makes long ones.

use kyc_fuzz::TARGETS;

/// Executions of a target that costs microseconds; those that search lists or judge a whole case do fewer.
const SHORT: u64 = 2_000;

#[test]
fn no_target_breaks_a_promise_in_a_short_run() {
    for target in TARGETS {
        let executions = match target.name {
            "watchlist" | "index" | "revocation" | "response" | "evidence" | "bundle" | "policy" | "policy_json" => SHORT / 10,
            _ => SHORT,
        };
        if let Err(broken) = target.fuzz(executions, 7) {
            unreachable!("{}: execution {}: {:?}", target.name, broken.execution, String::from_utf8_lossy(&broken.input));
        }
    }
}

#[test]
fn every_corpus_is_valid_and_deterministic() {
    for target in TARGETS {
        let corpus = (target.corpus)();
        assert!(!corpus.is_empty(), "{}", target.name);
        assert_eq!(corpus, (target.corpus)(), "{}", target.name);
    }
}
