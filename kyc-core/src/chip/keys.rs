//! Key derivation (ICAO 9303-11 §9.7.1).

use super::algorithm::Hash;
use super::infos::Cipher;

/// What a key is for: the counter that is hashed behind the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Encryption = 1,
    Authentication = 2,
    /// K_π of PACE (§9.7.3).
    Password = 3,
}

/// A key of `secret`: SHA-1 for keys of 16 bytes, SHA-256 for longer ones; DES keys with odd parity.
pub(super) fn derived(secret: &[u8], cipher: Cipher, purpose: Purpose) -> Vec<u8> {
    let (hash, length) = match cipher {
        Cipher::TripleDes | Cipher::Aes128 => (Hash::Sha1, 16),
        Cipher::Aes192 => (Hash::Sha256, 24),
        Cipher::Aes256 => (Hash::Sha256, 32),
    };
    let mut key = hash.of(&[secret, &(purpose as u32).to_be_bytes()].concat());
    key.truncate(length);
    if cipher == Cipher::TripleDes {
        for byte in &mut key {
            // DES keys have odd parity in the lowest bit.
            *byte = *byte & 0xfe | u8::from((*byte >> 1).count_ones() % 2 == 0);
        }
    }
    key
}
