//! The door: one table of operations.
