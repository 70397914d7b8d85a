//! Corners of a picture and what they look like, for finding parts that stand in it twice.

use super::plane::Plane;
use crate::wire::{Point, Quad};

/// Half the side of what describes a corner, pixels.
pub(super) const REACH: usize = 16;
/// Numbers of a description: 8×8 means of 4×4 pixels.
pub(super) const NUMBERS: usize = 64;
/// Corners that are kept, the strongest.
const MOST: usize = 2_500;
/// A corner is the strongest place within this, pixels.
const APART: usize = 6;
/// Least response: squares of steps of four levels along both directions.
const LEAST: f32 = 16.0;

/// A corner.
pub(super) struct Corner {
    pub(super) x: usize,
    pub(super) y: usize,
    /// Its surroundings, with mean 0 and length 1.
    pub(super) look: [f32; NUMBERS],
}

/// The strongest corners on the document and off the given places.
pub(super) fn corners(plane: &Plane<'_>, but: &[Quad]) -> Vec<Corner> {
    let but: Vec<_> = but.iter().map(Quad::bounds).collect();
    let free = |x: usize, y: usize| {
        let p = Point::new((plane.left + x) as f32, (plane.top + y) as f32);
        !but.iter().any(|b| (b.x..b.x + b.width).contains(&p.x) && (b.y..b.y + b.height).contains(&p.y))
    };
    let mut response = Response::new(plane);
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    let cells = |length: usize| (REACH + APART..length.saturating_sub(REACH + 2 * APART)).step_by(APART);
    for top in cells(plane.height) {
        response.advance(top + 2 * APART);
        for left in cells(plane.width) {
            let (mut best, mut place) = (LEAST, None);
            for y in top..top + APART {
                for (dx, value) in response.row(y)[left..left + APART].iter().enumerate() {
                    if *value > best {
                        (best, place) = (*value, Some((left + dx, y)));
                    }
                }
            }
            let Some((x, y)) = place else { continue };
            let around = y - APART..=y + APART;
            let highest = around.into_iter().all(|ny| response.row(ny)[x - APART..=x + APART].iter().all(|value| *value <= best));
            if highest && plane.on_document(plane.cell(x, y)) && free(x, y) {
                found.push((best, x, y));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
    found.truncate(MOST);
    found.into_iter().map(|(_, x, y)| Corner { x, y, look: look(plane, x, y) }).collect()
}

/// Rows of the response that are kept: those around one row of cells.
const KEPT: usize = 3 * APART + 1;

/// How much a place differs from its neighbours along the direction in which it differs least (Shi and Tomasi), 5×5 pixels.
/// Row by row, the last [`KEPT`] of them, so that they stay near the processor.
struct Response<'a> {
    plane: &'a Plane<'a>,
    /// Sums over five rows of the products of the slopes: across, mixed, down.
    columns: [Vec<f32>; 3],
    rows: Vec<Vec<f32>>,
    /// Rows whose slopes are in the sums.
    summed: usize,
}

impl<'a> Response<'a> {
    fn new(plane: &'a Plane<'a>) -> Self {
        let zero = || vec![0.0; plane.width];
        Self { plane, columns: [zero(), zero(), zero()], rows: vec![zero(); KEPT], summed: 1 }
    }

    /// A row that [`Self::advance`] has come to; nothing is in the rows at the picture's edge.
    fn row(&self, y: usize) -> &[f32] {
        &self.rows[y % KEPT]
    }

    /// Goes on to row `to`, which must lie three rows inside the picture.
    fn advance(&mut self, to: usize) {
        while self.summed <= to + 2 {
            let y = self.summed;
            self.add(y, 1.0);
            if y > 5 {
                self.add(y - 5, -1.0);
            }
            if y >= 5 {
                self.write(y - 2);
            }
            self.summed += 1;
        }
    }

    /// Adds the products of a row's slopes, or takes them off.
    fn add(&mut self, y: usize, sign: f32) {
        let width = self.plane.width;
        let row = |y: usize| &self.plane.luma[y * width..(y + 1) * width];
        let (above, here, below) = (row(y - 1), row(y), row(y + 1));
        let [across, mixed, down] = &mut self.columns;
        let slopes = here.iter().zip(&here[2..]).zip(above[1..].iter().zip(&below[1..]));
        let sums = across[1..].iter_mut().zip(&mut mixed[1..]).zip(&mut down[1..]);
        for (((across, mixed), down), ((left, right), (above, below))) in sums.zip(slopes) {
            let gx = (f32::from(*right) - f32::from(*left)) / 2.0;
            let gy = (f32::from(*below) - f32::from(*above)) / 2.0;
            *across += sign * gx * gx;
            *mixed += sign * gx * gy;
            *down += sign * gy * gy;
        }
    }

    /// Writes the response of a row from the sums.
    fn write(&mut self, y: usize) {
        let [across, mixed, down] = &self.columns;
        let windows = across.windows(5).zip(mixed.windows(5)).zip(down.windows(5)).skip(1);
        let line = self.rows[y % KEPT].iter_mut().skip(3);
        for (value, ((across, mixed), down)) in line.zip(windows) {
            let [xx, xy, yy] = [across, mixed, down].map(|w| (w[0] + w[1] + w[2] + w[3] + w[4]) / 25.0);
            let half = (xx - yy) / 2.0;
            *value = (xx + yy) / 2.0 - (half * half + xy * xy).sqrt();
        }
    }
}

fn look(plane: &Plane<'_>, x: usize, y: usize) -> [f32; NUMBERS] {
    let mut look = [0.0; NUMBERS];
    for dy in 0..2 * REACH {
        let row = &plane.luma[(y + dy - REACH) * plane.width + x - REACH..][..2 * REACH];
        for (dx, value) in row.iter().enumerate() {
            look[dy / 4 * 8 + dx / 4] += f32::from(*value);
        }
    }
    let mean = look.iter().sum::<f32>() / NUMBERS as f32;
    look.iter_mut().for_each(|value| *value -= mean);
    let length = look.iter().map(|value| value * value).sum::<f32>().sqrt().max(1e-3);
    look.map(|value| value / length)
}
