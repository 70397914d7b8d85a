//! The Kotlin and Swift binding is not built yet: this crate only reserves its place in the workspace. Until it is, Kotlin and Swift callers can use
//! the C ABI of `kyc-ffi`, whose whole surface is one engine and one call with JSON.
