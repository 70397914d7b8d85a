//! The book's code, run: every block of `docs/book` is run, compiled or parsed, or the test fails. Rust's blocks are documentation
//! tests of `kyc-examples`, Kotlin's are compiled with the tests of the JVM.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::bindings::{Environment, demo, libraries, run, scratch};
use crate::{Outcome, root};

/// A block of code: the page and line it stands at, its fence's words, and its text.
pub(crate) struct Block {
    pub(crate) place: String,
    pub(crate) language: String,
    pub(crate) text: String,
}

/// The book's pages, path and text, in the order of their paths.
fn pages() -> Outcome<Vec<(PathBuf, String)>> {
    let mut paths = Vec::new();
    collect(&root().join("docs/book/src"), &mut paths)?;
    paths.sort();
    let read = |path: PathBuf| match fs::read_to_string(&path) {
        Ok(text) => Ok((path, text)),
        Err(e) => Err(format!("{}: {e}", path.display())),
    };
    paths.into_iter().map(read).collect()
}

/// Every page is in the table of contents, and what a page links to is there.
fn links() -> Outcome {
    let pages = pages()?;
    let mut listed = Vec::new();
    for (page, text) in &pages {
        let folder = page.parent().unwrap_or(page);
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        for target in targets.filter(|target| !target.is_empty() && !target.starts_with("http")) {
            let found = fs::canonicalize(folder.join(target)).map_err(|e| format!("{}: {target}: {e}", page.display()))?;
            if page.ends_with("SUMMARY.md") {
                listed.push(found);
            }
        }
    }
    let missing = pages
        .iter()
        .find(|(page, _)| !page.ends_with("SUMMARY.md") && !fs::canonicalize(page).is_ok_and(|page| listed.contains(&page)));
    missing.map_or(Ok(()), |(page, _)| Err(format!("{} is not in SUMMARY.md", page.display())))
}

/// Every block of the book, in the order of its pages' paths.
pub(crate) fn blocks() -> Outcome<Vec<Block>> {
    let mut blocks = Vec::new();
    for (page, text) in pages()? {
        let mut open: Option<Block> = None;
        for (number, line) in (1..).zip(text.lines()) {
            match (line.strip_prefix("```"), &mut open) {
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (Some(language), None) => {
                    let place = format!("{}:{number}", page.file_stem().unwrap_or_default().to_string_lossy());
                    open = Some(Block { place, language: language.to_owned(), text: String::new() });
                }
                (None, Some(block)) => block.text += &format!("{line}\n"),
                (None, None) => (),
            }
        }
        if open.is_some() {
            return Err(format!("{} has a block that does not end", page.display()));
        }
    }
    Ok(blocks)
}

/// Rust's blocks are run with all other tests of the workspace. The rest needs what the other languages' tests have installed: the
/// wheel's environment, the npm package's folder and the C library.
pub(crate) fn book() -> Outcome {
    links()?;
    let sandbox = Sandbox::new()?;
    crate::bindings::needed("curl")?;
    let mut told = std::collections::BTreeMap::new();
    for block in blocks()? {
        sandbox.test(&block).map_err(|problem| format!("{}: {problem}", block.place))?;
        *told.entry(block.language).or_insert(0) += 1;
    }
    println!("book: {told:?}");
    Ok(())
}

/// A folder with the demo's pictures under the names that the book uses, and the tools on the path.
struct Sandbox {
    folder: PathBuf,
    python: Environment,
    built: PathBuf,
}

impl Sandbox {
    fn new() -> Outcome<Self> {
        let folder = scratch()?.join("book");
        fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        let demo = demo()?;
        for (from, to) in [("document.jpg", "passport.jpg"), ("selfie.jpg", "selfie.jpg")] {
            // Node's modules are found from the folder of the npm package's test.
            for place in [&folder, &scratch()?.join("app")] {
                fs::copy(demo.join(from), place.join(to)).map_err(|e| format!("{to}: {e}"))?;
            }
        }
        Ok(Self { folder, python: Environment::existing("venv")?, built: libraries()? })
    }

    fn test(&self, block: &Block) -> Outcome {
        let file = |name: &str| -> Outcome<PathBuf> {
            let path = self.folder.join(name);
            fs::write(&path, &block.text).map_err(|e| format!("{}: {e}", path.display()))?;
            Ok(path)
        };
        match block.language.as_str() {
            // Documentation tests.
            "rust" | "rust,no_run" => Ok(()),
            // Compiled by the JVM's tests, which find the blocks by `blocks`.
            "kotlin" => Ok(()),
            "python" => run(self.python.tool("python").arg(file("block.py")?).current_dir(&self.folder)),
            "js" => {
                let (app, script) = (scratch()?.join("app"), "block.mjs");
                fs::write(app.join(script), &block.text).map_err(|e| format!("{script}: {e}"))?;
                run(Command::new("node").arg(script).current_dir(app))
            }
            "sh" | "sh,python" => run(self.shell("-euo").arg("pipefail").arg(file("block.sh")?)),
            // What builds and installs is done by the languages' own tests; here the lines are only parsed.
            "sh,install" => run(self.shell("-n").arg(file("block.sh")?)),
            "c" => {
                let prefix = scratch()?.join("c/prefix/include");
                let strict = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only", "-I"];
                run(Command::new("cc").args(strict).arg(prefix).arg(file("block.c")?))
            }
            "toml" => {
                let parse = "import sys, tomllib; tomllib.load(open(sys.argv[1], 'rb'))";
                run(self.python.tool("python").args(["-c", parse]).arg(file("block.toml")?))
            }
            "json" => serde_json::from_str::<Value>(&block.text).map(drop).map_err(|e| e.to_string()),
            other => Err(format!("nothing tests a block of `{other}`")),
        }
    }

    /// A shell in the sandbox that finds `kyc` and the wheel's Python.
    fn shell(&self, flags: &str) -> Command {
        let environment = self.python.tool("bash");
        let path = environment.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value).unwrap_or_default();
        let path =
            std::env::join_paths(std::iter::once(self.built.clone()).chain(std::env::split_paths(path))).unwrap_or_default();
        let mut shell = Command::new("bash");
        shell.env("PATH", path).current_dir(&self.folder).arg(flags);
        shell
    }
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) -> Outcome {
    let read = |e: std::io::Error| format!("{}: {e}", folder.display());
    for entry in fs::read_dir(folder).map_err(read)? {
        let path = entry.map_err(read)?.path();
        if path.is_dir() {
            collect(&path, pages)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(path);
        }
    }
    Ok(())
}
