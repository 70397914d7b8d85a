//! `kyc-fuzz TARGET [EXECUTIONS [SEED]]`: feeds a target, and writes down the input that breaks it.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use kyc_fuzz::{TARGETS, target};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default| arguments.get(at).map_or(Some(default), |text: &String| text.parse::<u64>().ok());
    let chosen = arguments.first().and_then(|name| target(name));
    let (Some(target), Some(executions), Some(seed)) = (chosen, number(1, 1_000_000), number(2, 1)) else {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        say(&format!("usage: kyc-fuzz TARGET [EXECUTIONS [SEED]]\ntargets: {}", names.join(", ")));
        return ExitCode::from(2);
    };
    let start = Instant::now();
    let ran = target.fuzz(executions, seed);
    let seconds = start.elapsed().as_secs_f64().max(1e-9);
    match ran {
        Ok(()) => {
            let rate = executions as f64 / seconds;
            say(&format!("{}: {executions} executions, seed {seed}, none broke a promise ({rate:.0} a second)", target.name));
            ExitCode::SUCCESS
        }
        Err(broken) => {
            let file = format!("{}-{seed}-{}.broken", target.name, broken.execution);
            let written = std::fs::write(&file, &broken.input).is_ok();
            say(&format!("{}: execution {} of seed {seed} broke a promise", target.name, broken.execution));
            say(&if written { format!("its input is in {file}") } else { format!("its input: {:?}", broken.input) });
            ExitCode::FAILURE
        }
    }
}

fn say(text: &str) {
    // Nobody is left to tell when standard output is gone.
    let _ = writeln!(std::io::stdout(), "{text}");
}
