//! The layout of the magnetic stripe (annex F of the standard, ISO/IEC 7811 tracks one after the other), which Ohio
//! printed as a barcode: `OHCITY^FAMILY$FIRST$MIDDLE$SUFFIX^STREET^636023NUMBER=YYMMCCYYMMDD…`.
//!
//! Its parts become the elements of the same meaning, so that everything after this file knows one layout only.

use super::element::element;
use super::licence::is_suffix;
use super::value::{is_digits, number};
use super::{Element, Header, PartialDate, Payload, Value, issuer};
use crate::wire::AamvaProblem;

/// Most characters of the city on track 1; a shorter one ends with `^`.
const CITY: usize = 13;
/// Characters of issuer and number on track 2.
const ISSUER_AND_NUMBER: usize = 6 + 13;
/// Places on track 3, counted from its version digit: element, from, to.
const TRACK_3: [(&str, usize, usize); 9] = [
    ("DAK", 2, 13),
    ("DAR", 13, 15),
    ("DAS", 15, 25),
    ("DAT", 25, 29),
    ("DBC", 29, 30),
    ("DAU", 30, 33),
    ("DAW", 33, 36),
    ("DAZ", 36, 39),
    ("DAY", 39, 42),
];

/// Reads the tracks; `None` when the text is something else.
pub(super) fn read(text: &str) -> Option<Payload> {
    // Positions count characters, which are bytes on a stripe.
    if !text.is_ascii() {
        return None;
    }
    let text = text.trim_start().trim_start_matches('%');
    let (track_1, track_2, rest) = tracks(text)?;
    let mut elements = Vec::new();
    let mut add = |id: &str, raw: &str| {
        if !raw.trim().is_empty() {
            elements.push(element("DL", id, raw, 0));
        }
    };
    add("DAJ", track_1.get(..2)?);
    let (city, name, address) = parts(track_1.get(2..)?);
    add("DAI", city);
    names(name, &mut add);
    let mut streets = address.split('$');
    add("DAG", streets.next().unwrap_or(""));
    add("DAH", streets.next().unwrap_or(""));
    let (number, issued_by) = (track_2.get(6..)?, track_2.get(..6)?);
    add("DAQ", number);
    add("DBB", rest.get(4..12).unwrap_or(""));
    let track_3 = rest.get(12..).unwrap_or("");
    for (id, from, to) in TRACK_3 {
        add(id, track_3.get(from..to.min(track_3.len())).unwrap_or(""));
    }
    elements.extend(rest.get(..4).map(expiry));

    let mut problems = Vec::new();
    if track_3.len() < TRACK_3[8].2 {
        problems.push(AamvaProblem::Truncated);
    }
    if elements.iter().any(|e| e.value == Value::Unreadable) {
        problems.push(AamvaProblem::BadValue);
    }
    if issuer::issuer(issued_by).is_none() {
        problems.push(AamvaProblem::Issuer);
    }
    let header = Header { issuer: Some(issued_by.to_owned()), version: 0, jurisdiction_version: None, subfiles: Vec::new() };
    Some(Payload { header, elements, problems })
}

/// Track 1, issuer with number, and what follows the `=` of track 2.
fn tracks(text: &str) -> Option<(&str, &str, &str)> {
    let letters = text.get(..2)?;
    let equals = text.find('=')?;
    if !letters.bytes().all(|b| b.is_ascii_uppercase()) || !text.get(equals + 1..equals + 13).is_some_and(is_digits) {
        return None;
    }
    let head = text.get(..equals)?;
    // An address of full length has no `^` at its end: then the number's length tells where track 2 starts.
    let start = match head.rfind('^') {
        Some(caret) if equals - caret - 1 <= ISSUER_AND_NUMBER => caret + 1,
        _ => equals.checked_sub(ISSUER_AND_NUMBER)?,
    };
    let track_2 = head.get(start..)?.trim_start_matches(['?', ';']);
    if !track_2.get(..6).is_some_and(is_digits) || !head.contains('^') {
        return None;
    }
    Some((head.get(..start)?, track_2, text.get(equals + 1..)?))
}

/// City, name and address.
fn parts(track: &str) -> (&str, &str, &str) {
    let (city, rest) = match track.find('^') {
        Some(at) if at <= CITY => (&track[..at], &track[at + 1..]),
        _ => track.split_at(CITY.min(track.len())),
    };
    let (name, address) = rest.split_once('^').unwrap_or((rest, ""));
    (city, name, address.trim_end_matches(['^', '?']))
}

/// `FAMILY$FIRST$MIDDLE$SUFFIX`; a last part that is no suffix is a further middle name.
fn names(name: &str, add: &mut impl FnMut(&str, &str)) {
    let mut parts = name.split('$').map(str::trim);
    add("DCS", parts.next().unwrap_or(""));
    add("DAC", parts.next().unwrap_or(""));
    let (middle, last) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    if is_suffix(last) {
        add("DAD", middle);
        add("DCU", last);
    } else {
        add("DAD", format!("{middle} {last}").trim());
    }
}

/// `YYMM`. Months of 77, 88 and 99 (no expiry, end of the birth month, birthday) name no month of their own.
fn expiry(raw: &str) -> Element {
    let two = |from: usize| raw.get(from..from + 2).and_then(number);
    let month = two(2).filter(|month| (1..=12).contains(month));
    let date = two(0).zip(month).map(|(year, month)| PartialDate { year: 2000 + year as i32, month, day: None });
    Element { value: date.map_or(Value::Unreadable, Value::Date), ..element("DL", "DBA", raw, 0) }
}
