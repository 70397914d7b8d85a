//! `check_active_liveness`: whether a sequence of frames shows a live person doing what was asked.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use super::fields::picture;
use crate::check::device::{self, Measured};
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::face::Embedding;
use crate::liveness::active::{Limits, session};
use crate::perceive::sequence::{Followers, Timed, sequence};
use crate::wire::{
    Action, ActiveEvent, ActiveMeasures, ActiveVerdict, CaptureTrust, DeviceSignals, Finding, FrameGuidance, FrameSignals,
    Outcome, RawFrame, Reason,
};

/// F-112: at most four actions.
const MOST_ACTIONS: usize = 4;

/// Checks a sequence.
#[derive(Debug)]
pub struct CheckActiveLiveness;

/// A frame of the sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActiveFrame {
    /// Index of the blob with the picture.
    pub image: u32,
    /// When it was taken, milliseconds on any clock that only runs forward.
    pub time_ms: u64,
    /// The blob holds raw pixels of a camera, upright; a picture's file when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<RawFrame>,
}

/// What was asked, and the frames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckActiveLivenessRequest {
    /// What was asked for, in this order, as `make_challenge` answered and the host stored it; at most four. None: nothing was
    /// asked, and passive liveness over the frames decides (F-114).
    pub actions: Vec<Action>,
    /// The frames in the order they were taken.
    pub frames: Vec<ActiveFrame>,
    /// The pictures are mirrored, as a selfie preview is. Default false.
    #[serde(default)]
    pub mirrored: bool,
    /// What the capture code claims of its device and camera. The engine counts the frames itself; what it counts goes before
    /// what is claimed. A sign of injection refuses the sequence.
    #[serde(default)]
    pub device: Option<DeviceSignals>,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckActiveLivenessResponse {
    /// The answer with everything that speaks against it.
    pub verdict: ActiveVerdict,
    /// Everything that was done, asked for or not, by first frame.
    pub events: Vec<ActiveEvent>,
    /// What each frame asks of the person; empty when the sequence was refused by its times alone.
    pub guidance: Vec<FrameGuidance>,
    /// Measures of the whole sequence.
    pub measures: ActiveMeasures,
    /// Times and copies of the frames, as the engine counted them.
    pub frames: FrameSignals,
    /// How far the way of the frames into the engine can be trusted; `unknown` where nobody said how they were taken.
    pub capture_trust: CaptureTrust,
    /// The checks of device and camera; empty where nothing was claimed.
    pub device: Vec<Finding>,
}

impl Operation for CheckActiveLiveness {
    const NAME: &'static str = "check_active_liveness";
    type Request = CheckActiveLivenessRequest;
    type Response = CheckActiveLivenessResponse;

    fn run(engine: &Engine, request: CheckActiveLivenessRequest, blobs: &[&[u8]]) -> Result<CheckActiveLivenessResponse> {
        Ok(watch(engine, request, blobs)?.0)
    }
}

/// Looks at a sequence: what the operation answers, and who the frames show.
///
/// # Errors
/// Of the request, before any frame is decoded; then [`Code::InferenceFailed`].
pub(super) fn watch(
    engine: &Engine,
    request: CheckActiveLivenessRequest,
    blobs: &[&[u8]],
) -> Result<(CheckActiveLivenessResponse, Option<Embedding>)> {
    let CheckActiveLivenessRequest { actions, frames, mirrored, device } = request;
    if actions.len() > MOST_ACTIONS {
        return Err(Error::new(Code::InvalidRequest, "more than four actions"));
    }
    let timed =
        frames.iter().map(|frame| Ok(Timed { time_ms: frame.time_ms, blob: picture(blobs, frame.image)?, raw: frame.raw }));
    let timed: Vec<Timed<'_>> = timed.collect::<Result<_>>()?;
    let limits = Limits::default();
    let times: Vec<u64> = frames.iter().map(|frame| frame.time_ms).collect();
    let problems = session::timing(&times, &limits);
    let (mut seen, counted, person) = engine.look(|models| {
        if !problems.is_empty() {
            return Ok((session::refused(problems), FrameSignals::default(), None));
        }
        let (frames, close) = sequence(&timed, engine.limits(), Followers { faces: &models.face, liveness: &models.liveness })?;
        let session = session::judge(&frames, &close, &actions, mirrored, &limits);
        Ok((session, session::stream(&frames), close.into_iter().next().map(|close| close.embedding)))
    })?;
    let measured = Measured { picture: None, frames: counted.count.map(|_| counted) };
    let findings = device.as_ref().map_or_else(Vec::new, |signals| device::findings(signals, measured));
    seen.verdict.reasons.extend(findings.iter().filter(|finding| finding.outcome == Outcome::Fail).map(injection));
    seen.verdict.is_live = seen.verdict.reasons.is_empty();
    let response = CheckActiveLivenessResponse {
        verdict: seen.verdict,
        events: seen.events,
        guidance: seen.guidance,
        measures: seen.measures,
        frames: counted,
        capture_trust: device::trust(device.as_ref(), &findings),
        device: findings,
    };
    Ok((response, person))
}

fn injection(finding: &Finding) -> Reason {
    Reason::new("liveness.active.injection").with("check", &finding.check)
}
