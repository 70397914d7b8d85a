//! What a payload says of its holder, whatever version and jurisdiction wrote it.

use super::value::single_spaced;
use super::{Element, Issuer, PartialDate, Payload, Sex, Value, issuer};
use crate::sensitive::Sensitive;
use crate::wire::DocumentType;

/// Text of a field.
pub type Text = Option<Sensitive<String>>;

/// Suffixes that are told from a name where both stand in one element.
const SUFFIXES: [&str; 14] = ["JR", "SR", "I", "II", "III", "IV", "V", "VI", "VII", "1ST", "2ND", "3RD", "4TH", "ESQ"];

/// The fields of a licence or card, each from the element that the payload has for it.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs)] // The names are those of the elements.
pub struct Licence {
    pub family_name: Text,
    pub first_name: Text,
    pub middle_name: Text,
    pub suffix: Text,
    pub document_number: Text,
    /// Tells two cards of one holder apart; version 1 has none.
    pub discriminator: Text,
    pub street: Text,
    pub street_2: Text,
    pub city: Text,
    /// Two letters, of the address.
    pub jurisdiction: Text,
    pub postal_code: Text,
    pub vehicle_class: Text,
    pub birth_date: Option<PartialDate>,
    pub issue_date: Option<PartialDate>,
    pub expiry_date: Option<PartialDate>,
    pub revision_date: Option<PartialDate>,
    pub sex: Option<Sex>,
}

impl Payload {
    /// The first of these elements that has a value.
    fn first(&self, ids: &[&str]) -> Option<&Element> {
        let has_value = |e: &&Element| !matches!(e.value, Value::Absent | Value::Unreadable);
        ids.iter().find_map(|id| self.elements.iter().filter(has_value).find(|e| e.id == *id))
    }

    /// The value of the first of these elements that has one.
    pub fn value(&self, ids: &[&str]) -> Option<&Value> {
        self.first(ids).map(|element| &element.value)
    }

    fn text(&self, ids: &[&str]) -> Text {
        self.value(ids).map(|value| value.normal().into())
    }

    fn date(&self, id: &str) -> Option<PartialDate> {
        match self.value(&[id])? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// Who issued it, by its number; by the address's state or province where the number is unknown.
    pub fn issuer(&self) -> Option<Issuer> {
        let by_number = self.header.issuer.as_deref().and_then(issuer::issuer);
        let by_address = || issuer::of_jurisdiction(self.text(&["DAJ", "DAO"])?.expose());
        by_number.or_else(by_address)
    }

    /// Driving licence or identity card, by the first subfile that says so.
    pub fn kind(&self) -> DocumentType {
        let announced = self.header.subfiles.iter().map(|subfile| subfile.kind.as_str());
        let standing = self.elements.iter().map(|element| element.subfile.as_str());
        let kind = |subfile: &str| match subfile {
            "DL" | "EN" => Some(DocumentType::DriverLicense),
            "ID" => Some(DocumentType::IdCard),
            _ => None,
        };
        announced.chain(standing).find_map(kind).unwrap_or(DocumentType::Other)
    }

    /// The fields.
    pub fn licence(&self) -> Licence {
        let names = Names::of(self);
        Licence {
            family_name: names.family,
            first_name: names.first,
            middle_name: names.middle,
            suffix: names.suffix,
            document_number: self.text(&["DAQ"]),
            discriminator: self.text(&["DCF"]),
            street: self.text(&["DAG", "DAL"]),
            street_2: self.text(&["DAH", "DAM"]),
            city: self.text(&["DAI", "DAN"]),
            jurisdiction: self.text(&["DAJ", "DAO"]),
            postal_code: self.text(&["DAK", "DAP"]),
            vehicle_class: self.text(&["DCA", "DAR"]),
            birth_date: self.date("DBB"),
            issue_date: self.date("DBD"),
            expiry_date: self.date("DBA"),
            revision_date: self.date("DDB"),
            sex: match self.value(&["DBC"]) {
                Some(Value::Sex(sex)) => Some(*sex),
                _ => None,
            },
        }
    }
}

#[derive(Default)]
struct Names {
    family: Text,
    first: Text,
    middle: Text,
    suffix: Text,
}

impl Names {
    fn of(payload: &Payload) -> Names {
        let whole = payload.text(&["DAA"]).map_or_else(Names::default, |name| Names::from_full(name.expose()));
        let given = payload.text(&["DAC", "DCT"]);
        let (first, rest) = given.as_ref().map_or((None, None), |given| split_given(given.expose()));
        let middle = payload.text(&["DAD"]);
        // Two words in the first name are a first and a middle name only where no element has the middle name.
        let (first, middle) = match middle {
            Some(_) => (given.map(|name| spaced(name.expose())), middle),
            None => (first, rest),
        };
        let known = first.is_some();
        Names {
            family: payload.text(&["DCS", "DAB"]).or(whole.family),
            first: first.or(whole.first),
            middle: if known { middle } else { middle.or(whole.middle) },
            suffix: payload.text(&["DCU", "DAE"]).or(whole.suffix),
        }
    }

    /// `FAMILY,FIRST,MIDDLE,SUFFIX` by the standard; `FAMILY,FIRST MIDDLE` and `FIRST MIDDLE FAMILY SUFFIX` are met.
    fn from_full(name: &str) -> Names {
        if name.contains(',') {
            let mut parts = name.split(',').map(|part| text(part.trim()));
            let family = parts.next().flatten();
            let given = parts.next().flatten();
            let (middle, suffix) = (parts.next().flatten(), parts.next().flatten());
            let (first, rest) = match (&given, &middle) {
                (Some(given), None) => split_given(given.expose()),
                _ => (given, None),
            };
            return Names { family, first, middle: middle.or(rest), suffix };
        }
        let mut words: Vec<&str> = name.split_whitespace().collect();
        let suffix = words.pop_if(|last| SUFFIXES.contains(last)).and_then(text);
        let family = words.pop().and_then(text);
        let first = words.first().copied().and_then(text);
        Names { family, first, middle: words.get(1..).and_then(|middle| text(&middle.join(" "))), suffix }
    }
}

/// Whether a word is a suffix of a name.
pub(super) fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word.trim_end_matches('.'))
}

/// First name and the others, apart by a comma or else a blank.
fn split_given(given: &str) -> (Text, Text) {
    let cut = given.split_once(',').or_else(|| given.split_once(' '));
    let (first, rest) = cut.unwrap_or((given, ""));
    (text(first), text(&rest.replace(',', " ")))
}

fn spaced(name: &str) -> Sensitive<String> {
    single_spaced(&name.replace(',', " ")).into()
}

fn text(part: &str) -> Text {
    let part = single_spaced(part);
    (!part.is_empty()).then(|| part.into())
}
