//! Where prepared files live, and how they get there: a temporary file, synced, then renamed.

use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::PrepareError;

/// `$KYC_MODELS_DIR`, or the user's cache folder of the platform with `kyc/models` inside.
pub fn default_cache_dir() -> Option<PathBuf> {
    let var = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = var("KYC_MODELS_DIR") {
        return Some(folder);
    }
    let base = if cfg!(target_os = "windows") {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Caches"))
    } else {
        var("XDG_CACHE_HOME").or_else(|| var("HOME").map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("kyc").join("models"))
}

/// This machine as the manifest names platforms, e.g. `linux-x86_64`.
pub fn platform() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}

/// Writes a file so that it is there whole or not at all.
///
/// # Errors
/// [`PrepareError::Write`]; the temporary file is removed.
pub fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), PrepareError> {
    let temporary = folder.join(format!(".{name}.{}.part", std::process::id()));
    let target = folder.join(name);
    let written = (|| {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, &target)
    })();
    written.map_err(|source| {
        // Best effort: the disk may be the problem.
        let _ = fs::remove_file(&temporary);
        PrepareError::Write { path: target, source }
    })
}

/// Name of the lock file; it stays in the cache, empty.
pub const LOCK: &str = ".lock";

/// One preparer at a time. The operating system gives the lock back when its holder ends, however it ends.
#[derive(Debug)]
pub struct Lease {
    _lock: Option<File>,
}

impl Lease {
    /// Waits for the cache, telling `waiting` first when another process holds it, and removes what an interrupted one
    /// left: its downloads and temporary files cannot be in use any more.
    ///
    /// # Errors
    /// [`PrepareError::Write`] when the cache cannot be written.
    pub fn take(cache: &Path, waiting: &mut dyn FnMut()) -> Result<Self, PrepareError> {
        let path = cache.join(LOCK);
        let lock = File::create(&path).map_err(|source| PrepareError::Write { path, source })?;
        let held = match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {
                waiting();
                lock.lock()
            }
            Err(TryLockError::Error(error)) => Err(error),
            Ok(()) => Ok(()),
        };
        if held.is_err() {
            // Some network file systems have no locks. Renaming whole files is safe without one; sweeping is not.
            return Ok(Self { _lock: None });
        }
        sweep(cache);
        sweep(&cache.join("downloads"));
        Ok(Self { _lock: Some(lock) })
    }
}

/// Prefix of the folders that clients download into.
pub(crate) const FETCHING: &str = ".fetch-";

// Best effort: what cannot be removed is only in the way of nobody.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(FETCHING) {
            let _ = fs::remove_dir_all(entry.path());
        } else if name.starts_with('.') && name.ends_with(".part") {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_whole_or_absent_and_leaves_no_traces() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write_whole(folder.path(), "a.bin", b"abc").expect("it can be written");
        assert_eq!(fs::read(folder.path().join("a.bin")).expect("it is there"), b"abc");
        // A folder in the way makes the rename fail, like any error after the bytes were written.
        fs::create_dir(folder.path().join("b.bin")).expect("a folder");
        fs::write(folder.path().join("b.bin/x"), b"x").expect("a file inside");
        let error = write_whole(folder.path(), "b.bin", b"abc").expect_err("it cannot replace a folder");
        assert!(matches!(error, PrepareError::Write { .. }));
        assert_eq!(fs::read_dir(folder.path()).expect("it lists").count(), 2);
    }

    #[test]
    fn a_full_disk_says_what_to_do() {
        let source = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let text = PrepareError::Write { path: "x".into(), source }.to_string();
        assert!(text.contains("KYC_MODELS_DIR"), "{text}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_really_full_device_leaves_nothing() {
        // /dev/full answers every write with ENOSPC; writing through a link to it is writing to a full disk.
        let folder = tempfile::tempdir().expect("a temporary folder");
        let part = folder.path().join(format!(".c.bin.{}.part", std::process::id()));
        std::os::unix::fs::symlink("/dev/full", &part).expect("a link");
        let error = write_whole(folder.path(), "c.bin", b"abc").expect_err("the device is full");
        assert!(error.to_string().contains("space"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).expect("it lists").count(), 0);
    }

    #[test]
    fn the_lease_sweeps_what_an_interrupted_run_left_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path(".fetch-pkg-1-4711")).expect("a folder");
        fs::write(path(".fetch-pkg-1-4711/half.whl"), b"half").expect("a half download");
        fs::create_dir(path("downloads")).expect("a folder");
        for name in [".a.onnx.4711.part", "downloads/.pkg.whl.4711.part", "a-0123.onnx", "downloads/pkg.whl"] {
            fs::write(path(name), b"x").expect("a file");
        }
        let lease = Lease::take(folder.path(), &mut || {}).expect("nobody else is here");
        assert!(!path(".fetch-pkg-1-4711").exists() && !path(".a.onnx.4711.part").exists());
        assert!(!path("downloads/.pkg.whl.4711.part").exists());
        assert!(path("a-0123.onnx").exists() && path("downloads/pkg.whl").exists());
        drop(lease);
    }

    #[test]
    fn a_second_preparer_waits_for_the_first() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = Lease::take(folder.path(), &mut || {}).expect("nobody else is here");
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            let cache = folder.path();
            let second = scope.spawn(move || Lease::take(cache, &mut || tell.send(()).expect("the test listens")));
            told.recv().expect("the second one waits");
            drop(first);
            assert!(second.join().expect("it ends").is_ok());
        });
    }
}
