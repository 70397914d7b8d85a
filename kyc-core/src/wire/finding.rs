//! Findings: one check, one outcome, its reasons.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a check came out. Never a bool; `not_run` is never a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The check ran and is content.
    Pass,
    /// The check ran and is not.
    Fail,
    /// The check ran and a person should look.
    Warn,
    /// The check does not apply to this case.
    NotApplicable,
    /// The check could not run; the reason says why.
    NotRun,
    /// The check broke; the reason says how.
    Error,
}

/// A stable, dotted reason code such as `mrz.check_digit.composite`, with its numbers.
///
/// For tenants only: there is no way from a `Reason` to an end user's screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The code. `catalog/messages` holds a sentence for each.
    pub code: String,
    /// Values for the sentence's placeholders: numbers, dates, codes. Never a name or a document number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}

impl Reason {
    /// A reason without values.
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), values: BTreeMap::new() }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        self.values.insert(key.to_owned(), value.to_string());
        self
    }
}

/// One check's result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Stable name of the check, e.g. `mrz.check_digits`.
    pub check: String,
    /// How it came out.
    pub outcome: Outcome,
    /// Why; empty only for a pass.
    pub reasons: Vec<Reason>,
}

impl Finding {
    /// A pass.
    pub fn pass(check: &str) -> Self {
        Self { check: check.to_owned(), outcome: Outcome::Pass, reasons: Vec::new() }
    }

    /// Any other outcome, with its reason.
    pub fn of(check: &str, outcome: Outcome, reason: Reason) -> Self {
        Self { check: check.to_owned(), outcome, reasons: vec![reason] }
    }
}
