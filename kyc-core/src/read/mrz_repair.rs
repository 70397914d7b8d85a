//! Corrections that a check digit demands: one character for its look-alike, where exactly one change makes every check
//! digit right.
//!
//! A change that only one of many possible ones would make right proves little: with 37 characters a wrong field has many
//! repairs. So only characters that the recogniser itself held possible are tried, and of two possible repairs that are
//! alike likely neither is made.

use super::ctc::{Column, Mask, SYMBOLS};
use crate::mrz::{self, Layout};
use crate::wire::CorrectionReason;

/// A symbol is tried when it has at least this share of the probability.
const POSSIBLE: f32 = 0.01;
/// A repair is made when it is at least this probable against what was read. A check digit agrees by chance one time in
/// ten, and in a document number the composite digit repeats its weights and adds nothing: less would turn the changed
/// digit of a forgery into some other character that happens to fit. (418 lines with one digit replaced, cut from real
/// pictures: 43 came out with every check digit right when look-alikes were tried however sure the reader was; 7 do now.)
const LEAST_ODDS: f32 = 0.33;
/// The second best repair must be this many times less probable than the best.
const MARGIN: f32 = 4.0;
/// Most single changes considered: a bound on work; zones that need more are unreadable anyway.
const MOST_CHANGES: usize = 24;

/// A change that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The symbol before.
    pub(crate) before: usize,
    pub(crate) because: CorrectionReason,
}

/// The zone after its repair, and what was changed. Unchanged where nothing needs repair or
/// no single change is clearly best.
pub(crate) fn repaired(columns: Vec<Vec<Column>>, masks: &[Vec<Mask>], layout: &Layout) -> (Vec<Vec<Column>>, Vec<Change>) {
    let valid = |columns: &[Vec<Column>]| {
        let texts: Vec<String> =
            columns.iter().map(|line| line.iter().map(|column| super::mrz_decode::character(column.symbol)).collect()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        mrz::parse(&texts).is_ok_and(|mrz| mrz.is_valid())
    };
    // Visas have no composite check digit: one digit alone is too weak a proof for a change.
    let has_composite = layout.checks.iter().any(|check| check.name == crate::wire::MrzCheckName::Composite);
    if !has_composite || valid(&columns) {
        return (columns, Vec::new());
    }
    let protected = |l: usize, c: usize| {
        layout
            .checks
            .iter()
            .any(|check| check.at == (l, c) || check.over.iter().any(|s| s.line == l && (s.start..s.end).contains(&c)))
    };
    let mut changes: Vec<(f32, usize, usize, usize)> = Vec::new();
    for (l, line) in columns.iter().enumerate() {
        for (c, column) in line.iter().enumerate().filter(|(c, _)| protected(l, *c)) {
            for k in (0..SYMBOLS).filter(|&k| k != column.symbol && masks[l][c] >> k & 1 == 1) {
                if column.share[k] >= POSSIBLE {
                    // Against what was read, also where its place rules that out: else a check digit could be made up.
                    changes.push((column.share[k] / column.share[column.most_probable()].max(1e-6), l, c, k));
                }
            }
        }
    }
    changes.sort_by(|a, b| b.0.total_cmp(&a.0));
    changes.truncate(MOST_CHANGES);
    let with = |change: &(f32, usize, usize, usize)| {
        let mut changed = columns.clone();
        changed[change.1][change.2].symbol = change.3;
        changed
    };
    let mut working = changes.iter().filter(|change| valid(&with(change)));
    let Some(best) = working.next() else { return (columns, Vec::new()) };
    if best.0 < LEAST_ODDS || working.next().is_some_and(|second| second.0 * MARGIN > best.0) {
        return (columns, Vec::new());
    }
    let before = columns[best.1][best.2].symbol;
    let change = Change { line: best.1, column: best.2, before, because: CorrectionReason::CheckDigit };
    (with(best), vec![change])
}
