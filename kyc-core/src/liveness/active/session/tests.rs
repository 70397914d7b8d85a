use super::*;
use crate::sensitive::Sensitive;
use crate::wire::Point;

/// A solid head, turned by `yaw` degrees.
fn moment(yaw: f32) -> Moment {
    let (s, c) = yaw.to_radians().sin_cos();
    let head = (0..25).map(|i| ((i % 5) as f32 * 25.0 - 50.0, (i / 5) as f32 * 25.0 - 50.0));
    let points = head.map(|(x, y)| [x, y, (x * x + y * y) / 80.0]).map(|[x, y, z]| [x * c + z * s, y, z * c - x * s]);
    Moment {
        faces: 1,
        yaw,
        pitch: 0.0,
        eyes_closed: 0.1,
        smile: 0.0,
        center: Point::default(),
        eye_distance: 60.0,
        rigid: Sensitive::new(points.collect()),
        face: None,
    }
}

/// Forty frames, 50 ms apart: a turn to each side.
fn sequence() -> Vec<Frame> {
    let yaw = |i: u64| {
        if (8..14).contains(&i) {
            30.0
        } else if (22..28).contains(&i) {
            -30.0
        } else {
            0.0
        }
    };
    (0..40).map(|i| Frame { time_ms: 50 * i, digest: [i as u8; 32], moment: Ok(moment(yaw(i))) }).collect()
}

fn close(passive: u32) -> Vec<Close> {
    let look = |x: f32| Close { embedding: Embedding::new("e", vec![1.0, x]).unwrap(), passive: Unit::from_micros(passive) };
    vec![look(0.0), look(0.1), look(0.5)]
}

fn codes(frames: &[Frame], close: &[Close], asked: &[Action]) -> Vec<String> {
    let session = judge(frames, close, asked, false, &Limits::default());
    assert_eq!(session.verdict.is_live, session.verdict.reasons.is_empty());
    let code = |r: &Reason| r.code.trim_start_matches("liveness.active.").to_owned();
    session.verdict.reasons.iter().map(code).collect()
}

const TURNS: [Action; 2] = [Action::TurnLeft, Action::TurnRight];

#[test]
fn f_112_what_was_asked_and_done_in_order_is_live_and_in_another_order_is_not() {
    let frames = sequence();
    assert!(codes(&frames, &close(500_000), &TURNS).is_empty());
    assert_eq!(codes(&frames, &close(500_000), &[Action::TurnRight, Action::TurnLeft]), ["action_not_seen"]);
    assert_eq!(codes(&frames, &close(500_000), &[Action::TurnLeft, Action::Blink]), ["action_not_seen"]);
}

#[test]
fn f_114_passive_liveness_decides_with_actions_or_without() {
    let frames = sequence();
    assert!(codes(&frames, &close(500_000), &[]).is_empty());
    assert_eq!(codes(&frames, &close(499_999), &[]), ["passive"]);
    assert_eq!(codes(&frames, &close(499_999), &TURNS), ["passive"]);
    assert_eq!(codes(&frames, &[], &TURNS), ["no_close_look", "identity_unknown"]);
}

#[test]
fn f_129_a_picture_that_turns_as_a_plane_is_flat() {
    let mut frames = sequence();
    for frame in &mut frames {
        let moment = frame.moment.as_mut().unwrap();
        let squeeze = moment.yaw.to_radians().cos();
        let front = super::tests::moment(0.0);
        let points = front.rigid.expose().iter().map(|p| [p[0] * squeeze, p[1], p[2]]);
        moment.rigid = Sensitive::new(points.collect());
    }
    assert_eq!(codes(&frames, &close(900_000), &TURNS), ["flat"]);
}

#[test]
fn another_person_halfway_is_seen() {
    let mut looks = close(900_000);
    looks[2].embedding = Embedding::new("e", vec![0.3, 1.0]).unwrap();
    assert_eq!(codes(&sequence(), &looks, &TURNS), ["identity"]);
}

#[test]
fn f_129_frozen_and_looped_frames_are_seen() {
    let mut frozen = sequence();
    frozen[28..].iter_mut().for_each(|frame| frame.digest = [200; 32]);
    assert_eq!(codes(&frozen, &close(900_000), &TURNS), ["frozen"]);
    let mut looped = sequence();
    looped[35].digest = looped[3].digest;
    assert_eq!(codes(&looped, &close(900_000), &TURNS), ["looped"]);
    // A camera slower than the host repeats a frame now and then.
    let mut slow = sequence();
    slow[5].digest = slow[4].digest;
    assert!(codes(&slow, &close(900_000), &TURNS).is_empty());
}

#[test]
fn a_lost_face_and_several_faces_are_seen() {
    let mut lost = sequence();
    lost[30..].iter_mut().for_each(|frame| frame.moment = Err(NotSeen::NoFace));
    assert_eq!(codes(&lost, &close(900_000), &TURNS), ["face_lost"]);
    let mut two = sequence();
    two[30..].iter_mut().for_each(|frame| frame.moment.as_mut().unwrap().faces = 2);
    assert_eq!(codes(&two, &close(900_000), &TURNS), ["several_faces"]);
}

#[test]
fn times_out_of_order_equal_too_many_too_long_and_too_short_are_typed() {
    let limits = Limits::default();
    let first = |times: &[u64]| timing(times, &limits).first().map(|r| r.code.replace("liveness.active.", ""));
    let every = |ms: u64, n: u64| (0..n).map(|i| i * ms).collect::<Vec<_>>();
    assert_eq!(first(&every(50, 40)), None);
    assert_eq!(first(&[]), Some("too_few_frames".to_owned()));
    assert_eq!(first(&every(1, 601)), Some("too_many_frames".to_owned()));
    assert_eq!(first(&every(200, 301)), Some("too_long".to_owned()));
    assert_eq!(first(&every(30_000 / 8, 9)), None);
    assert_eq!(first(&every(50, 20)), Some("too_short".to_owned()));
    let mut swapped = every(50, 40);
    swapped.swap(7, 8);
    assert_eq!(first(&swapped), Some("out_of_order".to_owned()));
    swapped[7] = swapped[8];
    assert_eq!(timing(&swapped, &limits).first().map(|r| r.values["frame"].clone()), Some("8".to_owned()));
}

#[test]
fn guidance_awaits_one_action_after_the_other() {
    let session = judge(&sequence(), &close(900_000), &TURNS, false, &Limits::default());
    let awaited: Vec<_> = [0, 7, 20, 39].iter().map(|&i| session.guidance[i].awaited).collect();
    assert_eq!(awaited, [Some(TURNS[0]), Some(TURNS[0]), Some(TURNS[1]), None]);
}

#[test]
fn close_ups_are_spread_over_frames_that_face_the_camera() {
    let chosen = close_ups(&sequence(), 6);
    assert_eq!(chosen.len(), 6);
    assert!(chosen.iter().all(|i| !(8..14).contains(i) && !(22..28).contains(i)));
    assert!(close_ups(&[], 6).is_empty());
}

#[test]
fn f_129_times_and_copies_of_the_stream_are_counted() {
    let mut frames = sequence();
    let counted = stream(&frames);
    assert_eq!((counted.count, counted.interval_us, counted.jitter_us), (Some(40), Some(50_000), Some(0)));
    assert_eq!((counted.duplicates, counted.noise), (Some(0), None));
    frames[39].time_ms += 39;
    frames[5].digest = frames[4].digest;
    frames[7].digest = frames[4].digest;
    let counted = stream(&frames);
    assert_eq!((counted.jitter_us, counted.duplicates), (Some(1_000), Some(2)));
    assert_eq!(stream(&[]).interval_us, None);
}
