//! `kyc` from the outside, where no model is needed.
#![allow(clippy::expect_used)]

#[allow(dead_code)] // Each test binary uses its part of it.
mod support;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;
use support::{command, json, kyc, stderr, stdout, workspace};

/// F-071: the source's example with its four wrong check digits, and the same line with the right ones.
const LINE_1: &str = "P<INDSHARMA<<RAHUL<<<<<<<<<<<<<<<<<<<<<<<<<<";
const WRONG: &str = "L1234567<8IND9003155M2912315<<<<<<<<<<<<<<<4";
const RIGHT: &str = "L1234567<3IND9003152M2912316<<<<<<<<<<<<<<<2";

const COMMANDS: [&str; 10] = ["verify", "read", "mrz", "liveness", "match", "judge", "describe", "models", "demo", "completions"];

#[test]
fn help_of_every_command_is_there() {
    let help = stdout(&kyc(&["--help"]));
    assert!(help.contains("Exit codes:") && help.contains("Examples:"));
    for name in COMMANDS {
        assert!(help.contains(name), "{name} is not in the help");
        let own = kyc(&[name, "--help"]);
        assert_eq!(own.status.code(), Some(0), "{name}");
        if name != "models" {
            assert!(stdout(&own).contains("Example"), "{name} has no example");
        }
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    let cases: [&[&str]; 10] = [
        &[],
        &["nonsense"],
        &["verify"],
        &["mrz"],
        &["mrz", "a.jpg", "--text", "x"],
        &["--today", "21.11.2026", "describe"],
        &["demo", "--impostor", "--expired"],
        &["completions", "no-such-shell"],
        &["match", "a.jpg", "b.jpg", "--threshold", "2"],
        &["match", "a.jpg", "b.jpg", "--threshold", "NaN"],
    ];
    for args in cases {
        let output = kyc(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn a_missing_file_exits_with_3_and_is_named() {
    let cases: [&[&str]; 2] = [&["judge", "--evidence", "no-such-file"], &["verify", "--document", "no-such-file", "--offline"]];
    for args in cases {
        let output = kyc(args);
        assert_eq!(output.status.code(), Some(3), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("no-such-file"));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn offline_without_models_exits_with_4_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let picture = folder.path().join("a.jpg");
    fs::write(&picture, b"not a picture").expect("it can be written");
    let picture = picture.to_str().expect("a readable path");
    let models = folder.path().join("models");
    let models = models.to_str().expect("a readable path");
    for args in [&["read", picture][..], &["mrz", picture], &["liveness", picture], &["match", picture, picture]] {
        let output = kyc(&[args, &["--offline", "--models-dir", models]].concat());
        assert_eq!(output.status.code(), Some(4), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("kyc models prepare"), "{}", stderr(&output));
    }
    assert_eq!(kyc(&["models", "verify", "--models-dir", models]).status.code(), Some(4));
}

#[test]
fn f_071_the_examples_check_digits_are_wrong_and_the_corrected_ones_right() {
    for (line, code, valid) in [(WRONG, 10, false), (RIGHT, 0, true)] {
        let text = format!("{LINE_1}\n{line}");
        let output = kyc(&["mrz", "--text", &text, "--json", "--today", "2026-11-21"]);
        assert_eq!(output.status.code(), Some(code), "{line}");
        let zone = &json(&output)["mrz"]["seen"];
        assert_eq!(zone["check_digits_valid"], valid);
        let wrong = zone["check_digits"].as_array().expect("a list").iter().filter(|digit| digit["valid"] == false).count();
        assert_eq!(wrong, if valid { 0 } else { 4 });
        // F-072, and the fields are read whatever the check digits say.
        for value in ["1990-03-15", "2029-12-31", "SHARMA", "RAHUL"] {
            assert!(stdout(&output).contains(value), "{value}");
        }
    }
}

#[test]
fn mrz_reads_standard_input_and_says_when_there_is_no_zone() {
    for (text, code) in [(format!("{LINE_1}\n{RIGHT}\n"), 0), ("hello\n".to_owned(), 11), (String::new(), 11)] {
        let mut child =
            command(&["mrz", "--text", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary runs");
        child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it reads");
        assert_eq!(child.wait_with_output().expect("it ends").status.code(), Some(code), "{text}");
    }
}

#[test]
fn judge_gives_the_reports_of_the_conformance_vectors_and_exits_by_decision() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut seen = Vec::new();
    for entry in fs::read_dir(workspace().join("conformance/vectors/judge")).expect("the vectors are there") {
        let path = entry.expect("an entry").path();
        let vector: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a text")).expect("JSON");
        let (request, report) = (&vector["request"], &vector["expect"]["report"]);
        // Vectors of errors have no report.
        let Some(verdict) = report["decision"]["verdict"].as_str() else { continue };
        let evidence = folder.path().join("evidence.json");
        fs::write(&evidence, request["evidence"].to_string()).expect("it can be written");
        let policy = match &request["policy"] {
            Value::String(name) => name.clone(),
            Value::Null => "api-v1".to_owned(),
            inline => {
                let file = folder.path().join("policy.json");
                fs::write(&file, inline.to_string()).expect("it can be written");
                file.to_str().expect("a readable path").to_owned()
            }
        };
        let language = request["language"].as_str().unwrap_or("en");
        let today = request["today"].as_str().expect("a date");
        let evidence = evidence.to_str().expect("a readable path");
        let output =
            kyc(&["judge", "--evidence", evidence, "--policy", &policy, "--today", today, "--language", language, "--json"]);
        assert_eq!(&json(&output)["report"], report, "{}", path.display());
        let code = [("accepted", 0), ("review", 10), ("rejected", 11)].iter().find(|(name, _)| *name == verdict).map(|(_, c)| *c);
        assert_eq!(output.status.code(), code, "{}", path.display());
        seen.push(verdict.to_owned());
    }
    for verdict in ["accepted", "review", "rejected"] {
        assert!(seen.iter().any(|v| v == verdict), "no vector is {verdict}");
    }
}

#[test]
fn wrong_evidence_and_wrong_policies_exit_with_3_and_are_not_quoted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("case.json");
    let name = path.to_str().expect("a readable path");
    let empty = serde_json::to_string(&kyc_core::wire::Evidence::empty()).expect("JSON");
    for (text, policy) in [
        (empty.replacen("not_provided", "JANE ROE", 1), "api-v1"),
        (empty.replacen("captures", "JANE ROE", 1), "api-v1"),
        ("JANE ROE".to_owned(), "api-v1"),
        (empty, "no-such-policy"),
    ] {
        fs::write(&path, text).expect("it can be written");
        let output = kyc(&["judge", "--evidence", name, "--policy", policy]);
        assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
        assert!(!stderr(&output).contains("JANE"), "{}", stderr(&output));
    }
}

#[test]
fn completions_are_printed_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&kyc(&["completions", shell]));
        assert!(COMMANDS.iter().all(|name| script.contains(name)), "{shell}");
    }
}

#[test]
fn describe_tells_each_topic() {
    let topics = [
        ("documents", "Passport"),
        ("policies", "api-v1"),
        ("models", "face-embedding"),
        ("operations", "read_mrz"),
        ("errors", "3001"),
    ];
    for (topic, word) in topics {
        assert!(stdout(&kyc(&["describe", topic])).contains(word), "{topic}");
    }
    assert!(json(&kyc(&["describe", "--json"]))["$defs"].is_object());
}

#[test]
fn colour_is_for_terminals_unless_it_is_demanded() {
    let text = format!("{LINE_1}\n{WRONG}");
    let plain = kyc(&["mrz", "--text", &text]);
    assert!(!stdout(&plain).contains('\u{1b}'));
    assert!(stdout(&kyc(&["mrz", "--text", &text, "--color", "always"])).contains('\u{1b}'));
    let never = command(&["mrz", "--text", &text]).env("NO_COLOR", "1").output().expect("the binary runs");
    assert_eq!(never.stdout, plain.stdout);
}
