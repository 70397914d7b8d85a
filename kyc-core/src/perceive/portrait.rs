//! The portrait on the document.

use super::Models;
use crate::error::Result;
use crate::face::{self, Observed, Purpose};
use crate::image::Image;
use crate::wire::{FaceEvidence, NotSeen, Point, Rect, Seen};

/// The first side with a usable face: the two sides may have been swapped. Without one, the first side's reason counts.
///
/// `turns` are the clockwise quarter turns that make each picture upright.
///
/// # Errors
/// [`crate::error::Code::InferenceFailed`].
pub fn portrait(pictures: &[(u32, Image)], turns: &[u8], models: &Models) -> Result<Observed> {
    let mut first = None;
    for ((blob, picture), &quarters) in pictures.iter().zip(turns) {
        let seen = on_side(picture, *blob, quarters, models)?;
        if seen.face.is_some() {
            return Ok(seen);
        }
        first.get_or_insert(seen);
    }
    Ok(first.unwrap_or(Observed { evidence: Seen::not(NotSeen::NoPicture), face: None }))
}

fn on_side(picture: &Image, blob: u32, quarters: u8, models: &Models) -> Result<Observed> {
    if quarters.is_multiple_of(4) {
        return face::observe(picture, blob, Purpose::Portrait, &models.face);
    }
    // The detector finds upright faces only, and a document may lie on its side.
    let mut seen = face::observe(&picture.rotated(quarters), blob, Purpose::Portrait, &models.face)?;
    let back = Turn { quarters, width: picture.width() as f32, height: picture.height() as f32 };
    seen.evidence = seen.evidence.map(|face| back.face(face));
    Ok(seen)
}

/// Takes places in a picture that was turned clockwise back to the picture it came from, of `width` by `height`.
struct Turn {
    quarters: u8,
    width: f32,
    height: f32,
}

impl Turn {
    fn point(&self, p: Point) -> Point {
        match self.quarters % 4 {
            1 => Point::new(p.y, self.height - p.x),
            2 => Point::new(self.width - p.x, self.height - p.y),
            3 => Point::new(self.width - p.y, p.x),
            _ => p,
        }
    }

    fn rect(&self, r: Rect) -> Rect {
        let (a, b) = (self.point(Point::new(r.x, r.y)), self.point(Point::new(r.x + r.width, r.y + r.height)));
        Rect { x: a.x.min(b.x), y: a.y.min(b.y), width: (a.x - b.x).abs(), height: (a.y - b.y).abs() }
    }

    fn face(&self, face: FaceEvidence) -> FaceEvidence {
        FaceEvidence { bounds: self.rect(face.bounds), landmarks: face.landmarks.map(|p| self.point(p)), ..face }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_turned_picture_come_back_to_the_source() {
        let mut pixels = vec![0; 3 * 7 * 4];
        pixels[3 * (2 * 7 + 5)] = 255; // one red pixel at (5, 2)
        let source = Image::new(7, 4, pixels);
        for quarters in 0..4u8 {
            let turned = source.rotated(quarters);
            let found = (0..turned.height())
                .flat_map(|y| (0..turned.width()).map(move |x| (x, y)))
                .find(|&(x, y)| turned.pixel(x, y)[0] == 255)
                .expect("a turn loses no pixel");
            let back = Turn { quarters, width: 7.0, height: 4.0 };
            let cell = Rect { x: found.0 as f32, y: found.1 as f32, width: 1.0, height: 1.0 };
            assert_eq!(back.rect(cell), Rect { x: 5.0, y: 2.0, width: 1.0, height: 1.0 }, "{quarters} quarters");
        }
    }
}
