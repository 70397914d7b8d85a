//! `screen_name`: a name against the watchlists the engine was configured with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::sensitive::Sensitive;
use crate::watchlist::Query;
use crate::wire::{Screening, SearchedList};

/// Looks for a person or an organisation on watchlists.
#[derive(Debug)]
pub struct ScreenName;

/// Who is looked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreenNameRequest {
    /// Full name, in any order and script. The first 512 characters are looked at.
    pub name: Sensitive<String>,
    /// Date of birth as far as it is known: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[serde(default)]
    pub birth_date: Option<Sensitive<String>>,
    /// Nationality: a code (ISO 3166-1, ICAO) or an English name. A code and a name are not compared.
    #[serde(default)]
    pub nationality: Option<Sensitive<String>>,
    /// Number of a passport or identity card.
    #[serde(default)]
    pub document_number: Option<Sensitive<String>>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreenNameResponse {
    /// Outcome and hits.
    pub screening: Screening,
    /// How many entries were searched.
    pub entries: u32,
    /// The lists that they are of. With the outcome, this is a case's screening evidence.
    pub searched: Vec<SearchedList>,
}

impl Operation for ScreenName {
    const NAME: &'static str = "screen_name";
    const NEEDS_MODELS: bool = false;
    type Request = ScreenNameRequest;
    type Response = ScreenNameResponse;

    /// # Errors
    /// [`Code::NotAvailable`] when the engine has no watchlists: an empty search is not a clear one.
    fn run(engine: &Engine, request: Self::Request, _: &[&[u8]]) -> Result<Self::Response> {
        let index = engine.watchlists().filter(|index| !index.is_empty()).ok_or_else(|| {
            Error::new(Code::NotAvailable, "this engine was configured without watchlists; pass an index in its configuration")
        })?;
        fn exposed(value: &Option<Sensitive<String>>) -> Option<&str> {
            value.as_ref().map(|value| value.expose().as_str())
        }
        let query = Query {
            name: request.name.expose(),
            birth_date: exposed(&request.birth_date),
            nationality: exposed(&request.nationality),
            document_number: exposed(&request.document_number),
        };
        Ok(ScreenNameResponse {
            screening: index.screen(&query),
            entries: u32::try_from(index.len()).unwrap_or(u32::MAX),
            searched: index.searched().to_vec(),
        })
    }
}
