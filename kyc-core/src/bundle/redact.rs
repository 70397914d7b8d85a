//! Redaction: scalars are taken out with their salts; the signature stays valid.

use serde_json::Value;

use super::leaf::is_within;
use super::{BUNDLE_SCHEMA, Bundle};
use crate::error::{Code, Error, Result};

/// Where a bundle of a case holds personal data: what was read on the document and on its chip, what was declared, what the
/// device claimed of itself, how the host names the case. Judging again needs these.
pub const PERSONAL: &[&str] = &[
    "/content/about/case",
    "/content/evidence/chip/seen/fields",
    // A camera's label can hold a name.
    "/content/evidence/device",
    "/content/evidence/document/seen/barcodes",
    "/content/evidence/document/seen/fields",
    "/content/evidence/document/seen/mrz",
    // With the lines of text on them.
    "/content/evidence/document/seen/sides",
    "/content/evidence/profile",
];

/// Takes out everything at and below the pointers: values become `null`, their salts go. Lists keep their length.
///
/// Redacting again what is already out changes nothing.
///
/// # Errors
/// [`Code::InvalidBundle`] for a bundle of another version; [`Code::InvalidRequest`] for a pointer at which the bundle never
/// had anything, so that a misspelt one is not taken for done.
pub fn redact(bundle: &mut Bundle, pointers: &[&str]) -> Result<()> {
    if bundle.schema != BUNDLE_SCHEMA {
        return Err(Error::new(Code::InvalidBundle, "bundle: its schema is not kyc.bundle/1"));
    }
    for (at, pointer) in pointers.iter().enumerate() {
        let found: Vec<&String> = bundle.leaves.keys().filter(|leaf| is_within(leaf, pointer)).collect();
        if found.is_empty() {
            return Err(Error::new(Code::InvalidRequest, format!("pointer {at} names nothing that the bundle has")));
        }
        for leaf in found {
            bundle.salts.remove(leaf);
            let below = leaf.strip_prefix("/content").unwrap_or(leaf);
            if let Some(value) = pointer_mut(&mut bundle.content.0, below) {
                *value = Value::Null;
            }
        }
    }
    Ok(())
}

/// `Value::pointer_mut` of an object that is not wrapped in a `Value`.
fn pointer_mut<'v>(content: &'v mut serde_json::Map<String, Value>, pointer: &str) -> Option<&'v mut Value> {
    let rest = pointer.strip_prefix('/')?;
    let (section, below) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    content.get_mut(&section.replace("~1", "/").replace("~0", "~"))?.pointer_mut(below)
}
