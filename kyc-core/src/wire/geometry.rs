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
        let sides: [fn(Point, f32, f32) -> f32; 4] = [|p, _, _| p.x, |p, _, _| p.y, |p, w, _| w - p.x, |p, _, h| h - p.y];
        let kept = sides.iter().fold(self.0.to_vec(), |figure, inside| {
            let mut kept = Vec::with_capacity(figure.len() + 1);
            for (p, q) in figure.iter().zip(figure.iter().cycle().skip(1)) {
                let (here, there) = (inside(*p, width, height), inside(*q, width, height));
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
        let whole = area(&self.0);
        if whole > 0.0 { (area(&kept) / whole).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Mean length of the two sides across the reading direction, in pixels.
    pub fn reading_height(&self) -> f32 {
        (self.0[0].distance(self.0[3]) + self.0[1].distance(self.0[2])) / 2.0
    }
}

/// Area of a figure without crossing sides.
fn area(corners: &[Point]) -> f32 {
    let next = corners.iter().cycle().skip(1);
    (corners.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f32>() / 2.0).abs()
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
