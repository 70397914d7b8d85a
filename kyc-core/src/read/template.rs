//! Fields that a type of document has in a form of its own: numbered, under its own labels, or told by the number's form.

use chrono::NaiveDate;

use super::fields::{Value, below, value_of};
use super::labels;
use crate::catalog::documents::DocumentSpec;
use crate::wire::{FieldName, TextLine};

/// Numbers of the fields of licences (Directive 2006/126/EC, annex I; 4d and 5 differ in annex A of the AAMVA standard,
/// whose types name theirs in the catalogue).
const NUMBERED: &[(&str, FieldName)] = &[
    ("1", FieldName::Surname),
    ("2", FieldName::GivenNames),
    ("3", FieldName::BirthDate),
    ("4A", FieldName::IssueDate),
    ("4B", FieldName::ExpiryDate),
    ("4C", FieldName::Authority),
    ("4D", FieldName::PersonalNumber),
    ("5", FieldName::DocumentNumber),
    ("8", FieldName::Address),
    ("9", FieldName::VehicleClasses),
];
/// So many different numbers at beginnings of lines are no coincidence.
const MANY: usize = 5;
/// A number is printed in at most so many groups.
const GROUPS: usize = 5;

/// A value with the line it stands in.
pub(super) type Found<'l> = (FieldName, &'l TextLine, Value);

/// Fields of this type, each once.
pub(super) fn fields<'l>(spec: &DocumentSpec, lines: &'l [TextLine], today: NaiveDate) -> Vec<Found<'l>> {
    let mut found: Vec<Found<'l>> = Vec::new();
    let mut add = |one: Found<'l>| {
        if !found.iter().any(|(name, ..)| *name == one.0) {
            found.push(one);
        }
    };
    for line in lines {
        numbered(spec, line, today).into_iter().for_each(&mut add);
        labelled(spec, lines, line, today).into_iter().for_each(&mut add);
    }
    number(spec, lines).into_iter().for_each(&mut add);
    found
}

/// Whether lines begin with many different field numbers.
pub(super) fn is_numbered<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let mut seen: Vec<String> = lines.filter_map(|line| marker(line.split_whitespace().next()?, true)).collect();
    seen.retain(|number| NUMBERED.iter().any(|(known, _)| known == number));
    seen.sort_unstable();
    seen.dedup();
    seen.len() >= MANY
}

/// `4a.` is 4A. A digit alone counts at the beginning of a line and with its full stop only: addresses begin with digits.
fn marker(token: &str, is_first: bool) -> Option<String> {
    let bare = token.trim_end_matches(['.', ')', ':', ',']);
    let upper = bare.to_ascii_uppercase();
    let has_letter = matches!(upper.as_bytes(), [b'1'..=b'9', b'A'..=b'D']);
    let is_digits = !upper.is_empty() && upper.len() <= 2 && upper.bytes().all(|b| b.is_ascii_digit());
    (has_letter || (is_first && is_digits && token.ends_with('.'))).then_some(upper)
}

/// The fields of a line that carry numbers.
fn numbered<'l>(spec: &DocumentSpec, line: &'l TextLine, today: NaiveDate) -> Vec<Found<'l>> {
    let all = spec.print.as_ref().is_some_and(|print| print.numbered_fields);
    let of = |number: &str| {
        let own = spec.labels.iter().find(|(_, labels)| labels.iter().any(|label| label == number)).map(|(name, _)| *name);
        own.or_else(|| NUMBERED.iter().find(|(known, _)| all && *known == number).map(|(_, name)| *name))
    };
    let mut parts: Vec<(FieldName, Vec<&str>)> = Vec::new();
    for (n, token) in line.text.expose().split_whitespace().enumerate() {
        match marker(token, n == 0).and_then(|number| of(&number)) {
            Some(name) if n == 0 || !parts.is_empty() => parts.push((name, Vec::new())),
            _ => parts.last_mut().into_iter().for_each(|(_, tokens)| tokens.push(token)),
        }
    }
    let value = |(name, tokens): (FieldName, Vec<&str>)| {
        let text = tokens.join(" ").to_uppercase();
        Some((name, line, form(spec, name, &text).or_else(|| value_of(name, &text, today, spec.dates))?))
    };
    parts.into_iter().filter_map(value).collect()
}

/// The value that a label of the type's own leads to, beside it or below.
fn labelled<'l>(spec: &DocumentSpec, lines: &'l [TextLine], line: &'l TextLine, today: NaiveDate) -> Option<Found<'l>> {
    let text = line.text.expose();
    let words = labels::words(text);
    let own = spec.labels.iter().flat_map(|(name, labels)| labels.iter().map(move |label| (*name, label.as_str())));
    let (name, rest) = own.filter(|(_, label)| !label.starts_with(|c: char| c.is_ascii_digit())).find_map(|(name, label)| {
        let (head, tail) = text.split_once(':').unwrap_or((text, ""));
        if labels::words(head) == label {
            return Some((name, tail.trim().to_owned()));
        }
        let rest = words.strip_prefix(label)?.strip_prefix(' ')?;
        // A word that begins a name's label may begin another label as well: `NOM D USAGE`.
        let same = labels::find(text).is_some_and(|(other, _)| other == name);
        let is_name = matches!(name, FieldName::Surname | FieldName::GivenNames);
        (same || !is_name).then(|| (name, if same { String::new() } else { rest.to_owned() }))
    })?;
    let read = |text: &str| form(spec, name, text).or_else(|| value_of(name, text, today, spec.dates));
    let beside = read(&rest).map(|value| (name, line, value));
    beside.or_else(|| below(lines, line).and_then(|line| Some((name, line, read(line.text.expose())?))))
}

/// A number without a label, where one on the page has the type's form.
fn number<'l>(spec: &DocumentSpec, lines: &'l [TextLine]) -> Option<Found<'l>> {
    let name = spec.number.as_ref()?.of;
    let mut found = lines.iter().filter_map(|line| Some((name, line, form(spec, name, line.text.expose())?)));
    let first = found.next()?;
    found.all(|(_, _, other)| other.text == first.2.text).then_some(first)
}

/// A run of words in the form of the type's number.
fn form(spec: &DocumentSpec, name: FieldName, text: &str) -> Option<Value> {
    let number = spec.number.as_ref().filter(|number| number.of == name)?;
    let words = labels::words(text);
    let words: Vec<&str> = words.split(' ').collect();
    let runs = (0..words.len()).flat_map(|from| (1..=GROUPS.min(words.len() - from)).map(move |groups| (from, groups)));
    let compact = runs.map(|(from, groups)| words[from..from + groups].concat());
    compact.into_iter().find(|compact| number.fits(compact)).map(Value::plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::documents;
    use crate::wire::{DateOrder, Quad, Rect, Unit};

    fn lines(texts: &[&str]) -> Vec<TextLine> {
        let line = |(n, text): (usize, &&str)| {
            let region = Quad::from(Rect { x: 0.0, y: 30.0 * n as f32, width: 10.0 * text.len() as f32, height: 20.0 });
            TextLine { text: (*text).into(), confidence: Unit::ONE, region }
        };
        texts.iter().enumerate().map(line).collect()
    }

    fn read(id: &str, texts: &[&str]) -> Vec<(FieldName, String, Option<DateOrder>)> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let lines = lines(texts);
        let found = fields(documents::of(id).unwrap(), &lines, today);
        found.into_iter().map(|(name, _, value)| (name, value.text, value.assumed)).collect()
    }

    #[test]
    fn a_013_numbered_fields_of_a_licence() {
        let read = read(
            "gbr-driving-licence",
            &[
                "1. Morgan",
                "2. SARAH MEREDYTH",
                "3. 11.03.1976 UNITED KINGDOM",
                "4a. 19.01.2013 4c. DVLA",
                "4b. 18.01.2023",
                "5. MORGA 753116 SM9IJ 35",
                "8. 122 BURNS CRESCENT",
            ],
        );
        let value = |name| read.iter().find(|(other, ..)| *other == name).map(|(_, text, _)| text.as_str());
        assert_eq!(value(FieldName::Surname), Some("MORGAN"));
        assert_eq!(value(FieldName::GivenNames), Some("SARAH MEREDYTH"));
        assert_eq!(value(FieldName::BirthDate), Some("1976-03-11"));
        assert_eq!(value(FieldName::IssueDate), Some("2013-01-19"));
        assert_eq!(value(FieldName::ExpiryDate), Some("2023-01-18"));
        assert_eq!(value(FieldName::Authority), Some("DVLA"));
        assert_eq!(value(FieldName::DocumentNumber), Some("MORGA753116SM9IJ"));
        assert_eq!(value(FieldName::Address), Some("122 BURNS CRESCENT"));
    }

    #[test]
    fn f_061_f_062_an_indian_licence_is_day_first_and_says_so() {
        let read = read(
            "ind-driving-licence",
            &["DL No: MH12 20190012345", "DOB: 03/04/1990", "DOI: 15/03/2019", "BG: O+", "COV: LMV MCWG", "Address: 12 M G ROAD"],
        );
        let value = |name| read.iter().find(|(other, ..)| *other == name).map(|(_, text, assumed)| (text.as_str(), *assumed));
        assert_eq!(value(FieldName::DocumentNumber), Some(("MH1220190012345", None)));
        assert_eq!(value(FieldName::BirthDate), Some(("1990-04-03", Some(DateOrder::DayFirst))));
        assert_eq!(value(FieldName::IssueDate), Some(("2019-03-15", None)));
        assert_eq!(value(FieldName::BloodGroup), Some(("O+", None)));
        assert_eq!(value(FieldName::Address), Some(("12 M G ROAD", None)));
        assert_eq!(value(FieldName::VehicleClasses), Some(("LMV MCWG", None)));
    }

    #[test]
    fn f_062_an_american_licence_is_month_first() {
        let read = read("usa-driving-licence", &["DOB: 03/04/1990", "4b EXP 03/15/2030"]);
        assert_eq!(read[0], (FieldName::BirthDate, "1990-03-04".to_owned(), Some(DateOrder::MonthFirst)));
        assert_eq!(read[1], (FieldName::ExpiryDate, "2030-03-15".to_owned(), None));
    }

    #[test]
    fn a_013_numbers_without_labels_and_labels_of_one_word() {
        assert_eq!(read("ind-aadhaar", &["2345 6789 0123"])[0].1, "234567890123");
        assert_eq!(read("ind-aadhaar", &["2345 6789 0123", "9999 6789 0123"]), []);
        assert_eq!(read("ind-pan", &["Permanent Account Number", "ABCDE1234F"])[0].1, "ABCDE1234F");
        let french = read("fra-id-2021", &["NOM / Surname", "MARTIN", "NOM D'USAGE", "DUBOIS"]);
        assert_eq!(french[0].1, "MARTIN");
        assert_eq!(read("civ-id", &["Nom : KOUASSI"])[0].1, "KOUASSI");
        assert_eq!(read("civ-id", &["NOM D'USAGE", "DUBOIS"]), []);
    }
}
