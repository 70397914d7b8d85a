//! Fields of a document, each with every source it was read from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Provenance, Unit};
use crate::sensitive::Sensitive;

/// The fields the engine knows by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // The names are the field's own terms (ICAO 9303-3 §4).
pub enum FieldName {
    DocumentCode,
    IssuingState,
    DocumentNumber,
    Surname,
    GivenNames,
    Nationality,
    BirthDate,
    Sex,
    ExpiryDate,
    IssueDate,
    PersonalNumber,
    OptionalData1,
    OptionalData2,
    BirthPlace,
    Authority,
    Address,
    BloodGroup,
    VehicleClasses,
}

/// Order of day, month and year in printed dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 15/03/1990.
    DayFirst,
    /// 03/15/1990.
    MonthFirst,
    /// 1990/03/15.
    YearFirst,
}

/// Where a field's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldOrigin {
    /// Machine-readable zone.
    Mrz,
    /// Printed text (the visual inspection zone).
    Visual,
    /// Barcode.
    Barcode,
    /// Contactless chip.
    Chip,
    /// Declared by the applicant.
    User,
}

/// One reading of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldReading {
    /// Where it was read.
    pub origin: FieldOrigin,
    /// Normalised: ISO dates (`YYYY-MM-DD`, unknown parts `XX`), ISO 3166 or ICAO alpha-3 codes, names in upper case
    /// with single spaces.
    pub value: Sensitive<String>,
    /// As it stands on the document.
    pub raw: Sensitive<String>,
    /// The reader's confidence in `raw`.
    pub confidence: Unit,
    /// Where and by what.
    pub provenance: Provenance,
    /// Where a printed date can be read with day and month either way: the order that the catalogue says the document uses,
    /// by which it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumed: Option<DateOrder>,
}

/// A field with every source that gave it, best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Which field.
    pub name: FieldName,
    /// Never empty; the first is the one to show.
    pub readings: Vec<FieldReading>,
}
