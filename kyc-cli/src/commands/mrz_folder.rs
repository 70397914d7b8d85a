//! `kyc mrz FOLDER`: every labelled picture of a folder, compared with its label, one line each. The folder holds a
//! `manifest.json` as `kyc accuracy documents` takes it.

use std::path::Path;

use kyc_core::Engine;
use serde_json::{Value, json};

use super::print_json;
use crate::accuracy::mrz_images::tally;
use crate::args::Shared;
use crate::files;
use crate::outcome::{Problem, print};

pub(super) fn run(engine: &Engine, folder: &Path, shared: &Shared) -> Result<(), Problem> {
    let path = folder.join("manifest.json");
    let wrong = |_| Problem::caller(format!("{} is no list of labelled pictures", path.display()));
    let labels: Vec<Value> = serde_json::from_str(&files::text(&path)?).map_err(wrong)?;
    let tally = tally(engine, &labels, folder, shared.day(), 0.0, &mut |file, verdict| {
        if !shared.json {
            print(&format!("{verdict:14} {file}"));
        }
    })?;
    if shared.json {
        return print_json(&json!({ "mrz_images": tally.figures() }));
    }
    let share = 100.0 * tally.exact as f64 / tally.readable.max(1) as f64;
    print(&format!("\nexact {}/{} ({share:.0} %), false valid {}, ", tally.exact, tally.readable, tally.false_valid));
    print(&format!(
        "reported where there is none {}/{}, median {:.0} ms",
        tally.reported_where_none,
        tally.without,
        tally.median()
    ));
    Ok(())
}
