//! `kyc barcode`.

use std::path::PathBuf;

use kyc_core::ops::ReadBarcodeRequest;
use kyc_core::wire::{Decoded, Seen};
use kyc_core::{Config, Engine};

use super::{barcode_folder, print_json};
use crate::args::Shared;
use crate::outcome::{Outcome, Problem, print};
use crate::report::words;
use crate::{files, report};

pub(super) fn run(paths: &[PathBuf], shared: &Shared) -> Result<Outcome, Problem> {
    // No model is needed.
    let engine = Engine::new(Config::default())?;
    let mut outcome = Outcome::Good;
    for path in paths {
        if path.is_dir() {
            barcode_folder::run(&engine, path, shared)?;
            continue;
        }
        if paths.len() > 1 && !shared.json {
            print(&format!("{}:", path.display()));
        }
        let picture = files::picture(path)?;
        let answer = engine.read_barcode(ReadBarcodeRequest::image(0), &[&picture])?;
        if answer.barcodes.seen().is_none() {
            outcome = Outcome::Bad;
        }
        if shared.json {
            print_json(&answer)?;
            continue;
        }
        let problem = answer.capture.as_ref().and_then(|capture| match capture.picture {
            Decoded::Problem(problem) => Some(problem),
            Decoded::Picture(_) => None,
        });
        print(&match (&answer.barcodes, problem) {
            (_, Some(problem)) => format!("The picture cannot be used: {}", words::problem(problem)),
            (Seen::Seen(barcodes), _) => report::barcodes(barcodes, &shared.style()),
            (Seen::NotSeen { reason }, _) => format!("No barcode: {}", words::not_seen(*reason)),
        });
    }
    Ok(outcome)
}
