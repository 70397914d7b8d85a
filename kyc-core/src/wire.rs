//! The vocabulary that crosses the door. Types here carry data and their own invariants, nothing else.
//!
//! Geometry is in pixels of the decoded, upright source picture, origin top-left. Confidences are [`Unit`]s (0 to 1 in
//! millionths). Dates are `YYYY-MM-DD`. What was not seen is [`Seen::NotSeen`] with a reason, never `null` or 0.

pub mod active;
pub mod barcode;
pub mod blocklist;
pub mod capture;
pub mod chip;
pub mod decision;
pub mod device;
pub mod document;
pub mod evidence;
pub mod face;
pub mod field;
pub mod finding;
pub mod forensics;
pub mod frame;
pub mod geometry;
pub mod guidance;
pub mod history;
pub mod number;
pub mod print;
pub mod profile;
pub mod provider;
pub mod report;
pub mod score;
pub mod screening;
pub mod signals;

pub use active::*;
pub use barcode::*;
pub use blocklist::*;
pub use capture::*;
pub use chip::*;
pub use decision::*;
pub use device::*;
pub use document::*;
pub use evidence::*;
pub use face::*;
pub use field::*;
pub use finding::*;
pub use forensics::*;
pub use frame::*;
pub use geometry::*;
pub use guidance::*;
pub use history::*;
pub use number::*;
pub use print::*;
pub use profile::*;
pub use provider::*;
pub use report::*;
pub use score::*;
pub use screening::*;
pub use signals::*;
