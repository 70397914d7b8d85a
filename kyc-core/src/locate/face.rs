//! Faces with five landmarks, by YuNet (2023mar).

use std::cmp::Reverse;

use crate::error::Result;
use crate::image::{Image, Order, planes, resample};
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
    let (middle, to_source) = resample::fit_within(image, MIDDLE)?;
    let mut found = detect(&middle, to_source, detector)?;
    let side = found.iter().map(Detection::side).fold(0.0, f32::max) / to_source;
    if side < TINY_FACE && to_source > 1.0 {
        let (large, to_source) = resample::fit_within(image, LARGE)?;
        found.extend(detect(&large, to_source, detector)?);
    }
    if found.is_empty() || side > HUGE_FACE {
        let (small, to_middle) = resample::fit_within(&middle, SMALL)?;
        found.extend(detect(&small, to_source * to_middle, detector)?);
    }
    Ok(suppress(found))
}

/// One pass; `to_source` is source pixels per pixel of `image`.
fn detect(image: &Image, to_source: f32, detector: &Loaded) -> Result<Vec<Detection>> {
    let (width, height) = (image.width().next_multiple_of(32) as usize, image.height().next_multiple_of(32) as usize);
    let data = planes(image, Order::Bgr, [0.0; 3], [1.0; 3], (width, height));
    let outputs = detector.infer(Tensor::new([1, 3, height, width], data))?;
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::error::Code;
    use crate::runtime::{Port, scripted::ScriptedSession};

    fn port(name: String) -> Port {
        Port { name, shape: vec![None; 3] }
    }

    /// A detector that sees a face at each (cell of stride 8, score, size in pixels) of a 64×64 picture.
    fn detector(cells: &[(usize, f32, f32)]) -> Loaded {
        let (mut outputs, mut answer) = (Vec::new(), Vec::new());
        for (name, each) in [("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)] {
            for stride in [8usize, 16, 32] {
                let cell_count = (64 / stride) * (64 / stride);
                let mut data = vec![0.0; each * cell_count];
                for &(cell, score, size) in cells.iter().filter(|_| stride == 8) {
                    match name {
                        "bbox" => data[4 * cell + 2..4 * cell + 4].fill((size / 8.0).ln()),
                        "kps" => {}
                        _ => data[cell] = score,
                    }
                }
                outputs.push(port(format!("{name}_{stride}")));
                answer.push(Tensor::new([1, cell_count, each], data));
            }
        }
        let session = ScriptedSession::new(vec![port("input".to_owned())], outputs, vec![answer]);
        Loaded { id: "scripted".to_owned(), sha256: String::new(), session: Arc::new(session), calibration: None }
    }

    #[test]
    fn f_122_a_cell_becomes_a_box_with_five_points_and_a_score() {
        let found = find(&Image::filled(64, 64, [90; 3]), &detector(&[(10, 0.9, 16.0)])).unwrap();
        let [face] = found.as_slice() else { unreachable!("one cell, one face") };
        // Cell 10 of 8 columns: column 2, row 1, so its corner is at (16, 8).
        assert!(face.bounds.center().distance(Point::new(16.0, 8.0)) < 1e-3);
        assert!((face.side() - 16.0).abs() < 1e-3 && (face.score - 0.9).abs() < 1e-6);
        assert_eq!(face.landmarks, [Point::new(16.0, 8.0); 5]);
    }

    #[test]
    fn overlapping_boxes_are_one_face_and_low_scores_none() {
        let found =
            find(&Image::filled(64, 64, [90; 3]), &detector(&[(10, 0.9, 30.0), (11, 0.8, 30.0), (62, 0.7, 9.0), (5, 0.59, 9.0)]));
        let scores: Vec<f32> = found.unwrap().iter().map(|face| face.score).collect();
        assert_eq!(scores.len(), 2);
        assert!((scores[0] - 0.9).abs() < 1e-6 && (scores[1] - 0.7).abs() < 1e-6);
    }

    #[test]
    fn sizes_beyond_floats_are_dropped_and_nan_is_a_failed_model() {
        let picture = Image::filled(64, 64, [90; 3]);
        assert!(find(&picture, &detector(&[(10, 0.9, f32::MAX)])).unwrap().is_empty());
        let failed = find(&picture, &detector(&[(10, f32::NAN, 9.0)]));
        assert_eq!(failed.unwrap_err().code(), Code::InferenceFailed);
    }

    #[test]
    fn a_detector_with_other_outputs_breaks_its_contract() {
        // The answers are for 64×64; a picture of another size shows the mismatch.
        let failed = find(&Image::filled(100, 40, [90; 3]), &detector(&[]));
        assert_eq!(failed.unwrap_err().code(), Code::ModelContract);
    }

    #[test]
    fn a_crowd_costs_bounded_time() {
        let face = |i: usize| Detection {
            bounds: Rect { x: (i % 200) as f32 * 9.0, y: (i / 200) as f32 * 9.0, width: 8.0, height: 8.0 },
            score: 0.7,
            landmarks: [Point::default(); 5],
        };
        assert_eq!(suppress((0..30_000).map(face).collect()).len(), MAX_CANDIDATES);
    }
}
