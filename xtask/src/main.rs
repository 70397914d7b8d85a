//! Generators and checks of this workspace.
#![allow(clippy::print_stdout, clippy::print_stderr)]
fn main() {}
