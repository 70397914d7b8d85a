//! Digital files (F-090): pages that were drawn or scanned into a file and never photographed.
//!
//! A sensor's noise leaves no square of 8×8 pixels without a difference, and light falls unevenly. The statistic is the share
//! of squares on the document, not on its own black or white, whose pixels are all the same, within a level. Coarse JPEG
//! makes such squares out of any picture; there the measure cannot tell.

use super::plane::{COLUMNS, Map, Plane, ROWS};
use super::{score, scored};
use crate::wire::{ForensicScore, NotSeen, Seen};

/// Operating point: share of squares without noise. Three digital files looked at have 0.085 and more, twelve honest ones less than
/// 0.001, and the development pictures less than 0.04 but for two.
const AT: f32 = 0.06;
/// Mean step of the lowest coefficients above which compression wipes out noise: IJG quality 80 has 5.
const COARSE: f32 = 6.0;
/// Squares that are looked at.
const MOST: f32 = 20_000.0;

pub(super) fn measure(plane: &Plane<'_>, table: Option<&[u16; 64]>) -> Seen<ForensicScore> {
    let low = |table: &[u16; 64]| [1, 2, 8, 9, 16].map(|at| f32::from(table[at])).iter().sum::<f32>() / 5.0;
    if table.is_some_and(|table| low(table) > COARSE) {
        return Seen::not(NotSeen::NotSupported);
    }
    let stride = (((plane.width * plane.height / 64) as f32 / MOST).sqrt().ceil() as usize).max(1) * 8;
    let mut cells = vec![(0_u32, 0_u32); COLUMNS * ROWS];
    for y in (0..plane.height.saturating_sub(8)).step_by(stride) {
        for x in (0..plane.width.saturating_sub(8)).step_by(stride) {
            let cell = plane.cell(x, y);
            if !plane.on_document(cell) {
                continue;
            }
            let rows = (0..8).map(|dy| &plane.luma[(y + dy) * plane.width + x..][..8]);
            let (low, high) = rows.flatten().fold((255, 0), |(low, high), v| (low.min(*v), high.max(*v)));
            // A sensor that is full or starved has no noise either.
            if low > 12 && high < 243 {
                cells[cell].1 += 1;
                cells[cell].0 += u32::from(high - low <= 1);
            }
        }
    }
    let (flat, all) = cells.iter().fold((0, 0), |(flat, all), cell| (flat + cell.0, all + cell.1));
    if all < 200 {
        return Seen::not(NotSeen::Unreadable);
    }
    let share = flat as f32 / all as f32;
    let mut map = Map::new();
    cells.iter().enumerate().filter(|(_, cell)| cell.1 > 0).for_each(|(at, cell)| {
        let share = cell.0 as f32 / cell.1 as f32;
        map.raise(at, share / (share + AT));
    });
    let signs: &[&str] = if share >= AT { &["no_noise"] } else { &[] };
    scored(score(share, AT), map.digits(), signs)
}
