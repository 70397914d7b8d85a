//! The one scorer.
