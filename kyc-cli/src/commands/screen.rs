//! `kyc screen`.

use kyc_core::ops::{ScreenNameRequest, ScreenNameResponse};
use kyc_core::watchlist::{ListKind, ScreeningOutcome};
use kyc_core::{Config, Engine};
use serde::Serialize;

use super::print_json;
use crate::args::{ScreenArguments, Shared};
use crate::lists;
use crate::outcome::{Outcome, Problem, print};
use crate::style::{Ink, Style, clean};

pub(super) fn run(arguments: &ScreenArguments, shared: &Shared) -> Result<Outcome, Problem> {
    let searched = [
        (ListKind::Sanctions, &arguments.list[..]),
        (ListKind::Pep, &arguments.pep[..]),
        (ListKind::AdverseMedia, &arguments.adverse_media[..]),
    ];
    let engine = Engine::new(Config { watchlists: lists::search(&searched)?, ..Config::default() })?;
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
