//! What a module says when it has no answer: the door's refusals in another form, and what was seen in a person's picture.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kyc_core::wire::{Capture, Decoded, NotSeen, PictureProblem};
use kyc_core::{Code, Error};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::answer::{Refusal, json};

/// The body of every answer of a module that is not 200.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ModuleRefusal {
    /// What is wrong.
    pub error: ModuleProblem,
}

/// What is wrong. Nothing of the request is ever repeated here.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ModuleProblem {
    /// Stable name, in `snake_case`.
    pub code: ModuleCode,
    /// What is wrong, and what to do about it.
    pub message: String,
    /// More about it; empty where there is no more.
    pub details: ModuleDetails,
}

/// Names of what can be wrong: an error code of the engine, or, always with 422, what was seen in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ModuleCode {
    /// Of the request, its bytes or the deployment: the name of the engine's error code.
    Engine(#[schemars(schema_with = "engine_codes")] &'static str),
    /// Of a face.
    Face(FaceProblem),
    /// Of a picture that gave nothing to look at.
    Picture(PictureProblem),
}

fn engine_codes(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    json_schema!({"type": "string", "enum": names})
}

/// Why a decoded picture has no face that can be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FaceProblem {
    /// There is no face.
    NoFace,
    /// There are several where exactly one is wanted: whose it would be cannot be known.
    MultipleFaces,
    /// There is one that cannot be judged: too small, too dark, too turned, too covered or without colour.
    FaceUnusable,
}

/// More about what is wrong.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct ModuleDetails {
    /// Which of the request's pictures it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<WhichImage>,
}

/// The pictures of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhichImage {
    /// `image_live_base64`.
    Live,
    /// `image_document_base64`.
    Document,
}

/// A refusal on its way out.
pub(super) struct Refused(StatusCode, ModuleProblem);

impl Refused {
    /// Of a picture in which `reason` kept something from being seen.
    pub(super) fn unseen(reason: NotSeen, capture: &Capture, image: WhichImage) -> Self {
        let (code, message) = match (reason, &capture.picture) {
            (NotSeen::NotSupported, _) => return Error::new(Code::NotAvailable, "no configured model can judge this").into(),
            (_, Decoded::Problem(problem)) => (ModuleCode::Picture(*problem), picture_message(*problem)),
            (NotSeen::NoFace, _) => (ModuleCode::Face(FaceProblem::NoFace), "there is no face in the picture"),
            (NotSeen::SeveralFaces, _) => {
                (ModuleCode::Face(FaceProblem::MultipleFaces), "exactly one face may be in the picture")
            }
            // Whatever else kept the engine from judging the face: it was not judged.
            _ => (
                ModuleCode::Face(FaceProblem::FaceUnusable),
                "the face cannot be judged: it is too small, too dark, too turned, too covered or without colour",
            ),
        };
        let details = ModuleDetails { image: Some(image) };
        Self(StatusCode::UNPROCESSABLE_ENTITY, ModuleProblem { code, message: message.to_owned(), details })
    }
}

fn picture_message(problem: PictureProblem) -> &'static str {
    match problem {
        PictureProblem::Empty => "the picture has no bytes",
        PictureProblem::FileTooLarge => "the picture's file is longer than this engine takes",
        PictureProblem::UnsupportedFormat => "the picture is not JPEG, PNG, WebP or BMP by its content",
        PictureProblem::Corrupt => "the picture's file ends early or is damaged",
        PictureProblem::TooManyPixels => "the picture has more pixels than this engine takes",
        PictureProblem::TooSmall => "the picture is too small to show anything",
        PictureProblem::Animated => "the picture has more than one frame",
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let Refusal { status, error } = refusal;
        let (code, message) = (ModuleCode::Engine(error.code().name()), error.message().to_owned());
        Self(status, ModuleProblem { code, message, details: ModuleDetails::default() })
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Refusal::from(error).into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let Self(status, error) = self;
        match serde_json::to_string(&ModuleRefusal { error }) {
            Ok(body) => (status, json(body)).into_response(),
            // Names and sentences of our own always are JSON.
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}
