//! Members of wheels (zip) and of npm packages and source distributions (gzipped tar).

use std::io::{Cursor, Read};
use std::path::Path;

use crate::error::PrepareError;

/// Largest member that is unpacked, in bytes: the biggest real one has 33 MB.
const LARGEST: u64 = 256 << 20;

/// The bytes of one member.
///
/// # Errors
/// [`PrepareError::Archive`].
pub fn member(name: &str, archive: &[u8], member: &str) -> Result<Vec<u8>, PrepareError> {
    let broken = |why: String| PrepareError::Archive { archive: name.to_owned(), why };
    let missing = || broken(format!("there is no {member} inside"));
    let mut bytes = Vec::new();
    // A zip is known by its end, and may begin with padding; gzip is known by its first bytes.
    if !archive.starts_with(&[0x1f, 0x8b]) {
        let mut zip = zip::ZipArchive::new(Cursor::new(archive)).map_err(|e| broken(e.to_string()))?;
        let file = zip.by_name(member).map_err(|_| missing())?;
        file.take(LARGEST).read_to_end(&mut bytes).map_err(|e| broken(e.to_string()))?;
        return Ok(bytes);
    }
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(archive));
    for entry in tar.entries().map_err(|e| broken(e.to_string()))? {
        let entry = entry.map_err(|e| broken(e.to_string()))?;
        if entry.path().is_ok_and(|path| path == Path::new(member)) {
            entry.take(LARGEST).read_to_end(&mut bytes).map_err(|e| broken(e.to_string()))?;
            return Ok(bytes);
        }
    }
    Err(missing())
}
