//! Outline of the document: from edges where it stands out from its background, else led on from the machine-readable zone.

use super::shape;
use crate::error::Result;
use crate::image::{Image, resample};
use crate::wire::{MrzFormat, NotSeen, Point, Quad, Seen};

/// Edges are sought at this length of the longer side: finer texture only distracts.
const WORK: u32 = 400;
/// An outline covers at least this share of the picture; a smaller one is an object on it.
const LEAST_AREA: f32 = 0.15;
/// An outline fills its corners at least this far; a less full hull is not four-sided.
const FULLNESS: f32 = 0.92;
/// Aspects from a square-on ID-2 page (1.42) and ID-1 card (1.59) with room for perspective.
const ASPECT: std::ops::Range<f32> = 1.15..2.1;

/// The outline found from edges: the largest outline with four sides, a document's aspect and all of `inside` in it.
/// Corners come in the picture's own order (top-left first); see [`read_as`].
///
/// # Errors
/// [`crate::error::Code::Internal`] when the picture has no area.
pub fn outline(image: &Image, inside: &[Point]) -> Result<Seen<Quad>> {
    let (small, scale) = resample::fit_within(image, WORK)?;
    let (w, h) = (small.width() as usize, small.height() as usize);
    let edges = strong_edges(&small.luma(), w, h);
    let mut best: Option<(f32, Quad)> = None;
    for component in components(edges, w, h) {
        let hull = shape::convex_hull(component);
        let area = polygon_area(&hull);
        if area < LEAST_AREA * (w * h) as f32 {
            continue;
        }
        let Some(quad) = four_corners(&hull) else { continue };
        let quad_area = polygon_area(&quad.0);
        let (across, down) = (quad.reading_width(), quad.reading_height());
        let aspect = across.max(down) / across.min(down).max(1.0);
        let holds = inside.iter().all(|p| contains(&quad, Point::new(p.x / scale, p.y / scale), 0.02 * w as f32));
        if area / quad_area.max(1.0) >= FULLNESS
            && ASPECT.contains(&aspect)
            && holds
            && best.as_ref().is_none_or(|(a, _)| area > *a)
        {
            best = Some((area, quad));
        }
    }
    Ok(match best {
        Some((_, quad)) => Seen::Seen(Quad(quad.0.map(|p| Point::new(p.x * scale, p.y * scale)))),
        None => Seen::not(NotSeen::NotFound),
    })
}

/// The outline led on from the zone: `zone` runs from the first line's upper edge to the last line's lower one, as wide as
/// the lines. Sizes are those of ICAO 9303-4 (TD3, 125×88 mm), -5 (TD1, 85.6×54 mm) and -6 (TD2, 105×74 mm), with 10
/// characters to the inch and the zone at the foot of the page. French cards of before 2021 are as large as TD2.
pub fn from_mrz(zone: &Quad, format: MrzFormat) -> Quad {
    let (characters, width, height) = match format {
        MrzFormat::Td1 | MrzFormat::FrenchLicence | MrzFormat::SwissLicence => (30.0, 85.6, 54.0),
        MrzFormat::Td2 | MrzFormat::FrenchId | MrzFormat::MrvB => (36.0, 105.0, 74.0),
        MrzFormat::Td3 | MrzFormat::MrvA => (44.0, 125.0, 88.0),
    };
    let [tl, tr, br, bl] = zone.0;
    let unit = |from: Point, to: Point| {
        let length = from.distance(to).max(1e-6);
        Point::new((to.x - from.x) / length, (to.y - from.y) / length)
    };
    let (right, down) = (
        unit(bl, br),
        unit(Point::new((tl.x + tr.x) / 2.0, (tl.y + tr.y) / 2.0), Point::new((bl.x + br.x) / 2.0, (bl.y + br.y) / 2.0)),
    );
    let millimetre = zone.reading_width() / (characters * 2.54);
    let side = (width - characters * 2.54) / 2.0 * millimetre;
    // 9303 keeps 23.2 mm at the foot for the zone; the lines stand in its middle.
    let foot = (23.2 * millimetre - zone.reading_height()).max(0.0) / 2.0;
    let at = |p: Point, along: f32, across: f32| {
        Point::new(p.x + right.x * along + down.x * across, p.y + right.y * along + down.y * across)
    };
    let top = foot - height * millimetre;
    Quad([at(bl, -side, top), at(br, side, top), at(br, side, foot), at(bl, -side, foot)])
}

/// The same corners in the order in which the content reads when its reading direction is `axis` (a unit vector).
pub fn read_as(quad: &Quad, axis: Point) -> Quad {
    let mut corners = quad.0;
    let mut best = (f32::MIN, corners);
    for _ in 0..4 {
        let along = (corners[1].x - corners[0].x) * axis.x + (corners[1].y - corners[0].y) * axis.y;
        let share = along / corners[0].distance(corners[1]).max(1e-6);
        if share > best.0 {
            best = (share, corners);
        }
        corners.rotate_left(1);
    }
    Quad(best.1)
}

/// Pixels whose Sobel gradient is among the strongest tenth, and not weak in absolute terms.
fn strong_edges(luma: &[u8], w: usize, h: usize) -> Vec<bool> {
    let mut strength = vec![0_u16; luma.len()];
    for y in 1..h.saturating_sub(1) {
        for x in 1..w.saturating_sub(1) {
            let at = |dx: usize, dy: usize| i32::from(luma[(y + dy - 1) * w + x + dx - 1]);
            let gx = at(2, 0) + 2 * at(2, 1) + at(2, 2) - at(0, 0) - 2 * at(0, 1) - at(0, 2);
            let gy = at(0, 2) + 2 * at(1, 2) + at(2, 2) - at(0, 0) - 2 * at(1, 0) - at(2, 0);
            strength[y * w + x] = (gx.abs() + gy.abs()).min(2040) as u16;
        }
    }
    let mut histogram = [0_usize; 2041];
    strength.iter().for_each(|&s| histogram[usize::from(s)] += 1);
    let mut rest = luma.len() / 10;
    let threshold = (60..=2040).rev().find(|&s| {
        let here = histogram[s];
        let passed = here >= rest;
        rest = rest.saturating_sub(here);
        passed
    });
    let threshold = threshold.unwrap_or(60) as u16;
    strength.iter().map(|&s| s >= threshold).collect()
}

/// The outermost pixels, row by row, of each connected group of edges.
fn components(mut edges: Vec<bool>, w: usize, h: usize) -> Vec<Vec<Point>> {
    let mut found = Vec::new();
    let mut stack = Vec::new();
    for start in 0..edges.len() {
        if !edges[start] {
            continue;
        }
        edges[start] = false;
        stack.push(start);
        let mut rows: std::collections::BTreeMap<usize, (usize, usize)> = std::collections::BTreeMap::new();
        while let Some(at) = stack.pop() {
            let (x, y) = (at % w, at / w);
            let ends = rows.entry(y).or_insert((x, x));
            *ends = (ends.0.min(x), ends.1.max(x));
            for ny in y.saturating_sub(1)..=(y + 1).min(h - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(w - 1) {
                    if edges[ny * w + nx] {
                        edges[ny * w + nx] = false;
                        stack.push(ny * w + nx);
                    }
                }
            }
        }
        if rows.len() > h / 4 {
            let point = |x: usize, y: usize| Point::new(x as f32 + 0.5, y as f32 + 0.5);
            found.push(rows.iter().flat_map(|(&y, &(l, r))| [point(l, y), point(r, y)]).collect());
        }
    }
    found
}

fn polygon_area(corners: &[Point]) -> f32 {
    let next = corners.iter().cycle().skip(1);
    (corners.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f32>() / 2.0).abs()
}

/// The four-sided figure around a hull: edges are dropped one by one, each time the one whose neighbours, led on until they
/// meet, add the least area.
pub(super) fn four_corners(hull: &[Point]) -> Option<Quad> {
    let mut corners = hull.to_vec();
    while corners.len() > 4 {
        let n = corners.len();
        let mut best: Option<(f32, usize, Point)> = None;
        for i in 0..n {
            let (before, a, b, after) = (corners[(i + n - 1) % n], corners[i], corners[(i + 1) % n], corners[(i + 2) % n]);
            let Some(meet) = intersection(before, a, after, b) else { continue };
            let added = polygon_area(&[a, meet, b]);
            if best.as_ref().is_none_or(|(least, ..)| added < *least) {
                best = Some((added, i, meet));
            }
        }
        let (_, i, meet) = best?;
        corners[i] = meet;
        corners.remove((i + 1) % n);
    }
    let corners: [Point; 4] = corners.try_into().ok()?;
    Some(read_as(&Quad(corners), Point::new(1.0, 0.0)))
}

/// Where the ray from `a` through `b` meets the ray from `c` through `d`, beyond `b` and `d`.
fn intersection(a: Point, b: Point, c: Point, d: Point) -> Option<Point> {
    let (r, s) = (Point::new(b.x - a.x, b.y - a.y), Point::new(d.x - c.x, d.y - c.y));
    let cross = r.x * s.y - r.y * s.x;
    if cross.abs() < 1e-6 {
        return None;
    }
    let t = ((c.x - a.x) * s.y - (c.y - a.y) * s.x) / cross;
    let u = ((c.x - a.x) * r.y - (c.y - a.y) * r.x) / cross;
    (t >= 1.0 && u >= 1.0).then(|| Point::new(a.x + t * r.x, a.y + t * r.y))
}

/// Whether `p` lies in the convex `quad`, or at most `slack` outside.
pub(crate) fn contains(quad: &Quad, p: Point, slack: f32) -> bool {
    let sides = (0..4).map(|i| {
        let (a, b) = (quad.0[i], quad.0[(i + 1) % 4]);
        ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / a.distance(b).max(1e-6)
    });
    let (low, high) = sides.fold((f32::MAX, f32::MIN), |(low, high), side| (low.min(side), high.max(side)));
    low >= -slack || high <= slack
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::Rect;

    fn card_on_a_table() -> Image {
        let mut data = vec![60; 3 * 800 * 600];
        for y in 0..600_i32 {
            for x in 0..800_i32 {
                // A card of 500×315 turned by about 6 degrees.
                let (dx, dy) = ((x - 400) as f32, (y - 300) as f32);
                let (u, v) = (0.9945 * dx + 0.1045 * dy, 0.9945 * dy - 0.1045 * dx);
                if u.abs() < 250.0 && v.abs() < 157.5 {
                    data[3 * (y * 800 + x) as usize..3 * (y * 800 + x) as usize + 3].fill(210);
                }
            }
        }
        Image::new(800, 600, data)
    }

    #[test]
    fn a_card_on_a_plain_table_is_outlined() {
        let found = outline(&card_on_a_table(), &[Point::new(400.0, 300.0)]).unwrap();
        let quad = *found.seen().unwrap();
        assert!((quad.reading_width() - 500.0).abs() < 10.0 && (quad.reading_height() - 315.0).abs() < 10.0, "{quad:?}");
        assert!(quad.0[0].distance(Point::new(167.8, 117.2)) < 10.0, "{quad:?}");
        let upside_down = read_as(&quad, Point::new(-1.0, 0.0));
        assert_eq!(upside_down.0[0], quad.0[2]);
    }

    #[test]
    fn nothing_is_outlined_where_nothing_stands_out_or_text_lies_outside() {
        assert!(outline(&Image::filled(32, 32, [7; 3]), &[]).unwrap().seen().is_none());
        assert!(outline(&card_on_a_table(), &[Point::new(10.0, 10.0)]).unwrap().seen().is_none());
        let noise = (0..3 * 200 * 100_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let _ = outline(&Image::new(200, 100, noise), &[]).unwrap();
    }

    #[test]
    fn a_zone_leads_on_to_the_page() {
        // 10 pixels a millimetre: TD3 lines are 1117.6 wide and stand 66.2 from the sides.
        let zone = Quad::from(Rect { x: 66.2, y: 700.0, width: 1117.6, height: 100.0 });
        let bounds = from_mrz(&zone, MrzFormat::Td3).bounds();
        assert!((bounds.width - 1250.0).abs() < 1.0 && (bounds.height - 880.0).abs() < 1.0, "{bounds:?}");
        assert!(bounds.x.abs() < 1.0);
    }
}
