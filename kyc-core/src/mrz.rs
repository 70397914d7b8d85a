//! Machine-readable zones (ICAO Doc 9303 parts 3 to 7): text to fields, check digits, and back.
//!
//! [`parse`] works on text alone and does not allocate. [`decode`] chooses the text from a recogniser's probabilities.

pub mod check_digit;
pub mod format;
pub mod parse;
pub mod text;
pub mod to_wire;

pub use format::Layout;
pub use parse::{Mrz, MrzProblem, parse};
pub use text::read_text;
