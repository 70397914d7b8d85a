//! Measures of a face, each with its definition.

use crate::image::{Image, quality};
use crate::wire::{FaceQuality, Point, Unit};

use super::mesh::{Expression, Mesh};

/// Turn, nod and tilt of a head, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pose {
    /// Positive to the right of the picture.
    pub(crate) yaw: f32,
    /// Positive downwards.
    pub(crate) pitch: f32,
    /// Positive clockwise.
    pub(crate) roll: f32,
}

/// The pose by two axes of the mesh: from the outer corner of the left eye (33) to that of the right (263), and from the
/// top of the forehead (10) to the chin (152). Yaw and pitch are the angles of these axes with the picture plane, roll is
/// the angle of the eye axis in it. Not calibrated against a goniometer. `None` when an axis has no length.
pub(crate) fn pose(mesh: &Mesh) -> Option<Pose> {
    let across = axis(mesh, 33, 263)?;
    let down = axis(mesh, 10, 152)?;
    let slant = |[x, y, z]: [f32; 3]| z.atan2(x.hypot(y)).to_degrees();
    let roll = across[1].atan2(across[0]).to_degrees();
    Some(Pose { yaw: slant(across), pitch: slant(down), roll })
}

fn axis(mesh: &Mesh, from: usize, to: usize) -> Option<[f32; 3]> {
    let (from, to) = (mesh.space(from)?, mesh.space(to)?);
    let axis: [f32; 3] = std::array::from_fn(|i| to[i] - from[i]);
    (axis[0].hypot(axis[1]).hypot(axis[2]) > f32::EPSILON).then_some(axis)
}

/// All measures. `aligned` is the 112×112 face; sharpness and brightness are taken on its luma, so they do not depend on the
/// size of the picture. `eyes` are the eye centres in source pixels.
pub(crate) fn measure(aligned: &Image, eyes: (Point, Point), mesh: &Mesh, pose: Pose, expression: Expression) -> FaceQuality {
    let luma = aligned.luma();
    FaceQuality {
        eye_distance: eyes.0.distance(eyes.1),
        sharpness: quality::laplacian_variance(&luma, aligned.width() as usize),
        brightness: quality::brightness(&luma),
        yaw: pose.yaw,
        pitch: pose.pitch,
        roll: pose.roll,
        presence: Unit::from_f32(mesh.presence),
        eyes_closed: Unit::from_f32(expression.eyes_closed),
        mouth_open: Unit::from_f32(expression.mouth_open),
    }
}
