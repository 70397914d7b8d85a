//! The Kotlin and Swift binding: built, its sources generated, and driven from the JVM and from Python.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::bindings::{demo, models, needed, run, scratch};
use crate::book::blocks;
use crate::{Outcome, cargo, root};

/// Where the library and the generated sources of each language lie.
pub(crate) struct Mobile {
    library: PathBuf,
    sources: PathBuf,
}

impl Mobile {
    /// Builds the library and its generator in one go, and generates. The library has the canned models of the conformance
    /// vectors; no released one has.
    pub(crate) fn build() -> Outcome<Self> {
        cargo(&["build", "-p", "kyc-mobile", "--features", "bindgen,conformance"])?;
        let built = fs::canonicalize(root().join("target/debug")).map_err(|e| e.to_string())?;
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
    pub(crate) fn python(&self) -> Command {
        // The generated module loads the library that lies beside it.
        let beside = self.sources.join("python").join(self.library.file_name().unwrap_or_default());
        let _ = fs::remove_file(&beside);
        let mut command = Command::new("python3");
        if let Err(e) = fs::copy(&self.library, &beside) {
            eprintln!("{}: {e}", beside.display());
        }
        command.arg(root().join("bindings-mobile/tests/conformance.py")).arg(root().join("conformance"));
        command.env("PYTHONPATH", self.sources.join("python")).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    /// No Swift compiler runs on Linux machines of ours: this only sees that the sources are there and declare what the package
    /// offers.
    fn swift(&self) -> Outcome {
        let file = self.sources.join("swift/KycCore.swift");
        let text = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        for declared in ["open class Engine", "open class Frame", "open class Verified", "enum KycError"] {
            if !text.contains(declared) {
                return Err(format!("{} does not declare `{declared}`", file.display()));
            }
        }
        let count = |bracket: char| text.matches(bracket).count();
        if count('{') != count('}') || !self.sources.join("swift/KycCoreFFI.h").is_file() {
            return Err("the generated Swift is not whole".to_owned());
        }
        println!("Swift: sources generated; not compiled here");
        Ok(())
    }
}

/// Everything of the mobile binding that this machine can test.
pub(crate) fn mobile() -> Outcome {
    let mobile = Mobile::build()?;
    mobile.swift()?;
    run(mobile.python().stdout(std::process::Stdio::null()))?;
    mobile.jvm(None).map(drop)
}
