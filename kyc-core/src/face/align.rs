//! The aligned face: 112×112, eyes, nose and mouth at fixed places.

use crate::error::Result;
use crate::image::{Affine, Image};
use crate::wire::Point;

use super::patch;

/// Side of the aligned face, in pixels.
const SIDE: u32 = 112;

/// Where left eye, right eye, nose tip, left and right mouth corner come to lie (the ArcFace template, which SFace uses).
const TEMPLATE: [Point; 5] = [
    Point::new(38.2946, 51.6963),
    Point::new(73.5318, 51.5014),
    Point::new(56.0252, 71.7366),
    Point::new(41.5493, 92.3655),
    Point::new(70.7299, 92.2041),
];

/// The aligned face, by the best similarity transform of the five points. `None` when they coincide.
///
/// # Errors
/// As [`crate::image::resample::resize`].
pub(crate) fn align(image: &Image, landmarks: &[Point; 5]) -> Result<Option<Image>> {
    let to_source = Affine::similarity(landmarks, &TEMPLATE).and_then(|map| map.inverse());
    to_source.map(|map| patch::sample(image, &map, SIDE)).transpose()
}
