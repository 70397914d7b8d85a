//! From recogniser steps to a machine-readable zone: format, columns, check digits, evidence.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::MrzRead;
use super::alphabet::MRZ_ALPHABET;
use super::ctc::{self, Column, Mask, SYMBOLS};
use super::mrz_repair;
use super::recognise::MrzSteps;
use crate::mrz::{self, Layout, Mrz, to_wire};
use crate::sensitive::Sensitive;
use crate::wire::{CorrectionReason, MrzCheckName, MrzCorrection, MrzLine, Provenance, Quad, Unit};

const LETTERS: Mask = (1 << 26) - 1;
const DIGITS: Mask = 0b11_1111_1111 << 26;
const FILLER: Mask = 1 << 36;
const ANY: Mask = LETTERS | DIGITS | FILLER;
/// A reading whose characters are less probable than this on average is other print pressed into a zone's form. Zones of
/// the development pictures lie above 0.9, other print below 0.6.
const LEAST_MEAN: f32 = 0.7;

/// Ranks readings: right check digits first, then fewer corrections by check digit, then confidence. `None` is the lowest.
pub(crate) fn rank(read: &Option<MrzRead>) -> Option<(bool, usize, Reverse<usize>, Unit)> {
    let evidence = &read.as_ref()?.evidence;
    let right = evidence.check_digits.iter().filter(|digit| digit.valid).count();
    let repaired = evidence.corrections.iter().filter(|c| c.because == CorrectionReason::CheckDigit).count();
    Some((evidence.check_digits_valid, right, Reverse(repaired), evidence.confidence))
}

/// Decodes the lines of a possible zone, top to bottom. `None` when they fit no format.
pub(crate) fn decode(lines: &[(Quad, MrzSteps)], blob: u32, model: &str, today: NaiveDate) -> Option<MrzRead> {
    let lengths: &[usize] = if lines.len() == 3 { &[30] } else { &[36, 44] };
    let (columns, layout) = lengths
        .iter()
        .filter_map(|&length| {
            let (columns, layout, score) = read_as(lines, length)?;
            Some((score, columns, layout))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, columns, layout)| (columns, layout))?;
    let all = || columns.iter().flatten();
    let mean = all().map(Column::probability).sum::<f32>() / all().count().max(1) as f32;
    if mean < LEAST_MEAN {
        return None;
    }
    let masks = masks(layout);
    let (columns, repaired) = mrz_repair::repaired(columns, &masks, layout);
    let texts: Vec<String> = columns.iter().map(|line| line.iter().map(|column| character(column.symbol)).collect()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mrz = mrz::parse(&texts).ok()?;
    // Four checks of one digit each: chance alone gives more than half of them less than once in two hundred times.
    let right = mrz.checks().filter(|check| check.valid).count();
    (2 * right > mrz.checks().count()).then(|| as_read(&mrz, lines, &columns, &masks, &repaired, blob, model, today))
}

/// All lines at one length, with the layout that the beginning of the first line asks for, and the score.
fn read_as(lines: &[(Quad, MrzSteps)], length: usize) -> Option<(Vec<Vec<Column>>, &'static Layout, f32)> {
    let mut begin = vec![ANY; length];
    begin[0] = LETTERS;
    let (first, _) = ctc::forced(&lines.first()?.1, &begin)?;
    let start: Vec<u8> = first.iter().take(5).map(|column| character(column.symbol) as u8).collect();
    let layout = Layout::of(lines.len(), length, &start)?;
    let mut columns = Vec::with_capacity(lines.len());
    let mut score = 0.0;
    for ((_, steps), masks) in lines.iter().zip(masks(layout)) {
        let (line, gain) = ctc::forced(steps, &masks)?;
        columns.push(line);
        score += gain;
    }
    Some((columns, layout, score))
}

pub(crate) fn character(symbol: usize) -> char {
    MRZ_ALPHABET.as_bytes().get(symbol).map_or('<', |&byte| char::from(byte))
}

/// What may stand in each column of each line (ICAO 9303-3 §4.3, -4 to -7).
fn masks(layout: &Layout) -> Vec<Vec<Mask>> {
    let mut masks = vec![vec![ANY; layout.length]; layout.lines];
    let mut set = |span: mrz::format::Span, mask: Mask| masks[span.line][span.start..span.end].fill(mask);
    for span in [Some(layout.state), layout.nationality, Some(layout.names), layout.given].into_iter().flatten() {
        set(span, LETTERS | FILLER);
    }
    for span in [Some(layout.birth), layout.expiry].into_iter().flatten() {
        set(span, DIGITS | FILLER);
    }
    let symbol = |c: u8| 1 << (c - b'A');
    set(layout.sex, symbol(b'M') | symbol(b'F') | symbol(b'X') | FILLER);
    masks[layout.code.line][layout.code.start] = LETTERS;
    for check in layout.checks {
        // A long number leaves its check digit's column empty; so does empty optional data.
        let may_be_empty = matches!(check.name, MrzCheckName::DocumentNumber | MrzCheckName::OptionalData);
        masks[check.at.0][check.at.1] = if may_be_empty { DIGITS | FILLER } else { DIGITS };
    }
    masks
}

#[allow(clippy::too_many_arguments)] // Everything there is to say about one zone.
fn as_read(
    mrz: &Mrz<'_>,
    lines: &[(Quad, MrzSteps)],
    columns: &[Vec<Column>],
    masks: &[Vec<Mask>],
    repaired: &[(usize, usize, usize)],
    blob: u32,
    model: &str,
    today: NaiveDate,
) -> MrzRead {
    let mut evidence = to_wire::evidence(mrz);
    evidence.blob = Some(blob);
    evidence.lines = mrz
        .lines()
        .iter()
        .zip(lines)
        .zip(columns)
        .map(|((text, (quad, _)), line)| MrzLine {
            text: (*text).into(),
            region: Some(*quad),
            probabilities: line.iter().map(|column| Unit::from_f32(column.probability())).collect(),
        })
        .collect();
    let hidden = |symbol: usize| Sensitive::new(character(symbol).to_string());
    for (l, line) in columns.iter().enumerate() {
        for (c, column) in line.iter().enumerate() {
            let by_check = repaired.iter().find(|(line, at, _)| (*line, *at) == (l, c));
            let read = by_check.map_or_else(|| column.most_probable(), |(_, _, before)| *before);
            let excluded = masks[l][c] >> read & 1 == 0;
            let because = match by_check {
                Some(_) => CorrectionReason::CheckDigit,
                None if excluded => CorrectionReason::Position,
                // The length made the difference: a filler between two others.
                None if read != column.symbol => CorrectionReason::Length,
                None => continue,
            };
            let (line, column_number) = (u8::try_from(l).unwrap_or(u8::MAX), u8::try_from(c).unwrap_or(u8::MAX));
            evidence.corrections.push(MrzCorrection { line, column: column_number, read: hidden(read), used: hidden(column.symbol), because });
        }
    }
    // What stays of a zone's doubt is in the columns that could be read two ways; the product is over all of them.
    let whole: f64 = columns.iter().flatten().map(|column| f64::from(trust(column))).product();
    evidence.confidence = Unit::from_f64(if evidence.check_digits_valid { whole } else { whole / 2.0 });
    let place = |span: mrz::format::Span| {
        let part = columns[span.line].get(span.start..span.end).unwrap_or_default();
        let confidence: f64 = part.iter().map(|column| f64::from(trust(column))).product();
        let region = lines.get(span.line).map(|(quad, _)| *quad);
        (Provenance { blob, region, model: Some(model.to_owned()) }, Unit::from_f64(confidence))
    };
    let fields = to_wire::fields(mrz, today, place);
    MrzRead { evidence, fields }
}

/// Probability of the chosen symbol against the strongest other one: what position ruled out is not held against it.
fn trust(column: &Column) -> f32 {
    let chosen = column.probability();
    let other = (0..SYMBOLS).filter(|&k| k != column.symbol).map(|k| column.share[k]).fold(0.0, f32::max);
    // A symbol that only its place made win over a likelier one (0 over O) counts as read.
    if other > chosen { 0.9 } else { chosen / (chosen + other) }
}
