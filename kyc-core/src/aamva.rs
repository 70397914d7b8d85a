//! Barcodes of North American driving licences and identity cards: the AAMVA DL/ID card design standard, versions 1
//! (2000) to 10 (2020), and the layout of its magnetic stripe, which Ohio printed as a barcode.
//!
//! [`parse`] takes the payload as decoded. It reads what can be read: in the field offsets are wrong, lines are indented,
//! elements of one version stand in another. Each departure is a [`AamvaProblem`]; nothing here fails but a payload that
//! is something else altogether. Time and memory are linear in the payload, which is cut at [`LONGEST`] bytes.

mod element;
mod header;
mod issuer;
mod licence;
mod magstripe;
mod measure;
mod to_wire;
mod value;

#[cfg(test)]
mod tests;

use crate::sensitive::Sensitive;
use crate::wire::{AamvaKind, AamvaProblem};

pub use header::{Designator, Header};
pub use issuer::{Issuer, issuer};
pub use licence::{Licence, Text};
pub use to_wire::{evidence, fields};
pub use value::{Color, Compliance, PartialDate, Sex, Truncation, Value};

/// Most bytes that are read. A PDF417 symbol holds at most 2,710 digits (ISO/IEC 15438 §4); the rest is room for several.
pub const LONGEST: usize = 16 * 1024;
/// Most elements that are read; the standard names fewer than 100.
pub const MOST_ELEMENTS: usize = 512;

/// A payload as parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// Who issued it under which version.
    pub header: Header,
    /// Every data element, in the order it stands.
    pub elements: Vec<Element>,
    /// Departures from the standard, sorted, each once.
    pub problems: Vec<AamvaProblem>,
}

/// One data element.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Subfile it stands in.
    pub subfile: String,
    /// Identifier of three characters.
    pub id: String,
    /// Name by the version's table.
    pub name: &'static str,
    /// What kind of value the table demands.
    pub kind: AamvaKind,
    /// As it stands, without blanks around it.
    pub raw: Sensitive<String>,
    /// The value.
    pub value: Value,
}

/// Parses a payload. `None` when it is no AAMVA payload at all.
pub fn parse(text: &str) -> Option<Payload> {
    let whole = text.len() <= LONGEST;
    let text = if whole { text } else { text.get(..floor_boundary(text, LONGEST))? };
    let mut payload = match header::read(text) {
        Some((header, body, problems)) => element::read(text, header, body, problems),
        None => magstripe::read(text)?,
    };
    if !whole {
        payload.problems.push(AamvaProblem::TooLong);
    }
    payload.problems.sort_unstable();
    payload.problems.dedup();
    Some(payload)
}

/// The last character boundary at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
