//! What the measurements share: a case of two 12-megapixel pictures, an engine, and a runtime that keeps the time spent
//! inside models, so that our own overhead can be told from theirs.

pub mod case;
pub mod timed;

/// The middle value; 0 for none.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[n / 2],
        n => f64::midpoint(values[n / 2 - 1], values[n / 2]),
    }
}
