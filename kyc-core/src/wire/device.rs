//! Signals of the device and the camera of the live photo (F-010 to F-015): claims of the host's capture code.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sensitive::Sensitive;

/// What the capture code says of the device. **Claims**: code on a device that belongs to an attacker says what the attacker
/// likes, so they can lower trust and contradict each other, and nothing in them raises a score.
///
/// The engine cannot see a platform's interfaces: each binding fills in what it can learn there. Absent is unknown, never good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DeviceSignals {
    /// How the live photo came to the host.
    pub capture: Option<CaptureWay>,
    /// The platform that the capture code runs on.
    pub platform: Option<Platform>,
    /// Version of the operating system, as it calls itself.
    pub os_version: Option<String>,
    /// Model of the device, as it calls itself, e.g. `Pixel 8` or `iPhone15,2`.
    pub model: Option<String>,
    /// The device is an emulator or a virtual machine.
    pub emulator: Option<bool>,
    /// The device is rooted or jailbroken.
    pub rooted: Option<bool>,
    /// Code is hooked into the capture code (Frida and its like).
    pub hooked: Option<bool>,
    /// The application is not the one that was published (modified APK or IPA).
    pub tampered: Option<bool>,
    /// A debugger is attached, or debugging is switched on.
    pub debugged: Option<bool>,
    /// The screen is being recorded or mirrored.
    pub screen_recorded: Option<bool>,
    /// The host has verified an attestation of device and application (Play Integrity, App Attest): `false` when it failed.
    /// This one is the host's own answer.
    pub attested: Option<bool>,
    /// The camera.
    pub camera: CameraSignals,
    /// The stream of frames that the photo was taken from.
    pub frames: FrameSignals,
    /// Metadata of the file of the photo.
    pub container: ContainerSignals,
    /// The connection that the pictures came over.
    pub network: NetworkSignals,
}

/// How a photo came to the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaptureWay {
    /// The host's own capture code took it from a camera.
    LiveCamera,
    /// It came as a file.
    FileUpload,
}

/// Where capture code runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// An Android application.
    Android,
    /// An iOS or iPadOS application.
    Ios,
    /// A browser, on whatever device.
    Web,
    /// An application on a desktop computer.
    Desktop,
}

/// Which way a camera looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Facing {
    /// Towards the person who looks at the screen.
    Front,
    /// Away from that person.
    Rear,
    /// A camera of its own, on a cable or beside the screen.
    External,
}

/// The camera of the live photo.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CameraSignals {
    /// Its label. Some hold their owner's name.
    pub label: Option<Sensitive<String>>,
    /// Labels of the device's other cameras.
    pub others: Vec<Sensitive<String>>,
    /// Which way it looks.
    pub facing: Option<Facing>,
    /// The platform says that it is no piece of hardware.
    #[serde(rename = "virtual")]
    pub is_virtual: Option<bool>,
    /// The device has a camera that looks at the person.
    pub front_available: Option<bool>,
    /// The device has a camera that looks away from the person.
    pub rear_available: Option<bool>,
    /// It focuses by itself.
    pub autofocus: Option<bool>,
    /// Width of its largest pictures, pixels.
    pub width: Option<u32>,
    /// Height of its largest pictures, pixels.
    pub height: Option<u32>,
}

/// A stream of frames.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FrameSignals {
    /// Frames counted.
    pub count: Option<u32>,
    /// Median time from one frame to the next, microseconds.
    pub interval_us: Option<u64>,
    /// Mean distance of these times from their median, microseconds.
    pub jitter_us: Option<u64>,
    /// Frames that are the same, pixel by pixel, as an earlier one.
    pub duplicates: Option<u32>,
    /// Sensor noise: standard deviation between two frames of what stands still, in thousandths of one of 256 levels of luma.
    pub noise: Option<u32>,
}

/// Metadata of a file of a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ContainerSignals {
    /// The program that wrote it (EXIF `Software`, the encoder of a video).
    pub software: Option<String>,
    /// The camera's maker (EXIF `Make`).
    pub make: Option<String>,
    /// The camera's model (EXIF `Model`).
    pub model: Option<String>,
}

/// A connection of the device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NetworkSignals {
    /// The device reaches the host.
    pub online: Option<bool>,
    /// What it can send to the host, kilobits per second.
    pub uplink_kbps: Option<u32>,
}

/// How far the way of the live photo into the engine can be trusted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaptureTrust {
    /// A signal says that the picture was injected, or that the device is not what it says.
    Suspect,
    /// Nobody said how the picture was taken.
    #[default]
    Unknown,
    /// It came as a file: whoever sent it chose it.
    FileUpload,
    /// Capture code says that a camera took it, nothing contradicts, and nobody vouches for that code.
    Claimed,
    /// Besides, the host verified an attestation, and the checks of device and camera ran and passed.
    Attested,
}
