//! Types of document: what each is recognised by and how its print is read. One TOML each.
//!
//! A type is a kind of document of one issuing state, or of any where `country` is absent; editions that can be told apart
//! are types of their own. Printed words stand folded: capitals of the basic alphabet, single spaces.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::wire::{DateOrder, DocumentType, FieldName, MrzFormat, Script};

/// A type of document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentSpec {
    /// Name of its file, such as `fra-id-2021`.
    #[serde(skip)]
    pub id: &'static str,
    /// In English.
    pub name: String,
    /// Kind.
    pub kind: DocumentType,
    /// Issuing state as ISO 3166-1 alpha-3; absent for any state.
    pub country: Option<String>,
    /// Edition: the year it began in. Absent where editions are not told apart.
    pub version: Option<String>,
    /// Whether it is good until a date that it names. `false` for cards that are good for as long as they last: they have
    /// no date of expiry, so none is missed.
    #[serde(default = "yes")]
    pub expires: bool,
    /// Scripts other than Latin that it is printed in; empty where it is those of its state.
    #[serde(default)]
    pub scripts: Vec<Script>,
    /// How its dates are printed, where that is known.
    pub dates: Option<DateOrder>,
    /// Whether its barcode is one of the AAMVA standard.
    #[serde(default)]
    pub aamva: bool,
    /// Its machine-readable zone; absent where it has none that is read.
    pub mrz: Option<MrzSpec>,
    /// Its printed words.
    pub print: Option<PrintSpec>,
    /// The form of its number.
    pub number: Option<NumberSpec>,
    /// Labels of its own, which lead to values before the common ones do. They stand at the beginning of a line.
    #[serde(default)]
    pub labels: BTreeMap<FieldName, Vec<String>>,
    /// States or provinces that issue it.
    #[serde(default)]
    pub subdivisions: Vec<Subdivision>,
}

fn yes() -> bool {
    true
}

/// A machine-readable zone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MrzSpec {
    /// Formats it may have.
    pub formats: Vec<MrzFormat>,
    /// Document codes without fillers; `P*` is any that begins with P.
    pub codes: Vec<String>,
}

impl MrzSpec {
    /// Whether a zone of this format and document code fits.
    pub fn fits(&self, format: MrzFormat, code: &str) -> bool {
        let fits = |spec: &String| spec.strip_suffix('*').map_or(spec == code, |start| code.starts_with(start));
        self.formats.contains(&format) && self.codes.iter().any(fits)
    }
}

/// Printed words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintSpec {
    /// Any of these names the kind.
    pub titles: Vec<String>,
    /// Any of these names who issued it, near the title.
    #[serde(default)]
    pub issuers: Vec<String>,
    /// Whether fields are numbered as annex I of Directive 2006/126/EC has it.
    #[serde(default)]
    pub numbered_fields: bool,
}

/// A number that is recognised without a label.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberSpec {
    /// Which field it is.
    pub of: FieldName,
    /// `A` is a letter, `9` a digit, `X` either; blanks and marks between them do not count.
    pub forms: Vec<String>,
}

impl NumberSpec {
    /// Whether letters and digits (capitals, no blanks) have one of the forms.
    pub fn fits(&self, compact: &str) -> bool {
        let fits = |(form, c): (u8, u8)| match form {
            b'A' => c.is_ascii_uppercase(),
            b'9' => c.is_ascii_digit(),
            _ => c.is_ascii_uppercase() || c.is_ascii_digit(),
        };
        self.forms.iter().any(|form| form.len() == compact.len() && form.bytes().zip(compact.bytes()).all(fits))
    }
}

/// A state or province that issues documents.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subdivision {
    /// ISO 3166-2.
    pub code: String,
    /// Printed names. Where a type has subdivisions, one of them names the issuer as well.
    pub words: Vec<String>,
    /// Beginnings of the document's number.
    #[serde(default)]
    pub prefixes: Vec<String>,
}

macro_rules! documents {
    ($($id:literal)*) => {
        /// Id and TOML of every type. Adding one is adding a file and a row.
        const DOCUMENTS: &[(&str, &str)] =
            &[$(($id, include_str!(concat!("../../catalog/documents/", $id, ".toml")))),*];
    };
}

documents! {
    "any-driving-licence" "any-id-card" "any-passport" "any-residence-permit" "any-visa-a" "any-visa-b"
    "aut-driving-licence" "aut-id" "aut-residence-permit" "bel-driving-licence" "bel-id" "bel-residence-permit"
    "bgr-driving-licence" "bgr-id" "bgr-residence-permit" "can-driving-licence" "can-id" "che-driving-licence" "che-id"
    "che-residence-permit" "civ-consular-card" "civ-driving-licence" "civ-health-card" "civ-id" "civ-identity-certificate"
    "civ-passport" "civ-residence-permit" "civ-visa" "civ-voter-card" "cyp-driving-licence" "cyp-id" "cyp-residence-permit"
    "cze-driving-licence" "cze-id" "cze-residence-permit" "deu-driving-licence" "deu-id-1987" "deu-id-2010"
    "deu-residence-permit" "dnk-driving-licence" "dnk-residence-permit" "esp-driving-licence" "esp-id"
    "esp-residence-permit" "est-driving-licence" "est-id" "est-residence-permit" "fin-driving-licence" "fin-id"
    "fin-residence-permit" "fra-driving-licence" "fra-health-card" "fra-id-1988" "fra-id-2021" "fra-minor-travel-document"
    "fra-passport" "fra-residence-permit" "fra-visa" "gbr-driving-licence" "gbr-residence-permit" "grc-driving-licence"
    "grc-id" "grc-residence-permit" "hrv-driving-licence" "hrv-id" "hrv-residence-permit" "hun-driving-licence" "hun-id"
    "hun-residence-permit" "ind-aadhaar" "ind-driving-licence" "ind-pan" "ind-visa" "ind-voter-card" "irl-driving-licence"
    "irl-id" "irl-residence-permit" "isl-driving-licence" "isl-id" "isl-residence-permit" "ita-driving-licence" "ita-id"
    "ita-residence-permit" "lie-driving-licence" "lie-id" "lie-residence-permit" "ltu-driving-licence" "ltu-id"
    "ltu-residence-permit" "lux-driving-licence" "lux-id" "lux-residence-permit" "lva-driving-licence" "lva-id"
    "lva-residence-permit" "mlt-driving-licence" "mlt-id" "mlt-residence-permit" "nld-driving-licence" "nld-id"
    "nld-residence-permit" "nor-driving-licence" "nor-id" "nor-residence-permit" "pol-driving-licence" "pol-id"
    "pol-residence-permit" "prt-driving-licence" "prt-id" "prt-residence-permit" "rou-driving-licence" "rou-id-1997"
    "rou-id-2021" "rou-residence-permit" "svk-driving-licence" "svk-id" "svk-residence-permit" "svn-driving-licence"
    "svn-id" "svn-residence-permit" "swe-driving-licence" "swe-id" "swe-residence-permit" "usa-driving-licence" "usa-id"
    "usa-passport-card" "usa-permanent-resident"
}

/// Every type, in the order of the rows. A file that cannot be read is left out; a test sees that there is none.
static CATALOG: LazyLock<Vec<DocumentSpec>> = LazyLock::new(|| {
    let read = |(id, text): &(&'static str, &str)| Some(DocumentSpec { id, ..toml::from_str(text).ok()? });
    DOCUMENTS.iter().filter_map(read).collect()
});

/// Every type of document.
pub fn all() -> &'static [DocumentSpec] {
    &CATALOG
}

/// The type with this id.
pub fn of(id: &str) -> Option<&'static DocumentSpec> {
    all().iter().find(|spec| spec.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::countries;

    #[test]
    fn f_051_every_file_is_a_row_and_every_row_is_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/catalog/documents");
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        files.sort_unstable();
        let mut rows: Vec<_> = DOCUMENTS.iter().map(|(id, _)| format!("{id}.toml")).collect();
        rows.sort_unstable();
        assert_eq!(files, rows);
        for (id, text) in DOCUMENTS {
            let spec: DocumentSpec = toml::from_str(text).unwrap_or_else(|e| panic!("{id}: {e}"));
            assert!(spec.mrz.is_some() || spec.aamva || spec.print.is_some(), "{id} is recognised by nothing");
            let country = spec.country.as_deref();
            assert!(country.is_none_or(|code| countries::normalise(code) == Some(code) && id.starts_with(&code.to_lowercase())));
            let folded =
                |text: &String| text.chars().all(|c| c == ' ' || c.is_numeric() || (c.is_alphabetic() && !c.is_lowercase()));
            let print = spec.print.iter().flat_map(|print| print.titles.iter().chain(&print.issuers));
            let words = print.chain(spec.labels.values().flatten()).chain(spec.subdivisions.iter().flat_map(|s| &s.words));
            words.for_each(|word| assert!(folded(word) && !word.is_empty(), "{id}: {word}"));
        }
    }

    #[test]
    fn f_061_forms_of_numbers() {
        let fits = |id: &str, number: &str| of(id).and_then(|spec| spec.number.as_ref()).unwrap().fits(number);
        assert!(fits("ind-pan", "ABCDE1234F"));
        assert!(!fits("ind-pan", "ABCDE12345"));
        assert!(fits("ind-driving-licence", "MH1220190012345"));
        assert!(fits("ind-voter-card", "ABC1234567"));
        assert!(fits("gbr-driving-licence", "MORGA657054SM9IJ"));
        assert!(!fits("gbr-driving-licence", "MORGA657054SM9I"));
    }
}
