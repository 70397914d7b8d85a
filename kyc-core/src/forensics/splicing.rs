//! Splicing (F-080): seams along rows and columns of pixels.
//!
//! A lens spreads every edge over two pixels or more, and no printed edge follows a column of pixels for long. What was
//! pasted ends between two pixels, along one column or row. A seam is a run of windows of 16 pixels along the same column in
//! each of which nearly the whole step lies between two neighbours.

use super::blocks::Compressed;
use super::plane::{Map, Plane};
use super::{score, scored};
use crate::wire::{ForensicScore, NotSeen, Seen};

/// Pixels of a window along the seam.
const WINDOW: usize = 16;
/// Least step between two columns, in levels, averaged over a window.
const LEAST_STEP: f32 = 5.0;
/// Most of the step that the neighbouring pairs may take.
const SPREAD: f32 = 0.2;
/// Windows of a run, at least.
const LEAST_RUN: usize = 3;
/// Operating point: windows in the two longest runs.
const AT: f32 = 9.0;
/// A picture of which more than this share of strong edges is that sharp was drawn, not photographed: seams are no sign.
const DRAWN: f32 = 0.08;

pub(super) fn measure(plane: &Plane<'_>, compressed: Option<&Compressed>) -> Seen<ForensicScore> {
    let grid = compressed.map(|compressed| compressed.grid);
    let columns = Lines::new(plane, false);
    let rows = Lines::new(plane, true);
    let mut found = Found::default();
    columns.seams(grid.map(|grid| grid.0), &mut found);
    let vertical = found.runs.len();
    rows.seams(grid.map(|grid| grid.1), &mut found);
    if found.strong >= 50 && found.hard as f32 > DRAWN * found.strong as f32 {
        return Seen::not(NotSeen::NotSupported);
    }
    let mut map = Map::new();
    let mut lengths: Vec<usize> = Vec::new();
    for (index, run) in found.runs.iter().enumerate() {
        lengths.push(run.length);
        for window in run.first..run.first + run.length {
            let along = (window * WINDOW + WINDOW / 2).min(if index < vertical { plane.height } else { plane.width } - 1);
            let cell = if index < vertical { plane.cell(run.line, along) } else { plane.cell(along, run.line) };
            map.raise(cell, run.length as f32 / (run.length as f32 + AT / 2.0));
        }
    }
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let statistic: usize = lengths.iter().take(2).sum();
    let signs: &[&str] = if statistic as f32 >= AT { &["seam"] } else { &[] };
    scored(score(statistic as f32, AT), map.digits(), signs)
}

struct Run {
    /// Column (row) right after the seam.
    line: usize,
    /// First window and how many.
    first: usize,
    length: usize,
}

#[derive(Default)]
struct Found {
    runs: Vec<Run>,
    /// Windows with a strong edge, and those of them that are hard.
    strong: usize,
    hard: usize,
}

/// Mean luma of every column over each window of rows, or the other way round.
struct Lines {
    /// `[window][line]`.
    means: Vec<Vec<f32>>,
}

impl Lines {
    fn new(plane: &Plane<'_>, rows: bool) -> Self {
        let (lines, along) = if rows { (plane.height, plane.width) } else { (plane.width, plane.height) };
        let mut means = vec![vec![0.0; lines]; along / WINDOW];
        for (y, row) in plane.luma.chunks_exact(plane.width.max(1)).enumerate() {
            if rows {
                for (window, part) in row.chunks_exact(WINDOW).enumerate() {
                    let sum: u32 = part.iter().map(|v| u32::from(*v)).sum();
                    means[window][y] = sum as f32 / WINDOW as f32;
                }
            } else if let Some(sums) = means.get_mut(y / WINDOW) {
                sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += f32::from(*value) / WINDOW as f32);
            }
        }
        Self { means }
    }

    fn seams(&self, grid: Option<usize>, found: &mut Found) {
        let lines = self.means.first().map_or(0, Vec::len);
        // Where the run along each line began, and its length so far.
        let mut runs = vec![(0, 0); lines];
        for (window, means) in self.means.iter().enumerate() {
            for (at, (near, (first, length))) in
                means.windows(4).zip(runs.iter_mut().skip(2)).enumerate().take(lines.saturating_sub(5)).skip(1)
            {
                let line = at + 2;
                let [before, step, after] = [near[1] - near[0], near[2] - near[1], near[3] - near[2]];
                let beside = before.abs().max(after.abs());
                let strong = step.abs() >= LEAST_STEP;
                // Compression rings a little on both sides of a hard step.
                let hard = strong && beside <= SPREAD * step.abs() + 0.5;
                if strong && step.abs() >= beside {
                    found.strong += 1;
                    found.hard += usize::from(hard);
                }
                // Blocks of a JPEG end at their grid, too.
                if hard && grid.is_none_or(|grid| line % 8 != grid % 8) {
                    if *length == 0 {
                        *first = window;
                    }
                    *length += 1;
                } else if *length > 0 {
                    found.keep(line, *first, *length);
                    *length = 0;
                }
            }
        }
        for (line, (first, length)) in runs.into_iter().enumerate() {
            found.keep(line, first, length);
        }
    }
}

impl Found {
    fn keep(&mut self, line: usize, first: usize, length: usize) {
        if length >= LEAST_RUN && self.runs.len() < 10_000 {
            self.runs.push(Run { line, first, length });
        }
    }
}
