//! One file a command.

mod barcode;
mod barcode_folder;
mod bundle;
mod chip;
mod demo;
mod describe;
mod faces;
mod judge;
mod models;
mod mrz;
mod mrz_folder;
mod policy;
mod read;
mod report;
mod screen;
pub(crate) mod synth;
mod verify;

use clap::CommandFactory;
use serde::Serialize;

use crate::args::{AccuracyCommand, Arguments, Command};
use crate::outcome::{Outcome, Problem, print};
use crate::{accuracy, accuracy_faces, accuracy_screening};

/// Runs the chosen command.
pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Problem> {
    let shared = &arguments.shared;
    match &arguments.command {
        Command::Verify(verify) => verify::run(verify, shared),
        Command::Read { file, back } => read::run(file, back.as_deref(), shared),
        Command::Mrz { text: Some(text), .. } => mrz::text(text, shared),
        Command::Mrz { files, .. } => mrz::pictures(files, shared),
        Command::Barcode { files } => barcode::run(files, shared),
        Command::Liveness { file } => faces::liveness(file, shared),
        Command::Match { a, b, threshold } => faces::compare(a, b, *threshold, shared),
        Command::Chip { folder, trust, allow } => chip::run(folder, trust, allow, shared),
        Command::Judge { evidence, policy } => judge::run(evidence, policy, shared),
        Command::Screen(screen) => screen::run(screen, shared),
        Command::Report { case, picture, to } => report::run(case, picture, to, shared),
        Command::Policy { command } => policy::run(command, shared),
        Command::Bundle { command } => bundle::run(command, shared),
        Command::Describe { what } => describe::run(*what, shared),
        Command::Models { command } => models::run(command, shared),
        Command::Synth(synth) => synth::run(synth, shared),
        Command::Demo(demo) => demo::run(demo, shared),
        Command::Accuracy { command: AccuracyCommand::Faces(faces) } => accuracy_faces::run(faces, shared),
        Command::Accuracy { command: AccuracyCommand::Documents(documents) } => accuracy::run(documents, shared),
        Command::Accuracy { command: AccuracyCommand::Screening(screening) } => accuracy_screening::run(screening, shared),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Arguments::command(), "kyc", &mut script);
            print(&String::from_utf8_lossy(&script));
            Ok(Outcome::Good)
        }
    }
}

/// A response as it crosses the door, indented.
fn print_json(response: &impl Serialize) -> Result<(), Problem> {
    print(&serde_json::to_string_pretty(response).map_err(Problem::internal)?);
    Ok(())
}
