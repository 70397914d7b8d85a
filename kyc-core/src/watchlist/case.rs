//! A whole case against the index: every name that it gives, with what else is known of the person.

use std::collections::BTreeMap;

use super::index::Index;
use super::screen::{MOST_HITS, Query, worst};
use crate::wire::{Evidence, FieldName, Hit, ListKind, NotSeen, Screening, ScreeningEvidence, Seen};

/// Names of one case that are searched for.
const MOST_NAMES: usize = 8;

impl Index {
    /// Searches for the holder of the document and for the person who applied: every spelling that a source gives, in any
    /// script, each with the document's birth date, nationality and number.
    ///
    /// Not seen, `blocked`, when the case gives neither a name nor a document number, `not_provided` when there was nothing
    /// to read one from.
    pub fn screen_case(&self, evidence: &Evidence) -> Seen<ScreeningEvidence> {
        let names = names(evidence);
        let number = first(evidence, FieldName::DocumentNumber);
        if names.is_empty() && number.is_none() {
            let asked = evidence.document.reason() != Some(NotSeen::NotProvided) || evidence.profile.seen().is_some();
            return Seen::not(if asked { NotSeen::Blocked } else { NotSeen::NotProvided });
        }
        let declared = evidence.profile.seen().and_then(|profile| profile.birth_date.as_ref()).map(|date| date.expose().as_str());
        let born = first(evidence, FieldName::BirthDate).or(declared).map(known_part);
        let mut best: BTreeMap<(String, String), Hit> = BTreeMap::new();
        let by_number = [String::new()];
        for name in if names.is_empty() { &by_number[..] } else { &names[..] } {
            let query =
                Query { name, birth_date: born, nationality: first(evidence, FieldName::Nationality), document_number: number };
            for hit in self.screen(&query).hits {
                let key = (hit.list.clone(), hit.id.clone());
                match best.get(&key) {
                    Some(known) if known.score >= hit.score => {}
                    _ => drop(best.insert(key, hit)),
                }
            }
        }
        let screening = ranked(best.into_values().collect());
        Seen::Seen(ScreeningEvidence { screening, searched: self.searched().to_vec(), clearances: Vec::new() })
    }
}

/// The best first, at most [`MOST_HITS`] of each kind of list: many exposed persons hide no sanctioned one.
pub(super) fn ranked(mut hits: Vec<Hit>) -> Screening {
    hits.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| (&a.list, &a.id).cmp(&(&b.list, &b.id))));
    let mut kept: BTreeMap<ListKind, usize> = BTreeMap::new();
    hits.retain(|hit| {
        let count = kept.entry(hit.kind).or_default();
        *count += 1;
        *count <= MOST_HITS
    });
    Screening { outcome: worst(&hits), hits }
}

/// Every distinct full name: of the document in each source's spelling, and the declared one.
fn names(evidence: &Evidence) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    if let Some(document) = evidence.document.seen() {
        let readings = |name| document.fields.iter().find(|field| field.name == name).map_or(&[][..], |field| &field.readings);
        let surnames = readings(FieldName::Surname);
        let given = readings(FieldName::GivenNames);
        for surname in surnames {
            let of_source = given.iter().find(|reading| reading.origin == surname.origin).or(given.first());
            let given = of_source.map_or("", |reading| reading.value.expose().as_str());
            names.push(format!("{given} {}", surname.value.expose()).trim().to_owned());
        }
        if surnames.is_empty() {
            names.extend(given.first().map(|reading| reading.value.expose().clone()));
        }
    }
    names.extend(evidence.profile.seen().and_then(|profile| profile.full_name.as_ref()).map(|name| name.expose().clone()));
    names.retain(|name| !name.is_empty());
    let mut distinct: Vec<String> = Vec::new();
    for name in names {
        if !distinct.contains(&name) && distinct.len() < MOST_NAMES {
            distinct.push(name);
        }
    }
    distinct
}

fn first(evidence: &Evidence, name: FieldName) -> Option<&str> {
    let field = evidence.document.seen()?.fields.iter().find(|field| field.name == name)?;
    field.readings.first().map(|reading| reading.value.expose().as_str()).filter(|value| !value.is_empty())
}

/// A date up to its first unknown part: `1990-XX-XX` is `1990`.
fn known_part(date: &str) -> &str {
    date.find("-X").and_then(|at| date.get(..at)).unwrap_or(date)
}
