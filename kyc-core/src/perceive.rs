//! Calls the rooms of perception in order; what does not depend on each other runs in parallel.

pub mod timing;

pub use timing::{Stage, Step, Timing, Trace};
