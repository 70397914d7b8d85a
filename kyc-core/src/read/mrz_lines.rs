//! From a possible zone to recogniser steps: each line is cut so that its characters have the height the network likes.

use rayon::prelude::*;

use super::mrz_zone::Zone;
use super::recognise::{self, MrzSteps, ReadsZones};
use crate::error::Result;
use crate::image::{Image, warp};
use crate::locate::shape;
use crate::wire::{Point, Quad};

/// How a line is cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cut {
    /// Fit the edges to the characters first; else the detector's region is taken as it is.
    pub(crate) refined: bool,
    /// Height of the cut in character heights.
    pub(crate) height: f32,
    /// Horizontal stretch: more steps for each character keep runs of fillers apart.
    pub(crate) stretch: f32,
}

/// Reads every line of a zone with one cut. The quads are those that were cut. `None` when a line cannot be cut.
///
/// # Errors
/// [`crate::error::Code::InferenceFailed`].
pub(crate) fn steps(source: &Image, zone: &Zone, cut: Cut, reader: &dyn ReadsZones) -> Result<Option<Vec<(Quad, MrzSteps)>>> {
    zone.lines
        .par_iter()
        .map(|line| {
            let quad = if cut.refined { refined(source, line, cut.height) } else { *line };
            match recognise::cut_at(source, &quad, reader.height(), cut.stretch) {
                Some(image) => Ok(Some((quad, reader.mrz(&image)?))),
                None => Ok(None),
            }
        })
        .collect()
}

/// Size of the strip in which the edges of a line are measured, and how far it reaches beyond the line, in line heights.
const STRIP: (u32, u32) = (480, 64);
const REACH: f32 = 0.3;
/// A row of the strip belongs to the characters while its strokes are at least this share of the strongest row's.
const EDGE_SHARE: f32 = 0.35;

/// Fits the upper and lower edge to the characters, at both ends of the line separately (which also takes out what tilt is
/// left), and sets the height to `height` character heights. The line itself where no characters stand out.
fn refined(source: &Image, line: &Quad, height: f32) -> Quad {
    let wide = shape::grown(line, 0.0, REACH * line.reading_height());
    let (w, h) = STRIP;
    let Some(strip) = warp::rectified(source, &wide, w, h) else { return *line };
    let luma = strip.luma();
    let (w, h) = (w as usize, h as usize);
    // Ends are measured over two fifths of the line each: shorter pieces may hold fillers only, which are lower than letters.
    let ends = [(0, 2 * w / 5), (3 * w / 5, w)].map(|(from, to)| character_band(&luma, w, h, from, to));
    let middle = character_band(&luma, w, h, 0, w);
    let (Some(left), Some(right), Some(all)) = (ends[0], ends[1], middle) else { return *line };
    let tallest = (left.1 - left.0).max(right.1 - right.0).max(0.7 * (all.1 - all.0));
    // The band of fillers alone is lower than that of letters: both ends get the taller one around their own middle.
    let edges = [left, right].map(|(top, bottom)| {
        let centre = (top + bottom) / 2.0;
        (centre - tallest * height / 2.0, centre + tallest * height / 2.0)
    });
    // Bands are measured at one fifth and four fifths of the width; lead them on to the ends.
    let lead = |near: f32, far: f32| near + (near - far) / 3.0;
    let (top, bottom) = ((edges[0].0, edges[1].0), (edges[0].1, edges[1].1));
    let at = |x: f32, y: f32| {
        let (u, v) = (x, y / h as f32);
        let mix = |a: Point, b: Point, t: f32| Point::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
        let [tl, tr, br, bl] = wide.0;
        mix(mix(tl, tr, u), mix(bl, br, u), v)
    };
    Quad([
        at(0.0, lead(top.0, top.1)),
        at(1.0, lead(top.1, top.0)),
        at(1.0, lead(bottom.1, bottom.0)),
        at(0.0, lead(bottom.0, bottom.1)),
    ])
}

/// Top and bottom row of the characters between two columns: the run of rows around the strongest one near the middle
/// whose horizontal luma changes stay strong. Horizontal changes see strokes, not shadows or the gap between lines.
fn character_band(luma: &[u8], width: usize, height: usize, from: usize, to: usize) -> Option<(f32, f32)> {
    let strength: Vec<f32> = (0..height)
        .map(|y| {
            let row = &luma[y * width + from..y * width + to];
            row.windows(3).map(|w| (f32::from(w[2]) - f32::from(w[0])).abs()).sum::<f32>() / (to - from) as f32
        })
        .collect();
    let floor = strength.iter().copied().fold(f32::MAX, f32::min);
    let middle = height / 4..3 * height / 4;
    let centre = middle.fold(height / 2, |best, y| if strength[y] > strength[best] { y } else { best });
    let threshold = floor + (strength[centre] - floor) * EDGE_SHARE;
    if strength[centre] - floor < 1.0 {
        return None;
    }
    let top = (0..centre).rev().find(|&y| strength[y] < threshold).map_or(0, |y| y + 1);
    let bottom = (centre..height).find(|&y| strength[y] < threshold).unwrap_or(height);
    // Less than a fifth of the strip is a rule or an edge, not characters.
    (bottom - top >= height / 5).then_some((top as f32, bottom as f32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Rect;

    #[test]
    fn the_edges_settle_on_the_characters() {
        // Bars 20 high stand in for characters.
        let mut data = vec![230; 3 * 600 * 100];
        for y in 40..60 {
            for x in (20..580).filter(|x| x % 10 < 4) {
                data[3 * (y * 600 + x)..3 * (y * 600 + x) + 3].fill(20);
            }
        }
        let source = Image::new(600, 100, data);
        let line = Quad::from(Rect { x: 20.0, y: 35.0, width: 560.0, height: 36.0 });
        let fitted = refined(&source, &line, 2.0).bounds();
        assert!((fitted.height - 40.0).abs() < 3.0, "{fitted:?}");
        assert!((fitted.center().y - 50.0).abs() < 1.5, "{fitted:?}");
    }

    #[test]
    fn a_flat_picture_leaves_the_line_as_it_is() {
        let source = Image::filled(300, 60, [99; 3]);
        let line = Quad::from(Rect { x: 10.0, y: 10.0, width: 200.0, height: 20.0 });
        assert_eq!(refined(&source, &line, 2.0), line);
    }
}
