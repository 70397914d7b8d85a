//! Active liveness on labelled sequences of frames.

use std::collections::BTreeMap;
use std::path::Path;

use kyc_core::image::DecodeLimits;
use kyc_core::liveness::active::{Close, Frame, Limits, Session, challenge, session};
use kyc_core::perceive::Blob;
use kyc_core::perceive::sequence::{Followers, Timed, sequence};
use kyc_core::wire::{Action, ActiveEvent};
use serde_json::{Value, json};

use super::figures::Rate;
use super::labels;
use super::ready::Ready;
use crate::files;
use crate::outcome::Problem;

/// An event is found when both its ends are within so many frames of the label's.
const TOLERANCE: u64 = 3;
/// Seeded challenges that every sequence is held against.
const CHALLENGES: u32 = 200;
/// Actions of each.
const ACTIONS: usize = 3;

/// One labelled sequence.
struct Labelled {
    name: String,
    live: bool,
    kind: String,
    /// Frames of the source between two of the sequence.
    step: u64,
    per_second: f64,
    events: Vec<Event>,
    /// The label says that nobody blinks.
    no_blink: bool,
}

/// What was done, in numbers of the source's frames.
struct Event {
    action: Action,
    from: u64,
    to: u64,
}

/// Judges every sequence of `active_liveness/sequences.json`.
pub(super) fn measure(data: &Path, ready: &Ready) -> Result<Value, Problem> {
    let mut numbers: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    for entry in labels(&data.join("active_liveness/manifest.json"))? {
        let label = &entry["label"];
        if let (Some(file), Some(name), Some(number)) =
            (entry["file"].as_str(), label["sequence"].as_str(), label["frame"].as_u64())
        {
            numbers.entry(name.to_owned()).or_default().push((number, file.to_owned()));
        }
    }
    let mut rows = Vec::new();
    for entry in labels(&data.join("active_liveness/sequences.json"))? {
        let Some(labelled) = labelled(&entry) else { continue };
        let Some(frames) = numbers.get_mut(&labelled.name) else { continue };
        frames.sort();
        rows.push(judged(data, &labelled, frames, ready)?);
    }
    let right = rows.iter().filter(|row| row["right"] == true).count();
    Ok(json!({ "n": rows.len(), "right": right, "challenges": CHALLENGES, "tolerance_frames": TOLERANCE, "sequences": rows }))
}

fn labelled(entry: &Value) -> Option<Labelled> {
    let kind = entry["kind"].as_str()?;
    let events = entry["events"].as_array()?;
    let per_second = entry["source_fps"].as_f64().or_else(|| number_in(entry["source_fps"].as_str()?));
    Some(Labelled {
        name: entry["sequence"].as_str()?.to_owned(),
        live: kind == "live",
        kind: kind.to_owned(),
        step: entry["frame_step"].as_u64()?.max(1),
        per_second: per_second.filter(|rate| *rate > 0.0)?,
        events: events.iter().filter_map(event).collect(),
        no_blink: events.iter().any(|event| event["type"] == "no_blink"),
    })
}

/// The first number in words such as "about 20 (webcam)".
fn number_in(text: &str) -> Option<f64> {
    text.split_whitespace().find_map(|word| word.parse().ok())
}

/// The pictures are not mirrored: who turns to the left of the picture turns to the own right.
fn event(label: &Value) -> Option<Event> {
    let action = match (label["type"].as_str()?, label["direction"].as_str()) {
        ("head_turn", Some("image_left")) => Action::TurnRight,
        ("head_turn", Some("image_right")) => Action::TurnLeft,
        ("smile", _) => Action::Smile,
        ("nod", _) => Action::Nod,
        ("look_up", _) => Action::LookUp,
        ("blink", _) => Action::Blink,
        _ => return None,
    };
    let closed = label["closed_frame"].as_u64();
    Some(Event { action, from: closed.or_else(|| label["from"].as_u64())?, to: closed.or_else(|| label["to"].as_u64())? })
}

fn judged(data: &Path, labelled: &Labelled, numbers: &[(u64, String)], ready: &Ready) -> Result<Value, Problem> {
    let pictures: Vec<Vec<u8>> = numbers.iter().map(|(_, file)| files::picture(&data.join(file))).collect::<Result<_, _>>()?;
    let first = numbers.first().map_or(0, |(number, _)| *number);
    let time = |number: u64| ((number - first) as f64 * 1e3 / labelled.per_second).round() as u64;
    let timed: Vec<_> = (0u32..)
        .zip(numbers.iter().zip(&pictures))
        .map(|(index, ((number, _), bytes))| Timed {
            time_ms: time(*number),
            blob: Blob { index, bytes: bytes.as_slice() },
            raw: None,
        })
        .collect();
    let models = Followers { faces: &ready.faces, liveness: &ready.liveness };
    let (frames, close) = sequence(&timed, &DecodeLimits::default(), models)?;
    Ok(figures(labelled, numbers, &frames, &close))
}

fn figures(labelled: &Labelled, numbers: &[(u64, String)], frames: &[Frame], close: &[Close]) -> Value {
    let limits = Limits::default();
    let times: Vec<u64> = frames.iter().map(|frame| frame.time_ms).collect();
    let answer = |asked: &[Action]| -> Session {
        let problems = session::timing(&times, &limits);
        if problems.is_empty() { session::judge(frames, close, asked, false, &limits) } else { session::refused(problems) }
    };
    let asked: Vec<Action> = labelled.events.iter().map(|event| event.action).collect();
    let own = answer(&asked);
    let number = |index: u32| numbers.get(index as usize).map_or(0, |(number, _)| *number);
    let within = |found: u64, label: u64| found.abs_diff(label) <= TOLERANCE * labelled.step;
    // A blink's label is the frame with closed eyes; any other's are its ends.
    let is = |found: &ActiveEvent, event: &Event| match event.action {
        Action::Blink => within(number(found.peak), event.from),
        _ => within(number(found.from), event.from) && within(number(found.to), event.to),
    };
    let found_of = |event: &&Event| own.events.iter().any(|found| found.action == event.action && is(found, event));
    let found = labelled.events.iter().filter(found_of).count();
    let blinks = own.events.iter().filter(|event| event.action == Action::Blink).count();
    let events_right = found == labelled.events.len() && !(labelled.no_blink && blinks > 0);

    // A live person is refused for what was not done, an attack whatever was asked.
    let mut refused = Rate::default();
    for seed in 0..CHALLENGES {
        let set = challenge(&format!("kyc accuracy faces {seed}"), ACTIONS, &Action::ALL);
        let session = answer(&set);
        if !labelled.live || !is_done(&session.events, &set) {
            refused.n += 1;
            refused.k += usize::from(!session.verdict.is_live);
        }
    }
    let accepted = own.verdict.is_live;
    let seen = own
        .events
        .iter()
        .map(|e| json!({ "action": e.action, "from": number(e.from), "peak": number(e.peak), "to": number(e.to) }));
    json!({
        "sequence": labelled.name,
        "kind": labelled.kind,
        "frames": frames.len(),
        "events": labelled.events.len(),
        "events_found": found,
        "seen": seen.collect::<Vec<_>>(),
        "asked": asked,
        "accepted_with_its_own_events": accepted,
        "reasons": own.verdict.reasons.iter().map(|reason| reason.code.clone()).collect::<Vec<_>>(),
        "measures": own.measures,
        "random_challenges": { "n": refused.n, "refused": refused.k },
        "right": events_right && accepted == labelled.live && refused.k == refused.n,
    })
}

/// Whether the actions follow each other among the events, which are in order of their first frames.
fn is_done(events: &[ActiveEvent], asked: &[Action]) -> bool {
    let mut left = events.iter();
    asked.iter().all(|action| left.any(|event| event.action == *action))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_as_they_are_written() {
        let entry = json!({
            "sequence": "a", "kind": "live", "frame_step": 4, "source_fps": "about 20 (webcam, not stated)",
            "events": [
                { "type": "frontal", "from": 1, "to": 9 },
                { "type": "head_turn", "direction": "image_left", "from": 10, "to": 20 },
                { "type": "blink", "closed_frame": 30 },
            ],
        });
        let Some(found) = labelled(&entry) else { panic!("it is a label") };
        assert!(found.live && !found.no_blink && found.per_second == 20.0 && found.step == 4);
        let events: Vec<_> = found.events.iter().map(|event| (event.action, event.from, event.to)).collect();
        assert_eq!(events, [(Action::TurnRight, 10, 20), (Action::Blink, 30, 30)]);
        assert!(labelled(&json!({ "sequence": "a" })).is_none());
    }

    #[test]
    fn actions_are_done_when_they_follow_each_other() {
        let event = |action, from| ActiveEvent { action, from, peak: from, to: from };
        let events = [event(Action::Smile, 1), event(Action::Blink, 5), event(Action::Nod, 9)];
        assert!(is_done(&events, &[Action::Smile, Action::Nod]) && is_done(&events, &[]));
        assert!(!is_done(&events, &[Action::Nod, Action::Smile]));
    }
}
