//! How a run ends: exit codes and problems.

use std::io::Write;
use std::process::ExitCode;

use kyc_core::Error;
use kyc_core::wire::Verdict;
use kyc_models::PrepareError;

/// How a run ended; the numbers are documented in `kyc --help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Accepted, matched, live, valid: 0.
    Good = 0,
    /// A defect of the program: 1.
    Internal = 1,
    /// Review, or a zone whose check digits fail: 10.
    Review = 10,
    /// Rejected, no match, not live, nothing found: 11.
    Bad = 11,
    /// A wrong argument or file: 3.
    Caller = 3,
    /// Models or runtime missing: 4.
    Deployment = 4,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

impl From<Verdict> for Outcome {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted => Outcome::Good,
            Verdict::Review => Outcome::Review,
            Verdict::Rejected => Outcome::Bad,
        }
    }
}

/// What stopped a run.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) exit: Outcome,
    pub(crate) text: String,
}

impl Problem {
    pub(crate) fn caller(text: impl Into<String>) -> Self {
        Self { exit: Outcome::Caller, text: text.into() }
    }

    pub(crate) fn internal(text: impl std::fmt::Display) -> Self {
        Self { exit: Outcome::Internal, text: text.to_string() }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        // The bands of the code say whose mistake it is.
        let exit = match error.code().number() {
            1000..=2999 => Outcome::Caller,
            3000..=3999 => Outcome::Deployment,
            _ => Outcome::Internal,
        };
        Self { exit, text: error.to_string() }
    }
}

impl From<PrepareError> for Problem {
    fn from(error: PrepareError) -> Self {
        Self { exit: Outcome::Deployment, text: error.to_string() }
    }
}

/// Says on standard error what stopped the run.
pub(crate) fn tell(problem: &Problem) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr(), "kyc: {}", problem.text);
}

/// Says something on standard error that stops nothing.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "kyc: {text}");
}

/// Prints to standard output. A reader that hung up (`| head`) ends the printing, not the program.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| if text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
}
