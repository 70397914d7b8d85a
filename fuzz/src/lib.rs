//! Hostile input for every parser that reads what an applicant or a stranger wrote.
//!
//! A [`Target`] takes any bytes and panics only where the engine breaks a promise. The `kyc-fuzz` program feeds it seeded,
//! structure-aware mutations of a small corpus on stable Rust; libFuzzer can drive the same functions (see `README.md`).

mod corpus;
mod mutate;
mod random;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use mutate::{Form, mutate};
pub use random::Random;
pub use targets::TARGETS;

/// One parser with its promises.
pub struct Target {
    /// Its name on the command line.
    pub name: &'static str,
    /// What its input looks like, which is how it is mutated.
    pub form: Form,
    /// Reads `data`. Panics when a promise is broken.
    pub run: fn(data: &[u8]),
    /// Valid inputs to begin from.
    pub corpus: fn() -> Vec<Vec<u8>>,
}

/// An input that broke a promise.
pub struct Broken {
    /// Which execution it was, from 0.
    pub execution: u64,
    /// The input.
    pub input: Vec<u8>,
}

/// The target of that name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

impl Target {
    /// Runs `executions` inputs that `seed` determines: the corpus as it is, then mutations of it.
    ///
    /// # Errors
    /// The first input that broke a promise.
    pub fn fuzz(&self, executions: u64, seed: u64) -> Result<(), Broken> {
        let corpus = (self.corpus)();
        let mut random = Random::new(seed);
        for execution in 0..executions {
            let input = match corpus.get(execution as usize) {
                Some(given) => given.clone(),
                None => mutate(self.form, &corpus, &mut random),
            };
            // Targets keep nothing between inputs but what they parsed once, so a broken run leaves nothing behind.
            if catch_unwind(AssertUnwindSafe(|| (self.run)(&input))).is_err() {
                return Err(Broken { execution, input });
            }
        }
        Ok(())
    }
}
