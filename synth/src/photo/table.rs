//! The slow parts of a photograph's brightness, computed coarsely and looked up bilinearly: table top and light.

use kyc_core::wire::{Point, Quad};

use super::{Shot, middle};
use crate::rng::{Rng, value_noise};

/// What things lie on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// Brown boards with grain.
    Wood,
    /// Dark grey woven cloth.
    Cloth,
    /// A pale wall, slightly uneven; the background of attacks held up before a camera.
    Wall,
}

/// Three numbers per place on a coarse grid.
pub(super) struct Field {
    cells: Vec<[f32; 3]>,
    columns: usize,
    rows: usize,
    step: f32,
}

impl Field {
    fn new(width: usize, height: usize, step: usize, value: impl Fn(f32, f32) -> [f32; 3] + Sync) -> Self {
        use rayon::prelude::*;
        let (columns, rows) = (width / step + 2, height / step + 2);
        let cells = (0..rows)
            .into_par_iter()
            .flat_map_iter(|r| {
                let value = &value;
                (0..columns).map(move |c| value((c * step) as f32, (r * step) as f32))
            })
            .collect();
        Self { cells, columns, rows, step: step as f32 }
    }

    /// The three numbers at a pixel.
    pub(super) fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let (x, y) = (x / self.step, y / self.step);
        let (c, r) = ((x as usize).min(self.columns - 2), (y as usize).min(self.rows - 2));
        let (tx, ty) = (x - c as f32, y - r as f32);
        let i = r * self.columns + c;
        let (a, b, p, q) = (&self.cells[i], &self.cells[i + 1], &self.cells[i + self.columns], &self.cells[i + self.columns + 1]);
        std::array::from_fn(|k| {
            let top = a[k] + (b[k] - a[k]) * tx;
            let bottom = p[k] + (q[k] - p[k]) * tx;
            top + (bottom - top) * ty
        })
    }

    /// The table top as colour, 0 to 255.
    pub(super) fn table(table: Table, width: usize, height: usize, seed: u64) -> Self {
        // The texture has one size relative to the photograph, whatever its resolution.
        let scale = 1000.0 / width.max(height) as f32;
        let step = if scale < 0.5 { 2 } else { 1 };
        Field::new(width, height, step, move |x, y| match table {
            Table::Wood => wood(seed, x * scale, y * scale),
            Table::Cloth => cloth(seed, x * scale, y * scale),
            Table::Wall => wall(seed, x * scale, y * scale),
        })
    }

    /// Light on the thing, shadow on the table, and reflection on the thing, each as a share.
    pub(super) fn light(width: usize, height: usize, shot: &Shot, corners: &Quad) -> Self {
        let (w, h) = (width as f32, height as f32);
        let mut rng = Rng::new(shot.seed, 12);
        let (sin, cos) = rng.range(0.0, std::f32::consts::TAU).sin_cos();
        let uneven = shot.uneven.clamp(0.0, 0.8);
        let size = corners.reading_width().min(corners.reading_height());
        let soft = 0.035 * size;
        // The lamp stands where it is brightest, so the shadow falls the other way.
        let fall = Point::new(-cos * 0.022 * size, -sin * 0.022 * size);
        let centre = middle(corners);
        let shine = Point::new(centre.x + cos * 0.3 * size, centre.y + sin * 0.3 * size);
        let glare = shot.glare.clamp(0.0, 1.0);
        let shadowed = corners.0.map(|p| Point::new(p.x + fall.x, p.y + fall.y));
        Field::new(width, height, 16, move |x, y| {
            let (nx, ny) = (x / w - 0.5, y / h - 0.5);
            let along = (nx * cos + ny * sin) / std::f32::consts::SQRT_2 + 0.5;
            let lit = (1.06 - uneven * (1.0 - along)) * (1.0 - 0.10 * (nx * nx + ny * ny));
            let d = distance(&shadowed, Point::new(x, y));
            let shadow = 1.0 - 0.5 / (1.0 + (d / soft).exp());
            let spot = ((x - shine.x).powi(2) + (y - shine.y).powi(2)) / (0.16 * size).powi(2);
            [lit, shadow, glare * (-spot).exp()]
        })
    }
}

/// Signed distance to a convex quadrilateral: negative inside.
fn distance(quad: &[Point; 4], p: Point) -> f32 {
    let (mut near, mut inside) = (f32::MAX, 0i32);
    for i in 0..4 {
        let (a, b) = (quad[i], quad[(i + 1) % 4]);
        let (ex, ey, px, py) = (b.x - a.x, b.y - a.y, p.x - a.x, p.y - a.y);
        let t = ((px * ex + py * ey) / (ex * ex + ey * ey).max(1e-6)).clamp(0.0, 1.0);
        near = near.min((px - t * ex).hypot(py - t * ey));
        inside += if ex * py - ey * px >= 0.0 { 1 } else { -1 };
    }
    if inside.abs() == 4 { -near } else { near }
}

/// Coordinates run to about 1000 across the photograph.
fn wood(seed: u64, x: f32, y: f32) -> [f32; 3] {
    const BOARD: f32 = 190.0;
    let board = (y / BOARD).floor();
    let own = seed ^ (board as i64 as u64).wrapping_mul(0x9E37);
    let bend = 14.0 * value_noise(own, x / 320.0, y / 90.0);
    let rings = ((y + bend) / 5.5 + 2.5 * value_noise(own, x / 210.0, y / 26.0)).sin();
    let grain = value_noise(own ^ 1, x / 34.0, y / 1.3);
    let pore = value_noise(own ^ 2, x / 9.0, y / 0.8).max(0.55) - 0.55;
    let tone = 0.10 * value_noise(own, 0.5, 0.5);
    let gap = 1.0 - 0.55 * (-((y / BOARD - board) * BOARD / 1.6).powi(2)).exp();
    let shade = (0.86 + tone + 0.045 * rings + 0.055 * grain - 0.22 * pore) * gap;
    [152.0 * shade, 109.0 * shade, 74.0 * shade]
}

fn cloth(seed: u64, x: f32, y: f32) -> [f32; 3] {
    let weave = (x * 1.9).sin() * (y * 1.9).sin();
    let slub = value_noise(seed, x / 6.0, y / 1.5) + value_noise(seed ^ 1, x / 1.5, y / 6.0);
    let fold = value_noise(seed ^ 2, x / 260.0, y / 260.0);
    let shade = 0.92 + 0.07 * weave + 0.05 * slub + 0.12 * fold;
    [74.0 * shade, 80.0 * shade, 92.0 * shade]
}

fn wall(seed: u64, x: f32, y: f32) -> [f32; 3] {
    let broad = value_noise(seed, x / 300.0, y / 260.0);
    let plaster = value_noise(seed ^ 1, x / 5.0, y / 5.0);
    let shade = 0.92 + 0.05 * broad + 0.012 * plaster;
    [205.0 * shade, 198.0 * shade, 186.0 * shade]
}
