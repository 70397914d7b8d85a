//! The one error type. Anything an *applicant* can cause is a [`crate::wire::Finding`]; only a caller's or a
//! deployment's mistake is an [`Error`].

use std::fmt;

/// Stable numeric error codes. Bands: 1xxx caller, 2xxx input bytes, 3xxx deployment, 9xxx ours.
///
/// Numbers are never reused; bindings pass number and name on and never match on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[repr(u16)]
pub enum Code {
    /// The request is not JSON, or does not fit the operation's schema.
    InvalidRequest = 1001,
    /// The operation name is not in the table of operations.
    UnknownOperation = 1002,
    /// A request names a blob index that was not passed.
    BlobMissing = 1003,
    /// No policy of that name is built in or configured.
    UnknownPolicy = 1004,
    /// A policy contradicts itself or leaves its scale.
    InvalidPolicy = 1005,
    /// Evidence is of another schema version or breaks an invariant.
    InvalidEvidence = 1006,
    /// The operation exists but is not available in this build or engine.
    NotAvailable = 1007,
    /// Not an evidence bundle, or one of another version.
    InvalidBundle = 1008,
    /// A key that is no Ed25519 key.
    InvalidKey = 1009,
    /// The bytes are not a picture in a supported format.
    UnsupportedFormat = 2001,
    /// The bytes are longer than the configured limit.
    TooManyBytes = 2002,
    /// A model file is missing: run `kyc models prepare`.
    ModelMissing = 3001,
    /// A model file is not the one the manifest pins.
    ModelCorrupt = 3002,
    /// A model loads but does not keep the manifest's contract (names, shapes).
    ModelContract = 3003,
    /// The runtime library is missing or refuses to load.
    RuntimeUnavailable = 3004,
    /// The engine's configuration is wrong.
    InvalidConfig = 3005,
    /// The model manifest cannot be read.
    InvalidManifest = 3006,
    /// A model failed while it ran.
    InferenceFailed = 3007,
    /// The host has no capacity for the call now; the same call may be answered later. The engine itself never says so.
    Busy = 3008,
    /// A defect of this engine, caught at the door.
    Internal = 9001,
}

impl Code {
    /// Every code, in numeric order.
    pub const ALL: &'static [Code] = &[
        Code::InvalidRequest,
        Code::UnknownOperation,
        Code::BlobMissing,
        Code::UnknownPolicy,
        Code::InvalidPolicy,
        Code::InvalidEvidence,
        Code::NotAvailable,
        Code::InvalidBundle,
        Code::InvalidKey,
        Code::UnsupportedFormat,
        Code::TooManyBytes,
        Code::ModelMissing,
        Code::ModelCorrupt,
        Code::ModelContract,
        Code::RuntimeUnavailable,
        Code::InvalidConfig,
        Code::InvalidManifest,
        Code::InferenceFailed,
        Code::Busy,
        Code::Internal,
    ];

    /// The stable number.
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The stable `snake_case` name.
    pub const fn name(self) -> &'static str {
        match self {
            Code::InvalidRequest => "invalid_request",
            Code::UnknownOperation => "unknown_operation",
            Code::BlobMissing => "blob_missing",
            Code::UnknownPolicy => "unknown_policy",
            Code::InvalidPolicy => "invalid_policy",
            Code::InvalidEvidence => "invalid_evidence",
            Code::NotAvailable => "not_available",
            Code::InvalidBundle => "invalid_bundle",
            Code::InvalidKey => "invalid_key",
            Code::UnsupportedFormat => "unsupported_format",
            Code::TooManyBytes => "too_many_bytes",
            Code::ModelMissing => "model_missing",
            Code::ModelCorrupt => "model_corrupt",
            Code::ModelContract => "model_contract",
            Code::RuntimeUnavailable => "runtime_unavailable",
            Code::InvalidConfig => "invalid_config",
            Code::InvalidManifest => "invalid_manifest",
            Code::InferenceFailed => "inference_failed",
            Code::Busy => "busy",
            Code::Internal => "internal",
        }
    }
}

/// A caller's or a deployment's mistake. The message names the thing that is wrong and what to do about it; it never
/// holds a field value, a file's content or any other personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    code: Code,
    message: String,
}

/// `Result` with the engine's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with `code` and a message free of personal data.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// What is wrong and what to do about it.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.message, self.code.number(), self.code.name())
    }
}

impl std::error::Error for Error {}

/// Says what is wrong with JSON and where, but never repeats a value: serde's own messages do, and a value can be
/// personal data. For hosts too that read JSON of their own.
pub fn json_problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let kind = match error.classify() {
        serde_json::error::Category::Data => {
            // A missing field's name comes from our own types; everything else serde quotes comes from the caller.
            let known =
                ["unknown field", "unknown variant", "duplicate field", "invalid type", "invalid value", "invalid length"];
            match text.strip_prefix("missing field ").and_then(|rest| rest.split('`').nth(1)) {
                Some(field) => format!("missing field `{field}`"),
                None => known.iter().find(|kind| text.starts_with(**kind)).copied().unwrap_or("invalid value").to_owned(),
            }
        }
        serde_json::error::Category::Eof => "the JSON ends early".to_owned(),
        _ => "not JSON".to_owned(),
    };
    format!("{kind} at line {} column {}", error.line(), error.column())
}
