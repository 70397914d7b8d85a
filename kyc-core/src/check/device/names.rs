//! Names by which emulators, virtual cameras and programs that make pictures give themselves away (F-014). Lower case; a name
//! that is held anywhere in a label counts. Lists grow old: a name that is missing here is not a sign of good faith.

/// Virtual cameras and the devices with which browsers and emulators stand in for a camera.
pub(super) const VIRTUAL_CAMERAS: &[&str] = &[
    "obs virtual",
    "obs-camera",
    "obs camera",
    "manycam",
    "xsplit",
    "snap camera",
    "splitcam",
    "droidcam",
    "iriun",
    "epoccam",
    "camtwist",
    "reincubate",
    "e2esoft",
    "youcam",
    "webcamoid",
    "akvirtualcamera",
    "v4l2loopback",
    "dummy video device",
    "unity video capture",
    "deepfacelive",
    "avatarify",
    "ndi video",
    "ndi webcam",
    "mmhmm",
    "chromacam",
    "nvidia broadcast",
    "logi capture",
    "virtual camera",
    "virtual webcam",
    "virtualcam",
    "virtualscene",
    "fake_device",
    "fake device",
    "screen capture",
];

/// Endings of files that are played where a camera should be: Chromium shows a fake capture's path as its label.
pub(super) const PLAYED_FILES: &[&str] = &[".y4m", ".mjpeg", ".mjpg", ".mp4", ".webm", ".mov", ".avi", ".mkv"];

/// Emulators and virtual machines, by what they call the device.
pub(super) const EMULATORS: &[&str] = &[
    "bluestacks",
    "noxplayer",
    "nox_",
    "ldplayer",
    "memu",
    "genymotion",
    "vbox",
    "virtualbox",
    "vmware",
    "qemu",
    "sdk_gphone",
    "google_sdk",
    "android sdk built for",
    "emulator",
    "goldfish",
    "ranchu",
    "generic_x86",
    "waydroid",
    "koplayer",
    "gameloop",
    "andyos",
    "droid4x",
    "mumu",
    "simulator",
];

/// Programs that make pictures of people who do not exist.
pub(super) const GENERATORS: &[&str] = &[
    "stable diffusion",
    "stablediffusion",
    "automatic1111",
    "comfyui",
    "invokeai",
    "midjourney",
    "dall-e",
    "dall·e",
    "openai",
    "adobe firefly",
    "deepfacelab",
    "faceswap",
    "reface",
    "faceapp",
];

/// Programs that change pictures, or record what a screen shows.
pub(super) const EDITORS: &[&str] = &[
    "photoshop",
    "gimp",
    "lightroom",
    "affinity",
    "snapseed",
    "picsart",
    "facetune",
    "pixelmator",
    "paint.net",
    "imagemagick",
    "screenshot",
    "screen record",
    "obs studio",
    "obs-studio",
    "lavf",
    "ffmpeg",
    "handbrake",
];

/// The first of `names` that `text` holds.
pub(super) fn named(text: &str, names: &[&'static str]) -> Option<&'static str> {
    let text = text.to_lowercase();
    names.iter().copied().find(|name| text.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_014_names_are_found_in_labels_as_they_are_written() {
        for label in ["OBS Virtual Camera", "ManyCam Virtual Webcam", "obs-camera (m-de:vice)", "fake_device_0", "XSplit VCam"] {
            assert!(named(label, VIRTUAL_CAMERAS).is_some(), "{label}");
        }
        for label in ["FaceTime HD Camera", "camera2 1, facing front", "Integrated Camera (04f2:b6d9)", "Logitech BRIO", ""] {
            assert_eq!(named(label, VIRTUAL_CAMERAS), None, "{label}");
        }
        assert!(["BlueStacks", "sdk_gphone64_x86_64"].iter().all(|model| named(model, EMULATORS).is_some()));
        assert!(["Pixel 8", "SM-S918B", "iPhone15,2"].iter().all(|model| named(model, EMULATORS).is_none()));
    }

    #[test]
    fn names_are_in_lower_case() {
        let all = [VIRTUAL_CAMERAS, PLAYED_FILES, EMULATORS, GENERATORS, EDITORS].concat();
        assert!(all.iter().all(|name| *name == name.to_lowercase() && name.len() >= 4));
    }
}
