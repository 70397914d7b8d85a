//! Text of a machine-readable zone to fields and check digits, without allocating.

use super::check_digit;
use super::format::{CheckSpec, Layout, Span};
use crate::wire::MrzCheckName;

/// Why lines are no machine-readable zone. Positions only, never characters: they are personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MrzProblem {
    /// Lines in a number or of lengths that no format has.
    Shape,
    /// A character outside `A–Z`, `0–9`, `<`. Line and column from 0; the column counts bytes.
    BadCharacter {
        /// Line.
        line: usize,
        /// Column.
        column: usize,
    },
}

/// One check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// What it protects.
    pub name: MrzCheckName,
    /// The character found, ASCII.
    pub found: u8,
    /// The digit computed, ASCII.
    pub expected: u8,
    /// Whether they agree. `<` stands for 0 where the protected data is empty (9303-4 §4.2.2.2 for optional data).
    pub valid: bool,
}

/// A machine-readable zone cut into fields. Borrowed from the lines.
#[derive(Debug, Clone, Copy)]
pub struct Mrz<'a> {
    /// Its layout.
    pub layout: &'static Layout,
    lines: [&'a str; 3],
    checks: [Option<Check>; 5],
}

/// Reads the lines of a zone: two or three of one length, or those of a national format (see [`super::format::ALL`]).
///
/// # Errors
/// [`MrzProblem`]. Failing check digits are no problem here: they are part of the answer.
pub fn parse<'a>(lines: &[&'a str]) -> Result<Mrz<'a>, MrzProblem> {
    let (mut held, mut lengths) = ([""; 3], [0; 3]);
    if lines.len() > held.len() {
        return Err(MrzProblem::Shape);
    }
    lengths.iter_mut().zip(lines).for_each(|(slot, line)| *slot = line.len());
    let start = lines.first().map_or("", |line| line).as_bytes();
    let layout = Layout::of(&lengths[..lines.len()], start).ok_or(MrzProblem::Shape)?;
    for (index, (slot, line)) in held.iter_mut().zip(lines).enumerate() {
        if let Some(column) = line.bytes().position(|byte| check_digit::value(byte).is_none()) {
            return Err(MrzProblem::BadCharacter { line: index, column });
        }
        *slot = line;
    }
    // Without a check digit, nothing else shows that three lines are of this format.
    if layout.checks.is_empty() && !held[layout.code.line].starts_with("FACHE") {
        return Err(MrzProblem::Shape);
    }
    let mut mrz = Mrz { layout, lines: held, checks: [None; 5] };
    for (slot, spec) in mrz.checks.iter_mut().zip(layout.checks) {
        *slot = Some(check(&held, layout, spec));
    }
    Ok(mrz)
}

fn check(lines: &[&str; 3], layout: &Layout, spec: &CheckSpec) -> Check {
    let found = lines[spec.at.0].as_bytes()[spec.at.1];
    if spec.name == MrzCheckName::DocumentNumber
        && let Some(tail) = overflow(lines, layout)
    {
        // 9303-5 §4.2.2, 9303-6: a number of more than nine characters goes on in the optional data and carries its
        // check digit there.
        let number = &lines[layout.number.line].as_bytes()[layout.number.start..layout.number.end];
        let (rest, digit) = tail.split_at(tail.len() - 1);
        let expected = check_digit::over(&[number, rest]);
        return Check { name: spec.name, found: digit[0], expected, valid: digit[0] == expected };
    }
    let mut pieces: [&[u8]; 4] = [&[]; 4];
    for (piece, part) in pieces.iter_mut().zip(spec.over) {
        *piece = &lines[part.line].as_bytes()[part.start..part.end];
    }
    let expected = check_digit::over(&pieces);
    let empty = || pieces.iter().all(|piece| piece.iter().all(|&byte| byte == b'<'));
    Check { name: spec.name, found, expected, valid: found == expected || (found == b'<' && expected == b'0' && empty()) }
}

/// The part of a long document number that stands in the optional data, its check digit last.
fn overflow<'a>(lines: &[&'a str; 3], layout: &Layout) -> Option<&'a [u8]> {
    let spec = layout.checks.iter().find(|spec| spec.name == MrzCheckName::DocumentNumber)?;
    let optional = layout.optional.first()?;
    let long_numbers = matches!(layout.format, crate::wire::MrzFormat::Td1 | crate::wire::MrzFormat::Td2);
    if !long_numbers || lines[spec.at.0].as_bytes()[spec.at.1] != b'<' {
        return None;
    }
    let number = &lines[layout.number.line].as_bytes()[layout.number.start..layout.number.end];
    let data = &lines[optional.line].as_bytes()[optional.start..optional.end];
    let tail = data.split(|&byte| byte == b'<').next().unwrap_or_default();
    // At least one character and its check digit, after a number that fills its field.
    (tail.len() >= 2 && !number.contains(&b'<')).then_some(tail)
}

impl<'a> Mrz<'a> {
    /// The lines, as many as the format has.
    pub fn lines(&self) -> &[&'a str] {
        &self.lines[..self.layout.lengths.len()]
    }

    /// Check digits in the order they stand.
    pub fn checks(&self) -> impl Iterator<Item = Check> + '_ {
        self.checks.iter().flatten().copied()
    }

    /// True when every check digit of the format is right; false for a format without any, where nothing is shown to be.
    pub fn is_valid(&self) -> bool {
        self.layout.checks.len() == self.checks().filter(|check| check.valid).count() && !self.layout.checks.is_empty()
    }

    /// A stretch of a line, as it stands.
    pub fn raw(&self, span: Span) -> &'a str {
        &self.lines[span.line][span.start..span.end]
    }

    /// A stretch without the fillers around it.
    pub fn trimmed(&self, span: Span) -> &'a str {
        self.raw(span).trim_matches('<')
    }

    /// The document number: its field, and its continuation in the optional data where it has one.
    pub fn document_number(&self) -> (&'a str, &'a str) {
        let rest = overflow(&self.lines, self.layout).map_or("", |tail| {
            let start = self.layout.optional[0].start;
            &self.lines[self.layout.optional[0].line][start..start + tail.len() - 1]
        });
        (self.trimmed(self.layout.number), rest)
    }

    /// Primary and secondary identifier (surname and given names), fillers between words still in place.
    pub fn names(&self) -> (&'a str, &'a str) {
        let names = self.raw(self.layout.names);
        if let Some(given) = self.layout.given {
            return (names.trim_matches('<'), self.trimmed(given));
        }
        let (primary, secondary) = names.split_once("<<").unwrap_or((names, ""));
        (primary.trim_matches('<'), secondary.trim_matches('<'))
    }

    /// Optional data fields, without the fillers around them; the continuation of a long document number is left out.
    pub fn optional(&self) -> impl Iterator<Item = &'a str> + '_ {
        let taken = overflow(&self.lines, self.layout).map_or(0, <[u8]>::len);
        self.layout.optional.iter().enumerate().map(move |(index, span)| {
            let skip = if index == 0 { taken } else { 0 };
            self.raw(*span)[skip..].trim_matches('<')
        })
    }
}
