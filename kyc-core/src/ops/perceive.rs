//! `perceive`: pictures to evidence.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fields::{date_schema, iso_date, picture};
use super::{DocumentBlobs, Operation};
use crate::engine::Engine;
use crate::error::Result;
use crate::perceive::{Scene, Step, Timing, Trace, perceive};
use crate::profile::history;
use crate::sensitive::Sensitive;
use crate::wire::{DeviceSignals, Evidence, History, ProfileEvidence, RiskSignals, Seen};

/// Looks, and judges nothing.
#[derive(Debug)]
pub struct Perceive;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PerceiveRequest {
    /// Pictures of the document.
    #[serde(default)]
    pub document: Option<DocumentBlobs>,
    /// Index of the blob with the live photo of the applicant.
    #[serde(default)]
    pub selfie: Option<u32>,
    /// What the applicant declared (KYA); it is passed on into the evidence.
    #[serde(default)]
    pub profile: Option<ProfileEvidence>,
    /// What the capture code claims of its device and camera; it is passed on into the evidence.
    #[serde(default)]
    pub device: Option<DeviceSignals>,
    /// The day of the capture: two-digit years of the document are read by it. The engine has no clock.
    #[serde(with = "iso_date")]
    #[schemars(schema_with = "date_schema")]
    pub today: NaiveDate,
    /// Risk signals that the host's providers answered (F-150); they are passed on into the evidence.
    #[serde(default)]
    pub signals: Option<RiskSignals>,
    /// Earlier attempts that the host remembers: velocity and geo consistency are derived from it where `signals` has none.
    #[serde(default)]
    pub history: Option<History>,
    /// The applicant's device, as the host names it, to be looked up on the engine's block list of devices.
    #[serde(default)]
    pub device_id: Option<Sensitive<String>>,
    /// Steps to leave out; their evidence says `skipped`.
    #[serde(default)]
    pub skip: Vec<Step>,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PerceiveResponse {
    /// What was seen. Store it to judge it, now or again.
    pub evidence: Evidence,
    /// How long each stage took.
    pub timings: Vec<Timing>,
}

impl Operation for Perceive {
    const NAME: &'static str = "perceive";
    type Request = PerceiveRequest;
    type Response = PerceiveResponse;

    fn run(engine: &Engine, request: PerceiveRequest, blobs: &[&[u8]]) -> Result<PerceiveResponse> {
        let mut trace = Trace::default();
        let evidence = look(engine, request, blobs, &mut trace)?;
        Ok(PerceiveResponse { evidence, timings: trace.finish() })
    }
}

/// Pictures, and what the host says of them, to evidence.
///
/// # Errors
/// Of the request, before any picture is decoded; then those of [`perceive`].
pub(super) fn look(engine: &Engine, request: PerceiveRequest, blobs: &[&[u8]], trace: &mut Trace) -> Result<Evidence> {
    let PerceiveRequest { document, selfie, profile, device, signals, history, device_id, today, skip } = request;
    let signals = history::complete(signals, history.as_ref())?;
    let document = document.map_or(Ok(Vec::new()), |document| document.pictures(blobs))?;
    let selfie = selfie.map(|index| picture(blobs, index)).transpose()?;
    let scene = Scene {
        document: &document,
        selfie,
        today,
        skip: &skip,
        blocklists: engine.blocklists(),
        device: device_id.as_ref().map(|device| device.expose().as_str()),
    };
    let mut evidence = engine.look(|models| perceive(&scene, profile, engine.limits(), models, trace))?;
    evidence.device = device.map_or(evidence.device, Seen::Seen);
    evidence.signals = signals.map_or(evidence.signals, Seen::Seen);
    evidence.screening = engine.screened(&evidence, &skip, trace);
    Ok(evidence)
}
