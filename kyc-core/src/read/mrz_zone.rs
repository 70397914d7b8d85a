//! Where the machine-readable zone is: two or three long, parallel lines of equal pitch (ICAO 9303-3 §4), or the one line of a
//! French driving licence.
//!
//! Lines are found by geometry and by an alphabet of capitals, digits and fillers, not by fillers alone: the second line of
//! many passports has none. Long runs of fillers often break a line into fragments or vanish; every line of a zone is
//! therefore extended to the width of the widest one.

use crate::locate::shape;
use crate::wire::{Point, Quad};

/// A line must hold at least this many characters to begin a zone. The shortest MRZ line has 30.
const SEED_CHARACTERS: usize = 12;
/// How a quick reading may begin a French driving licence's one line.
const FRENCH_LICENCE: [&str; 3] = ["D1FRA", "DIFRA", "DLFRA"];
/// Most zones proposed for one picture.
const MOST_ZONES: usize = 4;

/// A text line as input for the search.
#[derive(Clone)]
pub(crate) struct Candidate {
    /// Its corners in source pixels.
    pub(crate) quad: Quad,
    /// A quick reading of it.
    pub(crate) text: String,
}

impl Candidate {
    /// A line that nobody has read, as the longest run of fillers: its place alone speaks for it.
    pub(crate) fn unread(quad: Quad) -> Self {
        Self { quad, text: "<".repeat(44) }
    }
}

/// A possible zone: its lines from top to bottom, each as wide as the widest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Zone {
    pub(crate) lines: Vec<Quad>,
    /// How much it looks like one; comparable inside a picture only.
    pub(crate) strength: f32,
}

impl Zone {
    /// The smallest quad in reading direction around all lines.
    pub(crate) fn hull(&self) -> Option<Quad> {
        let axis = shape::direction(self.lines.first()?);
        let corners: Vec<Point> = self.lines.iter().flat_map(|quad| quad.0).collect();
        Some(shape::bounding_rectangle(&corners, axis))
    }
}

/// Characters that a quick reading prints for an MRZ's: its alphabet, and what fillers are commonly taken for.
fn share_of_mrz_characters(text: &str) -> f32 {
    let all = text.chars().filter(|c| *c != ' ').count();
    let fitting =
        text.chars().filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '<' | '«' | '‹' | '(')).count();
    fitting as f32 / all.max(1) as f32
}

struct Row {
    parts: Vec<usize>,
    v: f32,
    left: f32,
    right: f32,
    fillers: usize,
    characters: usize,
}

/// Proposes zones, the most likely first.
pub(crate) fn zones(candidates: &[Candidate]) -> Vec<Zone> {
    let like: Vec<bool> = candidates.iter().map(|c| share_of_mrz_characters(&c.text) >= 0.8).collect();
    let fillers = |i: usize| candidates[i].text.chars().filter(|c| matches!(c, '<' | '«')).count();
    let count = |i: usize| candidates[i].text.chars().filter(|c| *c != ' ').count();
    let mut seeds: Vec<usize> = (0..candidates.len())
        .filter(|&i| {
            let quad = &candidates[i].quad;
            like[i] && count(i) >= SEED_CHARACTERS && quad.reading_width() > 5.0 * quad.reading_height()
        })
        .collect();
    seeds.sort_by_key(|&i| std::cmp::Reverse(count(i) + 3 * fillers(i)));
    let mut found: Vec<Zone> = Vec::new();
    let mut used = vec![false; candidates.len()];
    for seed in seeds {
        if used[seed] || found.len() >= MOST_ZONES {
            continue;
        }
        let axis = shape::direction(&candidates[seed].quad);
        let rows = rows_around(candidates, &like, seed, axis, &fillers, &count);
        for row in &rows {
            row.parts.iter().for_each(|&i| used[i] = true);
        }
        found.extend(windows(candidates, &rows, axis));
    }
    found.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    found.truncate(MOST_ZONES);
    found
}

fn project(p: Point, axis: Point) -> (f32, f32) {
    (p.x * axis.x + p.y * axis.y, p.y * axis.x - p.x * axis.y)
}

/// Fragments that lie parallel to the seed, gathered into rows from top to bottom; only rows that follow each other at
/// the pitch of an MRZ and reach the seed are kept.
fn rows_around(
    candidates: &[Candidate],
    like: &[bool],
    seed: usize,
    axis: Point,
    fillers: &dyn Fn(usize) -> usize,
    count: &dyn Fn(usize) -> usize,
) -> Vec<Row> {
    let height = candidates[seed].quad.reading_height();
    let span = |quad: &Quad| {
        let ends = quad.0.map(|p| project(p, axis).0);
        (ends.iter().copied().fold(f32::MAX, f32::min), ends.iter().copied().fold(f32::MIN, f32::max))
    };
    let (seed_left, seed_right) = span(&candidates[seed].quad);
    let width = seed_right - seed_left;
    let mut parts: Vec<(usize, f32)> = (0..candidates.len())
        .filter(|&i| {
            let quad = &candidates[i].quad;
            let along = shape::direction(quad);
            let (left, right) = span(quad);
            let parallel = along.x * axis.x + along.y * axis.y > 0.99 || quad.reading_width() < 3.0 * quad.reading_height();
            let same_size = (0.5..2.0).contains(&(quad.reading_height() / height));
            // A run of fillers may stand far off, because the one between vanished; other print there belongs elsewhere.
            let reach = if fillers(i) > 0 { width } else { 0.15 * width };
            let near = left < seed_right + reach && right > seed_left - reach;
            like[i] && parallel && same_size && near
        })
        .map(|i| (i, project(shape::center(&candidates[i].quad), axis).1))
        .collect();
    parts.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut rows: Vec<Row> = Vec::new();
    for (i, v) in parts {
        let (left, right) = span(&candidates[i].quad);
        match rows.last_mut() {
            Some(row) if v - row.v < 0.5 * height => {
                let n = row.parts.len() as f32;
                row.v = (row.v * n + v) / (n + 1.0);
                row.parts.push(i);
                (row.left, row.right) = (row.left.min(left), row.right.max(right));
                row.fillers += fillers(i);
                row.characters += count(i);
            }
            _ => rows.push(Row { parts: vec![i], v, left, right, fillers: fillers(i), characters: count(i) }),
        }
    }
    rows.retain(|row| row.right - row.left > 0.3 * width && row.left < seed_right && row.right > seed_left);
    let Some(at) = rows.iter().position(|row| row.parts.contains(&seed)) else { return Vec::new() };
    let follows = |a: &Row, b: &Row| (b.v - a.v) < 2.6 * height;
    let mut first = at;
    while first > 0 && at - first < 2 && follows(&rows[first - 1], &rows[first]) {
        first -= 1;
    }
    let mut last = at;
    while last + 1 < rows.len() && last - at < 2 && follows(&rows[last], &rows[last + 1]) {
        last += 1;
    }
    rows.drain(first..=last).collect()
}

/// Every run of three and of two neighbouring rows, and every row that is a French licence's; another lone row is given the
/// partner below and above it.
fn windows(candidates: &[Candidate], rows: &[Row], axis: Point) -> Vec<Zone> {
    let mut found = Vec::new();
    for size in [3, 2] {
        for window in rows.windows(size) {
            let fillers: usize = window.iter().map(|row| row.fillers).sum();
            let left = window.iter().map(|row| row.left).fold(f32::MAX, f32::min);
            let right = window.iter().map(|row| row.right).fold(f32::MIN, f32::max);
            // Rows of one zone are equally wide; unequal ones are more likely print above it.
            let evenness = window.iter().map(|row| (row.right - row.left) / (right - left)).fold(1.0, f32::min);
            let characters: usize = window.iter().map(|row| row.characters).sum();
            let lines = window.iter().map(|row| line_of(candidates, row, axis, left, right)).collect();
            found.push(Zone { lines, strength: (characters + 2 * fillers) as f32 * evenness });
        }
    }
    for row in rows {
        let first = row
            .parts
            .iter()
            .min_by(|a, b| project(candidates[**a].quad.0[0], axis).0.total_cmp(&project(candidates[**b].quad.0[0], axis).0));
        if first.is_some_and(|&i| FRENCH_LICENCE.iter().any(|start| candidates[i].text.starts_with(start))) {
            let strength = (row.characters + 2 * row.fillers) as f32;
            found.push(Zone { lines: vec![line_of(candidates, row, axis, row.left, row.right)], strength });
        }
    }
    if let ([row], true) = (rows, found.is_empty()) {
        let line = line_of(candidates, row, axis, row.left, row.right);
        // 9303-4 sets lines at 6.35 mm with characters near 3 mm; a region is about 1.7 characters high.
        let pitch = 1.3 * line.reading_height();
        for down in [pitch, -pitch] {
            let partner = Quad(line.0.map(|p| Point::new(p.x - axis.y * down, p.y + axis.x * down)));
            let lines = if down > 0.0 { vec![line, partner] } else { vec![partner, line] };
            found.push(Zone { lines, strength: (row.characters + 2 * row.fillers) as f32 * 0.3 });
        }
    }
    found
}

/// One quad around the fragments of a row, from `left` to `right` along its own direction.
fn line_of(candidates: &[Candidate], row: &Row, axis: Point, left: f32, right: f32) -> Quad {
    let quads: Vec<&Quad> = row.parts.iter().map(|&i| &candidates[i].quad).collect();
    let widest = quads.iter().fold(quads[0], |a, b| if b.reading_width() > a.reading_width() { b } else { a });
    let own = if quads.len() > 1 { through_ends(&quads, axis) } else { shape::direction(widest) };
    let corners: Vec<Point> = quads.iter().flat_map(|quad| quad.0).collect();
    let mut quad = shape::bounding_rectangle(&corners, own);
    // Fragments of one row differ in height by a pixel or two; the widest knows best.
    let excess = (quad.reading_height() - widest.reading_height() * 1.15).max(0.0) / 2.0;
    quad = shape::grown(&quad, 0.0, -excess);
    let start = project(quad.0[0], axis).0.min(project(quad.0[3], axis).0);
    let end = project(quad.0[1], axis).0.max(project(quad.0[2], axis).0);
    let push = |from: Point, by: f32| Point::new(from.x + own.x * by, from.y + own.y * by);
    let [tl, tr, br, bl] = quad.0;
    let (before, after) = ((start - left).max(0.0), (right - end).max(0.0));
    Quad([push(tl, -before), push(tr, after), push(br, after), push(bl, -before)])
}

/// Direction from the first to the last fragment when they are far enough apart to tell, else of the zone.
fn through_ends(quads: &[&Quad], axis: Point) -> Point {
    let mut centres: Vec<Point> = quads.iter().map(|quad| shape::center(quad)).collect();
    centres.sort_by(|a, b| project(*a, axis).0.total_cmp(&project(*b, axis).0));
    let (first, last) = (centres[0], centres[centres.len() - 1]);
    let length = first.distance(last);
    let height = quads.iter().map(|quad| quad.reading_height()).fold(0.0, f32::max);
    if length < 6.0 * height {
        return axis;
    }
    Point::new((last.x - first.x) / length, (last.y - first.y) / length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Rect;

    fn line(text: &str, x: f32, y: f32, width: f32) -> Candidate {
        Candidate { quad: Quad::from(Rect { x, y, width, height: 30.0 }), text: text.to_owned() }
    }

    #[test]
    fn a_broken_filler_run_does_not_shorten_its_line() {
        let found = zones(&[
            line("PASSPORT", 100.0, 100.0, 150.0),
            line("P<UTOERIKSSON<<ANNA<MARIA", 100.0, 400.0, 500.0),
            line("L898902C36UTO7408122F1204159ZE184226B<<<<<10", 100.0, 440.0, 880.0),
            line("<<<<", 900.0, 401.0, 80.0),
        ]);
        let lines = &found[0].lines;
        assert_eq!(lines.len(), 2);
        assert!((lines[0].reading_width() - 880.0).abs() < 2.0);
        assert!(lines[0].0[0].y < lines[1].0[0].y);
    }

    #[test]
    fn a_second_line_without_fillers_is_found_and_plain_text_is_not() {
        let found = zones(&[
            line("POCHNTEST<<NAME<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", 100.0, 400.0, 880.0),
            line("E123456784CHN9001011M3001011MNPALOPENEIKA914", 100.0, 440.0, 875.0),
        ]);
        assert_eq!(found[0].lines.len(), 2);
        assert!(
            zones(&[line("the quick brown fox jumps", 0.0, 0.0, 600.0), line("over the lazy dog", 0.0, 40.0, 500.0)]).is_empty()
        );
        assert!(zones(&[]).is_empty());
    }

    #[test]
    fn the_one_line_of_a_french_licence_stands_alone() {
        let found = zones(&[
            line("PERMIS DE CONDUIRE", 100.0, 100.0, 250.0),
            line("D1FRA13AA000026181231MARTIN<<9", 100.0, 440.0, 600.0),
        ]);
        assert_eq!(found[0].lines.len(), 1);
    }

    #[test]
    fn lines_that_nobody_read_are_a_zone_by_their_places() {
        let line = |y: f32| Candidate::unread(Quad::from(Rect { x: 40.0, y, width: 600.0, height: 24.0 }));
        let found = zones(&[line(440.0), line(400.0)]);
        assert_eq!(found.len(), 1);
        assert!(found[0].lines[0].bounds().y < found[0].lines[1].bounds().y);
        // Too far apart for one.
        assert!(
            zones(&[line(100.0), line(400.0)]).iter().all(|zone| zone.hull().is_some_and(|hull| hull.bounds().height < 100.0))
        );
    }

    #[test]
    fn three_rows_beat_two() {
        let found = zones(&[
            line("I<UTOD231458907<<<<<<<<<<<<<<<", 0.0, 0.0, 600.0),
            line("7408122F1204159UTO<<<<<<<<<<<6", 0.0, 40.0, 600.0),
            line("ERIKSSON<<ANNA<MARIA<<<<<<<<<<", 0.0, 80.0, 600.0),
        ]);
        assert_eq!(found[0].lines.len(), 3);
    }
}
