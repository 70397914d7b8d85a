//! Where each field stands, per format, as data: the parser, the writer and the decoder read the same tables.

use crate::wire::{MrzCheckName, MrzFormat};

/// A stretch of one line: line number, first column, one past the last column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Line, from 0.
    pub line: usize,
    /// First column, from 0.
    pub start: usize,
    /// One past the last column.
    pub end: usize,
}

const fn span(line: usize, start: usize, end: usize) -> Span {
    Span { line, start, end }
}

/// A check digit: where it stands and what it is computed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckSpec {
    /// What it protects.
    pub name: MrzCheckName,
    /// Line and column of the digit.
    pub at: (usize, usize),
    /// The characters it is computed over, in order.
    pub over: &'static [Span],
}

/// One format's layout.
#[derive(Debug, PartialEq, Eq)]
pub struct Layout {
    /// The format.
    pub format: MrzFormat,
    /// Characters of each line.
    pub lengths: &'static [usize],
    /// Document code, two characters.
    pub code: Span,
    /// Issuing state, three characters.
    pub state: Span,
    /// Document number, without its check digit.
    pub number: Span,
    /// Nationality; absent where the format has none.
    pub nationality: Option<Span>,
    /// Date of birth, `YYMMDD`; absent where the format has none.
    pub birth: Option<Span>,
    /// Sex: `M`, `F` or `<`; absent where the format has none.
    pub sex: Option<Span>,
    /// Date of expiry, `YYMMDD`; absent where the format has none.
    pub expiry: Option<Span>,
    /// Names: both identifiers, or the primary one where `given` stands apart.
    pub names: Span,
    /// Given names, where they stand apart.
    pub given: Option<Span>,
    /// Optional data.
    pub optional: &'static [Span],
    /// Check digits in the order they stand; the Swiss licence has none.
    pub checks: &'static [CheckSpec],
}

const fn check(name: MrzCheckName, line: usize, column: usize, over: &'static [Span]) -> CheckSpec {
    CheckSpec { name, at: (line, column), over }
}

// Machine-readable passports and visas, TD2 and MRV-B share the second line up to the date of expiry (9303-4, -6, -7).
const NUMBER: CheckSpec = check(MrzCheckName::DocumentNumber, 1, 9, &[span(1, 0, 9)]);
const BIRTH: CheckSpec = check(MrzCheckName::BirthDate, 1, 19, &[span(1, 13, 19)]);
const EXPIRY: CheckSpec = check(MrzCheckName::ExpiryDate, 1, 27, &[span(1, 21, 27)]);

const TWO_LINES: Layout = Layout {
    format: MrzFormat::Td3,
    lengths: &[44, 44],
    code: span(0, 0, 2),
    state: span(0, 2, 5),
    number: span(1, 0, 9),
    nationality: Some(span(1, 10, 13)),
    birth: Some(span(1, 13, 19)),
    sex: Some(span(1, 20, 21)),
    expiry: Some(span(1, 21, 27)),
    names: span(0, 5, 44),
    given: None,
    optional: &[span(1, 28, 42)],
    checks: &[
        NUMBER,
        BIRTH,
        EXPIRY,
        check(MrzCheckName::OptionalData, 1, 42, &[span(1, 28, 42)]),
        check(MrzCheckName::Composite, 1, 43, &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)]),
    ],
};

/// Passport, 9303-4.
pub static TD3: Layout = TWO_LINES;

/// Official travel document of size TD2, 9303-6.
pub static TD2: Layout = Layout {
    format: MrzFormat::Td2,
    lengths: &[36, 36],
    names: span(0, 5, 36),
    optional: &[span(1, 28, 35)],
    checks: &[NUMBER, BIRTH, EXPIRY, check(MrzCheckName::Composite, 1, 35, &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)])],
    ..TWO_LINES
};

/// Visa of size A, 9303-7. It has no composite check digit.
pub static MRV_A: Layout =
    Layout { format: MrzFormat::MrvA, optional: &[span(1, 28, 44)], checks: &[NUMBER, BIRTH, EXPIRY], ..TWO_LINES };

/// Visa of size B, 9303-7. It has no composite check digit.
pub static MRV_B: Layout = Layout {
    format: MrzFormat::MrvB,
    lengths: &[36, 36],
    names: span(0, 5, 36),
    optional: &[span(1, 28, 36)],
    checks: &[NUMBER, BIRTH, EXPIRY],
    ..TWO_LINES
};

/// Card, 9303-5.
pub static TD1: Layout = Layout {
    format: MrzFormat::Td1,
    lengths: &[30, 30, 30],
    code: span(0, 0, 2),
    state: span(0, 2, 5),
    number: span(0, 5, 14),
    nationality: Some(span(1, 15, 18)),
    birth: Some(span(1, 0, 6)),
    sex: Some(span(1, 7, 8)),
    expiry: Some(span(1, 8, 14)),
    names: span(2, 0, 30),
    given: None,
    optional: &[span(0, 15, 30), span(1, 18, 29)],
    checks: &[
        check(MrzCheckName::DocumentNumber, 0, 14, &[span(0, 5, 14)]),
        check(MrzCheckName::BirthDate, 1, 6, &[span(1, 0, 6)]),
        check(MrzCheckName::ExpiryDate, 1, 14, &[span(1, 8, 14)]),
        check(MrzCheckName::Composite, 1, 29, &[span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)]),
    ],
};

/// French national identity card before 2021. Not ICAO: the number carries the month of issue, and there is no expiry.
pub static FRENCH_ID: Layout = Layout {
    format: MrzFormat::FrenchId,
    lengths: &[36, 36],
    code: span(0, 0, 2),
    state: span(0, 2, 5),
    number: span(1, 0, 12),
    nationality: None,
    birth: Some(span(1, 27, 33)),
    sex: Some(span(1, 34, 35)),
    expiry: None,
    names: span(0, 5, 30),
    given: Some(span(1, 13, 27)),
    optional: &[span(0, 30, 36)],
    checks: &[
        check(MrzCheckName::DocumentNumber, 1, 12, &[span(1, 0, 12)]),
        check(MrzCheckName::BirthDate, 1, 33, &[span(1, 27, 33)]),
        check(MrzCheckName::Composite, 1, 35, &[span(0, 0, 36), span(1, 0, 35)]),
    ],
};

/// French driving licence since 2013. Not ICAO: one line, and its first check digit covers the line from its beginning.
pub static FRENCH_LICENCE: Layout = Layout {
    format: MrzFormat::FrenchLicence,
    lengths: &[30],
    code: span(0, 0, 2),
    state: span(0, 2, 5),
    number: span(0, 5, 14),
    nationality: None,
    birth: None,
    sex: None,
    expiry: Some(span(0, 15, 21)),
    names: span(0, 21, 29),
    given: None,
    optional: &[],
    checks: &[
        check(MrzCheckName::DocumentNumber, 0, 14, &[span(0, 0, 14)]),
        check(MrzCheckName::Composite, 0, 29, &[span(0, 0, 29)]),
    ],
};

/// Swiss driving licence. Not ICAO: a short first line with the blank's number, no check digits. The optional data are the
/// holder's number and the licence's version.
pub static SWISS_LICENCE: Layout = Layout {
    format: MrzFormat::SwissLicence,
    lengths: &[9, 30, 30],
    code: span(1, 0, 2),
    state: span(1, 2, 5),
    number: span(0, 0, 9),
    nationality: None,
    birth: Some(span(1, 19, 25)),
    sex: None,
    expiry: None,
    names: span(2, 0, 30),
    given: None,
    optional: &[span(1, 5, 14), span(1, 14, 17)],
    checks: &[],
};

/// Every layout.
pub static ALL: [&Layout; 8] = [&TD1, &TD2, &TD3, &MRV_A, &MRV_B, &FRENCH_ID, &FRENCH_LICENCE, &SWISS_LICENCE];

impl Layout {
    /// The layout for lines of these lengths, whose first line begins with these characters. Visas begin with `V`, the old
    /// French card with `IDFRA` on 36 columns, the French licence with `D1FRA`.
    pub fn of(lengths: &[usize], start: &[u8]) -> Option<&'static Layout> {
        let visa = start.first() == Some(&b'V');
        match lengths {
            [30, 30, 30] => Some(&TD1),
            [44, 44] => Some(if visa { &MRV_A } else { &TD3 }),
            [36, 36] if start.starts_with(b"IDFRA") => Some(&FRENCH_ID),
            [36, 36] => Some(if visa { &MRV_B } else { &TD2 }),
            [30] if start.starts_with(b"D1FRA") => Some(&FRENCH_LICENCE),
            [9, 30, 30] => Some(&SWISS_LICENCE),
            _ => None,
        }
    }

    /// The layout of a format.
    pub fn of_format(format: MrzFormat) -> Option<&'static Layout> {
        ALL.into_iter().find(|layout| layout.format == format)
    }
}
