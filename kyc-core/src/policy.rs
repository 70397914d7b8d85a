//! Policies: thresholds, weights, rules.
