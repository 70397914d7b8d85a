//! Checks on declared contact data (KYA) and on what the host remembers: no network.

pub mod email;
pub mod history;
pub mod name;
pub mod phone;
pub mod provider;
