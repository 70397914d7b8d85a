//! Height and weight, in the units of two countries and ten versions.

use super::value::{is_digits, number};

const CENTIMETRES_PER_INCH: f64 = 2.54;
const KILOGRAMS_PER_POUND: f64 = 0.453_592_37;

/// Whole centimetres. `071 IN`, `155 CM`, `5-10`, `5'10"`, and without a unit `510`: feet and inches. `text` is in capitals.
pub(super) fn height(text: &str, metric: bool) -> Option<u16> {
    let parts: Vec<u32> = text.split(|c: char| !c.is_ascii_digit()).filter_map(number).collect();
    let inches = |inches: u32| centimetres(f64::from(inches) * CENTIMETRES_PER_INCH);
    match parts[..] {
        [one] if text.contains("CM") => centimetres(f64::from(one)),
        [one] if text.contains("IN") => inches(one),
        // Feet and inches stand even in the metric element of early cards.
        [feet, rest] if (1..9).contains(&feet) && rest < 12 => inches(feet * 12 + rest),
        [one] if metric && is_digits(text) => centimetres(f64::from(one)),
        [one] if is_digits(text) && text.len() == 3 => match (one / 100, one % 100) {
            // `071`: no unit, but no feet either.
            (0, _) => inches(one),
            (feet @ 3..9, rest) if rest < 12 => inches(feet * 12 + rest),
            _ => centimetres(f64::from(one)),
        },
        _ => None,
    }
}

/// Whole kilograms. `160`: pounds, `073 KG`. `text` is in capitals.
pub(super) fn weight(text: &str, metric: bool) -> Option<u16> {
    let digits: &str = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = text[digits.len()..].trim();
    let kilograms = match unit {
        "KG" | "KGS" => f64::from(number(digits)?),
        "LB" | "LBS" => f64::from(number(digits)?) * KILOGRAMS_PER_POUND,
        "" if metric => f64::from(number(digits)?),
        "" => f64::from(number(digits)?) * KILOGRAMS_PER_POUND,
        _ => return None,
    };
    within(kilograms, 1.0, 999.0)
}

fn centimetres(value: f64) -> Option<u16> {
    within(value, 30.0, 300.0)
}

fn within(value: f64, least: f64, most: f64) -> Option<u16> {
    (least..=most).contains(&value).then(|| value.round() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_and_weights_in_every_form_met() {
        assert_eq!(height("071 IN", false), Some(180));
        assert_eq!(height("155 CM", false), Some(155));
        assert_eq!(height("600", false), Some(183));
        assert_eq!(height("510", false), Some(178));
        assert_eq!(height("5-10", true), Some(178));
        assert_eq!(height("178", true), Some(178));
        assert_eq!(height("5'10\"", false), Some(178));
        assert_eq!(height("TALL", false), None);
        assert_eq!(height("999999999999 IN", false), None);
        assert_eq!(weight("160", false), Some(73));
        assert_eq!(weight("50 KG", false), Some(50));
        assert_eq!(weight("50", true), Some(50));
        assert_eq!(weight("0", false), None);
    }
}
