//! Perception: calls the rooms in order; independent ones run in parallel.
