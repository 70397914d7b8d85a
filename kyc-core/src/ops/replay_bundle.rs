//! `replay_bundle`: a sealed case judged again, as it was or under another policy.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::DEFAULT_LANGUAGE;
use super::{Operation, PolicyChoice};
use crate::bundle::{SignatureState, canonical, plain, verify};
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::judge::judge;
use crate::policy::Policy;
use crate::wire::{EVIDENCE_SCHEMA, Evidence, Report};

/// Judges again.
#[derive(Debug)]
pub struct ReplayBundle;

/// What to judge again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayBundleRequest {
    /// A bundle whose evidence was not redacted.
    pub bundle: Value,
    /// "What if": another policy than the sealed one.
    #[serde(default)]
    pub policy: Option<PolicyChoice>,
}

/// What judging again gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayBundleResponse {
    /// The new report, for the sealed day and in the sealed language.
    pub report: Report,
    /// Whether the bundle is as somebody sealed it; `verify_bundle` says more.
    pub intact: bool,
    /// Whether the new report equals the sealed one, bit for bit.
    pub same: bool,
    /// JSON pointers into the report at which they differ.
    pub differences: Vec<String>,
}

impl Operation for ReplayBundle {
    const NAME: &'static str = "replay_bundle";
    const NEEDS_MODELS: bool = false;
    type Request = ReplayBundleRequest;
    type Response = ReplayBundleResponse;

    fn run(_: &Engine, request: ReplayBundleRequest, _: &[&[u8]]) -> Result<ReplayBundleResponse> {
        let ReplayBundleRequest { bundle, policy } = request;
        let found = verify(&bundle, &[])?;
        if found.redacted.iter().any(|pointer| pointer.starts_with("/content/evidence/")) {
            return Err(Error::new(Code::InvalidEvidence, "evidence: parts were redacted; judging again needs all of it"));
        }
        if bundle.pointer("/content/evidence/schema").and_then(Value::as_str) != Some(EVIDENCE_SCHEMA) {
            return Err(Error::new(Code::InvalidEvidence, "evidence: its schema is not kyc.evidence/1"));
        }
        let evidence: Evidence = part(&bundle, "evidence", Code::InvalidEvidence)?;
        let policy = match policy {
            Some(choice) => choice.resolve()?,
            None => part::<Policy>(&bundle, "policy", Code::InvalidPolicy)?,
        };
        let sealed = bundle.pointer("/content/report").unwrap_or(&Value::Null);
        let today = sealed["today"].as_str().and_then(|day| day.parse().ok());
        let today = today.ok_or_else(|| Error::new(Code::InvalidBundle, "bundle: its report names no day"))?;
        let language = bundle.pointer("/content/about/language").and_then(Value::as_str).unwrap_or(DEFAULT_LANGUAGE);
        let report = judge(&evidence, &policy, today, language)?;
        let mut differences = Vec::new();
        differ(sealed, &plain(&report)?, "", &mut differences);
        let intact = found.changes.is_empty() && found.signature == SignatureState::Valid;
        Ok(ReplayBundleResponse { report, intact, same: differences.is_empty(), differences })
    }
}

fn part<T: DeserializeOwned>(bundle: &Value, section: &str, code: Code) -> Result<T> {
    let value = bundle.pointer(&format!("/content/{section}")).unwrap_or(&Value::Null);
    T::deserialize(value).map_err(|_| Error::new(code, format!("bundle: its {section} is not one of this engine's schema")))
}

/// Pointers of the deepest places at which two values differ. Reports are shallow, so this may recurse.
fn differ(a: &Value, b: &Value, at: &str, found: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => {
            let names: std::collections::BTreeSet<&String> = x.keys().chain(y.keys()).collect();
            for name in names {
                let (x, y) = (x.get(name).unwrap_or(&Value::Null), y.get(name).unwrap_or(&Value::Null));
                differ(x, y, &format!("{at}/{name}"), found);
            }
        }
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => {
            x.iter().zip(y).enumerate().for_each(|(index, (x, y))| differ(x, y, &format!("{at}/{index}"), found));
        }
        // As they are hashed: a bundle that went through JavaScript has 100 where 100.0 was written, and is the same.
        _ if canonical(a) == canonical(b) => {}
        _ => found.push(at.to_owned()),
    }
}
