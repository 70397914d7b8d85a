//! Documents that touch: where the network sees corners in the middle of two opposite sides, one group of cells is two
//! documents, such as the front and the back of a card on one scan, or the pages of an open book.

use super::{CELLS, Cell, Maps, NEAR, centre, sides};
use crate::wire::{Point, Quad};

/// Least height of a corner's spot in the middle of a side.
const LEAST_SPOT: f32 = 0.35;
/// So far from a side a spot is on it, in cells.
const BESIDE: f32 = 2.5;
/// This share of a side, at each end, belongs to the side's own corners.
const END: f32 = 0.2;
/// A cut is at about the same share of both sides.
const ASKEW: f32 = 0.15;

/// A corner seen on a side: where, at what share of the side, and how high its spot is.
struct Between {
    at: Point,
    share: f32,
    height: f32,
}

/// The two parts of a group of cells that is two documents.
pub(super) fn parts(maps: &Maps<'_>, group: &[Cell]) -> Option<[Vec<Cell>; 2]> {
    let (a, b) = cut(maps, &sides(maps, group)?)?;
    let left = |cell: &Cell| {
        let p = centre(*cell);
        (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0.0
    };
    let (one, other): (Vec<Cell>, Vec<Cell>) = group.iter().copied().partition(left);
    (one.len().min(other.len()) >= super::LEAST_CELLS).then_some([one, other])
}

/// The line through corners that are seen on two opposite sides; of two such lines the one with the higher spots.
fn cut(maps: &Maps<'_>, quad: &Quad) -> Option<(Point, Point)> {
    let q = &quad.0;
    let across = |i: usize| {
        let (one, other) = (between(maps, q[i], q[i + 1])?, between(maps, q[(i + 3) % 4], q[i + 2])?);
        ((one.share - other.share).abs() <= ASKEW).then_some((one.height.min(other.height), one.at, other.at))
    };
    let best = [across(0), across(1)].into_iter().flatten().max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some((best.1, best.2))
}

/// The corner that is seen on the side from `a` to `b`, away from its ends. Spots of both documents there count as one.
fn between(maps: &Maps<'_>, a: Point, b: Point) -> Option<Between> {
    let length = a.distance(b).max(1e-6);
    let (right, down) = ((b.x - a.x) / length, (b.y - a.y) / length);
    let on_side = |p: Point| {
        let (x, y) = (p.x - a.x, p.y - a.y);
        let (along, aside) = (x * right + y * down, x * down - y * right);
        (aside.abs() <= BESIDE && along >= END * length && along <= (1.0 - END) * length).then_some(along)
    };
    let side = CELLS as isize;
    let cells = (0..side * side).map(|i| (i % side, i / side));
    let spots: Vec<(f32, f32)> = cells.filter_map(|cell| Some((on_side(centre(cell))?, maps.highest(cell)))).collect();
    let &(top, height) = spots.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    if height < LEAST_SPOT {
        return None;
    }
    let near = || spots.iter().filter(|(along, _)| (along - top).abs() <= NEAR);
    let (sum, weight) = near().fold((0.0, 0.0), |(sum, weight), (along, h)| (sum + along * h * h, weight + h * h));
    let along = sum / weight;
    Some(Between { at: Point::new(a.x + right * along, a.y + down * along), share: along / length, height })
}
