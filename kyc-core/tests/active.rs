//! Active liveness through the door, with the real models, on the sequences of `../shared/data/active_liveness`. Skipped, saying
//! so, where models or pictures are absent: the models are looked for in `$KYC_MODELS`, then in `~/.cache/kyc/models`.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::path::PathBuf;
use std::sync::OnceLock;

use kyc_core::image::DecodeLimits;
use kyc_core::ops::*;
use kyc_core::wire::Action::{self, *};
use kyc_core::wire::{CameraSignals, CaptureTrust, DeviceSignals, NotSeen, PixelFormat, RawFrame};
use kyc_core::{Config, Engine};

struct Ready {
    engine: Engine,
    data: PathBuf,
}

fn ready() -> Option<&'static Ready> {
    static READY: OnceLock<Option<Ready>> = OnceLock::new();
    let ready = READY.get_or_init(|| {
        let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/active_liveness"));
        let cache = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/kyc/models"));
        let folder = std::env::var_os("KYC_MODELS").map(PathBuf::from).or_else(cache)?;
        let engine = Engine::new(Config::prepared(folder)).ok()?;
        data.is_dir().then_some(Ready { engine, data })
    });
    if ready.is_none() {
        let data = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")).is_dir();
        assert!(!data || std::env::var_os("KYC_MODELS").is_none(), "$KYC_MODELS names models that cannot be used");
        eprintln!("skipped: no prepared models or no ../shared/data");
    }
    ready.as_ref()
}

impl Ready {
    /// The files of a sequence in order.
    fn files(&self, sequence: &str) -> Vec<Vec<u8>> {
        let mut files: Vec<_> = std::fs::read_dir(self.data.join(sequence)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.iter().map(|file| std::fs::read(file).unwrap()).collect()
    }

    fn check(&self, files: &[Vec<u8>], step_ms: u64, actions: &[Action]) -> CheckActiveLivenessResponse {
        self.check_on(None, files, step_ms, actions)
    }

    fn check_on(
        &self,
        device: Option<DeviceSignals>,
        files: &[Vec<u8>],
        step_ms: u64,
        actions: &[Action],
    ) -> CheckActiveLivenessResponse {
        let frames = (0..files.len()).map(|i| ActiveFrame { image: i as u32, time_ms: i as u64 * step_ms, raw: None }).collect();
        let request = CheckActiveLivenessRequest { actions: actions.to_vec(), frames, mirrored: false, device };
        let blobs: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        self.engine.check_active_liveness(request, &blobs).unwrap()
    }

    fn challenge(&self, nonce: u32) -> Vec<Action> {
        let request = MakeChallengeRequest { nonce: format!("{nonce:032}"), count: Some(3), without: Vec::new() };
        self.engine.make_challenge(request, &[]).unwrap().actions
    }
}

/// The one event of a kind: its frames.
fn only(answer: &CheckActiveLivenessResponse, action: Action) -> (u32, u32, u32) {
    let of: Vec<_> = answer.events.iter().filter(|event| event.action == action).collect();
    assert_eq!(of.len(), 1, "{action:?} in {:?}", answer.events);
    (of[0].from, of[0].peak, of[0].to)
}

#[test]
fn f_112_a_live_person_who_does_what_was_asked_is_accepted() {
    let Some(ready) = ready() else { return };
    // Every fourth frame of 19 a second: 210 ms. Labelled: smile 19 to 75, turns 105 to 130 and 142 to 175, of 199.
    let files = ready.files("zc_live");
    let answer = ready.check(&files, 210, &[Smile, TurnRight, TurnLeft]);
    assert!(answer.verdict.is_live, "{:?} {:?}", answer.verdict, answer.measures);
    for (action, label) in [(Smile, (19, 75)), (TurnRight, (105, 130)), (TurnLeft, (142, 175))] {
        let (from, _, to) = only(&answer, action);
        let near = |frame: u32, label: u32| (f64::from(4 * frame + 1) - f64::from(label)).abs() <= 12.0;
        assert!(near(from, label.0) && near(to, label.1), "{action:?} {from} to {to}");
    }
    let other = ready.check(&files, 210, &[TurnLeft, TurnRight, Smile]);
    assert!(!other.verdict.is_live, "another order");
}

#[test]
fn f_112_raw_camera_frames_give_what_their_files_give() {
    let Some(ready) = ready() else { return };
    let files = ready.files("nuaa0006_blink_a");
    let pixels: Vec<_> = files.iter().map(|file| kyc_core::image::decode(file, &DecodeLimits::default()).unwrap().0).collect();
    let frames = pixels.iter().zip(0..).map(|(picture, image)| {
        let (width, height) = (picture.width(), picture.height());
        let raw = Some(RawFrame { width, height, stride: 3 * width, format: PixelFormat::Rgb });
        ActiveFrame { image, time_ms: u64::from(image) * 50, raw }
    });
    let mut request =
        CheckActiveLivenessRequest { actions: vec![Blink], frames: frames.collect(), mirrored: false, device: None };
    let blobs: Vec<&[u8]> = pixels.iter().map(|picture| picture.data()).collect();
    let raw = ready.engine.check_active_liveness(request.clone(), &blobs).unwrap();
    assert_eq!(raw, ready.check(&files, 50, &[Blink]));
    // A frame whose bytes are too few shows nothing; it is no error.
    request.frames[3].raw = Some(RawFrame { width: 4000, height: 3000, stride: 12_000, format: PixelFormat::Rgb });
    let broken = ready.engine.check_active_liveness(request, &blobs).unwrap();
    assert_eq!(broken.guidance[3].problem, Some(NotSeen::NoPicture));
}

#[test]
fn f_112_blinks_are_found_where_they_are_and_not_where_they_are_not() {
    let Some(ready) = ready() else { return };
    for (sequence, closed) in [("nuaa0006_blink_a", 9u32), ("nuaa0006_blink_b", 16)] {
        let answer = ready.check(&ready.files(sequence), 50, &[Blink]);
        assert!(answer.verdict.is_live, "{sequence} {:?} {:?}", answer.verdict, answer.measures);
        assert!(only(&answer, Blink).1.abs_diff(closed) <= 3, "{sequence} {:?}", answer.events);
    }
    let still = ready.check(&ready.files("nuaa0004_noblink"), 50, &[Blink]);
    assert!(!still.verdict.is_live && still.events.is_empty(), "{:?}", still.events);
    assert!(ready.check(&ready.files("nuaa0004_noblink"), 50, &[]).verdict.is_live, "F-114: nothing asked");
}

#[test]
fn f_129_frames_of_a_virtual_camera_are_refused_whatever_they_show() {
    let Some(ready) = ready() else { return };
    let files = ready.files("nuaa0004_noblink");
    let plain = ready.check(&files, 50, &[]);
    assert!(plain.verdict.is_live && plain.capture_trust == CaptureTrust::Unknown && plain.device.is_empty());
    assert_eq!((plain.frames.count, plain.frames.duplicates), (Some(26), Some(0)));
    let camera = |label: &str| CameraSignals { label: Some(label.into()), ..CameraSignals::default() };
    let claims = |label: &str| Some(DeviceSignals { camera: camera(label), ..DeviceSignals::default() });
    let injected = ready.check_on(claims("OBS Virtual Camera"), &files, 50, &[]);
    let codes: Vec<_> = injected.verdict.reasons.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!((codes, injected.capture_trust), (vec!["liveness.active.injection"], CaptureTrust::Suspect));
    // What is not said is unknown: it neither refuses nor raises trust.
    let named = ready.check_on(claims("Integrated Camera"), &files, 50, &[]);
    assert!(named.verdict.is_live && named.capture_trust == CaptureTrust::Unknown && named.device.len() == 6);
}

#[test]
fn f_129_replays_and_moved_prints_are_refused() {
    let Some(ready) = ready() else { return };
    for (sequence, step_ms) in [("zc_replay", 200), ("mm_replay", 500), ("nuaa0006_print", 50)] {
        let files = ready.files(sequence);
        for actions in [ready.challenge(1), ready.challenge(2), Vec::new()] {
            let answer = ready.check(&files, step_ms, &actions);
            assert!(!answer.verdict.is_live, "{sequence} {actions:?} {:?} {:?}", answer.events, answer.measures);
        }
    }
}

#[test]
fn f_129_one_picture_repeated_300_times_is_frozen_and_undecodable_frames_are_a_lost_face() {
    let Some(ready) = ready() else { return };
    let one = ready.files("nuaa0004_noblink").swap_remove(3);
    let answer = ready.check(&vec![one; 300], 40, &[]);
    assert!(answer.verdict.reasons.iter().any(|reason| reason.code == "liveness.active.frozen"), "{:?}", answer.verdict);
    let noise: Vec<Vec<u8>> = (0..40).map(|i| vec![i; 50]).collect();
    let answer = ready.check(&noise, 50, &[]);
    assert!(answer.verdict.reasons.iter().any(|reason| reason.code == "liveness.active.face_lost"), "{:?}", answer.verdict);
    let none = ready.check(&[], 50, &[Smile]);
    assert!(!none.verdict.is_live && none.guidance.is_empty());
}
