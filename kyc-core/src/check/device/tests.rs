use super::*;
use crate::check::sample::{device as good, today, with};
use crate::policy::builtin;
use crate::wire::{Platform, Seen};

fn judged(change: impl FnOnce(&mut DeviceSignals)) -> (CaptureTrust, Vec<Finding>) {
    let mut signals = good();
    change(&mut signals);
    let evidence = with(|e| e.device = Seen::Seen(signals));
    let policy = builtin("api-v1").unwrap_or_else(|e| panic!("{e}"));
    let rows = [INTEGRITY, CAMERA, FRAMES, CONTAINER, CONSISTENCY, NETWORK];
    let found: Vec<Finding> = rows.iter().map(|row| (row.run)(&evidence, &policy, today())).collect();
    (trust_of(&evidence, &found), found)
}

fn outcome(check: &str, change: impl FnOnce(&mut DeviceSignals)) -> Outcome {
    let (_, found) = judged(change);
    found.iter().find(|finding| finding.check == check).map_or(Outcome::Error, |finding| finding.outcome)
}

fn capture_trust(change: impl FnOnce(&mut DeviceSignals)) -> CaptureTrust {
    judged(change).0
}

use Outcome::{Fail, NotRun, Pass, Warn};

#[test]
fn f_015_all_said_and_all_good_passes_and_what_is_missing_is_unknown_and_never_passes() {
    let (trust, found) = judged(|_| {});
    assert_eq!(trust, CaptureTrust::Attested);
    assert!(found.iter().all(|finding| finding.outcome == Pass), "{found:?}");
    let (trust, found) = judged(|signals| *signals = DeviceSignals::default());
    assert_eq!(trust, CaptureTrust::Unknown);
    assert!(found.iter().all(|finding| finding.outcome == NotRun), "{found:?}");
    assert!(
        found.iter().flat_map(|finding| &finding.reasons).all(|r| r.code == "device.unknown" || r.code.starts_with("not_seen."))
    );
    // One flag that nobody reported: neither a pass nor an attested capture.
    assert_eq!(outcome("device.integrity", |signals| signals.hooked = None), NotRun);
    assert_eq!(capture_trust(|signals| signals.hooked = None), CaptureTrust::Claimed);
    assert_eq!(capture_trust(|signals| signals.capture = None), CaptureTrust::Unknown);
    assert_eq!(trust_of(&with(|_| {}), &[]), CaptureTrust::Unknown);
}

#[test]
fn f_010_f_013_each_flag_counts_alone() {
    let flag = |change: fn(&mut DeviceSignals)| (outcome("device.integrity", change), capture_trust(change));
    assert_eq!(flag(|s| s.emulator = Some(true)), (Fail, CaptureTrust::Suspect));
    assert_eq!(flag(|s| s.hooked = Some(true)), (Fail, CaptureTrust::Suspect));
    assert_eq!(flag(|s| s.tampered = Some(true)), (Fail, CaptureTrust::Suspect));
    assert_eq!(flag(|s| s.debugged = Some(true)), (Fail, CaptureTrust::Suspect));
    assert_eq!(flag(|s| s.attested = Some(false)), (Fail, CaptureTrust::Suspect));
    assert_eq!(flag(|s| s.rooted = Some(true)), (Warn, CaptureTrust::Claimed));
    assert_eq!(flag(|s| s.screen_recorded = Some(true)), (Warn, CaptureTrust::Claimed));
}

#[test]
fn f_012_a_connection_is_told_and_trust_does_not_hang_on_it() {
    let network = |change: fn(&mut DeviceSignals)| (outcome("device.network", change), capture_trust(change));
    assert_eq!(network(|s| s.network.online = Some(false)), (Warn, CaptureTrust::Attested));
    assert_eq!(network(|s| s.network.uplink_kbps = Some(511)), (Warn, CaptureTrust::Attested));
    assert_eq!(network(|s| s.network.uplink_kbps = Some(512)), (Pass, CaptureTrust::Attested));
    assert_eq!(network(|s| s.network.online = None), (NotRun, CaptureTrust::Attested));
    assert_eq!(network(|s| s.network.uplink_kbps = None), (NotRun, CaptureTrust::Attested));
}

#[test]
fn f_011_the_camera_is_there_and_its_pictures_fit() {
    assert_eq!(outcome("device.consistency", |s| s.camera.front_available = Some(false)), Fail);
    // The sample's live photo is 1280×960.
    assert_eq!(outcome("device.consistency", |s| (s.camera.width, s.camera.height) = (Some(960), Some(1280))), Pass);
    assert_eq!(outcome("device.consistency", |s| (s.camera.width, s.camera.height) = (Some(1280), Some(720))), Fail);
    assert_eq!(outcome("device.camera", |s| s.camera.facing = Some(Facing::Rear)), Warn);
    assert_eq!(outcome("device.camera", |s| s.camera.facing = None), NotRun);
}

#[test]
fn f_013_f_014_virtual_cameras_played_files_and_emulators_fail_by_name() {
    let labelled = |label: &'static str| outcome("device.camera", |s| s.camera.label = Some(label.into()));
    for label in ["OBS Virtual Camera", "ManyCam", "fake_device_0", "/var/attack.y4m", "C:\\deep.MJPEG"] {
        assert_eq!(labelled(label), Fail, "{label}");
    }
    assert_eq!((labelled("FaceTime HD Camera"), labelled("Integrated Webcam"), labelled("  ")), (Pass, Pass, NotRun));
    assert_eq!(outcome("device.camera", |s| s.camera.is_virtual = Some(true)), Fail);
    assert_eq!(outcome("device.camera", |s| s.camera.others.push("OBS Virtual Camera".into())), Warn);
    for model in ["BlueStacks", "sdk_gphone64_arm64", "Genymotion Phone"] {
        assert_eq!(outcome("device.integrity", |s| s.model = Some(model.to_owned())), Fail, "{model}");
        assert_eq!(outcome("device.consistency", |s| s.model = Some(model.to_owned())), Fail, "{model}");
    }
}

#[test]
fn f_129_injected_streams_and_files_are_seen() {
    assert_eq!(outcome("device.frames", |s| s.frames.duplicates = Some(31)), Fail);
    assert_eq!(outcome("device.frames", |s| s.frames.duplicates = Some(30)), Warn);
    assert_eq!(outcome("device.frames", |s| s.frames.jitter_us = Some(0)), Warn);
    assert_eq!(outcome("device.frames", |s| s.frames.noise = Some(19)), Warn);
    assert_eq!(outcome("device.frames", |s| s.frames.noise = Some(20)), Pass);
    assert_eq!(outcome("device.frames", |s| s.frames.noise = None), NotRun);
    let wrote = |software: &'static str| outcome("device.container", |s| s.container.software = Some(software.to_owned()));
    assert_eq!((wrote("Adobe Firefly"), wrote("Adobe Photoshop 26.1"), wrote("HDR+ 1.0")), (Fail, Warn, Pass));
    assert_eq!(outcome("device.container", |s| s.container.software = None), NotRun);
    assert_eq!(capture_trust(|s| s.capture = Some(CaptureWay::FileUpload)), CaptureTrust::FileUpload);
}

#[test]
fn f_015_claims_that_cannot_both_be_true_fail() {
    let holds = |change: fn(&mut DeviceSignals)| outcome("device.consistency", change);
    assert_eq!(holds(|s| s.platform = Some(Platform::Ios)), Fail);
    assert_eq!(holds(|s| s.model = Some("iPhone15,2".to_owned())), Fail);
    assert_eq!(holds(|s| s.container.model = Some("ILCE-7M4".to_owned())), Fail);
    assert_eq!(holds(|s| s.hooked = Some(true)), Fail);
    assert_eq!(holds(|s| s.camera.label = Some("camera2 0, facing back".into())), Fail);
    assert_eq!(holds(|s| s.frames.duplicates = Some(60)), Fail);
    assert_eq!(holds(|s| s.frames.count = Some(0)), Fail);
    let iphone = |s: &mut DeviceSignals| {
        (s.platform, s.model) = (Some(Platform::Ios), Some("iPhone15,2".to_owned()));
        s.container.model = Some("iPhone 14 Pro".to_owned());
        s.camera.label = Some("Front Camera".into());
    };
    assert_eq!(outcome("device.consistency", iphone), Pass);
}

#[test]
fn f_015_what_the_engine_counts_goes_before_what_is_claimed() {
    let own =
        FrameSignals { count: Some(60), interval_us: Some(33_000), jitter_us: Some(800), duplicates: Some(40), noise: None };
    let found = findings(&good(), Measured { picture: None, frames: Some(own) });
    let of = |check: &str| found.iter().find(|finding| finding.check == check).map(|finding| finding.outcome);
    assert_eq!((of("device.frames"), of("device.consistency")), (Some(Fail), Some(Fail)));
}

#[test]
fn labels_are_hidden_and_no_reason_repeats_them() {
    let mut signals = good();
    signals.camera.label = Some("Anna's OBS Virtual Camera".into());
    let found = findings(&signals, Measured::default());
    assert!(!format!("{signals:?}{found:?}").contains("Anna"));
}
