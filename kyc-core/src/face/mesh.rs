//! 478 face points and 52 expression coefficients, by MediaPipe's Face Landmarker.

use crate::error::Result;
use crate::image::{Affine, Image};
use crate::model::Loaded;
use crate::runtime::Tensor;
use crate::sensitive::Sensitive;
use crate::wire::{Point, Rect};

use super::patch;

/// Points of the mesh.
const POINTS: usize = 478;
/// Side of the network's input, in pixels.
const SIDE: u32 = 256;
/// The patch is the detector's box, made square, this much larger.
const ROOM: f32 = 1.5;

/// Centre of the eye on the picture's left.
pub(crate) const LEFT_IRIS: usize = 468;
/// Centre of the eye on the picture's right.
pub(crate) const RIGHT_IRIS: usize = 473;
/// Tip of the nose.
pub(crate) const NOSE_TIP: usize = 1;
/// Mouth corner on the picture's left.
pub(crate) const MOUTH_LEFT: usize = 61;
/// Mouth corner on the picture's right.
pub(crate) const MOUTH_RIGHT: usize = 291;

/// The points that the expression network wants (`kLandmarksSubsetIdxs` of MediaPipe's face_blendshapes_graph).
#[rustfmt::skip]
const SUBSET: [usize; 146] = [
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80, 81,
    82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153, 154, 155,
    157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263, 267,
    269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323,
    324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386, 387, 388,
    389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477,
];

/// The points of one face: biometric data, hidden and wiped like an embedding.
#[derive(Debug, Clone)]
pub(crate) struct Mesh {
    /// [`POINTS`] points in source pixels. z has the same scale and grows away from the camera.
    pub(crate) points: Sensitive<Vec<[f32; 3]>>,
    /// How surely there is a whole face in the patch, 0 to 1.
    pub(crate) presence: f32,
}

impl Mesh {
    /// A point in the picture; the origin for an index the mesh does not have.
    pub(crate) fn at(&self, index: usize) -> Point {
        self.space(index).map_or_else(Point::default, |[x, y, _]| Point::new(x, y))
    }

    /// A point in space.
    pub(crate) fn space(&self, index: usize) -> Option<[f32; 3]> {
        self.points.expose().get(index).copied()
    }

    /// Left eye, right eye, nose tip, left and right mouth corner, as the detector's points.
    pub(crate) fn landmarks(&self) -> [Point; 5] {
        [LEFT_IRIS, RIGHT_IRIS, NOSE_TIP, MOUTH_LEFT, MOUTH_RIGHT].map(|index| self.at(index))
    }
}

/// Fits the mesh to the face in `bounds` whose eyes are `left` and `right`.
///
/// # Errors
/// Those of the runtime, and [`crate::error::Code::ModelContract`].
pub(crate) fn fit(image: &Image, bounds: &Rect, left: Point, right: Point, model: &Loaded) -> Result<Mesh> {
    let angle = f64::from((right.y - left.y).atan2(right.x - left.x));
    let step = f64::from(bounds.width.max(bounds.height) * ROOM) / f64::from(SIDE);
    let (cos, sin) = (angle.cos() * step, angle.sin() * step);
    let (center, half) = (bounds.center(), f64::from(SIDE) / 2.0);
    let x = f64::from(center.x) - (cos - sin) * half;
    let y = f64::from(center.y) - (sin + cos) * half;
    let map = Affine([cos, -sin, x, sin, cos, y]);

    let patch = patch::sample(image, &map, SIDE)?;
    let data = patch.data().iter().map(|&value| f32::from(value) / 255.0).collect();
    let outputs = model.infer(Tensor::new([1, SIDE as usize, SIDE as usize, 3], data))?;
    let points = model.output(&outputs, "Identity", 3 * POINTS)?;
    let logit = model.output(&outputs, "Identity_1", 1)?.first().copied().unwrap_or(f32::NEG_INFINITY);
    let points = points.chunks_exact(3).map(|p| {
        let place = map.apply(Point::new(p[0], p[1]));
        [place.x, place.y, p[2] * step as f32]
    });
    Ok(Mesh { points: Sensitive::new(points.collect()), presence: 1.0 / (1.0 + (-logit).exp()) })
}

/// The expression coefficients this engine uses, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Expression {
    /// How far the more closed eye is closed.
    pub(crate) eyes_closed: f32,
    /// How far the mouth is open.
    pub(crate) mouth_open: f32,
    /// How far the less raised mouth corner is raised.
    pub(crate) smile: f32,
    /// How far both eyes look the same way: down, up, left or right, whichever most.
    pub(crate) gaze: f32,
}

/// Reads the expression from the mesh.
///
/// # Errors
/// Those of the runtime, and [`crate::error::Code::ModelContract`].
pub(crate) fn expression(mesh: &Mesh, model: &Loaded) -> Result<Expression> {
    let data = SUBSET.iter().map(|&index| mesh.at(index)).flat_map(|p| [p.x, p.y]).collect();
    let outputs = model.infer(Tensor::new([1, SUBSET.len(), 2], data))?;
    // MediaPipe's names: 9 eyeBlinkLeft, 10 eyeBlinkRight, 11 and 12 eyeLookDown, 13 and 14 eyeLookIn, 15 and 16 eyeLookOut,
    // 17 and 18 eyeLookUp, left and right, 25 jawOpen, 44 mouthSmileLeft, 45 mouthSmileRight.
    let values = model.output(&outputs, "StatefulPartitionedCall:0", 52)?;
    let both = |left: usize, right: usize| (values[left] + values[right]) / 2.0;
    Ok(Expression {
        eyes_closed: values[9].max(values[10]),
        mouth_open: values[25],
        smile: values[44].min(values[45]),
        gaze: both(11, 12).max(both(17, 18)).max(both(13, 16)).max(both(15, 14)),
    })
}
