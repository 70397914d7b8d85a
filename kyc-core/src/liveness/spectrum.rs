//! Waves in the face: the pixel grid of a screen and its moiré in luma, the dots of a print in red against green.

use super::{falling, window};
use crate::image::{Image, fft};
use crate::wire::{Rect, Unit};

/// Names of the cues.
pub(super) const GRID: &str = "pixel_grid";
/// See [`GRID`].
pub(super) const DOTS: &str = "halftone";
/// Side of the square about the face's centre, in pixels of the picture: made smaller, waves would vanish.
const SIDE: usize = 128;
/// A smaller face does not fill enough of the square.
const LEAST_FACE: f32 = 96.0;
/// What is looked at in luma and in red less green: frequencies, in waves over the square (periods of 2 to 16 pixels; colour is
/// mostly stored at half the size, which makes waves of its own above), and the step of the frequencies that JPEG's blocks
/// have.
const BANDS: [(std::ops::Range<usize>, i32); 2] = [(8..62, 16), (8..32, 8)];
/// A ring's median amplitude counts as at least this, a seventh of what rounding to 8 bits alone leaves in it (0.289 grey levels,
/// by the root of the sum of Hann's squares, 48): flat paint has no noise to compare a wave with.
const FLOOR: f32 = 2.0;
/// Strengths of the strongest wave at which the scores are one half.
const AT: [f32; 2] = [8.5, 6.2];

/// Strength of the strongest wave in luma and in red less green: its amplitude over the median of its ring of equal
/// frequency. `None` where the face or the picture is too small.
pub(super) fn strengths(image: &Image, bounds: &Rect) -> Option<[f32; 2]> {
    let (width, height) = (image.width() as usize, image.height() as usize);
    if bounds.width.max(bounds.height) < LEAST_FACE || width < SIDE || height < SIDE {
        return None;
    }
    let (left, top) = window::corner(image, bounds, SIDE);
    let square = |of: &dyn Fn([f32; 3]) -> f32| {
        let pixel = |i: usize| image.pixel((left + i % SIDE) as u32, (top + i / SIDE) as u32).map(f32::from);
        fft::faded((0..SIDE * SIDE).map(|i| of(pixel(i))).collect(), SIDE)
    };
    let luma = square(&|[r, g, b]| 0.299 * r + 0.587 * g + 0.114 * b);
    let chroma = square(&|[r, g, _]| r - g);
    let [luma, chroma] = fft::power(&luma, &chroma, SIDE);
    Some([strongest(&luma, &BANDS[0]), strongest(&chroma, &BANDS[1])])
}

/// The cues' scores, in the order of [`strengths`].
pub(super) fn scores(strengths: [f32; 2]) -> [Unit; 2] {
    [falling(strengths[0], AT[0]), falling(strengths[1], AT[1])]
}

fn strongest(power: &[f32], (frequencies, block): &(std::ops::Range<usize>, i32)) -> f32 {
    let mut rings: Vec<Vec<f32>> = vec![Vec::new(); frequencies.end];
    let half = SIDE / 2;
    let frequency = |at: usize| if at < half { at as i32 } else { at as i32 - SIDE as i32 };
    let ring = |u: i32, v: i32| ((u * u + v * v) as f32).sqrt() as usize;
    let mut waves = Vec::new();
    for (at, power) in power.iter().enumerate() {
        let (u, v) = (frequency(at / SIDE), frequency(at % SIDE));
        let ring = ring(u, v);
        if !frequencies.contains(&ring) {
            continue;
        }
        let amplitude = power.max(0.0).sqrt();
        rings[ring].push(amplitude);
        // Straight edges lie along the axes.
        let blocks = u.rem_euclid(*block) == 0 && v.rem_euclid(*block) == 0;
        if u.abs() > 1 && v.abs() > 1 && !blocks {
            waves.push((ring, amplitude));
        }
    }
    let median = |ring: &mut Vec<f32>| {
        let middle = ring.len() / 2;
        if ring.is_empty() { 0.0 } else { *ring.select_nth_unstable_by(middle, f32::total_cmp).1 }
    };
    let usual: Vec<f32> = rings.iter_mut().map(median).collect();
    waves.iter().map(|&(ring, amplitude)| amplitude / usual[ring].max(FLOOR)).fold(0.0, f32::max)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::f32::consts::PI;

    use super::*;

    const FACE: Rect = Rect { x: 20.0, y: 20.0, width: 160.0, height: 160.0 };

    /// Skin with noise of a few levels and a wave of `height` levels, in luma or in red against green.
    fn face(height: f32, coloured: bool) -> Image {
        let data = (0..200u32 * 200).flat_map(|i| {
            let (x, y) = ((i % 200) as f32, (i / 200) as f32);
            // Mixed twice: the multiples of one number are a wave themselves.
            let mixed = i.wrapping_mul(2_654_435_761) ^ (i.wrapping_mul(2_654_435_761) >> 15);
            let noise = (mixed.wrapping_mul(2_246_822_519) >> 29) as f32;
            let wave = height * (2.0 * PI * (x / 5.0 + y / 7.0)).sin();
            let green = if coloured { -wave / 2.0 } else { wave };
            [190.0 + noise + wave, 150.0 + noise + green, 130.0 + noise + wave].map(|value| value as u8)
        });
        Image::new(200, 200, data.collect())
    }

    fn seen(image: &Image) -> [Unit; 2] {
        scores(strengths(image, &FACE).unwrap())
    }

    #[test]
    fn f_129_a_grid_shows_in_luma_and_dots_in_colour() {
        let (skin, screen, print) = (seen(&face(0.0, false)), seen(&face(8.0, false)), seen(&face(8.0, true)));
        let half = Unit::from_f64(0.5);
        assert!(skin.iter().all(|score| *score > half), "{skin:?}");
        assert!(screen[0] < half && screen[1] > half, "{screen:?}");
        assert!(print[1] < half, "{print:?}");
    }

    #[test]
    fn small_faces_and_boxes_without_a_place_say_nothing_or_stay_in_the_picture() {
        assert!(strengths(&face(0.0, false), &Rect { width: 60.0, height: 60.0, ..FACE }).is_none());
        assert!(strengths(&Image::filled(100, 300, [90; 3]), &FACE).is_none());
        for x in [f32::NAN, f32::INFINITY, -9e9, 9e9] {
            assert!(strengths(&face(0.0, false), &Rect { x, ..FACE }).is_some());
        }
        assert_eq!(strengths(&Image::filled(200, 200, [90; 3]), &FACE), Some([0.0, 0.0]));
    }
}
