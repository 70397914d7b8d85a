//! `kyc read`.

use std::path::Path;

use kyc_core::ops::{DocumentBlobs, ReadDocumentRequest};
use kyc_core::wire::{Decoded, Seen};

use super::print_json;
use crate::args::Shared;
use crate::outcome::{Outcome, Problem, print};
use crate::report::words;
use crate::{files, report};

pub(super) fn run(file: &Path, back: Option<&Path>, shared: &Shared) -> Result<Outcome, Problem> {
    let mut blobs = vec![files::picture(file)?];
    if let Some(back) = back {
        blobs.push(files::picture(back)?);
    }
    let blobs: Vec<&[u8]> = blobs.iter().map(Vec::as_slice).collect();
    let document = DocumentBlobs { front: 0, back: back.map(|_| 1) };
    let answer = shared.engine()?.read_document(ReadDocumentRequest { document, today: shared.day() }, &blobs)?;
    let outcome = if answer.document.seen().is_some() { Outcome::Good } else { Outcome::Bad };
    if shared.json {
        print_json(&answer)?;
        return Ok(outcome);
    }
    for capture in &answer.captures {
        if let Decoded::Problem(problem) = capture.picture {
            print(&format!("Picture {} cannot be used: {}", capture.blob, words::problem(problem)));
        }
    }
    match &answer.document {
        Seen::Seen(document) => print(&report::document(document, &shared.style())),
        Seen::NotSeen { reason } => print(&format!("No document: {}", words::not_seen(*reason))),
    }
    Ok(outcome)
}
