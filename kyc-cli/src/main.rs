//! Placeholder until the crate is written.
mod report;
mod style;
fn main() {}
