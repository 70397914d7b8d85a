//! TFLite (float and half-float weights) to ONNX.
//!
//! Inside, four-axis values are kept channel-first, ONNX's native order; inputs and outputs keep TFLite's channel-last
//! order. Only the operators of the face models are known; any other is an error.

mod flatbuffer;
mod layout;
mod operators;
mod schema;

use super::onnx::{Model, ValueInfo};

/// ONNX operator set of the result.
const OPSET: i64 = 13;

/// Converts a model with one graph.
///
/// # Errors
/// In words: a damaged file, or an operator, type or layout that is not known.
pub fn to_onnx(bytes: &[u8]) -> Result<Model, String> {
    let source = schema::Graph::read(bytes)?;
    let mut builder = layout::Builder::new(&source)?;
    for operator in &source.operators {
        operators::convert(&mut builder, operator).map_err(|why| format!("operator {}: {why}", operator.code))?;
    }
    let mut graph = builder.finish()?;
    let port = |index: usize| -> Result<ValueInfo, String> {
        let tensor = source.tensor(index)?;
        Ok(ValueInfo::float(&tensor.name, tensor.shape.iter().map(|&axis| Ok(axis as i64))))
    };
    graph.name = Some("tflite".to_owned());
    graph.input = source.inputs.iter().map(|&i| port(i)).collect::<Result<_, _>>()?;
    graph.output = source.outputs.iter().map(|&i| port(i)).collect::<Result<_, _>>()?;
    Ok(Model::of(graph, OPSET))
}

#[cfg(test)]
mod tests {
    use super::to_onnx;

    #[test]
    fn damaged_files_are_refused_and_never_panic() {
        // A root offset, a vtable and a few fields: enough structure for mutations to reach past the first check.
        let mut base = vec![0u8; 256];
        base[..8].copy_from_slice(&[24, 0, 0, 0, b'T', b'F', b'L', b'3']);
        base[8..24].copy_from_slice(&[14, 0, 24, 0, 4, 0, 8, 0, 12, 0, 16, 0, 20, 0, 0, 0]);
        base[24..28].copy_from_slice(&16i32.to_le_bytes());
        let mut state = 7u64;
        for _ in 0..20_000 {
            let mut bytes = base.clone();
            for _ in 0..12 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = (state >> 33) as usize % bytes.len();
                bytes[at] = (state >> 24) as u8;
            }
            // Whatever it answers, it answers.
            let _ = to_onnx(&bytes);
        }
        assert!(to_onnx(&[]).is_err());
        assert!(to_onnx(&base).is_err());
    }
}
