//! Warps: pictures looked up in another one through a map of the plane, with bilinear interpolation.

use std::borrow::Cow;

use super::{Affine, Homography, Image, reduce, resample};
use crate::wire::{Point, Quad};

/// A part shown smaller than in the source is first cut up to this many times larger, then shrunk by area, so that thin
/// strokes do not fall between the samples: bilinear lookup sees every pixel up to a step of 2.
const MOST_OVERSAMPLING: u32 = 4;

/// A `width`×`height` picture whose pixel centres are looked up in `image` through `map` (target pixel → source pixel,
/// both with pixel centres at whole numbers). Outside the source it is black.
pub fn affine(image: &Image, map: &Affine, width: u32, height: u32) -> Image {
    let [a, b, c, d, e, f] = map.0;
    homography(image, &Homography([a, b, c, d, e, f, 0.0, 0.0, 1.0]), width, height)
}

/// Like [`affine`], through a homography.
pub fn homography(image: &Image, map: &Homography, width: u32, height: u32) -> Image {
    let [a, b, c, d, e, f, g, h, i] = map.0;
    let place = |x: usize, y: f64| {
        let x = x as f64;
        let w = g * x + h * y + i;
        // On the horizon the place is nowhere; not a number becomes the corner outside, which is black.
        let scale = if w.abs() < 1e-9 { f64::NAN } else { 1.0 / w };
        Place::at((a * x + b * y + c) * scale, (d * x + e * y + f) * scale)
    };
    let mut data = vec![0; 3 * width as usize * height as usize];
    for (row, line) in data.chunks_exact_mut(3 * width.max(1) as usize).enumerate() {
        let mut next = place(0, row as f64);
        for (span, pixels) in line.chunks_mut(3 * SPAN).enumerate() {
            let mut here = next;
            next = place((span + 1) * SPAN, row as f64);
            let step = here.step_to(next);
            for pixel in pixels.chunks_exact_mut(3) {
                pixel.copy_from_slice(&bilinear(image, here.x(), here.y()));
                here = here.moved(step);
            }
        }
    }
    Image::new(width, height, data)
}

/// Pixels of a row from one place that is computed to the next; those between them are spaced evenly, because a division for
/// each would cost more than the rest of it. Where one side of the part looks twice as long as the other, a result 320 pixels
/// wide is bent by at most 2·SPAN²/8/320 = a twentieth of its pixels.
const SPAN: usize = 8;

/// A place in a picture in parts of a step, counted from one pixel outside, so that rounding towards zero rounds down.
#[derive(Clone, Copy)]
struct Place(i64, i64);

impl Place {
    const PARTS: i64 = 1 << 16;

    fn at(x: f64, y: f64) -> Self {
        // No picture is 16 million pixels long, and so many steps fit 32 bits. The conversion makes 0 of what is not a number.
        let parts = |v: f64| ((v.clamp(-1.6e7, 1.6e7) + 1.0) * f64::from(STEPS) * Self::PARTS as f64) as i64;
        Self(parts(x), parts(y))
    }

    fn step_to(self, end: Self) -> Self {
        Self((end.0 - self.0) / SPAN as i64, (end.1 - self.1) / SPAN as i64)
    }

    fn moved(self, step: Self) -> Self {
        Self(self.0 + step.0, self.1 + step.1)
    }

    fn x(self) -> u32 {
        (self.0.max(0) / Self::PARTS) as u32
    }

    fn y(self) -> u32 {
        (self.1.max(0) / Self::PARTS) as u32
    }
}

/// The part of `image` inside `quad` (corners as its content reads) as a `width`×`height` picture. `None` when the corners
/// are degenerate. It is made of the smallest kept copy that has a pixel for each of the target's.
pub fn rectified(image: &Image, quad: &Quad, width: u32, height: u32) -> Option<Image> {
    let shrink = (quad.reading_height() / height.max(1) as f32).max(quad.reading_width() / width.max(1) as f32);
    let copy = reduce::smallest_that(image, |by| shrink >= by as f32);
    let (image, by) = copy.map_or((image, 1.0), |(copy, by)| (copy, by as f32));
    let quad = Quad(quad.0.map(|p| Point::new(p.x / by, p.y / by)));
    let finer = ((shrink / by / 2.0).ceil() as u32).clamp(1, MOST_OVERSAMPLING);
    let (w, h) = (width * finer, height * finer);
    let map = Homography::of_pixels(w, h, &quad)?;
    let large = homography(image, &map, w, h);
    if finer == 1 { Some(large) } else { resample::resize(&large, width, height).ok().map(Cow::into_owned) }
}

/// Steps between two pixels that an interpolation tells apart.
const STEPS: u32 = 256;

/// The colour at a place given in steps, where the first pixel's centre is at one pixel's steps.
#[inline]
fn bilinear(image: &Image, x: u32, y: u32) -> [u8; 3] {
    let (left, top) = (x.wrapping_sub(STEPS), y.wrapping_sub(STEPS));
    let four = if left < image.width().saturating_sub(1) * STEPS && top < image.height().saturating_sub(1) * STEPS {
        let stride = 3 * image.width() as usize;
        let at = (top / STEPS) as usize * stride + 3 * (left / STEPS) as usize;
        let rows = eight(image.data(), at).zip(eight(image.data(), at + stride));
        rows.map(|(upper, lower)| [lanes(upper), lanes(upper >> 24), lanes(lower), lanes(lower >> 24)])
    } else {
        None
    };
    let [a, b, c, d] = four.unwrap_or_else(|| at_the_edge(image, x / STEPS, y / STEPS));
    let (fx, fy) = (u64::from(x % STEPS), u64::from(y % STEPS));
    let [r, _, g, _, b, ..] = mixed(mixed(a, b, fx), mixed(c, d, fx), fy).to_le_bytes();
    [r, g, b]
}

/// The four pixels around a place, one by one; `right` and `below` count from one pixel outside the picture.
#[cold]
fn at_the_edge(image: &Image, right: u32, below: u32) -> [u64; 4] {
    // What lies outside is black: 0 − 1 wraps to a huge number.
    [(1, 1), (0, 1), (1, 0), (0, 0)].map(|(left, above)| {
        let [r, g, b] = image.pixel(right.wrapping_sub(left), below.wrapping_sub(above));
        lanes(u64::from_le_bytes([r, g, b, 0, 0, 0, 0, 0]))
    })
}

/// Eight bytes from `at` on, the first one lowest.
fn eight(data: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?))
}

/// The three lowest bytes in lanes of 16 bits, so that one multiplication serves all three channels.
fn lanes(bytes: u64) -> u64 {
    (bytes & 0xff) | (bytes & 0xff00) << 8 | (bytes & 0xff_0000) << 16
}

/// Between `a` (at 0) and `b` (at 256), lane by lane, rounded.
fn mixed(a: u64, b: u64, at: u64) -> u64 {
    // 255·256 + 128 fits a lane.
    ((a * (256 - at) + b * at + 0x0080_0080_0080) >> 8) & 0x00ff_00ff_00ff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identity_changes_nothing_and_outside_is_black() {
        let picture = Image::new(4, 3, (0..36).map(|v| v * 7).collect());
        assert_eq!(affine(&picture, &Affine([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]), 4, 3), picture);
        for far in [50.0, -50.0, 16_777_215.5, 16_777_217.0, 1e300, f64::INFINITY, f64::NAN] {
            let away = affine(&picture, &Affine([1.0, 0.0, far, 0.0, 1.0, 0.0]), 2, 2);
            assert!(away.data().iter().all(|&v| v == 0), "{far}");
        }
    }

    #[test]
    fn between_pixels_lies_their_rounded_mean_in_every_channel() {
        let picture = Image::new(3, 3, [[0, 100, 255], [10, 200, 0], [0; 3]].concat().repeat(3));
        for (shift, pixel) in [(0.0, [0, 100, 255]), (0.5, [5, 150, 128]), (0.25, [3, 125, 191]), (1.0, [10, 200, 0])] {
            let moved = affine(&picture, &Affine([1.0, 0.0, shift, 0.0, 1.0, 0.5]), 1, 1);
            assert_eq!(moved.pixel(0, 0), pixel, "{shift}");
        }
        // Half a pixel beyond the edge, half of it is black.
        assert_eq!(affine(&picture, &Affine([1.0, 0.0, -0.5, 0.0, 1.0, 0.0]), 1, 1).pixel(0, 0), [0, 50, 128]);
    }

    #[test]
    fn a_slanted_part_is_looked_up_where_the_map_leads() {
        let picture = Image::new(250, 250, (0..250 * 250_u32).flat_map(|at| [(at % 250) as u8, (at / 250) as u8, 0]).collect());
        let quad = Quad([(5.0, 5.0), (245.0, 60.0), (240.0, 170.0), (8.0, 240.0)].map(|(x, y)| Point::new(x, y)));
        let map = Homography::of_pixels(323, 200, &quad).expect("a proper quad");
        let cut = homography(&picture, &map, 323, 200);
        for (x, y) in (0..200).flat_map(|y| (0..323).map(move |x| (x, y))) {
            let (place, [r, g, _]) = (map.apply(Point::new(x as f32, y as f32)), cut.pixel(x, y));
            let off = (f32::from(r) - place.x).abs().max((f32::from(g) - place.y).abs());
            assert!(off < 0.75, "{x},{y}: {off}");
        }
    }

    #[test]
    fn a_part_of_a_large_picture_is_the_same_from_a_copy() {
        let ramp = (0..4096 * 1024_u32).flat_map(|at| [(at % 4096 / 16) as u8, (at / 4096 / 4) as u8, 77]);
        let large = Image::new(4096, 1024, ramp.collect());
        let corners = [(1000.0, 200.0), (3000.0, 240.0), (2990.0, 900.0), (1010.0, 880.0)].map(|(x, y)| Point::new(x, y));
        for (width, height) in [(1800, 600), (700, 240), (100, 30)] {
            let cut = rectified(&large, &Quad(corners), width, height).expect("a proper quad");
            let map = Homography::of_pixels(width, height, &Quad(corners)).expect("a proper quad");
            let plain = homography(&large, &map, width, height);
            assert!(cut.data().iter().zip(plain.data()).all(|(a, b)| a.abs_diff(*b) <= 2), "{width}x{height}");
        }
    }
}
