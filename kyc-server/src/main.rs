//! The HTTP server around the engine is not built yet. `kyc-server describe` prints the engine's description; anything else
//! says so and fails, so that no deployment can mistake this program for a server.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

use kyc_core::{Code, Config, ENGINE_VERSION, Engine};

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("describe") {
        return match Engine::new(Config::default()).and_then(|engine| engine.call("describe", "{}", &[])) {
            Ok(description) => {
                println!("{description}");
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("kyc-server: {error}");
                ExitCode::FAILURE
            }
        };
    }
    eprintln!("kyc-server {ENGINE_VERSION}: {}: there is no HTTP server in this release", Code::NotAvailable.name());
    ExitCode::FAILURE
}
