//! `kyc accuracy screening`: how well names are matched, and phone numbers read, on a folder of labelled material.
//!
//! Every figure comes with what was counted and its 95 % interval: Wilson's for shares, a bootstrap over the pairs for F1
//! and areas. Plain Jaro–Winkler and the best pairs of moov's watchman are computed in the same run, each at the
//! threshold that suits it best on these very pairs, which flatters it. The folder holds, each optional:
//!
//! * `sanctions/name_pairs_dev.jsonl`: `{"query", "candidate", "schema", "match"}`;
//! * `sanctions/entity_pairs_dev.jsonl`: the same with `{"name"}` or its parts for query and candidate;
//! * `sanctions/ofac_search_scores.csv`: `query_name,result_name,ofac_score`, −1 where the tool showed no such result;
//! * `sanctions/putin_names.txt`: spellings of one name, a line each;
//! * `sanctions/lists/`: published lists;
//! * `kya/phone_vectors.jsonl`: `{"input", "region_hint", "e164", "valid", "region", "type"}`.

mod best_pairs;
mod lists;
mod page;
mod pairs;
mod phones;
mod plot;
mod scores;

use std::path::{Path, PathBuf};

use clap::Args;
use kyc_core::names::{Name, NameKind, compare};
use kyc_core::watchlist::POTENTIAL_FROM;
use serde_json::{Map, Value, json};

use crate::accuracy_faces::figures::Rate;
use crate::args::Shared;
use crate::outcome::{Outcome, Problem, print};
use crate::{files, generated};

/// Arguments of `accuracy screening`.
#[derive(Debug, Args)]
pub(crate) struct ScreeningArguments {
    /// Folder of labelled material
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Put the figures into this Markdown file, and a plot into `images/` beside it
    #[arg(long, value_name = "FILE.md")]
    pub(crate) write: Option<PathBuf>,
}

/// Measures, prints, and writes what was asked for.
pub(crate) fn run(arguments: &ScreeningArguments, shared: &Shared) -> Result<Outcome, Problem> {
    let data = &arguments.data;
    let (mut found, mut curves) = (Map::new(), Vec::new());
    for (key, file) in [("name_pairs", "sanctions/name_pairs_dev.jsonl"), ("entity_pairs", "sanctions/entity_pairs_dev.jsonl")] {
        if data.join(file).is_file() {
            let pairs = pairs::Pairs::read(&files::text(&data.join(file))?)?;
            found.insert(key.to_owned(), pairs.json());
            if key == "name_pairs" {
                curves = pairs.curves();
            }
        }
    }
    for (key, file, measure) in MEASURES {
        if data.join(file).exists() {
            found.insert((*key).to_owned(), measure(&data.join(file))?);
        }
    }
    if found.is_empty() {
        return Err(Problem::caller(format!("{} holds nothing to measure screening on", data.display())));
    }
    let found = Value::Object(found);
    let text = page::markdown(&found);
    if let Some(file) = &arguments.write {
        let old = if file.is_file() { files::text(file)? } else { "# Accuracy\n".to_owned() };
        files::write(file, generated::put(&old, "screening", "kyc accuracy screening --write", &text).as_bytes())?;
        let folder = file.parent().unwrap_or(Path::new("")).join("images");
        std::fs::create_dir_all(&folder).map_err(|e| Problem::caller(format!("{} cannot be made: {e}", folder.display())))?;
        files::write(&folder.join("roc-screening.svg"), plot::roc(&curves).as_bytes())?;
    }
    print(&if shared.json { serde_json::to_string_pretty(&found).map_err(Problem::internal)? } else { text });
    Ok(Outcome::Good)
}

/// What is measured on one file or folder.
type Measure = fn(&Path) -> Result<Value, Problem>;

const MEASURES: &[(&str, &str, Measure)] = &[
    ("ofac_scores", "sanctions/ofac_search_scores.csv", scores::measure),
    ("one_person", "sanctions/putin_names.txt", one_person),
    ("phones", "kya/phone_vectors.jsonl", phones::measure),
    ("lists", "sanctions/lists", lists::measure),
];

/// Spellings of one name that would be found by his primary name alone.
fn one_person(path: &Path) -> Result<Value, Problem> {
    let name = Name::new("Vladimir Vladimirovich Putin");
    let text = files::text(path)?;
    let spellings: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let threshold = POTENTIAL_FROM.to_f64();
    let is_found = |spelling: &&&str| f64::from(compare(&Name::new(spelling), &name, NameKind::Person).score) >= threshold;
    let found = Rate::of(spellings.iter().filter(is_found).count(), spellings.len());
    Ok(json!({ "n": found.n, "found": found.k, "threshold": threshold, "interval_95": found.interval() }))
}

/// The lines of a file of JSON objects, a line each.
fn json_lines(text: &str) -> Result<Vec<Value>, Problem> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).map_err(|_| Problem::caller("a line of labelled material is no JSON"))).collect()
}
