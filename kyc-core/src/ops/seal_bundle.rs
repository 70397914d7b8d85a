//! `seal_bundle`: a case judged and sealed as one signed record.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::fields::{DEFAULT_LANGUAGE, date_schema, iso_date};
use super::{Operation, PolicyChoice};
use crate::bundle::{Bundle, SecretKey, plain, seal};
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::judge::judge;
use crate::sensitive::Sensitive;
use crate::wire::Evidence;

/// Judges and seals. The report is always the engine's own: nobody can have another one sealed.
#[derive(Debug)]
pub struct SealBundle;

/// Longest word the host may say of a case, bytes.
const LONGEST_WORD: usize = 256;

/// What to seal. Blobs, where passed, must be the pictures that the evidence names by hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SealBundleRequest {
    /// What `perceive` or `verify` saw.
    pub evidence: Evidence,
    /// The policy that judges: a name or a whole policy. Default `api-v1`. The bundle holds it whole.
    #[serde(default)]
    pub policy: PolicyChoice,
    /// The day to judge for.
    #[serde(with = "iso_date")]
    #[schemars(schema_with = "date_schema")]
    pub today: NaiveDate,
    /// Language of the report's sentences, ISO 639-1. Default `en`.
    #[serde(default)]
    pub language: Option<String>,
    /// The host's Ed25519 signing key: PEM (PKCS #8) or its seed as 64 lower-case hex digits. Salts are derived from it too.
    pub key: Sensitive<String>,
    /// The host's name of the case, at most 256 bytes.
    #[serde(default)]
    pub case: Option<Sensitive<String>>,
    /// When it is sealed, as the host writes times, at most 256 bytes. The engine has no clock.
    #[serde(default)]
    pub sealed_at: Option<String>,
}

/// The sealed case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SealBundleResponse {
    /// The bundle: store it as it is.
    pub bundle: Bundle,
}

impl Operation for SealBundle {
    const NAME: &'static str = "seal_bundle";
    const NEEDS_MODELS: bool = false;
    type Request = SealBundleRequest;
    type Response = SealBundleResponse;

    fn run(_: &Engine, request: SealBundleRequest, blobs: &[&[u8]]) -> Result<SealBundleResponse> {
        let SealBundleRequest { evidence, policy, today, language, key, case, sealed_at } = request;
        let key = SecretKey::parse(key.expose())?;
        let case = case.as_ref().map(|case| case.expose().as_str());
        for (name, word) in [("case", case), ("sealed_at", sealed_at.as_deref())] {
            if word.is_some_and(|word| word.len() > LONGEST_WORD) {
                return Err(Error::new(Code::InvalidRequest, format!("{name} is longer than {LONGEST_WORD} bytes")));
            }
        }
        own_pictures(&evidence, blobs)?;
        let policy = policy.resolve()?;
        let language = language.as_deref().unwrap_or(DEFAULT_LANGUAGE);
        // What is judged is what is sealed, to the last digit.
        let evidence = plain(&evidence)?;
        let judged = Evidence::deserialize(&evidence)
            .map_err(|_| Error::new(Code::InvalidEvidence, "evidence: it does not read back as it was written"))?;
        let report = judge(&judged, &policy, today, language)?;

        let mut about = Map::from_iter([("language".to_owned(), Value::from(language))]);
        about.extend(case.map(|case| ("case".to_owned(), Value::from(case))));
        about.extend(sealed_at.map(|at| ("sealed_at".to_owned(), Value::from(at))));
        let content = json!({"about": about, "evidence": evidence, "policy": plain(&policy)?, "report": plain(&report)?});
        let Value::Object(content) = content else {
            return Err(Error::new(Code::Internal, "a bundle's content is no object"));
        };
        Ok(SealBundleResponse { bundle: seal(content, &key)? })
    }
}

/// Pictures that are passed along must be those that were looked at.
fn own_pictures(evidence: &Evidence, blobs: &[&[u8]]) -> Result<()> {
    for (index, bytes) in blobs.iter().enumerate() {
        let hash = sha256(bytes);
        if !evidence.captures.iter().any(|capture| capture.sha256 == hash) {
            return Err(Error::new(Code::InvalidRequest, format!("blob {index} is no picture that the evidence names")));
        }
    }
    Ok(())
}

/// Lower-case hex SHA-256.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
