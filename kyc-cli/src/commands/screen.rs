//! `kyc screen`.

use std::sync::Arc;

use kyc_core::ops::{ScreenNameRequest, ScreenNameResponse};
use kyc_core::watchlist::{Index, ListKind, ScreeningOutcome};
use kyc_core::{Config, Engine};
use serde::Serialize;

use super::print_json;
use crate::args::{ListArguments, ScreenArguments, ScreenCommand, Shared};
use crate::outcome::{Outcome, Problem, print};
use crate::style::{Ink, Style, clean};
use crate::{files, lists};

pub(super) fn run(arguments: &ScreenArguments, shared: &Shared) -> Result<Outcome, Problem> {
    if let Some(ScreenCommand::Index { out, lists }) = &arguments.command {
        let index = index(lists)?;
        files::replace(out, index.bytes())?;
        print(&format!("wrote {}: {} entries, {} bytes", out.display(), index.len(), index.bytes().len()));
        return Ok(Outcome::Good);
    }
    let watchlists = match &arguments.index {
        Some(path) => Some(lists::stored(path)?),
        None => Some(index(&arguments.lists)?),
    };
    let engine = Engine::new(Config { watchlists, ..Config::default() })?;
    let request = ScreenNameRequest {
        name: arguments.name.clone().unwrap_or_default().into(),
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

fn index(from: &ListArguments) -> Result<Arc<Index>, Problem> {
    let found = lists::search(&[
        (ListKind::Sanctions, &from.list[..]),
        (ListKind::Pep, &from.pep[..]),
        (ListKind::AdverseMedia, &from.adverse_media[..]),
    ])?;
    found.ok_or_else(|| Problem::caller("no list was named: pass --list, --pep, --adverse-media or --index"))
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
