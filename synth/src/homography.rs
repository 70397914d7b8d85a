//! Plane-to-plane perspective maps.

use kyc_core::wire::{Point, Quad, Rect};

/// A 3×3 map of the plane, row by row, on homogeneous column vectors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homography([f64; 9]);

impl Homography {
    /// From its nine numbers, row by row.
    pub const fn new(rows: [f64; 9]) -> Self {
        Self(rows)
    }

    /// First `self`, then `after`.
    #[must_use]
    pub fn then(&self, after: &Self) -> Self {
        let (a, b) = (&after.0, &self.0);
        Self(std::array::from_fn(|i| {
            let (row, column) = (i / 3, i % 3);
            (0..3).map(|k| a[row * 3 + k] * b[k * 3 + column]).sum()
        }))
    }

    /// The way back; `None` when the map flattens the plane.
    pub fn inverse(&self) -> Option<Self> {
        let m = &self.0;
        let cofactor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
        let adjugate = [
            cofactor(4, 5, 7, 8),
            -cofactor(1, 2, 7, 8),
            cofactor(1, 2, 4, 5),
            -cofactor(3, 5, 6, 8),
            cofactor(0, 2, 6, 8),
            -cofactor(0, 2, 3, 5),
            cofactor(3, 4, 6, 7),
            -cofactor(0, 1, 6, 7),
            cofactor(0, 1, 3, 4),
        ];
        let determinant = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6];
        (determinant.abs() > 1e-12).then(|| Self(adjugate.map(|v| v / determinant)))
    }

    /// Where a place lands.
    pub fn map(&self, x: f64, y: f64) -> (f64, f64) {
        let m = &self.0;
        let w = m[6] * x + m[7] * y + m[8];
        ((m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w)
    }

    /// Where a point lands.
    pub fn point(&self, p: Point) -> Point {
        let (x, y) = self.map(f64::from(p.x), f64::from(p.y));
        Point::new(x as f32, y as f32)
    }

    /// Where a quadrilateral lands.
    pub fn quad(&self, q: &Quad) -> Quad {
        Quad(q.0.map(|p| self.point(p)))
    }

    /// Where a rectangle lands.
    pub fn rect(&self, r: Rect) -> Quad {
        self.quad(&Quad::from(r))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let h = Homography::new([1.2, 0.1, 30.0, -0.05, 0.9, 12.0, 1e-4, -2e-4, 1.0]);
        let back = h.inverse().map(|i| h.then(&i).point(Point::new(640.0, 200.0)));
        assert!(back.is_some_and(|p| p.distance(Point::new(640.0, 200.0)) < 1e-3));
        assert!(Homography::new([0.0; 9]).inverse().is_none());
    }
}
