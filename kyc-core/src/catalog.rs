//! Data of the engine: countries, policies, messages.

pub mod messages;
pub mod policies;
