//! Watchlists: what was searched, what was found, and what a compliance officer cleared.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Unit;
use crate::sensitive::Sensitive;

/// What being listed means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// Dealing with the entry is forbidden.
    Sanctions,
    /// A politically exposed person or one close to them.
    Pep,
    /// Reported on in connection with crime.
    AdverseMedia,
}

/// How screening came out (F-146).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScreeningOutcome {
    /// No hit.
    Clear,
    /// A person should look.
    Potential,
    /// Escalate at once.
    Match,
}

/// What a part of the score compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Word by word, in any order.
    Name,
    /// Equal, same year, or another.
    BirthDate,
    /// Equal or another.
    Nationality,
    /// Equal; another number says nothing.
    DocumentNumber,
}

/// One part of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartScore {
    /// What was compared.
    pub part: Part,
    /// How well it agrees, 0 to 1.
    pub agreement: Unit,
}

/// One listed entry that may be meant. The lists are public; nothing of the query is repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hit {
    /// The list.
    pub list: String,
    /// What being listed means.
    pub kind: ListKind,
    /// The list's id of the entry.
    pub id: String,
    /// The entry's primary name.
    pub name: String,
    /// Score, 0 to 1.
    pub score: Unit,
    /// `potential` or `match`.
    pub outcome: ScreeningOutcome,
    /// What the score is made of. Parts that one side does not know are not listed.
    pub parts: Vec<PartScore>,
}

/// The answer of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Screening {
    /// The worst of the hits; `clear` without one.
    pub outcome: ScreeningOutcome,
    /// At most 20 of each kind of list, the best first.
    pub hits: Vec<Hit>,
}

/// A list that was searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SearchedList {
    /// Its name as the host gave it, e.g. `ofac-sdn`.
    pub list: String,
    /// What being listed means.
    pub kind: ListKind,
    /// How many entries it held.
    pub entries: u32,
}

/// Who cleared a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClearingRole {
    /// The compliance officer: the only one who can (C-011).
    ComplianceOfficer,
    /// A reviewer of cases.
    Reviewer,
    /// A program: a caller of the API, a job.
    Program,
}

/// That a hit is of somebody else, said by a person who answers for it (C-011). Kept with the evidence: the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clearance {
    /// The hit's list.
    pub list: String,
    /// The hit's id.
    pub id: String,
    /// Who says so. The host answers for having asked who it is.
    pub role: ClearingRole,
    /// The person, as the host names its staff. Not empty.
    pub by: Sensitive<String>,
    /// Why. Not empty.
    pub reason: Sensitive<String>,
}

/// What screening saw. An engine that was configured with lists fills it in; a host may supply its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreeningEvidence {
    /// Outcome and hits.
    pub screening: Screening,
    /// The lists that were searched. What is not here was not screened for.
    pub searched: Vec<SearchedList>,
    /// Hits that were cleared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clearances: Vec<Clearance>,
}
