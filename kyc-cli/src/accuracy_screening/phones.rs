//! Phone numbers: form, validity, region and type against vectors of another implementation.

use std::path::Path;

use kyc_core::profile::phone;
use serde_json::{Value, json};

use super::json_lines;
use crate::accuracy_faces::figures::Rate;
use crate::files;
use crate::outcome::Problem;

pub(super) fn measure(path: &Path) -> Result<Value, Problem> {
    let vectors = json_lines(&files::text(path)?)?;
    let (mut right, mut wrong) = (0, Vec::new());
    for vector in &vectors {
        if holds(vector) {
            right += 1;
        } else {
            wrong.push(vector["input"].clone());
        }
    }
    let rate = Rate::of(right, vectors.len());
    Ok(json!({ "n": rate.n, "right": rate.k, "interval_95": rate.interval(), "wrong": wrong }))
}

/// A number that no plan assigns has neither form nor region nor type.
fn holds(vector: &Value) -> bool {
    let read = phone::read(vector["input"].as_str().unwrap_or_default(), vector["region_hint"].as_str());
    match (vector["valid"] == true, read) {
        (false, read) => read.is_none(),
        (true, None) => false,
        (true, Some(read)) => {
            let kind = serde_json::to_value(read.kind).ok();
            let expected = vector["type"].as_str().map(str::to_lowercase);
            vector["e164"] == read.e164.as_str()
                && vector["region"].as_str() == read.region.as_deref()
                && kind.as_ref().and_then(Value::as_str) == expected.as_deref()
        }
    }
}
