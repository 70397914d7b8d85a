//! Whether claims agree: with each other, and with what the engine saw itself (F-015).
//!
//! A lie about one thing is hard to keep up in all the others. Two claims that cannot both be true fail the check, whichever
//! of them is the lie.

use super::Measured;
use super::names::{self, named};
use crate::check::{collect, seen};
use crate::wire::{CaptureWay, DeviceSignals, Facing, Finding, NotSeen, Outcome, Platform, Reason};

/// Two claims and whether they can both be true.
type Pair = (&'static str, &'static str, bool);

pub(super) fn consistency(check: &str, signals: &DeviceSignals, measured: Measured) -> Finding {
    let pairs: Vec<Pair> = [
        device(signals),
        attestation(signals),
        label(signals),
        cameras(signals),
        stream(signals, measured),
        picture(signals, measured),
    ]
    .into_iter()
    .flatten()
    .flatten()
    .collect();
    if pairs.is_empty() {
        // No claim could be held against another.
        return seen::not_run(check, NotSeen::NotProvided);
    }
    let contradicts =
        |(one, other, _): &Pair| (Outcome::Fail, Reason::new("device.contradiction").with("signal", one).with("other", other));
    collect(check, pairs.iter().filter(|(.., agree)| !agree).map(contradicts).collect())
}

/// The platform, the model of the device and the model in the file.
fn device(signals: &DeviceSignals) -> Vec<Option<Pair>> {
    let model = signals.model.as_deref().map(str::to_lowercase);
    let apple = |model: &str| ["iphone", "ipad", "ipod"].iter().any(|name| model.starts_with(name));
    let of_platform = match (signals.platform, &model) {
        (Some(Platform::Ios), Some(model)) => Some(apple(model) || named(model, names::EMULATORS).is_some()),
        (Some(Platform::Android), Some(model)) => Some(!apple(model)),
        _ => None,
    };
    // An application names the device as its files do; a browser does not know it.
    let native = matches!(signals.platform, Some(Platform::Android | Platform::Ios));
    let in_file = signals.container.model.as_deref().map(str::to_lowercase);
    let same_model = match (&model, &in_file) {
        // `iPhone15,2` writes `iPhone 14 Pro`: only the kind can be compared.
        (Some(model), Some(file)) if native && apple(model) => Some(apple(file)),
        (Some(model), Some(file)) if native => Some(model.contains(file.as_str()) || file.contains(model.as_str())),
        _ => None,
    };
    let no_emulator = match (signals.emulator, &model) {
        (Some(false), Some(model)) => Some(named(model, names::EMULATORS).is_none()),
        _ => None,
    };
    vec![
        of_platform.map(|agree| ("platform", "model", agree)),
        same_model.map(|agree| ("model", "container.model", agree)),
        no_emulator.map(|agree| ("emulator", "model", agree)),
    ]
}

/// An attested application is not hooked, nor changed, nor on an emulator.
fn attestation(signals: &DeviceSignals) -> Vec<Option<Pair>> {
    let with = |name: &'static str, flag: Option<bool>| match (signals.attested, flag) {
        (Some(true), Some(raised)) => Some(("attested", name, !raised)),
        _ => None,
    };
    vec![with("hooked", signals.hooked), with("tampered", signals.tampered), with("emulator", signals.emulator)]
}

/// The camera's label against what else is said of it.
fn label(signals: &DeviceSignals) -> Vec<Option<Pair>> {
    let camera = &signals.camera;
    let Some(label) = camera.label.as_ref().map(|label| label.expose().to_lowercase()) else { return Vec::new() };
    let says_front = label.contains("front");
    let says_rear = label.contains("back") || label.contains("rear");
    let facing = match camera.facing {
        Some(Facing::Front) if says_front != says_rear => Some(says_front),
        Some(Facing::Rear) if says_front != says_rear => Some(says_rear),
        _ => None,
    };
    let hardware = (camera.is_virtual == Some(false)).then(|| named(&label, names::VIRTUAL_CAMERAS).is_none());
    vec![
        facing.map(|agree| ("camera.facing", "camera.label", agree)),
        hardware.map(|agree| ("camera.virtual", "camera.label", agree)),
    ]
}

/// Which way the camera looks against which cameras there are.
fn cameras(signals: &DeviceSignals) -> Vec<Option<Pair>> {
    let camera = &signals.camera;
    let there = match camera.facing {
        Some(Facing::Front) => camera.front_available.map(|there| ("camera.facing", "camera.front_available", there)),
        Some(Facing::Rear) => camera.rear_available.map(|there| ("camera.facing", "camera.rear_available", there)),
        Some(Facing::External) | None => None,
    };
    vec![there]
}

/// Counts of frames among themselves and against the engine's own count.
fn stream(signals: &DeviceSignals, measured: Measured) -> Vec<Option<Pair>> {
    let claimed = &signals.frames;
    let fewer = claimed.count.zip(claimed.duplicates).map(|(count, duplicates)| duplicates < count.max(1));
    let live = match (signals.capture, claimed.count) {
        (Some(CaptureWay::LiveCamera), Some(count)) => Some(count > 0),
        _ => None,
    };
    let own = measured.frames.unwrap_or_default();
    let same_count = claimed.count.zip(own.count).map(|(claimed, own)| claimed >= own);
    let same_copies = claimed.duplicates.zip(own.duplicates).map(|(claimed, own)| claimed >= own);
    vec![
        fewer.map(|agree| ("frames.duplicates", "frames.count", agree)),
        live.map(|agree| ("capture", "frames.count", agree)),
        // Not every frame that the camera gave is handed in.
        same_count.map(|agree| ("frames.count", "frames", agree)),
        same_copies.map(|agree| ("frames.duplicates", "frames", agree)),
    ]
}

/// A picture is not larger than the largest of its camera, whichever way up it is.
fn picture(signals: &DeviceSignals, measured: Measured) -> Vec<Option<Pair>> {
    let camera = signals.camera.width.zip(signals.camera.height);
    let fits = camera.zip(measured.picture).map(|(camera, picture)| {
        let sides = |(width, height): (u32, u32)| (width.min(height), width.max(height));
        let ((short, long), (own_short, own_long)) = (sides(camera), sides(picture));
        own_short <= short && own_long <= long
    });
    vec![fits.map(|agree| ("camera.width", "picture", agree))]
}
