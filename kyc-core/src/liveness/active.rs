//! Active liveness: a person is asked to do things, and a sequence of frames shows whether a living head did them.
//!
//! Three parts, one file each: the challenge ([`challenge`]), what was done ([`events`]) and whether it was a head in front of
//! a camera that did it ([`session`], with the plain geometry in `parallax`).

pub mod challenge;
pub mod events;
mod parallax;
pub mod session;

pub use challenge::challenge;
pub use session::{Close, Frame, Limits, Session};
