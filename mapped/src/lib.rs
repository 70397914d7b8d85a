//! A file as bytes in memory: the system reads a page when it is first touched, drops it when memory is short, and lets
//! processes that map the same file share it.
//!
//! A crate of its own, so that the one block of code that the compiler cannot vouch for stands alone.

use std::fs::File;
use std::io;
use std::path::Path;

/// A file that is mapped for reading, whole.
///
/// Replace such a file by renaming another over it. Who **cuts** it in place ends, with a signal of the system, every process
/// that reads beyond the new end; who **writes** to it in place changes what was checked when it was opened.
#[derive(Debug)]
pub struct Mapped(memmap2::Mmap);

impl Mapped {
    /// Maps the file.
    ///
    /// # Errors
    /// When it cannot be opened or mapped; of [`io::ErrorKind::Unsupported`] on a system without mapped files.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        // SAFETY: the map is private to this value, read only and as long as the file is at this moment. That nobody changes
        // the file meanwhile is the host's promise, which the type's documentation asks for; readers of the bytes
        // check every number and every text where they use it, so that a broken promise gives wrong answers, not wrong
        // memory.
        #[allow(unsafe_code)]
        let map = unsafe { memmap2::Mmap::map(&file) }?;
        Ok(Self(map))
    }
}

impl AsRef<[u8]> for Mapped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_seen_as_it_is_and_stays_after_it_was_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("one"), folder.path().join("other"));
        std::fs::write(&path, b"seen").unwrap();
        let mapped = Mapped::open(&path).unwrap();
        assert_eq!(mapped.as_ref(), b"seen");
        if cfg!(unix) {
            std::fs::write(&other, b"new").unwrap();
            std::fs::rename(&other, &path).unwrap();
            assert_eq!((mapped.as_ref(), Mapped::open(&path).unwrap().as_ref()), (&b"seen"[..], &b"new"[..]));
        }
    }

    #[test]
    fn what_is_not_there_is_an_error_and_nothing_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Mapped::open(&folder.path().join("none")).is_err());
        let empty = folder.path().join("empty");
        std::fs::write(&empty, b"").unwrap();
        assert!(Mapped::open(&empty).map_or(true, |mapped| mapped.as_ref().is_empty()));
    }
}
