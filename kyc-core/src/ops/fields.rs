//! Parts that several requests share.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::{Code, Error, Result};
use crate::perceive::Blob;
use crate::policy::{self, Policy};
use crate::wire::Role;

/// Policy that judges when a request names none.
pub const DEFAULT_POLICY: &str = "api-v1";
/// Language of sentences when a request names none.
pub const DEFAULT_LANGUAGE: &str = "en";

/// The pictures of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentBlobs {
    /// Index of the blob with the portrait side (passport: the data page).
    pub front: u32,
    /// Index of the blob with the other side of a card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<u32>,
}

impl DocumentBlobs {
    /// The pictures with their roles, front first.
    ///
    /// # Errors
    /// [`crate::error::Code::BlobMissing`].
    pub(crate) fn pictures<'b>(self, blobs: &[&'b [u8]]) -> Result<Vec<(Role, Blob<'b>)>> {
        let sides = [(Role::DocumentFront, Some(self.front)), (Role::DocumentBack, self.back)];
        sides.into_iter().filter_map(|(role, index)| Some(picture(blobs, index?).map(|blob| (role, blob)))).collect()
    }
}

/// The bytes that a request names by index.
///
/// # Errors
/// [`crate::error::Code::BlobMissing`].
pub(crate) fn picture<'b>(blobs: &[&'b [u8]], index: u32) -> Result<Blob<'b>> {
    let bytes = usize::try_from(index).ok().and_then(|at| blobs.get(at)).copied().ok_or_else(|| {
        Error::new(Code::BlobMissing, format!("the request names blob {index}, but {} were passed", blobs.len()))
    })?;
    Ok(Blob { index, bytes })
}

/// A policy: by name, or written out.
#[derive(Debug, Clone, PartialEq)]
pub enum PolicyChoice {
    /// One of the built-in policies; `describe` lists them. In JSON: a string.
    Named(String),
    /// A tenant's own policy. In JSON: an object.
    Inline(Box<Policy>),
}

impl PolicyChoice {
    /// The policy itself.
    ///
    /// # Errors
    /// [`Code::UnknownPolicy`]. Judgement checks the policy's sense.
    pub(crate) fn resolve(self) -> Result<Policy> {
        match self {
            Self::Named(name) => policy::builtin(&name),
            Self::Inline(policy) => Ok(*policy),
        }
    }
}

impl Default for PolicyChoice {
    fn default() -> Self {
        Self::Named(DEFAULT_POLICY.to_owned())
    }
}

impl From<Policy> for PolicyChoice {
    fn from(policy: Policy) -> Self {
        Self::Inline(Box::new(policy))
    }
}

impl From<&str> for PolicyChoice {
    fn from(name: &str) -> Self {
        Self::Named(name.to_owned())
    }
}

impl Serialize for PolicyChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::Named(name) => serializer.serialize_str(name),
            Self::Inline(policy) => policy.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for PolicyChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        // Written by hand because serde's `untagged` answers every mistake with "did not match any variant".
        struct Choice;
        impl<'de> de::Visitor<'de> for Choice {
            type Value = PolicyChoice;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a policy, or a policy")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> std::result::Result<PolicyChoice, E> {
                Ok(PolicyChoice::Named(name.to_owned()))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> std::result::Result<PolicyChoice, A::Error> {
                Policy::deserialize(de::value::MapAccessDeserializer::new(map))
                    .map(|policy| PolicyChoice::Inline(Box::new(policy)))
            }
        }
        deserializer.deserialize_any(Choice)
    }
}

impl JsonSchema for PolicyChoice {
    fn schema_name() -> Cow<'static, str> {
        "PolicyChoice".into()
    }
    fn json_schema(schemas: &mut SchemaGenerator) -> Schema {
        let policy = schemas.subschema_for::<Policy>();
        json_schema!({"description": "The name of a built-in policy, or a policy", "anyOf": [{"type": "string"}, policy]})
    }
}

/// `YYYY-MM-DD`, strictly: four, two and two digits.
pub mod iso_date {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serializer, de};

    /// Writes a date.
    ///
    /// # Errors
    /// Those of the serialiser.
    pub fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&date.format("%Y-%m-%d").to_string())
    }

    /// Reads a date.
    ///
    /// # Errors
    /// When the text has another form or names no day of the calendar.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<NaiveDate, D::Error> {
        let text = String::deserialize(deserializer)?;
        // chrono alone would take `2026-1-5`.
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() });
        shaped
            .then(|| NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok())
            .flatten()
            .ok_or_else(|| de::Error::custom("expected a date as YYYY-MM-DD"))
    }
}

/// Schema of the dates that [`iso_date`] reads.
pub(crate) fn date_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "string", "format": "date"})
}
