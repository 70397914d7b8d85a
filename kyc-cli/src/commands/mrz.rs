//! `kyc mrz`.

use std::io::Read;
use std::path::PathBuf;

use kyc_core::ops::{ReadMrzRequest, ReadMrzResponse};
use kyc_core::wire::{Decoded, Seen};
use kyc_core::{Config, Engine};

use super::{mrz_folder, print_json};
use crate::args::Shared;
use crate::outcome::{Outcome, Problem, print};
use crate::report::words;
use crate::{files, report};

pub(super) fn text(text: &str, shared: &Shared) -> Result<Outcome, Problem> {
    let mut lines = text.to_owned();
    if text == "-" {
        lines.clear();
        // Nothing longer can be a zone; a pipe may be endless.
        let failed = |e| Problem::caller(format!("standard input cannot be read: {e}"));
        std::io::stdin().lock().take(1 << 16).read_to_string(&mut lines).map_err(failed)?;
    }
    let answer = Engine::new(Config::default())?.read_mrz(ReadMrzRequest::text(lines, shared.day()), &[])?;
    show(&answer, shared)
}

pub(super) fn pictures(paths: &[PathBuf], shared: &Shared) -> Result<Outcome, Problem> {
    let engine = shared.engine()?;
    let mut worst = Outcome::Good;
    for path in paths {
        if path.is_dir() {
            mrz_folder::run(&engine, path, shared)?;
            continue;
        }
        if paths.len() > 1 && !shared.json {
            print(&format!("{}:", path.display()));
        }
        let picture = files::picture(path)?;
        let answer = engine.read_mrz(ReadMrzRequest::image(0, shared.day()), &[&picture])?;
        let outcome = show(&answer, shared)?;
        if outcome as u8 > worst as u8 {
            worst = outcome;
        }
    }
    Ok(worst)
}

fn show(answer: &ReadMrzResponse, shared: &Shared) -> Result<Outcome, Problem> {
    let outcome = match &answer.mrz {
        Seen::Seen(mrz) if mrz.check_digits_valid => Outcome::Good,
        Seen::Seen(_) => Outcome::Review,
        Seen::NotSeen { .. } => Outcome::Bad,
    };
    if shared.json {
        print_json(answer)?;
        return Ok(outcome);
    }
    let problem = answer.capture.as_ref().and_then(|capture| match capture.picture {
        Decoded::Problem(problem) => Some(problem),
        Decoded::Picture(_) => None,
    });
    print(&match (&answer.mrz, problem) {
        (_, Some(problem)) => format!("The picture cannot be used: {}", words::problem(problem)),
        (Seen::Seen(mrz), _) => report::mrz(mrz, &answer.fields, &shared.style()),
        (Seen::NotSeen { reason }, _) => format!("No machine-readable zone: {}", words::not_seen(*reason)),
    });
    Ok(outcome)
}
