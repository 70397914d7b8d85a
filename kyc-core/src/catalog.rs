//! Data of the engine: countries, types of document, printed labels, policies, scripts, messages.

pub mod countries;
pub mod documents;
pub mod labels;
pub mod messages;
pub mod policies;
pub mod scripts;
