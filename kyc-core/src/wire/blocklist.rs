//! Block lists: what of a case a host has barred before.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NotSeen, Seen};

/// Whether the host's block lists hold something of this case. Each answers for itself; `not_provided` where the engine
/// has no such list, or where there was nothing to look up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BlocklistEvidence {
    /// The number of the document.
    pub document_number: Seen<bool>,
    /// The live face or the portrait: one that looks like it is barred.
    pub face: Seen<bool>,
    /// The applicant's device.
    pub device: Seen<bool>,
}

impl Default for BlocklistEvidence {
    fn default() -> Self {
        let nobody = || Seen::not(NotSeen::NotProvided);
        Self { document_number: nobody(), face: nobody(), device: nobody() }
    }
}
