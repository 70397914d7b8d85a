//! Measures of a face, each with its definition.

use crate::image::{Image, quality};
use crate::wire::{FaceQuality, Point, Unit};

use super::around::Around;
use super::components;
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

impl Pose {
    /// How far it looks away from the camera: the larger of yaw and pitch, without a sign.
    pub(crate) fn turn(&self) -> f32 {
        self.yaw.abs().max(self.pitch.abs())
    }
}

/// The pose by two axes of the mesh: from the outer corner of the left eye (33) to that of the right (263), and from the
/// top of the forehead (10) to the chin (152). Yaw and pitch are the angles of these axes with the picture plane, roll is
/// the angle of the eye axis in it. Not calibrated against an instrument: on 807 news photographs (LFW)
/// the median yaw and roll are within 1°, the median pitch is +6°. `None` when an axis has no length.
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
/// size of the picture. `eyes` are the eye centres in source pixels, `around` what [`super::around`] measures.
pub(crate) fn measure(
    aligned: &Image,
    eyes: (Point, Point),
    mesh: &Mesh,
    pose: Pose,
    expression: Expression,
    around: Around,
) -> FaceQuality {
    let luma = aligned.luma();
    let mut quality = FaceQuality {
        eye_distance: eyes.0.distance(eyes.1),
        sharpness: quality::laplacian_variance(&luma, aligned.width() as usize),
        brightness: quality::brightness(&luma),
        yaw: pose.yaw,
        pitch: pose.pitch,
        roll: pose.roll,
        presence: Unit::from_f32(mesh.presence),
        eyes_closed: Unit::from_f32(expression.eyes_closed),
        mouth_open: Unit::from_f32(expression.mouth_open),
        components: Vec::new(),
    };
    quality.components = components::all(&quality, &luma, expression.gaze, around);
    quality
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::sensitive::Sensitive;

    /// A flat head that looks at the camera, turned about the vertical, then about the eye axis, then in the picture plane.
    fn head(yaw: f32, pitch: f32, roll: f32) -> Mesh {
        let turn = |[x, y, z]: [f32; 3]| {
            let (s, c) = pitch.to_radians().sin_cos();
            let (y, z) = (y * c - z * s, y * s + z * c);
            let (s, c) = yaw.to_radians().sin_cos();
            let (x, z) = (x * c - z * s, x * s + z * c);
            let (s, c) = roll.to_radians().sin_cos();
            [x * c - y * s, x * s + y * c, z]
        };
        let mut points = vec![[0.0; 3]; 478];
        for (index, place) in [(33, [-30.0, 0.0, 0.0]), (263, [30.0, 0.0, 0.0]), (10, [0.0, -50.0, 0.0]), (152, [0.0, 50.0, 0.0])]
        {
            points[index] = turn(place);
        }
        Mesh { points: Sensitive::new(points), presence: 1.0 }
    }

    #[test]
    fn angles_grow_in_the_documented_directions() {
        for angle in [-40.0, -10.0, 0.0, 25.0] {
            let (yaw, pitch, roll) = (head(angle, 0.0, 0.0), head(0.0, angle, 0.0), head(0.0, 0.0, angle));
            assert!((pose(&yaw).unwrap().yaw - angle).abs() < 0.1);
            assert!((pose(&pitch).unwrap().pitch - angle).abs() < 0.1);
            assert!((pose(&roll).unwrap().roll - angle).abs() < 0.1);
        }
        // Turned to the right of the picture, the eye on the right is farther from the camera.
        let turned = head(30.0, 0.0, 0.0);
        assert!(turned.space(263).unwrap()[2] > turned.space(33).unwrap()[2]);
    }

    #[test]
    fn a_mesh_without_extent_has_no_pose() {
        assert!(pose(&Mesh { points: Sensitive::new(vec![[1.0; 3]; 478]), presence: 1.0 }).is_none());
        assert!(pose(&Mesh { points: Sensitive::new(Vec::new()), presence: 1.0 }).is_none());
    }

    #[test]
    fn a_sharper_and_a_brighter_face_measure_higher() {
        let expression = Expression { eyes_closed: 0.2, mouth_open: 0.1, smile: 0.0, gaze: 0.0 };
        let around = Around { margin: 1.0, background: None, blocks: 1.0 };
        let mesh = head(0.0, 0.0, 0.0);
        let measured = |image: &Image| {
            measure(image, (Point::new(0.0, 0.0), Point::new(60.0, 0.0)), &mesh, pose(&mesh).unwrap(), expression, around)
        };
        let stripes = |step: u32| {
            let data = (0..112 * 112).flat_map(|i| [if ((i % 112) / step).is_multiple_of(2) { 60 } else { 180 }; 3]);
            Image::new(112, 112, data.collect())
        };
        assert!(measured(&stripes(2)).sharpness > measured(&stripes(14)).sharpness);
        let (dark, light) = (measured(&Image::filled(112, 112, [40; 3])), measured(&Image::filled(112, 112, [200; 3])));
        assert!(dark.brightness < light.brightness && dark.eye_distance == 60.0);
    }
}
