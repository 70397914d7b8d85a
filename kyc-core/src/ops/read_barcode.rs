//! `read_barcode`: barcodes of a picture, or the payload of one as text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use super::fields::picture;
use crate::aamva;
use crate::barcode::Effort;
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::image::DecodeLimits;
use crate::perceive::barcode::{Barcodes, of_text, read};
use crate::perceive::capture::capture;
use crate::sensitive::Sensitive;
use crate::wire::{BarcodeEvidence, Capture, Field, NotSeen, Role, Seen};

/// Reads PDF417, QR, Aztec, Data Matrix, Code 128 and Code 39, and what licences of the AAMVA standard say in them.
#[derive(Debug)]
pub struct ReadBarcode;

/// Exactly one of `image` and `text`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadBarcodeRequest {
    /// Index of the blob with a picture.
    #[serde(default)]
    pub image: Option<u32>,
    /// The payload of a barcode that was read elsewhere.
    #[serde(default)]
    pub text: Option<Sensitive<String>>,
}

impl ReadBarcodeRequest {
    /// A picture.
    pub fn image(blob: u32) -> Self {
        Self { image: Some(blob), text: None }
    }

    /// A payload.
    pub fn text(payload: impl Into<Sensitive<String>>) -> Self {
        Self { image: None, text: Some(payload.into()) }
    }
}

/// What they say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadBarcodeResponse {
    /// The picture as handed in; absent when text was.
    pub capture: Option<Capture>,
    /// The barcodes; never an empty list.
    pub barcodes: Seen<Vec<BarcodeEvidence>>,
    /// The fields of the first that is a licence or identity card of the AAMVA standard; empty when none is.
    pub fields: Vec<Field>,
}

impl Operation for ReadBarcode {
    const NAME: &'static str = "read_barcode";
    const NEEDS_MODELS: bool = false;
    type Request = ReadBarcodeRequest;
    type Response = ReadBarcodeResponse;

    fn run(engine: &Engine, request: ReadBarcodeRequest, blobs: &[&[u8]]) -> Result<ReadBarcodeResponse> {
        match (request.image, request.text) {
            (Some(image), None) => {
                // A strip of bars a few pixels high is readable where a document would not be.
                let limits = DecodeLimits { smallest_side: 1, ..*engine.limits() };
                let (capture, pixels) = capture(picture(blobs, image)?, Role::DocumentBack, &limits);
                let missing = if pixels.is_some() { NotSeen::NotFound } else { NotSeen::NoPicture };
                let found = pixels.map(|pixels| read(&pixels, image, Effort::Thorough)).unwrap_or_default();
                Ok(answer(Some(capture), found, missing))
            }
            (None, Some(text)) if text.expose().len() > aamva::LONGEST => {
                Err(Error::new(Code::InvalidRequest, format!("`text` is longer than {} bytes", aamva::LONGEST)))
            }
            (None, Some(text)) => Ok(answer(None, of_text(text), NotSeen::NotFound)),
            _ => Err(Error::new(Code::InvalidRequest, "exactly one of `image` and `text` is needed")),
        }
    }
}

fn answer(capture: Option<Capture>, found: Barcodes, missing: NotSeen) -> ReadBarcodeResponse {
    let Barcodes { evidence, fields } = found;
    let barcodes = if evidence.is_empty() { Seen::not(missing) } else { Seen::Seen(evidence) };
    ReadBarcodeResponse { capture, barcodes, fields }
}
