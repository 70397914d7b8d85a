//! Pictures: decoding with limits, resampling, quality.
