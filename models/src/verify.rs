//! What is in the cache.

use std::path::Path;

use kyc_core::model::{File, Manifest, Store, Task};

/// State of one prepared file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There, and the file that the manifest pins.
    Ready,
    /// Not there.
    Missing,
    /// There, but another file.
    Corrupt,
    /// Not there, and nothing needs it before a configuration names it.
    Optional,
}

impl State {
    /// Whether an engine of the default configuration finds what it needs.
    pub fn is_good(self) -> bool {
        matches!(self, State::Ready | State::Optional)
    }
}

/// One file of the manifest and its state in the cache.
#[derive(Debug, Clone, PartialEq)]
pub struct FileState<'m> {
    /// The manifest's entry.
    pub file: &'m File,
    /// Its state.
    pub state: State,
}

/// The files this platform needs in its cache, in the manifest's order; demo pictures only when asked for, and optional files
/// where the manifest has been told that they are wanted ([`Manifest::with`]).
pub fn needed<'m>(manifest: &'m Manifest, platform: &str, include_demo: bool) -> Vec<&'m File> {
    wanted(manifest, platform, include_demo).filter(|file| !file.is_built_in() && !file.optional).collect()
}

fn wanted<'m>(manifest: &'m Manifest, platform: &str, include_demo: bool) -> impl Iterator<Item = &'m File> {
    manifest.files.iter().filter(move |file| match file.task {
        Task::Runtime => file.platform.as_deref() == Some(platform),
        Task::DemoAsset => include_demo,
        _ => true,
    })
}

/// The state of one file.
pub fn state(cache: &Path, file: &File) -> State {
    if !file.is_built_in() && !cache.join(file.cache_name()).exists() {
        return if file.optional { State::Optional } else { State::Missing };
    }
    match Store::Folder(cache.to_owned()).read(file) {
        Ok(_) => State::Ready,
        Err(_) => State::Corrupt,
    }
}

/// Hashes every file this platform needs, also those that are part of the program, and compares it with the manifest.
pub fn states<'m>(manifest: &'m Manifest, cache: &Path, platform: &str) -> Vec<FileState<'m>> {
    wanted(manifest, platform, true).map(|file| FileState { file, state: state(cache, file) }).collect()
}
