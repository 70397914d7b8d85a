//! JPEG history: a picture of a picture, or one that was cut and saved again, carries the blocks of an older file beside its own.

use super::{falling, window};
use crate::image::Image;
use crate::wire::{Rect, Unit};

/// Name of the cue.
pub(super) const CUE: &str = "jpeg_history";
/// Side of the square about the face's centre, in pixels of the picture.
const SIDE: usize = 256;
/// A smaller square has too few blocks.
const LEAST: usize = 64;
/// Larger steps are the picture's own edges, in grey levels.
const STEEPEST: i32 = 20;
/// How much stronger than the others the second grid's columns are where the score is one half.
const AT: f32 = 0.7;

/// How strong the second grid of blocks is: steps between pixels that their neighbours do not share, by column modulo 8; the
/// second strongest column over the median of the others. The strongest is the file's own grid. `None` for small pictures.
pub(super) fn second_grid(image: &Image, bounds: &Rect) -> Option<f32> {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let (across, down) = (width.min(SIDE), height.min(SIDE));
    if across < LEAST || down < LEAST {
        return None;
    }
    let (left, top) = window::corner(image, bounds, SIDE);
    let square = image.crop(left as i64, top as i64, across as u32, down as u32)?;
    let luma = square.luma();
    let mut sums = [(0u64, 0u64); 8];
    for row in luma.chunks_exact(across) {
        for (x, near) in row.windows(4).enumerate() {
            let [a, b, c, d] = [near[0], near[1], near[2], near[3]].map(i32::from);
            // Twice the step from b to c, less what leads up to it and away from it.
            let step = (2 * (c - b) - (b - a) - (d - c)).abs().min(STEEPEST);
            let (sum, count) = &mut sums[(left + x + 2) % 8];
            *sum += u64::from(step.unsigned_abs());
            *count += 1;
        }
    }
    let mut columns = sums.map(|(sum, count)| sum as f32 / count.max(1) as f32);
    columns.sort_by(f32::total_cmp);
    // The median of the six that are left, the lower one.
    Some(columns[6] / columns[2].max(0.05))
}

/// The cue's score: low where an older grid shows.
pub(super) fn score(strength: f32) -> Unit {
    falling(strength - 1.0, AT)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const FACE: Rect = Rect { x: 50.0, y: 50.0, width: 200.0, height: 200.0 };

    /// Noise of a few levels, and blocks of 8 pixels, each a little lighter or darker, that begin at each of these columns.
    fn blocks(from: &[u32]) -> Image {
        let noise = |i: u32| (i.wrapping_mul(2_654_435_761) >> 30) as u8;
        let data = (0..300u32 * 300).flat_map(|i| {
            let steps = from.iter().map(|start| 3 * noise((i % 300 + 8 - start) / 8 + 977 * start)).sum::<u8>();
            [100 + noise(i) + steps; 3]
        });
        Image::new(300, 300, data.collect())
    }

    #[test]
    fn f_129_the_grid_of_an_older_file_shows_beside_the_own_one() {
        let [none, own, twice] = [&[][..], &[0], &[0, 3]].map(|from| second_grid(&blocks(from), &FACE).unwrap());
        assert!(none < 1.15 && own < 1.3 && twice > 1.5, "{none} {own} {twice}");
        assert!(score(own) > score(twice) && score(own) > Unit::from_f64(0.7));
    }

    #[test]
    fn pictures_without_blocks_or_room_are_no_trouble() {
        assert_eq!(second_grid(&Image::filled(300, 300, [90; 3]), &FACE), Some(0.0));
        assert_eq!(second_grid(&Image::filled(60, 300, [90; 3]), &FACE), None);
        for x in [f32::NAN, -9e9, 9e9] {
            assert!(second_grid(&blocks(&[]), &Rect { x, ..FACE }).is_some());
        }
    }
}
