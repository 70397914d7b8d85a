//! `POST /v1/face/match`: whether a live photo and a document show the same person.

use kyc_core::ops::{FaceComparison, MatchFacesRequest, MatchFacesResponse};
use kyc_core::wire::{NotSeen, Seen, Unit};
use kyc_core::{Code, Engine, Error};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::base64::Picture64;
use super::refusal::{Refused, WhichImage};

pub(super) const PATH: &str = "/v1/face/match";

/// Which pictures: the live photo, and exactly one of `image_document_base64` and `reference_id`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaceMatchRequest<'b> {
    /// The live photo, a file in a supported format, as base64. Exactly one face may be in it.
    #[serde(borrow)]
    image_live_base64: Picture64<'b>,
    /// The document or another picture of the person, as base64. Its most prominent face is used; there may be others.
    #[serde(default, borrow)]
    image_document_base64: Option<Picture64<'b>>,
    /// A picture that a server with a memory kept from an earlier call. This one has none and answers `not_available`.
    #[serde(default)]
    reference_id: Option<String>,
    /// Similarities from here up match. Default 0.75.
    #[serde(default)]
    threshold: Option<Unit>,
}

/// The same person or not.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FaceMatchResponse {
    /// Whether `similarity` reaches `threshold`. A similarity of 0 never does: it also stands for a comparison that means nothing.
    #[serde(rename = "match")]
    pub is_match: bool,
    /// Calibrated similarity.
    pub similarity: Unit,
    /// The threshold that was used.
    pub threshold: Unit,
}

impl From<FaceComparison> for FaceMatchResponse {
    fn from(found: FaceComparison) -> Self {
        let FaceComparison { is_match, similarity, threshold, .. } = found;
        Self { is_match: is_match && similarity > Unit::ZERO, similarity, threshold }
    }
}

pub(super) fn compare(engine: &Engine, body: &[u8]) -> Result<FaceMatchResponse, Refused> {
    let asked: FaceMatchRequest<'_> = super::read(body)?;
    let document = match (&asked.image_document_base64, &asked.reference_id) {
        (Some(document), None) => document,
        (None, Some(_)) => {
            let why = "this server keeps no pictures to refer to; pass `image_document_base64`";
            return Err(Error::new(Code::NotAvailable, why).into());
        }
        _ => return Err(super::invalid("pass exactly one of `image_document_base64` and `reference_id`")),
    };
    let live = asked.image_live_base64.decode("image_live_base64")?;
    let document = document.decode("image_document_base64")?;
    let request = MatchFacesRequest { threshold: asked.threshold, ..MatchFacesRequest::new(0, 1) };
    let seen = engine.match_faces(request, &[&live, &document])?;
    match seen.comparison {
        Seen::Seen(found) => Ok(found.into()),
        Seen::NotSeen { reason } => Err(uncompared(reason, &seen)),
    }
}

/// Which of the two pictures it was, in the order in which the operation looks for a reason.
fn uncompared(reason: NotSeen, seen: &MatchFacesResponse) -> Refused {
    let [live, document] = &seen.captures;
    if reason != NotSeen::SeveralFaces && seen.a.seen().is_some() {
        Refused::unseen(reason, document, WhichImage::Document)
    } else {
        Refused::unseen(reason, live, WhichImage::Live)
    }
}
