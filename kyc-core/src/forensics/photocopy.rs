//! Photocopies (F-090): a document without colour.
//!
//! The colour of the light is taken off: the statistic is how far chroma spreads around its median over the document. A grey
//! copy leaves only the sensor's chroma noise. A file without any chroma at all comes from a grey camera or scanner and
//! cannot tell.

use super::plane::{Map, Plane};
use super::{quantile, scored};
use crate::wire::{ForensicScore, NotSeen, Seen, Unit};

/// Chroma is averaged over squares of so many pixels, against noise.
const SQUARE: usize = 8;
/// Operating point: the 95th percentile of the distance to the median chroma, in levels.
const AT: f32 = 4.0;
/// Squares that are looked at.
const MOST: f32 = 6_000.0;

pub(super) fn measure(plane: &Plane<'_>) -> Seen<ForensicScore> {
    let stride = (((plane.width * plane.height / (SQUARE * SQUARE)) as f32 / MOST).sqrt().ceil() as usize).max(1) * SQUARE;
    let (mut blue, mut red) = (Vec::new(), Vec::new());
    for y in (0..plane.height.saturating_sub(SQUARE)).step_by(stride) {
        for x in (0..plane.width.saturating_sub(SQUARE)).step_by(stride) {
            if !plane.on_document(plane.cell(x, y)) {
                continue;
            }
            let mut sum = [0.0_f32; 3];
            for dy in 0..SQUARE {
                for dx in 0..SQUARE {
                    sum.iter_mut().zip(plane.colour(x + dx, y + dy)).for_each(|(s, v)| *s += f32::from(v));
                }
            }
            let [r, g, b] = sum.map(|s| s / (SQUARE * SQUARE) as f32);
            let luma = 0.299 * r + 0.587 * g + 0.114 * b;
            // In glare and in the dark nothing has a colour.
            if (30.0..235.0).contains(&luma) {
                // A tint of the light grows with brightness; relative to luma it is the same everywhere.
                blue.push(100.0 * (b - luma) / luma);
                red.push(100.0 * (r - luma) / luma);
            }
        }
    }
    if blue.len() < 100 {
        return Seen::not(NotSeen::Unreadable);
    }
    let (middle_blue, middle_red) = (quantile(&mut blue.clone(), 0.5), quantile(&mut red.clone(), 0.5));
    let exact = blue.iter().chain(&red).all(|value| value.abs() < 0.3);
    if exact {
        return Seen::not(NotSeen::NotSupported);
    }
    let mut distances: Vec<f32> = blue.iter().zip(&red).map(|(b, r)| (b - middle_blue).hypot(r - middle_red)).collect();
    let spread = quantile(&mut distances, 0.95);
    let statistic = AT / spread.max(0.05);
    let score = Unit::from_f64(f64::from(statistic / (statistic + 1.0)));
    let signs: &[&str] = if statistic >= 1.0 { &["no_colour"] } else { &[] };
    scored(score, Map::everywhere(plane, score.micros() as f32 / 1e6).digits(), signs)
}
