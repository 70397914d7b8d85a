//! Copy-move (F-080): a part that stands in the picture twice.
//!
//! Letters and patterns repeat honestly, so likeness is not enough. What is looked for is **noise** that stands there twice,
//! as far as compression leaves it: two prints of one letter never share it. The distance is found as a peak of the
//! autocorrelation of what is left of a small copy without its own surroundings; the strongest periodic parts of its
//! spectrum are cut off first, or security print would hide everything. Then the noise of both places is compared at full
//! resolution: a copy agrees at the exact distance and nowhere near it.

use super::fft;
use super::plane::{Map, Plane};
use super::{quantile, score, scored};
use crate::wire::{ForensicScore, NotSeen, Seen};

/// Side of the square that is transformed.
const SIDE: usize = 512;
/// Shortest distance of a copy, pixels of the small copy.
const LEAST_SHIFT: i32 = 16;
/// Distances that are looked at closely, and places of each.
const MOST_SHIFTS: usize = 24;
const MOST_PLACES: usize = 8;
/// Side of a place on the small copy.
const BLOCK: usize = 12;
/// Side of the squares compared at full resolution, pixels.
const PATCH: usize = 48;
/// Operating point of the correlation of noise between the two places.
const AT: f32 = 0.35;

pub(super) fn measure(plane: &Plane<'_>) -> Seen<ForensicScore> {
    let small = Small::new(plane);
    if small.width < 64 || small.height < 64 {
        return Seen::not(NotSeen::Unreadable);
    }
    let mut map = Map::new();
    let mut strongest = 0.0_f32;
    for shift in small.shifts() {
        let places = small.places(shift, plane);
        if places.len() < 3 {
            continue;
        }
        let near = (shift.0 * small.step as i32, shift.1 * small.step as i32);
        let exact = exact(plane, &places, near, small.step as i32 + 1);
        let likeness = likeness(plane, &places, exact);
        strongest = strongest.max(likeness);
        for (x, y) in places {
            map.raise(plane.cell(x, y), likeness / (likeness + AT));
            map.raise(plane.cell((x as i32 + exact.0) as usize, (y as i32 + exact.1) as usize), likeness / (likeness + AT));
        }
    }
    let signs: &[&str] = if strongest >= AT { &["same_noise"] } else { &[] };
    scored(score(strongest, AT), map.digits(), signs)
}

/// The picture reduced by a whole number of pixels, without its own surroundings.
struct Small {
    step: usize,
    width: usize,
    height: usize,
    /// Row-major, `SIDE` to a row, 0 where there is an edge or nothing.
    residual: Vec<f32>,
}

impl Small {
    fn new(plane: &Plane<'_>) -> Self {
        let step = plane.width.max(plane.height).div_ceil(SIDE).max(1);
        let (width, height) = (plane.width / step, plane.height / step);
        let mut means = vec![0.0_f32; width * height];
        for y in 0..height * step {
            let row = &plane.luma[y * plane.width..][..width * step];
            let out = &mut means[y / step * width..][..width];
            out.iter_mut()
                .zip(row.chunks_exact(step))
                .for_each(|(mean, part)| *mean += part.iter().map(|v| f32::from(*v)).sum::<f32>());
        }
        means.iter_mut().for_each(|mean| *mean /= (step * step) as f32);
        let mut residual = vec![0.0; SIDE * SIDE];
        for y in 2..height.saturating_sub(2) {
            for x in 2..width.saturating_sub(2) {
                let at = |dx: usize, dy: usize| means[(y + dy - 2) * width + x + dx - 2];
                let around = (0..5).flat_map(|dy| (0..5).map(move |dx| (dx, dy))).map(|(dx, dy)| at(dx, dy)).sum::<f32>() / 25.0;
                // An edge says more about letters than about noise.
                residual[y * SIDE + x] = (at(2, 2) - around).clamp(-4.0, 4.0);
            }
        }
        Self { step, width, height, residual }
    }

    /// Distances at which the residual agrees best with itself.
    fn shifts(&self) -> Vec<(i32, i32)> {
        let mut spectrum = fft::power(&self.residual, SIDE);
        let most = 2.0 * quantile(&mut spectrum.clone(), 0.5);
        spectrum.iter_mut().for_each(|power| *power = power.min(most));
        // The spectrum is even, so transforming it again gives the autocorrelation.
        let agreement = fft::real(&spectrum, SIDE);
        let side = SIDE as i32;
        let mut peaks: Vec<(f32, (i32, i32))> = Vec::new();
        for v in 0..(side / 2).min(self.height as i32 - 16) {
            for u in -side / 2..side / 2 {
                let at = |u: i32, v: i32| agreement[(v.rem_euclid(side) * side + u.rem_euclid(side)) as usize];
                let here = at(u, v);
                let highest = (-1..=1).all(|dv| (-1..=1).all(|du| at(u + du, v + dv) <= here));
                if here > 0.0 && u.abs().max(v) >= LEAST_SHIFT && highest && (v > 0 || u > 0) {
                    peaks.push((here, (u, v)));
                }
            }
        }
        peaks.sort_by(|a, b| b.0.total_cmp(&a.0));
        peaks.into_iter().take(MOST_SHIFTS).map(|(_, shift)| shift).collect()
    }

    /// Where the residual agrees best at that distance: first pixels in the plane.
    fn places(&self, shift: (i32, i32), plane: &Plane<'_>) -> Vec<(usize, usize)> {
        let mut found: Vec<(f32, (usize, usize))> = Vec::new();
        for y in (4..self.height.saturating_sub(BLOCK)).step_by(BLOCK / 2) {
            for x in (4..self.width.saturating_sub(BLOCK)).step_by(BLOCK / 2) {
                let place = (x * self.step, y * self.step);
                if !inside(plane, place, (shift.0 * self.step as i32, shift.1 * self.step as i32), self.step as i32) {
                    continue;
                }
                let (mut products, mut own, mut other) = (0.0_f32, 0.01_f32, 0.01_f32);
                for dy in 0..BLOCK {
                    for dx in 0..BLOCK {
                        let a = self.residual[(y + dy) * SIDE + x + dx];
                        let (qx, qy) = ((x + dx) as i32 + shift.0, (y + dy) as i32 + shift.1);
                        let b = self.residual[qy as usize * SIDE + qx as usize];
                        (products, own, other) = (products + a * b, own + a * a, other + b * b);
                    }
                }
                found.push((products / (own * other).sqrt(), place));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().take(MOST_PLACES).map(|(_, place)| place).collect()
    }
}

/// Whether a square and its counterpart lie inside, with what is needed around them.
fn inside(plane: &Plane<'_>, (x, y): (usize, usize), shift: (i32, i32), reach: i32) -> bool {
    let fits = |v: i32, length: usize| v >= reach + 10 && v + PATCH as i32 + reach + 10 < length as i32;
    let (x, y) = (x as i32, y as i32);
    fits(x, plane.width) && fits(y, plane.height) && fits(x + shift.0, plane.width) && fits(y + shift.1, plane.height)
}

/// The distance near `near` at which the squares differ least.
fn exact(plane: &Plane<'_>, places: &[(usize, usize)], near: (i32, i32), reach: i32) -> (i32, i32) {
    let mut best = (f32::INFINITY, near);
    for dy in -reach..=reach {
        for dx in -reach..=reach {
            let shift = (near.0 + dx, near.1 + dy);
            let mut sum = 0.0;
            for &(x, y) in places {
                for py in (y..y + PATCH).step_by(3) {
                    for px in (x..x + PATCH).step_by(3) {
                        let other = plane.at((px as i32 + shift.0) as usize, (py as i32 + shift.1) as usize);
                        sum += (plane.at(px, py) - other).abs().min(12.0);
                    }
                }
            }
            if sum < best.0 {
                best = (sum, shift);
            }
        }
    }
    best.1
}

/// How sure it is that one place is a copy of the other, 0 to 1. Noise that was copied agrees at the exact distance and
/// nowhere near it; the skirts of letters and fine print agree at the neighbouring distances too.
fn likeness(plane: &Plane<'_>, places: &[(usize, usize)], shift: (i32, i32)) -> f32 {
    let here = correlation(plane, places, shift);
    if here < AT / 2.0 {
        return here.max(0.0);
    }
    let near = [(4, 0), (-4, 0), (0, 4), (0, -4)].map(|(dx, dy)| correlation(plane, places, (shift.0 + dx, shift.1 + dy)));
    (here - near.into_iter().fold(0.0, f32::max)).max(0.0)
}

/// Correlation of what is left of the pixels of both places away from edges; 0 where there is too little to compare.
fn correlation(plane: &Plane<'_>, places: &[(usize, usize)], shift: (i32, i32)) -> f32 {
    let (mut products, mut squares_a, mut squares_b, mut count) = (0.0_f32, 0.0_f32, 0.0_f32, 0);
    for &(x, y) in places {
        for py in (y..y + PATCH).step_by(2) {
            for px in (x + py % 4 / 2..x + PATCH).step_by(2) {
                let (qx, qy) = ((px as i32 + shift.0) as usize, (py as i32 + shift.1) as usize);
                let slope =
                    (plane.at(px + 2, py) - plane.at(px - 2, py)).abs() + (plane.at(px, py + 2) - plane.at(px, py - 2)).abs();
                if slope <= 12.0 {
                    let (a, b) = (residual(plane, px, py), residual(plane, qx, qy));
                    // Beyond noise: the rim of an edge.
                    if a.abs().max(b.abs()) <= 6.0 {
                        products += a * b;
                        squares_a += a * a;
                        squares_b += b * b;
                        count += 1;
                    }
                }
            }
        }
    }
    // Noise too weak to compare is what drawn pictures have.
    if count < 300 || squares_a.min(squares_b) / (count as f32) < 0.02 { 0.0 } else { products / (squares_a * squares_b).sqrt() }
}

/// What is left of a pixel's surroundings, 3×3, without the wider ones, 9×9: noise that survives compression.
fn residual(plane: &Plane<'_>, x: usize, y: usize) -> f32 {
    let mean = |reach: usize| {
        let side = 2 * reach + 1;
        let mut sum = 0_u32;
        for row in y - reach..=y + reach {
            let start = row * plane.width + x - reach;
            sum += plane.luma[start..start + side].iter().map(|v| u32::from(*v)).sum::<u32>();
        }
        sum as f32 / (side * side) as f32
    };
    mean(1) - mean(4)
}
