//! The whole way from a registry to a prepared file, one package after another.

use std::fs;
use std::path::{Path, PathBuf};

use kyc_core::model::store::hex;
use kyc_core::model::{Artifact, File, Manifest, Task};
use sha2::{Digest, Sha256};

use crate::archive;
use crate::cache::{FETCHING, Lease, write_whole};
use crate::convert;
use crate::error::PrepareError;
use crate::fetch::Client;
use crate::progress::Progress;
use crate::verify::{State, needed, state};

/// What to prepare and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The cache folder; made when it is not there.
    pub cache: PathBuf,
    /// The platform whose runtime is wanted, e.g. `linux-x86_64`.
    pub platform: String,
    /// Also fetch the pictures that only the demo uses.
    pub include_demo: bool,
    /// Keep the registry files under `downloads/`.
    pub keep_downloads: bool,
}

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prepared {
    /// Files that were there already.
    pub present: usize,
    /// Files made in this run.
    pub made: usize,
}

/// Prepares every file that this platform needs and that is not in the cache yet. Running it again is cheap, works
/// offline once everything is there, and goes on after an interruption.
///
/// # Errors
/// The first [`PrepareError`]; what was finished before it stays.
pub fn prepare(
    manifest: &Manifest,
    options: &Options,
    client: &mut dyn Client,
    progress: &mut dyn Progress,
) -> Result<Prepared, PrepareError> {
    if manifest.runtime(&options.platform).is_none() {
        return Err(PrepareError::Platform { platform: options.platform.clone() });
    }
    let files = needed(manifest, &options.platform, options.include_demo);
    let missing = || files.iter().copied().filter(|file| state(&options.cache, file) != State::Ready).collect::<Vec<&File>>();
    // A complete cache may be read-only (part of an image, say): it is not touched.
    if missing().is_empty() {
        return Ok(Prepared { present: files.len(), made: 0 });
    }
    fs::create_dir_all(&options.cache).map_err(|source| PrepareError::Write { path: options.cache.clone(), source })?;
    let _lease = Lease::take(&options.cache, &mut || progress.waiting())?;
    // Looked at again: another process may have made them meanwhile.
    let missing = missing();
    let mut report = Prepared { present: files.len() - missing.len(), made: 0 };
    for artifact in manifest.artifacts.iter().filter(|artifact| missing.iter().any(|file| file.artifact == artifact.id)) {
        let bytes = obtain(artifact, options, client, progress)?;
        for file in missing.iter().filter(|file| file.artifact == artifact.id) {
            progress.converting(&file.id);
            write_whole(&options.cache, &file.cache_name(), &make(file, artifact, &bytes)?)?;
            report.made += 1;
            progress.ready(&file.id, report.present + report.made, files.len());
        }
    }
    Ok(report)
}

/// The verified bytes of a registry file: from `downloads/` when kept there, else through the client.
fn obtain(
    artifact: &Artifact,
    options: &Options,
    client: &mut dyn Client,
    progress: &mut dyn Progress,
) -> Result<Vec<u8>, PrepareError> {
    let downloads = options.cache.join("downloads");
    if let Ok(kept) = fs::read(downloads.join(&artifact.file))
        && hex(&Sha256::digest(&kept)) == artifact.sha256
    {
        return Ok(kept);
    }
    let folder = options.cache.join(format!("{FETCHING}{}-{}", artifact.id, std::process::id()));
    let name = format!("{} {}", artifact.package, artifact.version);
    progress.fetching(&name, 0, artifact.bytes);
    let outcome = fetch_into(&folder, artifact, client, &mut |done| progress.fetching(&name, done, artifact.bytes));
    // Whatever happened, a half download is worth nothing: clients do not resume, and its bytes are not verified.
    let _ = fs::remove_dir_all(&folder);
    let bytes = outcome?;
    if options.keep_downloads {
        fs::create_dir_all(&downloads).map_err(|source| PrepareError::Write { path: downloads.clone(), source })?;
        write_whole(&downloads, &artifact.file, &bytes)?;
    }
    Ok(bytes)
}

fn fetch_into(
    folder: &Path,
    artifact: &Artifact,
    client: &mut dyn Client,
    grown: &mut dyn FnMut(u64),
) -> Result<Vec<u8>, PrepareError> {
    fs::create_dir_all(folder).map_err(|source| PrepareError::Write { path: folder.to_owned(), source })?;
    let path = client.fetch(artifact, folder, grown)?;
    let bytes = fs::read(&path).map_err(|source| PrepareError::Write { path, source })?;
    expect_hash(&artifact.file, &bytes, &artifact.sha256)?;
    Ok(bytes)
}

/// Extracts a member and applies its conversion steps.
fn make(file: &File, artifact: &Artifact, archive: &[u8]) -> Result<Vec<u8>, PrepareError> {
    let member = archive::member(&artifact.file, archive, &file.member)?;
    expect_hash(&file.member, &member, &file.member_sha256)?;
    let bytes = convert::apply(&file.id, &file.steps, member, &|other| archive::member(&artifact.file, archive, other))?;
    expect_hash(&file.output, &bytes, &file.sha256)?;
    Ok(bytes)
}

fn expect_hash(what: &str, bytes: &[u8], expected: &str) -> Result<(), PrepareError> {
    let found = hex(&Sha256::digest(bytes));
    if found == expected {
        Ok(())
    } else {
        Err(PrepareError::Hash { what: what.to_owned(), found, expected: expected.to_owned() })
    }
}

/// The prepared demo pictures, in manifest order, as `(file name, path)`.
pub fn demo_assets(manifest: &Manifest, cache: &Path) -> Vec<(String, PathBuf)> {
    let assets = manifest.files.iter().filter(|file| file.task == Task::DemoAsset);
    assets.map(|file| (file.output.clone(), cache.join(file.cache_name()))).collect()
}
