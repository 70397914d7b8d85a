//! Signals of the device and the camera: injection and tampering (F-010 to F-015, F-129), and the connection.
//!
//! Six checks over what the capture code claims. A claim that speaks against the capture is believed; a claim for it only
//! says that nothing was found. What was not claimed is `device.unknown`, and the check did not run: unknown is never a pass.

mod consistency;
mod names;
mod network;

use chrono::NaiveDate;

use super::{Row, collect, seen};
use crate::policy::Policy;
use crate::wire::{
    CaptureTrust, CaptureWay, Decoded, DeviceSignals, Evidence, Facing, Finding, FrameSignals, Outcome, Reason, Role,
};

use names::named;

/// The device is one, and the application the host's own.
pub(super) const INTEGRITY: Row =
    Row { name: "device.integrity", run: run_integrity, reasons: &["device.unknown", "device.flag", "device.emulator"] };
/// The camera is a piece of hardware that looks at the person.
pub(super) const CAMERA: Row = Row {
    name: "device.camera",
    run: run_camera,
    reasons: &[
        "device.unknown",
        "device.camera.virtual",
        "device.camera.file",
        "device.camera.virtual_present",
        "device.camera.rear",
    ],
};
/// Frames come as a sensor gives them.
pub(super) const FRAMES: Row = Row {
    name: "device.frames",
    run: run_frames,
    reasons: &["device.unknown", "device.frames.repeated", "device.frames.clockwork", "device.frames.noiseless"],
};
/// No program that makes or changes pictures wrote the file.
pub(super) const CONTAINER: Row = Row {
    name: "device.container",
    run: run_container,
    reasons: &["device.unknown", "device.container.generated", "device.container.edited"],
};
/// The claims agree with each other and with what the engine sees.
pub(super) const CONSISTENCY: Row = Row { name: "device.consistency", run: run_consistency, reasons: &["device.contradiction"] };

/// The connection carries a capture.
pub(super) const NETWORK: Row = Row {
    name: "device.network",
    run: run_network,
    reasons: &["device.unknown", "device.network.offline", "device.network.slow"],
};

/// From so many frames on their times and copies say something: one second of a slow camera.
const FRAMES_THAT_SAY: u32 = 15;
/// Less noise than this, in thousandths of a level, no sensor has: 8-bit rounding alone leaves 289 (1/√12 of a level).
const LEAST_NOISE: u32 = 20;

/// What the engine itself saw of the same capture.
#[derive(Debug, Clone, Copy, Default)]
pub struct Measured {
    /// Width and height of the live photo, pixels.
    pub picture: Option<(u32, u32)>,
    /// The stream of frames, where the engine had one.
    pub frames: Option<FrameSignals>,
}

/// The findings of all six checks.
pub fn findings(signals: &DeviceSignals, measured: Measured) -> Vec<Finding> {
    // What the engine measured goes before what was claimed; noise it does not measure.
    let frames = match measured.frames {
        Some(own) => FrameSignals { noise: own.noise.or(signals.frames.noise), ..own },
        None => signals.frames,
    };
    vec![
        integrity(signals),
        camera(signals),
        stream(&frames),
        container(signals),
        consistency::consistency(CONSISTENCY.name, signals, measured),
        network::network(NETWORK.name, signals),
    ]
}

/// What the findings say of the capture as a whole.
pub fn trust(signals: Option<&DeviceSignals>, findings: &[Finding]) -> CaptureTrust {
    let Some(signals) = signals else { return CaptureTrust::Unknown };
    let came_out = |check: &str| findings.iter().find(|finding| finding.check == check).map(|finding| finding.outcome);
    let rows = [INTEGRITY, CAMERA, FRAMES, CONTAINER, CONSISTENCY];
    if rows.iter().any(|row| came_out(row.name) == Some(Outcome::Fail)) {
        return CaptureTrust::Suspect;
    }
    let whole = [INTEGRITY, CAMERA].iter().all(|row| came_out(row.name) == Some(Outcome::Pass));
    match signals.capture {
        None => CaptureTrust::Unknown,
        Some(CaptureWay::FileUpload) => CaptureTrust::FileUpload,
        Some(CaptureWay::LiveCamera) if signals.attested == Some(true) && whole => CaptureTrust::Attested,
        Some(CaptureWay::LiveCamera) => CaptureTrust::Claimed,
    }
}

/// The trust in the capture of a case.
pub fn trust_of(evidence: &Evidence, findings: &[Finding]) -> CaptureTrust {
    trust(evidence.device.seen(), findings)
}

fn unknown(signal: &str) -> (Outcome, Reason) {
    (Outcome::NotRun, Reason::new("device.unknown").with("signal", signal))
}

fn integrity(signals: &DeviceSignals) -> Finding {
    use Outcome::{Fail, Warn};
    let flags = [
        ("emulator", signals.emulator, Fail),
        ("hooked", signals.hooked, Fail),
        ("tampered", signals.tampered, Fail),
        ("debugged", signals.debugged, Fail),
        // Many honest people own such a phone, and some record their screen.
        ("rooted", signals.rooted, Warn),
        ("screen_recorded", signals.screen_recorded, Warn),
    ];
    let mut problems: Vec<(Outcome, Reason)> = Vec::new();
    for (signal, reported, outcome) in flags {
        match reported {
            Some(false) => {}
            Some(true) => problems.push((outcome, Reason::new("device.flag").with("signal", signal))),
            None => problems.push(unknown(signal)),
        }
    }
    if signals.attested == Some(false) {
        problems.push((Fail, Reason::new("device.flag").with("signal", "attested")));
    }
    if let Some(name) = signals.model.as_deref().and_then(|model| named(model, names::EMULATORS)) {
        problems.push((Fail, Reason::new("device.emulator").with("name", name)));
    }
    collect(INTEGRITY.name, problems)
}

fn camera(signals: &DeviceSignals) -> Finding {
    let camera = &signals.camera;
    let mut problems = Vec::new();
    match camera.label.as_ref().map(|label| label.expose().trim()) {
        None | Some("") => problems.push(unknown("camera.label")),
        Some(label) => {
            if let Some(name) = named(label, names::VIRTUAL_CAMERAS) {
                problems.push((Outcome::Fail, Reason::new("device.camera.virtual").with("name", name)));
            }
            let lower = label.to_lowercase();
            if names::PLAYED_FILES.iter().any(|ending| lower.ends_with(ending)) {
                problems.push((Outcome::Fail, Reason::new("device.camera.file")));
            }
        }
    }
    if camera.is_virtual == Some(true) {
        problems.push((Outcome::Fail, Reason::new("device.camera.virtual").with("name", "virtual")));
    }
    if let Some(name) = camera.others.iter().find_map(|other| named(other.expose(), names::VIRTUAL_CAMERAS)) {
        problems.push((Outcome::Warn, Reason::new("device.camera.virtual_present").with("name", name)));
    }
    match camera.facing {
        None => problems.push(unknown("camera.facing")),
        // Somebody else held the device.
        Some(Facing::Rear) => problems.push((Outcome::Warn, Reason::new("device.camera.rear"))),
        Some(Facing::Front | Facing::External) => {}
    }
    collect(CAMERA.name, problems)
}

fn stream(frames: &FrameSignals) -> Finding {
    let mut problems = Vec::new();
    let missing = [
        ("frames.count", frames.count.is_none()),
        ("frames.jitter_us", frames.jitter_us.is_none()),
        ("frames.duplicates", frames.duplicates.is_none()),
        ("frames.noise", frames.noise.is_none()),
    ];
    problems.extend(missing.iter().filter(|(_, missing)| *missing).map(|(signal, _)| unknown(signal)));
    let count = frames.count.unwrap_or(0);
    if let Some(duplicates) = frames.duplicates
        && count >= FRAMES_THAT_SAY
        && duplicates > 0
    {
        // A slow camera repeats a frame now and then; a loop or a still picture repeats most of them.
        let outcome = if duplicates > count / 2 { Outcome::Fail } else { Outcome::Warn };
        problems.push((outcome, Reason::new("device.frames.repeated").with("frames", duplicates).with("of", count)));
    }
    if frames.jitter_us == Some(0) && count >= FRAMES_THAT_SAY {
        problems.push((Outcome::Warn, Reason::new("device.frames.clockwork").with("of", count)));
    }
    if let Some(noise) = frames.noise.filter(|noise| *noise < LEAST_NOISE) {
        let reason = Reason::new("device.frames.noiseless").with("value", noise).with("threshold", LEAST_NOISE);
        problems.push((Outcome::Warn, reason));
    }
    collect(FRAMES.name, problems)
}

fn container(signals: &DeviceSignals) -> Finding {
    let mut problems = Vec::new();
    match signals.container.software.as_deref() {
        None => problems.push(unknown("container.software")),
        Some(software) => {
            if let Some(name) = named(software, names::GENERATORS) {
                problems.push((Outcome::Fail, Reason::new("device.container.generated").with("name", name)));
            } else if let Some(name) = named(software, names::EDITORS) {
                problems.push((Outcome::Warn, Reason::new("device.container.edited").with("name", name)));
            }
        }
    }
    collect(CONTAINER.name, problems)
}

/// One check on a case: it does not apply where nobody supplied signals.
fn told(evidence: &Evidence, check: &str) -> Finding {
    let Some(signals) = evidence.device.seen() else { return seen::not_declared(check) };
    let picture = evidence.captures.iter().find(|capture| capture.role == Role::Selfie).and_then(|c| match &c.picture {
        Decoded::Picture(picture) => Some((picture.width, picture.height)),
        Decoded::Problem(_) => None,
    });
    let all = findings(signals, Measured { picture, frames: None });
    all.into_iter().find(|finding| finding.check == check).unwrap_or_else(|| seen::not_declared(check))
}

fn run_integrity(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    told(evidence, INTEGRITY.name)
}

fn run_camera(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    told(evidence, CAMERA.name)
}

fn run_frames(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    told(evidence, FRAMES.name)
}

fn run_container(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    told(evidence, CONTAINER.name)
}

fn run_consistency(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    told(evidence, CONSISTENCY.name)
}

fn run_network(evidence: &Evidence, _policy: &Policy, _today: NaiveDate) -> Finding {
    told(evidence, NETWORK.name)
}

#[cfg(test)]
mod tests;
