//! Data of the engine: countries, policies, messages.

pub mod countries;
pub mod messages;
pub mod policies;
