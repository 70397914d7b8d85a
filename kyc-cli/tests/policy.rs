//! `kyc policy` on the shipped policies and cases.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

fn kyc(arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    Command::new(env!("CARGO_BIN_EXE_kyc")).current_dir(root).args(["policy"]).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn x_04_the_shipped_policies_make_sense_and_decide_the_shipped_cases() {
    // Each has cases of its own, and one that is not checked here is not shipped.
    for name in kyc_core::catalog::policies::names() {
        let checked = kyc(&["check", name]);
        assert!(checked.status.success(), "{}", said(&checked));
        let tested = kyc(&["test", &format!("conformance/policies/{name}.toml")]);
        assert!(tested.status.success(), "{}", said(&tested));
    }
    assert!(said(&kyc(&["explain", "flow"])).contains("to the compliance officer"));
    assert!(said(&kyc(&["schema"])).contains("authentic_from"));
}

#[test]
fn a_wrong_policy_and_a_failed_case_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let source =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../kyc-core/catalog/policies/api-v1.toml")).unwrap();
    let wrong = folder.path().join("wrong.toml");
    std::fs::write(&wrong, source.replacen("liveness = 30", "liveness = 31", 1)).unwrap();
    let refused = kyc(&["check", wrong.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(said(&refused).contains("weights sum to 101"), "{}", said(&refused));

    let evidence = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/vectors/judge/perfect.json");
    let case = format!(
        "policy = \"api-v1\"\n[[case]]\nname = \"no\"\nevidence = {:?}\ntoday = \"2026-11-21\"\nverdict = \"rejected\"\n",
        evidence.to_str().unwrap()
    );
    let cases = folder.path().join("cases.toml");
    std::fs::write(&cases, case).unwrap();
    let failed = kyc(&["test", cases.to_str().unwrap()]);
    assert_eq!(failed.status.code(), Some(11));
    assert!(said(&failed).contains("verdict is accepted, expected rejected"), "{}", said(&failed));
}
