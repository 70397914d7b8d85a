//! A parsed machine-readable zone in the words of the wire.

use chrono::{Datelike, NaiveDate};

use super::format::Span;
use super::parse::Mrz;
use crate::catalog::countries;
use crate::sensitive::Sensitive;
use crate::wire::{
    Field, FieldName, FieldOrigin, FieldReading, MrzCheckDigit, MrzEvidence, MrzFormat, MrzLine, Provenance, Unit,
};

/// Which century a two-digit year belongs to (F-072).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Century {
    /// The latest year that is not after today.
    Past,
    /// The year within −50..+49 years of today.
    Window,
}

/// Evidence for a zone handed in as text: no places, no probabilities, full confidence in the characters.
pub fn evidence(mrz: &Mrz<'_>) -> MrzEvidence {
    let text = |byte: u8| Sensitive::new(char::from(byte).to_string());
    MrzEvidence {
        blob: None,
        format: mrz.layout.format,
        lines: mrz.lines().iter().map(|line| MrzLine { text: (*line).into(), region: None, probabilities: Vec::new() }).collect(),
        check_digits: mrz
            .checks()
            .map(|c| MrzCheckDigit { name: c.name, found: text(c.found), expected: text(c.expected), valid: c.valid })
            .collect(),
        check_digits_valid: mrz.is_valid(),
        corrections: Vec::new(),
        confidence: Unit::ONE,
    }
}

/// The fields of a zone. `place` gives provenance and confidence for a stretch of a line; empty fields are left out.
pub fn fields(mrz: &Mrz<'_>, today: NaiveDate, place: impl Fn(Span) -> (Provenance, Unit)) -> Vec<Field> {
    let layout = mrz.layout;
    let mut out = Vec::new();
    let mut add = |name: FieldName, span: Span, raw: &str, value: String| {
        if value.is_empty() {
            return;
        }
        let (provenance, confidence) = place(span);
        let reading = FieldReading {
            origin: FieldOrigin::Mrz,
            value: value.into(),
            raw: raw.into(),
            confidence,
            provenance,
            assumed: None,
        };
        out.push(Field { name, readings: vec![reading] });
    };
    let code = |raw: &str| countries::normalise(raw).unwrap_or(raw).to_owned();

    let raw = mrz.trimmed(layout.code);
    add(FieldName::DocumentCode, layout.code, raw, raw.to_owned());
    let raw = mrz.trimmed(layout.state);
    add(FieldName::IssuingState, layout.state, raw, code(raw));
    let (number, rest) = mrz.document_number();
    let whole = format!("{number}{rest}");
    add(FieldName::DocumentNumber, layout.number, &whole, whole.replace('<', ""));
    let (surname, given) = mrz.names();
    add(FieldName::Surname, layout.names, surname, words(surname));
    add(FieldName::GivenNames, layout.given.unwrap_or(layout.names), given, words(given));
    if let Some(span) = layout.nationality {
        let raw = mrz.trimmed(span);
        add(FieldName::Nationality, span, raw, code(raw));
    }
    if let Some(span) = layout.birth {
        let raw = mrz.raw(span);
        add(FieldName::BirthDate, span, raw, date(raw, Century::Past, today).unwrap_or_default());
    }
    if let Some(span) = layout.sex {
        let raw = mrz.raw(span);
        // 9303-4: `<` is "unspecified"; the visual zone writes X.
        add(FieldName::Sex, span, raw, if raw == "<" { "X".to_owned() } else { raw.to_owned() });
    }
    if let Some(span) = layout.expiry {
        let raw = mrz.raw(span);
        add(FieldName::ExpiryDate, span, raw, date(raw, Century::Window, today).unwrap_or_default());
    }
    let names = match layout.format {
        MrzFormat::Td3 => [FieldName::PersonalNumber, FieldName::OptionalData2],
        _ => [FieldName::OptionalData1, FieldName::OptionalData2],
    };
    for ((name, span), raw) in names.into_iter().zip(layout.optional).zip(mrz.optional()) {
        add(name, *span, raw, raw.replace('<', " ").trim().to_owned());
    }
    out
}

/// Names as words: runs of fillers become one space.
fn words(raw: &str) -> String {
    raw.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `YYMMDD` to `YYYY-MM-DD`; unknown parts (`<<`) become `XX` (a year `XXXX`). `None` for anything that names no day.
pub fn date(raw: &str, century: Century, today: NaiveDate) -> Option<String> {
    let part = |at: usize| match raw.get(at..at + 2)? {
        "<<" => Some(None),
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse::<u32>().ok().map(Some),
        _ => None,
    };
    let (year, month, day) = (part(0)?, part(2)?, part(4)?);
    let full = year.map(|two| full_year(two, century, today, month, day));
    // A day must exist; without a year any leap day may.
    let probe = NaiveDate::from_ymd_opt(full.unwrap_or(2000), month.unwrap_or(1), day.unwrap_or(1));
    probe?;
    let two = |value: Option<u32>| value.map_or("XX".to_owned(), |v| format!("{v:02}"));
    let year = full.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
    Some(format!("{year}-{}-{}", two(month), two(day)))
}

fn full_year(two: u32, century: Century, today: NaiveDate, month: Option<u32>, day: Option<u32>) -> i32 {
    let two = i32::try_from(two).unwrap_or(0);
    let base = today.year() - today.year().rem_euclid(100) + two;
    match century {
        // Someone born later this year was born a century ago.
        Century::Past => {
            let date = (base, month.unwrap_or(1), day.unwrap_or(1));
            if date > (today.year(), today.month(), today.day()) { base - 100 } else { base }
        }
        Century::Window if base > today.year() + 49 => base - 100,
        Century::Window if base < today.year() - 50 => base + 100,
        Century::Window => base,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_072_two_digit_years_follow_the_rule() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a real day");
        let past = |raw| date(raw, Century::Past, today);
        assert_eq!(past("900315").as_deref(), Some("1990-03-15"));
        assert_eq!(past("261121").as_deref(), Some("2026-11-21"));
        assert_eq!(past("261122").as_deref(), Some("1926-11-22"));
        let window = |raw| date(raw, Century::Window, today);
        assert_eq!(window("291231").as_deref(), Some("2029-12-31"));
        assert_eq!(window("751231").as_deref(), Some("2075-12-31"));
        assert_eq!(window("761231").as_deref(), Some("1976-12-31"));
        assert_eq!(past("<<<<<<").as_deref(), Some("XXXX-XX-XX"));
        assert_eq!(past("8502<<").as_deref(), Some("1985-02-XX"));
        assert_eq!(past("850230"), None);
        assert_eq!(past("85A230"), None);
    }
}
