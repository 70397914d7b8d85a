//! The PAD network: one look at the face with its surroundings.

use crate::error::Result;
use crate::image::resample::{self, Part};
use crate::image::{Image, Order, planes};
use crate::model::Loaded;
use crate::runtime::Tensor;
use crate::wire::Rect;

/// Name of the cue.
pub(super) const CUE: &str = "pad_network";
/// Side of the network's input, in pixels.
pub(super) const SIDE: u32 = 128;
/// The view is the detector's box, this much larger.
pub(super) const ROOM: f32 = 2.7;

/// The face with its surroundings, `side`×`side`: the box enlarged `room` times about its centre with its aspect kept, slid
/// back inside the picture. `None` when the box has no place in the picture.
///
/// # Errors
/// As [`resample::resize_part`].
pub(super) fn view(image: &Image, bounds: &Rect, room: f32, side: u32) -> Result<Option<Image>> {
    let (width, height) = (image.width() as f32 - 1.0, image.height() as f32 - 1.0);
    let room = (width / bounds.width).min(height / bounds.height).min(room);
    let (w, h, center) = (bounds.width * room, bounds.height * room, bounds.center());
    if !(w >= 2.0 && h >= 2.0 && center.x.is_finite() && center.y.is_finite()) {
        return Ok(None);
    }
    // Not `clamp`: rounding may put the upper bound a hair below 0.
    let left = (center.x - w / 2.0).min(width - w).max(0.0);
    let top = (center.y - h / 2.0).min(height - h).max(0.0);
    let right = ((left + w) as u32 + 1).min(image.width());
    let bottom = ((top + h) as u32 + 1).min(image.height());
    let (x, y) = (left as u32, top as u32);
    let part = Part { left: x, top: y, width: right.saturating_sub(x), height: bottom.saturating_sub(y) };
    if part.width == 0 || part.height == 0 {
        return Ok(None);
    }
    resample::resize_part(image, part, side, side).map(Some)
}

/// Probability of a live face: the first of three classes. The other two do not tell a print from a screen (measured: both
/// come out as the second), so they are not reported.
///
/// # Errors
/// Those of the runtime, and [`crate::error::Code::ModelContract`].
pub(super) fn live(view: &Image, model: &Loaded) -> Result<f32> {
    let side = SIDE as usize;
    let data = planes(view, Order::Bgr, [0.0; 3], [1.0; 3], (side, side));
    let outputs = model.infer(Tensor::new([1, 3, side, side], data))?;
    let logits = model.output(&outputs, "output", 3)?;
    Ok(probability(logits, 0))
}

/// The softmax of one of some logits.
pub(super) fn probability(logits: &[f32], of: usize) -> f32 {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = logits.iter().map(|&logit| (logit - top).exp()).sum();
    logits.get(of).map_or(0.0, |&logit| (logit - top).exp() / sum)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_view_slides_inside_the_picture_and_keeps_the_aspect() {
        // Left half black, right half white: a box at the left edge gives a view that starts at the edge.
        let data = (0..200 * 100).flat_map(|i| [if i % 200 < 100 { 0 } else { 255 }; 3]).collect();
        let image = Image::new(200, 100, data);
        let at = |x: f32| view(&image, &Rect { x, y: 35.0, width: 30.0, height: 30.0 }, ROOM, SIDE).unwrap().unwrap();
        let mean = |view: &Image| view.data().iter().map(|&v| f64::from(v)).sum::<f64>() / view.data().len() as f64;
        assert!(mean(&at(0.0)) == 0.0 && mean(&at(-500.0)) == 0.0 && mean(&at(170.0)) == 255.0);
        let middle = mean(&at(85.0));
        assert!((middle - 127.5).abs() < 4.0, "{middle}");
    }

    #[test]
    fn a_box_without_a_place_has_no_view() {
        let image = Image::filled(40, 40, [90; 3]);
        for (x, width) in [(f32::NAN, 10.0), (0.0, 0.0), (0.0, f32::NAN), (0.0, f32::INFINITY), (f32::INFINITY, 10.0)] {
            assert!(view(&image, &Rect { x, y: 0.0, width, height: 10.0 }, ROOM, SIDE).unwrap().is_none(), "{x} {width}");
        }
    }
}
