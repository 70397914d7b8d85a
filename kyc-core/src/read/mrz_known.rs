//! Corrections towards the codes that exist: issuing state and nationality (ICAO 9303-3 §5).

use super::ctc::{Column, FILLER_SYMBOL, Mask, SYMBOLS};
use super::mrz_decode::character;
use super::mrz_repair::Change;
use crate::catalog::countries;
use crate::mrz::Layout;
use crate::wire::CorrectionReason;

/// A code that exists is taken for one that does not when it is at least this probable against what was read: three
/// letters at random name a state one time in fifty.
const LEAST_ODDS: f32 = 0.02;
/// The second best code must be this many times less probable.
const MARGIN: f32 = 4.0;

/// Corrects codes in place and says what was changed. A code that exists is never touched, nor one that no existing code
/// comes near: it stays as it was read.
pub(crate) fn known_codes(columns: &mut [Vec<Column>], masks: &[Vec<Mask>], layout: &Layout) -> Vec<Change> {
    let mut changes = Vec::new();
    for span in [Some(layout.state), layout.nationality].into_iter().flatten() {
        let Some(part) = columns.get_mut(span.line).and_then(|line| line.get_mut(span.start..span.end)) else { continue };
        let read: String = part.iter().map(|column| character(column.symbol)).collect();
        if countries::is_known_icao(read.trim_end_matches('<')) {
            continue;
        }
        let odds = |code: &str| {
            let symbols = symbols(code, part.len());
            let allowed = symbols.iter().zip(span.start..).all(|(&k, c)| masks[span.line][c] >> k & 1 == 1);
            let each = symbols.iter().zip(part.iter()).map(|(&k, column)| column.share[k] / column.probability().max(1e-6));
            if allowed { each.product() } else { 0.0_f32 }
        };
        let mut codes: Vec<(f32, &str)> = countries::icao_codes().map(|code| (odds(code), code)).collect();
        codes.sort_by(|a, b| b.0.total_cmp(&a.0));
        let [best, second, ..] = codes.as_slice() else { continue };
        if best.0 < LEAST_ODDS || second.0 * MARGIN > best.0 {
            continue;
        }
        for (at, symbol) in symbols(best.1, part.len()).into_iter().enumerate() {
            let before = part[at].symbol;
            if before != symbol {
                part[at].symbol = symbol;
                changes.push(Change { line: span.line, column: span.start + at, before, because: CorrectionReason::KnownValues });
            }
        }
    }
    changes
}

/// The symbols of a code, filled up to `length`.
fn symbols(code: &str, length: usize) -> Vec<usize> {
    let letters = code.bytes().map(|byte| usize::from(byte.wrapping_sub(b'A')).min(SYMBOLS - 1));
    letters.chain(std::iter::repeat(FILLER_SYMBOL)).take(length).collect()
}
