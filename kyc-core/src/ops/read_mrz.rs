//! `read_mrz`: a machine-readable zone, from a picture or from text.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use super::fields::{date_schema, iso_date};
use crate::engine::Engine;
use crate::error::Result;
use crate::sensitive::Sensitive;
use crate::wire::{Capture, Field, MrzEvidence, Seen};

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
        let _ = (engine, request, blobs);
        Err(super::not_yet(Self::NAME))
    }
}
