//! A fast Fourier transform of squares whose side is a power of two (Cooley and Tukey, radix 2).

use std::f32::consts::TAU;

/// The power spectrum of a square of `side` values, frequency 0 at index 0. `side` must be a power of two, 2 at least.
pub(super) fn power(square: &[f32], side: usize) -> Vec<f32> {
    spectrum(square, side).into_iter().map(|(re, im)| re * re + im * im).collect()
}

fn spectrum(square: &[f32], side: usize) -> Vec<(f32, f32)> {
    let turns: Vec<(f32, f32)> = (0..side / 2).map(|k| (-TAU * k as f32 / side as f32).sin_cos()).map(|(s, c)| (c, s)).collect();
    let mut data: Vec<(f32, f32)> = square.iter().map(|value| (*value, 0.0)).collect();
    data.chunks_exact_mut(side).for_each(|row| transform(row, &turns));
    let mut column = vec![(0.0, 0.0); side];
    for x in 0..side {
        column.iter_mut().enumerate().for_each(|(y, value)| *value = data[y * side + x]);
        transform(&mut column, &turns);
        column.iter().enumerate().for_each(|(y, value)| data[y * side + x] = *value);
    }
    data
}

fn transform(values: &mut [(f32, f32)], turns: &[(f32, f32)]) {
    let n = values.len();
    let shift = usize::BITS - n.trailing_zeros();
    for at in 0..n {
        let mirrored = at.reverse_bits() >> shift;
        if at < mirrored {
            values.swap(at, mirrored);
        }
    }
    let mut half = 1;
    while half < n {
        let step = n / (2 * half);
        for pair in values.chunks_exact_mut(2 * half) {
            let (low, high) = pair.split_at_mut(half);
            for (k, (a, b)) in low.iter_mut().zip(high).enumerate() {
                let (c, s) = turns[k * step];
                let turned = (b.0 * c - b.1 * s, b.0 * s + b.1 * c);
                *b = (a.0 - turned.0, a.1 - turned.1);
                *a = (a.0 + turned.0, a.1 + turned.1);
            }
        }
        half *= 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wave_is_a_peak_at_its_frequency() {
        let side = 32;
        let wave: Vec<f32> =
            (0..side * side).map(|i| (TAU * (3 * (i % side) + 5 * (i / side)) as f32 / side as f32).cos()).collect();
        let spectrum = power(&wave, side);
        let peak = spectrum[5 * side + 3];
        assert!((peak - (side * side) as f32 * (side * side) as f32 / 4.0).abs() < 1.0, "{peak}");
        assert!(spectrum.iter().filter(|value| **value > peak / 1000.0).count() == 2);
    }
}
