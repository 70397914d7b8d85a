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
    let response = Response::new(plane);
    let but: Vec<_> = but.iter().map(Quad::bounds).collect();
    let free = |x: usize, y: usize| {
        let p = Point::new((plane.left + x) as f32, (plane.top + y) as f32);
        !but.iter().any(|b| (b.x..b.x + b.width).contains(&p.x) && (b.y..b.y + b.height).contains(&p.y))
    };
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    let cells = |length: usize| (REACH + APART..length.saturating_sub(REACH + 2 * APART)).step_by(APART);
    for top in cells(plane.height) {
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

/// How much a place differs from its neighbours along the direction in which it differs least (Shi and Tomasi), 5×5 pixels.
struct Response {
    width: usize,
    values: Vec<f32>,
}

impl Response {
    fn new(plane: &Plane<'_>) -> Self {
        let (width, height) = (plane.width, plane.height);
        let mut values = vec![0.0; width * height];
        // Sums over five rows of the products of the slopes, of which five columns are added up.
        let mut columns = vec![[0.0_f32; 3]; width];
        let slopes = |y: usize, columns: &mut [[f32; 3]], sign: f32| {
            let row = |y: usize| &plane.luma[y * width..(y + 1) * width];
            let (above, here, below) = (row(y - 1), row(y), row(y + 1));
            for x in 1..width - 1 {
                let gx = (f32::from(here[x + 1]) - f32::from(here[x - 1])) / 2.0;
                let gy = (f32::from(below[x]) - f32::from(above[x])) / 2.0;
                let sums = &mut columns[x];
                *sums = [sums[0] + sign * gx * gx, sums[1] + sign * gx * gy, sums[2] + sign * gy * gy];
            }
        };
        for y in 1..height.saturating_sub(1) {
            slopes(y, &mut columns, 1.0);
            if y > 5 {
                slopes(y - 5, &mut columns, -1.0);
            }
            if y < 5 {
                continue;
            }
            let line = &mut values[(y - 2) * width..(y - 1) * width];
            for (x, value) in line.iter_mut().enumerate().take(width - 3).skip(3) {
                let sum = columns[x - 2..=x + 2].iter().fold([0.0; 3], |s, c| [s[0] + c[0], s[1] + c[1], s[2] + c[2]]);
                let [xx, xy, yy] = sum.map(|v| v / 25.0);
                *value = (xx + yy) / 2.0 - (((xx - yy) / 2.0).powi(2) + xy * xy).sqrt();
            }
        }
        Self { width, values }
    }

    fn row(&self, y: usize) -> &[f32] {
        &self.values[y * self.width..(y + 1) * self.width]
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
