//! The Kotlin and Swift binding: built, its sources generated, and driven from the JVM and from Python.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::bindings::{Environment, demo, libraries, models, needed, run, scratch};
use crate::book::blocks;
use crate::{Outcome, root};

/// Where the library and the generated sources of each language lie.
pub(crate) struct Mobile {
    library: PathBuf,
    sources: PathBuf,
}

impl Mobile {
    /// Builds the library and its generator, and generates.
    pub(crate) fn build() -> Outcome<Self> {
        let built = libraries()?;
        let library = built.join(format!("{}kyc_mobile{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX));
        let sources = scratch()?.join("mobile");
        for language in ["kotlin", "swift", "python"] {
            let mut generate = Command::new(built.join("uniffi-bindgen"));
            generate.arg("generate").arg(&library).args(["--language", language, "--no-format"]);
            generate.args(["--config", "bindings-mobile/bindgen.toml", "--out-dir"]);
            run(generate.arg(sources.join(language)).current_dir(root()))?;
        }
        Ok(Self { library, sources })
    }

    /// Runs the JVM's tests, all of them or one class; answers what its conformance runner wrote, if it ran.
    pub(crate) fn jvm(&self, only: Option<&str>) -> Outcome<String> {
        needed("mvn")?;
        let answers = self.sources.join("kotlin-answers.txt");
        let book = self.book()?;
        let demo = demo()?;
        let mut maven = Command::new("mvn");
        maven.args(["--batch-mode", "--quiet", "--no-transfer-progress", "test"]);
        maven.args(only.map(|class| format!("-Dtest={class}")));
        for (name, value) in [
            ("kyc.build", self.sources.join("maven")),
            ("kyc.book", book),
            ("kyc.generated", self.sources.join("kotlin")),
            ("kyc.native", self.library.parent().map(PathBuf::from).unwrap_or_default()),
            ("kyc.vectors", root().join("conformance")),
            ("kyc.answers", answers.clone()),
            ("kyc.demo", demo),
            ("kyc.models", models()?),
        ] {
            maven.arg(format!("-D{name}={}", fs::canonicalize(&value).unwrap_or(value).display()));
        }
        run(maven.current_dir(root().join("bindings-mobile/kotlin")))?;
        fs::read_to_string(&answers).map_err(|e| format!("{}: {e}", answers.display()))
    }

    /// The book's Kotlin, each block a file in a package of its own, compiled with the tests.
    fn book(&self) -> Outcome<PathBuf> {
        let folder = self.sources.join("book");
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        for (at, block) in blocks()?.iter().filter(|block| block.language == "kotlin").enumerate() {
            let text = format!("// {}\npackage book.block{at}\n\n{}", block.place, block.text);
            let path = folder.join(format!("Block{at}.kt"));
            fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        }
        Ok(folder)
    }

    /// The conformance vectors through the Python that UniFFI generates.
    pub(crate) fn python(&self) -> Outcome<Command> {
        // The generated module loads the library that lies beside it.
        let beside = self.sources.join("python").join(self.library.file_name().unwrap_or_default());
        let _ = fs::remove_file(&beside);
        fs::copy(&self.library, &beside).map_err(|e| format!("{}: {e}", beside.display()))?;
        let mut command = Command::new("python3");
        command.arg(root().join("bindings-mobile/tests/conformance.py")).arg(root().join("conformance"));
        command.env("PYTHONPATH", self.sources.join("python")).env("PYTHONDONTWRITEBYTECODE", "1");
        Ok(command)
    }

    /// No Swift compiler and no Android SDK are where these tests run: the sources are parsed, not compiled, and the generated ones
    /// have to declare what the package offers.
    fn parsed(&self) -> Outcome {
        let file = self.sources.join("swift/KycCore.swift");
        let text = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        for declared in ["open class Engine", "open class Frame", "open class Verified", "enum KycError"] {
            if !text.contains(declared) {
                return Err(format!("{} does not declare `{declared}`", file.display()));
            }
        }
        // The C half, which any C compiler can check that is told to overlook Clang's words for pointers.
        let header = self.sources.join("swift/KycCoreFFI.h");
        let strict = ["-std=c11", "-Wall", "-Werror", "-fsyntax-only", "-D_Nonnull=", "-D_Nullable=", "-x", "c", "-include"];
        run(Command::new("cc").args(strict).arg(&header).arg("/dev/null"))?;
        let environment = Environment::fresh("venv-syntax")?;
        run(environment.tool("pip").args(["install", "--quiet", "tree-sitter", "tree-sitter-kotlin", "tree-sitter-swift"]))?;
        let sources = [
            "bindings-mobile/android/build.gradle.kts",
            "bindings-mobile/android/settings.gradle.kts",
            "bindings-mobile/swift/Package.swift",
            "examples/android/CaptureAnalyzer.kt",
            "examples/ios/CaptureSession.swift",
        ];
        run(environment.tool("python").arg("bindings-mobile/tests/syntax.py").args(sources).arg(file).current_dir(root()))
    }
}

/// Everything of the mobile binding that this machine can test.
pub(crate) fn mobile() -> Outcome {
    let mobile = Mobile::build()?;
    mobile.parsed()?;
    run(mobile.python()?.stdout(std::process::Stdio::null()))?;
    mobile.jvm(None).map(drop)
}
