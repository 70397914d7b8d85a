//! Shapes of regions: hulls, smallest rotated rectangles in reading order, and what is measured along them.

use crate::wire::{Point, Quad};

/// Convex hull, counter-clockwise in a right-handed frame (Andrew's monotone chain). Collinear points are dropped.
pub(crate) fn convex_hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let turn = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    let chain = |order: &mut dyn Iterator<Item = Point>| {
        let mut line: Vec<Point> = Vec::new();
        for p in order {
            while line.len() >= 2 && turn(line[line.len() - 2], line[line.len() - 1], p) <= 0.0 {
                line.pop();
            }
            line.push(p);
        }
        line.pop();
        line
    };
    let mut hull = chain(&mut points.iter().copied());
    hull.extend(chain(&mut points.iter().rev().copied()));
    hull
}

/// The smallest rectangle around `points`: one side lies on an edge of the hull. `None` for fewer than three corners.
/// The corners are ordered as text reads: the first side is the longer one and points to the right.
pub(crate) fn smallest_rectangle(points: Vec<Point>) -> Option<Quad> {
    let hull = convex_hull(points);
    if hull.len() < 3 {
        return None;
    }
    let mut best: Option<(f32, Quad)> = None;
    for i in 0..hull.len() {
        let (a, b) = (hull[i], hull[(i + 1) % hull.len()]);
        let length = a.distance(b);
        if length < 1e-6 {
            continue;
        }
        let axis = Point::new((b.x - a.x) / length, (b.y - a.y) / length);
        let quad = bounding_rectangle(&hull, axis);
        let area = quad.reading_width() * quad.reading_height();
        if best.as_ref().is_none_or(|(smallest, _)| area < *smallest) {
            best = Some((area, quad));
        }
    }
    best.map(|(_, quad)| as_text_reads(quad))
}

/// The rectangle around `points` whose first side runs along the unit vector `axis`.
pub(crate) fn bounding_rectangle(points: &[Point], axis: Point) -> Quad {
    let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
    for p in points {
        let (u, v) = (p.x * axis.x + p.y * axis.y, p.y * axis.x - p.x * axis.y);
        low = (low.0.min(u), low.1.min(v));
        high = (high.0.max(u), high.1.max(v));
    }
    let at = |u: f32, v: f32| Point::new(u * axis.x - v * axis.y, u * axis.y + v * axis.x);
    Quad([at(low.0, low.1), at(high.0, low.1), at(high.0, high.1), at(low.0, high.1)])
}

/// Turns the corner order by quarters until the first side is the longer one and points to the right.
fn as_text_reads(quad: Quad) -> Quad {
    let [a, b, c, d] = quad.0;
    // A region as tall as wide is one or two characters; they stand upright like the rest.
    let tall = quad.reading_height() > 1.2 * quad.reading_width();
    let level = (b.x - a.x).abs() >= (b.y - a.y).abs();
    let quad = if tall || (!level && quad.reading_height() > 0.8 * quad.reading_width()) { [b, c, d, a] } else { [a, b, c, d] };
    if quad[1].x >= quad[0].x { Quad(quad) } else { Quad([quad[2], quad[3], quad[0], quad[1]]) }
}

/// Moves every side outwards: `along` the reading direction at both ends, `across` it at both edges.
pub(crate) fn grown(quad: &Quad, along: f32, across: f32) -> Quad {
    let [tl, tr, br, bl] = quad.0;
    let push = |from: Point, to: Point, by: f32| {
        let length = from.distance(to).max(1e-6);
        Point::new((to.x - from.x) / length * by, (to.y - from.y) / length * by)
    };
    let add = |p: Point, a: Point, b: Point| Point::new(p.x + a.x + b.x, p.y + a.y + b.y);
    Quad([
        add(tl, push(tr, tl, along), push(bl, tl, across)),
        add(tr, push(tl, tr, along), push(br, tr, across)),
        add(br, push(bl, br, along), push(tr, br, across)),
        add(bl, push(br, bl, along), push(tl, bl, across)),
    ])
}

/// Centre of the four corners.
pub(crate) fn center(quad: &Quad) -> Point {
    let sum = quad.0.iter().fold((0.0, 0.0), |s, p| (s.0 + p.x, s.1 + p.y));
    Point::new(sum.0 / 4.0, sum.1 / 4.0)
}

/// Unit vector of the reading direction.
pub(crate) fn direction(quad: &Quad) -> Point {
    let [tl, tr, br, bl] = quad.0;
    let (x, y) = (tr.x - tl.x + br.x - bl.x, tr.y - tl.y + br.y - bl.y);
    let length = x.hypot(y).max(1e-6);
    Point::new(x / length, y / length)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_tilted_bar_is_found_with_its_reading_direction() {
        let (cos, sin) = (0.2_f32.cos(), 0.2_f32.sin());
        let mut points = Vec::new();
        for u in 0..=100 {
            for v in 0..=10 {
                let (u, v) = (u as f32, v as f32);
                points.push(Point::new(50.0 + u * cos - v * sin, 20.0 + u * sin + v * cos));
            }
        }
        let quad = smallest_rectangle(points).unwrap();
        assert!((quad.reading_width() - 100.0).abs() < 0.5 && (quad.reading_height() - 10.0).abs() < 0.5);
        assert!(quad.0[0].distance(Point::new(50.0, 20.0)) < 0.5);
        assert!((direction(&quad).y - sin).abs() < 0.01);
        let wider = grown(&quad, 5.0, 2.0);
        assert!((wider.reading_width() - 110.0).abs() < 0.6 && (wider.reading_height() - 14.0).abs() < 0.6);
    }

    #[test]
    fn a_line_or_a_point_has_no_rectangle() {
        assert!(smallest_rectangle(vec![Point::new(1.0, 1.0); 9]).is_none());
        assert!(smallest_rectangle((0..9).map(|i| Point::new(i as f32, i as f32)).collect()).is_none());
        assert!(smallest_rectangle(Vec::new()).is_none());
    }
}
