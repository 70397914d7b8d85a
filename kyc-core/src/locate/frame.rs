//! Measures of the document in a live frame, cheap enough for every frame of a preview.

use super::document;
use crate::error::Result;
use crate::image::{Homography, Image, quality, warp};
use crate::wire::{DocumentSize, FrameMeasures, NotSeen, Point, Quad, Seen, Unit};

/// Width of the rectified document on which sharpness, glare and brightness are measured, in pixels: the variance of a
/// Laplacian depends on the scale.
pub const CROP_WIDTH: u32 = 640;
/// Pixel measures leave out the rim: an outline is exact to a pixel of a 400 pixel picture only, and the edge of the document
/// itself would count as sharpness.
const INNER: f32 = 0.94;
/// A corner this near to the frame's edge, as a share of its width, may be where the frame cuts the document.
const EDGE: f32 = 0.01;

/// Width and height in millimetres (ISO/IEC 7810).
pub fn millimetres(size: DocumentSize) -> (f32, f32) {
    match size {
        DocumentSize::Id1 => (85.60, 53.98),
        DocumentSize::Id2 => (105.0, 74.0),
        DocumentSize::Id3 => (125.0, 88.0),
    }
}

/// Looks for the document's outline and measures what lies in it.
///
/// # Errors
/// As [`document::outline`].
pub fn measure(frame: &Image, size: DocumentSize) -> Result<Seen<FrameMeasures>> {
    match document::outline(frame, &[])? {
        Seen::Seen(outline) => Ok(of_outline(frame, outline, size)),
        Seen::NotSeen { reason } => Ok(Seen::not(reason)),
    }
}

/// Measures the document with these corners: the angle of its top edge, its width over the frame's, its width in pixels over
/// its width in inches, and sharpness, glare and brightness of the rectified document without its rim ([`INNER`]).
pub fn of_outline(frame: &Image, outline: Quad, size: DocumentSize) -> Seen<FrameMeasures> {
    let (across, down) = (outline.reading_width(), outline.reading_height());
    let (wide, high) = millimetres(size);
    let crop_height = (CROP_WIDTH as f32 * high / wide) as u32;
    let part = |of: fn(&Point) -> f32| outline.0.iter().map(of).sum::<f32>() / 4.0;
    let center = Point::new(part(|p| p.x), part(|p| p.y));
    let inner = outline.0.map(|p| Point::new(center.x + (p.x - center.x) * INNER, center.y + (p.y - center.y) * INNER));
    let Some(map) = Homography::of_pixels(CROP_WIDTH, crop_height, &Quad(inner)) else {
        return Seen::not(NotSeen::Unreadable);
    };
    let crop = warp::homography(frame, &map, CROP_WIDTH, crop_height).luma();
    let [left, right, ..] = outline.0;
    let tilt = (right.y - left.y).atan2(right.x - left.x).to_degrees().rem_euclid(90.0);
    Seen::Seen(FrameMeasures {
        outline,
        angle: tilt.min(90.0 - tilt),
        width_share: across.max(down) / frame.width() as f32,
        dpi: across.max(down) / wide * 25.4,
        visible: visible(frame, &outline, wide / high),
        sharpness: quality::laplacian_variance(&crop, CROP_WIDTH as usize),
        glare: quality::glare(&crop),
        brightness: quality::brightness(&crop),
    })
}

/// The share of the document that lies in the frame. An outline is found inside the frame only; one that touches the frame's
/// edge and is shorter, in one direction, than the document's aspect asks for is taken as cut there.
fn visible(frame: &Image, outline: &Quad, aspect: f32) -> Unit {
    let (w, h) = (frame.width() as f32, frame.height() as f32);
    let margin = EDGE * w;
    let at_edge = outline.0.iter().any(|p| p.x < margin || p.y < margin || p.x > w - margin || p.y > h - margin);
    let (across, down) = (outline.reading_width(), outline.reading_height());
    let measured = across.max(down) / across.min(down).max(1.0);
    let share = if at_edge { (measured / aspect).min(aspect / measured) } else { 1.0 };
    Unit::from_f32(share)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::Rect;

    fn measured(rect: Rect, size: DocumentSize) -> FrameMeasures {
        let frame = Image::filled(1280, 720, [120; 3]);
        *of_outline(&frame, Quad::from(rect), size).seen().unwrap()
    }

    #[test]
    fn f_027_pixels_for_300_dpi_are_those_of_the_specification() {
        for (size, pixels) in [(DocumentSize::Id1, 1011.0), (DocumentSize::Id2, 1240.0), (DocumentSize::Id3, 1476.0)] {
            let at = |width: f32| measured(Rect { x: 0.0, y: 0.0, width, height: width / 1.5 }, size).dpi;
            assert!(at(pixels) > 299.6 && at(pixels) < 300.1, "{size:?} {}", at(pixels));
        }
    }

    #[test]
    fn f_025_the_angle_is_the_distance_to_the_nearest_axis() {
        let frame = Image::filled(1280, 720, [120; 3]);
        for (turned, angle) in [(0.0f32, 0.0f32), (14.0, 14.0), (-15.0, 15.0), (80.0, 10.0), (180.0, 0.0)] {
            let (s, c) = turned.to_radians().sin_cos();
            let at = |x: f32, y: f32| Point::new(640.0 + x * c - y * s, 360.0 + x * s + y * c);
            let quad = Quad([at(-200.0, -126.0), at(200.0, -126.0), at(200.0, 126.0), at(-200.0, 126.0)]);
            let seen = *of_outline(&frame, quad, DocumentSize::Id1).seen().unwrap();
            assert!((seen.angle - angle).abs() < 0.01, "{turned} {}", seen.angle);
        }
    }

    #[test]
    fn f_029_a_card_cut_by_the_edge_is_not_wholly_visible() {
        let inside = measured(Rect { x: 100.0, y: 100.0, width: 800.0, height: 504.5 }, DocumentSize::Id1);
        assert_eq!(inside.visible, Unit::ONE);
        // Half a card.
        let cut = measured(Rect { x: 0.0, y: 100.0, width: 630.0, height: 600.0 }, DocumentSize::Id1);
        assert!(cut.visible < Unit::from_f64(0.7), "{}", cut.visible);
    }

    #[test]
    fn f_024_an_empty_frame_has_no_corners() {
        let frame = Image::filled(1280, 720, [120; 3]);
        assert_eq!(measure(&frame, DocumentSize::Id1).unwrap().reason(), Some(NotSeen::NotFound));
    }
}
