//! What can go wrong, each with what to do about it.

use std::path::PathBuf;

use kyc_core::{Code, Error};

/// Why preparing stopped. Nothing half-written is left in the cache, and the next run goes on where this one stopped.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The manifest itself is wrong.
    #[error("{0}")]
    Manifest(#[from] kyc_core::Error),
    /// The manifest has no ONNX Runtime for this platform.
    #[error("there is no ONNX Runtime for {platform} in the manifest; install one and pass its library to the engine")]
    Platform {
        /// Platform as the manifest would name it.
        platform: String,
    },
    /// `pip` or `npm` cannot be started.
    #[error("`{client}` is needed to fetch {package} and cannot be started: {hint}")]
    ClientMissing {
        /// The command.
        client: String,
        /// The package it was needed for.
        package: String,
        /// How to get it.
        hint: &'static str,
    },
    /// The client ran and failed: no network, unknown package, wrong hash.
    #[error("{client} could not fetch {package}; check the network and run it again (nothing is lost). It said:\n{said}")]
    Download {
        /// The command.
        client: String,
        /// The package.
        package: String,
        /// Its last lines.
        said: String,
    },
    /// The client said it was done, but the file is not there.
    #[error("{client} fetched {package} but left no file {file}")]
    NoFile {
        /// The command.
        client: String,
        /// The package.
        package: String,
        /// The file expected.
        file: String,
    },
    /// Bytes are not those that the manifest pins.
    #[error("{what} is not the file that the manifest pins (SHA-256 {found}, expected {expected}); it was discarded")]
    Hash {
        /// What was hashed.
        what: String,
        /// Found.
        found: String,
        /// Expected.
        expected: String,
    },
    /// An archive is damaged or lacks a member.
    #[error("{archive}: {why}")]
    Archive {
        /// The archive.
        archive: String,
        /// What is wrong with it.
        why: String,
    },
    /// A conversion failed.
    #[error("{id} cannot be converted: {why}")]
    Convert {
        /// Manifest id.
        id: String,
        /// What is wrong.
        why: String,
    },
    /// The cache cannot be written.
    #[error("{path} cannot be written: {source}{}", hint(source))]
    Write {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No cache folder is known.
    #[error("no cache folder is known for this user; set KYC_MODELS_DIR")]
    NoCache,
}

/// As the engine's own error, for callers of a binding: every cause is the deployment's.
impl From<PrepareError> for Error {
    fn from(error: PrepareError) -> Self {
        let code = match error {
            PrepareError::Manifest(inner) => return inner,
            PrepareError::Platform { .. } => Code::RuntimeUnavailable,
            PrepareError::Hash { .. } | PrepareError::Archive { .. } | PrepareError::Convert { .. } => Code::ModelCorrupt,
            _ => Code::ModelMissing,
        };
        Error::new(code, error.to_string())
    }
}

fn hint(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            "; about 160 MB are needed while preparing (more when downloads are kept): free some space or set KYC_MODELS_DIR to another disk"
        }
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            "; set KYC_MODELS_DIR to a folder you may write"
        }
        _ => "",
    }
}
