//! One person or organisation against the index.

use super::case::ranked;
use super::entry::Listed;
use super::index::Index;
use super::load::document;
use crate::catalog::countries;
use crate::names::{Name, NameKind, compare};
use crate::wire::{Hit, Part, PartScore, Screening, ScreeningOutcome, Unit};

/// A hit from this score up is a match (F-146): nothing known speaks against it.
pub const MATCH_FROM: Unit = Unit::from_micros(950_000);
/// A hit from this score up is for a person to look at. On labelled name pairs F1 hardly changes
/// from 0.73 to here.
pub const POTENTIAL_FROM: Unit = Unit::from_micros(800_000);
/// Hits of one kind of list in one answer, the best first.
pub(super) const MOST_HITS: usize = 20;

/// Who is looked for. All but the name may be empty.
#[derive(Debug, Clone, Default)]
pub struct Query<'a> {
    /// Full name, in any order and script.
    pub name: &'a str,
    /// Date of birth, `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub birth_date: Option<&'a str>,
    /// Nationality: a code (ISO 3166-1, ICAO) or an English name. A code and a name are not compared.
    pub nationality: Option<&'a str>,
    /// Document number.
    pub document_number: Option<&'a str>,
}

impl Index {
    /// Looks for a person or an organisation. Time and memory are bounded whatever the name holds.
    pub fn screen(&self, query: &Query<'_>) -> Screening {
        let name = Name::new(query.name);
        let number = query.document_number.and_then(document);
        let mut best: Vec<(u32, f32)> = Vec::new();
        let mut offer = |entry: u32, score: f32| match best.iter_mut().find(|(known, _)| *known == entry) {
            Some((_, known)) => *known = known.max(score),
            None => best.push((entry, score)),
        };
        for (entry, listed) in self.candidates(&name) {
            let kind = if self.entry(entry).organisation() { NameKind::Organisation } else { NameKind::Person };
            offer(entry, compare(&name, &listed, kind).score);
        }
        for entry in number.iter().flat_map(|number| self.with_document(number)) {
            offer(entry, 0.0);
        }
        let hits: Vec<Hit> = best
            .into_iter()
            .map(|(at, score)| hit(&self.entry(at), score, query, number.as_deref()))
            .filter(|hit| hit.outcome != ScreeningOutcome::Clear)
            .collect();
        ranked(hits)
    }
}

/// The worst outcome of hits; `clear` without one.
pub(super) fn worst(hits: &[Hit]) -> ScreeningOutcome {
    hits.iter().map(|hit| hit.outcome).max().unwrap_or(ScreeningOutcome::Clear)
}

/// The name's agreement, lowered by each fact that contradicts; a document number in common decides alone.
fn hit(entry: &Listed<'_>, name: f32, query: &Query<'_>, number: Option<&str>) -> Hit {
    let mut score = name;
    let mut parts = vec![PartScore { part: Part::Name, agreement: Unit::from_f32(name) }];
    if let Some(agreement) = query.birth_date.and_then(|born| births_agree(born, entry.births())) {
        parts.push(PartScore { part: Part::BirthDate, agreement: Unit::from_f32(agreement) });
        // Another day of the same year is often an error of the list; another year is often another person.
        score -= 0.25 * (1.0 - agreement);
    }
    if let Some(agrees) = query.nationality.and_then(|asked| nationality_agrees(asked, entry.nationalities())) {
        parts.push(PartScore { part: Part::Nationality, agreement: if agrees { Unit::ONE } else { Unit::ZERO } });
        // People have several nationalities and lists know few of them.
        score -= if agrees { 0.0 } else { 0.05 };
    }
    if number.is_some_and(|number| entry.documents().any(|listed| listed == number)) {
        parts.push(PartScore { part: Part::DocumentNumber, agreement: Unit::ONE });
        score = 1.0;
    }
    let score = Unit::from_f32(score);
    let outcome = match score {
        s if s >= MATCH_FROM => ScreeningOutcome::Match,
        s if s >= POTENTIAL_FROM => ScreeningOutcome::Potential,
        _ => ScreeningOutcome::Clear,
    };
    Hit {
        list: entry.list.to_owned(),
        kind: entry.kind,
        id: entry.id().to_owned(),
        name: entry.names().next().unwrap_or_default().to_owned(),
        score,
        outcome,
        parts,
    }
}

/// Whether one of the listed nationalities is the one asked for; none when none is written in a comparable way.
fn nationality_agrees<'l>(asked: &str, listed: impl Iterator<Item = &'l str>) -> Option<bool> {
    let code = |text: &str| countries::normalise(&text.trim().to_uppercase());
    let compared = listed.filter_map(|listed| match (code(asked), code(listed)) {
        (Some(one), Some(other)) => Some(one == other),
        (None, None) => Some(listed.eq_ignore_ascii_case(asked.trim())),
        _ => None,
    });
    compared.reduce(|any, agrees| any || agrees)
}

/// 1 where a listed date is the same as far as both are known, one half where only the year is, else 0; `None` when the
/// list knows no date.
fn births_agree<'l>(born: &str, listed: impl Iterator<Item = &'l str>) -> Option<f32> {
    let year = |date: &str| date.get(..4).map(str::to_owned);
    listed
        .map(|date| match (born.starts_with(date) || date.starts_with(born), year(born) == year(date)) {
            (true, _) if !born.is_empty() => 1.0,
            (_, true) => 0.5,
            _ => 0.0,
        })
        .max_by(f32::total_cmp)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::watchlist::ListFormat;
    use crate::wire::ListKind;

    fn index() -> Index {
        let list = "id,type,name,aliases,birth_date,nationality,document\n1,person,Mohammed Al-Specimen,Abu Utopia,1971-02-03,Utopia,X1234567\n2,company,Utopia Trading Ltd,,,,\n";
        Index::builder().list("test", ListKind::Sanctions, ListFormat::Table, list.as_bytes()).unwrap().build().unwrap()
    }

    fn outcome(query: Query<'_>) -> ScreeningOutcome {
        index().screen(&query).outcome
    }

    #[test]
    fn f_145_f_146_clear_potential_match() {
        for name in ["Mohammed Al-Specimen", "SPECIMEN, Muhammad al", "محمد Specimen", "Abu Utopia"] {
            assert!(outcome(Query { name, ..Query::default() }) >= ScreeningOutcome::Potential, "{name}");
        }
        assert_eq!(outcome(Query { name: "Mohammed Al-Specimen", ..Query::default() }), ScreeningOutcome::Match);
        assert_eq!(outcome(Query { name: "Anna Eriksson", ..Query::default() }), ScreeningOutcome::Clear);
    }

    #[test]
    fn f_143_birth_date_and_nationality_weigh_in_and_are_explained() {
        let query = Query {
            name: "Mohammed Al-Specimen",
            birth_date: Some("1950-01-01"),
            nationality: Some("France"),
            document_number: None,
        };
        let screening = index().screen(&query);
        assert_eq!(screening.outcome, ScreeningOutcome::Clear);
        // A code and a name cannot contradict each other.
        assert_eq!(nationality_agrees("FRA", ["FRANCE"].into_iter()), None);
        assert_eq!(nationality_agrees("FRA", ["RU", "FR"].into_iter()), Some(true));
        assert_eq!(nationality_agrees("FRA", ["RU"].into_iter()), Some(false));
        let query = Query { birth_date: Some("1971-02-03"), nationality: Some("utopia"), ..query };
        let screening = index().screen(&query);
        assert_eq!((screening.outcome, screening.hits[0].parts.len()), (ScreeningOutcome::Match, 3));
    }

    #[test]
    fn a_document_number_in_common_is_a_match_whatever_the_name() {
        let query = Query { name: "Anna Eriksson", document_number: Some("x-123 4567"), ..Query::default() };
        assert_eq!(outcome(query), ScreeningOutcome::Match);
    }

    #[test]
    fn hostile_names_are_bounded() {
        let index = index();
        for name in ["", "\u{202e}\u{200b}", &"A ".repeat(5_000_000), &"م".repeat(5_000_000), "\u{0}\u{fffd}"] {
            assert_eq!(index.screen(&Query { name, ..Query::default() }).outcome, ScreeningOutcome::Clear);
        }
        let hidden = Query { name: "Mo\u{200b}hammed \u{202e}Al-Spec\u{00ad}imen", ..Query::default() };
        assert_eq!(index.screen(&hidden).outcome, ScreeningOutcome::Match);
    }
}
