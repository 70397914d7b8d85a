//! What was seen of the document.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BarcodeEvidence, Field, FieldName, PrintRead, Quad, Seen, Unit};
use crate::sensitive::Sensitive;

/// Kinds of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// Passport.
    Passport,
    /// National identity card.
    IdCard,
    /// Driving licence.
    DriverLicense,
    /// Residence permit.
    ResidencePermit,
    /// Visa.
    Visa,
    /// A document of another kind.
    Other,
    /// Not recognised; never a guess.
    Unknown,
}

/// How a document was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClassifiedBy {
    /// By its machine-readable zone.
    Mrz,
    /// By printed words and layout.
    Text,
    /// By its barcode.
    Barcode,
    /// Not at all.
    Nothing,
}

/// What kind of document it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentClass {
    /// The kind.
    pub kind: DocumentType,
    /// Issuing state as ISO 3166-1 alpha-3 or ICAO special code; absent when unknown.
    pub country: Option<String>,
    /// Issuing state or province of a federation as ISO 3166-2; absent when unknown or when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subdivision: Option<String>,
    /// Edition, as the catalogue names it, or version of the AAMVA standard; absent when editions are not told apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Id of the catalogue's entry that fits; absent when none or more than one does. `describe` lists them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
    /// Confidence in `kind` and `country` together.
    pub confidence: Unit,
    /// How it was recognised.
    pub by: ClassifiedBy,
}

/// Everything seen of the document, both sides merged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentEvidence {
    /// Each side as it lies in its picture.
    pub sides: Vec<SideEvidence>,
    /// What it is.
    pub class: DocumentClass,
    /// The machine-readable zone.
    pub mrz: Seen<MrzEvidence>,
    /// Barcodes on all sides. Not looked for where a machine-readable zone was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub barcodes: Vec<BarcodeEvidence>,
    /// Fields from all sources.
    pub fields: Vec<Field>,
    /// What became of the print in scripts that the engine's own recogniser does not read, or of all print where another
    /// reader is configured. Empty where there is nothing to tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub print: Vec<PrintRead>,
}

/// One side of the document as it lies in its picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SideEvidence {
    /// Index of the blob in the request.
    pub blob: u32,
    /// Clockwise turn of the content in the picture: 0, 90, 180 or 270 degrees.
    pub rotation: u16,
    /// Outline of the document.
    pub outline: Seen<Quad>,
    /// Text lines in reading order.
    pub text: Vec<TextLine>,
    /// Measures of the picture.
    pub quality: PictureQuality,
}

/// One line of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextLine {
    /// What it says.
    pub text: Sensitive<String>,
    /// Mean probability of its characters.
    pub confidence: Unit,
    /// Where it stands.
    pub region: Quad,
}

/// Measures of a picture. Definitions are with the code that measures (`image::quality`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PictureQuality {
    /// Variance of the 3×3 Laplacian on 8-bit luma resized to 1024 pixels wide. Higher is sharper.
    pub sharpness: f32,
    /// Mean luma, 0 to 255.
    pub brightness: f32,
    /// Share of pixels that are blown out.
    pub glare: Unit,
    /// Width of the document in pixels; of the picture when no outline was found.
    pub document_width: f32,
}

/// Formats of machine-readable zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MrzFormat {
    /// Three lines of 30 (ICAO 9303-5).
    Td1,
    /// Two lines of 36 (ICAO 9303-6).
    Td2,
    /// Two lines of 44 (ICAO 9303-4).
    Td3,
    /// Visa, two lines of 44 (ICAO 9303-7).
    MrvA,
    /// Visa, two lines of 36 (ICAO 9303-7).
    MrvB,
    /// French national identity card before 2021, two lines of 36, not ICAO.
    FrenchId,
    /// French driving licence since 2013, one line of 30, not ICAO.
    FrenchLicence,
    /// Swiss driving licence, lines of 9, 30 and 30 without check digits, not ICAO. Read from text; not found on pictures.
    SwissLicence,
}

/// The machine-readable zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MrzEvidence {
    /// Index of the blob it was read on; absent when it was handed in as text.
    pub blob: Option<u32>,
    /// Its format.
    pub format: MrzFormat,
    /// Its lines.
    pub lines: Vec<MrzLine>,
    /// Every check digit the format has, in the order they stand.
    pub check_digits: Vec<MrzCheckDigit>,
    /// True when every check digit present is right.
    pub check_digits_valid: bool,
    /// Characters that were changed from the most probable reading, because position or check digit demanded it.
    pub corrections: Vec<MrzCorrection>,
    /// Probability that every character is right, as far as the reader can tell.
    pub confidence: Unit,
}

/// A machine-readable zone in one flat object (F-070). `fields` says the same with sources and confidences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MrzSummary {
    /// Document code, without fillers.
    #[serde(rename = "type")]
    pub code: Option<Sensitive<String>>,
    /// Issuing state, ISO 3166-1 alpha-3 or ICAO's own code.
    pub country: Option<Sensitive<String>>,
    /// Surname.
    pub surname: Option<Sensitive<String>>,
    /// Given names.
    pub given_names: Option<Sensitive<String>>,
    /// Number of the document, whatever its kind.
    pub passport_number: Option<Sensitive<String>>,
    /// Nationality, ISO 3166-1 alpha-3 or ICAO's own code.
    pub nationality: Option<Sensitive<String>>,
    /// Date of birth, `YYYY-MM-DD`; unknown parts are `XX`.
    pub dob: Option<Sensitive<String>>,
    /// Sex: `M`, `F` or `X`.
    pub sex: Option<Sensitive<String>>,
    /// Date of expiry, `YYYY-MM-DD`.
    pub expiry: Option<Sensitive<String>>,
    /// Whether every check digit holds.
    pub check_digits_valid: bool,
}

impl MrzSummary {
    /// From the fields of a zone: the first reading of each.
    pub fn of(fields: &[Field], check_digits_valid: bool) -> Self {
        let first = |name: FieldName| {
            let reading = fields.iter().find(|field| field.name == name)?.readings.first()?;
            Some(reading.value.clone())
        };
        Self {
            code: first(FieldName::DocumentCode),
            country: first(FieldName::IssuingState),
            surname: first(FieldName::Surname),
            given_names: first(FieldName::GivenNames),
            passport_number: first(FieldName::DocumentNumber),
            nationality: first(FieldName::Nationality),
            dob: first(FieldName::BirthDate),
            sex: first(FieldName::Sex),
            expiry: first(FieldName::ExpiryDate),
            check_digits_valid,
        }
    }
}

/// One line of the machine-readable zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MrzLine {
    /// Final text.
    pub text: Sensitive<String>,
    /// Where it stands; absent when it was handed in as text.
    pub region: Option<Quad>,
    /// Probability of each character of `text`, in order; empty when it was handed in as text.
    pub probabilities: Vec<Unit>,
}

/// The protected parts of a machine-readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MrzCheckName {
    /// Document number.
    DocumentNumber,
    /// Date of birth.
    BirthDate,
    /// Date of expiry.
    ExpiryDate,
    /// Optional data (TD3 personal number).
    OptionalData,
    /// The composite check digit.
    Composite,
}

/// One check digit: found against computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MrzCheckDigit {
    /// What it protects.
    pub name: MrzCheckName,
    /// The character found.
    pub found: Sensitive<String>,
    /// The digit computed from the data.
    pub expected: Sensitive<String>,
    /// Whether they agree. An empty optional-data field may carry `<` or `0`.
    pub valid: bool,
}

/// A character that is not the most probable reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MrzCorrection {
    /// Line, from 0.
    pub line: u8,
    /// Column, from 0.
    pub column: u8,
    /// The most probable reading.
    pub read: Sensitive<String>,
    /// What it was changed to.
    pub used: Sensitive<String>,
    /// Why.
    pub because: CorrectionReason,
    /// Probability of `read`; that of `used` is in the line's `probabilities`. 0 in evidence stored before it was kept.
    #[serde(default)]
    pub read_probability: Unit,
}

/// Why a character was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionReason {
    /// The position allows only another kind of character (digit, letter, filler).
    Position,
    /// The check digit agrees only with the other character.
    CheckDigit,
    /// The field allows only certain values (country code, sex, date).
    KnownValues,
    /// Fillers at the end of a line were added or removed to give the line its length.
    Length,
}
