//! The decision: score bands, then rules that can only make it stricter.
