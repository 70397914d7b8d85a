//! Barcodes, and what those of North American licences say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DocumentType, Quad, Seen};
use crate::sensitive::Sensitive;

/// Kinds of barcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Symbology {
    /// PDF417 (ISO/IEC 15438).
    Pdf417,
    /// QR code (ISO/IEC 18004).
    QrCode,
    /// Aztec (ISO/IEC 24778).
    Aztec,
    /// Data Matrix (ISO/IEC 16022).
    DataMatrix,
    /// Code 128 (ISO/IEC 15417).
    Code128,
    /// Code 39 (ISO/IEC 16388).
    Code39,
}

/// One barcode.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BarcodeEvidence {
    /// Index of the blob it was read on; absent when its payload was handed in as text.
    pub blob: Option<u32>,
    /// Its kind; absent when its payload was handed in as text.
    pub symbology: Option<Symbology>,
    /// The smallest upright rectangle around it; absent when its payload was handed in as text.
    pub region: Option<Quad>,
    /// What it says. Bytes that are no text stand as the characters U+0000 to U+00FF.
    pub text: Sensitive<String>,
    /// What it says as a driving licence or identity card of the AAMVA standard; not found when it is none.
    pub aamva: Seen<AamvaEvidence>,
}

/// A payload of the AAMVA DL/ID card design standard, versions 1 to 10, or of its magnetic stripe.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AamvaEvidence {
    /// Version of the standard: 1 (2000) to 10 (2020). 0 for the layout of the magnetic stripe.
    pub version: u8,
    /// Driving licence or identity card.
    pub kind: DocumentType,
    /// Issuer identification number, six digits, as it stands; absent when the header is broken.
    pub issuer: Option<String>,
    /// Country as ISO 3166-1 alpha-3; absent when neither the issuer nor the address tells.
    pub country: Option<String>,
    /// Issuing state or province as ISO 3166-2; absent when the issuer is not known.
    pub subdivision: Option<String>,
    /// Every data element, in the order it stands.
    pub elements: Vec<AamvaElement>,
    /// Where the payload departs from the standard; what could be read is read all the same.
    pub problems: Vec<AamvaProblem>,
}

/// One data element.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AamvaElement {
    /// Subfile it stands in: `DL`, `ID`, `EN` or a jurisdiction's own, such as `ZV`.
    pub subfile: String,
    /// Element identifier, such as `DAQ`.
    pub id: String,
    /// Its name, such as `document_number`; `jurisdiction_defined` for a jurisdiction's own, `unknown` for others.
    pub name: String,
    /// What kind of value it holds.
    pub kind: AamvaKind,
    /// The value in the form of its kind; empty when it is blank, says there is none, or does not have that form.
    pub value: Sensitive<String>,
    /// As it stands, without blanks around it.
    pub raw: Sensitive<String>,
}

/// Kinds of value of a data element, and the form of each in [`AamvaElement::value`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AamvaKind {
    /// Text, with single spaces.
    Text,
    /// `YYYY-MM-DD`; `XX` for a day that is not given.
    Date,
    /// `M`, `F` or `X`.
    Sex,
    /// A colour in English: `brown`.
    Color,
    /// Whole centimetres.
    Height,
    /// Whole kilograms.
    Weight,
    /// Kilograms from-to: `46-59`, `0-31`, `146-`.
    WeightRange,
    /// `yes` or `no`.
    Flag,
    /// `truncated`, `whole` or `unknown`.
    Truncation,
    /// `full`, `material` or `none`: compliance with the REAL ID act.
    Compliance,
    /// ISO 3166-1 alpha-3.
    Country,
    /// `12345`, `12345-6789` or `A1A 1A1`.
    PostalCode,
    /// A whole number.
    Number,
}

/// Departures from the standard that are met in the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AamvaProblem {
    /// The header does not have the form of its version.
    Header,
    /// The standard knows no such version, or it came after this engine.
    Version,
    /// No jurisdiction has that issuer identification number.
    Issuer,
    /// A subfile does not stand where the header says.
    SubfileOffset,
    /// A subfile reaches beyond the end of the payload.
    Truncated,
    /// Two subfiles of one type; the first that gives a value is taken.
    RepeatedSubfile,
    /// An element stands twice with different values; the first is taken.
    ConflictingElement,
    /// A line is no data element.
    StrayText,
    /// A value does not have the form of its kind.
    BadValue,
    /// More data than a card holds; the rest was not read.
    TooLong,
}
