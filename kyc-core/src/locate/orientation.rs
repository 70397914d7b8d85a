//! Which way up the content of a picture stands, in quarter turns.

use crate::error::{Code, Error, Result};
use crate::image::{Image, Order, planes, resample};
use crate::model::Loaded;
use crate::runtime::Tensor;
use crate::wire::{Point, Quad};

/// Side of the network's square input, and of the shorter side the picture is resized to before the centre is cut out
/// (PP-LCNet document orientation: resize 256, crop 224).
const INPUT: u32 = 224;
const RESIZE: u32 = 256;
/// Long pictures are squeezed to at most this aspect, so that a strip costs bounded memory.
const MOST_ASPECT: u32 = 8;
/// ImageNet mean and deviation, RGB.
const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];

/// How the content of a picture is turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Orientation {
    /// Quarter turns clockwise that the content *has* been turned by, 0 to 3.
    pub turned: u8,
    /// The network's probability for it.
    pub probability: f32,
}

impl Orientation {
    /// Quarter turns clockwise to apply to make it upright.
    pub fn upright_quarters(&self) -> u8 {
        (4 - self.turned) % 4
    }
}

/// Asks the network for the turn of the whole picture.
///
/// # Errors
/// [`Code::InferenceFailed`].
pub fn orientation(image: &Image, model: &Loaded) -> Result<Orientation> {
    let shorter = image.width().min(image.height()).max(1);
    let side = |length: u32| (length.min(shorter * MOST_ASPECT) * RESIZE).div_ceil(shorter).max(RESIZE);
    let small = resample::resize(image, side(image.width()), side(image.height()))?;
    let (left, top) = (i64::from(small.width() - INPUT) / 2, i64::from(small.height() - INPUT) / 2);
    let cut = small.crop(left, top, INPUT, INPUT).ok_or_else(|| Error::new(Code::Internal, "the centre cut is empty"))?;
    let side = INPUT as usize;
    let data = planes(&cut, Order::Rgb, MEAN.map(|m| 255.0 * m), DEVIATION.map(|d| 1.0 / (255.0 * d)), (side, side));
    let outputs = model.session.run(vec![Tensor::new([1, 3, side, side], data)])?;
    let scores = outputs.first().map(Tensor::data).filter(|scores| scores.len() == 4);
    let scores = scores.ok_or_else(|| Error::new(Code::InferenceFailed, format!("{} gave no four turns", model.id)))?;
    let best = (0..4).fold(0, |best, i| if scores[i] > scores[best] { i } else { best });
    Ok(Orientation { turned: best as u8, probability: scores[best] })
}

/// The corners of a `width`×`height` picture in the order in which its content reads once it is turned by `quarters`
/// quarter turns clockwise.
pub fn upright_corners(width: u32, height: u32, quarters: u8) -> Quad {
    let (w, h) = (width as f32, height as f32);
    let mut corners = [Point::new(0.0, 0.0), Point::new(w, 0.0), Point::new(w, h), Point::new(0.0, h)];
    corners.rotate_right(usize::from(quarters % 4));
    Quad(corners)
}

/// Quarter turns clockwise that make text upright which reads along `axis`, a unit vector.
pub(crate) fn upright_along(axis: Point) -> u8 {
    match (axis.x.abs() >= axis.y.abs(), axis.x >= 0.0, axis.y >= 0.0) {
        (true, true, _) => 0,
        (false, _, false) => 1,
        (true, false, _) => 2,
        (false, _, true) => 3,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::locate::shape;
    use crate::runtime::scripted::ScriptedSession;

    #[test]
    fn the_reading_direction_tells_the_turn() {
        for quarters in 0..4 {
            assert_eq!(upright_along(shape::direction(&upright_corners(300, 200, quarters))), quarters);
        }
    }

    #[test]
    fn the_first_corner_is_where_the_turned_picture_begins() {
        let source = Image::new(3, 2, (0..6).flat_map(|v| [v * 40; 3]).collect());
        for quarters in 0..4 {
            let turned = source.rotated(quarters);
            let corners = upright_corners(3, 2, quarters).0;
            let inside = |p: Point| source.pixel((p.x as u32).min(2), (p.y as u32).min(1));
            assert_eq!(inside(corners[0]), turned.pixel(0, 0));
            assert_eq!(inside(corners[1]), turned.pixel(turned.width() - 1, 0));
        }
    }

    #[test]
    fn the_most_probable_turn_is_undone() {
        let answer = Tensor::new([1, 4], vec![0.1, 0.7, 0.1, 0.1]);
        let session = Arc::new(ScriptedSession::new(Vec::new(), Vec::new(), vec![vec![answer]]));
        let model = Loaded { id: "orientation".into(), sha256: String::new(), session: session.clone(), calibration: None };
        let found = orientation(&Image::filled(32, 400, [9; 3]), &model).unwrap();
        assert_eq!((found.turned, found.upright_quarters()), (1, 3));
        assert_eq!(session.seen()[0][0].shape(), [1, 3, 224, 224]);
    }
}
