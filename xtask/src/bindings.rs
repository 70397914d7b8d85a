//! Tests of the language packages, as a user has them: built, installed into a fresh environment, driven from outside.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Outcome, cargo, root};

/// The day of all tests.
pub(crate) const TODAY: &str = "2026-11-21";
/// What the tests drive, all with the canned models of the conformance vectors, which no released library has; and the generator
/// of Kotlin and Swift. Built together so that what they share is compiled once: `conformance/Cargo.toml` says how.
const LIBRARIES: [&str; 12] = [
    "-p",
    "kyc-cli",
    "-p",
    "kyc-ffi",
    "-p",
    "kyc-mobile",
    "-p",
    "kyc-node",
    "-p",
    "kyc-server",
    "--features",
    "kyc-ffi/conformance,kyc-mobile/bindgen,kyc-mobile/conformance,kyc-node/conformance,kyc-server/conformance",
];

/// Builds the command line, the server and the libraries of C, Kotlin, Swift and Node; answers the folder that they lie in.
pub(crate) fn libraries() -> Outcome<PathBuf> {
    cargo(&[&["build"], LIBRARIES.as_slice()].concat())?;
    fs::canonicalize(root().join("target/debug")).map_err(|e| format!("target/debug: {e}"))
}

/// Builds the Python wheel, installs it in a fresh virtual environment, and runs pytest and mypy in it.
pub(crate) fn python() -> Outcome {
    let environment = Environment::fresh("venv")?;
    // pip is the ordinary way to a build tool, and its cache makes the second time quick.
    run(environment.tool("pip").args([
        "install",
        "--quiet",
        "maturin>=1.9,<2",
        "pytest",
        "mypy",
        "numpy",
        "pillow",
        "onnxruntime",
        "fastapi",
        "httpx",
        "python-multipart",
    ]))?;
    environment.install_wheel()?;
    let package = root().join("bindings-python");
    let pytest = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"];
    let demo = demo()?;
    run(environment.tool("python").args(pytest).env("KYC_DEMO", &demo).current_dir(&package))?;
    let examples = root().join("examples/python");
    let case = [demo.join("document.jpg"), demo.join("selfie.jpg"), TODAY.into()];
    run(environment.tool("python").arg("verify.py").args(case).current_dir(&examples))?;
    run(environment.tool("python").arg("folder.py").arg(&demo).current_dir(&examples))?;
    let checked = ["python/kyc", "tests/typed.py", "../examples/python/verify.py", "../examples/python/service.py"];
    // The tests pass wrong types on purpose, in ways that only mypy can be told to expect.
    let mypy = ["--strict", "--cache-dir", "/dev/null", "tests/test_door.py"];
    run(environment.tool("mypy").args(mypy).args(checked).current_dir(&package))?;
    // Pyright is a program for Node.
    let tools = scratch()?.join("pyright");
    run(Command::new("npm").args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(&tools).arg("pyright@1.1"))?;
    let pyright = tools.join("node_modules/.bin/pyright");
    run(Command::new(pyright).arg("--pythonpath").arg(environment.path("python")).args(checked).current_dir(&package))
}

/// Packs the npm package, installs it in a fresh folder, and runs Node's tests and the TypeScript compiler there.
pub(crate) fn node() -> Outcome {
    let package = root().join("bindings-node");
    build_node(None)?;
    let app = scratch()?.join("app");
    if app.exists() {
        fs::remove_dir_all(&app).map_err(|e| format!("{}: {e}", app.display()))?;
    }
    fs::create_dir_all(&app).map_err(|e| format!("{}: {e}", app.display()))?;
    run(Command::new("npm").args(["pack", "--silent", "--pack-destination"]).arg(&app).current_dir(&package))?;
    let packed = format!("./kyc-core-{}.tgz", env!("CARGO_PKG_VERSION"));
    let install = ["install", "--silent", "--no-audit", "--no-fund", &packed, "typescript@5", "@types/node@20", "express@5"];
    run(Command::new("npm").args(install).current_dir(&app))?;
    let (tests, examples) = (package.join("tests"), root().join("examples/node"));
    for (folder, files) in [
        (tests, ["door.test.cjs", "real.test.cjs", "service.test.cjs", "strict.ts"].as_slice()),
        (examples, &["verify.mjs", "service.cjs", "express.mjs"]),
    ] {
        for file in files {
            fs::copy(folder.join(file), app.join(file)).map_err(|e| format!("{file}: {e}"))?;
        }
    }
    let demo = demo()?;
    let tests = ["--expose-gc", "--test", "door.test.cjs", "real.test.cjs", "service.test.cjs"];
    run(Command::new("node").args(tests).env("KYC_DEMO", &demo).current_dir(&app))?;
    let case = [demo.join("document.jpg"), demo.join("selfie.jpg"), TODAY.into()];
    run(Command::new("node").arg("verify.mjs").args(case).current_dir(&app))?;
    let strict =
        ["node_modules/typescript/bin/tsc", "--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "strict.ts"];
    run(Command::new("node").args(strict).current_dir(&app))
}

/// Builds Node's native half, into the package or elsewhere.
pub(crate) fn build_node(out: Option<&Path>) -> Outcome {
    let mut build = Command::new("node");
    build.args(["scripts/build.mjs", "--debug"]).args(out.map(|file| format!("--out={}", file.display())));
    run(build.arg("--").args(LIBRARIES).current_dir(root().join("bindings-node")))
}

/// A virtual environment.
pub(crate) struct Environment(PathBuf);

impl Environment {
    /// A new one under `target`.
    pub(crate) fn fresh(name: &str) -> Outcome<Self> {
        let folder = scratch()?.join(name);
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        Ok(Self(folder))
    }

    /// One that another test has made.
    pub(crate) fn existing(name: &str) -> Outcome<Self> {
        let folder = scratch()?.join(name);
        if folder.is_dir() { Ok(Self(folder)) } else { Err("run `cargo xtask python` and `cargo xtask node` first".to_owned()) }
    }

    /// Where a command of the environment lies.
    fn path(&self, name: &str) -> PathBuf {
        self.0.join(if cfg!(windows) { "Scripts" } else { "bin" }).join(name)
    }

    /// A command of the environment.
    pub(crate) fn tool(&self, name: &str) -> Command {
        let mut command = Command::new(self.path(name));
        let folder = self.path("");
        // Tools find each other, and maturin the interpreter, as in an activated environment.
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&path))).unwrap_or(path);
        command.env("PATH", path).env("VIRTUAL_ENV", &self.0);
        command
    }

    /// Builds the wheel, with the canned models too, and installs it.
    pub(crate) fn install_wheel(&self) -> Outcome {
        let wheels = scratch()?.join("wheels");
        // Only this build's wheel may be found.
        if wheels.exists() {
            fs::remove_dir_all(&wheels).map_err(|e| format!("{}: {e}", wheels.display()))?;
        }
        let mut build = self.tool("maturin");
        build.args(["build", "--profile", "dev", "--features", "conformance", "--interpreter", "python", "--out"]).arg(&wheels);
        run(build.current_dir(root().join("bindings-python")))?;
        let wheel = fs::read_dir(&wheels).map_err(|e| format!("{}: {e}", wheels.display()))?.find_map(Result::ok);
        let wheel = wheel.ok_or("maturin made no wheel")?.path();
        run(self.tool("pip").args(["install", "--quiet", "--force-reinstall", "--no-deps"]).arg(wheel))
    }
}

/// The demo's pictures: `document.jpg` and `selfie.jpg` of the good story, `stranger.jpg` of the impostor's.
pub(crate) fn demo() -> Outcome<PathBuf> {
    let folder = scratch()?.join("demo");
    for (story, out) in [(None, folder.clone()), (Some("--impostor"), folder.join("impostor"))] {
        if out.join("selfie.jpg").exists() {
            continue;
        }
        let out = out.to_string_lossy().into_owned();
        let kyc = libraries()?.join(format!("kyc{}", std::env::consts::EXE_SUFFIX));
        run(Command::new(kyc).args(["demo", "--today", TODAY, "--out", &out]).args(story).stdout(Stdio::null()))?;
    }
    let (from, to) = (folder.join("impostor/selfie.jpg"), folder.join("stranger.jpg"));
    fs::copy(&from, to).map_err(|e| format!("{}: {e}", from.display()))?;
    Ok(folder)
}

/// The folder of prepared models; the demo has prepared them.
pub(crate) fn models() -> Outcome<PathBuf> {
    kyc_models::default_cache_dir().ok_or_else(|| "no cache folder is known for this user; set KYC_MODELS_DIR".to_owned())
}

/// A tool that a test drives. Where it is missing and Debian's package manager is there, it is installed.
pub(crate) fn needed(tool: &str) -> Outcome {
    let there = |program: &str| Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there(tool).is_ok() {
        return Ok(());
    }
    let package = match tool {
        "cc" => "gcc",
        "c++" => "g++",
        "mvn" => "maven",
        other => other,
    };
    for arguments in [["update", "--quiet"].as_slice(), &["install", "--yes", "--quiet", package]] {
        // Where there is no apt-get, or it may not, the last line says what is missing.
        let _ = Command::new("apt-get").args(arguments).status();
    }
    there(tool).map(drop).map_err(|_| format!("`{tool}` is needed: install the package {package}"))
}

/// A folder for what tests build; never part of the sources.
pub(crate) fn scratch() -> Outcome<PathBuf> {
    let folder = root().join("target/bindings");
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    fs::canonicalize(&folder).map_err(|e| format!("{}: {e}", folder.display()))
}

/// What a command prints; it must end well.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command.stderr(Stdio::inherit()).output().map_err(|e| format!("{name} cannot be started: {e}"))?;
    let text = String::from_utf8(done.stdout).map_err(|_| format!("{name} printed no UTF-8"))?;
    if done.status.success() { Ok(text) } else { Err(format!("{name} failed")) }
}

/// Runs a command and answers its exit code.
pub(crate) fn status(command: &mut Command) -> Outcome<Option<i32>> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.status().map(|done| done.code()).map_err(|e| format!("{name} cannot be started: {e}"))
}

/// Runs a command; it must end well.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let name = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect();
    println!("{name} {}", arguments.join(" "));
    let done = command.status().map_err(|e| format!("{name} cannot be started: {e}"))?;
    if done.success() { Ok(()) } else { Err(format!("`{name} {}` failed", arguments.join(" "))) }
}
