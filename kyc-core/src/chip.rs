//! Contactless chips of passports and cards: the logical data structure and passive authentication (ICAO 9303-10, -11).
//!
//! The host reads the files; nothing here talks to a chip. Input is untrusted: every reader is bounded by the bytes that
//! are there, and every answer has a reason. Cryptography is verification with public values only.

mod active;
mod agreement;
mod algorithm;
mod certificate;
mod curves;
mod der;
mod ecdsa;
mod infos;
mod keys;
mod lds;
mod oid;
mod passive;
mod revocation;
mod rsa;
mod signed;
mod sod;
mod trust;

pub mod access;

use chrono::NaiveDate;

use crate::wire::{ChipDataGroup, ChipEvidence, ChipLeniency, ChipReason, NotSeen, Outcome, Seen};
pub use active::SignedChallenge;
pub use agreement::AgreementRecord;
use certificate::Certificate;
use sod::SecurityObject;

/// A data group as the host read it.
#[derive(Debug, Clone, Copy)]
pub struct DataGroup<'a> {
    /// 1 to 16.
    pub number: u32,
    /// Index of the blob.
    pub blob: u32,
    /// The file from its tag to its end.
    pub bytes: &'a [u8],
}

/// The files of a chip, and what to hold them against.
#[derive(Debug, Clone, Copy)]
pub struct ChipFiles<'a> {
    /// EF.COM.
    pub com: Option<&'a [u8]>,
    /// EF.SOD.
    pub sod: &'a [u8],
    /// Data groups.
    pub groups: &'a [DataGroup<'a>],
    /// Certificates of country signing authorities: DER, PEM or master lists.
    pub trust: &'a [&'a [u8]],
    /// Revocation lists: DER or PEM.
    pub revocation: &'a [&'a [u8]],
    /// The exchange of active authentication.
    pub active: Option<SignedChallenge<'a>>,
    /// The record of chip authentication.
    pub agreement: Option<AgreementRecord<'a>>,
    /// Leniencies that the caller allows.
    pub allowed: &'a [ChipLeniency],
    /// The day to judge for.
    pub today: NaiveDate,
}

impl<'a> ChipFiles<'a> {
    /// A security object alone.
    pub const fn of(sod: &'a [u8], today: NaiveDate) -> Self {
        Self { com: None, sod, groups: &[], trust: &[], revocation: &[], active: None, agreement: None, allowed: &[], today }
    }
}

/// Reads a chip's files and authenticates them passively.
pub fn verify(files: ChipFiles<'_>) -> ChipEvidence {
    let sod = SecurityObject::read(files.sod, files.allowed.contains(&ChipLeniency::FileTag));
    let (trusted, trust_unreadable) = trust::anchors(files.trust);
    let anchors: Vec<_> = trusted.iter().filter_map(|der| Certificate::read(der).ok()).collect();
    let com = files.com.and_then(|bytes| lds::com(bytes).ok());

    let mut content = lds::Content::default();
    let mut data_groups = Vec::new();
    let mut hashes = if files.groups.is_empty() { ChipReason::NotSupplied } else { ChipReason::Verified };
    for group in files.groups {
        let hash = match &sod {
            Ok(sod) => compare(sod, group),
            Err(_) => ChipReason::EarlierStep,
        };
        if hashes.outcome() == Outcome::Pass {
            hashes = hash;
        }
        let read = lds::group(group.number, group.blob, group.bytes, files.today, &mut content);
        data_groups.push(ChipDataGroup { number: group.number, hash: hash.into(), content: read.into() });
    }
    let against = passive::Against { anchors: &anchors, today: files.today, allowed: files.allowed, lists: files.revocation };
    let passive_authentication = passive::authenticate(&sod, hashes, against);
    let held = Files { groups: files.groups, checks: &data_groups, sod: passive_authentication.signature.outcome };
    let active_authentication = active::authenticate(&held, files.active).into();
    let chip_authentication = agreement::authenticate(&held, files.agreement).into();
    let has_portrait = files.groups.iter().any(|group| group.number == 2);
    let missing = if has_portrait { NotSeen::Unreadable } else { NotSeen::NotProvided };
    let (com_version, announced) = com.unwrap_or_default();
    let signed_version = sod.as_ref().ok().and_then(|sod| sod.lds_version.clone());
    ChipEvidence {
        lds_version: signed_version.or(com_version),
        announced,
        listed: sod.as_ref().map(|sod| sod.hashes.iter().map(|(number, _)| *number).collect()).unwrap_or_default(),
        data_groups,
        passive_authentication,
        active_authentication,
        chip_authentication,
        fields: content.fields,
        portrait: content.portrait.map_or(Seen::not(missing), Seen::Seen),
        trust_anchors: anchors.len() as u32,
        trust_unreadable,
    }
}

/// Data groups with what was found of their hashes.
struct Files<'a> {
    groups: &'a [DataGroup<'a>],
    checks: &'a [ChipDataGroup],
    sod: Outcome,
}

impl<'a> Files<'a> {
    /// A data group whose hash is the one in a security object that its signer signed. Whether the signer is the state's is
    /// passive authentication's answer, which stands beside.
    fn authentic(&self, number: u32) -> Result<&'a [u8], ChipReason> {
        let group = self.groups.iter().find(|group| group.number == number).ok_or(ChipReason::NotSupplied)?;
        let checked = self.checks.iter().find(|check| check.number == number);
        let holds = checked.is_some_and(|check| check.hash.outcome == Outcome::Pass) && self.sod == Outcome::Pass;
        if holds { Ok(group.bytes) } else { Err(ChipReason::EarlierStep) }
    }
}

fn compare(sod: &SecurityObject<'_>, group: &DataGroup<'_>) -> ChipReason {
    match sod.hashes.iter().find(|(number, _)| *number == group.number) {
        Some((_, signed)) if sod.hash.of(group.bytes) == *signed => ChipReason::Verified,
        Some(_) => ChipReason::HashMismatch,
        None => ChipReason::NotListed,
    }
}

#[cfg(test)]
mod tests;
