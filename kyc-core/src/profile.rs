//! Checks on declared contact data (KYA): syntax only, no network.

pub mod email;
pub mod name;
pub mod phone;
pub mod provider;
