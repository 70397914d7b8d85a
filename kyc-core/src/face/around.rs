//! What is measured of a face on the picture itself: where it stands, what is behind it, what the file lost.

use crate::image::Image;
use crate::wire::Rect;

/// Side strips of the background: so wide, and this far from the box, in sides of the face.
const STRIP: f32 = 0.3;
const GAP: f32 = 0.15;
/// Most rows and columns of a region that are looked at.
const MOST: usize = 256;
/// Side of a JPEG's blocks.
const BLOCK: usize = 8;

/// Measures that the aligned face does not hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Around {
    /// Least distance from the box to the picture's border, in larger sides of the box; negative when the box crosses it.
    pub(crate) margin: f32,
    /// Mean step of luma between pixels a 64th of the face apart, beside the head; none where there is no room to look.
    pub(crate) background: Option<f32>,
    /// How much larger steps of luma are at the borders of blocks of 8×8 than elsewhere: 1 where nothing is seen of them.
    pub(crate) blocks: f32,
}

/// Looks around the face in `bounds`.
pub(crate) fn measure(image: &Image, bounds: &Rect) -> Around {
    Around { margin: margin(image, bounds), background: background(image, bounds), blocks: blocks(image, bounds) }
}

fn margin(image: &Image, bounds: &Rect) -> f32 {
    let right = image.width() as f32 - bounds.x - bounds.width;
    let below = image.height() as f32 - bounds.y - bounds.height;
    let least = bounds.x.min(bounds.y).min(right).min(below);
    let side = bounds.width.max(bounds.height);
    if side > 0.0 { least / side } else { -1.0 }
}

/// Left and right of the head, from the box's top to its middle: lower there are shoulders.
fn background(image: &Image, bounds: &Rect) -> Option<f32> {
    let side = bounds.width.max(bounds.height);
    let step = (side / 64.0).max(1.0);
    let strip = |x: f32| Rect { x, y: bounds.y, width: STRIP * side, height: bounds.height / 2.0 };
    let strips = [strip(bounds.x - (GAP + STRIP) * side), strip(bounds.x + bounds.width + GAP * side)];
    let (mut sum, mut count) = (0.0_f64, 0_u32);
    for (x0, y0, x1, y1) in strips.iter().filter_map(|strip| inside(image, strip)) {
        // A sliver at the picture's edge says nothing of the background.
        if ((x1 - x0) as f32) < 0.1 * side {
            continue;
        }
        let columns = ((x1 - x0) as f32 / step) as usize;
        let rows = ((y1 - y0) as f32 / step) as usize;
        let at = |column: usize, row: usize| luma(image, x0 + (column as f32 * step) as usize, y0 + (row as f32 * step) as usize);
        for row in 0..rows.saturating_sub(1) {
            for column in 0..columns.saturating_sub(1) {
                let here = at(column, row);
                sum += f64::from((at(column + 1, row) - here).abs() + (at(column, row + 1) - here).abs()) / 2.0;
                count += 1;
            }
        }
    }
    (count > 0).then(|| (sum / f64::from(count)) as f32)
}

/// The larger of both directions, at the offset of the grid that shows it most.
fn blocks(image: &Image, bounds: &Rect) -> f32 {
    let Some((x0, y0, x1, y1)) = inside(image, bounds) else { return 1.0 };
    let (x1, y1) = (x1.min(image.width() as usize - 1), y1.min(image.height() as usize - 1));
    let ratio = |steps: [(f64, u32); BLOCK]| {
        let mean = |(sum, count): (f64, u32)| sum / f64::from(count.max(1));
        let all = steps.iter().fold((0.0, 0), |all, step| (all.0 + step.0, all.1 + step.1));
        let at = |(sum, count): &(f64, u32)| mean((*sum, *count)) / mean((all.0 - sum, all.1 - count)).max(0.1);
        steps.iter().map(at).fold(1.0, f64::max) as f32
    };
    let (mut across, mut down) = ([(0.0, 0); BLOCK], [(0.0, 0); BLOCK]);
    let stride = |length: usize| length.div_ceil(MOST).max(1);
    for y in (y0..y1).step_by(stride(y1 - y0)) {
        for x in x0..x1 {
            let step = &mut across[x % BLOCK];
            *step = (step.0 + f64::from((luma(image, x + 1, y) - luma(image, x, y)).abs()), step.1 + 1);
        }
    }
    for x in (x0..x1).step_by(stride(x1 - x0)) {
        for y in y0..y1 {
            let step = &mut down[y % BLOCK];
            *step = (step.0 + f64::from((luma(image, x, y + 1) - luma(image, x, y)).abs()), step.1 + 1);
        }
    }
    ratio(across).max(ratio(down))
}

/// The pixels of a region, if there are any.
fn inside(image: &Image, region: &Rect) -> Option<(usize, usize, usize, usize)> {
    let clamp = |v: f32, most: u32| v.clamp(0.0, most as f32) as usize;
    let (x0, x1) = (clamp(region.x, image.width()), clamp(region.x + region.width, image.width()));
    let (y0, y1) = (clamp(region.y, image.height()), clamp(region.y + region.height, image.height()));
    (x1 > x0 + 1 && y1 > y0 + 1).then_some((x0, y0, x1, y1))
}

fn luma(image: &Image, x: usize, y: usize) -> f32 {
    let [r, g, b] = image.pixel(x as u32, y as u32);
    f32::from(crate::image::luma(r, g, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACE: Rect = Rect { x: 80.0, y: 60.0, width: 80.0, height: 100.0 };

    fn drawn(of: impl Fn(usize, usize) -> u8) -> Image {
        Image::new(240, 240, (0..240 * 240).flat_map(|i| [of(i % 240, i / 240); 3]).collect())
    }

    #[test]
    fn margins_are_to_the_nearest_border() {
        let image = Image::filled(200, 100, [0; 3]);
        let at = |x: f32| margin(&image, &Rect { x, y: 40.0, width: 40.0, height: 40.0 });
        assert_eq!((at(100.0), at(10.0), at(-20.0)), (0.5, 0.25, -0.5));
        assert_eq!(margin(&image, &Rect { x: 0.0, y: 0.0, width: 0.0, height: f32::NAN }), -1.0);
    }

    #[test]
    fn f_110_the_busier_the_background_the_more_is_measured() {
        let busy = |by: u8| drawn(move |x, y| 100 + by * u8::from((x / 6 + y / 6).is_multiple_of(2)));
        let measured = [0, 20, 100].map(|by| background(&busy(by), &FACE).unwrap_or(-1.0));
        assert!(measured[0] == 0.0 && measured[0] < measured[1] && measured[1] < measured[2], "{measured:?}");
        // What is on the face, or on the shoulders, is not behind it.
        let in_front = drawn(|x, y| if (70..170).contains(&x) || y > 120 { ((x * 37 + y * 11) % 251) as u8 } else { 90 });
        assert_eq!(background(&in_front, &FACE), Some(0.0));
        assert_eq!(background(&busy(20), &Rect { x: 0.0, y: 0.0, width: 240.0, height: 240.0 }), None);
    }

    #[test]
    fn f_110_the_grid_of_a_coarse_file_is_seen_wherever_it_begins() {
        let texture = |x: usize, y: usize| ((x * 31 + y * 17) % 23) as u8;
        let coarse = |by: u8, from: usize| {
            drawn(move |x, y| texture(x, y).saturating_add(by * u8::from(((x + from) / 8 + (y + from) / 8).is_multiple_of(2))))
        };
        let measured = [0, 4, 16].map(|by| blocks(&coarse(by, 3), &FACE));
        assert!(measured[0] < 1.5 && measured[0] < measured[1] && measured[1] < measured[2], "{measured:?}");
    }

    #[test]
    fn a_box_outside_the_picture_or_without_numbers_is_survived() {
        let image = drawn(|x, _| x as u8);
        for bounds in [
            Rect { x: -900.0, y: -900.0, width: 10.0, height: 10.0 },
            Rect { x: f32::NAN, y: 0.0, width: f32::INFINITY, height: 4.0 },
            Rect { x: 200.0, y: 200.0, width: 900.0, height: 900.0 },
        ] {
            let around = measure(&image, &bounds);
            assert!(around.blocks >= 1.0, "{around:?}");
        }
    }
}
