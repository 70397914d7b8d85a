//! What the host's data providers answered (F-140). The engine asks nobody: the host asks them all at once, each with its
//! own time-out, and hands in what came back. One that did not answer is an answer too, and keeps none of the others.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Kinds of provider (F-140).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProviderKind {
    /// An authority's register of persons or documents.
    GovernmentDatabase,
    /// A sanctions service.
    Sanctions,
    /// A service on politically exposed persons.
    Pep,
    /// A service on adverse media.
    AdverseMedia,
    /// A credit bureau.
    CreditBureau,
    /// The phone: a one-time code or the operator's data.
    Phone,
    /// The bank account: a penny drop.
    Bank,
}

impl ProviderKind {
    /// Every kind, in the order of a report.
    pub const ALL: [Self; 7] =
        [Self::GovernmentDatabase, Self::Sanctions, Self::Pep, Self::AdverseMedia, Self::CreditBureau, Self::Phone, Self::Bank];
}

/// What a provider answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProviderOutcome {
    /// What was declared is what it knows; of the watchlist services: it knows nothing against the person.
    Confirmed,
    /// It knows the person otherwise, or not at all; of the watchlist services: it lists the person.
    Contradicted,
    /// No answer within the time-out.
    TimedOut,
    /// It refused, was unreachable, or broke.
    Failed,
}

/// One provider's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderAnswer {
    /// What it is.
    pub kind: ProviderKind,
    /// Which one, as the host calls it: `uidai`, `pan`. Letters, digits, `-` and `_`, 1 to 64.
    pub provider: String,
    /// What it answered.
    pub outcome: ProviderOutcome,
    /// Milliseconds that were waited for it; absent when nobody measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited_ms: Option<u32>,
}

/// Answers of one case.
const MOST_ANSWERS: usize = 64;
/// Letters of a provider's name.
const LONGEST_NAME: usize = 64;

impl ProviderAnswer {
    /// Whether there are few enough answers and every provider's name is a plain word: it goes into reports.
    pub fn are_valid(answers: &[Self]) -> bool {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let named = |answer: &Self| (1..=LONGEST_NAME).contains(&answer.provider.len()) && answer.provider.bytes().all(plain);
        answers.len() <= MOST_ANSWERS && answers.iter().all(named)
    }
}
