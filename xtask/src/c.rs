//! The C library as a user has it: installed into a folder, found by pkg-config and by CMake, driven from C and C++, and watched
//! by valgrind and the address sanitizer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::bindings::{TODAY, demo, libraries, models, needed, run, scratch, status};
use crate::{Outcome, cargo, root};

/// What Rust's standard library needs of the system: `rustc --print native-static-libs`.
const NATIVE_LIBRARIES: &str = if cfg!(target_os = "macos") { "-lSystem -lc -lm" } else { "-lgcc_s -lpthread -ldl -lm -lc" };
/// No warning is left in a header that others include.
const STRICT: [&str; 4] = ["-Wall", "-Wextra", "-Werror", "-pedantic"];
/// A leak of any kind that is the program's own fails the run.
const VALGRIND: [&str; 5] = [
    "--quiet",
    "--leak-check=full",
    "--show-leak-kinds=definite,indirect,possible",
    "--errors-for-leak-kinds=definite,indirect,possible",
    "--error-exitcode=9",
];

/// Puts header, both libraries, the pkg-config file and the CMake package below `prefix`, as `make install` would.
pub(crate) fn install(prefix: &Path, release: bool) -> Outcome {
    let built = if release {
        cargo(&["build", "-p", "kyc-ffi", "--release"])?;
        root().join("target/release")
    } else {
        libraries()?
    };
    let package = root().join("kyc-ffi");
    let shared = format!("{}kyc_ffi{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    for (from, to) in [
        (package.join("include/kyc.h"), "include/kyc.h".to_owned()),
        (built.join(&shared), format!("lib/{shared}")),
        (built.join("libkyc_ffi.a"), "lib/libkyc_ffi.a".to_owned()),
    ] {
        put(prefix, &to, &fs::read(&from).map_err(|e| format!("{}: {e}", from.display()))?)?;
    }
    for (name, to) in
        [("kyc.pc", "lib/pkgconfig"), ("kycConfig.cmake", "lib/cmake/kyc"), ("kycConfigVersion.cmake", "lib/cmake/kyc")]
    {
        let from = package.join("package").join(format!("{name}.in"));
        let text = fs::read_to_string(&from).map_err(|e| format!("{}: {e}", from.display()))?;
        // CMake's lists have semicolons.
        let libraries = if name.ends_with(".cmake") { NATIVE_LIBRARIES.replace(' ', ";") } else { NATIVE_LIBRARIES.to_owned() };
        let text = text.replace("@VERSION@", env!("CARGO_PKG_VERSION")).replace("@NATIVE_LIBRARIES@", &libraries);
        put(prefix, &format!("{to}/{name}"), text.as_bytes())?;
    }
    Ok(())
}

/// Installs the library and tests it from outside.
pub(crate) fn c() -> Outcome {
    for tool in ["cc", "c++", "pkg-config", "cmake", "valgrind"] {
        needed(tool)?;
    }
    let folder = scratch()?.join("c");
    let prefix = folder.join("prefix");
    install(&prefix, false)?;
    let tests = root().join("kyc-ffi/tests");
    let build = |source: PathBuf, name: &str, more: &[&str]| compile(&prefix, &source, &folder.join(name), more);
    let smoke = build(tests.join("smoke.c"), "smoke", &[])?;
    let hostile = build(tests.join("hostile.c"), "hostile", &["-pthread"])?;
    run(Command::new(&hostile).args(["10000", "rss"]))?;
    // Each call costs some fifty times as much under valgrind.
    run(Command::new("valgrind").args(VALGRIND).arg(&smoke).stdout(Stdio::null()))?;
    run(Command::new("valgrind").args(VALGRIND).arg(&hostile).arg("400"))?;
    let sanitized = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g"];
    run(Command::new(build(tests.join("smoke.c"), "smoke-asan", &sanitized)?).stdout(Stdio::null()))?;
    let threads: Vec<&str> = sanitized.iter().copied().chain(["-pthread"]).collect();
    run(Command::new(build(tests.join("hostile.c"), "hostile-asan", &threads)?).arg("10000"))?;
    let examples = root().join("examples");
    let watched = [("c/verify.c", "verify-asan"), ("cpp/verify.cpp", "verify-cpp-asan")]
        .map(|(source, name)| build(examples.join(source), name, &sanitized));

    let out = folder.join("cmake");
    let mut configure = Command::new("cmake");
    configure.arg("-S").arg(examples.join("c")).arg("-B").arg(&out).arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display()));
    run(&mut configure)?;
    run(Command::new("cmake").arg("--build").arg(&out))?;
    let demo = demo()?;
    let case = |program: &Path, selfie: &str| {
        let mut command = Command::new(program);
        command.arg(models()?).arg(demo.join("document.jpg")).arg(demo.join(selfie)).arg(TODAY);
        status(command.stdout(Stdio::null()))
    };
    let built = ["verify", "verify_static", "verify_cpp"].map(|name| Ok(out.join(name)));
    for program in built.into_iter().chain(watched) {
        let program = program?;
        // Accepted, and rejected: the stranger is not the passport's holder.
        for (selfie, end) in [("selfie.jpg", 0), ("stranger.jpg", 11)] {
            let ended = case(&program, selfie)?;
            if ended != Some(end) {
                return Err(format!("{} on {selfie} ended with {ended:?} and not {end}", program.display()));
            }
        }
    }
    // ONNX Runtime has findings of its own under valgrind: there the examples end before it is loaded.
    for name in ["verify", "verify_cpp"] {
        let mut refused = Command::new("valgrind");
        refused.args(VALGRIND).arg(out.join(name)).arg(folder.join("no-models"));
        let ended = status(refused.arg(demo.join("document.jpg")).arg(demo.join("selfie.jpg")).arg(TODAY))?;
        if ended != Some(3) {
            return Err(format!("{name} without models ended with {ended:?} under valgrind and not 3"));
        }
    }
    println!("C: the examples decide the demo's cases, shared, static, from C++ and under the address sanitizer");
    Ok(())
}

/// Compiles one file against the installed library with what pkg-config says.
fn compile(prefix: &Path, source: &Path, program: &Path, more: &[&str]) -> Outcome<PathBuf> {
    let mut pkg_config = Command::new("pkg-config");
    pkg_config.args(["--cflags", "--libs", "kyc"]).env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"));
    let flags = crate::bindings::output(&mut pkg_config)?;
    let (compiler, standard) =
        if source.extension().is_some_and(|it| it == "cpp") { ("c++", "-std=c++17") } else { ("cc", "-std=c11") };
    let mut compiler = Command::new(compiler);
    compiler.arg(standard).args(STRICT).args(more).arg(source).args(flags.split_whitespace());
    compiler.arg(format!("-Wl,-rpath,{}", prefix.join("lib").display())).arg("-o").arg(program);
    run(&mut compiler)?;
    Ok(program.to_path_buf())
}

fn put(prefix: &Path, name: &str, bytes: &[u8]) -> Outcome {
    let path = prefix.join(name);
    let folder = path.parent().unwrap_or(prefix);
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    // A library that a running program has mapped must not be written into; a new file takes its place.
    let _ = fs::remove_file(&path);
    fs::write(&path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}
