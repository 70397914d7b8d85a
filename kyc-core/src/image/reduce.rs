//! Smaller copies of a large picture: means of whole blocks of pixels, the quickest way through 12 million of them.

use std::sync::OnceLock;

use super::Image;

/// Pictures at least so long have smaller copies. They are looked at as a whole many times (turn, text, outline, measures,
/// faces); all of these start from a copy, because going through 12 million pixels each time costs more than the looks.
const LARGE: u32 = 3072;
/// The length, in pixels, near which the largest copy is: between two thirds and five quarters of it.
const AIM: u32 = 2048;

/// The copies of one picture, each half as long as the one before and made when first asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Copies([OnceLock<Box<Image>>; 4]);

/// The smallest copy of a large picture that `serves`, with how many pixels of the source each of its pixels is the mean of,
/// in either direction; `serves` is told that number. Blocks at the right and lower edge that reach out of the source repeat
/// its last column and row.
pub(super) fn smallest_that(image: &Image, serves: impl Fn(u32) -> bool) -> Option<(&Image, u32)> {
    let first = first(image)?;
    let level = (0..image.copies.0.len()).rev().find(|&level| serves(first << level))?;
    Some((copy(image, level, first), first << level))
}

/// How many pixels the largest copy takes together in either direction; `None` for a picture that has no copies.
fn first(image: &Image) -> Option<u32> {
    let longest = image.width().max(image.height());
    (longest >= LARGE).then(|| ((longest + AIM / 2) / AIM).clamp(2, 4))
}

fn copy(image: &Image, level: usize, first: u32) -> &Image {
    let ready = |level: usize| image.copies.0[level].get();
    image.copies.0[level].get_or_init(|| {
        Box::new(match (level, first) {
            (0, 2) => means::<2>(image),
            (0, 3) => means::<3>(image),
            (0, _) => means::<4>(image),
            // The largest copy is not made for the sake of the next: a selfie never needs it.
            (1, 2) if ready(0).is_none() => means_of_means::<2>(image),
            (1, 3) if ready(0).is_none() => means_of_means::<3>(image),
            (1, _) if ready(0).is_none() => means_of_means::<4>(image),
            _ => means::<2>(copy(image, level - 1, first)),
        })
    })
}

/// Means of `K`×`K` blocks.
fn means<const K: usize>(image: &Image) -> Image {
    let (columns, rows) = (image.width().div_ceil(K as u32), image.height().div_ceil(K as u32));
    let mut data = vec![0; 3 * columns as usize * rows as usize];
    let mut sums = Vec::new();
    for (row, means) in data.chunks_exact_mut(3 * columns.max(1) as usize).enumerate() {
        row_of_means(rows_of_block::<K>(image, row), &mut sums, means);
    }
    Image::new(columns, rows, data)
}

/// The same as `means::<2>` of `means::<K>`, of which only two rows at a time are kept.
fn means_of_means<const K: usize>(image: &Image) -> Image {
    let (wide, high) = (image.width().div_ceil(K as u32), image.height().div_ceil(K as u32));
    let (columns, rows) = (wide.div_ceil(2), high.div_ceil(2));
    let mut data = vec![0; 3 * columns as usize * rows as usize];
    let mut pair = [vec![0; 3 * wide as usize], vec![0; 3 * wide as usize]];
    let (mut sums, mut sums_of_pair) = (Vec::new(), Vec::new());
    for (row, means) in data.chunks_exact_mut(3 * columns.max(1) as usize).enumerate() {
        for (half, means) in pair.iter_mut().enumerate() {
            let row = (2 * row + half).min(high as usize - 1);
            row_of_means(rows_of_block::<K>(image, row), &mut sums, means);
        }
        row_of_means(pair.each_ref().map(Vec::as_slice), &mut sums_of_pair, means);
    }
    Image::new(columns, rows, data)
}

/// The rows of samples of the `row`-th row of blocks.
fn rows_of_block<const K: usize>(image: &Image, row: usize) -> [&[u8]; K] {
    let stride = 3 * image.width() as usize;
    std::array::from_fn(|line| {
        let at = (row * K + line).min(image.height() as usize - 1) * stride;
        &image.data()[at..at + stride]
    })
}

/// One row of means. K is at most 16: more would not fit the sums. `sums` is room to work in.
fn row_of_means<const K: usize>(rows: [&[u8]; K], sums: &mut Vec<u16>, means: &mut [u8]) {
    let area = (K * K) as u16;
    // Rounded up, so that the division is exact for every sum of 8-bit samples.
    let reciprocal = (1_u32 << 16).div_ceil(u32::from(area));
    let width = rows[0].len();
    sums.resize(K * means.len(), 0);
    // Plain loops over whole rows, which a compiler turns into vector code.
    for (line, row) in rows.into_iter().enumerate() {
        let samples = sums.iter_mut().zip(row);
        if line == 0 {
            samples.for_each(|(sum, sample)| *sum = u16::from(*sample));
        } else {
            samples.for_each(|(sum, sample)| *sum += u16::from(*sample));
        }
    }
    for at in width..sums.len() {
        sums[at] = sums[at - 3];
    }
    for (mean, block) in means.chunks_exact_mut(3).zip(sums.chunks_exact(3 * K)) {
        for (channel, mean) in mean.iter_mut().enumerate() {
            let sum: u16 = (0..K).map(|column| block[3 * column + channel]).sum();
            *mean = ((u32::from(sum + area / 2) * reciprocal) >> 16) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pixel_is_the_rounded_mean_of_its_block_and_edges_repeat() {
        for (width, height) in [(7, 5), (8, 4), (1, 1), (9, 9)] {
            let data: Vec<u8> = (0..3 * width * height).map(|at| (at * 37 % 256) as u8).collect();
            let image = Image::new(width, height, data);
            for (small, by) in [(means::<2>(&image), 2), (means::<3>(&image), 3), (means::<4>(&image), 4)] {
                assert_eq!((small.width(), small.height()), (width.div_ceil(by), height.div_ceil(by)));
                for (x, y) in (0..small.height()).flat_map(|y| (0..small.width()).map(move |x| (x, y))) {
                    let places = (0..by * by).map(|at| (x * by + at % by, y * by + at / by));
                    let pixels = places.map(|(x, y)| image.pixel(x.min(width - 1), y.min(height - 1)));
                    let sums = pixels.fold([0; 3], |sum, pixel| [0, 1, 2].map(|i| sum[i] + u32::from(pixel[i])));
                    let mean = sums.map(|sum| ((f64::from(sum) / f64::from(by * by)) + 0.5).floor() as u8);
                    assert_eq!(small.pixel(x, y), mean, "{width}x{height} by {by} at {x},{y}");
                }
            }
        }
    }

    #[test]
    fn a_copy_is_the_same_whether_or_not_the_larger_one_was_made_first() {
        for (width, height) in [(3072, 41), (33, 5000), (8001, 19)] {
            let data: Vec<u8> = (0..3 * width * height).map(|at| ((at * 2_654_435_761_u64) >> 13) as u8).collect();
            let (alone, in_order) =
                (Image::new(width as u32, height as u32, data.clone()), Image::new(width as u32, height as u32, data));
            let first = first(&alone).expect("it is large");
            assert!(smallest_that(&in_order, |by| by == first).is_some());
            for by in [2 * first, 4 * first, 8 * first] {
                assert!(smallest_that(&alone, |b| b == by) == smallest_that(&in_order, |b| b == by), "{width}x{height} by {by}");
            }
            assert!(smallest_that(&alone, |_| false).is_none());
        }
    }

    #[test]
    fn white_stays_white() {
        let white = Image::filled(12, 12, [255; 3]);
        for small in [means::<2>(&white), means::<3>(&white), means::<4>(&white)] {
            assert!(small.data().iter().all(|&sample| sample == 255));
        }
    }
}
