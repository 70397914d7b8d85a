//! Faces with five landmarks, by YuNet (2023mar).

use std::cmp::Reverse;

use crate::error::Result;
use crate::image::{Image, resample};
use crate::model::Loaded;
use crate::runtime::Tensor;
use crate::wire::{Point, Rect, Unit};

/// Lowest score of a face. OpenCV's sample for this network uses 0.6 to 0.9; low finds tilted and printed faces too.
pub const MIN_SCORE: f32 = 0.6;
/// Two boxes that overlap by more (intersection over union) are one face. From the network's reference.
const MAX_OVERLAP: f32 = 0.3;
/// The same, as intersection over the smaller box: a scale that sees only the middle of a huge face is not a second face.
const MAX_INSIDE: f32 = 0.7;
/// Candidates kept before suppression, so that a crowd or noise costs bounded time.
const MAX_CANDIDATES: usize = 1000;
/// Longest side of the picture that is searched first, in pixels.
const MIDDLE: u32 = 640;
/// Searched as well when faces at [`MIDDLE`] are small or missing.
const LARGE: u32 = 1280;
/// Searched as well when faces at [`MIDDLE`] are huge or missing.
const SMALL: u32 = 320;
/// The network was trained on faces up to about 300 pixels.
const HUGE_FACE: f32 = 300.0;
/// Below this side the five points are coarse.
const TINY_FACE: f32 = 40.0;

/// One face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detection {
    /// Its box in source pixels; may reach outside the picture.
    pub bounds: Rect,
    /// The network's score, 0 to 1.
    pub score: f32,
    /// Left eye, right eye (as seen in the picture), nose tip, left and right mouth corner, in source pixels.
    pub landmarks: [Point; 5],
}

impl Detection {
    /// Geometric mean of width and height, in source pixels.
    pub fn side(&self) -> f32 {
        self.bounds.area().sqrt()
    }

    /// The score on the wire's scale.
    pub fn confidence(&self) -> Unit {
        Unit::from_f32(self.score)
    }
}

/// All faces of an upright picture, best score first.
///
/// The picture is searched at one size and at a second one when the first shows nothing, only tiny or huge faces.
///
/// # Errors
/// Those of the runtime, and [`crate::error::Code::ModelContract`].
pub fn find(image: &Image, detector: &Loaded) -> Result<Vec<Detection>> {
    let (large, to_source) = resample::fit_within(image, LARGE)?;
    let (middle, to_large) = resample::fit_within(&large, MIDDLE)?;
    let mut found = detect(&middle, to_source * to_large, detector)?;
    let side = found.iter().map(Detection::side).fold(0.0, f32::max) / (to_source * to_large);
    if side < TINY_FACE && to_large > 1.0 {
        found.extend(detect(&large, to_source, detector)?);
    }
    if found.is_empty() || side > HUGE_FACE {
        let (small, to_middle) = resample::fit_within(&middle, SMALL)?;
        found.extend(detect(&small, to_source * to_large * to_middle, detector)?);
    }
    Ok(suppress(found))
}

/// One pass; `to_source` is source pixels per pixel of `image`.
fn detect(image: &Image, to_source: f32, detector: &Loaded) -> Result<Vec<Detection>> {
    let (width, height) = (image.width().next_multiple_of(32) as usize, image.height().next_multiple_of(32) as usize);
    let outputs = detector.infer(Tensor::new([1, 3, height, width], planes(image, width, height)))?;
    let mut found = Vec::new();
    for stride in [8, 16, 32] {
        let (columns, rows) = (width / stride, height / stride);
        let values = |name: &str, each: usize| detector.output(&outputs, &format!("{name}_{stride}"), each * columns * rows);
        let (class, object) = (values("cls", 1)?, values("obj", 1)?);
        let (boxes, points) = (values("bbox", 4)?, values("kps", 10)?);
        for cell in 0..columns * rows {
            let score = (class[cell].clamp(0.0, 1.0) * object[cell].clamp(0.0, 1.0)).sqrt();
            if score < MIN_SCORE {
                continue;
            }
            // Offsets are in strides from the cell's corner, sizes are logarithms of strides.
            let unit = stride as f32 * to_source;
            let (column, row) = ((cell % columns) as f32, (cell / columns) as f32);
            let place = |dx: f32, dy: f32| Point::new((column + dx) * unit, (row + dy) * unit);
            let b = &boxes[4 * cell..4 * cell + 4];
            let (center, w, h) = (place(b[0], b[1]), b[2].exp() * unit, b[3].exp() * unit);
            let bounds = Rect { x: center.x - w / 2.0, y: center.y - h / 2.0, width: w, height: h };
            let k = &points[10 * cell..10 * cell + 10];
            found.push(Detection { bounds, score, landmarks: std::array::from_fn(|i| place(k[2 * i], k[2 * i + 1])) });
        }
    }
    found.retain(|face| face.bounds.area().is_finite() && face.side() >= 1.0);
    Ok(found)
}

/// Blue, green and red planes of `width`×`height`, 0 to 255, zero beyond the picture.
fn planes(image: &Image, width: usize, height: usize) -> Vec<f32> {
    let mut data = vec![0.0; 3 * width * height];
    let columns = image.width() as usize;
    for (y, row) in image.data().chunks_exact(3 * columns.max(1)).enumerate() {
        for (x, pixel) in row.chunks_exact(3).enumerate() {
            for (channel, value) in pixel.iter().rev().enumerate() {
                data[(channel * height + y) * width + x] = f32::from(*value);
            }
        }
    }
    data
}

/// Non-maximum suppression over all passes.
fn suppress(mut found: Vec<Detection>) -> Vec<Detection> {
    // Scores are in 0..=1, where the order of the bits is the order of the numbers.
    found.sort_by_key(|face| Reverse(face.score.to_bits()));
    found.truncate(MAX_CANDIDATES);
    let mut kept: Vec<Detection> = Vec::new();
    for face in found {
        if !kept.iter().any(|better| is_same(&better.bounds, &face.bounds)) {
            kept.push(face);
        }
    }
    kept
}

fn is_same(a: &Rect, b: &Rect) -> bool {
    let width = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
    let height = (a.y + a.height).min(b.y + b.height) - a.y.max(b.y);
    let common = width.max(0.0) * height.max(0.0);
    common > MAX_OVERLAP * (a.area() + b.area() - common) || common > MAX_INSIDE * a.area().min(b.area())
}
