//! Chip authentication (ICAO 9303-11 §6.2), from the host's record of it: only who has the chip's static key can have made the
//! checksum of its next response.
//!
//! The host talked to the chip and is believed in what it hands in; a host that lies could compute the checksum as well. The
//! key pair is the host's own for this one exchange and worth nothing after it, so nothing need be constant in time.

use aes::{Aes128, Aes192, Aes256};
use cmac::{Cmac, KeyInit, Mac};
use des::Des;
use des::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt};

use super::Files;
use super::certificate::PublicKey;
use super::infos::{self, Cipher};
use super::keys::{self, Purpose};
use crate::wire::ChipReason;

/// What the host kept of the exchange.
#[derive(Debug, Clone, Copy)]
pub struct AgreementRecord<'a> {
    /// The host's ephemeral private key: a number, big-endian.
    pub private_key: &'a [u8],
    /// Identifier of the chip's key, where it has several.
    pub key: Option<u32>,
    /// The first response after the agreement, protected with the new keys: its objects, with or without the status word.
    pub response: &'a [u8],
    /// The send sequence counter of that response. 2 where it answers the first command after the agreement.
    pub counter: u64,
}

/// Checks the response's checksum with the keys that the agreement gives.
pub(super) fn authenticate(files: &Files<'_>, record: Option<AgreementRecord<'_>>) -> ChipReason {
    let Some(record) = record else { return ChipReason::NotSupplied };
    check(files, record).err().unwrap_or(ChipReason::Verified)
}

fn check(files: &Files<'_>, record: AgreementRecord<'_>) -> Result<(), ChipReason> {
    let infos = infos::read(files.authentic(14)?)?;
    let (key, cipher) = infos::chip_authentication(&infos, record.key)?;
    let PublicKey::Ec(key) = key else { return Err(ChipReason::AlgorithmNotSupported) };
    let secret = key.agree(record.private_key)?;
    let (covered, checksum) = infos::protected(record.response)?;
    let mac_key = keys::derived(&secret, cipher, Purpose::Authentication);
    let made = match cipher {
        Cipher::TripleDes => retail_mac(&mac_key, &padded(&record.counter.to_be_bytes(), covered, 8)),
        // The counter is as long as a block.
        _ => cmac(cipher, &mac_key, &padded(&u128::from(record.counter).to_be_bytes(), covered, 16)),
    };
    if made.as_deref() == Some(checksum) { Ok(()) } else { Err(ChipReason::ChecksumWrong) }
}

/// Counter and message with padding method 2 of ISO/IEC 9797-1.
fn padded(counter: &[u8], message: &[u8], block: usize) -> Vec<u8> {
    let mut whole = [counter, message, &[0x80]].concat();
    whole.resize(whole.len().next_multiple_of(block), 0);
    whole
}

/// AES-CMAC (NIST SP 800-38B), its first 8 bytes (§9.8.7.2).
fn cmac(cipher: Cipher, key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    fn of<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
        let mac = <M as KeyInit>::new_from_slice(key).ok()?.chain_update(message).finalize().into_bytes();
        mac.get(..8).map(<[u8]>::to_vec)
    }
    match cipher {
        Cipher::TripleDes => None,
        Cipher::Aes128 => of::<Cmac<Aes128>>(key, message),
        Cipher::Aes192 => of::<Cmac<Aes192>>(key, message),
        Cipher::Aes256 => of::<Cmac<Aes256>>(key, message),
    }
}

/// MAC algorithm 3 of ISO/IEC 9797-1 with DES: single DES over all blocks, the last one decrypted with the other half of the
/// key and encrypted again.
fn retail_mac(key: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    let (first, second) = key.split_at_checked(8)?;
    let (first, second) = (Des::new_from_slice(first).ok()?, Des::new_from_slice(second).ok()?);
    let mut state = Array::from([0_u8; 8]);
    for block in message.chunks_exact(8) {
        state.iter_mut().zip(block).for_each(|(a, b)| *a ^= b);
        first.encrypt_block(&mut state);
    }
    second.decrypt_block(&mut state);
    first.encrypt_block(&mut state);
    Some(state.to_vec())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        let digits: Vec<u8> = hex.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
    }

    /// Example 2 of RFC 4493 (AES-CMAC), its first 8 bytes.
    #[test]
    fn cmac_of_the_rfc() {
        let key = bytes("2b7e151628aed2a6abf7158809cf4f3c");
        let message = bytes("6bc1bee22e409f96e93d7e117393172a");
        assert_eq!(cmac(Cipher::Aes128, &key, &message).unwrap(), bytes("070a16b46b4d4144"));
    }

    /// The worked example of ICAO 9303-11 appendix D.3: the checksum over the encrypted challenge of basic access control.
    #[test]
    fn retail_mac_of_the_worked_example() {
        let key = bytes("7962D9ECE03D1ACD4C76089DCE131543");
        let encrypted = bytes("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2");
        assert_eq!(retail_mac(&key, &padded(&[], &encrypted, 8)).unwrap(), bytes("5F1448EEA8AD90A7"));
    }
}
