//! How long a host should wait for a data provider (F-141).

/// Milliseconds to wait for a provider that [`SLOWEST`] does not name: as for the slowest that it does.
const OTHERS_MS: u32 = 10_000;

/// The slowest answers to expect of India's registers, in milliseconds, by the names that F-141 gives them.
const SLOWEST: &[(&str, u32)] =
    &[("aadhaar", 3_000), ("pan", 2_000), ("driving_licence", 5_000), ("voter", 5_000), ("passport", 10_000)];

/// The time-out to give a provider, in milliseconds: never less than its slowest usual answer. Each is waited for on its own.
pub fn timeout_ms(provider: &str) -> u32 {
    SLOWEST.iter().find(|(name, _)| *name == provider).map_or(OTHERS_MS, |(_, slowest)| *slowest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f_141_nobody_is_given_up_before_the_slowest_usual_answer() {
        for (provider, slowest) in SLOWEST {
            assert!(timeout_ms(provider) >= *slowest, "{provider}");
        }
        assert!(SLOWEST.iter().all(|(_, slowest)| timeout_ms("another") >= *slowest));
    }
}
