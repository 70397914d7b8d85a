//! Configuration of an engine.
