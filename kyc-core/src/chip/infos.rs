//! Security infos of DG14 (ICAO 9303-11 §9.2): what a chip can do, and its keys for that.

use super::certificate::PublicKey;
use super::der::{Element, INTEGER, Malformed, OID, Reader, SEQUENCE, SET, only, small};
use super::oid;
use crate::wire::ChipReason;

/// More infos in one DG14 would only cost time; real ones have fewer than ten.
const MOST_INFOS: usize = 64;

/// One info.
#[derive(Debug, Clone, Copy)]
pub(super) struct Info<'a> {
    /// Content bytes of its object identifier.
    pub(super) name: &'a [u8],
    /// What follows.
    pub(super) rest: Reader<'a>,
}

/// Every info of DG14, read from its tag on.
pub(super) fn read(dg14: &[u8]) -> Result<Vec<Info<'_>>, Malformed> {
    let mut set = only(only(dg14, 0x6e)?.value, SET)?.inside();
    let mut infos = Vec::new();
    while !set.is_empty() {
        let mut rest = set.expect(SEQUENCE)?.inside();
        let name = rest.expect(OID)?.value;
        infos.push(Info { name, rest });
        if infos.len() > MOST_INFOS {
            return Err(Malformed);
        }
    }
    Ok(infos)
}

/// The algorithm that `ActiveAuthenticationInfo` names (§9.2.4): content bytes of its object identifier.
pub(super) fn active_authentication<'a>(infos: &[Info<'a>]) -> Result<Option<&'a [u8]>, ChipReason> {
    let Some(info) = infos.iter().find(|info| info.name == oid::ACTIVE_AUTHENTICATION) else { return Ok(None) };
    let mut rest = info.rest;
    if small(rest.expect(INTEGER)?)? != 1 {
        return Err(ChipReason::Version);
    }
    Ok(Some(rest.expect(OID)?.value))
}

/// Ciphers of secure messaging, as `ChipAuthenticationInfo` names them (§9.2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cipher {
    /// Two-key triple DES.
    TripleDes,
    Aes128,
    Aes192,
    Aes256,
}

/// The chip's static key, and the cipher that goes with it. `key` is the identifier that the host used, where the chip has
/// several keys.
pub(super) fn chip_authentication(infos: &[Info<'_>], key: Option<u32>) -> Result<(PublicKey, Cipher), ChipReason> {
    let mut found = None;
    for info in infos.iter().filter(|info| info.name == oid::PUBLIC_KEY_ECDH || info.name == oid::PUBLIC_KEY_DH) {
        let mut rest = info.rest;
        let public: Element<'_> = rest.expect(SEQUENCE)?;
        let identifier = rest.optional(INTEGER)?.map(small).transpose()?;
        if key.is_none() || identifier == key {
            // Without an identifier there must be one key only: a guess would prove nothing.
            if found.replace((info.name, public)).is_some() {
                return Err(ChipReason::KeyUnusable);
            }
        }
    }
    let (name, public) = found.ok_or(ChipReason::NotListed)?;
    if name != oid::PUBLIC_KEY_ECDH {
        return Err(ChipReason::AlgorithmNotSupported);
    }
    let mut cipher = None;
    for info in infos {
        let Some((last, family)) = info.name.split_last() else { continue };
        if family != oid::CHIP_AUTHENTICATION_ECDH {
            continue;
        }
        let mut rest = info.rest;
        small(rest.expect(INTEGER)?)?;
        let identifier = rest.optional(INTEGER)?.map(small).transpose()?;
        if key.is_some() && identifier.is_some() && identifier != key {
            continue;
        }
        let named = match last {
            1 => Cipher::TripleDes,
            2 => Cipher::Aes128,
            3 => Cipher::Aes192,
            4 => Cipher::Aes256,
            _ => return Err(ChipReason::AlgorithmNotSupported),
        };
        cipher = cipher.or(Some(named));
    }
    // §9.2.5: chips without the info use triple DES.
    Ok((PublicKey::read(public)?, cipher.unwrap_or(Cipher::TripleDes)))
}

/// The parts of a protected response (§9.8.5): what its checksum covers, and the checksum.
pub(super) fn protected(response: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    let mut reader = Reader(response);
    let mut covered = 0;
    while !reader.is_empty() {
        let element = reader.next()?;
        match element.tag {
            0x85 | 0x87 | 0x99 => covered += element.whole.len(),
            // The checksum is the last object; a status word may follow it.
            0x8e if element.value.len() == 8 && matches!(reader.0.len(), 0 | 2) && covered > 0 => {
                return Ok((&response[..covered], element.value));
            }
            _ => return Err(Malformed),
        }
    }
    Err(Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_of_infos_is_refused() {
        let one = [0x30, 3, 0x06, 1, 0x2a];
        let dg14 = |count: usize| {
            let set = one.repeat(count);
            let length = |n: usize| [&[0x82][..], &(n as u16).to_be_bytes()].concat();
            let set = [&[0x31][..], &length(set.len()), &set].concat();
            [&[0x6e][..], &length(set.len()), &set].concat()
        };
        assert_eq!(read(&dg14(60)).map(|infos| infos.len()), Ok(60));
        assert!(read(&dg14(2000)).is_err() && read(&[]).is_err() && read(&[0x6e, 0]).is_err());
    }

    #[test]
    fn a_protected_response_ends_in_its_checksum() {
        let good = [0x99, 2, 0x90, 0, 0x8e, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0x90, 0];
        assert_eq!(protected(&good), Ok((&good[..4], &good[6..14])));
        assert_eq!(protected(&good[..14]), Ok((&good[..4], &good[6..14])));
        for bad in [&good[..13], &good[4..], &[], &[0x99, 2, 0x90, 0], &[0x30, 0, 0x8e, 8, 1, 2, 3, 4, 5, 6, 7, 8]] {
            assert_eq!(protected(bad), Err(Malformed), "{bad:02x?}");
        }
    }
}
