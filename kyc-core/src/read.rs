//! Reading: text lines, machine-readable zones, document class and fields.
