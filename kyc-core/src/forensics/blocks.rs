//! Blocks of a JPEG: their low coefficients, taken again from the pixels.
//!
//! Decoding and transforming back costs half a level of rounding, which is less than any quantisation step that matters, and
//! saves a second entropy decoder.

use std::f32::consts::PI;

use super::plane::Plane;

/// Places of the coefficients that are looked at, (across, down): the lowest nine but the mean. Higher ones are mostly 0.
pub(super) const PLACES: [(usize, usize); 9] = [(1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3)];
/// So many blocks are sampled, evenly over the document.
const MOST_BLOCKS: usize = 8_000;

/// One block of the file's own grid.
pub(super) struct Block {
    /// Its first pixel in the plane.
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) coefficients: [f32; 9],
    /// Those of the block half a block further: no grid of the file's, so nothing is quantised in it.
    pub(super) between: [f32; 9],
}

/// The blocks of a compressed picture.
pub(super) struct Compressed {
    /// Quantisation steps of [`PLACES`], as the picture lies now.
    pub(super) steps: [u16; 9],
    /// Where the grid begins in the plane, 0 to 7 across and down.
    pub(super) grid: (usize, usize),
    pub(super) blocks: Vec<Block>,
}

impl Compressed {
    pub(super) fn new(plane: &Plane<'_>, table: &[u16; 64], orientation: u8) -> Self {
        // EXIF 5 to 8 swap rows and columns; a mirrored side begins with what is left of the last block.
        let swapped = (5..=8).contains(&orientation);
        let rest = |mirrored: bool, length: u32| if mirrored { length as usize % 8 } else { 0 };
        let across = rest(matches!(orientation, 2 | 3 | 6 | 7), plane.image.width());
        let down = rest(matches!(orientation, 3 | 4 | 7 | 8), plane.image.height());
        let grid = ((across + 8 - plane.left % 8) % 8, (down + 8 - plane.top % 8) % 8);
        let steps = PLACES.map(|(u, v)| if swapped { table[8 * u + v] } else { table[8 * v + u] });

        let (columns, rows) = (plane.width.saturating_sub(grid.0 + 4) / 8, plane.height.saturating_sub(grid.1 + 4) / 8);
        let stride = ((columns * rows).div_ceil(MOST_BLOCKS).max(1) as f32).sqrt().ceil() as usize;
        let basis = basis();
        let mut blocks = Vec::new();
        for row in (0..rows).step_by(stride) {
            for column in (0..columns).step_by(stride) {
                let (x, y) = (grid.0 + 8 * column, grid.1 + 8 * row);
                if plane.on_document(plane.cell(x, y)) {
                    let coefficients = transform(plane, x, y, &basis);
                    let between = transform(plane, x + 4, y + 4, &basis);
                    blocks.push(Block { x, y, coefficients, between });
                }
            }
        }
        Self { steps, grid, blocks }
    }
}

/// The first four functions of the transform.
fn basis() -> [[f32; 8]; 4] {
    std::array::from_fn(|u| {
        let norm = if u == 0 { (1.0_f32 / 8.0).sqrt() } else { 0.5 };
        std::array::from_fn(|x| norm * ((2 * x + 1) as f32 * u as f32 * PI / 16.0).cos())
    })
}

/// The coefficients of the 8×8 pixels from (x, y), or 0 where they reach out of the plane.
fn transform(plane: &Plane<'_>, x: usize, y: usize, basis: &[[f32; 8]; 4]) -> [f32; 9] {
    if x + 8 > plane.width || y + 8 > plane.height {
        return [0.0; 9];
    }
    let mut across = [[0.0; 8]; 4];
    for (frequency, function) in across.iter_mut().zip(basis) {
        for (row, sum) in frequency.iter_mut().enumerate() {
            let pixels = &plane.luma[(y + row) * plane.width + x..][..8];
            *sum = pixels.iter().zip(function).map(|(p, f)| f32::from(*p) * f).sum();
        }
    }
    PLACES.map(|(u, v)| across[u].iter().zip(&basis[v]).map(|(p, f)| p * f).sum())
}
