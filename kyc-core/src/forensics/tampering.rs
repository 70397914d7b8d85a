//! Digital tampering (F-080): parts whose history differs from the rest.
//!
//! **Error levels**: where a part was once compressed with coarser steps, its coefficients still lie near multiples of these
//! (Farid's JPEG ghosts). For every IJG quality the distance to the nearest multiple is averaged over each cell of the map; a
//! ghost is a cell that lies much closer, or much further, than the median cell. Only ghosts on the file's grid are seen.
//!
//! **Noise**: one sensor and one compression give much the same noise everywhere. The noise of a cell is the lower quartile,
//! over its blocks, of the mean diagonal difference; the statistic is how many times it differs from the median cell.

use super::blocks::Compressed;
use super::plane::{COLUMNS, Map, Plane, ROWS};
use super::{quantile, score, scored};
use crate::wire::{ForensicScore, NotSeen, Seen};

/// Operating point of ghosts: difference of the mean distance, which is 0.25 where there is no lattice.
const AT_GHOST: f32 = 0.05;
/// Operating point of noise: factor of two to this power.
const AT_NOISE: f32 = 2.6;
/// Fewer coefficients in a cell say nothing.
const LEAST_COUNT: f32 = 25.0;

/// Luma steps of quality 50 at [`super::blocks::PLACES`] (ITU-T T.81, table K.1).
const STANDARD: [f32; 9] = [11.0, 12.0, 10.0, 12.0, 14.0, 16.0, 13.0, 14.0, 14.0];

pub(super) fn measure(plane: &Plane<'_>, compressed: Option<&Compressed>) -> Seen<ForensicScore> {
    let mut map = Map::new();
    let ghost = compressed.map_or(0.0, |compressed| ghosts(plane, compressed, &mut map));
    let Some(noise) = noise(plane, &mut map) else { return Seen::not(NotSeen::Unreadable) };
    let (ghost, noise) = (ghost / AT_GHOST, noise / AT_NOISE);
    let signs: &[&str] = match (ghost >= 1.0, noise >= 1.0) {
        (true, true) => &["ghost", "noise"],
        (true, false) => &["ghost"],
        (false, true) => &["noise"],
        (false, false) => &[],
    };
    scored(score(ghost.max(noise), 1.0), map.digits(), signs)
}

/// The largest difference that at least two cells share, over all qualities.
fn ghosts(plane: &Plane<'_>, compressed: &Compressed, map: &mut Map) -> f32 {
    let mut largest = 0.0_f32;
    let mut best = Vec::new();
    for quality in (30..=92).step_by(2) {
        let scale = if quality < 50 { 50.0 / quality as f32 } else { 2.0 - quality as f32 / 50.0 };
        let steps: [f32; 9] = std::array::from_fn(|place| (STANDARD[place] * scale + 0.5).floor().max(1.0));
        let mut cells = vec![(0.0_f32, 0.0_f32); COLUMNS * ROWS];
        for block in &compressed.blocks {
            let cell = plane.cell(block.x, block.y);
            for ((value, step), last) in block.coefficients.iter().zip(steps).zip(compressed.steps) {
                // The last rounding must be finer than the lattice that is looked for.
                if value.abs() > 0.6 * step && step >= 2.0 * f32::from(last) {
                    let multiple = value.abs() / step;
                    cells[cell].0 += (multiple - multiple.round()).abs();
                    cells[cell].1 += 1.0;
                }
            }
        }
        let means: Vec<(usize, f32, f32)> =
            cells.iter().enumerate().filter(|(_, (_, n))| *n >= LEAST_COUNT).map(|(c, (s, n))| (c, s / n, *n)).collect();
        if means.len() < 12 {
            continue;
        }
        let middle = quantile(&mut means.iter().map(|(_, mean, _)| *mean).collect::<Vec<_>>(), 0.5);
        // A uniform distance has a standard deviation of 0.144; chance is taken off.
        let mut differences: Vec<(usize, f32)> =
            means.iter().map(|(cell, mean, n)| (*cell, ((mean - middle).abs() - 3.5 * 0.144 / n.sqrt()).max(0.0))).collect();
        differences.sort_by(|a, b| b.1.total_cmp(&a.1));
        let second = differences.get(1).map_or(0.0, |(_, difference)| *difference);
        if second > largest {
            (largest, best) = (second, differences);
        }
    }
    best.iter().for_each(|(cell, difference)| map.raise(*cell, difference / (difference + AT_GHOST)));
    largest
}

/// By how many powers of two the noise of the third most unusual cell differs. `None` where too few cells can tell.
fn noise(plane: &Plane<'_>, map: &mut Map) -> Option<f32> {
    let mut cells: Vec<Vec<f32>> = vec![Vec::new(); COLUMNS * ROWS];
    // About 20,000 blocks whatever the picture's size.
    let stride = (((plane.width * plane.height / 64) as f32 / 20_000.0).sqrt().ceil() as usize).max(1);
    for y in (0..plane.height.saturating_sub(8)).step_by(8 * stride) {
        for x in (0..plane.width.saturating_sub(8)).step_by(8 * stride) {
            let cell = plane.cell(x, y);
            if !plane.on_document(cell) {
                continue;
            }
            let (mut sum, mut difference) = (0.0, 0.0);
            for dy in (0..8).step_by(2) {
                for dx in (0..8).step_by(2) {
                    let [a, b] = [0, 1].map(|i| plane.at(x + dx + i, y + dy));
                    let [c, d] = [0, 1].map(|i| plane.at(x + dx + i, y + dy + 1));
                    sum += a + b + c + d;
                    difference += (a - b - c + d).abs();
                }
            }
            // Where the sensor is saturated or starved there is no noise to compare.
            if (40.0..225.0).contains(&(sum / 64.0)) {
                cells[cell].push(difference / 32.0);
            }
        }
    }
    let noises: Vec<(usize, f32)> = cells
        .iter_mut()
        .enumerate()
        .filter(|(_, blocks)| blocks.len() >= 8)
        .map(|(cell, blocks)| (cell, quantile(blocks, 0.25)))
        .collect();
    if noises.len() < 24 {
        return None;
    }
    let middle = quantile(&mut noises.iter().map(|(_, noise)| *noise).collect::<Vec<_>>(), 0.5);
    // A quarter of a level is what rounding leaves: below it there is nothing to compare.
    let mut differences: Vec<(usize, f32)> =
        noises.iter().map(|(cell, noise)| (*cell, ((noise + 0.25) / (middle + 0.25)).log2().abs())).collect();
    differences.sort_by(|a, b| b.1.total_cmp(&a.1));
    differences.iter().for_each(|(cell, difference)| map.raise(*cell, difference / (difference + AT_NOISE)));
    differences.get(2).map(|(_, difference)| *difference)
}
