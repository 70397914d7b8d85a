//! Data of the engine: countries, policies, messages.

pub mod countries;
