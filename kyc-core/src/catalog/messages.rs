//! Sentences: one file per language, with a sentence for every reason code (tenants) and for every
//! [`EndUserCode`] (end users). The two tables never meet.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::wire::EndUserCode;

/// Tag (BCP 47) and TOML of every language. Adding one is adding a file and a row.
const LANGUAGES: &[(&str, &str)] = &[
    ("en", include_str!("../../catalog/messages/en.toml")),
    ("fr", include_str!("../../catalog/messages/fr.toml")),
    ("es", include_str!("../../catalog/messages/es.toml")),
    ("de", include_str!("../../catalog/messages/de.toml")),
    ("pt", include_str!("../../catalog/messages/pt.toml")),
    ("ar", include_str!("../../catalog/messages/ar.toml")),
    ("zh", include_str!("../../catalog/messages/zh.toml")),
    ("hi", include_str!("../../catalog/messages/hi.toml")),
];

/// All languages, read once. A file that cannot be read is left out; the tests see that there is none.
static CATALOG: LazyLock<BTreeMap<&'static str, Messages>> =
    LazyLock::new(|| LANGUAGES.iter().filter_map(|(tag, text)| Some((*tag, toml::from_str(text).ok()?))).collect());

/// One language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Messages {
    end_user: BTreeMap<EndUserCode, String>,
    reasons: BTreeMap<String, String>,
}

impl Messages {
    /// The sentence for a reason code, with `{placeholders}`.
    pub fn reason(&self, code: &str) -> Option<&str> {
        self.reasons.get(code).map(String::as_str)
    }

    /// The fixed sentence for an end user.
    pub fn end_user(&self, code: EndUserCode) -> Option<&str> {
        self.end_user.get(&code).map(String::as_str)
    }

    /// Every reason code with its sentence, sorted by code.
    pub fn reasons(&self) -> impl Iterator<Item = (&str, &str)> {
        self.reasons.iter().map(|(code, text)| (code.as_str(), text.as_str()))
    }
}

/// Tags of the languages there are.
pub fn languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|(tag, _)| *tag)
}

/// The messages of a language.
pub fn of(language: &str) -> Option<&'static Messages> {
    CATALOG.get(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_read() {
        assert!(languages().all(|tag| of(tag).is_some()));
        assert!(of("xx").is_none());
    }
}
