//! Active liveness: what a person is asked to do, and what was seen of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FaceMatchEvidence, FrameSignals, NotSeen, Reason, Seen, Unit};

/// Something a person can be asked to do. Left and right are the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Turn the head to the person's left.
    TurnLeft,
    /// Turn the head to the person's right.
    TurnRight,
    /// Look up.
    LookUp,
    /// Lower the head and raise it again.
    Nod,
    /// Close both eyes briefly.
    Blink,
    /// Smile.
    Smile,
}

impl Action {
    /// Every action.
    pub const ALL: [Action; 6] = [Action::TurnLeft, Action::TurnRight, Action::LookUp, Action::Nod, Action::Blink, Action::Smile];
}

/// An action that was seen. Frames are counted from 0 in the order of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActiveEvent {
    /// What was done.
    pub action: Action,
    /// First frame of it.
    pub from: u32,
    /// The frame that shows it most.
    pub peak: u32,
    /// Last frame of it.
    pub to: u32,
}

/// What one frame asks of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameGuidance {
    /// The frame, from 0.
    pub frame: u32,
    /// Why the face cannot be followed in it; absent when it can.
    pub problem: Option<NotSeen>,
    /// The action that is awaited once this frame has been seen; absent when all are done.
    pub awaited: Option<Action>,
}

/// Measures of a whole sequence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActiveMeasures {
    /// Median passive liveness (calibrated, 1 is live) over the frames that were looked at closely.
    pub passive: Seen<Unit>,
    /// Lowest cosine between the first closely looked at frame and the others, −1 to 1.
    pub identity: Seen<f64>,
    /// Least parallax among the head movements that were asked for: the part of the movement of the head's rigid points that
    /// depth explains and no flat picture makes, in eye distances.
    pub parallax: Seen<f32>,
}

/// The answer for a sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActiveVerdict {
    /// The sequence is accepted as live.
    pub is_live: bool,
    /// Everything that speaks against it; empty exactly when it is live. Codes start with `liveness.active.`.
    pub reasons: Vec<Reason>,
}

/// A sequence of frames as part of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActiveEvidence {
    /// What was asked for, in this order.
    pub asked: Vec<Action>,
    /// The answer with everything that speaks against it.
    pub verdict: ActiveVerdict,
    /// Everything that was done, asked for or not, by first frame.
    pub events: Vec<ActiveEvent>,
    /// Measures of the whole sequence.
    pub measures: ActiveMeasures,
    /// Times and copies of the frames, as the engine counted them.
    pub frames: FrameSignals,
    /// The person of the frames compared with the person of the live photo.
    pub same_person: Seen<FaceMatchEvidence>,
}
