//! `kyc accuracy faces`: how well faces are matched and attacks are told from live faces, on a folder of labelled pictures.
//!
//! Terms of ISO/IEC 19795-1 (FMR, FNMR, failure to acquire, DET) and ISO/IEC 30107-3 (APCER, BPCER, non-responses). Every
//! rate comes with what was counted and its 95 % Wilson interval. The folder holds, each optional:
//!
//! * `face_pairs/pairs_dev.csv`: `set,split,fold,file_a,file_b,same`, perhaps a seventh column `age_gap` in years;
//!   `face_pairs/manifest.json`: `[{"file", "label": {"identity", "group"}}]`, for pairs across the labelled ones and, where
//!   pictures name the group of their person, for rates by group;
//! * `liveness/manifest.json`, `active_liveness/manifest.json`: `[{"file", "label": {"class", "attack_type", "subject", "group"}}]`,
//!   where a class other than `attack` is bona fide;
//! * `active_liveness/sequences.json`: `[{"sequence", "kind", "source_fps", "frame_step", "events": [{"type", "from", "to"}]}]`,
//!   where a kind other than `live` is an attack and frames are named by `label.sequence` and `label.frame` of the manifest.
//!
//! Paths are relative to the folder.

mod active;
mod attacks;
mod bins;
mod by;
mod curves;
pub(crate) mod figures;
mod page;
mod pairs;
mod peer;
mod plot;
mod ready;
mod weights;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value, json};

use crate::args::Shared;
use crate::files;
use crate::outcome::{Outcome, Problem, print};

use ready::Ready;

/// Arguments of `accuracy faces`.
#[derive(Debug, Args)]
pub(crate) struct FacesArguments {
    /// Folder of labelled pictures
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Put the figures into this Markdown file, and plots into `images/` beside it
    #[arg(long, value_name = "FILE.md")]
    pub(crate) write: Option<PathBuf>,
    /// Another program to score the same pairs, run as COMMAND DIR MODELS, e.g. "python benches/peers/deepface_sface.py"
    #[arg(long, value_name = "COMMAND")]
    pub(crate) peer: Vec<String>,
}

/// Measures, prints, and writes what was asked for.
pub(crate) fn run(arguments: &FacesArguments, shared: &Shared) -> Result<Outcome, Problem> {
    let data = &arguments.data;
    let ready = Ready::open(shared)?;
    let mut found = Map::new();
    let mut plots = Vec::new();
    if data.join("face_pairs/pairs_dev.csv").is_file() {
        let mut pairs = pairs::measure(data, &ready)?;
        found.insert("pairs".to_owned(), pairs.json(&ready));
        found.insert("operating_points".to_owned(), pairs.operating_points(&ready));
        found.insert("identification".to_owned(), pairs.identification(&ready)?);
        found.insert("fnmr_by".to_owned(), pairs.bins(&ready));
        found.insert("by_group".to_owned(), pairs.groups(&ready));
        found.insert("milliseconds".to_owned(), json!({ "detect_mesh_align_embed": pairs.times() }));
        plots.extend(pairs.plots(&ready));
        found.insert("embedders".to_owned(), pairs.embedders(&ready).into());
        let peers = arguments.peer.iter().map(|command| pairs.peer(command, data, &ready));
        found.insert("peers".to_owned(), peers.collect::<Result<_, _>>()?);
    }
    let mut lists = Vec::new();
    for (key, name, list, plot) in [
        ("liveness", "pictures", "liveness/manifest.json", "det-liveness.svg"),
        ("liveness_frames", "video frames", "active_liveness/manifest.json", "det-liveness-frames.svg"),
    ] {
        if data.join(list).is_file() {
            let judged = attacks::judge(data, list, &ready)?;
            found.insert(key.to_owned(), judged.figures());
            plots.push((plot, judged.det()));
            lists.push((name, judged));
        }
    }
    if !lists.is_empty() {
        found.insert("liveness_weights".to_owned(), weights::counted(lists.iter().flat_map(|(_, list)| &list.shown)));
        plots.push(("calibration-liveness.svg", attacks::reliability(&lists)));
    }
    if data.join("active_liveness/sequences.json").is_file() {
        found.insert("active".to_owned(), active::measure(data, &ready)?);
    }
    if found.is_empty() {
        return Err(Problem::caller(format!("{} holds none of face_pairs, liveness and active_liveness", data.display())));
    }
    let found = Value::Object(found);
    let text = page::markdown(&found);
    if let Some(file) = &arguments.write {
        write(file, &text, &plots)?;
    }
    if shared.json {
        print(&serde_json::to_string_pretty(&found).map_err(Problem::internal)?);
    } else {
        print(&text);
    }
    Ok(Outcome::Good)
}

fn write(file: &Path, text: &str, plots: &[(&'static str, String)]) -> Result<(), Problem> {
    let old = if file.is_file() { files::text(file)? } else { String::new() };
    files::write(file, page::insert(&old, text).as_bytes())?;
    let folder = file.parent().unwrap_or(Path::new("")).join("images");
    std::fs::create_dir_all(&folder).map_err(|e| Problem::caller(format!("{} cannot be made: {e}", folder.display())))?;
    plots.iter().try_for_each(|(name, plot)| files::write(&folder.join(name), plot.as_bytes()))
}

/// A list of labelled pictures.
fn labels(path: &Path) -> Result<Vec<Value>, Problem> {
    serde_json::from_str(&files::text(path)?)
        .map_err(|_| Problem::caller(format!("{} is no list of labelled pictures", path.display())))
}
