//! `read_mrz`: a machine-readable zone, from a picture or from text.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use super::fields::{date_schema, iso_date, picture};
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::mrz::{self, to_wire};
use crate::perceive::document::read;
use crate::perceive::{Blob, Trace};
use crate::read::Effort;
use crate::sensitive::Sensitive;
use crate::wire::{Capture, Field, MrzEvidence, NotSeen, Provenance, Role, Seen, Unit};

/// Reads a machine-readable zone (ICAO 9303, and the French card of before 2021).
#[derive(Debug)]
pub struct ReadMrz;

/// Exactly one of `image` and `text`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadMrzRequest {
    /// Index of the blob with a picture of the zone.
    #[serde(default)]
    pub image: Option<u32>,
    /// The lines themselves, separated by line breaks.
    #[serde(default)]
    pub text: Option<Sensitive<String>>,
    /// Two-digit years are read by this day. The engine has no clock.
    #[serde(with = "iso_date")]
    #[schemars(schema_with = "date_schema")]
    pub today: NaiveDate,
}

impl ReadMrzRequest {
    /// A picture.
    pub fn image(blob: u32, today: NaiveDate) -> Self {
        Self { image: Some(blob), text: None, today }
    }

    /// Text; lines are separated by line breaks.
    pub fn text(lines: impl Into<Sensitive<String>>, today: NaiveDate) -> Self {
        Self { image: None, text: Some(lines.into()), today }
    }
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadMrzResponse {
    /// The picture as handed in; absent when text was.
    pub capture: Option<Capture>,
    /// The zone.
    pub mrz: Seen<MrzEvidence>,
    /// Its fields; empty when no zone was seen.
    pub fields: Vec<Field>,
}

impl Operation for ReadMrz {
    const NAME: &'static str = "read_mrz";
    const NEEDS_MODELS: bool = false;
    type Request = ReadMrzRequest;
    type Response = ReadMrzResponse;

    fn run(engine: &Engine, request: ReadMrzRequest, blobs: &[&[u8]]) -> Result<ReadMrzResponse> {
        let ReadMrzRequest { image, text, today } = request;
        match (image, text) {
            (Some(image), None) => from_picture(engine, picture(blobs, image)?, today),
            (None, Some(text)) => Ok(from_text(text.expose(), today)),
            _ => Err(Error::new(Code::InvalidRequest, "exactly one of `image` and `text` is needed")),
        }
    }
}

fn from_picture(engine: &Engine, picture: Blob<'_>, today: NaiveDate) -> Result<ReadMrzResponse> {
    let sides = [(Role::DocumentFront, picture)];
    let mut trace = Trace::default();
    let (captures, document) = engine.look(|models| read(&sides, today, Effort::MrzOnly, engine.limits(), models, &mut trace))?;
    let (mrz, fields) = match document {
        Seen::Seen(document) => (document.mrz, document.fields),
        Seen::NotSeen { reason } => (Seen::not(reason), Vec::new()),
    };
    Ok(ReadMrzResponse { capture: captures.into_iter().next(), mrz, fields })
}

fn from_text(text: &str, today: NaiveDate) -> ReadMrzResponse {
    let lines = mrz::read_text(text).unwrap_or_default();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    // Text that is no zone is the applicant's doing, as an unreadable picture is.
    let Ok(zone) = mrz::parse(&lines) else {
        return ReadMrzResponse { capture: None, mrz: Seen::not(NotSeen::Unreadable), fields: Vec::new() };
    };
    let typed = |_| (Provenance { blob: None, region: None, model: None }, Unit::ONE);
    let fields = to_wire::fields(&zone, today, typed);
    ReadMrzResponse { capture: None, mrz: Seen::Seen(to_wire::evidence(&zone)), fields }
}
