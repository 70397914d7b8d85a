//! `kyc screen`.

use std::sync::Arc;

use kyc_core::ops::{ScreenNameRequest, ScreenNameResponse};
use kyc_core::watchlist::{ListKind, ScreeningOutcome};
use kyc_core::{Config, Engine};
use serde::Serialize;

use super::print_json;
use crate::args::{ScreenArguments, Shared};
use crate::lists::{self, ListFile};
use crate::outcome::{Outcome, Problem, print};
use crate::style::{Ink, Style, clean};

pub(super) fn run(arguments: &ScreenArguments, shared: &Shared) -> Result<Outcome, Problem> {
    let mut all = Vec::new();
    for (kind, paths) in [
        (ListKind::Sanctions, &arguments.list),
        (ListKind::Pep, &arguments.pep),
        (ListKind::AdverseMedia, &arguments.adverse_media),
    ] {
        for path in paths {
            all.extend(lists::read(kind, path)?);
        }
    }
    let (index, read) = lists::index(&all)?;
    left_out(&all, &read);
    if index.is_empty() {
        return Err(Problem::caller("none of the files is a watchlist of a known form"));
    }
    let engine = Engine::new(Config { watchlists: Some(Arc::new(index)), ..Config::default() })?;
    let request = ScreenNameRequest {
        name: arguments.name.clone().into(),
        birth_date: arguments.born.clone().map(Into::into),
        nationality: arguments.nationality.clone().map(Into::into),
        document_number: arguments.document.clone().map(Into::into),
    };
    let answer = engine.screen_name(request, &[])?;
    if shared.json {
        print_json(&answer)?;
    } else {
        print(&text(&answer, &shared.style()));
    }
    Ok(match answer.screening.outcome {
        ScreeningOutcome::Clear => Outcome::Good,
        ScreeningOutcome::Potential => Outcome::Review,
        ScreeningOutcome::Match => Outcome::Bad,
    })
}

/// Says on standard error which files were not searched: a search must not look wider than it was.
fn left_out(all: &[ListFile], read: &[String]) {
    for ListFile { path, .. } in all {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !read.iter().any(|read| *read == name) {
            crate::outcome::note(&format!("{} is no watchlist of a known form and was not searched", path.display()));
        }
    }
}

fn text(answer: &ScreenNameResponse, style: &Style) -> String {
    let (word, ink) = match answer.screening.outcome {
        ScreeningOutcome::Clear => ("CLEAR", Ink::Good),
        ScreeningOutcome::Potential => ("POTENTIAL", Ink::Warn),
        ScreeningOutcome::Match => ("MATCH", Ink::Bad),
    };
    let mut out = format!("{}  {} entries searched\n", style.paint(ink, word), answer.entries);
    for hit in &answer.screening.hits {
        let parts: Vec<String> =
            hit.parts.iter().map(|part| format!("{} {:.2}", said(part.part), part.agreement.to_f64())).collect();
        out.push_str(&format!(
            "\n{:.3}  {}  {}\n       {} {} · {}\n",
            hit.score.to_f64(),
            style.paint(Ink::Bold, &clean(&hit.name)),
            style.paint(Ink::Dim, &said(hit.outcome)),
            clean(&hit.list),
            clean(&hit.id),
            parts.join(" · ")
        ));
    }
    out
}

/// The wire's word for a value, with blanks.
fn said(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(|word| word.replace('_', " "))).unwrap_or_default()
}
