//! Built-in policies, as text; `policy::builtin` reads them.

/// Name and TOML of every built-in policy. Adding one is adding a file and a row.
const POLICIES: &[(&str, &str)] = &[
    ("api-v1", include_str!("../../catalog/policies/api-v1.toml")),
    ("flow", include_str!("../../catalog/policies/flow.toml")),
    ("didit", include_str!("../../catalog/policies/didit.toml")),
    ("nist-800-63a-4", include_str!("../../catalog/policies/nist-800-63a-4.toml")),
];

/// Names of the built-in policies.
pub fn names() -> impl Iterator<Item = &'static str> {
    POLICIES.iter().map(|(name, _)| *name)
}

/// The TOML of a built-in policy.
pub fn source(name: &str) -> Option<&'static str> {
    POLICIES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
