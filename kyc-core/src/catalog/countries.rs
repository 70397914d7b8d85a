//! Countries: ISO 3166-1 and the codes ICAO 9303-3 §5 adds to them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

const DATA: &str = include_str!("../../catalog/countries.toml");

#[derive(Default, Deserialize)]
struct Tables {
    iso: BTreeMap<String, String>,
    icao: BTreeMap<String, String>,
}

// A unit test parses the data, so the empty fallback is never met in a tested build.
static TABLES: LazyLock<Tables> = LazyLock::new(|| toml::from_str(DATA).unwrap_or_default());
static ALPHA3: LazyLock<BTreeMap<&'static str, &'static str>> =
    LazyLock::new(|| TABLES.iso.iter().map(|(two, three)| (three.as_str(), two.as_str())).collect());

/// Whether a machine-readable zone may carry this code as issuing state or nationality (fillers removed).
pub fn is_known_icao(code: &str) -> bool {
    ALPHA3.contains_key(code) || TABLES.icao.contains_key(code)
}

/// Every code that [`is_known_icao`] knows.
pub fn icao_codes() -> impl Iterator<Item = &'static str> {
    ALPHA3.keys().copied().chain(TABLES.icao.keys().map(String::as_str))
}

/// The code to show: ISO alpha-3 for alpha-2, alpha-3 and `D`; ICAO's own codes as they are; `None` for others.
pub fn normalise(code: &str) -> Option<&'static str> {
    if code == "D" {
        return Some("DEU");
    }
    if let Some((three, _)) = ALPHA3.get_key_value(code) {
        return Some(three);
    }
    TABLES.iso.get(code).map(String::as_str).or_else(|| TABLES.icao.get_key_value(code).map(|(icao, _)| icao.as_str()))
}

/// ISO alpha-2 of an alpha-3 code; `None` for ICAO's own codes.
pub fn alpha2(alpha3: &str) -> Option<&'static str> {
    ALPHA3.get(alpha3).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x_10_codes_are_normalised_and_special_ones_survive() {
        assert_eq!(TABLES.iso.len(), 249);
        assert_eq!(normalise("D"), Some("DEU"));
        assert_eq!(normalise("IN"), Some("IND"));
        assert_eq!(normalise("CIV"), Some("CIV"));
        for code in "GBD GBN GBO GBP GBS RKS UNO UNA UNK XXA XXB XXC XXX EUE XOM XPO UTO".split(' ') {
            assert_eq!(normalise(code), Some(code));
            assert!(is_known_icao(code));
        }
        assert_eq!(normalise("ZZZ"), None);
        assert_eq!(alpha2("FRA"), Some("FR"));
    }
}
