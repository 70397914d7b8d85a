//! Scores of OFAC's search tool: how many of ours are within five points.

use std::path::Path;

use kyc_core::names::{Name, NameKind, compare, jaro_winkler, ofac_score};
use serde_json::{Value, json};

use crate::accuracy_faces::figures::Rate;
use crate::files;
use crate::outcome::Problem;

/// Points of a hundred that are still the same score.
const WITHIN: f64 = 5.0;

pub(super) fn measure(path: &Path) -> Result<Value, Problem> {
    let text = files::text(path)?;
    let rows: Vec<(String, String, f64)> = text.lines().skip(1).filter_map(row).collect();
    // The tool shows no result under its lowest score: what it did not show has no score to be near to.
    let (scored, silent): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, _, score)| *score >= 0.0);
    let near = |by: &dyn Fn(&str, &str) -> f64| {
        let near = scored.iter().filter(|(query, listed, score)| (100.0 * by(query, listed) - score).abs() <= WITHIN);
        Rate::of(near.count(), scored.len())
    };
    let ours = near(&ofac_score);
    let plain = near(&|query, listed| jaro_winkler(&query.to_lowercase(), &listed.to_lowercase()));
    let screening = near(&|query, listed| f64::from(compare(&Name::new(query), &Name::new(listed), NameKind::Person).score));
    Ok(json!({
        "n": ours.n,
        "within_5": ours.k,
        "share": ours.share(),
        "interval_95": ours.interval(),
        "not_shown_by_the_tool": silent.len(),
        "jaro_winkler": plain.json(),
        "screening": screening.json(),
    }))
}

/// `query,result,score`, with quotes around what holds a comma.
fn row(line: &str) -> Option<(String, String, f64)> {
    let (names, score) = line.rsplit_once(',')?;
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in names.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut()?.push(c),
        }
    }
    let [query, result] = fields.try_into().ok()?;
    Some((query, result, score.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_commas_inside_quotes() {
        let expected = Some(("VLADIMIR PUTIN".to_owned(), "PUTIN, Vladimir".to_owned(), 100.0));
        assert_eq!(row("VLADIMIR PUTIN,\"PUTIN, Vladimir\",100"), expected);
        assert_eq!(row("A,B,C,1"), None);
    }
}
