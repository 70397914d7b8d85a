//! The Rust runner: prints the id and the response hash of every vector; fails when an answer is not the pinned one.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;

fn main() -> ExitCode {
    let outcomes =
        kyc_conformance::vectors().and_then(|vectors| vectors.iter().map(kyc_conformance::run).collect::<Result<Vec<_>, _>>());
    match outcomes {
        Ok(outcomes) => {
            for outcome in &outcomes {
                println!("{} {}", outcome.id, outcome.hash);
                if let Some(problem) = &outcome.problem {
                    eprintln!("{}: {problem}", outcome.id);
                }
            }
            ExitCode::from(u8::from(outcomes.iter().any(|outcome| outcome.problem.is_some())))
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
