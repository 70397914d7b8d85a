//! Zones on whole pictures: `mrz_images/manifest.json`, a list of `{"file", "note", "label": {"mrz_lines": […]}}`. A label
//! without lines says that there is no zone; a note that calls the label approximate says that nobody can read it exactly.

use std::path::Path;
use std::time::Instant;

use chrono::NaiveDate;
use kyc_core::Engine;
use kyc_core::mrz;
use kyc_core::ops::ReadMrzRequest;
use kyc_core::wire::{MrzEvidence, Seen};
use serde_json::{Value, json};

use super::{Measured, Section, Source, turn};
use crate::accuracy_faces::figures::Rate;
use crate::files;
use crate::outcome::Problem;

pub(super) const SECTION: Section =
    Section { key: "mrz_images", title: "Machine-readable zones on whole pictures", needs: "mrz_images/manifest.json", measure };

fn measure(source: &Source<'_>) -> Result<Measured, Problem> {
    let labels = source.list("mrz_images/manifest.json")?;
    let folder = source.data.join("mrz_images");
    let day = source.shared.day();
    let upright = tally(source.engine()?, &labels, &folder, day, 0.0, &mut |_, _| ())?;
    let mut measured = Measured { figures: upright.figures(), ..Measured::default() };
    upright.rows("", &mut measured);
    measured.notes.push(format!("Median {:.0} ms a picture, decoding included.", upright.median()));
    let mut turned = Vec::new();
    for &degrees in source.turns.iter().filter(|degrees| **degrees != 0.0) {
        let tally = tally(source.engine()?, &labels, &folder, day, degrees, &mut |_, _| ())?;
        tally.rows(&format!(" (turned by {degrees}°)"), &mut measured);
        let mut figures = tally.figures();
        figures.insert("degrees".to_owned(), json!(degrees));
        turned.push(Value::Object(figures));
    }
    if !turned.is_empty() {
        measured.figure("turned", turned);
    }
    Ok(measured)
}

/// What was counted on one folder at one angle.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Pictures with a labelled zone.
    pub(crate) labelled: usize,
    /// Those whose characters a person can read.
    pub(crate) readable: usize,
    /// Readable ones of which every character was read right.
    pub(crate) exact: usize,
    /// All check digits reported right, and a character that one of them covers is wrong.
    pub(crate) false_valid: usize,
    /// A single check digit reported right over characters that are not the document's.
    pub(crate) false_digit: usize,
    /// Pictures without a zone.
    pub(crate) without: usize,
    /// Those on which one was reported.
    pub(crate) reported_where_none: usize,
    times: Vec<f64>,
}

/// Reads every labelled picture, turned clockwise by `degrees`, and tells `each` its name and verdict.
pub(crate) fn tally(
    engine: &Engine,
    labels: &[Value],
    folder: &Path,
    today: NaiveDate,
    degrees: f64,
    each: &mut dyn FnMut(&str, &str),
) -> Result<Tally, Problem> {
    let mut tally = Tally::default();
    for entry in labels {
        // Names are relative to the folder or to the one above it.
        let name = entry["file"].as_str().and_then(|name| Path::new(name).file_name()).and_then(|name| name.to_str());
        let name = name.ok_or_else(|| Problem::caller("an entry of the list of labelled pictures names no file"))?;
        let Some(picture) = turn::turned(files::picture(&folder.join(name))?, degrees)? else {
            tally.count(entry, None);
            each(name, "not decoded");
            continue;
        };
        let start = Instant::now();
        let answer = engine.read_mrz(ReadMrzRequest::image(0, today), &[&picture])?;
        tally.times.push(start.elapsed().as_secs_f64() * 1e3);
        let read = match &answer.mrz {
            Seen::Seen(zone) => Some(zone),
            Seen::NotSeen { .. } => None,
        };
        each(name, tally.count(entry, read));
    }
    tally.times.sort_by(f64::total_cmp);
    Ok(tally)
}

impl Tally {
    fn count(&mut self, entry: &Value, read: Option<&MrzEvidence>) -> &'static str {
        let truth: Vec<&str> = entry["label"]["mrz_lines"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if truth.is_empty() {
            self.without += 1;
            self.reported_where_none += usize::from(read.is_some());
            return if read.is_some() { "FALSE REPORT" } else { "none, right" };
        }
        let readable = !entry["note"].as_str().is_some_and(|note| note.contains("approximate"));
        self.labelled += 1;
        self.readable += usize::from(readable);
        let Some(zone) = read else { return "not found" };
        let lines: Vec<&str> = zone.lines.iter().map(|line| line.text.expose().as_str()).collect();
        if lines == truth {
            self.exact += usize::from(readable);
            return "exact";
        }
        // Names are covered by no check digit of most formats: there, a wrong character is wrong but nothing vouched for it.
        let covered = vouched_for(&lines, &truth);
        self.false_digit += usize::from(covered);
        if zone.check_digits_valid && covered {
            self.false_valid += 1;
            return "FALSE VALID";
        }
        if covered { "differs, a check digit holds" } else { "differs" }
    }

    pub(crate) fn median(&self) -> f64 {
        self.times.get(self.times.len() / 2).copied().unwrap_or(0.0)
    }

    /// The figures under `mrz_images`.
    pub(crate) fn figures(&self) -> serde_json::Map<String, Value> {
        let figures = json!({
            "n": self.labelled, "readable": self.readable, "exact": self.exact, "false_valid": self.false_valid,
            "false_valid_digit": self.false_digit, "without": self.without,
            "reported_where_none": self.reported_where_none, "median_ms": self.median(),
        });
        figures.as_object().cloned().unwrap_or_default()
    }

    fn rows(&self, suffix: &str, measured: &mut Measured) {
        let rows = [
            ("every character right, of readable zones", self.exact, self.readable),
            ("all check digits reported right over wrong characters", self.false_valid, self.labelled),
            ("one check digit reported right over wrong characters", self.false_digit, self.labelled),
            ("zone reported where there is none", self.reported_where_none, self.without),
        ];
        measured.rows.extend(rows.map(|(label, k, n)| (format!("{label}{suffix}"), Rate::of(k, n))));
    }
}

/// Whether a check digit that holds in `read` covers a character that is not the document's. Between different formats
/// places mean different things, so any digit that holds counts.
fn vouched_for(read: &[&str], truth: &[&str]) -> bool {
    let Ok(zone) = mrz::parse(read) else { return false };
    let same_shape = read.len() == truth.len() && read.iter().zip(truth).all(|(a, b)| a.len() == b.len());
    let differs = |line: usize, from: usize, to: usize| {
        !same_shape || read.get(line).and_then(|l| l.get(from..to)) != truth.get(line).and_then(|l| l.get(from..to))
    };
    zone.layout.checks.iter().zip(zone.checks()).filter(|(_, check)| check.valid).any(|(spec, _)| {
        differs(spec.at.0, spec.at.1, spec.at.1 + 1) || spec.over.iter().any(|span| differs(span.line, span.start, span.end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
    const NUMBERS: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    #[test]
    fn only_what_a_digit_vouches_for_is_falsely_valid() {
        let truth = [NAMES, NUMBERS];
        assert!(!vouched_for(&[&NAMES.replace("ANNA", "ANHA"), NUMBERS], &truth));
        // Birth date and its digit changed together: the digit holds, the composite does not.
        assert!(vouched_for(&[NAMES, &NUMBERS.replace("7408122", "7408029")], &truth));
        // A changed number whose digit no longer holds is vouched for by nothing.
        assert!(!vouched_for(&[NAMES, &NUMBERS.replace("L898902C36", "L898902D36")], &truth));
        assert!(vouched_for(&truth, &[NAMES]));
        assert!(!vouched_for(&["A"], &truth));
    }
}
