//! Verifying: what was changed, what was taken out, who signed. Needs nothing but the bundle and the keys one trusts.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::leaf::{SALT, escape, hash, sections, walk};
use super::{ALGORITHM, BUNDLE_SCHEMA, PublicKey, Signature, Statement, unhex};
use crate::error::{Code, Error, Result};

/// What happened to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is not what was sealed.
    Changed,
    /// It was not sealed.
    Added,
    /// It was sealed and is not there, nor marked as taken out.
    Missing,
}

/// A place that is not as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BundleChange {
    /// JSON pointer from the bundle's root.
    pub at: String,
    /// What happened to it.
    pub kind: ChangeKind,
}

/// What the signature says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SignatureState {
    /// It is the named key's signature of the statement.
    Valid,
    /// It is not.
    Invalid,
}

/// Whose key signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// One of the trusted keys.
    Trusted,
    /// None of the trusted keys: anybody can seal anything with a key of their own.
    Unknown,
    /// No trusted keys were given, so nobody knows.
    NotAsked,
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The signature.
    pub signature: SignatureState,
    /// The signer.
    pub signer: Signer,
    /// Places that are not as they were sealed; none in a bundle that nobody touched.
    pub changes: Vec<BundleChange>,
    /// Pointers of scalars that were taken out by redaction.
    pub redacted: Vec<String>,
}

/// Compares a bundle with its hashes, the hashes with the statement and the statement with its signature.
///
/// Damage of any kind is an answer, not an error.
///
/// # Errors
/// [`Code::InvalidBundle`] for JSON that is no bundle at all or one of another version.
pub fn verify(bundle: &Value, trusted: &[PublicKey]) -> Result<Verification> {
    let no_bundle = |why: &str| Error::new(Code::InvalidBundle, format!("bundle: {why}"));
    let bundle = bundle.as_object().ok_or_else(|| no_bundle("it is not a JSON object"))?;
    if bundle.get("schema").and_then(Value::as_str) != Some(BUNDLE_SCHEMA) {
        return Err(no_bundle("its schema is not kyc.bundle/1"));
    }
    let mut changes = Vec::new();
    const MEMBERS: [&str; 6] = ["schema", "content", "salts", "leaves", "statement", "signature"];
    for name in bundle.keys().filter(|name| !MEMBERS.contains(&name.as_str())) {
        changes.push(BundleChange { at: format!("/{}", escape(name)), kind: ChangeKind::Added });
    }
    let salts: BTreeMap<String, Value> = member(bundle, "salts", &mut changes);
    let leaves: BTreeMap<String, Value> = member(bundle, "leaves", &mut changes);
    let statement: Statement = member(bundle, "statement", &mut changes);
    let signature: Signature = member(bundle, "signature", &mut changes);
    let empty = Map::new();
    let content = bundle.get("content").and_then(Value::as_object);
    if content.is_none() {
        changes.push(BundleChange { at: "/content".to_owned(), kind: ChangeKind::Missing });
    }
    let redacted = compare(content.unwrap_or(&empty), &salts, &leaves, &mut changes)?;
    compare_sections(&leaves, &statement, &mut changes);

    if statement.schema != BUNDLE_SCHEMA {
        changes.push(BundleChange { at: "/statement/schema".to_owned(), kind: ChangeKind::Changed });
    }
    if signature.algorithm != ALGORITHM {
        changes.push(BundleChange { at: "/signature/algorithm".to_owned(), kind: ChangeKind::Changed });
    }
    let key = PublicKey::parse(&signature.public_key).ok();
    let valid = key.is_some_and(|key| key.verifies(&statement.message(), &signature.value));
    if !valid {
        changes.push(BundleChange { at: "/signature".to_owned(), kind: ChangeKind::Changed });
    }
    let signer = match key {
        _ if trusted.is_empty() => Signer::NotAsked,
        Some(key) if valid && trusted.contains(&key) => Signer::Trusted,
        _ => Signer::Unknown,
    };
    let signature = if valid { SignatureState::Valid } else { SignatureState::Invalid };
    Ok(Verification { signature, signer, changes, redacted })
}

/// A member of the bundle; one that is missing or has lost its form counts as empty, and is named.
fn member<T: DeserializeOwned + Default>(bundle: &Map<String, Value>, name: &str, changes: &mut Vec<BundleChange>) -> T {
    let kind = match bundle.get(name) {
        None => ChangeKind::Missing,
        Some(value) => match T::deserialize(value) {
            Ok(read) => return read,
            Err(_) => ChangeKind::Changed,
        },
    };
    changes.push(BundleChange { at: format!("/{name}"), kind });
    T::default()
}

/// Compares every leaf with its hash; gives those that were taken out.
fn compare(
    content: &Map<String, Value>,
    salts: &BTreeMap<String, Value>,
    leaves: &BTreeMap<String, Value>,
    changes: &mut Vec<BundleChange>,
) -> Result<Vec<String>> {
    let mut redacted = Vec::new();
    let mut present = BTreeSet::new();
    walk(content, &mut |pointer, value| {
        let wanted = leaves.get(&pointer);
        let kind = match (wanted, salts.get(&pointer)) {
            (None, _) => Some(ChangeKind::Added),
            (Some(_), None) if value.is_null() => {
                redacted.push(pointer.clone());
                None
            }
            (Some(wanted), salt) => {
                let salt = salt.and_then(Value::as_str).and_then(unhex::<SALT>);
                let holds = salt.is_some_and(|salt| wanted.as_str() == Some(&hash(&salt, &pointer, value)));
                (!holds).then_some(ChangeKind::Changed)
            }
        };
        changes.extend(kind.map(|kind| BundleChange { at: pointer.clone(), kind }));
        present.insert(pointer);
    })?;
    let gone = leaves.keys().filter(|pointer| !present.contains(*pointer));
    changes.extend(gone.map(|pointer| BundleChange { at: pointer.clone(), kind: ChangeKind::Missing }));
    let stray = salts.keys().filter(|pointer| !leaves.contains_key(*pointer));
    changes.extend(stray.map(|pointer| BundleChange { at: format!("/salts/{}", escape(pointer)), kind: ChangeKind::Added }));
    Ok(redacted)
}

/// Compares the hashes of the sections with those that were signed.
fn compare_sections(leaves: &BTreeMap<String, Value>, statement: &Statement, changes: &mut Vec<BundleChange>) {
    // What is not text cannot be a hash; it counts as an empty one, which no section was sealed with.
    let text = |(pointer, hash): (&String, &Value)| (pointer.clone(), hash.as_str().unwrap_or_default().to_owned());
    let found = sections(&leaves.iter().map(text).collect());
    let names: BTreeSet<&String> = found.keys().chain(statement.sections.keys()).collect();
    for name in names {
        let kind = match (found.get(name), statement.sections.get(name)) {
            (Some(found), Some(signed)) if found == signed => continue,
            (Some(_), Some(_)) => ChangeKind::Changed,
            (Some(_), None) => ChangeKind::Missing,
            _ => ChangeKind::Added,
        };
        changes.push(BundleChange { at: format!("/statement/sections/{}", escape(name)), kind });
    }
}
