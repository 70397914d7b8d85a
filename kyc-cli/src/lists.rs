//! Watchlists from files: which form each has, and one index of them all.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kyc_core::watchlist::{Index, ListFormat, ListKind};
use kyc_mapped::Mapped;

use crate::outcome::{Problem, note};

/// A list as it was found.
pub(crate) struct ListFile {
    /// What being listed means.
    pub(crate) kind: ListKind,
    /// Where it was.
    pub(crate) path: PathBuf,
    /// What it holds.
    pub(crate) bytes: Vec<u8>,
}

/// Reads the files of a path, a file or a folder.
pub(crate) fn read(kind: ListKind, path: &Path) -> Result<Vec<ListFile>, Problem> {
    files(path)?.into_iter().map(|path| Ok(ListFile { kind, bytes: crate::files::list(&path)?, path })).collect()
}

/// The files of a folder by name, or the file itself.
fn files(path: &Path) -> Result<Vec<PathBuf>, Problem> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let failed = |e: std::io::Error| Problem::caller(format!("{} cannot be read: {e}", path.display()));
    let mut all = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        if file.is_file() {
            all.push(file);
        }
    }
    all.sort();
    Ok(all)
}

/// One index of all files below paths; none without a path. Says on standard error which files were not searched: a search
/// must not look wider than it was.
pub(crate) fn search(paths: &[(ListKind, &[PathBuf])]) -> Result<Option<Arc<Index>>, Problem> {
    let mut all = Vec::new();
    for (kind, paths) in paths {
        for path in *paths {
            all.extend(read(*kind, path)?);
        }
    }
    if paths.iter().all(|(_, paths)| paths.is_empty()) {
        return Ok(None);
    }
    let (index, read) = index(&all)?;
    for ListFile { path, .. } in &all {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !read.iter().any(|read| *read == name) {
            note(&format!("{} is no watchlist of a known form and was not searched", path.display()));
        }
    }
    if index.is_empty() {
        return Err(Problem::caller("none of the files is a watchlist of a known form"));
    }
    Ok(Some(Arc::new(index)))
}

/// An index that was built before, mapped into memory and searched as it lies in its file.
pub(crate) fn stored(path: &Path) -> Result<Arc<Index>, Problem> {
    let failed = |e: std::io::Error| Problem::caller(format!("{} cannot be read: {e}", path.display()));
    Ok(Arc::new(Index::open(Mapped::open(path).map_err(failed)?)?))
}

/// One index of all lists, and the names of the files that went into it. A file of no known form is left out.
///
/// OFAC's alternate names join the primary list of their name: `SDN.CSV` and `ALT.CSV`, `CONS_PRIM.CSV` and `CONS_ALT.CSV`.
pub(crate) fn index(lists: &[ListFile]) -> Result<(Index, Vec<String>), Problem> {
    let form = |list| {
        let ListFile { path, bytes, .. }: &ListFile = list;
        ListFormat::guess(bytes).map(|format| (format, name(path, format), list))
    };
    let mut formed: Vec<(ListFormat, String, &ListFile)> = lists.iter().filter_map(form).collect();
    formed.sort_by_key(|(format, ..)| *format == ListFormat::OfacAlternate);
    let (mut builder, mut read) = (Index::builder(), Vec::new());
    for (format, name, list) in formed {
        builder = builder.list(&name, list.kind, format, &list.bytes)?;
        read.push(list.path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    }
    read.sort();
    Ok((builder.build()?, read))
}

/// The file's name without its ending; of OFAC's files, what both of a pair have in common.
fn name(path: &Path, format: ListFormat) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    if !matches!(format, ListFormat::OfacPrimary | ListFormat::OfacAlternate) {
        return stem;
    }
    let common =
        ["sdn", "prim", "alt"].iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(&stem).trim_end_matches(['_', '-']);
    if common.is_empty() { "ofac".to_owned() } else { common.to_owned() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn f_142_alternates_join_their_list_in_whatever_order() {
        let alternate = b"7,1,\"aka\",\"ROW, Jane\",-0- \n".to_vec();
        let primary = b"7,\"ROE, Jane\",\"individual\",a,b,c,d,e,f,g,h,-0- \n".to_vec();
        let file = |name, bytes| ListFile { kind: ListKind::Sanctions, path: PathBuf::from(name), bytes };
        let lists = [file("ALT.CSV", alternate), file("notes.txt", b"nothing".to_vec()), file("SDN.CSV", primary)];
        let (index, read) = index(&lists).unwrap();
        assert_eq!((index.len(), read.as_slice()), (1, &["ALT.CSV".to_owned(), "SDN.CSV".to_owned()][..]));
        assert_eq!(name(Path::new("ofac_cons_alt.csv"), ListFormat::OfacAlternate), "ofac_cons");
    }
}
