//! Power spectra of squares.

use std::f32::consts::PI;

use rustfft::FftPlanner;
use rustfft::num_complex::Complex;

/// The power spectra of two squares of `side` values each, frequency 0 at index 0, **columns first**. Both go through one
/// complex transform: a real square's spectrum is symmetric, so the two can be told apart in the sum.
pub(crate) fn power(one: &[f32], other: &[f32], side: usize) -> [Vec<f32>; 2] {
    let fft = FftPlanner::new().plan_fft_forward(side);
    let mut data: Vec<Complex<f32>> = one.iter().zip(other).map(|(re, im)| Complex::new(*re, *im)).collect();
    fft.process(&mut data);
    let mut turned: Vec<Complex<f32>> = (0..side * side).map(|at| data[at % side * side + at / side]).collect();
    fft.process(&mut turned);
    let opposite = |k: usize| (side - k) % side;
    let both = |at: usize| (turned[at], turned[opposite(at / side) * side + opposite(at % side)].conj());
    let of = |sign: f32| (0..side * side).map(&both).map(|(a, b)| (a + b * sign).norm_sqr() / 4.0).collect();
    [of(1.0), of(-1.0)]
}

/// A square less its mean, faded out towards its sides (Hann), so that they make no waves of their own.
pub(crate) fn faded(mut square: Vec<f32>, side: usize) -> Vec<f32> {
    let hann: Vec<f32> = (0..side).map(|i| 0.5 - 0.5 * (2.0 * PI * i as f32 / side as f32).cos()).collect();
    let mean = square.iter().sum::<f32>() / square.len() as f32;
    square.iter_mut().enumerate().for_each(|(i, value)| *value = (*value - mean) * hann[i % side] * hann[i / side]);
    square
}

#[cfg(test)]
mod tests {
    use std::f32::consts::TAU;

    use super::*;

    #[test]
    fn waves_are_peaks_at_their_frequencies_each_in_its_own_square() {
        let side = 32;
        let wave = |across: usize, down: usize| -> Vec<f32> {
            (0..side * side).map(|i| (TAU * (across * (i % side) + down * (i / side)) as f32 / side as f32).cos()).collect()
        };
        let spectra = power(&wave(3, 5), &wave(7, 0), side);
        for (spectrum, at) in spectra.iter().zip([3 * side + 5, 7 * side]) {
            let peak = spectrum[at];
            assert!((peak - (side * side) as f32 * (side * side) as f32 / 4.0).abs() < 1.0, "{peak}");
            assert!(spectrum.iter().filter(|value| **value > peak / 1000.0).count() == 2);
        }
    }
}
