//! Text lines: regions read by the fast recogniser.

use rayon::prelude::*;

use super::detect::Region;
use super::recognise::{self, Reading, Recogniser};
use crate::error::Result;
use crate::image::Image;
use crate::locate::shape;
use crate::sensitive::Sensitive;
use crate::wire::{Point, Quad, TextLine, Unit};

/// Most lines read on one side, the largest first: a page of fine print cannot make the reader work without end.
const MOST_LINES: usize = 120;

/// Lines among which a zone, three at most, is first looked for.
const LONGEST: usize = 5;

/// A line as read.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) quad: Quad,
    pub(crate) reading: Reading,
}

/// Reads regions (source pixels, largest first), at least `aspect` times as long as high. Empty readings are left out.
///
/// # Errors
/// [`crate::error::Code::InferenceFailed`].
pub(crate) fn read(source: &Image, regions: &[Region], aspect: f32, recogniser: &Recogniser<'_>) -> Result<Vec<Line>> {
    let chosen: Vec<&Region> = regions
        .iter()
        .filter(|region| region.quad.reading_width() >= aspect * region.quad.reading_height())
        .take(MOST_LINES)
        .collect();
    let read: Result<Vec<Option<Line>>> = chosen
        .par_iter()
        .map(|region| {
            let Some(image) = recognise::cut(source, &region.quad) else { return Ok(None) };
            let reading = recogniser.latin(&image)?;
            Ok((!reading.characters.is_empty()).then_some(Line { quad: region.quad, reading }))
        })
        .collect();
    Ok(read?.into_iter().flatten().collect())
}

/// The longest regions, and what lies in one line with one of them: fragments of it.
pub(crate) fn along_the_longest(regions: &[Region]) -> Vec<Region> {
    let mut longest: Vec<&Region> = regions.iter().collect();
    longest.sort_by(|a, b| b.quad.reading_width().total_cmp(&a.quad.reading_width()));
    longest.truncate(LONGEST);
    let in_line = |region: &Region, with: &Region| {
        let (axis, at, of) = (shape::direction(&with.quad), shape::center(&region.quad), shape::center(&with.quad));
        ((at.y - of.y) * axis.x - (at.x - of.x) * axis.y).abs() < 0.6 * with.quad.reading_height()
    };
    regions.iter().filter(|region| longest.iter().any(|with| in_line(region, with))).copied().collect()
}

/// The same regions read from the other end: the picture stands on its head.
pub(crate) fn turned_over(regions: &[Region]) -> Vec<Region> {
    let over = |[a, b, c, d]: [Point; 4]| Quad([c, d, a, b]);
    regions.iter().map(|region| Region { quad: over(region.quad.0), ..*region }).collect()
}

/// Lines as evidence, [`ordered`].
pub(crate) fn in_reading_order(lines: &[Line], axis: Point) -> Vec<TextLine> {
    let text = |line: &Line| TextLine {
        text: Sensitive::new(line.reading.text()),
        confidence: Unit::from_f32(line.reading.confidence()),
        region: line.quad,
    };
    ordered(lines.iter().map(text).collect(), axis)
}

/// From top to bottom and in a row from left to right, seen along `axis`.
pub(crate) fn ordered(mut lines: Vec<TextLine>, axis: Point) -> Vec<TextLine> {
    let place = |line: &TextLine| {
        let c = shape::center(&line.region);
        (c.x * axis.x + c.y * axis.y, c.y * axis.x - c.x * axis.y)
    };
    lines.sort_by(|a, b| place(a).1.total_cmp(&place(b).1));
    let mut rows: Vec<Vec<TextLine>> = Vec::new();
    for line in lines {
        match rows.last_mut() {
            Some(row) if place(&line).1 - place(&row[0]).1 < 0.5 * row[0].region.reading_height() => row.push(line),
            _ => rows.push(vec![line]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| place(a).0.total_cmp(&place(b).0));
    }
    rows.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Rect;

    #[test]
    fn the_longest_lines_come_with_their_fragments_and_nothing_else() {
        let region = |x: f32, y: f32, width: f32| Region { quad: Quad::from(Rect { x, y, width, height: 20.0 }), score: 0.9 };
        let mut all: Vec<Region> = (0..5).map(|i| region(0.0, 30.0 * i as f32, 300.0)).collect();
        all.extend([region(320.0, 31.0, 40.0), region(0.0, 200.0, 90.0)]);
        let kept = along_the_longest(&all);
        assert_eq!(kept.iter().map(|region| region.quad.reading_width()).sum::<f32>(), 5.0 * 300.0 + 40.0);
        assert!(along_the_longest(&[]).is_empty());
    }

    fn line(text: &str, x: f32, y: f32) -> Line {
        let characters = text.chars().map(|c| (c, 0.9)).collect();
        Line { quad: Quad::from(Rect { x, y, width: 60.0, height: 20.0 }), reading: Reading { characters } }
    }

    #[test]
    fn lines_come_row_by_row() {
        let lines = [line("d", 10.0, 80.0), line("b", 200.0, 14.0), line("a", 10.0, 20.0), line("c", 100.0, 50.0)];
        let texts = |axis| in_reading_order(&lines, axis).iter().map(|l| l.text.expose().clone()).collect::<String>();
        assert_eq!(texts(Point::new(1.0, 0.0)), "abcd");
        assert_eq!(texts(Point::new(-1.0, 0.0)), "dcba");
    }
}
