//! `perceive`: pictures to evidence.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check_active_liveness::watch;
use super::fields::{date_schema, iso_date, picture};
use super::{CheckActiveLivenessRequest, CheckActiveLivenessResponse, ChipBlobs, DocumentBlobs, Operation};
use crate::engine::Engine;
use crate::error::Result;
use crate::perceive::given::{Active, Chip};
use crate::perceive::{Blob, Given, Scene, Stage, Step, Timing, Trace, perceive};
use crate::profile::history;
use crate::sensitive::Sensitive;
use crate::wire::{
    ActiveEvidence, ChipEvidence, ChipPortraitFormat, DeviceSignals, Evidence, History, NotSeen, ProfileEvidence, RiskSignals,
    Seen,
};

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
    /// Files of the document's contactless chip, with trust anchors that the host vouches for.
    #[serde(default)]
    pub chip: Option<ChipBlobs>,
    /// Frames of the person, who was asked to move; the person of the live photo is looked for in them.
    #[serde(default)]
    pub active: Option<CheckActiveLivenessRequest>,
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
    let PerceiveRequest { document, selfie, profile, device, chip, active, signals, history, device_id, today, skip } = request;
    let signals = history::complete(signals, history.as_ref())?;
    let document = document.map_or(Ok(Vec::new()), |document| document.pictures(blobs))?;
    let selfie = selfie.map(|index| picture(blobs, index)).transpose()?;
    let chip = chip.map(|files| files.verify(blobs, today)).transpose()?;
    let active = active.map(|frames| trace.stage(Stage::ActiveLiveness, || moving(engine, frames, blobs))).transpose()?;
    let chip = chip.map(|evidence| Chip { portrait: portrait(&evidence, blobs), evidence });
    let scene = Scene {
        document: &document,
        selfie,
        today,
        skip: &skip,
        blocklists: engine.blocklists(),
        device: device_id.as_ref().map(|device| device.expose().as_str()),
    };
    let given = Given { profile, chip, active };
    let mut evidence = engine.look(|models| perceive(&scene, given, engine.limits(), models, trace))?;
    evidence.device = device.map_or(evidence.device, Seen::Seen);
    evidence.signals = signals.map_or(evidence.signals, Seen::Seen);
    evidence.screening = engine.screened(&evidence, &skip, trace);
    Ok(evidence)
}

/// A sequence of frames, as evidence.
fn moving(engine: &Engine, request: CheckActiveLivenessRequest, blobs: &[&[u8]]) -> Result<Active> {
    let asked = request.actions.clone();
    let (seen, person) = watch(engine, request, blobs)?;
    let CheckActiveLivenessResponse { verdict, events, measures, frames, .. } = seen;
    let same_person = Seen::not(NotSeen::NotProvided);
    Ok(Active { evidence: ActiveEvidence { asked, verdict, events, measures, frames, same_person }, person })
}

/// The file of the chip's portrait, where it can be decoded.
fn portrait<'b>(chip: &ChipEvidence, blobs: &[&'b [u8]]) -> Seen<Blob<'b>> {
    let portrait = match &chip.portrait {
        Seen::Seen(portrait) if portrait.format == ChipPortraitFormat::Jpeg => portrait,
        Seen::Seen(_) => return Seen::not(NotSeen::NotSupported),
        Seen::NotSeen { reason } => return Seen::not(*reason),
    };
    let bytes = blobs.get(portrait.blob as usize).and_then(|blob| {
        let (from, length) = (portrait.offset as usize, portrait.length as usize);
        blob.get(from..from.checked_add(length)?)
    });
    bytes.map_or(Seen::not(NotSeen::Unreadable), |bytes| Seen::Seen(Blob { index: portrait.blob, bytes }))
}
