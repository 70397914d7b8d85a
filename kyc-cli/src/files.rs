//! Files in and out.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use kyc_core::image::DecodeLimits;

use crate::outcome::Problem;

/// Reads a picture, one byte past the engine's limit at most, so that the engine itself says that it is too long.
pub(crate) fn picture(path: &Path) -> Result<Vec<u8>, Problem> {
    read(path, DecodeLimits::default().bytes as u64 + 1)
}

/// Reads a text file of at most 64 MiB.
pub(crate) fn text(path: &Path) -> Result<String, Problem> {
    let bytes = read(path, 64 << 20)?;
    String::from_utf8(bytes).map_err(|_| Problem::caller(format!("{} is not UTF-8 text", path.display())))
}

/// Reads a file of a chip, or a master list, of at most 64 MiB.
pub(crate) fn chip(path: &Path) -> Result<Vec<u8>, Problem> {
    read(path, 64 << 20)
}

/// Reads a watchlist of at most 1 GiB.
pub(crate) fn list(path: &Path) -> Result<Vec<u8>, Problem> {
    read(path, 1 << 30)
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Problem> {
    let failed = |e: std::io::Error| Problem::caller(format!("{} cannot be read: {e}", path.display()));
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(limit).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Replaces a file whole: who has the old one mapped into memory keeps it.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    write(beside, bytes)?;
    std::fs::rename(beside, path).map_err(|e| Problem::caller(format!("{} cannot be written: {e}", path.display())))
}

/// Writes a file.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    std::fs::write(path, bytes).map_err(|e| Problem::caller(format!("{} cannot be written: {e}", path.display())))
}
