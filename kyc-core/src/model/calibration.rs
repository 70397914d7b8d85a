//! What a model's raw scores mean: a monotone map, measured and kept with the weights.

use serde::Deserialize;

use crate::wire::Unit;

/// A piecewise linear, strictly increasing map from a raw score to 0..1.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// `[raw, calibrated]` pairs, both strictly increasing; at least two.
    pub points: Vec<[f64; 2]>,
    /// What the anchors stand for and on which data they were measured.
    pub source: String,
}

impl Calibration {
    /// Whether both columns strictly increase and the calibrated one stays inside 0..=1.
    pub fn is_valid(&self) -> bool {
        self.points.len() >= 2
            && self.points.windows(2).all(|pair| pair[0][0] < pair[1][0] && pair[0][1] < pair[1][1])
            && self.points.iter().all(|point| point[0].is_finite() && (0.0..=1.0).contains(&point[1]))
    }

    /// The calibrated value; outside the anchors it is held at the first and last.
    pub fn apply(&self, raw: f64) -> Unit {
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return Unit::ZERO };
        // Written so that a NaN falls through to the low end.
        if raw >= last[0] {
            return Unit::from_f64(last[1]);
        }
        let segment = self.points.windows(2).find(|pair| raw >= pair[0][0] && raw < pair[1][0]);
        segment.map_or(Unit::from_f64(first[1]), |pair| {
            let share = (raw - pair[0][0]) / (pair[1][0] - pair[0][0]);
            Unit::from_f64(pair[0][1] + share * (pair[1][1] - pair[0][1]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x_08_the_map_is_monotone_and_hits_its_anchors() {
        let map = Calibration { points: vec![[-1.0, 0.0], [0.3, 0.5], [0.5, 0.75], [1.0, 1.0]], source: String::new() };
        assert!(map.is_valid());
        assert_eq!(map.apply(0.3), Unit::from_f64(0.5));
        assert_eq!(map.apply(0.5), Unit::from_f64(0.75));
        assert_eq!(map.apply(f64::NAN), Unit::ZERO);
        let values: Vec<_> = (-1000..=1000).map(|i| map.apply(f64::from(i) / 1000.0)).collect();
        assert!(values.windows(2).all(|pair| pair[0] <= pair[1]));
    }
}
