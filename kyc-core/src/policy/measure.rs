//! Limits for measures that come as floats: compared in millionths, so that no float comparison decides anything.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A finite number in millionths of its unit (degrees, pixels, grey levels, variance).
///
/// A millionth is finer than the step of an `f32` from 16 upwards, so measures near their limits keep their exact order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure(i64);

impl Measure {
    const SCALE: f64 = 1_000_000.0;
    /// Beyond this a measure says nothing a smaller one would not, and millionths would leave `i64`.
    const LIMIT: f64 = 1e12;

    /// From a float, rounded to the nearest millionth and held inside ±10¹²; none when it is NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        (!value.is_nan()).then(|| Self((value.clamp(-Self::LIMIT, Self::LIMIT) * Self::SCALE).round() as i64))
    }

    /// From a float; see [`Measure::from_f64`].
    pub fn from_f32(value: f32) -> Option<Self> {
        Self::from_f64(f64::from(value))
    }

    /// From millionths.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// The distance from zero.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// As a float, for display.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::SCALE
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_f64())
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

impl<'de> Deserialize<'de> for Measure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Some(value)
            .filter(|v| v.is_finite())
            .and_then(Measure::from_f64)
            .ok_or_else(|| de::Error::custom("expected a finite number"))
    }
}

impl JsonSchema for Measure {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Measure".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number", "description": "a finite number, in steps of a millionth"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_floats_at_a_limit_keep_their_order() {
        let limit = Measure::from_f32(100.0);
        assert!(Measure::from_f32(f32::from_bits(100f32.to_bits() + 1)) > limit);
        assert!(Measure::from_f32(f32::from_bits(100f32.to_bits() - 1)) < limit);
        assert_eq!(Measure::from_f32(f32::NAN), None);
        assert!(Measure::from_f32(f32::INFINITY) > limit);
    }
}
