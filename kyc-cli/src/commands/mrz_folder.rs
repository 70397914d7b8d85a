//! `kyc mrz FOLDER`: every labelled picture of a folder, compared with its label. The folder holds a `manifest.json`: a
//! list of `{"file": …, "label": {"has_mrz": …, "mrz_lines": […], "checks": {…}}}`.

use std::path::Path;
use std::time::Instant;

use kyc_core::Engine;
use kyc_core::ops::ReadMrzRequest;
use kyc_core::wire::{MrzEvidence, Seen};
use serde_json::{Value, json};

use super::print_json;
use crate::args::Shared;
use crate::files;
use crate::outcome::{Problem, print};

#[derive(Default)]
struct Tally {
    labelled: usize,
    exact: usize,
    false_valid: usize,
    without: usize,
    reported_where_none: usize,
    times: Vec<f64>,
}

pub(super) fn run(engine: &Engine, folder: &Path, shared: &Shared) -> Result<(), Problem> {
    let path = folder.join("manifest.json");
    let wrong = || Problem::caller(format!("{} is no list of labelled pictures", path.display()));
    let manifest: Value = serde_json::from_str(&files::text(&path)?).map_err(|_| wrong())?;
    let mut tally = Tally::default();
    for entry in manifest.as_array().ok_or_else(wrong)? {
        let name = entry["file"].as_str().ok_or_else(wrong)?;
        let file = Path::new(name).file_name().ok_or_else(wrong)?;
        let picture = files::picture(&folder.join(file))?;
        let start = Instant::now();
        let answer = engine.read_mrz(ReadMrzRequest::image(0, shared.day()), &[&picture])?;
        tally.times.push(start.elapsed().as_secs_f64() * 1e3);
        let verdict = tally.count(&entry["label"], &answer.mrz);
        if !shared.json {
            print(&format!("{verdict:14} {}", file.to_string_lossy()));
        }
    }
    tally.report(shared)
}

impl Tally {
    fn count(&mut self, label: &Value, read: &Seen<MrzEvidence>) -> &'static str {
        let lines: Vec<&str> =
            label["mrz_lines"].as_array().map(|l| l.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
        if lines.is_empty() {
            self.without += 1;
            self.reported_where_none += usize::from(read.seen().is_some());
            return if read.seen().is_some() { "FALSE REPORT" } else { "none, right" };
        }
        self.labelled += 1;
        let Some(mrz) = read.seen() else { return "not found" };
        let got: Vec<&str> = mrz.lines.iter().map(|line| line.text.expose().as_str()).collect();
        if got == lines {
            self.exact += 1;
            return "exact";
        }
        // Valid check digits over other characters than the document's is the one error that must not happen. Names are
        // covered by no check digit, so only lines with protected fields count.
        if mrz.check_digits_valid && protected(&got) != protected(&lines) {
            self.false_valid += 1;
            return "FALSE VALID";
        }
        "differs"
    }

    fn report(mut self, shared: &Shared) -> Result<(), Problem> {
        self.times.sort_by(f64::total_cmp);
        let median = self.times.get(self.times.len() / 2).copied().unwrap_or(0.0);
        if shared.json {
            return print_json(&json!({"mrz_images": {
                "n": self.labelled, "exact": self.exact, "false_valid": self.false_valid,
                "reported_where_none": self.reported_where_none, "median_ms": median,
            }}));
        }
        let (share, n) = (100.0 * self.exact as f64 / self.labelled.max(1) as f64, self.labelled);
        print(&format!("\nexact {}/{n} ({share:.0} %), false valid {}, ", self.exact, self.false_valid));
        print(&format!("reported where there is none {}/{}, median {median:.0} ms", self.reported_where_none, self.without));
        Ok(())
    }
}

/// The protected characters: everything but the names, which stand in the first line of two and the last of three.
fn protected<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    match lines {
        [first, second, _] => vec![*first, *second],
        [_, second] => vec![*second],
        other => other.to_vec(),
    }
}
