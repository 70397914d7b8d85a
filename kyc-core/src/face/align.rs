//! The aligned face: a square with eyes, nose and mouth at fixed places.

use crate::error::Result;
use crate::image::{Affine, Image};
use crate::wire::Point;

use super::patch;

/// How an embedder wants its face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Template {
    /// Side of the aligned face, in pixels.
    pub(crate) side: u32,
    /// Where left eye, right eye, nose tip, left and right mouth corner come to lie.
    pub(crate) points: [Point; 5],
}

/// The ArcFace template, which SFace uses.
pub(crate) const ARCFACE: Template = Template {
    side: 112,
    points: [
        Point::new(38.2946, 51.6963),
        Point::new(73.5318, 51.5014),
        Point::new(56.0252, 71.7366),
        Point::new(41.5493, 92.3655),
        Point::new(70.7299, 92.2041),
    ],
};

/// The aligned face, by the best similarity transform of the five points. `None` when they coincide.
///
/// # Errors
/// As [`crate::image::resample::resize`].
pub(crate) fn align(image: &Image, landmarks: &[Point; 5], template: &Template) -> Result<Option<Image>> {
    let to_source = Affine::similarity(landmarks, &template.points).and_then(|map| map.inverse());
    to_source.map(|map| patch::sample(image, &map, template.side)).transpose()
}
