//! Copy-move (F-080): a part that stands in the picture twice.
//!
//! Letters and patterns repeat honestly, so likeness is not enough. What is looked for is a part that repeats **to the
//! pixel, noise and all**: two prints of one word lie a fraction of a pixel apart and never share their noise. Corners that
//! look alike vote for a distance; the pixels around those that agree on one are then compared at exactly that distance.
//!
//! A copy that was turned or resized, one of empty ground, which has no corners, and one whose noise the compression wiped
//! out are not seen. Lines of the machine-readable zone are left out: fillers repeat at one distance, and check digits guard
//! the zone better.

use std::collections::BTreeMap;

use super::plane::{Map, Plane};
use super::points::{Corner, NUMBERS, REACH, corners};
use super::{score, scored};
use crate::wire::{ForensicScore, NotSeen, Quad, Seen, TextLine};

/// Least distance of a copy, pixels: nearer corners share what describes them.
const LEAST_SHIFT: usize = 2 * REACH + 8;
/// Corners look alike from this product of their descriptions on.
const ALIKE: f32 = 0.98;
/// Corners that must agree on a distance.
const LEAST_VOTES: usize = 3;
/// Distances that are looked at closely, those with most votes.
const MOST_SHIFTS: usize = 40;
/// Half the side of the square around a corner in which pixels are compared.
const NEAR: usize = REACH - 5;
/// Slopes from which a pixel belongs to an edge, and up to which to the ground, levels a pixel.
const EDGE: f32 = 12.0;
const FLAT: f32 = 5.0;
/// Operating point: the mean difference of edges over their mean slope, which is about how far apart the two are after
/// whole pixels, in pixels.
const APART: f32 = 0.08;
/// The correlation of noise that leaves no doubt. Less counts in proportion.
const SAME_NOISE: f32 = 0.5;

pub(super) fn measure(plane: &Plane<'_>, text: &[TextLine]) -> Seen<ForensicScore> {
    let zone: Vec<Quad> = text.iter().filter(|line| line.text.expose().contains('<')).map(|line| line.region).collect();
    let corners = corners(plane, &zone);
    if corners.len() < 2 * LEAST_VOTES {
        return Seen::not(NotSeen::NotFound);
    }
    let mut map = Map::new();
    let mut strongest = 0.0_f32;
    for (shift, places) in shifts(&corners) {
        let same = sameness(plane, &places, shift);
        strongest = strongest.max(same);
        for (x, y) in places {
            map.raise(plane.cell(x, y), same / (same + 1.0));
            map.raise(plane.cell((x as i32 + shift.0) as usize, (y as i32 + shift.1) as usize), same / (same + 1.0));
        }
    }
    let signs: &[&str] = if strongest >= 1.0 { &["same_pixels"] } else { &[] };
    scored(score(strongest, 1.0), map.digits(), signs)
}

/// A distance across and down, and the corners that agree on it.
type Agreed = ((i32, i32), Vec<(usize, usize)>);

/// Distances on which corners agree, most votes first, each with the corners that voted.
fn shifts(corners: &[Corner]) -> Vec<Agreed> {
    let mut votes: BTreeMap<(i32, i32), Vec<(usize, usize)>> = BTreeMap::new();
    for (index, one) in corners.iter().enumerate() {
        for other in &corners[index + 1..] {
            if one.x.abs_diff(other.x).max(one.y.abs_diff(other.y)) < LEAST_SHIFT {
                continue;
            }
            if product(&one.look, &other.look) >= ALIKE {
                // From the upper one to the lower one.
                let (from, to) = if (one.y, one.x) <= (other.y, other.x) { (one, other) } else { (other, one) };
                let shift = (to.x as i32 - from.x as i32, to.y as i32 - from.y as i32);
                votes.entry(shift).or_default().push((from.x, from.y));
            }
        }
    }
    let mut agreed: Vec<_> = votes.into_iter().filter(|(_, places)| places.len() >= LEAST_VOTES).collect();
    agreed.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
    agreed.truncate(MOST_SHIFTS);
    agreed
}

/// Scalar product, in eight sums side by side: one sum after the other would be several times as slow, millions of times.
fn product(a: &[f32; NUMBERS], b: &[f32; NUMBERS]) -> f32 {
    let mut sums = [0.0; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (a, b))| *sum += a * b);
    }
    sums.iter().sum()
}

/// How surely two places are the same to the pixel, in operating points.
fn sameness(plane: &Plane<'_>, places: &[(usize, usize)], shift: (i32, i32)) -> f32 {
    let moved = |x: usize, y: usize| ((x as i32 + shift.0) as usize, (y as i32 + shift.1) as usize);
    let (mut differences, mut slopes) = (0.0_f32, 0.0_f32);
    let (mut products, mut squares_a, mut squares_b) = (0.0_f32, 0.0_f32, 0.0_f32);
    for &(cx, cy) in places {
        let square = || (cy - NEAR..cy + NEAR).flat_map(|y| (cx - NEAR..cx + NEAR).map(move |x| (x, y)));
        // The light may differ between the two.
        let light = square().map(|(x, y)| plane.at(x, y) - at(plane, moved(x, y))).sum::<f32>() / (4 * NEAR * NEAR) as f32;
        for (x, y) in square() {
            let slope = ((plane.at(x + 1, y) - plane.at(x - 1, y)).abs() + (plane.at(x, y + 1) - plane.at(x, y - 1)).abs()) / 2.0;
            if slope >= EDGE {
                differences += (plane.at(x, y) - at(plane, moved(x, y)) - light).abs();
                slopes += slope;
            } else if slope <= FLAT {
                let (a, b) = (residual(plane, (x, y)), residual(plane, moved(x, y)));
                (products, squares_a, squares_b) = (products + a * b, squares_a + a * a, squares_b + b * b);
            }
        }
    }
    let apart = differences / slopes.max(1.0);
    let noise = products / (squares_a * squares_b).sqrt().max(1e-6);
    APART / apart.max(0.01) * (noise / SAME_NOISE).clamp(0.0, 1.0)
}

fn at(plane: &Plane<'_>, (x, y): (usize, usize)) -> f32 {
    plane.at(x, y)
}

/// A pixel without its four neighbours: noise.
fn residual(plane: &Plane<'_>, (x, y): (usize, usize)) -> f32 {
    plane.at(x, y) - (plane.at(x - 1, y) + plane.at(x + 1, y) + plane.at(x, y - 1) + plane.at(x, y + 1)) / 4.0
}
