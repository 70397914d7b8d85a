//! `kyc`: the engine on a command line.

mod accuracy;
mod accuracy_faces;
mod accuracy_screening;
mod annotate;
mod args;
mod commands;
mod dossier;
mod files;
mod generated;
mod lists;
mod outcome;
mod report;
mod setup;
mod style;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = args::Arguments::parse();
    match commands::run(&arguments) {
        Ok(outcome) => outcome.into(),
        Err(problem) => {
            outcome::tell(&problem);
            problem.exit.into()
        }
    }
}
