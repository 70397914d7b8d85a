//! The HTTP server around the engine is not built yet. This program says so, and fails, so that no deployment can mistake
//! it for one.

#![allow(clippy::print_stderr)]

use std::process::ExitCode;

use kyc_core::{Code, ENGINE_VERSION};

fn main() -> ExitCode {
    eprintln!("kyc-server {ENGINE_VERSION}: {}: there is no HTTP server in this release", Code::NotAvailable.name());
    ExitCode::FAILURE
}
