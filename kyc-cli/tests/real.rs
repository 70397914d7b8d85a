//! `kyc` with the real models, from the user's cache. Missing ones are prepared first, which needs the network once.
#![allow(clippy::expect_used)]

#[allow(dead_code)] // Each test binary uses its part of it.
mod support;

use std::path::Path;

use support::{json, kyc, stderr, stdout};

const TODAY: &str = "2026-11-21";

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("a readable path").to_owned()
}

#[test]
fn demo_scenarios_give_the_expected_decision() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = path(folder.path(), "stories");
    let output = kyc(&["demo", "--all", "--out", &out, "--today", TODAY]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{text}{}", stderr(&output));
    assert_eq!(text.matches("as expected").count(), 5, "{text}");
    assert!(!text.contains("NOT as expected"), "{text}");
    for (story, code) in [("genuine", 0), ("print_attack", 11)] {
        let picture = |name: &str| path(&Path::new(&out).join(story), name);
        assert!(Path::new(&picture("annotated.png")).exists(), "{story}");
        round_trip(folder.path(), &picture("document.jpg"), &picture("selfie.jpg"), code);
    }
    let genuine = Path::new(&out).join("genuine");
    single_pictures(&genuine, &Path::new(&out).join("impostor"));
    labelled_folder(&genuine);
}

#[test]
fn demo_as_json_is_one_value() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = kyc(&["demo", "--expired", "--json", "--out", &path(folder.path(), "out"), "--today", TODAY]);
    assert_eq!(json(&output)["report"]["decision"]["verdict"], "rejected", "{}", stderr(&output));
}

/// Verifies, and judges the stored response again: the same report and the same exit code.
fn round_trip(folder: &Path, document: &str, selfie: &str, code: i32) {
    let annotated = path(folder, "seen.png");
    let verified =
        kyc(&["verify", "--document", document, "--selfie", selfie, "--annotate", &annotated, "--json", "--today", TODAY]);
    assert_eq!(verified.status.code(), Some(code), "{}", stderr(&verified));
    assert!(Path::new(&annotated).exists());
    let stored = path(folder, "case.json");
    std::fs::write(&stored, &verified.stdout).expect("it can be written");
    let judged = kyc(&["judge", "--evidence", &stored, "--json", "--today", TODAY]);
    assert_eq!(judged.status.code(), Some(code), "{}", stderr(&judged));
    assert_eq!(json(&judged)["report"], json(&verified)["report"]);
}

/// `match`, `liveness`, `mrz` and `read` answer by their exit codes.
fn single_pictures(genuine: &Path, impostor: &Path) {
    let (document, selfie) = (path(genuine, "document.jpg"), path(genuine, "selfie.jpg"));
    assert_eq!(kyc(&["match", &selfie, &document]).status.code(), Some(0));
    assert_eq!(kyc(&["match", &path(impostor, "selfie.jpg"), &document]).status.code(), Some(11));
    assert_eq!(kyc(&["liveness", &selfie]).status.code(), Some(0));
    assert_eq!(kyc(&["mrz", &document]).status.code(), Some(0));
    assert!(stdout(&kyc(&["read", &document])).contains("HYTHLODAY"));
}

/// `mrz FOLDER`: a picture whose zone is known to the letter, and one without any.
fn labelled_folder(genuine: &Path) {
    let lines = ["P<UTOHYTHLODAY<<RAPHAEL<<<<<<<<<<<<<<<<<<<<<", "UT15162073UTO6612164M3108217<<<<<<<<<<<<<<<8"];
    let rows = serde_json::json!([
        {"file": "document.jpg", "label": {"has_mrz": true, "mrz_lines": lines}},
        {"file": "selfie.jpg", "label": {"has_mrz": false}},
    ]);
    std::fs::write(genuine.join("manifest.json"), rows.to_string()).expect("it can be written");
    let output = kyc(&["mrz", genuine.to_str().expect("a readable path"), "--json", "--today", TODAY]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let counts = &json(&output)["mrz_images"];
    for (name, count) in [("n", 1), ("exact", 1), ("false_valid", 0), ("reported_where_none", 0)] {
        assert_eq!(counts[name], count, "{counts}");
    }
}
