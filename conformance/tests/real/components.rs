//! Components of face quality on a real face that somebody changed: each falls when what it measures gets worse.

use image::{Rgb, RgbImage, imageops};
use kyc_core::ops::CheckLivenessRequest;
use kyc_core::wire::{CaptureHint, FaceEvidence, Point, QualityName};
use kyc_synth::photo::jpeg;

use super::support::{engine, portraits};

/// Quality of the files that are not about files.
const GOOD: u8 = 95;

fn face(picture: &RgbImage, quality: u8) -> (FaceEvidence, Vec<CaptureHint>) {
    let file = jpeg(picture, quality).expect("a file");
    let answer = engine().check_liveness(CheckLivenessRequest::new(0), &[&file]).expect("a picture");
    (answer.face.seen().expect("a face").clone(), answer.hints)
}

fn score(picture: &RgbImage, quality: u8, name: QualityName) -> u8 {
    let (face, _) = face(picture, quality);
    let found = face.quality.seen().expect("measures").components.iter().find(|component| component.name == name).cloned();
    found.expect("the component").score
}

/// A portrait with room around it, and its eyes and mouth.
fn sitter() -> (RgbImage, [Point; 5]) {
    let (_, portrait) = &portraits()[0];
    let mut picture = RgbImage::from_pixel(portrait.width() * 2, portrait.height() * 3 / 2, Rgb([150, 155, 160]));
    imageops::replace(&mut picture, portrait, i64::from(portrait.width() / 2), i64::from(portrait.height() / 4));
    let landmarks = face(&picture, GOOD).0.landmarks;
    (picture, landmarks)
}

fn ellipse(picture: &mut RgbImage, at: Point, (rx, ry): (f32, f32), colour: [u8; 3]) {
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (dx, dy) = ((x as f32 - at.x) / rx, (y as f32 - at.y) / ry);
        if dx * dx + dy * dy <= 1.0 {
            *pixel = Rgb(colour);
        }
    }
}

/// Both irises, moved to the right by `by` pixels over what lies beside them.
fn looking_aside(picture: &RgbImage, eyes: [Point; 2], by: f32) -> RgbImage {
    let mut changed = picture.clone();
    let apart = eyes[0].distance(eyes[1]);
    let (across, down) = (0.19 * apart, 0.075 * apart);
    for eye in eyes {
        for (x, y, pixel) in changed.enumerate_pixels_mut() {
            let (dx, dy) = ((x as f32 - eye.x) / across, (y as f32 - eye.y) / down);
            let near = dx * dx + dy * dy;
            if near < 1.0 {
                // Fades to the eye's rim, so that lids and skin stay.
                let from = x as f32 - by * (1.0 - near);
                *pixel = *picture.get_pixel(from.round().max(0.0) as u32, y);
            }
        }
    }
    changed
}

#[test]
fn f_110_eyes_that_look_aside_score_lower_on_gaze() {
    let (picture, landmarks) = sitter();
    let eyes = [landmarks[0], landmarks[1]];
    let apart = eyes[0].distance(eyes[1]);
    let scores = [0.0, 0.05, 0.1].map(|by| score(&looking_aside(&picture, eyes, by * apart), GOOD, QualityName::Gaze));
    assert!(scores[0] > scores[1] && scores[1] > scores[2], "{scores:?}");
}

#[test]
fn f_110_dark_glasses_and_masks_take_contrast_and_are_told() {
    let (picture, landmarks) = sitter();
    let apart = landmarks[0].distance(landmarks[1]);
    let mut glasses = picture.clone();
    for eye in [landmarks[0], landmarks[1]] {
        ellipse(&mut glasses, eye, (0.42 * apart, 0.3 * apart), [18, 18, 20]);
    }
    let mut mask = picture.clone();
    let mouth = Point::new((landmarks[3].x + landmarks[4].x) / 2.0, (landmarks[3].y + landmarks[4].y) / 2.0);
    ellipse(&mut mask, mouth, (0.9 * apart, 0.6 * apart), [170, 200, 215]);
    let bare = |name| score(&picture, GOOD, name);
    assert!(score(&glasses, GOOD, QualityName::EyeContrast) < 30 && bare(QualityName::EyeContrast) > 60);
    assert!(score(&mask, GOOD, QualityName::MouthContrast) < 30 && bare(QualityName::MouthContrast) > 60);
    assert!(!face(&picture, GOOD).1.contains(&CaptureHint::RemoveCoverings));
    for covered in [&glasses, &mask] {
        assert!(face(covered, GOOD).1.contains(&CaptureHint::RemoveCoverings));
    }
}

#[test]
fn f_110_a_busy_background_and_a_coarse_file_score_lower() {
    let (picture, _) = sitter();
    let bounds = face(&picture, GOOD).0.bounds;
    let beside = |x: f32| x < bounds.x - 0.12 * bounds.width || x > bounds.x + 1.12 * bounds.width;
    let mut busy = picture.clone();
    for (x, y, pixel) in busy.enumerate_pixels_mut().filter(|(x, ..)| beside(*x as f32)) {
        *pixel = if (x / 12 + y / 12).is_multiple_of(2) { Rgb([40, 40, 40]) } else { Rgb([220, 220, 220]) };
    }
    let plain = |picture: &RgbImage| score(picture, GOOD, QualityName::BackgroundPlainness);
    assert!(plain(&busy) < plain(&picture), "{} {}", plain(&busy), plain(&picture));
    let file = [95, 30, 8].map(|quality| score(&picture, quality, QualityName::Compression));
    assert!(file[0] > file[1] && file[1] > file[2], "{file:?}");
}
