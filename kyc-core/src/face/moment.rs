//! One face at one moment of a sequence: pose, expression and the rigid points of the head.

use super::{Face, FaceModels, MIN_EYE_DISTANCE, MIN_PRESENCE, Purpose, align, choose, count, embed, mesh, quality};
use crate::error::Result;
use crate::image::Image;
use crate::locate::face as locate;
use crate::sensitive::Sensitive;
use crate::wire::{NotSeen, Point};

/// Points of the mesh that do not move with the expression: eye corners, ridge and wings of the nose, forehead, temples and
/// the sides of the cheeks.
const RIGID: [usize; 22] = [33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 1, 98, 327, 10, 67, 297, 127, 356, 234, 454, 93, 323];

/// What one frame shows of a face.
#[derive(Debug, Clone)]
pub struct Moment {
    /// Faces of comparable size in the frame, this one included.
    pub faces: u32,
    /// Turn to the side, degrees; positive to the right of the picture.
    pub yaw: f32,
    /// Nod, degrees; positive downwards.
    pub pitch: f32,
    /// How far the more closed eye is closed, 0 to 1.
    pub eyes_closed: f32,
    /// How far the less raised mouth corner is raised, 0 to 1.
    pub smile: f32,
    /// Middle between the eyes, in source pixels.
    pub center: Point,
    /// Distance between the eyes, in source pixels.
    pub eye_distance: f32,
    /// The rigid points of the head in source pixels, in a fixed order; z has the same scale and grows away from the camera.
    pub rigid: Sensitive<Vec<[f32; 3]>>,
    /// The face for comparison and liveness; only when it was asked for.
    pub face: Option<Face>,
}

/// Looks at the face of one upright frame; `identify` asks for [`Moment::face`] too, which costs about as much again.
///
/// The inner error says why there is no face to measure.
///
/// # Errors
/// Those of the runtime, and [`crate::error::Code::ModelContract`].
pub fn moment(image: &Image, identify: bool, models: &FaceModels) -> Result<Result<Moment, NotSeen>> {
    let found = locate::find(image, &models.detector)?;
    let Some(used) = choose(&found, image, Purpose::Selfie) else { return Ok(Err(NotSeen::NoFace)) };
    let fitted = mesh::fit(image, &used.bounds, used.landmarks[0], used.landmarks[1], &models.mesh)?;
    let landmarks = fitted.landmarks();
    let [left, right, ..] = landmarks;
    let eye_distance = left.distance(right);
    let pose = quality::pose(&fitted).filter(|_| fitted.presence >= MIN_PRESENCE && eye_distance >= MIN_EYE_DISTANCE);
    let Some(pose) = pose else { return Ok(Err(NotSeen::FaceUnusable)) };
    let expression = mesh::expression(&fitted, &models.blendshapes)?;
    let aligned = if identify { align::align(image, &landmarks, &align::ARCFACE)? } else { None };
    let embedding = aligned.map(|aligned| embed::embed(&aligned, &models.embedder, embed::SFACE)).transpose()?;
    Ok(Ok(Moment {
        faces: count(&found, &used, Purpose::Selfie),
        yaw: pose.yaw,
        pitch: pose.pitch,
        eyes_closed: expression.eyes_closed,
        smile: expression.smile,
        center: Point::new((left.x + right.x) / 2.0, (left.y + right.y) / 2.0),
        eye_distance,
        rigid: Sensitive::new(RIGID.iter().filter_map(|&index| fitted.space(index)).collect()),
        // Identity within one sequence needs no second opinion.
        face: embedding.map(|embedding| Face { bounds: used.bounds, landmarks, turn: pose.turn(), embedding, second: None }),
    }))
}
