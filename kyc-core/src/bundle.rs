//! Evidence bundles: a decided case as one sealed, self-contained record.
//!
//! A bundle holds the evidence (with the hashes of the pictures and of the models), the whole policy, the report and what
//! the host says of the case. Every scalar of it is hashed with a salt of its own, the hashes of a section are hashed
//! together, and the hashes of the sections are signed with Ed25519:
//!
//! ```text
//! scalar + salt + pointer → leaves[pointer] → statement.sections[section] → signature
//! ```
//!
//! So whoever holds the public key can say offline *which* scalar was changed, and a scalar can be taken out (its salt with
//! it) without breaking the signature: what is left of it, a salted hash, says nothing about its value.
//!
//! Places in a bundle are named by JSON pointers (RFC 6901) from its root, e.g. `/content/evidence/liveness/seen/score`.

mod canonical;
mod key;
mod leaf;
mod redact;
mod seal;
mod verify;

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use canonical::canonical;
pub use key::{PublicKey, SecretKey};
pub use redact::{PERSONAL, redact};
pub use seal::{plain, seal};
pub use verify::{BundleChange, ChangeKind, SignatureState, Signer, Verification, verify};

/// Schema name of [`Bundle`]; any other is refused.
pub const BUNDLE_SCHEMA: &str = "kyc.bundle/1";
/// Name of the only signature algorithm (RFC 8032, pure Ed25519).
pub const ALGORITHM: &str = "ed25519";

/// A sealed case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Always [`BUNDLE_SCHEMA`].
    pub schema: String,
    /// The case by section: `about`, `evidence`, `policy`, `report`. A removed scalar is `null` and has no salt.
    pub content: Content,
    /// Pointer of each scalar that was not removed, to its salt: 32 lower-case hex digits.
    pub salts: BTreeMap<String, String>,
    /// Pointer of each scalar, also of the removed, to its salted SHA-256: 64 lower-case hex digits.
    pub leaves: BTreeMap<String, String>,
    /// What was signed.
    pub statement: Statement,
    /// The signature of the statement's canonical form.
    pub signature: Signature,
}

/// Sections of a bundle. Shows itself without its values: they are personal data.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Content(pub Map<String, Value>);

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

/// What is signed: a hash a section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Always [`BUNDLE_SCHEMA`].
    pub schema: String,
    /// Section to the SHA-256 of the canonical form of its part of [`Bundle::leaves`]: 64 lower-case hex digits.
    pub sections: BTreeMap<String, String>,
}

/// An Ed25519 signature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Always [`ALGORITHM`].
    pub algorithm: String,
    /// The signer's public key: 64 lower-case hex digits.
    pub public_key: String,
    /// The signature: 128 lower-case hex digits.
    pub value: String,
}

fn hex(bytes: &[u8]) -> String {
    // Not by `format!`: a verification writes some fifteen thousand bytes.
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Lower-case hex of exactly `N` bytes. Upper case is refused: every value has one way to be written.
fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |b: &u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; N];
    if text.len() != 2 * N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = digit(high)? << 4 | digit(low)?;
    }
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
