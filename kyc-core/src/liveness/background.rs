//! Face and background: skin is redder than most rooms under the same light; on paper or a display both have its cast.

use super::rising;
use super::window::{ROOM, SIDE, Window, median};
use crate::wire::Unit;

/// Name of the cue.
pub(super) const CUE: &str = "face_background";
/// The inner part of the face: off its centre by at most this share of its larger side.
const FACE: f32 = 0.3;
/// What is around it: off by more than the first share (hair and neck end there) and at most the second.
const AROUND: [f32; 2] = [0.9, 1.6];
/// Fewer places around the face say nothing.
const LEAST: usize = 2_000;
/// Difference at which the score is one half.
const AT: f32 = 10.0;

/// Median red chroma (Cr, BT.601) of the face less that of its surroundings. `None` when too little of these lies in the picture.
pub(super) fn redness(window: &Window) -> Option<f32> {
    let face_side = SIDE as f32 / ROOM;
    let off = |at: usize| (at as f32 - SIDE as f32 / 2.0).abs() / face_side;
    let (mut face, mut around) = (Vec::new(), Vec::new());
    for (index, pixel) in window.pixels.data().chunks_exact(3).enumerate() {
        let (x, y) = (index % SIDE as usize, index / SIDE as usize);
        let far = off(x).max(off(y));
        let place = if far < FACE {
            &mut face
        } else if far > AROUND[0] && far <= AROUND[1] && window.columns[x] && window.rows[y] {
            &mut around
        } else {
            continue;
        };
        let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
        place.push(0.713 * (0.701 * r - 0.587 * g - 0.114 * b));
    }
    if around.len() < LEAST {
        return None;
    }
    Some(median(face)? - median(around)?)
}

/// The cue's score: low where the face is no redder than its surroundings.
pub(super) fn score(redness: f32) -> Unit {
    rising(redness, AT)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::image::Image;
    use crate::liveness::window;
    use crate::wire::Rect;

    const BOX: Rect = Rect { x: 150.0, y: 150.0, width: 100.0, height: 100.0 };

    fn seen(face: [u8; 3], around: [u8; 3]) -> f32 {
        let inside = |i: u32| (i % 400).abs_diff(200) < 60 && (i / 400).abs_diff(200) < 60;
        let data = (0..400u32 * 400).flat_map(|i| if inside(i) { face } else { around });
        redness(&window::of(&Image::new(400, 400, data.collect()), &BOX).unwrap().unwrap()).unwrap()
    }

    #[test]
    fn f_129_a_face_with_the_cast_of_its_surroundings_scores_less() {
        for wall in [[200, 200, 200], [60, 62, 70], [150, 160, 140]] {
            assert!(score(seen([198, 150, 120], wall)) > Unit::from_f64(0.6), "{wall:?}");
        }
        let printed = seen([150, 152, 158], [180, 182, 188]);
        assert!(printed.abs() < 2.0 && score(printed) < Unit::from_f64(0.2), "{printed}");
    }

    #[test]
    fn without_surroundings_it_says_nothing() {
        let whole = Rect { x: 0.0, y: 0.0, width: 400.0, height: 400.0 };
        assert!(redness(&window::of(&Image::filled(400, 400, [90; 3]), &whole).unwrap().unwrap()).is_none());
    }
}
