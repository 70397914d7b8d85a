//! Outlines by a small network of our own (`models/cards/document-corners.md`): what of the picture is document, and where
//! the corners are. Several documents in a picture come apart; corners may lie a little outside it.

mod touching;

use std::collections::BTreeSet;

use super::{document, shape};
use crate::error::{Code, Error, Result};
use crate::image::{Image, Order, planes, resample};
use crate::model::Loaded;
use crate::runtime::Tensor;
use crate::wire::{Point, Quad, Unit};

/// Side of the network's square input, and what the picture's longer side takes of it; grey around it leaves room for corners
/// up to 7 % outside the picture.
const SIDE: usize = 192;
const INNER: u32 = 168;
/// Side of the maps, and how many pixels of the input a cell is.
const CELLS: usize = 48;
const STEP: f32 = (SIDE / CELLS) as f32;
/// Fewer cells (1.3 % of the square) are no document.
const LEAST_CELLS: usize = 30;
/// Most documents in one picture.
const MOST: usize = 3;
/// Most parts that groups of cells are cut into.
const MOST_GROUPS: usize = 16;
/// A corner's spot is sought this far from where two sides meet, in cells.
const NEAR: f32 = 4.0;
/// A corner less than this share of the picture's longer side outside is at the edge: cells are not finer.
const AT_EDGE: f32 = 0.02;
/// A lower spot does not move a corner.
const LEAST_SPOT: f32 = 0.25;

/// A document in a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outline {
    /// Its corners in source pixels, as the network believes that it reads.
    pub quad: Quad,
    /// Mean probability over its area.
    pub confidence: Unit,
}

/// Column and row.
type Cell = (isize, isize);

/// Maps of the network: document, then the four corners as the document reads.
struct Maps<'a>(&'a [f32]);

impl Maps<'_> {
    /// Probability in a cell; 0 outside the square.
    fn at(&self, map: usize, x: isize, y: isize) -> f32 {
        let inside = |v: isize| usize::try_from(v).ok().filter(|&v| v < CELLS);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => self.0[(map * CELLS + y) * CELLS + x],
            _ => 0.0,
        }
    }

    /// The highest spot of any corner in a cell.
    fn highest(&self, (x, y): Cell) -> f32 {
        (1..5).map(|map| self.at(map, x, y)).fold(0.0, f32::max)
    }
}

/// The documents in `image`, the largest first.
///
/// # Errors
/// [`Code::InferenceFailed`], [`Code::Internal`] when the picture has no area.
pub fn documents(image: &Image, model: &Loaded) -> Result<Vec<Outline>> {
    let scale = INNER as f32 / image.width().max(image.height()).max(1) as f32;
    let side = |length: u32| ((length as f32 * scale).round() as u32).max(1);
    let small = resample::resize(image, side(image.width()), side(image.height()))?;
    let (left, top) = ((SIDE - small.width() as usize) / 2, (SIDE - small.height() as usize) / 2);
    let input = Tensor::new([1, 3, SIDE, SIDE], on_grey(&small, left, top));
    let outputs = model.infer(input)?;
    let maps = outputs.first().filter(|o| o.shape() == [1, 5, CELLS, CELLS]);
    let maps = maps.ok_or_else(|| Error::new(Code::InferenceFailed, format!("{} gave no maps", model.id)))?;
    let (across, down) = (image.width() as f32 / small.width() as f32, image.height() as f32 / small.height() as f32);
    let to_source = |p: Point| Point::new((p.x * STEP - left as f32) * across, (p.y * STEP - top as f32) * down);
    let found = outlines(&Maps(maps.data()));
    let at = |p: Point| at_edge(to_source(p), image.width() as f32, image.height() as f32);
    Ok(found.into_iter().map(|outline| Outline { quad: Quad(outline.quad.0.map(at)), ..outline }).collect())
}

/// A corner that lies a little outside the picture, moved to its edge.
fn at_edge(p: Point, width: f32, height: f32) -> Point {
    let slack = AT_EDGE * width.max(height);
    let near = |v: f32, length: f32| if v > -slack && v < length + slack { v.clamp(0.0, length) } else { v };
    Point::new(near(p.x, width), near(p.y, height))
}

/// The picture with its first pixel at (`left`, `top`) of a grey square, values 0 to 1.
fn on_grey(small: &Image, left: usize, top: usize) -> Vec<f32> {
    let (w, h) = (small.width() as usize, small.height() as usize);
    let inner = planes(small, Order::Rgb, [0.0; 3], [1.0 / 255.0; 3], (w, h));
    let mut square = vec![127.0 / 255.0; 3 * SIDE * SIDE];
    for (plane, from) in square.chunks_exact_mut(SIDE * SIDE).zip(inner.chunks_exact(w * h)) {
        for (row, line) in from.chunks_exact(w).enumerate() {
            let at = (top + row) * SIDE + left;
            plane[at..at + w].copy_from_slice(line);
        }
    }
    square
}

/// Outlines in cells, the largest first.
fn outlines(maps: &Maps<'_>) -> Vec<Outline> {
    let mut groups = apart(maps, groups(maps));
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    groups.truncate(MOST);
    let outline = |group: &Vec<Cell>| {
        let sure = group.iter().map(|&(x, y)| maps.at(0, x, y)).sum::<f32>() / group.len() as f32;
        Some(Outline { quad: as_it_reads(maps, sides(maps, group)?), confidence: Unit::from_f32(sure) })
    };
    groups.iter().filter_map(outline).collect()
}

/// Connected cells that are rather document than not.
fn groups(maps: &Maps<'_>) -> Vec<Vec<Cell>> {
    let side = CELLS as isize;
    let mut open: Vec<bool> = (0..side * side).map(|i| maps.at(0, i % side, i / side) > 0.5).collect();
    let mut found = Vec::new();
    for start in 0..CELLS * CELLS {
        if !std::mem::take(&mut open[start]) {
            continue;
        }
        let mut group = vec![((start % CELLS) as isize, (start / CELLS) as isize)];
        let mut next = 0;
        while let Some(&(x, y)) = group.get(next) {
            next += 1;
            for (x, y) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
                if (0..side).contains(&x) && (0..side).contains(&y) && std::mem::take(&mut open[(y * side + x) as usize]) {
                    group.push((x, y));
                }
            }
        }
        if group.len() >= LEAST_CELLS {
            found.push(group);
        }
    }
    found
}

/// Groups of one document each. A part may be cut again; parts only get smaller, so this ends.
fn apart(maps: &Maps<'_>, mut groups: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    let mut done = Vec::new();
    while let Some(group) = groups.pop() {
        match touching::parts(maps, &group) {
            Some(parts) if done.len() + groups.len() < MOST_GROUPS => groups.extend(parts),
            _ => done.push(group),
        }
    }
    done
}

/// The four sides around a group.
fn sides(maps: &Maps<'_>, group: &[Cell]) -> Option<Quad> {
    document::four_corners(&shape::convex_hull(rim(maps, group)))
}

/// Where the map falls through one half at the rim of a group, or halfway to a neighbour that was cut off.
fn rim(maps: &Maps<'_>, group: &[Cell]) -> Vec<Point> {
    let members: BTreeSet<Cell> = group.iter().copied().collect();
    let mut points = Vec::new();
    for &(x, y) in group {
        let (here, at) = (maps.at(0, x, y), centre((x, y)));
        for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1)] {
            if members.contains(&(x + dx, y + dy)) {
                continue;
            }
            let beside = maps.at(0, x + dx, y + dy);
            let share = if beside <= 0.5 { ((here - 0.5) / (here - beside).max(1e-6)).min(1.0) } else { 0.5 };
            points.push(Point::new(at.x + share * dx as f32, at.y + share * dy as f32));
        }
    }
    points
}

/// The middle of a cell.
fn centre((x, y): Cell) -> Point {
    Point::new(x as f32 + 0.5, y as f32 + 0.5)
}

/// Corners moved onto their spots, in the order that the spots' kinds agree with best.
fn as_it_reads(maps: &Maps<'_>, sides: Quad) -> Quad {
    let mut votes = [[0.0_f32; 4]; 4];
    let mut corners = sides.0;
    for (corner, votes) in corners.iter_mut().zip(&mut votes) {
        let mut best: Option<(f32, usize, isize, isize)> = None;
        for (y, x) in cells_around(*corner) {
            for (kind, vote) in votes.iter_mut().enumerate() {
                let height = maps.at(1 + kind, x, y);
                *vote = vote.max(height);
                if best.is_none_or(|(most, ..)| height > most) {
                    best = Some((height, kind, x, y));
                }
            }
        }
        if let Some((height, kind, x, y)) = best
            && height >= LEAST_SPOT
        {
            *corner = summit(maps, 1 + kind, x, y);
        }
    }
    let agreement = |first: usize| (0..4).map(|kind| votes[(kind + first) % 4][kind]).sum::<f32>();
    let first = (0..4).fold(0, |best, r| if agreement(r) > agreement(best) { r } else { best });
    corners.rotate_left(first);
    Quad(corners)
}

fn cells_around(corner: Point) -> impl Iterator<Item = (isize, isize)> {
    let range = |v: f32| (v - NEAR).floor() as isize..=(v + NEAR).ceil() as isize;
    range(corner.y)
        .flat_map(move |y| range(corner.x).map(move |x| (y, x)))
        .filter(move |&(y, x)| corner.distance(Point::new(x as f32 + 0.5, y as f32 + 0.5)) <= NEAR)
}

/// The top of a bell around its highest cell: a parabola through the logarithms of three cells, along each axis.
fn summit(maps: &Maps<'_>, map: usize, x: isize, y: isize) -> Point {
    let place = |dx: isize, dy: isize| {
        let log = |d: isize| maps.at(map, x + d * dx, y + d * dy).max(1e-4).ln();
        let bend = 2.0 * log(0) - log(-1) - log(1);
        if bend > 1e-6 { ((log(1) - log(-1)) / (2.0 * bend)).clamp(-0.5, 0.5) } else { 0.0 }
    };
    Point::new(x as f32 + 0.5 + place(1, 0), y as f32 + 0.5 + place(0, 1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::runtime::scripted::ScriptedSession;

    /// Maps as a perfect network would answer for these documents, corners in cells as they read.
    fn perfect(quads: &[[(f32, f32); 4]]) -> Vec<f32> {
        let mut maps = vec![0.0_f32; 5 * CELLS * CELLS];
        for quad in quads {
            let shape = Quad(quad.map(|(x, y)| Point::new(x, y)));
            for i in 0..CELLS * CELLS {
                let cell = Point::new((i % CELLS) as f32 + 0.5, (i / CELLS) as f32 + 0.5);
                if document::contains(&shape, cell, 0.0) {
                    maps[i] = 0.99;
                }
                for (kind, corner) in shape.0.iter().enumerate() {
                    let spot = &mut maps[(1 + kind) * CELLS * CELLS + i];
                    *spot = spot.max((-cell.distance(*corner).powi(2) / 3.38).exp());
                }
            }
        }
        maps
    }

    fn model(maps: Vec<f32>) -> Loaded {
        let answer = Tensor::new([1, 5, CELLS, CELLS], maps);
        let session = ScriptedSession::new(Vec::new(), Vec::new(), vec![vec![answer]]);
        Loaded { id: "corners".into(), sha256: String::new(), session: Arc::new(session), calibration: None }
    }

    #[test]
    fn corners_come_as_the_document_reads_and_in_source_pixels() {
        // A document on its head in a picture of 840×420: the square's cells are 20 pixels, the picture begins at (3, 13.5).
        let maps = perfect(&[[(36.5, 30.2), (10.3, 32.4), (9.1, 18.7), (35.2, 16.9)]]);
        let found = documents(&Image::filled(840, 420, [90; 3]), &model(maps)).unwrap();
        assert_eq!(found.len(), 1);
        let first = found[0].quad.0[0];
        assert!(first.distance(Point::new((36.5 - 3.0) * 20.0, (30.2 - 13.5) * 20.0)) < 4.0, "{found:?}");
        assert!(found[0].confidence > Unit::from_f64(0.9));
    }

    #[test]
    fn a_corner_just_outside_is_at_the_edge_and_one_far_outside_stays() {
        let at = |x: f32, y: f32| at_edge(Point::new(x, y), 1000.0, 500.0);
        assert_eq!([at(-15.0, 510.0), at(1030.0, -19.0)], [Point::new(0.0, 500.0), Point::new(1030.0, 0.0)]);
        assert_eq!(at(400.0, 200.0), Point::new(400.0, 200.0));
    }

    #[test]
    fn two_documents_come_apart_and_specks_are_none() {
        let two = [[(5.0, 5.0), (43.0, 5.0), (43.0, 22.0), (5.0, 22.0)], [(8.0, 26.0), (40.0, 26.0), (40.0, 42.0), (8.0, 42.0)]];
        let found = documents(&Image::filled(500, 500, [90; 3]), &model(perfect(&two))).unwrap();
        assert_eq!(found.len(), 2);
        assert!(found[0].quad.0[0].y < found[1].quad.0[0].y);
        let speck = [[(5.0, 5.0), (9.0, 5.0), (9.0, 9.0), (5.0, 9.0)]];
        assert!(documents(&Image::filled(500, 500, [90; 3]), &model(perfect(&speck))).unwrap().is_empty());
    }

    #[test]
    fn two_documents_that_touch_come_apart_where_their_corners_meet() {
        let two = [[(6.0, 4.0), (42.0, 4.0), (42.0, 23.0), (6.0, 23.0)], [(6.0, 23.0), (42.0, 23.0), (42.0, 44.0), (6.0, 44.0)]];
        let found = documents(&Image::filled(480, 480, [90; 3]), &model(perfect(&two))).unwrap();
        assert_eq!(found.len(), 2, "{found:?}");
        for (outline, truth) in found.iter().zip([two[1], two[0]]) {
            for (corner, (x, y)) in outline.quad.0.iter().zip(truth) {
                // The picture begins at (3, 3) of the square; a cell is 480 / 42 pixels.
                let wanted = Point::new((x - 3.0) * 480.0 / 42.0, (y - 3.0) * 480.0 / 42.0);
                assert!(corner.distance(wanted) < 8.0, "{found:?}");
            }
        }
        // One document with corners at its own places only stays whole.
        let one = [[(6.0, 4.0), (42.0, 4.0), (42.0, 44.0), (6.0, 44.0)]];
        assert_eq!(documents(&Image::filled(480, 480, [90; 3]), &model(perfect(&one))).unwrap().len(), 1);
    }

    #[test]
    fn maps_of_another_shape_are_refused_and_noise_is_survived() {
        let session = ScriptedSession::new(Vec::new(), Vec::new(), vec![vec![Tensor::new([1, 4], vec![0.0; 4])]]);
        let wrong = Loaded { session: Arc::new(session), ..model(perfect(&[])) };
        let failed = documents(&Image::filled(64, 64, [9; 3]), &wrong).unwrap_err();
        assert_eq!(failed.code(), Code::InferenceFailed);
        let noise = (0..5 * CELLS * CELLS).map(|i| ((i as u32).wrapping_mul(2_654_435_761) >> 8) as f32 / (1 << 24) as f32);
        let found = documents(&Image::filled(64, 64, [9; 3]), &model(noise.collect())).unwrap();
        assert!(found.len() <= MOST);
    }
}
