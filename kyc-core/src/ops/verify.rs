//! `verify`: the whole case in one call.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::{DEFAULT_LANGUAGE, date_schema, iso_date};
use super::perceive::{PerceiveRequest, look};
use super::{CheckActiveLivenessRequest, ChipBlobs, DocumentBlobs, Operation, PolicyChoice};
use crate::engine::Engine;
use crate::error::Result;
use crate::judge::judge;
use crate::perceive::{Stage, Step, Timing, Trace};
use crate::sensitive::Sensitive;
use crate::wire::{DeviceSignals, Evidence, History, NextStep, ProfileEvidence, Report, RiskSignals};

/// `judge(perceive(pictures), policy)`.
#[derive(Debug)]
pub struct Verify;

/// One case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyRequest {
    /// Pictures of the document.
    pub document: DocumentBlobs,
    /// Index of the blob with the live photo of the applicant.
    #[serde(default)]
    pub selfie: Option<u32>,
    /// What the applicant declared (KYA).
    #[serde(default)]
    pub profile: Option<ProfileEvidence>,
    /// What the capture code claims of its device and camera (F-010 to F-015).
    #[serde(default)]
    pub device: Option<DeviceSignals>,
    /// Files of the document's contactless chip, with trust anchors that the host vouches for.
    #[serde(default)]
    pub chip: Option<ChipBlobs>,
    /// Frames of the person, who was asked to move; the person of the live photo is looked for in them.
    #[serde(default)]
    pub active: Option<CheckActiveLivenessRequest>,
    /// The policy that judges: a name or a whole policy. Default `api-v1`.
    #[serde(default)]
    pub policy: PolicyChoice,
    /// The day to judge for. The engine has no clock.
    #[serde(with = "iso_date")]
    #[schemars(schema_with = "date_schema")]
    pub today: NaiveDate,
    /// Language of the report's sentences, ISO 639-1. Default `en`.
    #[serde(default)]
    pub language: Option<String>,
    /// Risk signals that the host's providers answered (F-150); they are passed on into the evidence.
    #[serde(default)]
    pub signals: Option<RiskSignals>,
    /// Earlier attempts that the host remembers: velocity and geo consistency are derived from it where `signals` has none.
    #[serde(default)]
    pub history: Option<History>,
    /// The applicant's device, as the host names it, to be looked up on the engine's block list of devices.
    #[serde(default)]
    pub device_id: Option<Sensitive<String>>,
    /// How many attempts the applicant has made, this one included; asks for `next_step`.
    #[serde(default)]
    pub attempts: Option<u32>,
    /// Steps to leave out; their evidence says `skipped`.
    #[serde(default)]
    pub skip: Vec<Step>,
}

impl VerifyRequest {
    /// A document and nothing else, judged under the default policy.
    pub fn new(document: DocumentBlobs, today: NaiveDate) -> Self {
        Self {
            document,
            selfie: None,
            profile: None,
            device: None,
            chip: None,
            active: None,
            signals: None,
            history: None,
            device_id: None,
            policy: PolicyChoice::default(),
            today,
            language: None,
            attempts: None,
            skip: Vec::new(),
        }
    }
}

/// The decided case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyResponse {
    /// What was seen. Store it to judge again.
    pub evidence: Evidence,
    /// What it means.
    pub report: Report,
    /// What a refused applicant does next (F-185, F-186); absent when `attempts` was not given or there is nothing to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
    /// How long each stage took. Never part of evidence or report: those are reproducible.
    pub timings: Vec<Timing>,
}

impl Operation for Verify {
    const NAME: &'static str = "verify";
    type Request = VerifyRequest;
    type Response = VerifyResponse;

    fn run(engine: &Engine, request: VerifyRequest, blobs: &[&[u8]]) -> Result<VerifyResponse> {
        let language = request.language.as_deref().unwrap_or(DEFAULT_LANGUAGE);
        let (policy, today) = (request.policy.resolve()?, request.today);
        // Judging nothing refuses a bad policy or language before seconds are spent on pictures.
        judge(&Evidence::empty(), &policy, today, language)?;
        let seen = PerceiveRequest {
            document: Some(request.document),
            selfie: request.selfie,
            profile: request.profile,
            device: request.device,
            chip: request.chip,
            active: request.active,
            today,
            signals: request.signals,
            history: request.history,
            device_id: request.device_id,
            skip: request.skip,
        };
        let mut trace = Trace::default();
        let evidence = look(engine, seen, blobs, &mut trace)?;
        let report = trace.stage(Stage::Judge, || judge(&evidence, &policy, today, language))?;
        let next_step = super::judge::next(&report, request.attempts, &policy);
        Ok(VerifyResponse { evidence, report, next_step, timings: trace.finish() })
    }
}
