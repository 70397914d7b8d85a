//! What a failed client's words mean. Clients answer every failure with the same exit code, so the cause a person can act
//! on stands only in their text; text that is not understood is passed on as it is.

use std::io::ErrorKind;
use std::path::Path;

use kyc_core::model::Artifact;

use crate::error::PrepareError;

/// The error that `said`, the client's standard error, stands for.
pub(crate) fn understand(said: &str, client: String, hint: &'static str, artifact: &Artifact, folder: &Path) -> PrepareError {
    let package = format!("{} {}", artifact.package, artifact.version);
    if said.contains("No module named pip") {
        return PrepareError::ClientMissing { client, package, hint };
    }
    if said.contains("No space left on device") || said.contains("ENOSPC") {
        return PrepareError::Write { path: folder.to_owned(), source: ErrorKind::StorageFull.into() };
    }
    if let Some(found) = refused_hash(said) {
        return PrepareError::Hash { what: artifact.file.clone(), found, expected: artifact.sha256.clone() };
    }
    PrepareError::Download { client, package, said: gist(said) }
}

/// The hash that pip found where it had been told another; it refuses such a file before it would look inside.
fn refused_hash(said: &str) -> Option<String> {
    let after = said.split_once("DO NOT MATCH THE HASHES")?.1;
    let found = after.lines().find_map(|line| line.trim().strip_prefix("Got"))?.trim();
    (found.len() == 64 && found.bytes().all(|b| b.is_ascii_hexdigit())).then(|| found.to_owned())
}

/// At most four lines: npm begins with the cause, pip ends with it. Stack traces and the path of a log that is removed
/// with the temporary folder tell a person nothing.
fn gist(said: &str) -> String {
    let telling = |line: &&str| {
        let words = line.trim_start_matches("npm error").trim();
        !words.is_empty() && !words.starts_with("at ") && !words.starts_with("A complete log of this run")
    };
    let lines: Vec<&str> = said.lines().filter(telling).collect();
    let npm = lines.first().is_some_and(|line| line.starts_with("npm "));
    let start = if npm { 0 } else { lines.len().saturating_sub(4) };
    lines[start..lines.len().min(start + 4)].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn understood(said: &str) -> PrepareError {
        let artifact = Artifact {
            id: "pkg-1".to_owned(),
            registry: "pypi".to_owned(),
            package: "pkg".to_owned(),
            version: "1".to_owned(),
            file: "pkg-1.whl".to_owned(),
            sha256: "0".repeat(64),
            bytes: 1,
            python_version: None,
            platform: None,
            sdist: false,
        };
        understand(said, "pip".to_owned(), "install it", &artifact, Path::new("cache"))
    }

    #[test]
    fn python_without_pip_is_a_missing_client() {
        let error = understood("/usr/bin/python3: No module named pip\n");
        assert!(matches!(error, PrepareError::ClientMissing { .. }), "{error}");
    }

    #[test]
    fn a_disk_that_fills_up_inside_the_client_is_no_network_problem() {
        for said in ["Traceback\nOSError: [Errno 28] No space left on device", "npm error code ENOSPC\nnpm error nospc"] {
            let text = understood(said).to_string();
            assert!(text.contains("free some space") && !text.contains("network"), "{text}");
        }
    }

    #[test]
    fn bytes_that_pip_refuses_are_told_with_both_hashes() {
        let got = "a".repeat(64);
        let error = understood(&format!(
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.\n  pkg==1:\n    Expected sha256 00\n     Got        {got}\n"
        ));
        assert!(matches!(&error, PrepareError::Hash { found, .. } if *found == got), "{error}");
    }

    #[test]
    fn other_words_are_passed_on_without_noise() {
        let pip = "WARNING: a\nWARNING: b\n\nWARNING: c\nERROR: d\nERROR: no matching distribution\n";
        assert_eq!(gist(pip), "WARNING: b\nWARNING: c\nERROR: d\nERROR: no matching distribution");
        let npm = "npm error code ECONNREFUSED\nnpm error FetchError: refused\nnpm error     at x (y.js:1)\nnpm error\n\
                   npm error A complete log of this run can be found in: gone\n";
        assert_eq!(gist(npm), "npm error code ECONNREFUSED\nnpm error FetchError: refused");
        assert_eq!(gist(""), "");
    }
}
