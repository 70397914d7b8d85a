//! Sealing: salts, hashes, signature.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::canonical::{canonical, steady};
use super::key::{SecretKey, mac};
use super::leaf::{SALT, hash, sections, walk};
use super::{ALGORITHM, BUNDLE_SCHEMA, Bundle, Content, Signature, Statement, hex};
use crate::error::{Code, Error, Result};

/// A value as a bundle holds it: plain JSON with floats of at most 15 significant digits.
///
/// # Errors
/// [`Code::Internal`] when it cannot be written as JSON.
pub fn plain(value: &impl Serialize) -> Result<Value> {
    // Through text, which writes single precision with its own few digits.
    let text = serde_json::to_string(value).and_then(|text| serde_json::from_str(&text));
    let mut plain: Value = text.map_err(|_| Error::new(Code::Internal, "a part of a bundle cannot be written as JSON"))?;
    steady(&mut plain);
    Ok(plain)
}

/// Seals content by section. The same content and key give the same bundle: salts are derived from the key and from all of
/// the content, so equal values in two cases have different hashes.
///
/// # Errors
/// [`Code::InvalidBundle`] for content deeper than 100.
pub fn seal(content: Map<String, Value>, key: &SecretKey) -> Result<Bundle> {
    let mut content = Value::Object(content);
    steady(&mut content);
    let secret = key.derive(&[b"kyc.salt/1", &Sha256::digest(canonical(&content))])?;
    let content = match content {
        Value::Object(content) => content,
        _ => Map::new(),
    };
    let mut found = Vec::new();
    walk(&content, &mut |pointer, value| found.push((pointer, value)))?;
    let (mut salts, mut leaves) = (BTreeMap::new(), BTreeMap::new());
    for (pointer, value) in found {
        let derived = mac(&secret[..], &[pointer.as_bytes()])?;
        let mut salt = [0; SALT];
        salt.iter_mut().zip(derived.iter()).for_each(|(to, from)| *to = *from);
        leaves.insert(pointer.clone(), hash(&salt, &pointer, value));
        salts.insert(pointer, hex(&salt));
    }
    let statement = Statement { schema: BUNDLE_SCHEMA.to_owned(), sections: sections(&leaves) };
    let signature =
        Signature { algorithm: ALGORITHM.to_owned(), public_key: key.public().to_hex(), value: key.sign(&statement.message()) };
    Ok(Bundle { schema: BUNDLE_SCHEMA.to_owned(), content: Content(content), salts, leaves, statement, signature })
}

impl Statement {
    /// The bytes that are signed; the schema in them keeps signatures of other things apart.
    pub(super) fn message(&self) -> Vec<u8> {
        canonical(&json!({"schema": self.schema, "sections": self.sections}))
    }
}
