//! `redact_bundle`: a bundle with less in it and the same valid signature.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use crate::bundle::{Bundle, PERSONAL, redact};
use crate::engine::Engine;
use crate::error::Result;

/// Takes parts of a bundle out.
#[derive(Debug)]
pub struct RedactBundle;

/// What to take out. Needs no key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedactBundleRequest {
    /// The bundle.
    pub bundle: Bundle,
    /// JSON pointers from the bundle's root, e.g. `/content/evidence/profile`; everything below goes too.
    #[serde(default)]
    pub remove: Vec<String>,
    /// Also all personal data: what was read on the document and on its chip, what was declared, what the device claimed of
    /// itself, the host's name of the case.
    #[serde(default)]
    pub personal: bool,
}

/// What is left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedactBundleResponse {
    /// The bundle: what was taken out is `null`.
    pub bundle: Bundle,
}

impl Operation for RedactBundle {
    const NAME: &'static str = "redact_bundle";
    const NEEDS_MODELS: bool = false;
    type Request = RedactBundleRequest;
    type Response = RedactBundleResponse;

    fn run(_: &Engine, request: RedactBundleRequest, _: &[&[u8]]) -> Result<RedactBundleResponse> {
        let RedactBundleRequest { mut bundle, remove, personal } = request;
        redact(&mut bundle, &remove.iter().map(String::as_str).collect::<Vec<_>>())?;
        // A case need not have all kinds of personal data; what it does not have is not missing.
        for pointer in PERSONAL.iter().filter(|_| personal) {
            if bundle.leaves.keys().any(|leaf| leaf.starts_with(pointer)) {
                redact(&mut bundle, &[pointer])?;
            }
        }
        Ok(RedactBundleResponse { bundle })
    }
}
