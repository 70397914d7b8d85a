//! Passive presentation attack detection.
