//! Scripts that states print their documents in, besides Latin.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::wire::Script;

const DATA: &str = include_str!("../../catalog/scripts.toml");

// A unit test parses the data, so the empty fallback is never met in a tested build.
static BY_SCRIPT: LazyLock<BTreeMap<Script, Vec<String>>> = LazyLock::new(|| toml::from_str(DATA).unwrap_or_default());

/// Scripts other than Latin that documents of this state (ISO 3166-1 alpha-3) are printed in, in the order of [`Script`].
pub fn of_country(alpha3: &str) -> Vec<Script> {
    let issues = |(script, states): (&Script, &Vec<String>)| states.iter().any(|state| state == alpha3).then_some(*script);
    BY_SCRIPT.iter().filter_map(issues).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::countries;

    #[test]
    fn states_have_their_scripts() {
        let states = BY_SCRIPT.values().flatten();
        assert!(states.clone().all(|state| countries::alpha2(state).is_some()) && states.count() > 60);
        assert_eq!(of_country("LKA"), [Script::Tamil, Script::Sinhala]);
        assert_eq!(of_country("BGR"), [Script::Cyrillic]);
        assert_eq!(of_country("FRA"), []);
    }
}
