//! Typed values of data elements.

use std::fmt;

use chrono::NaiveDate;

use super::measure;
use crate::catalog::countries;
use crate::sensitive::Sensitive;
use crate::wire::AamvaKind as Kind;

/// A value in the type its element demands. Its `Debug` shows nothing of it.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Blank, or a word for none (`NONE`, `UNAVL`).
    Absent,
    /// Something stands there that does not have the form the element demands.
    Unreadable,
    /// Text, with single spaces.
    Text(Sensitive<String>),
    /// A day.
    Date(PartialDate),
    /// Sex.
    Sex(Sex),
    /// Colour of eyes or hair.
    Color(Color),
    /// Whole centimetres.
    Height(u16),
    /// Whole kilograms.
    Weight(u16),
    /// Weight class 0 to 9.
    WeightRange(u8),
    /// Yes or no.
    Flag(bool),
    /// Whether a name was cut.
    Truncation(Truncation),
    /// Compliance with the REAL ID act.
    Compliance(Compliance),
    /// ISO 3166-1 alpha-3.
    Country(&'static str),
    /// `12345`, `12345-6789` or `A1A 1A1`.
    PostalCode(Sensitive<String>),
    /// A whole number.
    Number(u32),
}

// What is personal never reaches a log.
macro_rules! hidden {
    ($($type:ty)*) => {
        $(impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("[hidden]")
            }
        })*
    };
}
hidden!(Value PartialDate Sex);

/// A day of the calendar, or a month of which the day is not given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PartialDate {
    /// Year with its century.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: Option<u32>,
}

/// Sex, as the standard codes it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// `1` or `M`.
    Male,
    /// `2` or `F`.
    Female,
    /// `9`, `0`, `X`, `U`: not specified.
    Unspecified,
}

/// Colours of eyes and hair (ANSI D-20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // The names say it.
pub enum Color {
    Bald,
    Black,
    Blond,
    Blue,
    Brown,
    Dichromatic,
    Gray,
    Green,
    Hazel,
    Maroon,
    Pink,
    Red,
    Sandy,
    White,
    Unknown,
}

/// Whether a name was cut to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truncation {
    /// `T`
    Truncated,
    /// `N`
    Whole,
    /// `U`
    Unknown,
}

/// Compliance with the REAL ID act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compliance {
    /// `F`
    Full,
    /// `M`
    Material,
    /// `N`
    None,
}

/// Words for "there is none", in capitals.
const ABSENT: [&str; 5] = ["", "NONE", "UNAVL", "UNAVAIL", "N/A"];

/// Weight classes in kilograms, from and to (annex D, element DCE).
const WEIGHT_RANGES: [&str; 10] = ["0-31", "32-45", "46-59", "60-70", "71-86", "87-100", "101-113", "114-127", "128-145", "146-"];

/// The value of an element. `raw` has no blanks around it.
pub(super) fn read(id: &str, kind: Kind, raw: &str) -> Value {
    let upper = raw.to_ascii_uppercase();
    if ABSENT.contains(&upper.as_str()) {
        return Value::Absent;
    }
    let typed = match kind {
        Kind::Text => Some(Value::Text(single_spaced(raw).into())),
        Kind::Date if raw.bytes().all(|b| b == b'0') => Some(Value::Absent),
        Kind::Date => date(raw).map(Value::Date),
        Kind::Sex => sex(&upper).map(Value::Sex),
        Kind::Color => color(&upper).map(Value::Color),
        Kind::Height => measure::height(&upper, id == "DAV").map(Value::Height),
        Kind::Weight => measure::weight(&upper, id == "DAX").map(Value::Weight),
        Kind::WeightRange => number(raw).filter(|&n| n < 10).map(|n| Value::WeightRange(n as u8)),
        Kind::Flag => flag(&upper).map(Value::Flag),
        Kind::Truncation => truncation(&upper).map(Value::Truncation),
        Kind::Compliance => compliance(&upper).map(Value::Compliance),
        Kind::Country => countries::normalise(&upper).map(Value::Country),
        Kind::PostalCode => Some(postal_code(&upper)),
        Kind::Number => number(raw).map(Value::Number),
    };
    typed.unwrap_or(Value::Unreadable)
}

impl Value {
    /// In the form [`Kind`] documents; empty for a value that is absent or unreadable.
    pub fn normal(&self) -> String {
        match self {
            Value::Absent | Value::Unreadable => String::new(),
            Value::Text(text) | Value::PostalCode(text) => text.expose().clone(),
            Value::Date(date) => date.to_string(),
            Value::Sex(sex) => sex.letter().to_owned(),
            Value::Color(color) => format!("{color:?}").to_ascii_lowercase(),
            Value::Height(number) | Value::Weight(number) => number.to_string(),
            Value::WeightRange(class) => WEIGHT_RANGES.get(usize::from(*class)).copied().unwrap_or_default().to_owned(),
            Value::Flag(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Truncation(truncation) => format!("{truncation:?}").to_ascii_lowercase(),
            Value::Compliance(compliance) => format!("{compliance:?}").to_ascii_lowercase(),
            Value::Country(code) => (*code).to_owned(),
            Value::Number(number) => number.to_string(),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-", self.year, self.month)?;
        match self.day {
            Some(day) => write!(f, "{day:02}"),
            None => f.write_str("XX"),
        }
    }
}

impl Sex {
    /// As ICAO 9303 writes it.
    pub fn letter(self) -> &'static str {
        match self {
            Sex::Male => "M",
            Sex::Female => "F",
            Sex::Unspecified => "X",
        }
    }
}

/// `CCYYMMDD` (version 1, Canada) or `MMDDCCYY` (the United States since version 2). Issuers mix them up, so the text
/// itself decides, which it can: no month is 19 or 20.
fn date(raw: &str) -> Option<PartialDate> {
    let digits: String = raw.chars().filter(|c| !matches!(c, '-' | '/' | ' ')).collect();
    if digits.len() != 8 || !is_digits(&digits) {
        return None;
    }
    let part = |from: usize, to: usize| digits.get(from..to).and_then(number);
    let (year, month, day) = match part(0, 2)? {
        1..=12 => (part(4, 8)?, part(0, 2)?, part(2, 4)?),
        _ => (part(0, 4)?, part(4, 6)?, part(6, 8)?),
    };
    let year = i32::try_from(year).ok().filter(|year| (1850..2150).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)?;
    Some(PartialDate { year, month, day: Some(day) })
}

fn sex(text: &str) -> Option<Sex> {
    match text {
        "1" | "M" => Some(Sex::Male),
        "2" | "F" => Some(Sex::Female),
        "9" | "0" | "X" | "U" | "N" => Some(Sex::Unspecified),
        _ => None,
    }
}

/// ANSI D-20 codes, and the two letters of version 1.
fn color(text: &str) -> Option<Color> {
    Some(match text {
        "BAL" | "BALD" => Color::Bald,
        "BLK" | "BK" | "BLACK" => Color::Black,
        "BLN" | "BLD" | "BN" => Color::Blond,
        "BLU" | "BL" | "BLUE" => Color::Blue,
        "BRO" | "BRN" | "BR" | "BROWN" => Color::Brown,
        "DIC" => Color::Dichromatic,
        "GRY" | "GRA" | "GY" | "GRAY" => Color::Gray,
        "GRN" | "GR" | "GN" | "GREEN" => Color::Green,
        "HAZ" | "HZ" | "HZL" | "HAZEL" => Color::Hazel,
        "MAR" => Color::Maroon,
        "PNK" => Color::Pink,
        "RED" | "RD" => Color::Red,
        "SDY" => Color::Sandy,
        "WHI" | "WHT" => Color::White,
        "UNK" | "UN" | "XXX" => Color::Unknown,
        _ => return None,
    })
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "1" | "Y" | "YES" | "T" | "DONOR" => Some(true),
        "0" | "N" | "NO" | "F" => Some(false),
        _ => None,
    }
}

fn truncation(text: &str) -> Option<Truncation> {
    match text {
        "T" => Some(Truncation::Truncated),
        "N" => Some(Truncation::Whole),
        "U" => Some(Truncation::Unknown),
        _ => None,
    }
}

fn compliance(text: &str) -> Option<Compliance> {
    match text {
        "F" => Some(Compliance::Full),
        "M" => Some(Compliance::Material),
        "N" => Some(Compliance::None),
        _ => None,
    }
}

/// Five or nine digits, or Canada's six; four zeros after the first five stand for "not known".
fn postal_code(text: &str) -> Value {
    let compact: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let canadian =
        |text: &str| text.bytes().enumerate().all(|(n, b)| if n % 2 == 0 { b.is_ascii_uppercase() } else { b.is_ascii_digit() });
    match compact.len() {
        5 if is_digits(&compact) => Value::PostalCode(compact.into()),
        9 if is_digits(&compact) && compact.ends_with("0000") => Value::PostalCode(compact[..5].into()),
        9 if is_digits(&compact) => Value::PostalCode(format!("{}-{}", &compact[..5], &compact[5..]).into()),
        6 if canadian(&compact) => Value::PostalCode(format!("{} {}", &compact[..3], &compact[3..]).into()),
        _ => Value::Unreadable,
    }
}

/// Text with single spaces.
pub(super) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Digits only, and at least one.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn number(text: &str) -> Option<u32> {
    if is_digits(text) { text.parse().ok() } else { None }
}
