//! Views: the picture as a detector gets it (upright, scaled, cut, deskewed), with the way back to source pixels.

use super::contrast;
use super::detect::{self, Region};
use crate::error::{Code, Error, Result};
use crate::image::{Homography, Image, resample, warp};
use crate::locate::orientation::upright_corners;
use crate::locate::shape;
use crate::model::Loaded;
use crate::wire::Quad;

/// A picture made from a part of the source, with the map from its pixels to the source's.
pub(crate) struct View {
    pub(crate) image: Image,
    map: Homography,
}

impl View {
    /// The whole picture, turned by `quarters`, at a [`detect::working_size`].
    ///
    /// # Errors
    /// [`Code::Internal`] when the picture has no area.
    pub(crate) fn whole(source: &Image, quarters: u8, shorter: u32, longer: u32) -> Result<Self> {
        let (w, h) = detect::working_size(source.width(), source.height(), shorter, longer);
        let image = resample::resize(source, w, h)?.into_owned();
        let image = if quarters.is_multiple_of(4) { image } else { image.rotated(quarters) };
        let corners = upright_corners(source.width(), source.height(), quarters);
        let map = Homography::from_rect(f64::from(image.width()), f64::from(image.height()), &corners);
        Ok(Self { image, map: map.ok_or_else(|| Error::new(Code::Internal, "the picture has no area"))? })
    }

    /// The part inside `quad` (source pixels, corners as its content reads) at a working size of `longer` on the longer
    /// side. `None` when the corners are degenerate.
    pub(crate) fn part(source: &Image, quad: &Quad, longer: u32) -> Option<Self> {
        let (w, h) = (quad.reading_width(), quad.reading_height());
        if !(w >= 8.0 && h >= 8.0 && w.is_finite() && h.is_finite()) {
            return None;
        }
        let (w, h) = detect::working_size(w.min(1e5) as u32, h.min(1e5) as u32, longer, longer);
        let image = warp::rectified(source, quad, w, h)?;
        Some(Self { image, map: Homography::from_rect(f64::from(w), f64::from(h), quad)? })
    }

    /// The same view with its local contrast stretched.
    #[must_use]
    pub(crate) fn with_stretched_contrast(self) -> Self {
        Self { image: contrast::stretched(&self.image), ..self }
    }

    /// Text regions with their corners in source pixels.
    ///
    /// # Errors
    /// Those of [`detect::detect`].
    pub(crate) fn detect(&self, model: &Loaded) -> Result<Vec<Region>> {
        let found = detect::detect(&self.image, model)?;
        Ok(found.into_iter().map(|region| Region { quad: self.to_source(&region.quad), ..region }).collect())
    }

    /// View → source, corner by corner.
    pub(crate) fn to_source(&self, quad: &Quad) -> Quad {
        Quad(quad.0.map(|p| self.map.apply(p)))
    }
}

/// Whether most of the text area stands upright in its region, i.e. the picture is not off by a quarter turn.
pub(crate) fn text_is_level(regions: &[Region], upright: &Quad) -> bool {
    let axis = shape::direction(upright);
    let (mut level, mut steep) = (0.0, 0.0);
    for region in regions {
        let along = shape::direction(&region.quad);
        let length = region.quad.reading_width();
        if length < 2.0 * region.quad.reading_height() {
            continue;
        }
        let cosine = (along.x * axis.x + along.y * axis.y).abs();
        if cosine > std::f32::consts::FRAC_1_SQRT_2 { level += length } else { steep += length }
    }
    level >= steep
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::{Point, Rect};

    #[test]
    fn views_lead_back_to_the_source() {
        let source = Image::filled(400, 200, [50; 3]);
        let view = View::whole(&source, 1, 736, 1280).unwrap();
        assert!(view.image.height() > view.image.width());
        let all = Quad::from(Rect { x: 0.0, y: 0.0, width: view.image.width() as f32, height: view.image.height() as f32 });
        // Turned clockwise, the content begins at the source's lower left corner.
        let first = view.to_source(&all).0[0];
        assert!(first.distance(Point::new(0.0, 200.0)) < 0.1, "{first:?}");
    }

    #[test]
    fn a_part_is_cut_and_degenerate_parts_are_none() {
        let mut data = vec![0; 3 * 100 * 100];
        for y in 40..60 {
            data[3 * (y * 100 + 20)..3 * (y * 100 + 80)].fill(200);
        }
        let source = Image::new(100, 100, data);
        let cut = warp::rectified(&source, &Quad::from(Rect { x: 20.0, y: 40.0, width: 60.0, height: 20.0 }), 30, 10).unwrap();
        assert!(cut.data().iter().all(|&v| v > 95));
        assert!(View::part(&source, &Quad([Point::new(4.0, 4.0); 4]), 640).is_none());
        assert!(View::part(&source, &Quad([Point::new(f32::INFINITY, 4.0); 4]), 640).is_none());
    }
}
