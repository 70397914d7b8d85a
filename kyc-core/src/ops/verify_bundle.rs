//! `verify_bundle`: whether a bundle is as it was sealed, and what was changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Operation;
use super::seal_bundle::sha256;
use crate::bundle::{BundleChange, PublicKey, SignatureState, Signer, verify};
use crate::engine::Engine;
use crate::error::Result;
use crate::wire::Outcome;

/// Verifies a bundle, offline.
#[derive(Debug)]
pub struct VerifyBundle;

/// What to verify. Blobs, where passed, are looked for among the pictures that the bundle names by hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyBundleRequest {
    /// The bundle, in whatever state it is.
    pub bundle: Value,
    /// Public keys of the signers to trust: PEM or 64 lower-case hex digits.
    #[serde(default)]
    pub trusted_keys: Vec<String>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyBundleResponse {
    /// `pass`: as a trusted key sealed it. `warn`: as somebody sealed it, no trusted keys were given. `fail`: changed,
    /// signed by a stranger, or passed along with a picture that is not its own.
    pub outcome: Outcome,
    /// The signature of the statement.
    pub signature: SignatureState,
    /// Whose it is.
    pub signer: Signer,
    /// Places that are not as they were sealed.
    pub changes: Vec<BundleChange>,
    /// Pointers of what was taken out by redaction.
    pub redacted: Vec<String>,
    /// For each blob that was passed, whether the bundle names it.
    pub pictures: Vec<bool>,
}

impl Operation for VerifyBundle {
    const NAME: &'static str = "verify_bundle";
    const NEEDS_MODELS: bool = false;
    type Request = VerifyBundleRequest;
    type Response = VerifyBundleResponse;

    fn run(_: &Engine, request: VerifyBundleRequest, blobs: &[&[u8]]) -> Result<VerifyBundleResponse> {
        let VerifyBundleRequest { bundle, trusted_keys } = request;
        let trusted = trusted_keys.iter().map(|key| PublicKey::parse(key)).collect::<Result<Vec<_>>>()?;
        let found = verify(&bundle, &trusted)?;
        let captures = bundle.pointer("/content/evidence/captures").and_then(Value::as_array);
        let named = |hash: &str| captures.is_some_and(|all| all.iter().any(|capture| capture["sha256"] == hash));
        let pictures: Vec<bool> = blobs.iter().map(|bytes| named(&sha256(bytes))).collect();
        let whole = found.changes.is_empty() && found.signature == SignatureState::Valid && !pictures.contains(&false);
        let outcome = match found.signer {
            Signer::Trusted if whole => Outcome::Pass,
            Signer::NotAsked if whole => Outcome::Warn,
            _ => Outcome::Fail,
        };
        let (signature, signer) = (found.signature, found.signer);
        Ok(VerifyBundleResponse { outcome, signature, signer, changes: found.changes, redacted: found.redacted, pictures })
    }
}
