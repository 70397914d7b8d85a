//! Published lists: how long they take to load, and how many names are screened in a second on one thread.

use std::path::Path;
use std::time::Instant;

use kyc_core::watchlist::{Index, ListKind, Query};
use serde_json::{Value, json};

use crate::lists;
use crate::outcome::Problem;

/// Names that are screened.
const SCREENED: usize = 2_000;

pub(super) fn measure(folder: &Path) -> Result<Value, Problem> {
    let lists = lists::read(ListKind::Sanctions, folder)?;
    let start = Instant::now();
    let (index, read) = lists::index(&lists)?;
    let load = start.elapsed().as_secs_f64() * 1e3;
    let bytes = index.bytes().to_vec();
    let start = Instant::now();
    let index = Index::open(bytes)?;
    let open = start.elapsed().as_secs_f64() * 1e3;
    let queries = names(&index);
    let start = Instant::now();
    let mut hits = 0_usize;
    for name in &queries {
        hits += index.screen(&Query { name, ..Query::default() }).hits.len();
    }
    let seconds = start.elapsed().as_secs_f64();
    Ok(json!({
        "files": read,
        "entries": index.len(),
        "load_ms": load,
        "index_bytes": index.bytes().len(),
        "index_open_ms": open,
        "names_screened": queries.len(),
        "hits": hits,
        "names_per_second": if seconds > 0.0 { Some(queries.len() as f64 / seconds) } else { None },
        "threads": 1,
        "build": if cfg!(debug_assertions) { "development" } else { "release" },
    }))
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
