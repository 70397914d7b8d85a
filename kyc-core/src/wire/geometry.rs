//! Places in a picture.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

// Hundredths of a pixel are finer than any detector here; rounding keeps responses short and stable.
fn hundredths<S: Serializer>(value: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((f64::from(*value) * 100.0).round() / 100.0)
}

/// A point in pixels of the upright picture, origin top-left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// To the right, in pixels.
    #[serde(serialize_with = "hundredths")]
    pub x: f32,
    /// Downwards, in pixels.
    #[serde(serialize_with = "hundredths")]
    pub y: f32,
}

impl Point {
    /// A point.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    /// Distance in pixels.
    pub fn distance(self, other: Point) -> f32 {
        // Not `hypot`, whose last bit differs between platforms: checks judge distances.
        let (x, y) = (self.x - other.x, self.y - other.y);
        (x * x + y * y).sqrt()
    }
}

/// An upright rectangle in pixels. It may reach outside the picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rect {
    /// Left edge.
    #[serde(serialize_with = "hundredths")]
    pub x: f32,
    /// Top edge.
    #[serde(serialize_with = "hundredths")]
    pub y: f32,
    /// Width, never negative.
    #[serde(serialize_with = "hundredths")]
    pub width: f32,
    /// Height, never negative.
    #[serde(serialize_with = "hundredths")]
    pub height: f32,
}

impl Rect {
    /// The centre.
    pub fn center(&self) -> Point {
        Point::new(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Area in square pixels.
    pub fn area(&self) -> f32 {
        self.width * self.height
    }
}

/// Four corners: top-left, top-right, bottom-right, bottom-left **as the content reads**, whatever its rotation in the
/// picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Quad(
    /// The corners in reading order.
    pub [Point; 4],
);

impl Quad {
    /// The smallest upright rectangle that holds all corners.
    pub fn bounds(&self) -> Rect {
        let fold = |pick: fn(&Point) -> f32, keep: fn(f32, f32) -> f32, start: f32| self.0.iter().map(pick).fold(start, keep);
        let (left, top) = (fold(|p| p.x, f32::min, f32::INFINITY), fold(|p| p.y, f32::min, f32::INFINITY));
        let (right, bottom) = (fold(|p| p.x, f32::max, f32::NEG_INFINITY), fold(|p| p.y, f32::max, f32::NEG_INFINITY));
        Rect { x: left, y: top, width: right - left, height: bottom - top }
    }

    /// Mean length of the two sides along the reading direction, in pixels.
    pub fn reading_width(&self) -> f32 {
        (self.0[0].distance(self.0[1]) + self.0[3].distance(self.0[2])) / 2.0
    }

    /// The share of its area that lies in a picture of `width`×`height`, 0 to 1; 0 for one without area.
    pub fn share_within(&self, width: f32, height: f32) -> f32 {
        let picture = Quad::from(Rect { x: 0.0, y: 0.0, width, height });
        let whole = self.area();
        if whole > 0.0 { (self.shared(&picture) / whole).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Its area, in square pixels; its sides must not cross.
    pub fn area(&self) -> f32 {
        signed_area(&self.0).abs()
    }

    /// The area that it has in common with `other`, both convex, in square pixels (Sutherland and Hodgman's clipping, side by
    /// side).
    pub fn shared(&self, other: &Quad) -> f32 {
        let mut frame = other.0;
        if signed_area(&frame) < 0.0 {
            frame.reverse();
        }
        let sides = frame.iter().zip(frame.iter().cycle().skip(1));
        let common = sides.fold(self.0.to_vec(), |figure, (a, b)| {
            let inside = |p: &Point| (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
            let mut kept = Vec::with_capacity(figure.len() + 1);
            for (p, q) in figure.iter().zip(figure.iter().cycle().skip(1)) {
                let (here, there) = (inside(p), inside(q));
                if here >= 0.0 {
                    kept.push(*p);
                }
                if (here >= 0.0) != (there >= 0.0) {
                    let t = here / (here - there);
                    kept.push(Point::new(p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)));
                }
            }
            kept
        });
        signed_area(&common).abs()
    }

    /// Mean length of the two sides across the reading direction, in pixels.
    pub fn reading_height(&self) -> f32 {
        (self.0[0].distance(self.0[3]) + self.0[1].distance(self.0[2])) / 2.0
    }
}

/// Positive for corners that go clockwise on a picture.
fn signed_area(corners: &[Point]) -> f32 {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f32>() / 2.0
}

impl From<Rect> for Quad {
    fn from(r: Rect) -> Self {
        Quad([
            Point::new(r.x, r.y),
            Point::new(r.x + r.width, r.y),
            Point::new(r.x + r.width, r.y + r.height),
            Point::new(r.x, r.y + r.height),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_shared_whichever_way_the_corners_go() {
        let square = |x: f32, y: f32| Quad::from(Rect { x, y, width: 10.0, height: 10.0 });
        let mut other_way = square(5.0, 5.0);
        other_way.0.reverse();
        assert_eq!((square(0.0, 0.0).area(), square(0.0, 0.0).shared(&other_way)), (100.0, 25.0));
        assert_eq!(square(0.0, 0.0).shared(&square(20.0, 0.0)), 0.0);
        // A square on its corner, of which a half lies left of the picture's edge.
        let lozenge = Quad([(0.0, 10.0), (10.0, 20.0), (0.0, 30.0), (-10.0, 20.0)].map(|(x, y)| Point::new(x, y)));
        assert_eq!(lozenge.share_within(100.0, 100.0), 0.5);
        assert_eq!(Quad([Point::default(); 4]).share_within(100.0, 100.0), 0.0);
    }
}
