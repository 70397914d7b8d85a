//! A picture as networks take it: one plane of numbers per channel.

use super::Image;

/// Which channel comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
}

/// Three planes of `width`×`height`: every sample (0 to 255) less `mean`, times `scale`, both given for red, green and blue.
/// Beyond the picture, which stands in the first corner, the planes are 0.
pub(crate) fn planes(image: &Image, order: Order, mean: [f32; 3], scale: [f32; 3], (width, height): (usize, usize)) -> Vec<f32> {
    let mut data = vec![0.0; 3 * width * height];
    let (first, rest) = data.split_at_mut(width * height);
    let (green, last) = rest.split_at_mut(width * height);
    let (red, blue) = match order {
        Order::Rgb => (first, last),
        Order::Bgr => (last, first),
    };
    let shift = [0, 1, 2].map(|channel| -mean[channel] * scale[channel]);
    let rows = image.data().chunks_exact(3 * image.width().max(1) as usize);
    let lines = red.chunks_exact_mut(width).zip(green.chunks_exact_mut(width)).zip(blue.chunks_exact_mut(width));
    for (row, ((red, green), blue)) in rows.zip(lines) {
        for (((pixel, red), green), blue) in row.chunks_exact(3).zip(red).zip(green).zip(blue) {
            *red = f32::from(pixel[0]) * scale[0] + shift[0];
            *green = f32::from(pixel[1]) * scale[1] + shift[1];
            *blue = f32::from(pixel[2]) * scale[2] + shift[2];
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planes_come_in_order_normalised_and_padded_with_zero() {
        let image = Image::new(2, 1, vec![10, 20, 30, 11, 21, 31]);
        let plain = planes(&image, Order::Rgb, [0.0; 3], [1.0; 3], (2, 1));
        assert_eq!(plain, [10.0, 11.0, 20.0, 21.0, 30.0, 31.0]);
        let padded = planes(&image, Order::Bgr, [10.0, 20.0, 29.0], [1.0, 1.0, 2.0], (3, 2));
        assert_eq!(padded[..6], [2.0, 4.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(padded[12..15], [0.0, 1.0, 0.0]);
    }
}
