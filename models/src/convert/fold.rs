//! Folds block-quantised constants back to `f32`. ONNX Runtime's CPU kernels refuse `block_size` on per-tensor
//! scales, and weights that are constants again run at full speed.

use std::collections::{BTreeMap, BTreeSet};

use super::onnx::{Graph, Node};
use super::tensor::{self, Floats};

/// Replaces every `DequantizeLinear` of constants, and every `Reshape` of its result, by an initializer.
///
/// # Errors
/// When shapes do not fit.
pub fn fold(graph: &mut Graph) -> Result<(), String> {
    let mut known = constants(graph)?;
    let mut folded: BTreeMap<String, Floats> = BTreeMap::new();
    let mut kept = Vec::with_capacity(graph.node.len());
    for node in std::mem::take(&mut graph.node) {
        let value = match (node.op_type.as_deref().unwrap_or_default(), node.input.as_slice()) {
            ("DequantizeLinear", [x, ..]) if known.contains_key(x) => Some(dequantise(&node, &known)?),
            ("Reshape", [x, shape]) if folded.contains_key(x) && known.contains_key(shape) => {
                Some(reshape(&folded[x], &known[shape])?)
            }
            _ => None,
        };
        match (value, node.output.first()) {
            (Some(value), Some(name)) => {
                known.insert(name.clone(), value.clone());
                folded.insert(name.clone(), value);
            }
            _ => kept.push(node),
        }
    }
    let outputs = graph.output.iter().filter_map(|o| o.name.clone());
    let used: BTreeSet<String> = kept.iter().flat_map(|n| n.input.iter().cloned()).chain(outputs).collect();
    kept.retain(|n| n.op_type.as_deref() != Some("Constant") || n.output.iter().any(|o| used.contains(o)));
    graph.node = kept;
    graph.initializer.retain(|t| t.name.as_ref().is_some_and(|n| used.contains(n) && !folded.contains_key(n)));
    graph.initializer.extend(folded.iter().filter(|(name, _)| used.contains(*name)).map(|(name, value)| value.to_onnx(name)));
    // Old exporters list every weight as an input; a runtime then cannot treat it as a constant.
    let weights: BTreeSet<&str> = graph.initializer.iter().filter_map(|t| t.name.as_deref()).collect();
    graph.input.retain(|i| i.name.as_deref().is_some_and(|n| used.contains(n) && !weights.contains(n)));
    graph.value_info.clear();
    Ok(())
}

fn constants(graph: &Graph) -> Result<BTreeMap<String, Floats>, String> {
    let mut known = BTreeMap::new();
    for tensor in &graph.initializer {
        known.insert(tensor.name.clone().unwrap_or_default(), tensor::read(tensor)?);
    }
    for node in graph.node.iter().filter(|n| n.op_type.as_deref() == Some("Constant")) {
        let value = node.attribute.iter().find(|a| a.name.as_deref() == Some("value")).and_then(|a| a.t.as_ref());
        if let (Some(value), Some(name)) = (value, node.output.first()) {
            known.insert(name.clone(), tensor::read(value)?);
        }
    }
    Ok(known)
}

fn dequantise(node: &Node, known: &BTreeMap<String, Floats>) -> Result<Floats, String> {
    let get = |at: usize| node.input.get(at).filter(|name| !name.is_empty()).and_then(|name| known.get(name));
    let x = get(0).ok_or("a quantised weight is no constant")?;
    let scale = get(1).ok_or("a scale is no constant")?;
    let zero = get(2);
    let axis = usize::try_from(node.get_int("axis").unwrap_or(1)).map_err(|_| "a negative axis")?;
    let block = usize::try_from(node.get_int("block_size").unwrap_or(0)).map_err(|_| "a negative block")?;
    let mut data = Vec::with_capacity(x.data.len());
    for (index, &value) in x.data.iter().enumerate() {
        let at = scale_index(index, &x.shape, &scale.shape, axis, block);
        let (Some(s), z) = (scale.data.get(at), zero.map_or(Some(&0.0), |z| z.data.get(at))) else {
            return Err("a scale does not fit its weight".to_owned());
        };
        data.push((value - z.ok_or("a zero point does not fit its weight")?) * s);
    }
    Floats::new(x.shape.clone(), data)
}

/// Index into the scales for a flat index into the weights: one scale for all, one for each slice of `axis`, or one for
/// each block of `block` values along `axis`.
fn scale_index(index: usize, shape: &[usize], scale: &[usize], axis: usize, block: usize) -> usize {
    if scale.iter().product::<usize>() <= 1 {
        return 0;
    }
    let (mut rest, mut stride, mut at) = (index, 1, 0);
    for (dim, &length) in shape.iter().enumerate().rev() {
        let coordinate = rest % length.max(1);
        rest /= length.max(1);
        if scale.len() == shape.len() && block > 0 {
            at += stride * if dim == axis { coordinate / block } else { coordinate };
            stride *= scale[dim];
        } else if dim == axis {
            at = coordinate;
        }
    }
    at
}

fn reshape(value: &Floats, wanted: &Floats) -> Result<Floats, String> {
    let mut shape: Vec<i64> = wanted.data.iter().map(|&v| v as i64).collect();
    let fixed = shape.iter().filter(|&&axis| axis > 0).try_fold(1i64, |product, &axis| product.checked_mul(axis));
    let fixed = fixed.ok_or("a shape is out of range")?;
    for axis in &mut shape {
        if *axis == -1 {
            *axis = value.data.len() as i64 / fixed;
        }
    }
    let shape = shape
        .iter()
        .map(|&axis| usize::try_from(axis).map_err(|_| "a negative axis".to_owned()))
        .collect::<Result<Vec<_>, _>>()?;
    Floats::new(shape, value.data.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_slices_find_their_scale() {
        // Weights 2×4, blocks of 2 along axis 1: scales 2×2.
        let found: Vec<_> = (0..8).map(|i| scale_index(i, &[2, 4], &[2, 2], 1, 2)).collect();
        assert_eq!(found, [0, 0, 1, 1, 2, 2, 3, 3]);
        let rows: Vec<_> = (0..4).map(|i| scale_index(i, &[2, 2], &[2], 0, 0)).collect();
        assert_eq!(rows, [0, 0, 1, 1]);
        assert_eq!(scale_index(7, &[2, 4], &[], 1, 0), 0);
    }
}
