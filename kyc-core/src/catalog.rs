//! Data of the engine: countries, policies, messages.
