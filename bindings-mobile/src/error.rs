//! What the engine refuses, as an exception of the language.

use kyc_core::{Code, Error};

/// A caller's or a deployment's mistake, by whose it is. What an applicant can cause is in the response.
///
/// `code` is the stable number, `name` its stable name, `detail` what to do about it; none ever holds personal data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum KycError {
    /// 1xxx: the request is wrong, or asks for what this engine does not have.
    #[error("{detail} ({code} {name})")]
    Request {
        /// Stable number.
        code: u16,
        /// Stable name.
        name: String,
        /// What is wrong.
        detail: String,
    },
    /// 2xxx: bytes that the operation cannot take.
    #[error("{detail} ({code} {name})")]
    Input {
        /// Stable number.
        code: u16,
        /// Stable name.
        name: String,
        /// What is wrong.
        detail: String,
    },
    /// 3xxx: a missing or wrong model, runtime or configuration.
    #[error("{detail} ({code} {name})")]
    Deployment {
        /// Stable number.
        code: u16,
        /// Stable name.
        name: String,
        /// What is wrong.
        detail: String,
    },
    /// 9xxx: a defect of the engine.
    #[error("{detail} ({code} {name})")]
    Internal {
        /// Stable number.
        code: u16,
        /// Stable name.
        name: String,
        /// What is wrong.
        detail: String,
    },
}

impl From<Error> for KycError {
    fn from(error: Error) -> Self {
        let (code, name, detail) = (error.code().number(), error.code().name().to_owned(), error.message().to_owned());
        match code / 1000 {
            1 => Self::Request { code, name, detail },
            2 => Self::Input { code, name, detail },
            3 => Self::Deployment { code, name, detail },
            _ => Self::Internal { code, name, detail },
        }
    }
}

/// A wrong request, found before the engine sees it.
pub(crate) fn invalid(what: &str) -> KycError {
    Error::new(Code::InvalidRequest, what).into()
}
