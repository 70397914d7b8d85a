//! Printed fields: by their labels, and by looking for what the machine-readable zone says.
//!
//! A value found by its label can disagree with the zone; one found by looking for the zone's value cannot. Where the
//! zone's value is printed somewhere, it is taken in place of a label's: which value belongs to which label is the weaker
//! evidence on a page of several columns. No reading is ever made up.

use chrono::NaiveDate;

use super::{dates, labels, template};
use crate::catalog::documents::DocumentSpec;
use crate::locate::shape;
use crate::sensitive::Sensitive;
use crate::wire::{DateOrder, Field, FieldName, FieldOrigin, FieldReading, Provenance, TextLine, Unit};

/// Readings below this mean probability are not taken from a label: a misread value would look like a contradiction.
pub(super) const SURE: Unit = Unit::from_micros(850_000);

/// Blood groups as printed.
const BLOOD_GROUPS: &[&str] = &["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"];
/// Classes of vehicle: those of Directive 2006/126/EC, and India's (Central Motor Vehicles Rules).
const VEHICLE_CLASSES: &[&str] = &[
    "AM", "A", "A1", "A2", "B", "B1", "BE", "C", "C1", "CE", "C1E", "D", "D1", "DE", "D1E", "F", "G", "K", "L", "M", "N", "P",
    "Q", "T", "LMV", "MCWG", "MCWOG", "HMV", "HGMV", "HPMV", "TRANS",
];

/// A normalised value. It has no `Debug`, which would show personal data.
#[derive(Clone, PartialEq)]
pub(super) struct Value {
    pub(super) text: String,
    /// The order by which an ambiguous date was read.
    pub(super) assumed: Option<DateOrder>,
}

impl Value {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), assumed: None }
    }
}

/// Printed readings on one side. `spec` is the type of document, where it is known.
pub(crate) fn visual(
    lines: &[TextLine],
    blob: u32,
    model: &str,
    mrz: &[Field],
    today: NaiveDate,
    spec: Option<&DocumentSpec>,
) -> Vec<(FieldName, FieldReading)> {
    let reading = |line: &TextLine, value: Value| FieldReading {
        origin: FieldOrigin::Visual,
        value: Sensitive::new(value.text),
        raw: line.text.clone(),
        confidence: line.confidence,
        provenance: Provenance { blob: Some(blob), region: Some(line.region), model: Some(model.to_owned()) },
        assumed: value.assumed,
    };
    let mut found: Vec<(FieldName, FieldReading)> = Vec::new();
    for field in mrz {
        let Some(wanted) = field.readings.first().map(|reading| reading.value.expose()) else { continue };
        if let Some(line) = lines.iter().find(|line| says(line.text.expose(), field.name, wanted, today)) {
            found.push((field.name, reading(line, Value::plain(wanted))));
        }
    }
    let order = spec.and_then(|spec| spec.dates);
    let in_zone = |name: FieldName| mrz.iter().any(|field| field.name == name);
    // Which words beside a label are the name is too unsure to contradict the zone, and states put other numbers than the
    // personal one into the zone's optional data.
    let taken = |found: &[(FieldName, FieldReading)], name: FieldName| {
        let is_weak = matches!(name, FieldName::Surname | FieldName::GivenNames | FieldName::PersonalNumber);
        found.iter().any(|(other, _)| *other == name) || (is_weak && in_zone(name))
    };
    for (name, line, value) in spec.map_or_else(Vec::new, |spec| template::fields(spec, lines, today)) {
        // What the zone says is compared through the common labels only: a form alone is too weak to contradict it.
        if !in_zone(name) && line.confidence >= SURE {
            found.push((name, reading(line, value)));
        }
    }
    for label in lines {
        let Some((name, rest)) = labels::find(label.text.expose()) else { continue };
        if taken(&found, name) {
            continue;
        }
        let beside = value_of(name, &rest, today, order).map(|value| (label, value));
        let near = || below(lines, label).and_then(|line| Some((line, value_of(name, line.text.expose(), today, order)?)));
        if let Some((line, value)) = beside.or_else(near)
            && line.confidence >= SURE
        {
            found.push((name, reading(line, value)));
        }
    }
    found
}

/// Joins the readings of the machine-readable zone and of the print; the zone first.
pub(crate) fn merged(mrz: Vec<Field>, visual: Vec<(FieldName, FieldReading)>) -> Vec<Field> {
    let mut fields = mrz;
    for (name, reading) in visual {
        match fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.readings.push(reading),
            None => fields.push(Field { name, readings: vec![reading] }),
        }
    }
    fields
}

/// Whether a printed line says what the zone says. Short values (sex, codes) would be found by accident and are not sought.
fn says(line: &str, name: FieldName, wanted: &str, today: NaiveDate) -> bool {
    match name {
        FieldName::BirthDate | FieldName::ExpiryDate | FieldName::IssueDate => {
            wanted.len() == 10 && dates::parse(line, today).iter().any(|date| date.to_string() == wanted)
        }
        FieldName::DocumentNumber | FieldName::PersonalNumber => {
            let compact = |text: &str| labels::fold(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
            let wanted = compact(wanted);
            // Whole words, or the whole line where a number is printed in groups.
            wanted.len() >= 5 && (labels::words(line).split(' ').any(|word| word == wanted) || compact(line) == wanted)
        }
        FieldName::Surname | FieldName::GivenNames => {
            let wanted = labels::words(wanted).replace(' ', "");
            wanted.len() >= 2
                && (has_name(&labels::words(line), &wanted) || has_name(&labels::words(&icao_letters(line)), &wanted))
        }
        _ => false,
    }
}

/// Whether a run of whole words makes up `wanted`: readers lose and add spaces inside names.
fn has_name(words: &str, wanted: &str) -> bool {
    let words: Vec<&str> = words.split(' ').collect();
    (0..words.len()).any(|from| {
        let mut rest = wanted;
        for word in &words[from..] {
            match rest.strip_prefix(word) {
                Some("") => return true,
                Some(more) => rest = more,
                None => return false,
            }
        }
        false
    })
}

/// The transliterations of ICAO 9303-3 §6 that differ from dropping the diacritic.
fn icao_letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_uppercase) {
        match c {
            'Ä' | 'Æ' => out.push_str("AE"),
            'Ö' | 'Ø' | 'Œ' => out.push_str("OE"),
            'Ü' => out.push_str("UE"),
            'Å' => out.push_str("AA"),
            'Þ' => out.push_str("TH"),
            _ => out.push(c),
        }
    }
    out
}

/// The normalised value when `text` has the form that the field's values have.
pub(super) fn value_of(name: FieldName, text: &str, today: NaiveDate, order: Option<DateOrder>) -> Option<Value> {
    if matches!(name, FieldName::BirthDate | FieldName::ExpiryDate | FieldName::IssueDate) {
        let (date, assumed) = dates::read(text, today, order)?;
        // Two digits of a year leave the century open; nobody is born or given a document in the future.
        let is_early = name == FieldName::ExpiryDate || date <= today;
        let date = if is_early { date } else { date.checked_sub_months(chrono::Months::new(1200))? };
        return Some(Value { text: date.to_string(), assumed });
    }
    text_of(name, text).map(Value::plain)
}

fn text_of(name: FieldName, text: &str) -> Option<String> {
    match name {
        FieldName::DocumentNumber | FieldName::PersonalNumber => {
            let words = labels::words(text);
            let fits = |word: &str| {
                (6..=12).contains(&word.len())
                    && word.chars().all(|c| c.is_ascii_alphanumeric())
                    && word.chars().filter(char::is_ascii_digit).count() >= 4
            };
            match words.split(' ').collect::<Vec<_>>().as_slice() {
                [series, number] if series.len() <= 3 && fits(number) => Some(format!("{series}{number}")),
                all => {
                    let mut numbers = all.iter().filter(|word| fits(word));
                    let first = numbers.next()?;
                    numbers.next().is_none().then(|| (*first).to_owned())
                }
            }
        }
        FieldName::Sex => match labels::words(text).as_str() {
            "M" | "MALE" => Some("M".to_owned()),
            "F" | "FEMALE" => Some("F".to_owned()),
            _ => None,
        },
        FieldName::Surname | FieldName::GivenNames => {
            let name = text.trim();
            let is_label = |word: &str| labels::WORDS.contains(&word);
            if labels::words(name).split(' ').any(is_label) {
                return None;
            }
            let letters = name.chars().filter(|c| c.is_alphabetic()).count();
            let fits = name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '-' | '\'' | '’' | ','));
            // A label of another field in capitals below is not a name.
            (letters >= 2 && fits && labels::find(name).is_none())
                .then(|| name.split([' ', ',']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
        }
        FieldName::Nationality => {
            let word = labels::words(text);
            (word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase())).then_some(word)
        }
        FieldName::BirthPlace | FieldName::Authority | FieldName::Address => {
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
            (letters >= 2 && labels::find(text).is_none()).then_some(spaced)
        }
        FieldName::BloodGroup => {
            let upper = text.to_uppercase();
            let mut groups = upper.split_whitespace().filter(|token| BLOOD_GROUPS.contains(token));
            groups.next().filter(|_| groups.next().is_none()).map(str::to_owned)
        }
        FieldName::VehicleClasses => {
            let words = labels::words(text);
            words.split(' ').all(|word| VEHICLE_CLASSES.contains(&word)).then_some(words)
        }
        _ => None,
    }
}

/// The nearest line under a label that begins near the label's beginning.
pub(super) fn below<'l>(lines: &'l [TextLine], label: &TextLine) -> Option<&'l TextLine> {
    let along = shape::direction(&label.region);
    let height = label.region.reading_height();
    let from = label.region.0[0];
    let offset = |line: &TextLine| {
        let to = line.region.0[0];
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        (dx * along.x + dy * along.y, dy * along.x - dx * along.y)
    };
    lines
        .iter()
        .filter(|line| {
            let (right, down) = offset(line);
            (0.4 * height..3.0 * height).contains(&down) && right.abs() < 3.0 * height
        })
        .min_by(|a, b| offset(a).1.total_cmp(&offset(b).1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::{Quad, Rect};

    fn line(text: &str, x: f32, y: f32) -> TextLine {
        let region = Quad::from(Rect { x, y, width: 10.0 * text.len() as f32, height: 20.0 });
        TextLine { text: text.into(), confidence: Unit::from_f64(0.95), region }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn value(found: &[(FieldName, FieldReading)], name: FieldName) -> Option<&str> {
        found.iter().find(|(n, _)| *n == name).map(|(_, reading)| reading.value.expose().as_str())
    }

    #[test]
    fn a_013_labels_lead_to_the_values_below_or_beside_them() {
        let lines = [
            line("Surname / Nom", 0.0, 0.0),
            line("ERIKSSON", 0.0, 25.0),
            line("Date of birth", 0.0, 60.0),
            line("12 AUG 1974", 0.0, 85.0),
            line("Passport No. L898902C3", 300.0, 0.0),
            line("Sex", 200.0, 60.0),
            line("F", 200.0, 85.0),
            line("Given names", 0.0, 120.0),
        ];
        let found = visual(&lines, 3, "rec", &[], today(), None);
        assert_eq!(value(&found, FieldName::Surname), Some("ERIKSSON"));
        assert_eq!(value(&found, FieldName::BirthDate), Some("1974-08-12"));
        assert_eq!(value(&found, FieldName::DocumentNumber), Some("L898902C3"));
        assert_eq!(value(&found, FieldName::Sex), Some("F"));
        assert_eq!(value(&found, FieldName::GivenNames), None);
        assert_eq!(found[0].1.provenance.blob, Some(3));
    }

    #[test]
    fn a_printed_value_that_disagrees_with_the_zone_is_kept() {
        let mut zone = visual(&[line("Date of birth 12.08.1974", 0.0, 0.0)], 0, "rec", &[], today(), None);
        assert!(zone.is_empty(), "two possible dates are no reading");
        zone = visual(&[line("Date of birth 13.08.1974", 0.0, 0.0)], 0, "rec", &[], today(), None);
        let mrz = vec![Field { name: FieldName::BirthDate, readings: vec![zone.remove(0).1] }];
        let same = visual(&[line("Date of birth", 0.0, 0.0), line("08/13/1974", 0.0, 30.0)], 0, "rec", &mrz, today(), None);
        assert_eq!(value(&same, FieldName::BirthDate), Some("1974-08-13"));
        let other = visual(&[line("Date of birth", 0.0, 0.0), line("14.08.1974", 0.0, 30.0)], 0, "rec", &mrz, today(), None);
        assert_eq!(value(&other, FieldName::BirthDate), Some("1974-08-14"));
        assert_eq!(merged(mrz, other)[0].readings.len(), 2);
    }

    #[test]
    fn names_are_found_under_either_transliteration() {
        assert!(says("MÜLLER", FieldName::Surname, "MUELLER", today()));
        assert!(says("Müller", FieldName::Surname, "MULLER", today()));
        assert!(!says("MULLERSON", FieldName::Surname, "MULLER", today()));
        assert!(says("L 898 902 C3", FieldName::DocumentNumber, "L898902C3", today()));
    }
}
