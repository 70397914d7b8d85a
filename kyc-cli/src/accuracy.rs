//! `kyc accuracy documents`: how well documents are read, on a folder of labelled material.
//!
//! Every section measures one subfolder through the product's own path, and is left out, with a note, where its subfolder is
//! not there. To add a section: a file with a `measure` function and a row in [`SECTIONS`]. Shares come with what was counted
//! and their 95 % Wilson intervals; pictures of one kind are not independent, so the true intervals are wider.

mod aamva;
mod emrtd;
mod forensics;
pub(crate) mod mrz_images;
mod mrz_lines;
mod mrz_strings;
mod page;
mod pdf417;
mod turn;

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use clap::Args;
use kyc_core::Engine;
use kyc_core::image::DecodeLimits;
use serde_json::{Map, Value, json};

use crate::accuracy_faces::figures::Rate;
use crate::args::Shared;
use crate::outcome::{Outcome, Problem, print};
use crate::{files, generated};

/// Arguments of `accuracy documents`.
#[derive(Debug, Args)]
pub(crate) struct DocumentsArguments {
    /// Folder of labelled material
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Measure pictures turned clockwise by these angles too
    #[arg(long, value_name = "DEGREES", value_delimiter = ',', allow_hyphen_values = true)]
    pub(crate) turn: Vec<f64>,
    /// Measure only these sections, by their keys in the JSON
    #[arg(long, value_name = "SECTION", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// Put the figures into this Markdown file
    #[arg(long, value_name = "FILE.md")]
    pub(crate) write: Option<PathBuf>,
}

/// One part of the figures.
pub(crate) struct Section {
    /// Its key in the JSON.
    pub(crate) key: &'static str,
    /// Its title.
    pub(crate) title: &'static str,
    /// The file that must be there, relative to the data folder.
    pub(crate) needs: &'static str,
    /// Measures it.
    pub(crate) measure: fn(&Source<'_>) -> Result<Measured, Problem>,
}

/// All sections, in the order they are printed.
const SECTIONS: &[Section] = &[
    mrz_images::SECTION,
    mrz_lines::SECTION,
    mrz_strings::SECTION,
    pdf417::SECTION,
    aamva::SECTION,
    emrtd::SECTION,
    forensics::SECTION,
];

/// What a section found.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    /// Its figures under its key: counts, `n` among them.
    pub(crate) figures: Map<String, Value>,
    /// Its rows: what was counted, and how often of how many.
    pub(crate) rows: Vec<(String, Rate)>,
    /// Sentences below the rows.
    pub(crate) notes: Vec<String>,
}

impl Measured {
    /// Adds a count out of `n` as a figure, with its interval, and as a row.
    pub(crate) fn count(&mut self, key: &str, label: impl Into<String>, rate: Rate) {
        self.figures.insert(key.to_owned(), json!(rate.k));
        let intervals = self.figures.entry("interval_95").or_insert_with(|| json!({}));
        if let Some(map) = intervals.as_object_mut() {
            map.insert(key.to_owned(), json!(rate.interval()));
        }
        self.rows.push((label.into(), rate));
    }

    /// Adds a figure.
    pub(crate) fn figure(&mut self, key: &str, value: impl Into<Value>) {
        self.figures.insert(key.to_owned(), value.into());
    }
}

/// What sections measure with.
pub(crate) struct Source<'a> {
    /// The data folder.
    pub(crate) data: &'a Path,
    /// The command's options.
    pub(crate) shared: &'a Shared,
    /// Angles in degrees, clockwise, beside 0.
    turns: &'a [f64],
    engine: OnceCell<Engine>,
}

impl Source<'_> {
    /// The engine, which is made when it is first asked for. Turned pictures are handed over losslessly, which needs more
    /// bytes than the default bound for files.
    pub(crate) fn engine(&self) -> Result<&Engine, Problem> {
        if self.engine.get().is_none() {
            let limits = DecodeLimits { bytes: 256 << 20, ..DecodeLimits::default() };
            let _ = self.engine.set(self.shared.engine_within(limits)?);
        }
        self.engine.get().ok_or_else(|| Problem::internal("the engine was not kept"))
    }

    /// The entries of a list of labelled files, relative to the data folder.
    pub(crate) fn list(&self, name: &str) -> Result<Vec<Value>, Problem> {
        let path = self.data.join(name);
        let wrong = |_| Problem::caller(format!("{} is no list of labelled files", path.display()));
        serde_json::from_str(&files::text(&path)?).map_err(wrong)
    }
}

/// Measures, prints, and writes what was asked for.
pub(crate) fn run(arguments: &DocumentsArguments, shared: &Shared) -> Result<Outcome, Problem> {
    let source = Source { data: &arguments.data, shared, turns: &arguments.turn, engine: OnceCell::new() };
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    let wanted = |section: &&Section| arguments.only.is_empty() || arguments.only.iter().any(|key| key == section.key);
    for section in SECTIONS.iter().filter(wanted) {
        if source.data.join(section.needs).is_file() {
            found.push((section, (section.measure)(&source)?));
        } else {
            missing.push(format!("{}: not measured, {} is not there", section.key, section.needs));
        }
    }
    if found.is_empty() {
        return Err(Problem::caller(format!("{} holds nothing to measure documents on", source.data.display())));
    }
    if let Some(file) = &arguments.write {
        let old = if file.is_file() { files::text(file)? } else { "# Accuracy\n".to_owned() };
        let text = page::markdown(&found, &missing, shared);
        files::write(file, generated::put(&old, "documents", "kyc accuracy documents --write", &text).as_bytes())?;
    }
    if shared.json {
        let mut all: Map<String, Value> =
            found.into_iter().map(|(section, measured)| (section.key.to_owned(), Value::Object(measured.figures))).collect();
        all.insert("notes".to_owned(), json!(missing));
        print(&serde_json::to_string_pretty(&all).map_err(Problem::internal)?);
    } else {
        print(&page::text(&found, &missing, &shared.style()));
    }
    Ok(Outcome::Good)
}
