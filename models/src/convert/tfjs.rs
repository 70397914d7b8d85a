//! Weights of TensorFlow.js: their bytes one after another in one file, and in another their names, shapes and quantisations
//! (`*-weights_manifest.json`).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::tensor::{Floats, count};

/// Weights by name.
pub type Weights = BTreeMap<String, Floats>;

#[derive(Deserialize)]
struct Group {
    weights: Vec<Weight>,
}

#[derive(Deserialize)]
struct Weight {
    name: String,
    shape: Vec<usize>,
    dtype: String,
    quantization: Option<Quantisation>,
}

#[derive(Deserialize)]
struct Quantisation {
    dtype: String,
    scale: f64,
    min: f64,
}

/// Reads `bytes` as `list` says; 8-bit values are widened to `scale · value + min`.
///
/// # Errors
/// In words: a list of another form, another type of values, or bytes that it does not fit.
pub fn read(list: &[u8], bytes: &[u8]) -> Result<Weights, String> {
    let groups: Vec<Group> = serde_json::from_slice(list).map_err(|e| format!("the list of weights is damaged: {e}"))?;
    let (mut weights, mut rest) = (Weights::new(), bytes);
    for weight in groups.into_iter().flat_map(|group| group.weights) {
        let length = count(&weight.shape)?;
        let width = if weight.quantization.is_some() { 1 } else { 4 };
        let (own, after) = rest.split_at_checked(length * width).ok_or("there are fewer bytes than the list says")?;
        rest = after;
        let data = match &weight.quantization {
            Some(how) if how.dtype == "uint8" => {
                let (scale, min) = (how.scale as f32, how.min as f32);
                own.iter().map(|&value| f32::from(value) * scale + min).collect()
            }
            None if weight.dtype == "float32" => {
                own.chunks_exact(4).filter_map(|four| Some(f32::from_le_bytes(four.try_into().ok()?))).collect()
            }
            _ => return Err(format!("the values of {} are of a type that is not known", weight.name)),
        };
        weights.insert(weight.name, Floats::new(weight.shape, data)?);
    }
    if rest.is_empty() { Ok(weights) } else { Err("there are more bytes than the list says".to_owned()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const LIST: &str = r#"[{"paths": ["x"], "weights": [
        {"name": "q", "shape": [2], "dtype": "float32", "quantization": {"dtype": "uint8", "scale": 0.5, "min": -1}},
        {"name": "f", "shape": [], "dtype": "float32"}]}]"#;

    #[test]
    fn quantised_and_plain_values_are_read() {
        let weights = read(LIST.as_bytes(), &[0, 6, 0, 0, 128, 63]).unwrap();
        assert_eq!((weights["q"].data.as_slice(), weights["f"].data.as_slice()), ([-1.0, 2.0].as_slice(), [1.0].as_slice()));
    }

    #[test]
    fn a_list_that_does_not_fit_its_bytes_is_refused() {
        for length in [0, 1, 2, 5, 7] {
            assert!(read(LIST.as_bytes(), &vec![0; length]).is_err(), "{length}");
        }
        for list in ["", "{}", "[1]", &LIST.replace("uint8", "uint4"), &LIST.replace("[2]", "[99999999999,9999999999]")] {
            assert!(read(list.as_bytes(), &[0, 6, 0, 0, 128, 63]).is_err(), "{list}");
        }
    }
}
