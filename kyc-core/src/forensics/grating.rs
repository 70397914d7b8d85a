//! Gratings (F-090): the pixel grid of a screen and its moiré, and the dots of a print.
//!
//! Both are periodic all over the page, which shows as isolated peaks of the spectrum. Nine squares of the document are
//! transformed; a peak's strength is its power over that of the strongest place around it, so lines of text and long edges,
//! which spread along a line of the spectrum, have none. What counts is the strength that two thirds of the squares reach.
//!
//! A screen's grid has one pair of directions, along its sides. A print has a screen at 45° or several, one an ink. What
//! shows peaks along the sides only is therefore a screen, anything else a print; a screen that is turned against the
//! document is taken for a print.

use super::plane::{Map, Plane};
use super::{quantile, score, scored};
use crate::image::fft;
use crate::wire::{ForensicScore, NotSeen, Seen};

/// Side of a square, pixels.
const SIDE: usize = 256;
/// Periods from two pixels (almost) to 18: coarser patterns are design.
const FREQUENCIES: std::ops::Range<f32> = 14.0..124.0;
/// Operating point: power over the strongest place around.
const AT: f32 = 25.0;
/// Peaks of a square that are kept.
const MOST_PEAKS: usize = 6;
/// Directions closer to the sides than this, in degrees, are along them.
const ALONG: f32 = 14.0;

struct Peak {
    strength: f32,
    /// Direction modulo a quarter turn, in degrees, −45 to 45, against the picture.
    direction: f32,
}

/// Screen and print.
pub(super) fn measure(plane: &Plane<'_>) -> (Seen<ForensicScore>, Seen<ForensicScore>) {
    if plane.width < SIDE + 16 || plane.height < SIDE + 16 {
        return (Seen::not(NotSeen::Unreadable), Seen::not(NotSeen::Unreadable));
    }
    let mut places: Vec<(usize, Vec<f32>)> = Vec::new();
    for row in 0..3 {
        for column in 0..3 {
            // Off the edges of the document, which are strong lines.
            let place = |length: usize, third: usize| {
                let centre = length * (2 + 3 * third) / 10;
                centre.saturating_sub(SIDE / 2).min(length - SIDE)
            };
            let (x, y) = (place(plane.width, column), place(plane.height, row));
            let cell = plane.cell(x + SIDE / 2, y + SIDE / 2);
            if plane.on_document(cell) || (row, column) == (1, 1) {
                places.push((cell, square(plane, x, y)));
            }
        }
    }
    let mut squares: Vec<(usize, Vec<Peak>)> = Vec::new();
    for pair in places.chunks(2) {
        let [(_, one), (_, other)] = [&pair[0], &pair[pair.len() - 1]];
        let spectra = fft::power(one, other, SIDE);
        squares.extend(pair.iter().zip(&spectra).map(|((cell, _), spectrum)| (*cell, peaks(spectrum))));
    }
    let mut strengths: Vec<f32> = squares.iter().map(|(_, peaks)| peaks.first().map_or(0.0, |peak| peak.strength)).collect();
    let common = quantile(&mut strengths, 1.0 / 3.0);
    // By the strongest peaks of each square, no peak counting for more than a clear one.
    let (mut along, mut across) = (0.0_f32, 0.0_f32);
    for peak in squares.iter().flat_map(|(_, peaks)| peaks.iter().take(2)) {
        let clear = (peak.strength / AT).min(1.0);
        if peak.direction.abs() <= ALONG { along += clear } else { across += clear }
    }
    let of_screen = along / (along + across).max(1e-6);
    let mut map = Map::new();
    for (cell, peaks) in &squares {
        let strength = peaks.first().map_or(0.0, |peak| peak.strength);
        map.raise(*cell, strength / (strength + AT));
    }
    let of = |share: f32, sign| {
        // What is less than half of the peaks is somebody else's.
        let statistic = if share >= 0.5 { common } else { common.min(AT / 2.0) };
        let signs: &[&str] = if statistic >= AT { &[sign] } else { &[] };
        scored(score(statistic, AT), map.digits(), signs)
    };
    (of(of_screen, "grid"), of(1.0 - of_screen, "dots"))
}

/// A square's luma, ready for its spectrum.
fn square(plane: &Plane<'_>, x: usize, y: usize) -> Vec<f32> {
    let rows = (0..SIDE).map(|dy| &plane.luma[(y + dy) * plane.width + x..][..SIDE]);
    fft::faded(rows.flatten().map(|value| f32::from(*value)).collect(), SIDE)
}

/// The strongest isolated peaks of a spectrum, strongest first.
fn peaks(spectrum: &[f32]) -> Vec<Peak> {
    let at = |u: i32, v: i32| {
        let side = SIDE as i32;
        spectrum[(u.rem_euclid(side) * side + v.rem_euclid(side)) as usize]
    };
    // The grid of JPEG blocks and its multiples.
    let blocked = |f: i32| f.rem_euclid((SIDE / 8) as i32) == 0;
    // A wave whose power is below that of noise of half a level all over the square shows nothing.
    let floor = 0.25 * (SIDE * SIDE) as f32 * 40.0;
    let mut found: Vec<Peak> = Vec::new();
    let half = SIDE as i32 / 2;
    for v in 0..half {
        for u in -half..half {
            let radius = ((u * u + v * v) as f32).sqrt();
            if !FREQUENCIES.contains(&radius) || (v == 0 && u < 0) || (blocked(u) && blocked(v)) {
                continue;
            }
            let power = at(u, v);
            let around = |du: i32, dv: i32| at(u + du, v + dv);
            if power < floor
                || [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1)]
                    .iter()
                    .any(|(du, dv)| around(*du, *dv) > power)
            {
                continue;
            }
            // Hann spreads a wave over five places; the ring beyond is somebody else's.
            let mut ring = 0.0_f32;
            for d in -6..=6_i32 {
                for e in [-6, 6, -5, 5] {
                    ring = ring.max(around(d, e)).max(around(e, d));
                }
            }
            let strength = power / ring.max(floor / 8.0);
            let angle = (v as f32).atan2(u as f32).to_degrees();
            let direction = (angle + 45.0).rem_euclid(90.0) - 45.0;
            found.push(Peak { strength, direction });
        }
    }
    found.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    found.truncate(MOST_PEAKS);
    found
}
