//! `kyc liveness` and `kyc match`.

use std::path::Path;

use kyc_core::ops::{CheckLivenessRequest, MatchFacesRequest};
use kyc_core::wire::{Seen, Unit};

use super::print_json;
use crate::args::Shared;
use crate::files;
use crate::outcome::{Outcome, Problem, print};
use crate::report::words;
use crate::style::Ink;

pub(super) fn liveness(file: &Path, shared: &Shared) -> Result<Outcome, Problem> {
    let photo = files::picture(file)?;
    let answer = shared.engine()?.check_liveness(CheckLivenessRequest::new(0), &[&photo])?;
    let outcome = match &answer.liveness {
        Seen::Seen(liveness) if liveness.is_live => Outcome::Good,
        _ => Outcome::Bad,
    };
    if shared.json {
        print_json(&answer)?;
        return Ok(outcome);
    }
    let style = shared.style();
    print(&match &answer.liveness {
        Seen::Seen(live) if live.is_live => {
            format!("{}  score {:.3}, threshold {:.2}", style.paint(Ink::Good, "live"), live.score, live.threshold)
        }
        Seen::Seen(live) => {
            format!(
                "{}  score {:.3}, threshold {:.2}, attack: {}",
                style.paint(Ink::Bad, "not live"),
                live.score,
                live.threshold,
                words::word(&live.spoof_type)
            )
        }
        Seen::NotSeen { reason } => format!("{}  {}", style.paint(Ink::Warn, "not run"), words::not_seen(*reason)),
    });
    Ok(outcome)
}

pub(super) fn compare(a: &Path, b: &Path, threshold: Option<f64>, shared: &Shared) -> Result<Outcome, Problem> {
    let threshold = threshold.map(Unit::from_f64);
    let pictures = [files::picture(a)?, files::picture(b)?];
    let request = MatchFacesRequest { threshold, ..MatchFacesRequest::new(0, 1) };
    let answer = shared.engine()?.match_faces(request, &[&pictures[0], &pictures[1]])?;
    let outcome = match &answer.comparison {
        Seen::Seen(comparison) if comparison.is_match => Outcome::Good,
        _ => Outcome::Bad,
    };
    if shared.json {
        print_json(&answer)?;
        return Ok(outcome);
    }
    let style = shared.style();
    print(&match &answer.comparison {
        Seen::Seen(found) => {
            let verdict = if found.is_match { style.paint(Ink::Good, "match") } else { style.paint(Ink::Bad, "no match") };
            let (similarity, cosine) = (found.similarity, found.raw_cosine);
            format!(
                "{verdict}  similarity {similarity:.3}, threshold {:.2}, band {}, raw cosine {cosine:.3}",
                found.threshold,
                words::word(&found.band)
            )
        }
        Seen::NotSeen { reason } => format!("{}  {}", style.paint(Ink::Warn, "not compared"), words::not_seen(*reason)),
    });
    Ok(outcome)
}
