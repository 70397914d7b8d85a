//! Published lists: how long they take to load, what their index costs in memory once it is mapped from its file, and how
//! many names are screened in a second on one thread.

use std::path::Path;
use std::time::Instant;

use kyc_core::watchlist::{Index, ListKind, Query};
use serde_json::{Value, json};

use crate::outcome::Problem;
use crate::{files, lists};

/// Names that are screened.
const SCREENED: usize = 2_000;
/// How often; the median counts.
const PASSES: usize = 5;

pub(super) fn measure(folder: &Path) -> Result<Value, Problem> {
    let lists = lists::read(ListKind::Sanctions, folder)?;
    let start = Instant::now();
    let (index, read) = lists::index(&lists)?;
    let load = start.elapsed().as_secs_f64() * 1e3;
    let queries = names(&index);
    // Kept in a file, as a host keeps it, and nothing of it in memory.
    let path = std::env::temp_dir().join(format!("kyc-accuracy-{}.index", std::process::id()));
    files::replace(&path, index.bytes())?;
    drop((index, lists));
    let before = resident();
    let start = Instant::now();
    let index = lists::stored(&path)?;
    let open = start.elapsed().as_secs_f64() * 1e3;
    let opened = resident();
    let mut hits = 0_usize;
    let mut passes: Vec<f64> = Vec::with_capacity(PASSES);
    for _ in 0..PASSES {
        let start = Instant::now();
        hits = queries.iter().map(|name| index.screen(&Query { name, ..Query::default() }).hits.len()).sum();
        passes.push(start.elapsed().as_secs_f64());
    }
    passes.sort_by(f64::total_cmp);
    let seconds = passes[PASSES / 2];
    // Gone from its folder; the mapping keeps it until the index is dropped.
    let _ = std::fs::remove_file(&path);
    let mapped = before.zip(opened).map(|(before, opened)| opened.saturating_sub(before));
    Ok(json!({
        "files": read,
        "entries": index.len(),
        "load_ms": load,
        "index_bytes": index.bytes().len(),
        "index_open_ms": open,
        "index_mapped_kib": mapped,
        "names_screened": queries.len(),
        "hits": hits,
        "names_per_second": if seconds > 0.0 { Some(queries.len() as f64 / seconds) } else { None },
        "threads": 1,
        "build": if cfg!(debug_assertions) { "development" } else { "release" },
    }))
}

/// Pages of mapped files that are in memory, in KiB; none where the system does not tell.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("RssFile:"))?.split_whitespace().next()?.parse().ok()
}

/// Made of the lists themselves, so that every search has work to do: the first word of one name with the last of another.
fn names(index: &Index) -> Vec<String> {
    let names: Vec<&str> = index.names().collect();
    let step = (names.len() / SCREENED).max(1);
    let pairs = names.iter().step_by(step).zip(names.iter().skip(names.len() / 3).step_by(step)).take(SCREENED);
    pairs
        .map(|(one, other)| {
            let first = one.split_whitespace().next().unwrap_or_default();
            format!("{first} {}", other.split_whitespace().next_back().unwrap_or_default())
        })
        .collect()
}
