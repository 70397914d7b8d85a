//! The Rust examples on the demo's pictures, as programs. Models are prepared when they are missing, as the examples say.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

use image::RgbImage;
use kyc_core::model::Manifest;
use kyc_models::{Options, PackageClients, Silent, default_cache_dir, platform, prepare};
use kyc_synth::demo::{Cast, Portrait, Scenario, case_sized, known_face};

const TODAY: &str = "2026-11-21";

/// Writes the good story's two pictures into the folder.
fn pictures(folder: &Path) {
    let (cache, manifest) = (default_cache_dir().unwrap(), Manifest::builtin().unwrap());
    let options = Options { cache: cache.clone(), platform: platform(), include_demo: true, keep_downloads: false };
    prepare(manifest, &options, &mut PackageClients::default(), &mut Silent).unwrap();
    let portraits: Vec<(String, RgbImage)> = ["demo-portrait-a", "demo-portrait-a-again", "demo-portrait-b"]
        .map(|id| {
            let file = manifest.file(id).unwrap();
            let bytes = std::fs::read(cache.join(file.cache_name())).unwrap();
            (file.output.clone(), image::load_from_memory(&bytes).unwrap().into_rgb8())
        })
        .into();
    let portrait = |at: usize| Portrait { picture: &portraits[at].1, face: known_face(&portraits[at].0) };
    let cast = Cast { holder: portrait(0), holder_again: portrait(1), stranger: portrait(2) };
    let case = case_sized(Scenario::Genuine, &cast, 7, TODAY.parse().unwrap(), (1600, 1200)).unwrap();
    std::fs::write(folder.join("document.jpg"), case.document_jpeg).unwrap();
    std::fs::write(folder.join("selfie.jpg"), case.selfie_jpeg).unwrap();
}

fn said(done: &Output) -> String {
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

#[test]
fn the_examples_decide_the_demo() {
    let folder = tempfile::tempdir().unwrap();
    pictures(folder.path());
    let case = |program: &str| {
        let mut command = Command::new(program);
        said(&command.args(["document.jpg", "selfie.jpg", TODAY]).current_dir(&folder).output().unwrap())
    };
    assert!(case(env!("CARGO_BIN_EXE_verify")).starts_with("Accepted with "));
    let counted = case(env!("CARGO_BIN_EXE_custom_runtime"));
    let runs: u32 = counted.split(' ').find_map(|word| word.parse().ok()).unwrap();
    assert!(counted.starts_with("Accepted after ") && runs > 5, "{counted}");

    let again = |evidence: &str| {
        std::fs::write(folder.path().join("evidence.json"), evidence).unwrap();
        let mut again = Command::new(env!("CARGO_BIN_EXE_judge_again"));
        again.args(["evidence.json", TODAY]).current_dir(&folder).output().unwrap()
    };
    let vector = concat!(env!("CARGO_MANIFEST_DIR"), "/../conformance/vectors/judge/perfect.json");
    let vector: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(vector).unwrap()).unwrap();
    assert!(said(&again(&vector["request"]["evidence"].to_string())).contains(r#""verdict":"accepted""#));
    let refused = again(r#"{"schema": "none"}"#);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("InvalidRequest"));
}
