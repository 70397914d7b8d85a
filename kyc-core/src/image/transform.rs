//! Plane transforms: similarity and affine maps, homographies.

use crate::wire::{Point, Quad};

/// `x' = a·x + b·y + c`, `y' = d·x + e·y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Affine(
    /// `[a, b, c, d, e, f]`
    pub [f64; 6],
);

impl Affine {
    /// Applies the map.
    pub fn apply(&self, p: Point) -> Point {
        let [a, b, c, d, e, f] = self.0;
        let (x, y) = (f64::from(p.x), f64::from(p.y));
        Point::new((a * x + b * y + c) as f32, (d * x + e * y + f) as f32)
    }

    /// The inverse map; `None` when the map flattens the plane.
    pub fn inverse(&self) -> Option<Affine> {
        let [a, b, c, d, e, f] = self.0;
        let det = a * e - b * d;
        if det.abs() < 1e-12 || !det.is_finite() {
            return None;
        }
        let (ia, ib, id, ie) = (e / det, -b / det, -d / det, a / det);
        Some(Affine([ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)]))
    }

    /// The similarity (turn, scale, shift; no mirror) that maps `from` onto `to` with the least squared error: Umeyama's
    /// solution, which in the plane has this closed form. `None` when the points coincide.
    pub fn similarity(from: &[Point], to: &[Point]) -> Option<Affine> {
        let n = from.len().min(to.len());
        if n < 2 {
            return None;
        }
        let mean = |points: &[Point]| {
            let sum = points.iter().take(n).fold((0.0, 0.0), |s, p| (s.0 + f64::from(p.x), s.1 + f64::from(p.y)));
            (sum.0 / n as f64, sum.1 / n as f64)
        };
        let (mf, mt) = (mean(from), mean(to));
        let (mut dot, mut cross, mut spread) = (0.0, 0.0, 0.0);
        for (p, q) in from.iter().zip(to) {
            let (px, py) = (f64::from(p.x) - mf.0, f64::from(p.y) - mf.1);
            let (qx, qy) = (f64::from(q.x) - mt.0, f64::from(q.y) - mt.1);
            dot += px * qx + py * qy;
            cross += px * qy - py * qx;
            spread += px * px + py * py;
        }
        if spread < 1e-9 || !spread.is_finite() {
            return None;
        }
        let (c, s) = (dot / spread, cross / spread);
        Some(Affine([c, -s, mt.0 - c * mf.0 + s * mf.1, s, c, mt.1 - s * mf.0 - c * mf.1]))
    }
}

/// A projective map of the plane, row-major 3×3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homography(
    /// Row-major 3×3.
    pub [f64; 9],
);

impl Homography {
    /// Applies the map. A point on the horizon comes out far away, never as NaN.
    pub fn apply(&self, p: Point) -> Point {
        let h = &self.0;
        let (x, y) = (f64::from(p.x), f64::from(p.y));
        let w = h[6] * x + h[7] * y + h[8];
        let w = if w.abs() < 1e-9 { 1e-9 } else { w };
        Point::new(((h[0] * x + h[1] * y + h[2]) / w) as f32, ((h[3] * x + h[4] * y + h[5]) / w) as f32)
    }

    /// The map that takes the rectangle `(0,0)..(width,height)` onto `quad`. `None` when the corners are degenerate.
    pub fn from_rect(width: f64, height: f64, quad: &Quad) -> Option<Homography> {
        // Heckbert's closed form for the unit square, then the scale of the rectangle.
        let [p0, p1, p2, p3] = quad.0.map(|p| (f64::from(p.x), f64::from(p.y)));
        let (dx1, dx2, dx3) = (p1.0 - p2.0, p3.0 - p2.0, p0.0 - p1.0 + p2.0 - p3.0);
        let (dy1, dy2, dy3) = (p1.1 - p2.1, p3.1 - p2.1, p0.1 - p1.1 + p2.1 - p3.1);
        let det = dx1 * dy2 - dx2 * dy1;
        if det.abs() < 1e-9 || !det.is_finite() || width <= 0.0 || height <= 0.0 {
            return None;
        }
        let g = (dx3 * dy2 - dx2 * dy3) / det;
        let h = (dx1 * dy3 - dx3 * dy1) / det;
        let (a, b, c) = (p1.0 - p0.0 + g * p1.0, p3.0 - p0.0 + h * p3.0, p0.0);
        let (d, e, f) = (p1.1 - p0.1 + g * p1.1, p3.1 - p0.1 + h * p3.1, p0.1);
        Some(Homography([a / width, b / height, c, d / width, e / height, f, g / width, h / height, 1.0]))
    }

    /// The map that takes the centres of a `width`×`height` picture's pixels into `quad`, with pixel centres at whole numbers
    /// on both sides, while `quad` is in the coordinates between pixels that everything else uses.
    pub fn of_pixels(width: u32, height: u32, quad: &Quad) -> Option<Homography> {
        let shifted = Quad(quad.0.map(|p| Point::new(p.x - 0.5, p.y - 0.5)));
        let Homography([a, b, c, d, e, f, g, h, i]) = Self::from_rect(f64::from(width), f64::from(height), &shifted)?;
        Some(Homography([a, b, c + (a + b) / 2.0, d, e, f + (d + e) / 2.0, g, h, i + (g + h) / 2.0]))
    }

    /// The inverse map; `None` when the map flattens the plane.
    pub fn inverse(&self) -> Option<Homography> {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let (ca, cb, cc) = (e * i - f * h, f * g - d * i, d * h - e * g);
        let det = a * ca + b * cb + c * cc;
        if det.abs() < 1e-15 || !det.is_finite() {
            return None;
        }
        Some(Homography(
            [ca, c * h - b * i, b * f - c * e, cb, a * i - c * g, c * d - a * f, cc, b * g - a * h, a * e - b * d]
                .map(|v| v / det),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_similarity_is_found_exactly() {
        let from = [Point::new(0.0, 0.0), Point::new(10.0, 0.0), Point::new(3.0, 7.0)];
        let truth = Affine([0.6, -0.8, 5.0, 0.8, 0.6, -2.0]);
        let to = from.map(|p| truth.apply(p));
        let found = Affine::similarity(&from, &to).expect("three different points");
        assert!(truth.0.iter().zip(found.0).all(|(a, b)| (a - b).abs() < 1e-5));
        let back = found.inverse().expect("a similarity can be undone").apply(to[2]);
        assert!(back.distance(from[2]) < 1e-4);
    }

    #[test]
    fn a_homography_takes_corners_to_corners_and_back() {
        let quad = Quad([Point::new(10.0, 12.0), Point::new(95.0, 5.0), Point::new(102.0, 70.0), Point::new(4.0, 64.0)]);
        let map = Homography::from_rect(100.0, 60.0, &quad).expect("a proper quad");
        let corners = [(0.0, 0.0), (100.0, 0.0), (100.0, 60.0), (0.0, 60.0)].map(|(x, y)| Point::new(x, y));
        for (corner, target) in corners.iter().zip(quad.0) {
            assert!(map.apply(*corner).distance(target) < 1e-3);
            assert!(map.inverse().expect("it can be undone").apply(target).distance(*corner) < 1e-2);
        }
        assert!(Homography::from_rect(10.0, 10.0, &Quad([Point::new(1.0, 1.0); 4])).is_none());
    }
}
