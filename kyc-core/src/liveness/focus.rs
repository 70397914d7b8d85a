//! Focus and detail: a live face is nearer to the camera than its room and finer drawn; a picture of a face has both in one
//! plane, out of one camera's focus.

use super::rising;
use super::window::{ROOM, SIDE, Window, median};
use crate::wire::Unit;

/// Name of the cue.
pub(super) const CUE: &str = "focus";
/// Fewer places around the face say nothing.
const LEAST: usize = 3_000;
/// Ratio at which the score is one half.
const AT: f32 = 0.9;

/// Median detail of the face over that of its surroundings: detail is what a pixel differs from its four neighbours by
/// (Laplacian of luma, grey levels). `None` when too little of the surroundings lies in the picture.
pub(super) fn ratio(window: &Window) -> Option<f32> {
    let side = SIDE as usize;
    let luma = window.pixels.luma();
    let at = |x: usize, y: usize| i32::from(luma[y * side + x]);
    let half = SIDE as f32 / ROOM / 2.0;
    let off = |at: usize| (at as f32 - SIDE as f32 / 2.0).abs();
    let (mut face, mut around) = (Vec::new(), Vec::new());
    for y in 1..side - 1 {
        for x in 1..side - 1 {
            let detail = (4 * at(x, y) - at(x - 1, y) - at(x + 1, y) - at(x, y - 1) - at(x, y + 1)).unsigned_abs() as f32;
            if off(x) < half && off(y) < half {
                face.push(detail);
            } else if window.columns[x] && window.rows[y] {
                around.push(detail);
            }
        }
    }
    if around.len() < LEAST {
        return None;
    }
    // Half a level: a wall without any detail must not make every face a fine one.
    Some(median(face)? / (median(around)? + 0.5))
}

/// The cue's score: low where the face is coarser than its room.
pub(super) fn score(ratio: f32) -> Unit {
    rising(ratio, AT)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::image::Image;
    use crate::liveness::window;
    use crate::wire::Rect;

    /// Stripes of these heights, in grey levels, on the face and around it.
    fn seen(face: u8, around: u8) -> Option<f32> {
        let data = (0..400u32 * 400).flat_map(|i| {
            let (x, y) = (i % 400, i / 400);
            let on_face = x.abs_diff(200) < 50 && y.abs_diff(200) < 50;
            [100 + if (x / 2 + y / 2) % 2 == 0 { if on_face { face } else { around } } else { 0 }; 3]
        });
        let bounds = Rect { x: 150.0, y: 150.0, width: 100.0, height: 100.0 };
        ratio(&window::of(&Image::new(400, 400, data.collect()), &bounds).unwrap().unwrap())
    }

    #[test]
    fn f_129_a_face_that_is_coarser_than_its_room_scores_less() {
        let (live, shown) = (seen(60, 20).unwrap(), seen(10, 60).unwrap());
        assert!(score(live) > Unit::from_f64(0.7) && score(shown) < Unit::from_f64(0.3), "{live} {shown}");
    }

    #[test]
    fn without_surroundings_it_says_nothing() {
        let whole = Rect { x: 0.0, y: 0.0, width: 400.0, height: 400.0 };
        assert!(ratio(&window::of(&Image::filled(400, 400, [90; 3]), &whole).unwrap().unwrap()).is_none());
    }
}
