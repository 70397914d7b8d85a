//! RSA signature verification (RFC 8017). Only public values are handled, so nothing need be constant in time.

use num_bigint::BigUint;

use super::algorithm::Hash;
use crate::wire::ChipReason;

/// Bits of a modulus. 9303-12 asks for 2048 and more of new certificates; 1024 stands in chips still in use for active
/// authentication. Longer moduli would let a hostile chip buy time.
const MODULUS_BITS: std::ops::RangeInclusive<u64> = 1024..=8192;

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RsaKey {
    modulus: BigUint,
    exponent: BigUint,
}

impl RsaKey {
    /// From big-endian bytes.
    pub(super) fn new(modulus: &[u8], exponent: &[u8]) -> Result<Self, ChipReason> {
        let key = Self { modulus: BigUint::from_bytes_be(modulus), exponent: BigUint::from_bytes_be(exponent) };
        let odd = key.modulus.bit(0) && key.exponent.bit(0);
        // A long exponent would let a hostile certificate buy time as well.
        let ok = odd && MODULUS_BITS.contains(&key.modulus.bits()) && (2..=64).contains(&key.exponent.bits());
        if ok { Ok(key) } else { Err(ChipReason::KeyUnusable) }
    }

    /// RSAVP1: the encoded message, `length` bytes.
    fn open(&self, signature: &[u8], length: usize) -> Result<Vec<u8>, ChipReason> {
        let number = BigUint::from_bytes_be(signature);
        let size = self.modulus.bits().div_ceil(8);
        if signature.len() as u64 != size || number >= self.modulus {
            return Err(ChipReason::SignatureWrong);
        }
        let opened = number.modpow(&self.exponent, &self.modulus).to_bytes_be();
        let pad = length.checked_sub(opened.len()).ok_or(ChipReason::SignatureWrong)?;
        Ok([vec![0; pad], opened].concat())
    }

    /// RSASSA-PKCS1-v1_5: the encoding is made anew and compared whole, so that no lax padding passes.
    pub(super) fn verify_pkcs1(&self, hash: Hash, message: &[u8], signature: &[u8]) -> Result<(), ChipReason> {
        let length = self.modulus.bits().div_ceil(8) as usize;
        let opened = self.open(signature, length)?;
        let identifier = element(0x06, &hash.oid());
        let digest = element(0x04, &hash.of(message));
        let with_null = element(0x30, &[element(0x30, &[&identifier[..], &[5, 0]].concat()), digest.clone()].concat());
        // RFC 8017 §8.2.2 note: verifiers may take the encoding without NULL too.
        let without = element(0x30, &[element(0x30, &identifier), digest].concat());
        let ok = [with_null, without].iter().any(|info| {
            let fill = length.saturating_sub(info.len() + 3);
            fill >= 8 && [&[0, 1][..], &vec![0xff; fill], &[0], info].concat() == opened
        });
        if ok { Ok(()) } else { Err(ChipReason::SignatureWrong) }
    }

    /// ISO/IEC 9796-2 digital signature scheme 1 with partial recovery, as active authentication uses it (ICAO 9303-11
    /// §6.1.2.2): `6A ‖ M1 ‖ H(M1 ‖ message) ‖ trailer`, where the trailer names the hash.
    pub(super) fn verify_recovery(&self, message: &[u8], signature: &[u8]) -> Result<(), ChipReason> {
        let wrong = ChipReason::SignatureWrong;
        let opened = self.open(signature, self.modulus.bits().div_ceil(8) as usize)?;
        let body = opened.strip_prefix(&[0x6a]).ok_or(wrong)?;
        let (body, hash) = match body {
            [body @ .., 0xbc] => (body, Hash::Sha1),
            // ISO/IEC 10118 numbers of hashes.
            [body @ .., 0x33, 0xcc] => (body, Hash::Sha1),
            [body @ .., 0x34, 0xcc] => (body, Hash::Sha256),
            [body @ .., 0x35, 0xcc] => (body, Hash::Sha512),
            [body @ .., 0x36, 0xcc] => (body, Hash::Sha384),
            [body @ .., 0x38, 0xcc] => (body, Hash::Sha224),
            [.., 0xcc] => return Err(ChipReason::AlgorithmNotSupported),
            _ => return Err(wrong),
        };
        let recovered = body.len().checked_sub(hash.length()).ok_or(wrong)?;
        let (recovered, digest) = body.split_at(recovered);
        if hash.of(&[recovered, message].concat()) == digest { Ok(()) } else { Err(wrong) }
    }

    /// RSASSA-PSS (RFC 8017 §9.1.2).
    pub(super) fn verify_pss(
        &self,
        (hash, mask, salt): (Hash, Hash, usize),
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), ChipReason> {
        let wrong = ChipReason::SignatureWrong;
        let bits = self.modulus.bits() as usize - 1;
        let encoded = self.open(signature, bits.div_ceil(8))?;
        let body = encoded.strip_suffix(&[0xbc]).ok_or(wrong)?;
        let masked = body.len().checked_sub(hash.length()).ok_or(wrong)?;
        let (masked, digest) = body.split_at(masked);
        let top = 0xff_u8 >> (8 * encoded.len() - bits);
        if masked.first().is_none_or(|first| first & !top != 0) {
            return Err(wrong);
        }
        let mut block: Vec<u8> = masked.iter().zip(mgf1(mask, digest, masked.len())).map(|(a, b)| a ^ b).collect();
        block[0] &= top;
        let at = block.len().checked_sub(salt).and_then(|at| at.checked_sub(1)).ok_or(wrong)?;
        let (padding, salt) = block.split_at(at);
        if padding.iter().any(|byte| *byte != 0) || salt[0] != 1 {
            return Err(wrong);
        }
        let again = hash.of(&[&[0; 8][..], &hash.of(message), &salt[1..]].concat());
        if again == digest { Ok(()) } else { Err(wrong) }
    }
}

/// RFC 8017 B.2.1.
fn mgf1(hash: Hash, seed: &[u8], length: usize) -> Vec<u8> {
    let blocks = length.div_ceil(hash.length()) as u32;
    let mut out: Vec<u8> = (0..blocks).flat_map(|count| hash.of(&[seed, &count.to_be_bytes()].concat())).collect();
    out.truncate(length);
    out
}

/// A DER element shorter than 128 bytes, which every `DigestInfo` is.
fn element(tag: u8, value: &[u8]) -> Vec<u8> {
    [&[tag, value.len() as u8][..], value].concat()
}
