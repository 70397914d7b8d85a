//! Faces: mesh, alignment, quality, embedding, comparison.
//!
//! A picture goes through detection (`locate::face`), the mesh, alignment by mesh points, measures and embedding. Which face
//! counts: see [`observe`].

mod align;
mod around;
mod components;
mod covered;
mod embed;
mod hints;
mod index;
mod mesh;
mod moment;
pub(crate) mod patch;
mod quality;
mod second;
mod template;

pub use embed::{Embedding, compare};
pub use hints::hints;
pub use index::{Candidate, FaceIndex};
pub use moment::{Moment, moment};
pub use second::{SecondEmbedder, compare_faces};

use crate::error::Result;
use crate::image::Image;
use crate::locate::face::{self as locate, Detection};
use crate::model::Loaded;
use crate::wire::{FaceEvidence, NotSeen, Point, Rect, Seen};

/// The models a face needs.
#[derive(Clone)]
pub struct FaceModels {
    /// YuNet.
    pub detector: Loaded,
    /// MediaPipe's face mesh.
    pub mesh: Loaded,
    /// MediaPipe's blendshapes.
    pub blendshapes: Loaded,
    /// SFace.
    pub embedder: Loaded,
    /// A second opinion on who it is, where one is configured.
    pub second: Option<SecondEmbedder>,
}

/// What the picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A live photo of one person.
    Selfie,
    /// A document with a printed portrait, perhaps with a smaller ghost image beside it.
    Portrait,
}

/// A face that can be compared.
#[derive(Debug, Clone)]
pub struct Face {
    /// The detector's box, in source pixels.
    pub bounds: Rect,
    /// Left eye, right eye (as seen in the picture), nose tip, left and right mouth corner, in source pixels.
    pub landmarks: [Point; 5],
    /// How far the head is turned or nodded away from the camera, degrees: the larger of yaw and pitch, without a sign.
    pub turn: f32,
    /// Who it is.
    pub embedding: Embedding,
    /// Who it is in the eyes of the second embedder; present exactly when one is configured and the face came of [`observe`].
    pub second: Option<Embedding>,
}

/// What was seen of faces in one picture, and the face itself for comparison.
#[derive(Debug, Clone)]
pub struct Observed {
    /// For the evidence.
    pub evidence: Seen<FaceEvidence>,
    /// The face; present exactly when the evidence is seen.
    pub face: Option<Face>,
}

/// Eyes closer together than this many pixels hold too little to compare: in the aligned face they are 35 pixels apart, so
/// two thirds of it would be invented. Policies ask for more; this is where measuring stops.
pub const MIN_EYE_DISTANCE: f32 = 12.0;
/// A mesh less sure than this is not used; the detector's five points are.
pub const MIN_PRESENCE: f32 = 0.5;
/// On a selfie, faces whose side is at least this share of the used face's count; smaller ones are bystanders.
pub const COMPANION_SIDE: f32 = 0.3;
/// The same on a document, where ghost images and a holder's second portrait are smaller.
pub const TWIN_SIDE: f32 = 0.8;
/// Among faces scoring at least this share of the best score the largest is used: a large false alarm scores low.
const CONFIDENT_SHARE: f32 = 0.85;

impl Observed {
    fn not(reason: NotSeen) -> Self {
        Self { evidence: Seen::not(reason), face: None }
    }
}

/// Looks for faces in an upright picture and measures the one that counts: the largest of the confident ones, by the part that
/// lies in the picture; on a selfie the nearer to its middle, the more it counts.
///
/// [`FaceEvidence::faces`] says how many faces of comparable size ([`COMPANION_SIDE`]) there are; whether more than one is
/// acceptable is for judgement. No face is [`NotSeen::NoFace`], one that is too small ([`MIN_EYE_DISTANCE`]) is
/// [`NotSeen::FaceUnusable`].
///
/// # Errors
/// Those of the runtime, [`crate::error::Code::ModelContract`] and [`crate::error::Code::InferenceFailed`].
pub fn observe(image: &Image, blob: u32, purpose: Purpose, models: &FaceModels) -> Result<Observed> {
    let found = locate::find(image, &models.detector)?;
    let Some(used) = choose(&found, image, purpose) else { return Ok(Observed::not(NotSeen::NoFace)) };
    let fitted = mesh::fit(image, &used.bounds, used.landmarks[0], used.landmarks[1], &models.mesh)?;
    let whole = fitted.presence >= MIN_PRESENCE;
    let landmarks = if whole { fitted.landmarks() } else { used.landmarks };
    let eyes = (landmarks[0], landmarks[1]);
    if eyes.0.distance(eyes.1) < MIN_EYE_DISTANCE {
        return Ok(Observed::not(NotSeen::FaceUnusable));
    }
    let (Some(aligned), Some(pose)) = (align::align(image, &landmarks, &align::ARCFACE)?, quality::pose(&fitted)) else {
        return Ok(Observed::not(NotSeen::FaceUnusable));
    };
    let expression = mesh::expression(&fitted, &models.blendshapes)?;
    let evidence = FaceEvidence {
        blob,
        bounds: used.bounds,
        confidence: used.confidence(),
        landmarks,
        faces: count(&found, &used, purpose),
        quality: Seen::Seen(quality::measure(&aligned, eyes, &fitted, pose, expression, around::measure(image, &used.bounds))),
    };
    let embedding = embed::embed(&aligned, &models.embedder, embed::SFACE)?;
    let second = models.second.as_ref().map(|second| second.embed(image, &landmarks)).transpose()?.flatten();
    let face = Face { bounds: used.bounds, landmarks, turn: pose.turn(), embedding, second };
    Ok(Observed { evidence: Seen::Seen(evidence), face: Some(face) })
}

fn choose(found: &[Detection], image: &Image, purpose: Purpose) -> Option<Detection> {
    let best = found.first()?.score;
    let confident = found.iter().filter(|face| face.score >= CONFIDENT_SHARE * best);
    let weight = |face: &Detection| match purpose {
        // Who takes a photo of herself is in the middle of it; a bystander at the edge may be nearer to the camera.
        Purpose::Selfie => visible(face, image) * central(face, image),
        Purpose::Portrait => visible(face, image),
    };
    confident.max_by(|a, b| weight(a).total_cmp(&weight(b))).copied()
}

/// 1 in the middle of the picture, falling to 0 in its corners.
fn central(face: &Detection, image: &Image) -> f32 {
    let middle = Point::new(image.width() as f32 / 2.0, image.height() as f32 / 2.0);
    let corner = middle.x.hypot(middle.y);
    (1.0 - face.bounds.center().distance(middle) / corner).max(0.0)
}

/// Area of the part of the box that lies in the picture.
fn visible(face: &Detection, image: &Image) -> f32 {
    let Rect { x, y, width, height } = face.bounds;
    let across = (x + width).min(image.width() as f32) - x.max(0.0);
    let down = (y + height).min(image.height() as f32) - y.max(0.0);
    across.max(0.0) * down.max(0.0)
}

/// Faces of comparable size, the used one included. On a document a second printing of the portrait is expected: there only
/// a face of nearly the same size ([`TWIN_SIDE`]) counts.
fn count(found: &[Detection], used: &Detection, purpose: Purpose) -> u32 {
    let share = match purpose {
        Purpose::Selfie => COMPANION_SIDE,
        Purpose::Portrait => TWIN_SIDE,
    };
    let others = found.iter().filter(|face| *face != used && face.side() >= share * used.side()).count();
    u32::try_from(others).unwrap_or(u32::MAX).saturating_add(1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn f_121_a_bystander_at_the_edge_is_not_taken_for_the_person_in_the_middle() {
        let image = Image::filled(150, 150, [0; 3]);
        let face = |x: f32, y: f32, width: f32, height: f32, score: f32| Detection {
            bounds: Rect { x: x - width / 2.0, y: y - height / 2.0, width, height },
            landmarks: [Point::default(); 5],
            score,
        };
        let (middle, edge) = (face(75.0, 75.0, 56.0, 75.0, 0.92), face(125.0, 60.0, 60.0, 92.0, 0.87));
        assert_eq!(choose(&[middle, edge], &image, Purpose::Selfie), Some(middle));
        // On a document the portrait stands at a side.
        assert_eq!(choose(&[middle, edge], &image, Purpose::Portrait), Some(edge));
        assert_eq!(choose(&[], &image, Purpose::Selfie), None);
    }
}
