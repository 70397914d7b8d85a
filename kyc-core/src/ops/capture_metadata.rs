//! `capture_metadata`: what goes with a captured picture of a document (F-031, F-033).

use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use super::fields::picture;
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::image::{Image, decode, quality, warp};
use crate::locate::document::outline;
use crate::wire::{CaptureScores, GeoLocation, PictureProblem, Seen, Unit};

/// Width at which a picture is measured where no document stands out, as for evidence.
const MEASURED_WIDTH: u32 = quality::SHARPNESS_WIDTH;
/// Longest text that a device says of itself, in characters.
const LONGEST: usize = 64;

/// Describes a captured picture.
#[derive(Debug)]
pub struct CaptureMetadata;

/// The picture, and what the capture code knows of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaptureMetadataRequest {
    /// Index of the blob with the picture's file.
    pub image: u32,
    /// When it was taken, RFC 3339 with any offset. The engine has no clock.
    pub capture_time: String,
    /// Model of the device, as it calls itself.
    #[serde(default)]
    pub device_model: Option<String>,
    /// Version of its operating system.
    #[serde(default)]
    pub os_version: Option<String>,
    /// Which camera, such as `rear`.
    #[serde(default)]
    pub camera: Option<String>,
    /// Where it was taken, where the person has agreed to tell.
    #[serde(default)]
    pub geo_location: Option<GeoLocation>,
    /// From the first frame to the picture, in milliseconds.
    #[serde(default)]
    pub capture_duration_ms: Option<u32>,
}

/// The metadata, about 1 KB.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaptureMetadataResponse {
    /// When it was taken, ISO 8601 in UTC with `Z`.
    pub capture_time: String,
    /// Model of the device.
    pub device_model: Option<String>,
    /// Version of its operating system.
    pub os_version: Option<String>,
    /// Which camera.
    pub camera: Option<String>,
    /// Width and height in pixels, upright, such as `4032x3024`; absent when the picture does not decode.
    pub resolution: Option<String>,
    /// Sharpness, 0 to 1; scores are absent when the picture does not decode. [`CaptureScores`] defines them.
    pub focus_score: Option<Unit>,
    /// Lighting, 0 to 1.
    pub brightness_score: Option<Unit>,
    /// Glare, 0 to 1.
    pub glare_score: Option<Unit>,
    /// Where it was taken.
    pub geo_location: Option<GeoLocation>,
    /// From the first frame to the picture, in milliseconds.
    pub capture_duration_ms: Option<u32>,
    /// Why the picture does not decode.
    pub problem: Option<PictureProblem>,
}

impl Operation for CaptureMetadata {
    const NAME: &'static str = "capture_metadata";
    const NEEDS_MODELS: bool = false;
    type Request = CaptureMetadataRequest;
    type Response = CaptureMetadataResponse;

    fn run(engine: &Engine, request: CaptureMetadataRequest, blobs: &[&[u8]]) -> Result<CaptureMetadataResponse> {
        let wrong = |why: &str| Error::new(Code::InvalidRequest, why);
        let time = DateTime::parse_from_rfc3339(&request.capture_time)
            .map_err(|_| wrong("`capture_time` is no time of RFC 3339, such as 2026-11-21T10:00:00Z"))?;
        for text in [&request.device_model, &request.os_version, &request.camera].into_iter().flatten() {
            if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
                return Err(wrong("what a device says of itself has at most 64 characters, none of them control characters"));
            }
        }
        if request.geo_location.as_ref().is_some_and(|place| !place.is_on_earth()) {
            return Err(wrong("`geo_location` is no place: latitude is -90 to 90 degrees, longitude -180 to 180"));
        }
        let (seen, problem) = match decode(picture(blobs, request.image)?.bytes, engine.limits()) {
            Ok((pixels, picture)) => (Some((format!("{}x{}", picture.width, picture.height), scores(&pixels)?)), None),
            Err(problem) => (None, Some(problem)),
        };
        let (resolution, scores) = seen.unzip();
        Ok(CaptureMetadataResponse {
            capture_time: time.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Secs, true),
            device_model: request.device_model,
            os_version: request.os_version,
            camera: request.camera,
            resolution,
            focus_score: scores.map(|scores| scores.focus_score),
            brightness_score: scores.map(|scores| scores.brightness_score),
            glare_score: scores.map(|scores| scores.glare_score),
            geo_location: request.geo_location,
            capture_duration_ms: request.capture_duration_ms,
            problem,
        })
    }
}

/// Scores of the document, or of the whole picture where none stands out.
fn scores(pixels: &Image) -> Result<CaptureScores> {
    let (luma, width) = match outline(pixels, &[])? {
        Seen::Seen(quad) => {
            let height = MEASURED_WIDTH as f32 * quad.reading_height() / quad.reading_width().max(1.0);
            match warp::rectified(pixels, &quad, MEASURED_WIDTH, (height as u32).clamp(32, 4 * MEASURED_WIDTH)) {
                Some(document) => (document.luma(), MEASURED_WIDTH as usize),
                None => quality::measured_luma(pixels)?,
            }
        }
        Seen::NotSeen { .. } => quality::measured_luma(pixels)?,
    };
    let sharpness = quality::laplacian_variance(&luma, width);
    Ok(CaptureScores::of(sharpness, quality::brightness(&luma), quality::glare(&luma)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::image::encode::jpeg;

    fn asked(json: &str, file: &[u8]) -> Result<CaptureMetadataResponse> {
        let request = serde_json::from_str(json).unwrap();
        Engine::new(Config::default()).unwrap().capture_metadata(request, &[file])
    }

    #[test]
    fn f_033_the_metadata_have_every_key_and_about_a_kilobyte() {
        let file = jpeg(&Image::filled(640, 480, [120; 3])).unwrap();
        let request = r#"{"image": 0, "capture_time": "2026-11-21T12:30:00+02:00", "device_model": "Pixel 8", "os_version": "14",
            "camera": "rear", "geo_location": {"lat": 5.36, "lng": -4.01}, "capture_duration_ms": 2300}"#;
        let metadata = serde_json::to_value(asked(request, &file).unwrap()).unwrap();
        for (key, value) in [
            ("capture_time", "\"2026-11-21T10:30:00Z\""),
            ("device_model", "\"Pixel 8\""),
            ("os_version", "\"14\""),
            ("camera", "\"rear\""),
            ("resolution", "\"640x480\""),
            ("focus_score", "0.0"),
            ("glare_score", "0.0"),
            ("geo_location", r#"{"lat":5.36,"lng":-4.01}"#),
            ("capture_duration_ms", "2300"),
        ] {
            assert_eq!(metadata[key].to_string(), value, "{key}");
        }
        assert!((metadata["brightness_score"].as_f64().unwrap() - 120.0 / 255.0).abs() < 0.01);
        assert!(metadata.to_string().len() < 1024);
    }

    #[test]
    fn f_033_what_is_no_time_place_or_picture_is_told_apart() {
        let code = |json: &str| asked(json, b"").unwrap_err();
        for wrong in [
            r#"{"image": 0, "capture_time": "yesterday"}"#,
            r#"{"image": 0, "capture_time": "2026-11-21T10:00:00Z", "geo_location": {"lat": 91.5, "lng": 0}}"#,
            r#"{"image": 0, "capture_time": "2026-11-21T10:00:00Z", "camera": "a\u0000b"}"#,
        ] {
            let error = code(wrong);
            assert!(error.code() == Code::InvalidRequest && !error.message().contains("91.5"), "{error}");
        }
        let answer = asked(r#"{"image": 0, "capture_time": "2026-11-21T10:00:00Z"}"#, b"").unwrap();
        assert_eq!((answer.problem, answer.focus_score), (Some(PictureProblem::Empty), None));
    }
}
