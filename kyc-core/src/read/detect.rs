//! Text detection: a differentiable-binarisation network (PP-OCR "DB") and what turns its probability map into regions.

use crate::error::{Code, Error, Result};
use crate::image::{Image, Order, planes, resample};
use crate::locate::shape;
use crate::model::Loaded;
use crate::runtime::Tensor;
use crate::wire::{Point, Quad};

/// The network's stride: sides are multiples of it.
const STRIDE: u32 = 32;
/// A pixel is text at or above this probability (PP-OCR's post-processing).
const PIXEL_THRESHOLD: f32 = 0.3;
/// A region is kept when the mean probability of its pixels is at least this (PP-OCR's post-processing).
const REGION_THRESHOLD: f32 = 0.5;
/// How far a region is grown: `area · ratio / perimeter` on every side. The network is trained on shrunk regions.
const UNCLIP: f32 = 1.6;
/// Regions thinner than this many pixels of the map are specks.
const THINNEST: f32 = 3.0;
/// Most regions kept, the largest first: noise cannot make the reader work without end.
const MOST_REGIONS: usize = 300;

/// A region that holds a line of text, or part of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// Its corners as text reads, in pixels of the picture that was given to [`detect`].
    pub quad: Quad,
    /// Mean probability of its pixels.
    pub score: f32,
}

/// The size to detect at: `shorter` is the least length of the shorter side, `longer` the most of the longer one; both are
/// rounded to the network's stride. Small pictures are grown at most three times.
pub fn working_size(width: u32, height: u32, shorter: u32, longer: u32) -> (u32, u32) {
    let (w, h) = (width.max(1) as f32, height.max(1) as f32);
    let grow = (shorter as f32 / w.min(h)).clamp(1.0, 3.0);
    let scale = grow.min(longer as f32 / w.max(h));
    let side = |length: f32| (((length * scale) / STRIDE as f32).round() as u32).max(1) * STRIDE;
    (side(w).min(longer.next_multiple_of(STRIDE)), side(h).min(longer.next_multiple_of(STRIDE)))
}

/// Finds text in `image`, whose sides are multiples of the stride (see [`working_size`]). Largest regions first.
///
/// # Errors
/// [`Code::InferenceFailed`].
pub fn detect(image: &Image, model: &Loaded) -> Result<Vec<Region>> {
    let (w, h) = (image.width().next_multiple_of(STRIDE), image.height().next_multiple_of(STRIDE));
    let resized = resample::resize(image, w, h)?;
    let (width, height) = (w as usize, h as usize);
    let data = planes(&resized, Order::Bgr, [127.5; 3], [1.0 / 127.5; 3], (width, height));
    let mut found = None;
    model.session.run_with(vec![Tensor::new([1, 3, height, width], data)], &mut |outputs| {
        let map = outputs.first().map(|map| map.data).filter(|map| map.len() == width * height);
        found = map.map(|map| regions(map, width));
    })?;
    let none = || Error::new(Code::InferenceFailed, format!("{} gave no map of its input's size", model.id));
    let mut regions = found.ok_or_else(none)?;
    let (sx, sy) = (image.width() as f32 / w as f32, image.height() as f32 / h as f32);
    for region in &mut regions {
        region.quad = Quad(region.quad.0.map(|p| Point::new(p.x * sx, p.y * sy)));
    }
    Ok(regions)
}

/// Regions of a probability map of `width` columns.
pub(crate) fn regions(map: &[f32], width: usize) -> Vec<Region> {
    let height = map.len().checked_div(width).unwrap_or(0);
    // Dilated by 2×2, which joins characters that touch only at corners.
    let mut text = vec![false; map.len()];
    for y in 0..height {
        for x in 0..width {
            if map[y * width + x] > PIXEL_THRESHOLD {
                for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                    if x + dx < width && y + dy < height {
                        text[(y + dy) * width + x + dx] = true;
                    }
                }
            }
        }
    }
    let mut found: Vec<Region> = Vec::new();
    let mut stack = Vec::new();
    for start in 0..text.len() {
        if !text[start] {
            continue;
        }
        stack.push(start);
        text[start] = false;
        let mut component = Vec::new();
        while let Some(at) = stack.pop() {
            component.push(at);
            let (x, y) = (at % width, at / width);
            for ny in y.saturating_sub(1)..=(y + 1).min(height - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(width - 1) {
                    let next = ny * width + nx;
                    if text[next] {
                        text[next] = false;
                        stack.push(next);
                    }
                }
            }
        }
        found.extend(region(&component, map, width));
    }
    found.sort_by(|a, b| area(&b.quad).total_cmp(&area(&a.quad)));
    found.truncate(MOST_REGIONS);
    found
}

fn area(quad: &Quad) -> f32 {
    quad.reading_width() * quad.reading_height()
}

fn region(component: &[usize], map: &[f32], width: usize) -> Option<Region> {
    if component.len() < 9 {
        return None;
    }
    let score = component.iter().map(|&at| map[at]).sum::<f32>() / component.len() as f32;
    if score < REGION_THRESHOLD {
        return None;
    }
    let quad = shape::smallest_rectangle(row_ends(component, width))?;
    let (w, h) = (quad.reading_width(), quad.reading_height());
    if w.min(h) < THINNEST {
        return None;
    }
    let by = w * h * UNCLIP / (2.0 * (w + h));
    Some(Region { quad: shape::grown(&quad, by, by), score })
}

/// The outermost pixel edges of each row: enough for a hull, and far fewer than all pixels.
fn row_ends(component: &[usize], width: usize) -> Vec<Point> {
    let mut rows: std::collections::BTreeMap<usize, (usize, usize)> = std::collections::BTreeMap::new();
    for &at in component {
        let (x, y) = (at % width, at / width);
        let ends = rows.entry(y).or_insert((x, x));
        *ends = (ends.0.min(x), ends.1.max(x));
    }
    let edge = |x: usize, y: usize| Point::new(x as f32, y as f32);
    rows.iter().flat_map(|(&y, &(l, r))| [edge(l, y), edge(r + 1, y), edge(l, y + 1), edge(r + 1, y + 1)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_in_the_map_becomes_one_grown_region_and_specks_none() {
        let width = 96;
        let mut map = vec![0.0; width * 64];
        for y in 20..30 {
            for x in 10..70 {
                map[y * width + x] = 0.9;
            }
        }
        map[5 * width + 90] = 0.9;
        let found = regions(&map, width);
        assert_eq!(found.len(), 1);
        let bounds = found[0].quad.bounds();
        // The bar with the dilation is 61×11; the growth is 61·11·1.6 / (2·72) = 7.46 a side.
        assert!((bounds.width - 75.9).abs() < 0.1 && (bounds.height - 25.9).abs() < 0.1, "{bounds:?}");
    }

    #[test]
    fn an_empty_or_a_full_map_is_bounded() {
        assert!(regions(&[], 0).is_empty());
        assert_eq!(regions(&[1.0; 64 * 64], 64).len(), 1);
        let noise: Vec<f32> =
            (0..256 * 256).map(|i| if (i * 2_654_435_761_usize).is_multiple_of(7) { 1.0 } else { 0.0 }).collect();
        assert!(regions(&noise, 256).len() <= MOST_REGIONS);
    }

    #[test]
    fn the_working_size_keeps_its_bounds() {
        assert_eq!(working_size(4000, 3000, 736, 1280), (1280, 960));
        assert_eq!(working_size(32, 32, 736, 1280), (96, 96));
        assert_eq!(working_size(16_384, 32, 736, 1280), (1280, 32));
        let (w, h) = working_size(1000, 600, 736, 1280);
        assert!(w % 32 == 0 && h % 32 == 0 && h >= 704);
    }
}
