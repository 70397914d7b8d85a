//! Leaves: the scalars of a bundle's content with their pointers, and how they and their sections are hashed.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::canonical::canonical;
use super::hex;
use crate::error::{Code, Error, Result};

/// Bytes of a salt: 128 bits.
pub(super) const SALT: usize = 16;
/// Deepest content; evidence is 12 deep, and serde_json reads no more than 128.
const DEEPEST: usize = 100;

/// Calls `see` with the pointer and value of each leaf of the content, in its order: scalars, and lists and objects that
/// are empty.
///
/// # Errors
/// [`Code::InvalidBundle`] for content deeper than 100.
pub(super) fn walk<'v>(content: &'v Map<String, Value>, see: &mut impl FnMut(String, &'v Value)) -> Result<()> {
    let mut at = "/content".to_owned();
    content.iter().try_for_each(|(name, value)| below(&mut at, name, |at| descend(at, value, DEEPEST, see)))
}

fn descend<'v>(at: &mut String, value: &'v Value, deeper: usize, see: &mut impl FnMut(String, &'v Value)) -> Result<()> {
    let deeper =
        deeper.checked_sub(1).ok_or_else(|| Error::new(Code::InvalidBundle, "bundle: its content is deeper than 100"))?;
    match value {
        Value::Array(items) if !items.is_empty() => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| below(at, &index.to_string(), |at| descend(at, item, deeper, see))),
        Value::Object(members) if !members.is_empty() => {
            members.iter().try_for_each(|(name, member)| below(at, name, |at| descend(at, member, deeper, see)))
        }
        leaf => {
            see(at.clone(), leaf);
            Ok(())
        }
    }
}

/// Does `work` one step of the pointer further down.
fn below(at: &mut String, step: &str, work: impl FnOnce(&mut String) -> Result<()>) -> Result<()> {
    let length = at.len();
    at.push('/');
    at.push_str(&escape(step));
    let done = work(at);
    at.truncate(length);
    done
}

/// One step of a JSON pointer.
pub(super) fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

/// Whether `pointer` is `prefix` or lies below it.
pub(super) fn is_within(pointer: &str, prefix: &str) -> bool {
    pointer.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Salted hash of a leaf. The pointer is hashed too, so that a value cannot move.
pub(super) fn hash(salt: &[u8; SALT], pointer: &str, value: &Value) -> String {
    let length = (pointer.len() as u64).to_be_bytes();
    let mut hash = Sha256::new();
    for part in [b"kyc.leaf/1".as_slice(), salt, &length, pointer.as_bytes(), &canonical(value)] {
        hash.update(part);
    }
    hex(&hash.finalize())
}

/// Hash of each section: of the canonical form of its leaves' hashes.
pub(super) fn sections(leaves: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut grouped: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for (pointer, hash) in leaves {
        let name = pointer.strip_prefix("/content/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
        let name = name.replace("~1", "/").replace("~0", "~");
        grouped.entry(name).or_default().insert(pointer.clone(), Value::from(hash.as_str()));
    }
    let root = |leaves| hex(&Sha256::digest([b"kyc.section/1".as_slice(), &canonical(&Value::Object(leaves))].concat()));
    grouped.into_iter().map(|(name, leaves)| (name, root(leaves))).collect()
}
