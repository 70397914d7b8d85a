//! Context around the face: the upright edges of a sheet of paper or of a screen that is held before the camera.
//!
//! A shown face has a border left **and** right of it: two long, straight, unbroken edges. A room behind a live person has
//! edges too, but seldom one on each side that is straight and unbroken over the height of the face.

use super::window::{ROOM, SIDE, Window};
use crate::image::Image;
use crate::wire::Unit;

/// Name of the cue.
pub(super) const CUE: &str = "frame_edges";
/// An edge is looked for from this far from the face's centre, in halves of the face.
const NEAR: f32 = 1.1;
/// To this far.
const FAR: f32 = 3.6;
/// Over this length to each side of the centre's height, in halves of the face.
const REACH: f32 = 1.6;
/// Steepest lean, sideways pixels per pixel of height (17°), and the number of leans tried.
const LEAN: f32 = 0.3;
const LEANS: i32 = 25;
/// Weaker gradients are no edge, in grey levels per pixel.
const WEAKEST: f32 = 8.0;
/// The gradient stands across the edge: its part along the normal is at least this share.
const ACROSS: f32 = 0.9;

/// How well the face is framed: the share of rows, 0 to 1, at which the best straight edge on its side of the face is
/// there; the weaker of the two sides. `None` when a side lies outside the picture.
pub(super) fn support(window: &Window) -> Option<f32> {
    let edges = Edges { gradients: gradients(&window.pixels), columns: &window.columns, rows: &window.rows };
    edges.best(-1.0).zip(edges.best(1.0)).map(|(left, right)| left.min(right))
}

/// The cue's score: 1 without a frame, one half at a support of 0.7, 0 at 1.
pub(super) fn score(support: f32) -> Unit {
    Unit::from_f32(((1.0 - support) / 0.6).clamp(0.0, 1.0))
}

struct Edges<'w> {
    gradients: Vec<[f32; 2]>,
    columns: &'w [bool],
    rows: &'w [bool],
}

impl Edges<'_> {
    /// The support of the best edge on one side (−1 left, 1 right); `None` when no line there lies in the picture.
    fn best(&self, side: f32) -> Option<f32> {
        let (middle, half) = (SIDE as f32 / 2.0, SIDE as f32 / ROOM / 2.0);
        let rows = (middle - half * REACH) as usize..(middle + half * REACH) as usize;
        let mut best: Option<f32> = None;
        for lean in 0..LEANS {
            let lean = LEAN * (2.0 * lean as f32 / (LEANS - 1) as f32 - 1.0);
            for offset in (half * NEAR) as u32..(half * FAR) as u32 {
                let line = |row: usize| (middle + side * offset as f32 + lean * (row as f32 - middle)).round();
                let ends = [line(rows.start), line(rows.end - 1)];
                if ends.iter().any(|&x| x < 1.0 || x >= SIDE as f32 - 1.0) {
                    continue;
                }
                if let Some(support) = self.along(rows.clone(), lean, line) {
                    best = Some(best.map_or(support, |best| best.max(support)));
                }
            }
        }
        best
    }

    /// Share of a line's rows with an edge of one polarity; `None` when a tenth or more of the line is not in the picture.
    fn along(&self, rows: std::ops::Range<usize>, lean: f32, line: impl Fn(usize) -> f32) -> Option<f32> {
        let (length, normal) = (rows.len(), 1.0 / 1f32.hypot(lean));
        let (mut brighter, mut darker, mut seen) = (0usize, 0usize, 0usize);
        for row in rows {
            let x = line(row) as usize;
            if !(self.rows.get(row).copied().unwrap_or(false) && self.columns.get(x).copied().unwrap_or(false)) {
                continue;
            }
            seen += 1;
            let [gx, gy] = self.gradients.get(row * SIDE as usize + x).copied().unwrap_or_default();
            let (across, strength) = ((gx - lean * gy) * normal, (gx * gx + gy * gy).sqrt());
            if strength > WEAKEST && across.abs() > ACROSS * strength {
                if across > 0.0 { brighter += 1 } else { darker += 1 }
            }
        }
        (seen * 10 > length * 9).then(|| brighter.max(darker) as f32 / length as f32)
    }
}

/// The gradient of the channel in which it is steepest (Sobel over 8: grey levels per pixel); 0 on the rim.
fn gradients(window: &Image) -> Vec<[f32; 2]> {
    let side = SIDE as usize;
    let data = window.data();
    let mut found = vec![[0.0; 2]; side * side];
    for y in 1..side - 1 {
        for x in 1..side - 1 {
            let at = |dx: usize, dy: usize, channel: usize| i32::from(data[3 * ((y + dy - 1) * side + x + dx - 1) + channel]);
            let mut steepest = [0, 0];
            for channel in 0..3 {
                let v = |dx: usize, dy: usize| at(dx, dy, channel);
                let gx = v(2, 0) + 2 * v(2, 1) + v(2, 2) - v(0, 0) - 2 * v(0, 1) - v(0, 2);
                let gy = v(0, 2) + 2 * v(1, 2) + v(2, 2) - v(0, 0) - 2 * v(1, 0) - v(2, 0);
                if gx * gx + gy * gy > steepest[0] * steepest[0] + steepest[1] * steepest[1] {
                    steepest = [gx, gy];
                }
            }
            found[y * side + x] = steepest.map(|g| g as f32 / 8.0);
        }
    }
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::liveness::window;
    use crate::wire::Rect;

    fn support(image: &Image, bounds: &Rect) -> crate::error::Result<Option<f32>> {
        Ok(window::of(image, bounds)?.as_ref().and_then(super::support))
    }

    const FACE: Rect = Rect { x: 150.0, y: 150.0, width: 100.0, height: 100.0 };

    /// A bright sheet, 240 pixels wide, about the face in a dark room.
    fn sheet(lean: f32, left: bool, right: bool) -> Image {
        let data = (0..400u32 * 400).flat_map(|i| {
            let (x, y) = ((i % 400) as f32 - 200.0, (i / 400) as f32 - 200.0);
            let x = x - lean * y;
            let lit = (x > -120.0 || !left) && (x < 120.0 || !right);
            [if lit { 200 } else { 40 }; 3]
        });
        Image::new(400, 400, data.collect())
    }

    #[test]
    fn f_129_a_sheet_about_the_face_is_found_also_leaning() {
        for lean in [0.0, 0.15, -0.2] {
            let framed = support(&sheet(lean, true, true), &FACE).unwrap().unwrap();
            assert!(framed > 0.9, "{lean}: {framed}");
            assert!(score(framed) < Unit::from_f64(0.2));
        }
    }

    #[test]
    fn one_edge_or_none_is_no_frame() {
        assert_eq!(support(&Image::filled(400, 400, [90; 3]), &FACE).unwrap(), Some(0.0));
        let door = support(&sheet(0.0, true, false), &FACE).unwrap().unwrap();
        assert!(door < 0.2, "{door}");
        assert_eq!(score(0.0), Unit::ONE);
        assert_eq!(score(0.7), Unit::from_f64(0.5));
    }

    #[test]
    fn the_border_of_the_picture_is_no_edge_and_a_side_outside_is_not_judged() {
        let wide = Rect { x: 10.0, y: 10.0, width: 380.0, height: 380.0 };
        assert_eq!(support(&Image::filled(400, 400, [200; 3]), &wide).unwrap(), None);
        for bad in [f32::NAN, f32::INFINITY, 0.0, -4.0] {
            assert_eq!(support(&Image::filled(40, 40, [9; 3]), &Rect { width: bad, height: bad, ..FACE }).unwrap(), None);
        }
    }
}
