//! Faces that cannot be used, through the door, with the real models: a typed finding each, in bounded time. Skipped, saying
//! so, where models or `../shared/data` are absent.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::io::Cursor;
use std::path::PathBuf;
use std::sync::OnceLock;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, imageops};
use kyc_core::ops::*;
use kyc_core::wire::{CaptureHint, Decoded, NotSeen};
use kyc_core::{Config, Engine};

struct Ready {
    engine: Engine,
    /// A picture of one face that fills its middle.
    person: RgbImage,
}

fn ready() -> Option<&'static Ready> {
    static READY: OnceLock<Option<Ready>> = OnceLock::new();
    let ready = READY.get_or_init(|| {
        let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/active_liveness/nuaa0004_noblink"));
        let cache = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/kyc/models"));
        let folder = std::env::var_os("KYC_MODELS").map(PathBuf::from).or_else(cache)?;
        let engine = Engine::new(Config::prepared(folder)).ok()?;
        let mut files: Vec<_> = std::fs::read_dir(data).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        let person = image::open(files.first()?).ok()?.into_rgb8();
        Some(Ready { engine, person })
    });
    if ready.is_none() {
        let data = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")).is_dir();
        assert!(!data || std::env::var_os("KYC_MODELS").is_none(), "$KYC_MODELS names models that cannot be used");
        eprintln!("skipped: no prepared models or no ../shared/data");
    }
    ready.as_ref()
}

fn png(picture: RgbImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

impl Ready {
    fn look(&self, picture: RgbImage) -> CheckLivenessResponse {
        self.engine.check_liveness(CheckLivenessRequest::new(0), &[&png(picture)]).unwrap()
    }

    /// The face alone, with a little around it.
    fn head(&self) -> RgbImage {
        let seen = self.look(self.person.clone());
        let bounds = seen.face.seen().unwrap().bounds;
        let side = bounds.width.max(bounds.height) * 1.3;
        let corner = |middle: f32| (middle - side / 2.0).max(0.0) as u32;
        let (x, y) = (corner(bounds.x + bounds.width / 2.0), corner(bounds.y + bounds.height / 2.0));
        imageops::crop_imm(&self.person, x, y, side as u32, side as u32).to_image()
    }

    fn active(&self, blobs: &[Vec<u8>], times: impl Fn(u64) -> u64) -> CheckActiveLivenessResponse {
        let frames = (0..blobs.len()).map(|i| ActiveFrame { image: i as u32, time_ms: times(i as u64), raw: None }).collect();
        let request = CheckActiveLivenessRequest { actions: Vec::new(), frames, mirrored: false, device: None };
        let blobs: Vec<&[u8]> = blobs.iter().map(Vec::as_slice).collect();
        self.engine.check_active_liveness(request, &blobs).unwrap()
    }
}

fn codes(answer: &CheckActiveLivenessResponse) -> Vec<&str> {
    answer.verdict.reasons.iter().map(|reason| reason.code.trim_start_matches("liveness.active.")).collect()
}

#[test]
fn f_121_no_face_is_said_and_the_person_told_where_to_be() {
    let Some(ready) = ready() else { return };
    let seen = ready.look(RgbImage::from_fn(640, 480, |x, y| Rgb([(x / 3) as u8, (y / 2) as u8, 90])));
    assert_eq!((seen.face.reason(), seen.liveness.reason()), (Some(NotSeen::NoFace), Some(NotSeen::NoFace)));
    assert_eq!(seen.hints, [CaptureHint::PositionFace]);
}

#[test]
fn f_110_a_face_at_the_edge_is_to_be_positioned() {
    let Some(ready) = ready() else { return };
    let bounds = ready.look(ready.person.clone()).face.seen().unwrap().bounds;
    // The picture begins in the face: a tenth of it is cut away, then half.
    for share in [0.1, 0.5] {
        let x = (bounds.x + bounds.width * share).max(0.0) as u32;
        let cut = imageops::crop_imm(&ready.person, x, 0, ready.person.width() - x, ready.person.height()).to_image();
        let seen = ready.look(cut);
        let positioned = seen.hints.iter().any(|hint| matches!(hint, CaptureHint::PositionFace | CaptureHint::MoveCloser));
        assert!(positioned, "{share}: {:?} {:?}", seen.face, seen.hints);
    }
}

/// There is no picture of an infant in the development data: an adult's head is given the proportions of one, by the strain with which heads
/// grow (Todd, Mark, Shaw and Pittenger 1980), undone.
#[test]
fn f_121_a_head_of_an_infants_proportions_is_one_measured_face() {
    let Some(ready) = ready() else { return };
    let bounds = ready.look(ready.person.clone()).face.seen().unwrap().bounds;
    let (cx, cy) = (bounds.x + bounds.width / 2.0, bounds.y + bounds.height / 2.0);
    let (width, height) = ready.person.dimensions();
    let infant = |strain: f32| {
        RgbImage::from_fn(width, height, |x, y| {
            let (dx, dy) = (x as f32 - cx, y as f32 - cy);
            // 1 at the crown, 1 + 2 strain at the chin: what is low comes from farther, so it is drawn smaller.
            let grown = 1.0 + strain * (1.0 + dy / dx.hypot(dy).max(1.0));
            let at = |middle: f32, off: f32, length: u32| ((middle + off * grown).max(0.0) as u32).min(length - 1);
            *ready.person.get_pixel(at(cx, dx, width), at(cy, dy, height))
        })
    };
    for strain in [0.1, 0.2] {
        let seen = ready.look(infant(strain));
        let face = seen.face.seen().unwrap();
        assert_eq!(face.faces, 1, "{strain}");
        let quality = face.quality.seen().unwrap();
        assert!(!quality.components.is_empty() && quality.components.iter().all(|part| part.score <= 100), "{quality:?}");
        assert!(face.bounds.height < bounds.height, "the face became smaller: {:?}", face.bounds);
        // Its age is nobody's to judge here; what liveness answers is a score or a reason.
        assert!(seen.liveness.seen().is_some() || seen.liveness.reason() == Some(NotSeen::FaceUnusable));
    }
}

#[test]
fn f_129_grey_and_tiny_faces_are_not_judged_live() {
    let Some(ready) = ready() else { return };
    let grey = DynamicImage::from(ready.person.clone()).into_luma8();
    let seen = ready.look(DynamicImage::from(grey).into_rgb8());
    assert_eq!(seen.liveness.reason(), Some(NotSeen::FaceUnusable), "grey, as near-infrared pictures are");
    let mut far = RgbImage::from_pixel(640, 480, Rgb([120, 125, 130]));
    imageops::replace(&mut far, &imageops::resize(&ready.head(), 52, 52, imageops::FilterType::Triangle), 290, 210);
    let seen = ready.look(far);
    assert!(matches!(seen.liveness.reason(), Some(NotSeen::FaceUnusable | NotSeen::NoFace)), "{:?}", seen.liveness);
    assert!(!seen.hints.is_empty());
}

#[test]
fn f_121_a_crowd_of_ten_thousand_ends_and_is_nobody() {
    let Some(ready) = ready() else { return };
    let small = imageops::resize(&ready.head(), 40, 40, imageops::FilterType::Triangle);
    let crowd = RgbImage::from_fn(4000, 4000, |x, y| *small.get_pixel(x % 40, y % 40));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(crowd).write_to(&mut file, ImageFormat::Jpeg).unwrap();
    let seen = ready.engine.check_liveness(CheckLivenessRequest::new(0), &[file.get_ref()]).unwrap();
    assert!(matches!(seen.capture.picture, Decoded::Picture(_)));
    // Faces of 40 pixels in a picture of this size are found as many, or too small to be found: never one person.
    match seen.face.seen() {
        Some(face) => assert!(face.faces > 1 && seen.hints.contains(&CaptureHint::OnlyOneFace), "{} faces", face.faces),
        None => assert!(seen.liveness.seen().is_none()),
    }
}

#[test]
fn f_111_times_that_cannot_be_are_refused_before_any_picture_is_looked_at() {
    let Some(ready) = ready() else { return };
    // No picture at all: that they are not looked at is seen by the reasons.
    let frames = vec![b"no picture".to_vec(); 40];
    assert_eq!(codes(&ready.active(&frames, |i| 2_000 - i * 40)), ["out_of_order", "too_short"]);
    assert_eq!(codes(&ready.active(&frames, |i| (i / 2) * 100)), ["equal_times"]);
    assert_eq!(codes(&ready.active(&frames, |i| if i == 39 { u64::MAX } else { i * 50 })), ["too_long"]);
    // A minute at 30 frames a second.
    let minute = vec![b"no picture".to_vec(); 1_800];
    assert_eq!(codes(&ready.active(&minute, |i| i * 33)), ["too_many_frames", "too_long"]);
    assert!(ready.active(&minute, |i| i * 33).guidance.is_empty());
}

#[test]
fn f_129_one_frame_300_times_is_frozen() {
    let Some(ready) = ready() else { return };
    let frames = vec![png(imageops::resize(&ready.person, 320, 240, imageops::FilterType::Triangle)); 300];
    let answer = ready.active(&frames, |i| i * 40);
    assert!(codes(&answer).contains(&"frozen") && !answer.verdict.is_live, "{:?}", codes(&answer));
    assert_eq!((answer.frames.count, answer.frames.duplicates), (Some(300), Some(299)));
}

#[test]
fn f_129_statues_and_drawings_are_nobody_alive() {
    let Some(ready) = ready() else { return };
    let not_live = |name: &str, picture: RgbImage| {
        let seen = ready.look(picture);
        let live = seen.liveness.seen().is_some_and(|liveness| liveness.is_live);
        assert!(!live, "{name}: {:?}", seen.liveness);
    };
    // A face in strokes and flat paint, on paper.
    let drawn = RgbImage::from_fn(640, 480, |x, y| {
        let (dx, dy) = (x as f32 - 320.0, y as f32 - 240.0);
        let within = |cx: f32, cy: f32, rx: f32, ry: f32| ((dx - cx) / rx).hypot((dy - cy) / ry) < 1.0;
        let eye = within(-42.0, -30.0, 18.0, 10.0) || within(42.0, -30.0, 18.0, 10.0);
        match () {
            () if eye || within(0.0, 65.0, 40.0, 12.0) || within(0.0, 20.0, 8.0, 20.0) => Rgb([40, 30, 30]),
            () if within(0.0, 0.0, 110.0, 145.0) => Rgb([225, 180, 150]),
            () if within(0.0, 0.0, 118.0, 153.0) => Rgb([30, 30, 30]),
            () => Rgb([245, 244, 238]),
        }
    });
    not_live("a drawing", drawn.clone());
    // Light from one side.
    let lit = |x: u32, value: u8| (f32::from(value) * (0.7 + 0.3 * x as f32 / 640.0)) as u8;
    not_live("a shaded drawing", RgbImage::from_fn(640, 480, |x, y| Rgb(drawn.get_pixel(x, y).0.map(|value| lit(x, value)))));
    // Marble and plaster have next to no colour; what there is comes of the light.
    let marble = RgbImage::from_fn(ready.person.width(), ready.person.height(), |x, y| {
        let Rgb([r, g, b]) = *ready.person.get_pixel(x, y);
        let luma = (u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8;
        Rgb([luma as u8, luma as u8, luma as u8])
    });
    not_live("a statue", marble);
}

#[test]
fn a_011_pose_and_eyes_are_seen_and_told_and_attacks_are_looked_for() {
    let Some(ready) = ready() else { return };
    let seen = ready.look(ready.person.clone());
    let face = seen.face.seen().unwrap();
    let quality = face.quality.seen().unwrap();
    assert!(quality.yaw.abs() < 45.0 && quality.pitch.abs() < 45.0 && quality.eyes_closed.to_f64() < 0.9, "{quality:?}");
    // Three independent looks for a print, a screen or another photograph, each with its own score.
    let cues: Vec<&str> = seen.liveness.seen().unwrap().cues.iter().map(|cue| cue.name.as_str()).collect();
    assert_eq!(cues, [&["pad_network", "frame_edges", "skin_colour", "focus"][..], &kyc_core::liveness::TOLD].concat());
}
