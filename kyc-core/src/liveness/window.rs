//! The face with its surroundings at one size, for cues that look at both.

use crate::error::Result;
use crate::face::patch;
use crate::image::{Affine, Image};
use crate::wire::Rect;

/// Side of the window, in pixels.
pub(super) const SIDE: u32 = 192;
/// The window is the larger side of the detector's box, this much larger: the face is then 48 pixels.
pub(super) const ROOM: f32 = 4.0;

/// What is seen, black outside the picture.
pub(super) struct Window {
    pub(super) pixels: Image,
    /// Whether a column lies in the picture, off its border: that is no edge of anything.
    pub(super) columns: Vec<bool>,
    /// See `columns`.
    pub(super) rows: Vec<bool>,
}

/// `None` for a box without a place.
///
/// # Errors
/// As [`crate::image::resample::resize`].
pub(super) fn of(image: &Image, bounds: &Rect) -> Result<Option<Window>> {
    let step = bounds.width.max(bounds.height) * ROOM / SIDE as f32;
    let (center, half) = (bounds.center(), step * SIDE as f32 / 2.0);
    let (left, top) = (center.x - half, center.y - half);
    if !(step > 0.0 && step.is_finite() && left.is_finite() && top.is_finite()) {
        return Ok(None);
    }
    let scale = f64::from(step);
    let map = Affine([scale, 0.0, f64::from(left), 0.0, scale, f64::from(top)]);
    let pixels = patch::sample(image, &map, SIDE)?;
    let margin = 3.0 * step;
    let inside = |at: u32, from: f32, length: u32| {
        let place = from + step * at as f32;
        place >= margin && place <= length as f32 - 1.0 - margin
    };
    let columns = (0..SIDE).map(|x| inside(x, left, image.width())).collect();
    let rows = (0..SIDE).map(|y| inside(y, top, image.height())).collect();
    Ok(Some(Window { pixels, columns, rows }))
}

/// The upper median; `None` of nothing.
pub(super) fn median(mut values: Vec<f32>) -> Option<f32> {
    let middle = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f32::total_cmp).1)
}

/// Where a square of `side` pixels of the picture itself begins that has the face's centre in its own, slid back inside the
/// picture; 0 along a side of the picture that is shorter.
pub(super) fn corner(image: &Image, bounds: &Rect, side: usize) -> (usize, usize) {
    let center = bounds.center();
    // Float to integer conversion saturates: the square lies in the picture whatever the box says.
    let begin = |at: f32, length: u32| ((at - side as f32 / 2.0).max(0.0) as usize).min((length as usize).saturating_sub(side));
    (begin(center.x, image.width()), begin(center.y, image.height()))
}
