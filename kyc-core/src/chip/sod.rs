//! EF.SOD and the security object in it (ICAO 9303-10 §4.6.2).

use super::algorithm::Hash;
use super::der::{INTEGER, OCTETS, Reader, SEQUENCE, only, small};
use super::oid;
use super::signed::{self, SignedData};
use crate::wire::ChipReason;

/// Tag of EF.SOD.
const EF_SOD: u32 = 0x77;
/// `PrintableString`.
const PRINTABLE: u32 = 0x13;

/// EF.SOD, read.
#[derive(Debug)]
pub(super) struct SecurityObject<'a> {
    pub(super) signed: SignedData<'a>,
    pub(super) hash: Hash,
    /// Data group numbers, 1 to 16, with their hashes.
    pub(super) hashes: Vec<(u32, &'a [u8])>,
    /// Version 1 (LDS 1.8) signs the version of the structure.
    pub(super) lds_version: Option<String>,
    /// Whether the tag of the file was missing.
    pub(super) untagged: bool,
}

impl<'a> SecurityObject<'a> {
    /// Reads EF.SOD; without its tag only where the caller allows that.
    pub(super) fn read(bytes: &'a [u8], allow_untagged: bool) -> Result<Self, ChipReason> {
        let mut file = Reader(bytes);
        let sod = file.next()?;
        let untagged = allow_untagged && sod.tag == SEQUENCE;
        if sod.tag != EF_SOD && !untagged {
            return Err(ChipReason::Malformed);
        }
        if !file.is_empty() {
            return Err(ChipReason::TrailingBytes);
        }
        let signed = signed::read(if untagged { bytes } else { sod.value }, oid::LDS_SECURITY_OBJECT)?;
        let mut object = only(signed.content, SEQUENCE)?.inside();
        // Negative and long numbers are no version either.
        let version = small(object.expect(INTEGER)?).map_err(|_| ChipReason::Version)?;
        if version > 1 {
            return Err(ChipReason::Version);
        }
        let hash = Hash::read(object.expect(SEQUENCE)?)?;
        let mut list = object.expect(SEQUENCE)?.inside();
        let mut hashes: Vec<(u32, &[u8])> = Vec::new();
        while !list.is_empty() {
            let mut entry = list.expect(SEQUENCE)?.inside();
            let (number, value) = (small(entry.expect(INTEGER)?)?, entry.expect(OCTETS)?.value);
            entry.end()?;
            let again = hashes.iter().any(|(other, _)| *other == number);
            if again || !(1..=16).contains(&number) {
                return Err(ChipReason::Malformed);
            }
            hashes.push((number, value));
        }
        let mut lds_version = None;
        if version == 1 {
            let mut info = object.expect(SEQUENCE)?.inside();
            let text = info.expect(PRINTABLE)?.value;
            lds_version = Some(version_text(text).ok_or(ChipReason::Malformed)?);
        }
        object.end()?;
        Ok(Self { signed, hash, hashes, lds_version, untagged })
    }
}

/// Versions are four digits in both places where they stand.
pub(super) fn version_text(bytes: &[u8]) -> Option<String> {
    let ok = bytes.len() == 4 && bytes.iter().all(u8::is_ascii_digit);
    ok.then(|| bytes.iter().map(|b| char::from(*b)).collect())
}
