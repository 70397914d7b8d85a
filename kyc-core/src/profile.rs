//! Checks on declared contact data (KYA): syntax only, no network.
