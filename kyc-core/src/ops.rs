//! The door: one table of operations, each a `Request → Response` pair in its own file.
//!
//! Structure is JSON; pictures travel beside it as raw bytes and are named by their index, so that no binding ever
//! needs base64. [`crate::for_each_op!`] is the only list of operations: the engine, the schemas, `describe` and every
//! binding expand it.

pub mod assess_frame;
pub mod capture_metadata;
pub mod check_active_liveness;
pub mod check_liveness;
pub mod check_profile;
pub mod derive_chip_keys;
pub mod describe;
pub mod fields;
pub mod judge;
pub mod make_challenge;
pub mod match_faces;
pub mod perceive;
pub mod plan_capture;
pub mod read_barcode;
pub mod read_document;
pub mod read_mrz;
pub mod redact_bundle;
pub mod replay_bundle;
pub mod screen_name;
pub mod seal_bundle;
pub mod validate_fields;
pub mod verify;
pub mod verify_bundle;
pub mod verify_chip;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::engine::Engine;
use crate::error::Result;

pub use assess_frame::{AssessFrame, AssessFrameRequest, AssessFrameResponse, FrameLimits};
pub use capture_metadata::{CaptureMetadata, CaptureMetadataRequest, CaptureMetadataResponse};
pub use check_active_liveness::{ActiveFrame, CheckActiveLiveness, CheckActiveLivenessRequest, CheckActiveLivenessResponse};
pub use check_liveness::{CheckLiveness, CheckLivenessRequest, CheckLivenessResponse, LivenessAnswer};
pub use check_profile::{CheckProfile, CheckProfileRequest, CheckProfileResponse};
pub use derive_chip_keys::{ChipKeys, DeriveChipKeys, DeriveChipKeysRequest, DeriveChipKeysResponse};
pub use describe::{Describe, DescribeRequest, DescribeResponse};
pub use fields::{DocumentBlobs, PolicyChoice};
pub use judge::{Judge, JudgeRequest, JudgeResponse};
pub use make_challenge::{MakeChallenge, MakeChallengeRequest, MakeChallengeResponse};
pub use match_faces::{Band, FaceComparison, MatchFaces, MatchFacesRequest, MatchFacesResponse};
pub use perceive::{Perceive, PerceiveRequest, PerceiveResponse};
pub use plan_capture::{PlanCapture, PlanCaptureRequest, PlanCaptureResponse};
pub use read_barcode::{ReadBarcode, ReadBarcodeRequest, ReadBarcodeResponse};
pub use read_document::{ReadDocument, ReadDocumentRequest, ReadDocumentResponse};
pub use read_mrz::{ReadMrz, ReadMrzRequest, ReadMrzResponse};
pub use redact_bundle::{RedactBundle, RedactBundleRequest, RedactBundleResponse};
pub use replay_bundle::{ReplayBundle, ReplayBundleRequest, ReplayBundleResponse};
pub use screen_name::{ScreenName, ScreenNameRequest, ScreenNameResponse};
pub use seal_bundle::{SealBundle, SealBundleRequest, SealBundleResponse};
pub use validate_fields::{FieldInput, ValidateFields, ValidateFieldsRequest, ValidateFieldsResponse};
pub use verify::{Verify, VerifyRequest, VerifyResponse};
pub use verify_bundle::{VerifyBundle, VerifyBundleRequest, VerifyBundleResponse};
pub use verify_chip::{
    ActiveAuthentication, ChipAuthentication, ChipBlobs, DataGroupBlob, VerifyChip, VerifyChipRequest, VerifyChipResponse,
};

/// Hands the table of operations to a macro, as `name: Type => "summary",` rows.
#[macro_export]
macro_rules! for_each_op {
    ($with:ident) => {
        $with! {
            verify: Verify => "Pictures to evidence to a decided, explained report: the whole case in one call.",
            perceive: Perceive => "Pictures to evidence; nothing is judged.",
            judge: Judge => "Evidence and a policy to a report; no picture and no model is touched.",
            read_document: ReadDocument => "What one document says, both sides merged.",
            read_mrz: ReadMrz => "A machine-readable zone, from a picture or from text.",
            read_barcode: ReadBarcode => "Barcodes, from a picture or from a payload's text, and the licence in them.",
            verify_chip: VerifyChip => "The files of a contactless chip, read and passively authenticated.",
            derive_chip_keys: DeriveChipKeys => "Keys that open a chip, from its machine-readable zone or access number.",
            check_liveness: CheckLiveness => "Whether one photo shows a live person (passive).",
            make_challenge: MakeChallenge => "What to ask of a person, derived from the host's nonce.",
            check_active_liveness: CheckActiveLiveness => "Whether a sequence of frames shows a live person doing what was asked.",
            match_faces: MatchFaces => "Whether two pictures show the same person.",
            screen_name: ScreenName => "A name, birth date and document number against sanctions and other watchlists.",
            validate_fields: ValidateFields => "Fields in, findings out: dates, numbers, codes and agreement of sources.",
            check_profile: CheckProfile => "What the applicant declared, with the host's answers: e-mail, phone, places, name, providers.",
            assess_frame: AssessFrame => "What a live camera frame still needs before a document's picture is taken.",
            plan_capture: PlanCapture => "How a document is captured: which sides, and where the guide lies.",
            capture_metadata: CaptureMetadata => "What goes with a captured picture: its scores, device, time and place.",
            seal_bundle: SealBundle => "A case judged and sealed as one signed, self-contained record.",
            verify_bundle: VerifyBundle => "Whether a sealed case is as it was, and what was changed.",
            replay_bundle: ReplayBundle => "A sealed case judged again, as it was or under another policy.",
            redact_bundle: RedactBundle => "A sealed case with less in it and the same valid signature.",
            describe: Describe => "What this engine is and can do.",
        }
    };
}

/// One operation of the door.
pub trait Operation {
    /// The name callers use, in `snake_case`.
    const NAME: &'static str;
    /// Whether it needs an engine that was built with models. `read_mrz` needs them only for pictures.
    const NEEDS_MODELS: bool = true;
    /// What is asked. Unknown fields are refused.
    type Request: DeserializeOwned + JsonSchema;
    /// What is answered.
    type Response: Serialize + JsonSchema;

    /// Does the work. Callers go through [`Engine::run`], which also catches panics.
    ///
    /// # Errors
    /// Only a caller's or a deployment's mistake; what an applicant can cause is in the response.
    fn run(engine: &Engine, request: Self::Request, blobs: &[&[u8]]) -> Result<Self::Response>;
}
