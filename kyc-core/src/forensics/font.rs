//! Font consistency (F-080): characters of a line that differ from their neighbours.
//!
//! Lines of capitals and digits stand between two straight lines. Every character is separated from the ground; a run of two
//! or more that stands higher or lower, is taller or shorter, or has thicker or thinner strokes than the rest of its line was
//! set apart from it. The least deviation of the run counts, against the median of the rest and less the spread of the rest.

use super::plane::{Map, Plane};
use super::{quantile, score, scored};
use crate::image::{Homography, warp};
use crate::wire::{ForensicScore, NotSeen, Point, Quad, Seen, TextLine};

/// Height to which a line is brought, pixels.
const LINE: u32 = 36;
/// Room above and below it, in heights of the line: what was set apart from a line may reach out of it.
const ROOM: f32 = 0.3;
/// Height of the strip that is looked at, pixels.
const HEIGHT: u32 = 58;
/// Widest line, pixels.
const WIDEST: u32 = 40 * LINE;
/// Lines less high than this in the picture show too little, pixels.
const LEAST_HEIGHT: f32 = 18.0;
/// Lines that are looked at.
const MOST_LINES: usize = 40;
/// Characters of a line, at least.
const LEAST_GLYPHS: usize = 7;
/// Operating points: base and height in heights of a character, stroke in strokes of the line's middle character.
const AT: [f32; 3] = [0.08, 0.1, 0.22];
const SIGNS: [&str; 3] = ["baseline", "height", "stroke"];

/// A character: its middle; where it ends, how tall it is, how thick its strokes.
#[derive(Debug, Clone, Copy)]
struct Glyph {
    x: f32,
    values: [f32; 3],
}

pub(super) fn measure(plane: &Plane<'_>, text: &[TextLine]) -> Seen<ForensicScore> {
    let mut map = Map::new();
    let (mut largest, mut which, mut lines) = (0.0_f32, 0, 0);
    let fit = |line: &&TextLine| {
        let text = line.text.expose();
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        letters >= LEAST_GLYPHS
            // Fillers are lower than letters, and check digits guard the machine-readable zone better.
            && text.chars().all(|c| c != '<' && (!c.is_alphabetic() || c.is_uppercase()))
            && line.region.reading_height() >= LEAST_HEIGHT
    };
    for line in text.iter().filter(fit).take(MOST_LINES) {
        let quad = line.region;
        let width = (quad.reading_width() / quad.reading_height().max(1.0) * LINE as f32).min(WIDEST as f32) as u32;
        let Some(way) = Homography::of_pixels(width.max(8), HEIGHT, &roomy(&quad)) else { continue };
        let strip = warp::homography(plane.image, &way, width.max(8), HEIGHT);
        let glyphs = glyphs(&strip.luma(), strip.width() as usize);
        if glyphs.len() < LEAST_GLYPHS {
            continue;
        }
        lines += 1;
        let (deviation, feature, run) = odd_run(&glyphs);
        let centre = run.0 as f32 / width.max(1) as f32;
        let (a, b) = (quad.0[0], quad.0[2]);
        let place = (a.x + (b.x - a.x) * centre - plane.left as f32, (a.y + b.y) / 2.0 - plane.top as f32);
        map.raise(plane.cell(place.0.max(0.0) as usize, place.1.max(0.0) as usize), deviation / (deviation + 1.0));
        if deviation > largest {
            (largest, which) = (deviation, feature);
        }
    }
    if lines == 0 {
        return Seen::not(NotSeen::NotFound);
    }
    let signs: &[&str] = if largest >= 1.0 { &SIGNS[which..=which] } else { &[] };
    scored(score(largest, 1.0), map.digits(), signs)
}

/// The line with room above and below.
fn roomy(line: &Quad) -> Quad {
    let [a, b, c, d] = line.0;
    let beyond = |from: Point, to: Point| Point::new(to.x + ROOM * (to.x - from.x), to.y + ROOM * (to.y - from.y));
    Quad([beyond(d, a), beyond(c, b), beyond(b, c), beyond(a, d)])
}

/// The characters of a line, from the left.
fn glyphs(luma: &[u8], width: usize) -> Vec<Glyph> {
    let height = HEIGHT as usize;
    let Some(is_ink) = ink(luma, width) else { return Vec::new() };
    let mut open = is_ink.clone();
    let (mut found, mut stack) = (Vec::new(), Vec::new());
    for x in 0..width {
        for y in 0..height {
            if !std::mem::take(&mut open[y * width + x]) {
                continue;
            }
            let (mut left, mut right, mut top, mut bottom) = (x, x, y, y);
            let (mut rim, mut count) = (0, 0);
            stack.push((x, y));
            while let Some((px, py)) = stack.pop() {
                count += 1;
                let at = py * width + px;
                let free = px > 0 && px + 1 < width && py > 0 && py + 1 < height;
                let within = free && [at - 1, at + 1, at - width, at + width].iter().all(|near| is_ink[*near]);
                rim += usize::from(!within);
                (left, right, top, bottom) = (left.min(px), right.max(px), top.min(py), bottom.max(py));
                for ny in py.saturating_sub(1)..=(py + 1).min(height - 1) {
                    for nx in px.saturating_sub(1)..=(px + 1).min(width - 1) {
                        if std::mem::take(&mut open[ny * width + nx]) {
                            stack.push((nx, ny));
                        }
                    }
                }
            }
            let tall = (bottom - top + 1) as f32;
            // A character stands free of the strip's edges and is higher than wide, or nearly.
            if tall >= 0.35 * LINE as f32 && top > 0 && bottom + 1 < height && ((right - left) as f32) < 1.3 * tall {
                let stroke = 2.0 * count as f32 / rim.max(1) as f32;
                found.push(Glyph { x: (left + right) as f32 / 2.0, values: [bottom as f32, tall, stroke] });
            }
        }
    }
    let middle =
        |found: &[Glyph], feature: usize| quantile(&mut found.iter().map(|g| g.values[feature]).collect::<Vec<_>>(), 0.5);
    let tall = middle(&found, 1).max(1.0);
    found.retain(|glyph| (0.72..1.35).contains(&(glyph.values[1] / tall)));
    level(&mut found);
    let stroke = middle(&found, 2).max(1.0);
    found.iter_mut().for_each(|glyph| {
        glyph.values = [glyph.values[0] / tall, glyph.values[1] / tall, glyph.values[2] / stroke];
    });
    found
}

/// What is nearer to the ink than to the ground. Both are taken from three heights of a line around, so that glare and shadow
/// thin no stroke. `None` where a line has hardly any contrast.
fn ink(luma: &[u8], width: usize) -> Option<Vec<bool>> {
    let part = LINE as usize;
    let levels: Vec<(f32, f32)> = (0..width.div_ceil(part))
        .map(|at| {
            let columns = (at * part).saturating_sub(part)..((at + 2) * part).min(width);
            let mut around: Vec<f32> =
                luma.chunks_exact(width).flat_map(|row| &row[columns.clone()]).map(|v| f32::from(*v)).collect();
            (quantile(&mut around, 0.05), quantile(&mut around, 0.7))
        })
        .collect();
    let contrast = quantile(&mut levels.iter().map(|(ink, ground)| ground - ink).collect::<Vec<_>>(), 0.5);
    let threshold = |x: usize| {
        let (ink, ground) = levels[x / part];
        // Between words there is no ink to go by.
        if ground - ink < contrast / 3.0 { ground - contrast / 2.0 } else { (ink + ground) / 2.0 }
    };
    let is_ink = luma.iter().enumerate().map(|(at, value)| f32::from(*value) < threshold(at % width));
    (contrast >= 30.0).then(|| is_ink.collect())
}

/// Takes the slope of the line off its lower ends: the median slope between characters half a line apart.
fn level(glyphs: &mut [Glyph]) {
    let half = glyphs.len() / 2;
    let mut slopes: Vec<f32> = (0..half)
        .map(|i| (glyphs[i + half].values[0] - glyphs[i].values[0]) / (glyphs[i + half].x - glyphs[i].x).max(1.0))
        .collect();
    let slope = quantile(&mut slopes, 0.5);
    glyphs.iter_mut().for_each(|glyph| glyph.values[0] -= slope * glyph.x);
}

/// The largest deviation of a run of at least two neighbours that leaves at least three, in operating points, with its feature
/// and the middle of the run.
fn odd_run(glyphs: &[Glyph]) -> (f32, usize, (u32, usize)) {
    let mut best = (0.0_f32, 0, (0, 0));
    let n = glyphs.len();
    for length in 2..=n.saturating_sub(3).min(8) {
        for start in 0..=n - length {
            let run = start..start + length;
            for (feature, at) in AT.into_iter().enumerate() {
                let split = |inside: bool| -> Vec<f32> {
                    (0..n).filter(|i| run.contains(i) == inside).map(|i| glyphs[i].values[feature]).collect()
                };
                let (mut own, mut rest) = (split(true), split(false));
                let middle = quantile(&mut rest, 0.5);
                let spread = quantile(&mut rest.iter().map(|v| (v - middle).abs()).collect::<Vec<_>>(), 0.75);
                // All of the run must stand apart, on the same side: the least deviation counts.
                let side = (quantile(&mut own, 0.5) - middle).signum();
                let least = own.iter().map(|v| (v - middle) * side).fold(f32::INFINITY, f32::min);
                let deviation = (least - 1.5 * spread).max(0.0) / at + 0.25 * (least / at).max(0.0);
                if deviation > best.0 {
                    best = (deviation, feature, (glyphs[start + length / 2].x as u32, length));
                }
            }
        }
    }
    best
}
