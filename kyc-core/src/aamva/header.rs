//! The header: compliance indicator, file type, issuer, version and subfile designators.

use super::value::is_digits;
use crate::wire::AamvaProblem;

/// Where the file type may stand at the latest, in bytes; broken control characters and indentation stand before it.
const LATEST_FILE_TYPE: usize = 32;
/// The newest version whose text this was written from.
const NEWEST: u8 = 10;
/// File types: `ANSI ` by the standard, `AAMVA` on early cards.
const FILE_TYPES: [&str; 2] = ["ANSI ", "AAMVA"];

/// What the header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Issuer identification number, six digits as they stand.
    pub issuer: Option<String>,
    /// Version of the standard; 0 for the magnetic stripe.
    pub version: u8,
    /// Version of the jurisdiction's own part; version 1 of the standard has none.
    pub jurisdiction_version: Option<u8>,
    /// The subfiles that the header announces.
    pub subfiles: Vec<Designator>,
}

/// Announces a subfile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Designator {
    /// `DL`, `ID`, `EN` or a jurisdiction's own.
    pub kind: String,
    /// Bytes from the compliance indicator to its start.
    pub offset: usize,
    /// Its bytes, type and segment terminator included.
    pub length: usize,
}

/// The header and where the body starts; `None` when there is none.
pub(super) fn read(text: &str) -> Option<(Header, usize, Vec<AamvaProblem>)> {
    let start = text.find('@').filter(|&at| at <= LATEST_FILE_TYPE)?;
    let (at, file_type) = FILE_TYPES.iter().filter_map(|t| Some((text.find(t)?, t))).min()?;
    if at < start || at > LATEST_FILE_TYPE {
        return None;
    }
    let mut problems = Vec::new();
    let mut rest = &text[at + file_type.len()..];
    let digits = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
    // Version 1 has no version of the jurisdiction; some of its cards do not even count their subfiles.
    let taken = match digits.len() {
        12.. => 12,
        10 | 11 => 10,
        8 | 9 => 8,
        _ => digits.len(),
    };
    let two = |at: usize| digits.get(at..at + 2).and_then(|text| text.parse::<u8>().ok());
    let announced = if taken == 12 { two(10) } else { two(8) };
    let header = Header {
        issuer: digits.get(..6).map(str::to_owned),
        version: two(6).unwrap_or(0),
        jurisdiction_version: if taken == 12 { two(8) } else { None },
        subfiles: Vec::new(),
    };
    if taken < 10 {
        problems.push(AamvaProblem::Header);
    }
    if !(1..=NEWEST).contains(&header.version) {
        problems.push(AamvaProblem::Version);
    }
    rest = &rest[taken..];
    let mut subfiles = Vec::new();
    while let Some(designator) = designator(rest) {
        subfiles.push(designator);
        rest = &rest[10..];
    }
    if announced.map(usize::from) != Some(subfiles.len()) {
        problems.push(AamvaProblem::Header);
    }
    check(&subfiles, &text[start..], &mut problems);
    Some((Header { subfiles, ..header }, text.len() - rest.len(), problems))
}

fn designator(text: &str) -> Option<Designator> {
    let (kind, offset, length) = (text.get(..2)?, text.get(2..6)?, text.get(6..10)?);
    if !kind.bytes().all(|b| b.is_ascii_uppercase()) || !is_digits(offset) || !is_digits(length) {
        return None;
    }
    Some(Designator { kind: kind.to_owned(), offset: offset.parse().ok()?, length: length.parse().ok()? })
}

/// Notes what does not agree. Nothing is read by offset: too many issuers count wrongly.
fn check(subfiles: &[Designator], text: &str, problems: &mut Vec<AamvaProblem>) {
    for (n, subfile) in subfiles.iter().enumerate() {
        if subfiles.iter().take(n).any(|other| other.kind == subfile.kind) {
            problems.push(AamvaProblem::RepeatedSubfile);
        }
        // A subfile that would start behind the end is missing, not misplaced.
        let misplaced = || text.get(subfile.offset..).is_none_or(|rest| !rest.starts_with(&subfile.kind));
        if subfile.offset < text.len() && misplaced() {
            problems.push(AamvaProblem::SubfileOffset);
        }
        if subfile.offset + subfile.length > text.len() {
            problems.push(AamvaProblem::Truncated);
        }
    }
}
