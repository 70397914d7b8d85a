//! Whether a living head in front of a camera did what was asked.

use std::collections::{HashMap, HashSet};

use super::events::{self, Pose, neutral};
use super::parallax::parallax;
use crate::face::{Embedding, Moment};
use crate::liveness::LIVE;
use crate::wire::{Action, ActiveEvent, ActiveMeasures, ActiveVerdict, FrameGuidance, FrameSignals, NotSeen, Reason, Seen, Unit};

/// Bounds of a sequence and what is asked of it. None is calibrated on a population: they were chosen by looking at the
/// seven sequences of the development data, and each has room on both sides there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Fewest frames.
    pub min_frames: usize,
    /// Most frames; more are not looked at.
    pub max_frames: usize,
    /// Shortest time from the first to the last frame, milliseconds (F-111: a clip of 1 to 2 s).
    pub min_ms: u64,
    /// Longest time, milliseconds; longer sequences are not looked at.
    pub max_ms: u64,
    /// Longest time over which nothing may change at all, milliseconds.
    pub max_frozen_ms: u64,
    /// Least share of frames in which the face can be followed; profile within a turn counts as followed.
    pub min_followed: f32,
    /// Most frames with several faces, as a share.
    pub max_several: f32,
    /// Least cosine of two frames of one person: OpenCV's threshold for SFace.
    pub min_cosine: f64,
    /// Least parallax of a turn, in eye distances.
    pub min_parallax: f32,
    /// Least median passive score, whatever was done (F-114, F-130).
    pub min_passive: Unit,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            min_frames: 8,
            max_frames: 600,
            min_ms: 1000,
            max_ms: 30_000,
            max_frozen_ms: 500,
            min_followed: 0.8,
            max_several: 0.1,
            min_cosine: 0.363,
            min_parallax: 0.12,
            min_passive: LIVE,
        }
    }
}

/// One frame of a sequence.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Milliseconds on the host's clock.
    pub time_ms: u64,
    /// A digest of the pixels at low resolution: two frames of a camera never share it, a copied frame does.
    pub digest: [u8; 32],
    /// The face.
    pub moment: Result<Moment, NotSeen>,
}

/// A frame that was looked at closely.
#[derive(Debug, Clone)]
pub struct Close {
    /// Who it is.
    pub embedding: Embedding,
    /// Passive liveness, 1 is live.
    pub passive: Unit,
}

/// A judged sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// What was done.
    pub events: Vec<ActiveEvent>,
    /// What each frame asked for.
    pub guidance: Vec<FrameGuidance>,
    /// Measures of the whole.
    pub measures: ActiveMeasures,
    /// The answer.
    pub verdict: ActiveVerdict,
}

fn reason(code: &str) -> Reason {
    Reason::new(&format!("liveness.active.{code}"))
}

/// What makes a sequence not worth looking at, by its times alone.
pub fn timing(times: &[u64], limits: &Limits) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if times.len() < limits.min_frames {
        reasons.push(reason("too_few_frames").with("frames", times.len()).with("least", limits.min_frames));
    }
    if times.len() > limits.max_frames {
        reasons.push(reason("too_many_frames").with("frames", times.len()).with("most", limits.max_frames));
    }
    if let Some(at) = times.windows(2).position(|pair| pair[1] <= pair[0]) {
        let code = if times[at + 1] == times[at] { "equal_times" } else { "out_of_order" };
        reasons.push(reason(code).with("frame", at + 1));
    }
    if let (Some(first), Some(last)) = (times.first(), times.last()) {
        let ms = last.saturating_sub(*first);
        if ms > limits.max_ms {
            reasons.push(reason("too_long").with("ms", ms).with("most", limits.max_ms));
        } else if ms < limits.min_ms {
            reasons.push(reason("too_short").with("ms", ms).with("least", limits.min_ms));
        }
    }
    reasons
}

/// A sequence that was not looked at, for `reasons`.
pub fn refused(reasons: Vec<Reason>) -> Session {
    let nothing = NotSeen::Blocked;
    Session {
        events: Vec::new(),
        guidance: Vec::new(),
        measures: ActiveMeasures { passive: Seen::not(nothing), identity: Seen::not(nothing), parallax: Seen::not(nothing) },
        verdict: ActiveVerdict { is_live: false, reasons },
    }
}

/// The frames to look at closely for identity and passive liveness: at most `most`, spread evenly over those that face the
/// camera, the first of them first.
pub fn close_ups(frames: &[Frame], most: usize) -> Vec<usize> {
    let poses = poses(frames);
    let Some(rest) = neutral(&poses) else { return Vec::new() };
    let faces_camera = |pose: &Pose| (pose.yaw - rest.yaw).abs() < events::TURN && (pose.pitch - rest.pitch).abs() < events::TURN;
    let facing: Vec<usize> = (0..poses.len()).filter(|&i| poses[i].as_ref().is_some_and(faces_camera)).collect();
    let count = facing.len().min(most);
    (0..count).map(|i| facing[i * facing.len() / count]).collect()
}

/// Judges a sequence whose [`timing`] is in order. `asked` may be empty: then nothing was asked and passive liveness decides
/// (F-114).
pub fn judge(frames: &[Frame], close: &[Close], asked: &[Action], mirrored: bool, limits: &Limits) -> Session {
    let times: Vec<u64> = frames.iter().map(|frame| frame.time_ms).collect();
    let events = events::events(&poses(frames), &times, mirrored);
    let done = in_order(&events, asked);
    let mut reasons = copies(frames, limits);
    reasons.extend(following(frames, &events, limits));
    if done.len() < asked.len() {
        let missing = serde_word(asked[done.len()]);
        reasons.push(reason("action_not_seen").with("action", missing).with("done", done.len()).with("asked", asked.len()));
    }
    let measures = ActiveMeasures {
        passive: median_passive(close).map_or(Seen::not(NotSeen::NotFound), Seen::Seen),
        identity: least_cosine(close).map_or(Seen::not(NotSeen::NotFound), Seen::Seen),
        parallax: least_parallax(frames, &done),
    };
    reasons.extend(of_measures(&measures, limits));
    let guidance = guidance(frames, asked, &done);
    Session { events, guidance, measures, verdict: ActiveVerdict { is_live: reasons.is_empty(), reasons } }
}

fn serde_word(action: Action) -> &'static str {
    match action {
        Action::TurnLeft => "turn_left",
        Action::TurnRight => "turn_right",
        Action::LookUp => "look_up",
        Action::Nod => "nod",
        Action::Blink => "blink",
        Action::Smile => "smile",
    }
}

fn poses(frames: &[Frame]) -> Vec<Option<Pose>> {
    let pose = |m: &Moment| Pose { yaw: m.yaw, pitch: m.pitch, eyes_closed: m.eyes_closed, smile: m.smile };
    frames.iter().map(|frame| frame.moment.as_ref().ok().map(pose)).collect()
}

/// The events that answer what was asked, in its order: each begins after the one before.
fn in_order(events: &[ActiveEvent], asked: &[Action]) -> Vec<ActiveEvent> {
    let mut done: Vec<ActiveEvent> = Vec::new();
    for action in asked {
        let after = done.last().map_or(0, |last| last.peak + 1);
        // The very first frame cannot answer anything: nothing had been asked yet.
        let answer = events.iter().find(|event| event.action == *action && event.from >= after.max(1));
        match answer {
            Some(event) => done.push(*event),
            None => break,
        }
    }
    done
}

/// Frames that are copies of others: a frozen camera, a loop, one picture repeated.
fn copies(frames: &[Frame], limits: &Limits) -> Vec<Reason> {
    let mut last_seen: HashMap<[u8; 32], usize> = HashMap::new();
    let (mut frozen_since, mut frozen, mut looped) = (0, 0, 0u32);
    for (i, frame) in frames.iter().enumerate() {
        match last_seen.insert(frame.digest, i) {
            Some(before) if before + 1 == i => frozen = frozen.max(frame.time_ms - frames[frozen_since].time_ms),
            Some(_) => {
                looped += 1;
                frozen_since = i;
            }
            None => frozen_since = i,
        }
    }
    let mut reasons = Vec::new();
    if frozen > limits.max_frozen_ms {
        reasons.push(reason("frozen").with("ms", frozen).with("most", limits.max_frozen_ms));
    }
    if looped > 0 {
        reasons.push(reason("looped").with("frames", looped));
    }
    reasons
}

/// Times and copies of the frames. Times are in order.
pub fn stream(frames: &[Frame]) -> FrameSignals {
    let mut intervals: Vec<u64> =
        frames.windows(2).map(|pair| pair[1].time_ms.saturating_sub(pair[0].time_ms).saturating_mul(1000)).collect();
    intervals.sort_unstable();
    let median = intervals.get(intervals.len() / 2).copied();
    let jitter = median.map(|median| {
        let away = intervals.iter().map(|interval| interval.abs_diff(median));
        away.fold(0u64, u64::saturating_add) / intervals.len() as u64
    });
    let different = frames.iter().map(|frame| frame.digest).collect::<HashSet<_>>().len();
    FrameSignals {
        count: Some(frames.len() as u32),
        interval_us: median,
        jitter_us: jitter,
        duplicates: Some((frames.len() - different) as u32),
        noise: None,
    }
}

/// Whether one face can be followed through the sequence.
fn following(frames: &[Frame], events: &[ActiveEvent], limits: &Limits) -> Vec<Reason> {
    let turns = |e: &&ActiveEvent| matches!(e.action, Action::TurnLeft | Action::TurnRight);
    let in_turn = |i: usize| events.iter().filter(turns).any(|e| (e.from as usize..=e.to as usize).contains(&i));
    let followed = frames.iter().enumerate().filter(|(i, frame)| frame.moment.is_ok() || in_turn(*i)).count();
    let several = frames.iter().filter(|frame| frame.moment.as_ref().is_ok_and(|m| m.faces > 1)).count();
    let of_all = |count: usize| count as f32 / frames.len().max(1) as f32;
    let mut reasons = Vec::new();
    if of_all(followed) < limits.min_followed {
        reasons.push(reason("face_lost").with("frames", frames.len() - followed).with("of", frames.len()));
    }
    if of_all(several) > limits.max_several {
        reasons.push(reason("several_faces").with("frames", several).with("of", frames.len()));
    }
    reasons
}

fn median_passive(close: &[Close]) -> Option<Unit> {
    let mut scores: Vec<Unit> = close.iter().map(|look| look.passive).collect();
    scores.sort();
    // The lower of the two middle ones: the side that passes less.
    scores.get(scores.len().saturating_sub(1) / 2).copied()
}

fn least_cosine(close: &[Close]) -> Option<f64> {
    let (first, others) = close.split_first()?;
    others.iter().filter_map(|look| first.embedding.cosine(&look.embedding)).min_by(f64::total_cmp)
}

/// The least parallax among the head turns of `done`: each at its best frame, against the frame that faces the camera most.
fn least_parallax(frames: &[Frame], done: &[ActiveEvent]) -> Seen<f32> {
    let turns: Vec<_> = done.iter().filter(|e| matches!(e.action, Action::TurnLeft | Action::TurnRight)).collect();
    if turns.is_empty() {
        return Seen::not(NotSeen::NotProvided);
    }
    let Some(rest) = neutral(&poses(frames)) else { return Seen::not(NotSeen::NotFound) };
    let away = |m: &Moment| (m.yaw - rest.yaw).abs() + (m.pitch - rest.pitch).abs();
    let seen = |frame: &'_ Frame| frame.moment.as_ref().ok().cloned();
    let Some(front) = frames.iter().filter_map(seen).min_by(|a, b| away(a).total_cmp(&away(b))) else {
        return Seen::not(NotSeen::NotFound);
    };
    let of_turn = |event: &&ActiveEvent| {
        let stretch = frames.get(event.from as usize..=event.to as usize)?;
        let values = stretch.iter().filter_map(|frame| frame.moment.as_ref().ok());
        values.filter_map(|m| parallax(front.rigid.expose(), m.rigid.expose(), front.eye_distance)).max_by(f32::total_cmp)
    };
    let least = turns.iter().map(|turn| of_turn(turn).unwrap_or(0.0)).min_by(f32::total_cmp);
    least.map_or(Seen::not(NotSeen::NotFound), Seen::Seen)
}

fn of_measures(measures: &ActiveMeasures, limits: &Limits) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match &measures.passive {
        Seen::Seen(score) if *score >= limits.min_passive => {}
        Seen::Seen(score) => reasons.push(reason("passive").with("score", score).with("least", limits.min_passive)),
        Seen::NotSeen { .. } => reasons.push(reason("no_close_look")),
    }
    match &measures.identity {
        Seen::Seen(cosine) if *cosine >= limits.min_cosine => {}
        Seen::Seen(cosine) => {
            reasons.push(reason("identity").with("cosine", format!("{cosine:.3}")).with("least", limits.min_cosine));
        }
        // One close look cannot show that the person stayed the same.
        Seen::NotSeen { .. } => reasons.push(reason("identity_unknown")),
    }
    if let Seen::Seen(parallax) = measures.parallax
        && parallax < limits.min_parallax
    {
        reasons.push(reason("flat").with("parallax", format!("{parallax:.3}")).with("least", limits.min_parallax));
    }
    reasons
}

fn guidance(frames: &[Frame], asked: &[Action], done: &[ActiveEvent]) -> Vec<FrameGuidance> {
    let of = |(i, frame): (usize, &Frame)| {
        let by_now = done.iter().filter(|event| event.peak as usize <= i).count();
        let problem = match &frame.moment {
            Ok(moment) if moment.faces > 1 => Some(NotSeen::SeveralFaces),
            Ok(_) => None,
            Err(why) => Some(*why),
        };
        FrameGuidance { frame: i as u32, problem, awaited: asked.get(by_now).copied() }
    };
    frames.iter().enumerate().map(of).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
