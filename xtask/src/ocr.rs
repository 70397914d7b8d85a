//! The Tesseract backend, built and tested with Debian's library, data and fonts: pictures of six scripts are drawn by Pango and
//! read back.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::{Outcome, cargo};

/// What building and testing need, as Debian's packages.
const PACKAGES: &[&str] = &[
    "libtesseract-dev",
    "libleptonica-dev",
    "libclang-dev",
    "clang",
    "pkg-config",
    "pango1.0-tools",
    "fonts-noto-core",
    "tesseract-ocr-eng",
    "tesseract-ocr-rus",
    "tesseract-ocr-ell",
    "tesseract-ocr-ara",
    "tesseract-ocr-heb",
    "tesseract-ocr-tha",
    "tesseract-ocr-hin",
];
/// Where they put data and fonts.
const FILES: &[&str] = &[
    "/usr/share/tesseract-ocr/5/tessdata/eng.traineddata",
    "/usr/share/tesseract-ocr/5/tessdata/rus.traineddata",
    "/usr/share/tesseract-ocr/5/tessdata/ell.traineddata",
    "/usr/share/tesseract-ocr/5/tessdata/ara.traineddata",
    "/usr/share/tesseract-ocr/5/tessdata/heb.traineddata",
    "/usr/share/tesseract-ocr/5/tessdata/tha.traineddata",
    "/usr/share/tesseract-ocr/5/tessdata/hin.traineddata",
    "/usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf",
];

/// Installs what is missing where it may, then lints and tests.
pub(crate) fn ocr() -> Outcome {
    if !is_there() {
        let install = [["install", "--yes", "--quiet"].as_slice(), PACKAGES].concat();
        for arguments in [["update", "--quiet"].as_slice(), install.as_slice()] {
            // Where there is no apt-get, or it may not, the check below says what is missing.
            let _ = Command::new("apt-get").args(arguments).status();
        }
    }
    if !is_there() {
        return Err(format!("the Tesseract backend is tested with these packages, install them: {}", PACKAGES.join(" ")));
    }
    cargo(&["clippy", "-p", "kyc-core", "--features", "tesseract", "--all-targets", "--", "-D", "warnings"])?;
    cargo(&["test", "-p", "kyc-core", "--features", "tesseract", "--test", "tesseract"])
}

fn is_there() -> bool {
    let runs = |program: &str, arguments: &[&str]| {
        let done = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
        done.is_ok_and(|status| status.success())
    };
    runs("pkg-config", &["--exists", "tesseract", "lept"])
        && runs("clang", &["--version"])
        && runs("pango-view", &["--version"])
        && FILES.iter().all(|file| Path::new(file).is_file())
}
