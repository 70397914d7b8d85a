//! Actions in a sequence of poses and expressions.
//!
//! Everything is measured from the person's own neutral face in this sequence: glasses alone raise the eye coefficient of a
//! person with open eyes from 0.1 to 0.7.

use crate::wire::{Action, ActiveEvent};

/// Pose and expression at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// Degrees; positive to the right of the picture.
    pub yaw: f32,
    /// Degrees; positive downwards.
    pub pitch: f32,
    /// 0 to 1.
    pub eyes_closed: f32,
    /// 0 to 1.
    pub smile: f32,
}

/// A head is turned from here on, degrees from neutral.
pub const TURN: f32 = 20.0;
/// A head looks up from here on, degrees from neutral.
pub const LOOK_UP: f32 = 15.0;
/// A head is lowered from here on, degrees from neutral.
const NOD: f32 = 12.0;
/// A nod is over within this time, milliseconds.
const NOD_MS: u64 = 2000;
/// Eyes are closed from this coefficient on, when it is [`RISE`] above neutral.
const CLOSED: f32 = 0.5;
/// Mouth corners are raised from this coefficient on, when it is [`RISE`] above neutral.
const SMILE: f32 = 0.5;
/// Least rise of an expression above neutral.
const RISE: f32 = 0.35;
/// Eyes closed for longer are no blink, milliseconds. Blinks last 100 to 400 ms; a frame may be added at both ends.
const BLINK_MS: u64 = 600;
/// A smile lasts at least this many frames: one frame may be speech.
const SMILE_FRAMES: usize = 2;
/// A head that turns into profile cannot be measured; a turn may hide it for this long, milliseconds.
const PROFILE_MS: u64 = 4000;

/// The person's neutral face: medians of the pose, lower quartiles of the expressions (a long smile is not neutral).
pub fn neutral(poses: &[Option<Pose>]) -> Option<Pose> {
    let at = |part: f64, of: fn(&Pose) -> f32| {
        let mut values: Vec<f32> = poses.iter().flatten().map(of).collect();
        values.sort_by(f32::total_cmp);
        values.get((values.len().saturating_sub(1) as f64 * part) as usize).copied()
    };
    let eyes_closed = at(0.25, |p| p.eyes_closed)?;
    Some(Pose { yaw: at(0.5, |p| p.yaw)?, pitch: at(0.5, |p| p.pitch)?, eyes_closed, smile: at(0.25, |p| p.smile)? })
}

/// All actions in the sequence, by their first frame. `times` are milliseconds, one for each pose; a pose of `None` is a
/// frame in which the face could not be measured. `mirrored` says that the pictures are, as a selfie preview is.
pub fn events(poses: &[Option<Pose>], times: &[u64], mirrored: bool) -> Vec<ActiveEvent> {
    let Some(rest) = neutral(poses) else { return Vec::new() };
    // In a picture that is not mirrored the person's left is on the right.
    let left = if mirrored { -1.0 } else { 1.0 };
    let turned = |p: &Pose| left * (p.yaw - rest.yaw);
    let facing = move |p: &Pose| (p.yaw - rest.yaw).abs() < TURN;
    let mut found = Vec::new();
    for action in Action::ALL {
        // How far the action goes beyond its threshold; 0 and more is doing it.
        let beyond = |p: &Pose| match action {
            Action::TurnLeft => turned(p) - TURN,
            Action::TurnRight => -turned(p) - TURN,
            Action::LookUp if facing(p) => rest.pitch - p.pitch - LOOK_UP,
            Action::Nod if facing(p) => p.pitch - rest.pitch - NOD,
            Action::LookUp | Action::Nod => -1.0,
            Action::Blink => (p.eyes_closed - CLOSED).min(p.eyes_closed - rest.eyes_closed - RISE),
            Action::Smile => (p.smile - SMILE).min(p.smile - rest.smile - RISE),
        };
        let is_turn = matches!(action, Action::TurnLeft | Action::TurnRight);
        for (from, to) in runs(poses, times, is_turn, |p| beyond(p) >= 0.0) {
            let lasted = times[to] - times[from];
            let returned = from > 0 && to + 1 < poses.len() && poses[from - 1].is_some() && poses[to + 1].is_some();
            let is_it = match action {
                Action::Blink => returned && lasted <= BLINK_MS,
                Action::Nod => returned && lasted <= NOD_MS,
                Action::Smile => to - from + 1 >= SMILE_FRAMES,
                Action::TurnLeft | Action::TurnRight | Action::LookUp => true,
            };
            let strength = |i: &usize| poses[*i].as_ref().map_or(f32::MIN, beyond);
            let peak = (from..=to).max_by(|a, b| strength(a).total_cmp(&strength(b))).unwrap_or(from);
            if is_it {
                found.push(ActiveEvent { action, from: from as u32, peak: peak as u32, to: to as u32 });
            }
        }
    }
    found.sort_by_key(|event| (event.from, event.action));
    found
}

/// Stretches of frames that do something: first and last. With `through_profile`, frames without a measure in the middle
/// belong to the stretch.
fn runs(poses: &[Option<Pose>], times: &[u64], through_profile: bool, does: impl Fn(&Pose) -> bool) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut broken = true;
    for (i, pose) in poses.iter().enumerate() {
        match pose {
            Some(pose) if does(pose) => match runs.last_mut() {
                Some(last) if !broken && times[i] - times[last.1] <= PROFILE_MS => last.1 = i,
                _ => runs.push((i, i)),
            },
            Some(_) => broken = true,
            None => broken |= !through_profile,
        }
        if pose.as_ref().is_some_and(&does) {
            broken = false;
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Pose = Pose { yaw: 4.0, pitch: -3.0, eyes_closed: 0.2, smile: 0.1 };

    /// 40 frames of a neutral face, 50 ms apart, after `change`.
    fn seen(change: impl Fn(usize, &mut Option<Pose>)) -> Vec<(Action, u32, u32)> {
        let mut poses = vec![Some(REST); 40];
        poses.iter_mut().enumerate().for_each(|(i, pose)| change(i, pose));
        let times: Vec<u64> = (0..40).map(|i| i * 50).collect();
        events(&poses, &times, false).iter().map(|e| (e.action, e.from, e.to)).collect()
    }

    fn during(range: std::ops::Range<usize>, pose: Pose) -> Vec<(Action, u32, u32)> {
        seen(|i, at| {
            if range.contains(&i) {
                *at = Some(pose);
            }
        })
    }

    #[test]
    fn f_112_each_action_is_found_where_it_is_and_none_in_a_still_face() {
        assert!(seen(|_, _| {}).is_empty());
        assert_eq!(during(10..20, Pose { yaw: 24.0, ..REST }), [(Action::TurnLeft, 10, 19)]);
        assert_eq!(during(10..20, Pose { yaw: -16.0, ..REST }), [(Action::TurnRight, 10, 19)]);
        assert_eq!(during(5..9, Pose { pitch: -18.0, ..REST }), [(Action::LookUp, 5, 8)]);
        assert_eq!(during(5..9, Pose { pitch: 9.0, ..REST }), [(Action::Nod, 5, 8)]);
        assert_eq!(during(30..31, Pose { eyes_closed: 0.8, ..REST }), [(Action::Blink, 30, 30)]);
        assert_eq!(during(30..35, Pose { smile: 0.6, ..REST }), [(Action::Smile, 30, 34)]);
    }

    #[test]
    fn just_under_a_threshold_is_nothing() {
        assert!(during(10..20, Pose { yaw: 23.9, ..REST }).is_empty());
        assert!(during(5..9, Pose { pitch: -17.9, ..REST }).is_empty());
        assert!(during(30..31, Pose { eyes_closed: 0.54, ..REST }).is_empty());
        assert!(during(30..31, Pose { smile: 0.9, ..REST }).is_empty(), "one frame is no smile");
    }

    #[test]
    fn closed_eyes_are_no_blink_and_one_at_the_end_cannot_be_known() {
        assert!(during(3..17, Pose { eyes_closed: 0.9, ..REST }).is_empty());
        assert!(during(39..40, Pose { eyes_closed: 0.9, ..REST }).is_empty());
    }

    #[test]
    fn a_turn_goes_through_profile_and_other_actions_do_not() {
        let through = seen(|i, at| match i {
            10 | 20 => *at = Some(Pose { yaw: 40.0, ..REST }),
            11..20 => *at = None,
            _ => {}
        });
        assert_eq!(through, [(Action::TurnLeft, 10, 20)]);
        let lost = seen(|i, at| {
            if (10..20).contains(&i) {
                *at = None;
            }
        });
        assert!(lost.is_empty());
    }

    #[test]
    fn a_mirrored_picture_swaps_the_sides() {
        let mut poses = vec![Some(REST); 9];
        poses[4] = Some(Pose { yaw: 40.0, ..REST });
        let times: Vec<u64> = (0..9).map(|i| i * 100).collect();
        assert_eq!(events(&poses, &times, true)[0].action, Action::TurnRight);
        assert!(events(&[], &[], true).is_empty());
    }
}
