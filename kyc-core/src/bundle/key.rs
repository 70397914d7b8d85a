//! Keys, as the host hands them in: PEM (PKCS #8, SubjectPublicKeyInfo) or hex.

use std::fmt;

use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{hex, unhex};
use crate::error::{Code, Error, Result};

/// A signing key. Never shown, never serialised, wiped from memory on drop.
pub struct SecretKey(SigningKey);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

fn wrong(what: &str) -> Error {
    Error::new(Code::InvalidKey, format!("{what} is neither an Ed25519 key in PEM nor 64 lower-case hex digits"))
}

impl SecretKey {
    /// Reads `-----BEGIN PRIVATE KEY-----` (PKCS #8, RFC 8410), or the 32-byte seed as 64 lower-case hex digits.
    ///
    /// # Errors
    /// [`Code::InvalidKey`], which repeats nothing of the text.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.starts_with("-----BEGIN") {
            return SigningKey::from_pkcs8_pem(text).map(Self).map_err(|_| wrong("the signing key"));
        }
        let seed = Zeroizing::new(unhex::<32>(text).ok_or_else(|| wrong("the signing key"))?);
        Ok(Self(SigningKey::from_bytes(&seed)))
    }

    /// The key that verifies what this one signs.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    pub(super) fn sign(&self, message: &[u8]) -> String {
        hex(&self.0.sign(message).to_bytes())
    }

    /// A pseudorandom key of the parts, which only the holder of this key can make (HMAC-SHA-256).
    pub(super) fn derive(&self, parts: &[&[u8]]) -> Result<Zeroizing<[u8; 32]>> {
        mac(&Zeroizing::new(self.0.to_bytes())[..], parts)
    }
}

/// HMAC-SHA-256 of the parts, one after the other.
pub(super) fn mac(key: &[u8], parts: &[&[u8]]) -> Result<Zeroizing<[u8; 32]>> {
    let failed = |_| Error::new(Code::Internal, "HMAC refuses a key of 32 bytes");
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(failed)?;
    parts.iter().for_each(|part| mac.update(part));
    Ok(Zeroizing::new(mac.finalize().into_bytes().into()))
}

/// A verifying key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads `-----BEGIN PUBLIC KEY-----` (RFC 8410), or the 32 bytes as 64 lower-case hex digits.
    ///
    /// # Errors
    /// [`Code::InvalidKey`].
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.starts_with("-----BEGIN") {
            return VerifyingKey::from_public_key_pem(text).map(Self).map_err(|_| wrong("a public key"));
        }
        let bytes = unhex::<32>(text).ok_or_else(|| wrong("a public key"))?;
        VerifyingKey::from_bytes(&bytes).map(Self).map_err(|_| wrong("a public key"))
    }

    /// 64 lower-case hex digits.
    pub fn to_hex(&self) -> String {
        hex(self.0.as_bytes())
    }

    /// Whether `signature` (128 lower-case hex digits) is this key's of `message`. Strict: keys of small order and
    /// malleable signatures are refused.
    pub(super) fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let Some(bytes) = unhex::<64>(signature) else { return false };
        self.0.verify_strict(message, &ed25519_dalek::Signature::from_bytes(&bytes)).is_ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_first_vector_of_rfc_8032_and_the_keys_of_rfc_8410() {
        let key = SecretKey::parse("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap();
        assert_eq!(key.public().to_hex(), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        let signature = key.sign(b"");
        assert!(signature.starts_with("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac"));
        assert!(key.public().verifies(b"", &signature) && !key.public().verifies(b"x", &signature));
        assert!(!key.public().verifies(b"", &signature.to_uppercase()));

        let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        let public = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
        assert_eq!(SecretKey::parse(pem).unwrap().public(), PublicKey::parse(public).unwrap());
    }

    #[test]
    fn what_is_no_key_is_refused_without_being_repeated() {
        let upper = "9D61B19DEFFD5A60BA844AF492EC2CC44449C5697B326919703BAC031CAE7F60";
        for text in ["", "secret", upper, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
            let error = SecretKey::parse(text).unwrap_err();
            assert_eq!((error.code(), PublicKey::parse(text).unwrap_err().code()), (Code::InvalidKey, Code::InvalidKey));
            assert!(text.is_empty() || !error.to_string().contains(text));
        }
        let key = SecretKey::parse(&"01".repeat(32)).unwrap();
        assert_eq!(format!("{key:?}"), "[hidden]");
    }
}
