//! What goes back: an operation's response as it is, or an error with the status of its band.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use kyc_core::{Code, Error};

/// An error on its way out: status, and the error whose code, name and message are the body.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) error: Error,
}

impl Refusal {
    /// With a status of its own, where HTTP has a better one than the code's band.
    pub(crate) fn new(status: StatusCode, code: Code, message: &str) -> Self {
        Self { status, error: Error::new(code, message) }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self { status: status(error.code()), error }
    }
}

/// 1xxx the caller's request: 400, or 404 for an operation that is not there. 2xxx its bytes: 422. 3xxx the deployment: 503.
/// Anything else is our own: 500.
fn status(code: Code) -> StatusCode {
    match (code, code.number()) {
        (Code::UnknownOperation, _) => StatusCode::NOT_FOUND,
        (_, 1000..2000) => StatusCode::BAD_REQUEST,
        (_, 2000..3000) => StatusCode::UNPROCESSABLE_ENTITY,
        (_, 3000..4000) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (code, message) = (self.error.code(), self.error.message());
        let body = serde_json::json!({"code": code.number(), "name": code.name(), "message": message});
        (self.status, json(body.to_string())).into_response()
    }
}

/// JSON that nobody may keep on the way: it is about a person.
pub(crate) fn json(text: String) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_the_status_of_its_band() {
        for code in Code::ALL {
            let wanted = match code.number() {
                1002 => 404,
                1000..=1999 => 400,
                2000..=2999 => 422,
                3000..=3999 => 503,
                _ => 500,
            };
            assert_eq!(Refusal::from(Error::new(*code, "")).status.as_u16(), wanted, "{}", code.name());
        }
    }
}
