//! What to tell the person before the camera (F-110), from what was seen of the face.
//!
//! A hint helps to take a better picture; it decides nothing and says nothing of liveness. Limits are where a component
//! begins to cost something, well before a policy refuses the picture.

use crate::wire::{CaptureHint, FaceEvidence, NotSeen, QualityName, Seen};

/// Component scores below these call for a hint: eyes mostly closed; a head turned by more than 20°; a face that is hardly
/// all there; a blurred one; eyes that look far aside; eyes or a mouth that do not show. The last three are under the lowest
/// scores of 150 live photographs of the development data (25, 51 and 50).
const LIMITS: [(QualityName, u8, CaptureHint); 9] = [
    (QualityName::EyesOpen, 40, CaptureHint::KeepEyesOpen),
    (QualityName::HeadPoseYaw, 88, CaptureHint::FaceCamera),
    (QualityName::HeadPosePitch, 88, CaptureHint::FaceCamera),
    (QualityName::HeadPoseRoll, 88, CaptureHint::FaceCamera),
    (QualityName::FacePresence, 50, CaptureHint::RemoveCoverings),
    (QualityName::Sharpness, 20, CaptureHint::HoldStill),
    (QualityName::Gaze, 20, CaptureHint::FaceCamera),
    (QualityName::EyeContrast, 40, CaptureHint::RemoveCoverings),
    (QualityName::MouthContrast, 40, CaptureHint::RemoveCoverings),
];
/// Eyes closer together than this many pixels: move closer.
const FAR: f32 = 60.0;
/// A face whose larger side is more than this share of the picture's smaller one: move away.
const NEAR: f32 = 0.75;
/// A face nearer to the picture's border than this, in sides of the face, is not in the oval.
const AT_THE_EDGE: f32 = 0.02;
/// Mean luma of a face that is too dark, and too bright.
const LIGHT: [f32; 2] = [60.0, 220.0];

/// The hints for a face in a picture of `width`×`height`, each once, in the order in which they should be followed. Empty
/// when the picture is good, and when there is no picture.
pub fn hints(face: &Seen<FaceEvidence>, width: u32, height: u32) -> Vec<CaptureHint> {
    let face = match face {
        Seen::Seen(face) => face,
        Seen::NotSeen { reason: NotSeen::NoFace } => return vec![CaptureHint::PositionFace],
        Seen::NotSeen { reason: NotSeen::FaceUnusable } => return vec![CaptureHint::MoveCloser],
        Seen::NotSeen { .. } => return Vec::new(),
    };
    let Some(quality) = face.quality.seen() else { return Vec::new() };
    let component = |name| quality.components.iter().find(move |component| component.name == name);
    let near = face.bounds.width.max(face.bounds.height) > NEAR * width.min(height) as f32;
    let at_the_edge = component(QualityName::CropMargin).is_some_and(|margin| margin.value < AT_THE_EDGE);
    let placed = [
        (face.faces > 1, CaptureHint::OnlyOneFace),
        (near, CaptureHint::MoveFurtherAway),
        (at_the_edge && !near, CaptureHint::PositionFace),
        (quality.eye_distance < FAR, CaptureHint::MoveCloser),
        (quality.brightness < LIGHT[0], CaptureHint::MoreLight),
        (quality.brightness > LIGHT[1], CaptureHint::LessLight),
    ];
    let posed = LIMITS.into_iter().map(|(name, least, hint)| (component(name).is_some_and(|found| found.score < least), hint));
    let mut wanted = Vec::new();
    for (needed, hint) in placed.into_iter().chain(posed) {
        if needed && !wanted.contains(&hint) {
            wanted.push(hint);
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{FaceQuality, Point, QualityComponent, Rect, Unit};

    fn face(change: impl Fn(&mut FaceEvidence, &mut FaceQuality)) -> Seen<FaceEvidence> {
        let names = LIMITS.iter().map(|limit| limit.0).chain([QualityName::CropMargin]);
        let mut quality = FaceQuality {
            eye_distance: 110.0,
            sharpness: 300.0,
            brightness: 130.0,
            yaw: 0.0,
            pitch: 0.0,
            roll: 0.0,
            presence: Unit::ONE,
            eyes_closed: Unit::ZERO,
            mouth_open: Unit::ZERO,
            components: names.map(|name| QualityComponent { name, value: 1.0, score: 100 }).collect(),
        };
        let mut face = FaceEvidence {
            blob: 0,
            bounds: Rect { x: 200.0, y: 100.0, width: 220.0, height: 280.0 },
            confidence: Unit::ONE,
            landmarks: [Point::default(); 5],
            faces: 1,
            quality: Seen::not(NotSeen::Blocked),
        };
        change(&mut face, &mut quality);
        face.quality = Seen::Seen(quality);
        Seen::Seen(face)
    }

    fn of(change: impl Fn(&mut FaceEvidence, &mut FaceQuality)) -> Vec<CaptureHint> {
        hints(&face(change), 640, 480)
    }

    #[test]
    fn f_110_each_flaw_has_its_hint_and_a_good_picture_none() {
        assert!(of(|_, _| ()).is_empty());
        assert_eq!(of(|face, _| face.faces = 2), [CaptureHint::OnlyOneFace]);
        assert_eq!(of(|face, _| face.bounds.height = 470.0), [CaptureHint::MoveFurtherAway]);
        assert_eq!(of(|_, q| q.eye_distance = 30.0), [CaptureHint::MoveCloser]);
        assert_eq!(of(|_, q| q.brightness = 20.0), [CaptureHint::MoreLight]);
        assert_eq!(of(|_, q| q.brightness = 240.0), [CaptureHint::LessLight]);
        for (index, (name, least, hint)) in LIMITS.into_iter().enumerate() {
            assert_eq!(of(|_, q| q.components[index].score = least - 1), [hint], "{name:?}");
            assert!(of(|_, q| q.components[index].score = least).is_empty(), "{name:?}");
        }
        assert_eq!(of(|_, q| q.components[LIMITS.len()].value = -0.1), [CaptureHint::PositionFace]);
    }

    #[test]
    fn f_121_no_face_and_no_picture_are_told_apart() {
        assert_eq!(hints(&Seen::not(NotSeen::NoFace), 640, 480), [CaptureHint::PositionFace]);
        assert_eq!(hints(&Seen::not(NotSeen::FaceUnusable), 640, 480), [CaptureHint::MoveCloser]);
        assert!(hints(&Seen::not(NotSeen::NoPicture), 0, 0).is_empty());
    }
}
