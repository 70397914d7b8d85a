//! Fetching registry files through the ordinary package clients.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use kyc_core::model::Artifact;

use crate::complaint::understand;
use crate::error::PrepareError;

/// Fetches one registry file into a folder.
pub trait Client {
    /// Leaves `artifact.file` in `folder`. `grown` is told how many bytes are there from time to time.
    ///
    /// # Errors
    /// [`PrepareError::ClientMissing`], [`PrepareError::Download`], [`PrepareError::NoFile`], [`PrepareError::Write`].
    fn fetch(&mut self, artifact: &Artifact, folder: &Path, grown: &mut dyn FnMut(u64)) -> Result<PathBuf, PrepareError>;
}

/// `pip` for PyPI and `npm` for npm.
#[derive(Debug, Clone)]
pub struct PackageClients {
    /// Command that runs Python; `-m pip` follows.
    pub python: String,
    /// Command that runs npm.
    pub npm: String,
}

impl Default for PackageClients {
    fn default() -> Self {
        let python = if cfg!(windows) { "python" } else { "python3" };
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        Self { python: python.to_owned(), npm: npm.to_owned() }
    }
}

impl Client for PackageClients {
    fn fetch(&mut self, artifact: &Artifact, folder: &Path, grown: &mut dyn FnMut(u64)) -> Result<PathBuf, PrepareError> {
        // npm runs inside the folder (so that it heeds no project's settings), where a relative path means another place.
        let folder = &std::path::absolute(folder).map_err(|source| PrepareError::Write { path: folder.to_owned(), source })?;
        let (name, mut command, hint) = if artifact.registry == "npm" {
            (self.npm.clone(), self.npm_pack(artifact, folder), "install Node.js, which brings npm")
        } else {
            (format!("{} -m pip", self.python), self.pip_download(artifact, folder)?, "install Python 3.9 or newer with pip")
        };
        let package = format!("{} {}", artifact.package, artifact.version);
        run(&mut command, folder, grown).map_err(|failure| match failure {
            Failure::Start => PrepareError::ClientMissing { client: name.clone(), package: package.clone(), hint },
            Failure::Said(said) => understand(&said, name.clone(), hint, artifact, folder),
        })?;
        let file = folder.join(&artifact.file);
        if file.is_file() { Ok(file) } else { Err(PrepareError::NoFile { client: name, package, file: artifact.file.clone() }) }
    }
}

impl PackageClients {
    fn pip_download(&self, artifact: &Artifact, folder: &Path) -> Result<Command, PrepareError> {
        // In hash-checking mode pip itself refuses other bytes, before it would look inside a source distribution.
        let requirement = folder.join("requirement.txt");
        let line = format!("{}=={} --hash=sha256:{}\n", artifact.package, artifact.version, artifact.sha256);
        fs::write(&requirement, line).map_err(|source| PrepareError::Write { path: requirement.clone(), source })?;
        let mut command = Command::new(&self.python);
        command.args(["-m", "pip", "download", "--no-deps", "--require-hashes", "--disable-pip-version-check", "--no-cache-dir"]);
        command.args(["--progress-bar", "off"]).arg("--dest").arg(folder).arg("--requirement").arg(&requirement);
        if artifact.sdist {
            // pip asks a source distribution for its metadata, which runs its build script and fetches setuptools as a
            // wheel (so only this package is kept from coming as one). The hash is checked before anything runs.
            command.args(["--no-binary", &artifact.package]);
        } else {
            command.args(["--only-binary", ":all:"]);
            // A wheel for another Python or platform than this machine's is data to us.
            if let Some(version) = &artifact.python_version {
                command.args(["--python-version", version]);
            }
            if let Some(platform) = &artifact.platform {
                command.args(["--platform", platform]);
            }
        }
        Ok(command)
    }

    fn npm_pack(&self, artifact: &Artifact, folder: &Path) -> Command {
        let mut command = Command::new(&self.npm);
        command.args(["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination"]).arg(folder);
        // A cache of its own: the bytes are seen growing, and no second copy stays in the user's npm cache.
        command.arg("--cache").arg(folder.join("npm-cache"));
        // npm's own pauses between tries add up to over a minute of silence without a network.
        command.args(["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"]);
        command.arg(format!("{}@{}", artifact.package, artifact.version)).current_dir(folder);
        command
    }
}

enum Failure {
    Start,
    Said(String),
}

fn run(command: &mut Command, folder: &Path, grown: &mut dyn FnMut(u64)) -> Result<(), Failure> {
    // pip builds and downloads in its temporary folder; keeping that inside ours shows the growth and cleans up with it.
    command.env("TMPDIR", folder).env("TEMP", folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|_| Failure::Start)?;
    let stderr = child.stderr.take();
    let said = std::thread::spawn(move || {
        let mut text = Vec::new();
        // A chatty client must not fill memory; the rest of its words is drained unread.
        if let Some(mut pipe) = stderr {
            let _ = pipe.by_ref().take(1 << 20).read_to_end(&mut text);
            let _ = std::io::copy(&mut pipe, &mut std::io::sink());
        }
        String::from_utf8_lossy(&text).into_owned()
    });
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) => {
                grown(folder_size(folder, 0));
                std::thread::sleep(Duration::from_millis(150));
            }
            Err(error) => break Err(error.to_string()),
        }
    };
    let said = said.join().unwrap_or_default();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure::Said(said)),
        Err(why) => Err(Failure::Said(why)),
    }
}

fn folder_size(folder: &Path, depth: u8) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let size = |entry: fs::DirEntry| match entry.metadata() {
        Ok(meta) if meta.is_dir() && depth < 4 => folder_size(&entry.path(), depth + 1),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    };
    entries.filter_map(Result::ok).map(size).sum()
}
