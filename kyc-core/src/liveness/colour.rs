//! Colour of the face: what print and display do to skin, whether it is painted, and whether there is colour at all.

use super::rising;
use crate::error::Result;
use crate::face::patch;
use crate::image::{Affine, Image};
use crate::wire::{Rect, SpoofType, Unit};

/// Name of the cue.
pub(super) const CUE: &str = "skin_colour";
/// Name of the cue of the highlights.
pub(super) const HIGHLIGHTS: &str = "highlights";
/// Side of the patch that is measured, in pixels.
const SIDE: u32 = 64;
/// The patch is the inner part of the box: this share of its larger side, so that hair and background stay outside.
const INNER: f32 = 0.6;

/// Mean red chroma (Cr, BT.601, centred) from which downwards skin is unusual, and at which it is surely no skin. Skin of
/// every tone is reddish; ink and the blue white point of displays are less so.
const PALE: [f32; 2] = [2.0, -8.0];
/// Red chroma below which the cast is a display's, not ink's.
const DISPLAY: f32 = -10.0;
/// Spread (standard deviation) of chroma over the face from which upwards it is unusual, and at which it is surely none of
/// skin: a display that is filmed saturates, and channels clip.
const GAUDY: [f32; 2] = [12.0, 20.0];
/// Share of pixels that are like the next one and the one below from which upwards a face is unusually even, and at which it is
/// surely painted: noise leaves fewer than 0.52 of live development faces so, also at a quarter of their light.
const PAINT: [f32; 2] = [0.55, 0.75];
/// From this mean luma upwards pixels that differ by one level are alike, too: shaded paint. Darker, skin has as little noise.
const SHADED: f64 = 128.0;
/// How much lighter than the median the lightest fiftieth is where the score of the highlights is one half: skin shines, paper
/// is dull.
const SHINE: f32 = 0.25;
/// A face of a higher median luma leaves no room for highlights.
const LIGHTEST: f32 = 200.0;

/// Colours of the face.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Colours {
    /// Mean luma, 0 to 255.
    pub(super) luma: f32,
    /// Mean Cr and Cb, centred on 0.
    pub(super) chroma: [f32; 2],
    /// Larger of the standard deviations of Cr and Cb.
    pub(super) spread: f32,
    /// Share of pixels that are like the next one and the one below.
    pub(super) even: f32,
    /// Luma of the lightest fiftieth over the median; `None` where the face is too light.
    pub(super) shine: Option<f32>,
}

/// Measures the inner part of the box.
///
/// # Errors
/// As [`crate::image::resample::resize`].
pub(super) fn measure(image: &Image, bounds: &Rect) -> Result<Colours> {
    let side = bounds.width.max(bounds.height) * INNER;
    let (center, step) = (bounds.center(), f64::from(side) / f64::from(SIDE));
    let half = f64::from(side) / 2.0;
    let map = Affine([step, 0.0, f64::from(center.x) - half, 0.0, step, f64::from(center.y) - half]);
    let patch = patch::sample(image, &map, SIDE)?;
    let n = f64::from(SIDE * SIDE);
    let (mut luma, mut sums, mut squares) = (0.0, [0.0; 2], [0.0; 2]);
    for pixel in patch.data().chunks_exact(3) {
        let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(f64::from);
        let y = 0.299 * r + 0.587 * g + 0.114 * b;
        luma += y;
        for (index, value) in [0.713 * (r - y), 0.564 * (b - y)].into_iter().enumerate() {
            sums[index] += value;
            squares[index] += value * value;
        }
    }
    let chroma = sums.map(|sum| sum / n);
    let spread = [0, 1].map(|i: usize| (squares[i] / n - chroma[i] * chroma[i]).max(0.0).sqrt());
    let spread = spread[0].max(spread[1]) as f32;
    Ok(Colours {
        luma: (luma / n) as f32,
        chroma: chroma.map(|v| v as f32),
        spread,
        even: even(&patch, u8::from(luma / n >= SHADED)),
        shine: shine(&patch),
    })
}

fn shine(patch: &Image) -> Option<f32> {
    let mut luma = patch.luma();
    luma.sort_unstable();
    let of = |share: usize| luma.get(luma.len() * share / 100).copied().map(f32::from);
    let (median, lightest) = (of(50)?, of(98)?);
    (median <= LIGHTEST).then(|| lightest / median.max(1.0))
}

fn even(patch: &Image, level: u8) -> f32 {
    let inner = SIDE - 1;
    let alike = |one: [u8; 3], other: [u8; 3]| one.iter().zip(other).all(|(a, b)| a.abs_diff(b) <= level);
    let places = (0..inner).flat_map(|y| (0..inner).map(move |x| (x, y)));
    let same = places.filter(|&(x, y)| {
        let pixel = patch.pixel(x, y);
        alike(pixel, patch.pixel(x + 1, y)) && alike(pixel, patch.pixel(x, y + 1))
    });
    same.count() as f32 / (inner * inner) as f32
}

impl Colours {
    /// Whether the picture holds colour: a grey or near-infrared one has none.
    pub(super) fn any(&self) -> bool {
        self.spread >= 1.0 || self.chroma.iter().any(|chroma| chroma.abs() >= 1.0)
    }

    fn pale(&self) -> f32 {
        ((PALE[0] - self.chroma[0]) / (PALE[0] - PALE[1])).clamp(0.0, 1.0)
    }

    fn gaudy(&self) -> f32 {
        ((self.spread - GAUDY[0]) / (GAUDY[1] - GAUDY[0])).clamp(0.0, 1.0)
    }

    fn painted(&self) -> f32 {
        ((self.even - PAINT[0]) / (PAINT[1] - PAINT[0])).clamp(0.0, 1.0)
    }

    /// The cue's score: 1 for the colours of skin, 0 where print or display surely changed them, or where they are painted.
    pub(super) fn score(&self) -> Unit {
        Unit::from_f32(1.0 - self.pale().max(self.gaudy()).max(self.painted()))
    }

    /// The score of the highlights.
    pub(super) fn highlights(&self) -> Option<Unit> {
        self.shine.map(|shine| rising(shine - 1.0, SHINE))
    }

    /// Which kind of attack the colours point at, given that it is one.
    pub(super) fn points_at(&self) -> SpoofType {
        if self.gaudy() >= 0.5 || self.chroma[0] < DISPLAY {
            SpoofType::Screen
        } else if self.pale() > 0.0 {
            SpoofType::Paper
        } else {
            SpoofType::Unknown
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const FACE: Rect = Rect { x: 20.0, y: 20.0, width: 60.0, height: 60.0 };

    /// One colour, each pixel a little lighter or darker than its neighbours.
    fn toned(color: [u8; 3]) -> Colours {
        let data = (0..100 * 100_u32).flat_map(|i| color.map(|value| value.saturating_sub((i * 7 % 25) as u8 / 2)));
        measure(&Image::new(100, 100, data.collect()), &FACE).unwrap()
    }

    #[test]
    fn f_129_skin_of_any_tone_is_skin_and_a_cold_cast_is_not() {
        for skin in [[255, 224, 196], [198, 134, 66], [141, 85, 36], [60, 38, 28]] {
            assert_eq!(toned(skin).score(), Unit::ONE, "{skin:?}");
        }
        let (ink, display) = (toned([120, 124, 132]), toned([80, 150, 160]));
        assert!(ink.score() < Unit::ONE && ink.points_at() == SpoofType::Paper);
        assert!(display.score() == Unit::ZERO && display.points_at() == SpoofType::Screen);
    }

    #[test]
    fn f_129_flat_paint_is_no_skin_whatever_its_colour() {
        let skin = [198, 134, 66];
        let shaded = (0..100 * 100_u32).flat_map(|i| [230, 190, 160].map(|value: u8| value - (i % 100 / 3) as u8));
        for painted in [Image::filled(100, 100, skin), Image::new(100, 100, shaded.collect())] {
            let paint = measure(&painted, &FACE).unwrap();
            assert!(paint.even > 0.9 && paint.score() == Unit::ZERO && paint.points_at() == SpoofType::Unknown, "{paint:?}");
        }
        assert!(toned(skin).even < PAINT[0], "{:?}", toned(skin));
    }

    #[test]
    fn clipped_channels_are_a_display() {
        let data = (0..100 * 100).flat_map(|i| if (i / 10) % 2 == 0 { [255, 160, 40] } else { [180, 150, 140 + i as u8 % 3] });
        let clipped = measure(&Image::new(100, 100, data.collect()), &FACE).unwrap();
        assert!(clipped.score() < Unit::from_f64(0.5) && clipped.points_at() == SpoofType::Screen, "{clipped:?}");
    }

    #[test]
    fn a_grey_picture_has_no_colour() {
        assert!(!toned([90; 3]).any() && toned([128, 120, 112]).any());
        let nowhere = measure(&Image::filled(10, 10, [9; 3]), &Rect { x: f32::NAN, ..FACE }).unwrap();
        assert!(!nowhere.any());
    }
}
