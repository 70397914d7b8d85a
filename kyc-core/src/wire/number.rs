//! Fixed-point numbers: no float comparison decides anything.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A number between 0 and 1, held in millionths. Confidences, probabilities, similarities and factor inputs.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(u32);

impl Unit {
    /// Millionths in one.
    pub const SCALE: u32 = 1_000_000;
    /// 0.
    pub const ZERO: Unit = Unit(0);
    /// 1.
    pub const ONE: Unit = Unit(Self::SCALE);

    /// From millionths; more than one million is held at one.
    pub const fn from_micros(micros: u32) -> Self {
        if micros > Self::SCALE { Self::ONE } else { Self(micros) }
    }

    /// From a float: rounded to the nearest millionth, held inside 0..=1; NaN becomes 0.
    pub fn from_f64(value: f64) -> Self {
        // A NaN comes from a model that went wrong; 0 is the side that passes nothing.
        if value.is_nan() { Self::ZERO } else { Self((value.clamp(0.0, 1.0) * f64::from(Self::SCALE)).round() as u32) }
    }

    /// From a float: rounded to the nearest millionth, held inside 0..=1; NaN becomes 0.
    pub fn from_f32(value: f32) -> Self {
        Self::from_f64(f64::from(value))
    }

    /// In millionths.
    pub const fn micros(self) -> u32 {
        self.0
    }

    /// As a float, for display and geometry; never compare it to a threshold.
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / f64::from(Self::SCALE)
    }

    /// 1 − self.
    pub const fn complement(self) -> Self {
        Self(Self::SCALE - self.0)
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Unit {
    /// With a precision, **rounds down**, so that a printed value never reaches a threshold the number itself misses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_micros(f, u64::from(self.0))
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        if (0.0..=1.0).contains(&value) {
            Ok(Self::from_f64(value))
        } else {
            Err(de::Error::custom("expected a number between 0 and 1"))
        }
    }
}

impl JsonSchema for Unit {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Unit".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number", "minimum": 0, "maximum": 1, "description": "0 to 1, in steps of a millionth"})
    }
}

/// A score between 0 and 100, held in millionths of a point.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(u32);

impl Points {
    /// Millionths in one point.
    pub const SCALE: u32 = 1_000_000;
    /// The highest score.
    pub const MAX: Points = Points(100 * Self::SCALE);

    /// From millionths of a point; more than 100 points is held at 100.
    pub const fn from_micros(micros: u32) -> Self {
        if micros > Self::MAX.0 { Self::MAX } else { Self(micros) }
    }

    /// From a float number of points, rounded to the nearest millionth and held inside 0..=100; NaN becomes 0.
    pub fn from_f64(points: f64) -> Self {
        if points.is_nan() { Self(0) } else { Self((points.clamp(0.0, 100.0) * f64::from(Self::SCALE)).round() as u32) }
    }

    /// In millionths of a point.
    pub const fn micros(self) -> u32 {
        self.0
    }

    /// As a float, for display.
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / f64::from(Self::SCALE)
    }
}

impl fmt::Debug for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Points {
    /// With a precision, **rounds down**, like [`Unit`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_micros(f, u64::from(self.0))
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        if (0.0..=100.0).contains(&value) {
            Ok(Self::from_f64(value))
        } else {
            Err(de::Error::custom("expected a number between 0 and 100"))
        }
    }
}

impl JsonSchema for Points {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Points".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "number", "minimum": 0, "maximum": 100, "description": "0 to 100, in steps of a millionth"})
    }
}

fn write_micros(f: &mut fmt::Formatter<'_>, micros: u64) -> fmt::Result {
    let (whole, fraction) = (micros / 1_000_000, micros % 1_000_000);
    let digits = f.precision().unwrap_or_else(|| {
        // Shortest form that loses nothing.
        let text = format!("{fraction:06}");
        text.trim_end_matches('0').len()
    });
    match digits.min(6) {
        0 => write!(f, "{whole}"),
        d => write!(f, "{whole}.{:0d$}", fraction / 10u64.pow(6 - d as u32)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_rounds_down_and_json_keeps_the_decimal() {
        assert_eq!(format!("{:.2}", Unit::from_micros(799_999)), "0.79");
        assert_eq!(format!("{}", Unit::from_micros(930_000)), "0.93");
        assert_eq!(format!("{:.2}", Points::from_micros(79_999_999)), "79.99");
        assert_eq!(serde_json::to_string(&Unit::from_micros(930_000)).unwrap_or_default(), "0.93");
        assert_eq!(Unit::from_f64(f64::NAN), Unit::ZERO);
        assert!(serde_json::from_str::<Unit>("1.5").is_err());
    }
}
