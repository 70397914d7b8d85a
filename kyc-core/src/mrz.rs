//! Machine-readable zones (ICAO 9303).
