//! Printed labels of fields, in many languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::wire::FieldName;

const DATA: &str = include_str!("../../catalog/labels.toml");

// A unit test parses the data, so the empty fallback is never met in a tested build.
static LABELS: LazyLock<BTreeMap<FieldName, Vec<String>>> = LazyLock::new(|| toml::from_str(DATA).unwrap_or_default());

/// Every label with the field that it leads to; folded to capitals of the basic alphabet with single spaces.
pub fn all() -> impl Iterator<Item = (FieldName, &'static str)> {
    LABELS.iter().flat_map(|(name, labels)| labels.iter().map(|label| (*name, label.as_str())))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn labels_are_read_folded_and_lead_to_one_field_each() {
        let labels: Vec<_> = all().map(|(_, label)| label).collect();
        assert!(labels.len() > 300);
        assert_eq!(labels.iter().collect::<BTreeSet<_>>().len(), labels.len());
        for label in labels {
            assert!(label.split(' ').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase())), "{label}");
        }
    }
}
