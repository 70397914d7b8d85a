//! `read_document`: what one document says.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::{date_schema, iso_date};
use super::{DocumentBlobs, Operation};
use crate::engine::Engine;
use crate::error::Result;
use crate::perceive::document::read;
use crate::perceive::{Timing, Trace};
use crate::read::Effort;
use crate::wire::{Capture, DocumentEvidence, Seen};

/// Reads a document, both sides merged.
#[derive(Debug)]
pub struct ReadDocument;

/// Which document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadDocumentRequest {
    /// Its pictures.
    pub document: DocumentBlobs,
    /// The day of the capture: two-digit years are read by it. The engine has no clock.
    #[serde(with = "iso_date")]
    #[schemars(schema_with = "date_schema")]
    pub today: NaiveDate,
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadDocumentResponse {
    /// The pictures as handed in.
    pub captures: Vec<Capture>,
    /// The document.
    pub document: Seen<DocumentEvidence>,
    /// How long each stage took.
    pub timings: Vec<Timing>,
}

impl Operation for ReadDocument {
    const NAME: &'static str = "read_document";
    type Request = ReadDocumentRequest;
    type Response = ReadDocumentResponse;

    fn run(engine: &Engine, request: ReadDocumentRequest, blobs: &[&[u8]]) -> Result<ReadDocumentResponse> {
        let document = request.document.pictures(blobs)?;
        let mut trace = Trace::default();
        let (captures, document) =
            engine.look(|models| read(&document, request.today, Effort::Everything, engine.limits(), models, &mut trace))?;
        Ok(ReadDocumentResponse { captures, document, timings: trace.finish() })
    }
}
