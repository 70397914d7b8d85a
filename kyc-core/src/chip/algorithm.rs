//! Hashes and signature schemes as algorithm identifiers name them (ICAO 9303-12 §4.4).

use sha2::Digest as _;

use super::der::{CONTEXT_0, CONTEXT_1, CONTEXT_2, CONTEXT_3, Element, INTEGER, OID, SEQUENCE, small};
use super::oid;
use crate::wire::ChipReason;

/// A hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(super) fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => sha1::Sha1::digest(bytes).to_vec(),
            Self::Sha224 => sha2::Sha224::digest(bytes).to_vec(),
            Self::Sha256 => sha2::Sha256::digest(bytes).to_vec(),
            Self::Sha384 => sha2::Sha384::digest(bytes).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(bytes).to_vec(),
        }
    }

    /// Bytes of a hash.
    pub(super) const fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// Content bytes of its object identifier.
    pub(super) fn oid(self) -> Vec<u8> {
        let last = match self {
            Self::Sha1 => return oid::SHA1.to_vec(),
            Self::Sha224 => 4,
            Self::Sha256 => 1,
            Self::Sha384 => 2,
            Self::Sha512 => 3,
        };
        [oid::SHA2, &[last]].concat()
    }

    /// By `AlgorithmIdentifier`; parameters of a hash say nothing.
    pub(super) fn read(identifier: Element<'_>) -> Result<Self, ChipReason> {
        let name = identifier.inside().expect(OID)?.value;
        let all = [Self::Sha1, Self::Sha224, Self::Sha256, Self::Sha384, Self::Sha512];
        all.into_iter().find(|hash| hash.oid() == name).ok_or(ChipReason::AlgorithmNotSupported)
    }
}

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
    Pkcs1(Hash),
    /// RSASSA-PSS (RFC 8017 §8.1); `salt` in bytes.
    Pss { hash: Hash, mask: Hash, salt: usize },
    /// ECDSA; `plain` signatures are `r‖s` (BSI TR-03111), others a DER sequence.
    Ecdsa { hash: Hash, plain: bool },
}

impl Scheme {
    /// The same scheme over another hash, where that is longer; ECDSA only: the others say in the signature what was hashed.
    pub(super) fn over_longer(self, digest: Hash) -> Option<Self> {
        match self {
            Self::Ecdsa { hash, plain } if digest.length() > hash.length() => Some(Self::Ecdsa { hash: digest, plain }),
            _ => None,
        }
    }

    /// The hash of a plain ECDSA signature (BSI TR-03111), by its object identifier.
    pub(super) fn plain_hash(name: &[u8]) -> Option<Hash> {
        match name.split_last() {
            Some((1, family)) if family == oid::ECDSA_PLAIN => Some(Hash::Sha1),
            Some((2, family)) if family == oid::ECDSA_PLAIN => Some(Hash::Sha224),
            Some((3, family)) if family == oid::ECDSA_PLAIN => Some(Hash::Sha256),
            Some((4, family)) if family == oid::ECDSA_PLAIN => Some(Hash::Sha384),
            Some((5, family)) if family == oid::ECDSA_PLAIN => Some(Hash::Sha512),
            _ => None,
        }
    }

    /// By `AlgorithmIdentifier`. `digest` is taken where the identifier names a kind of key only.
    pub(super) fn read(identifier: Element<'_>, digest: Option<Hash>) -> Result<Self, ChipReason> {
        let mut inside = identifier.inside();
        let name = inside.expect(OID)?.value;
        let unknown = ChipReason::AlgorithmNotSupported;
        if name == oid::ECDSA_SHA1 {
            return Ok(Self::Ecdsa { hash: Hash::Sha1, plain: false });
        }
        if name == oid::EC_PUBLIC_KEY {
            return Ok(Self::Ecdsa { hash: digest.ok_or(unknown)?, plain: false });
        }
        let (last, family) = name.split_last().ok_or(ChipReason::Malformed)?;
        if family == oid::PKCS1 {
            let hash = match last {
                1 => digest.ok_or(unknown)?,
                5 => Hash::Sha1,
                10 => return pss(inside.next().ok()),
                11 => Hash::Sha256,
                12 => Hash::Sha384,
                13 => Hash::Sha512,
                14 => Hash::Sha224,
                _ => return Err(unknown),
            };
            return Ok(Self::Pkcs1(hash));
        }
        let plain = family == oid::ECDSA_PLAIN;
        let hash = match last.checked_sub(u8::from(plain)) {
            _ if !plain && family != oid::ECDSA_SHA2 => return Err(unknown),
            Some(0) => Hash::Sha1,
            Some(1) => Hash::Sha224,
            Some(2) => Hash::Sha256,
            Some(3) => Hash::Sha384,
            Some(4) => Hash::Sha512,
            _ => return Err(unknown),
        };
        // ecdsa-with-SHA2 counts from 1 for SHA-224; there is no 0.
        if !plain && hash == Hash::Sha1 { Err(unknown) } else { Ok(Self::Ecdsa { hash, plain }) }
    }
}

/// `RSASSA-PSS-params` (RFC 8017 A.2.3) with its defaults.
fn pss(parameters: Option<Element<'_>>) -> Result<Scheme, ChipReason> {
    let (mut hash, mut mask, mut salt) = (Hash::Sha1, Hash::Sha1, 20);
    let Some(parameters) = parameters else { return Ok(Scheme::Pss { hash, mask, salt }) };
    let mut inside = parameters.inside();
    if let Some(field) = inside.optional(CONTEXT_0)? {
        hash = Hash::read(field.inside().expect(SEQUENCE)?)?;
    }
    if let Some(field) = inside.optional(CONTEXT_1)? {
        let mut generator = field.inside().expect(SEQUENCE)?.inside();
        if generator.expect(OID)?.value != oid::MGF1 {
            return Err(ChipReason::AlgorithmNotSupported);
        }
        mask = Hash::read(generator.expect(SEQUENCE)?)?;
    }
    if let Some(field) = inside.optional(CONTEXT_2)? {
        salt = small(field.inside().expect(INTEGER)?)? as usize;
    }
    if let Some(field) = inside.optional(CONTEXT_3)?
        && small(field.inside().expect(INTEGER)?)? != 1
    {
        return Err(ChipReason::AlgorithmNotSupported);
    }
    inside.end()?;
    Ok(Scheme::Pss { hash, mask, salt })
}
