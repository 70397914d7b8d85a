//! The smaller copy of a large picture: means of whole blocks of pixels, the quickest way through 12 million of them.

use super::Image;

/// Pictures at least so long have a smaller copy. They are looked at as a whole many times (turn, text, outline, measures,
/// faces); all of these start from the copy, because going through 12 million pixels each time costs more than the looks.
pub(super) const LARGE: u32 = 3072;
/// The length, in pixels, near which a copy is: between two thirds and five quarters of it.
const AIM: u32 = 2048;

/// A picture and how many pixels of its source each of its pixels is the mean of, in either direction.
#[derive(Debug, Clone)]
pub(super) struct Reduced {
    pub(super) image: Image,
    pub(super) by: u32,
}

/// The copy. Blocks at the right and lower edge that reach out of the source repeat its last column and row.
pub(super) fn reduced(image: &Image) -> Reduced {
    let longest = image.width().max(image.height());
    let (image, by) = match (longest + AIM / 2) / AIM {
        0..=2 => (means::<2>(image), 2),
        3 => (means::<3>(image), 3),
        _ => (means::<4>(image), 4),
    };
    Reduced { image, by }
}

/// Means of `K`×`K` blocks, K at most 16: more would not fit the sums.
///
/// Two sweeps that a compiler turns into vector code: sums of K rows, then the mean that would start at each sample, of which
/// every K-th is taken. The mean of those in between costs less than leaving them out.
fn means<const K: usize>(image: &Image) -> Image {
    let (width, height) = (image.width() as usize, image.height() as usize);
    let (columns, rows) = (width.div_ceil(K), height.div_ceil(K));
    let area = (K * K) as u32;
    // Rounded up, so that the division is exact for every sum of 8-bit samples.
    let reciprocal = (1_u32 << 16).div_ceil(area);
    let mut data = Vec::with_capacity(3 * columns * rows);
    let mut sums = vec![0_u16; 3 * K * columns];
    let mut averages = vec![0_u8; 3 * K * columns];
    for row in 0..rows {
        sums.fill(0);
        for line in 0..K {
            let source = (row * K + line).min(height - 1) * 3 * width;
            for (sum, sample) in sums.iter_mut().zip(&image.data()[source..source + 3 * width]) {
                *sum += u16::from(*sample);
            }
        }
        for at in 3 * width..sums.len() {
            sums[at] = sums[at - 3];
        }
        let starts = sums.len() - 3 * (K - 1);
        for at in 0..starts {
            let sum: u32 = (0..K).map(|step| u32::from(sums[at + 3 * step])).sum();
            averages[at] = (((sum + area / 2) * reciprocal) >> 16) as u8;
        }
        for block in averages.chunks_exact(3 * K) {
            data.extend_from_slice(&block[..3]);
        }
    }
    Image::new(columns as u32, rows as u32, data)
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
    fn white_stays_white() {
        let white = Image::filled(12, 12, [255; 3]);
        for small in [means::<2>(&white), means::<3>(&white), means::<4>(&white)] {
            assert!(small.data().iter().all(|&sample| sample == 255));
        }
    }
}
