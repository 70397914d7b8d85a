//! Compiles a C program against the generated header and the shared library, and runs it.

#![allow(clippy::print_stderr, clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;
use std::process::Command;

#[test]
fn a_c_program_drives_every_function() {
    if cfg!(not(target_os = "linux")) {
        eprintln!("skipped: the C program is only built on Linux");
        return;
    }
    let crate_dir = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    // The test runs beside the shared library that cargo built for it.
    let libraries = std::env::current_exe().unwrap().parent().unwrap().to_path_buf();
    let scratch = tempfile::tempdir().unwrap();
    let program = scratch.path().join("smoke");
    let compiled = Command::new("cc")
        .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-I"])
        .arg(crate_dir.join("include"))
        .arg(crate_dir.join("tests/smoke.c"))
        .arg("-L")
        .arg(&libraries)
        .args(["-lkyc_ffi", "-o"])
        .arg(&program)
        .output()
        .expect("a C compiler is needed to test a C header");
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));

    let ran = Command::new(&program).env("LD_LIBRARY_PATH", &libraries).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let described: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("describe answers JSON");
    assert_eq!(described["engine_version"], env!("CARGO_PKG_VERSION"));
}
