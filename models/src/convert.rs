//! Conversion steps, in the manifest's words. Each is deterministic: the same bytes in give the same bytes out.

pub mod axes;
pub mod fold;
pub mod keep;
pub mod onnx;
pub mod prelu;
pub mod tensor;
pub mod tflite;

use prost::Message;

use crate::archive;
use crate::error::PrepareError;

/// Applies steps in order: `fold-block-quantisation`, `rewrite-prelu`, `free-spatial-axes`, `keep-latin`,
/// `tflite-to-onnx`, `unzip:MEMBER`.
///
/// # Errors
/// [`PrepareError::Convert`] or [`PrepareError::Archive`].
pub fn apply(id: &str, steps: &[String], bytes: Vec<u8>) -> Result<Vec<u8>, PrepareError> {
    let failed = |why: String| PrepareError::Convert { id: id.to_owned(), why };
    steps.iter().try_fold(bytes, |bytes, step| match step.split_once(':') {
        Some(("unzip", member)) => archive::member(id, &bytes, member),
        _ if step == "tflite-to-onnx" => tflite::to_onnx(&bytes).map(|model| model.encode_to_vec()).map_err(failed),
        _ => {
            let mut model = onnx::Model::decode(bytes.as_slice()).map_err(|e| failed(e.to_string()))?;
            if step == "keep-latin" {
                keep::latin(&mut model).map_err(failed)?;
                return Ok(model.encode_to_vec());
            }
            let graph = model.graph.as_mut().ok_or_else(|| failed("the file holds no graph".to_owned()))?;
            match step.as_str() {
                "fold-block-quantisation" => fold::fold(graph).map_err(failed)?,
                "rewrite-prelu" => prelu::rewrite(graph).map_err(failed)?,
                "free-spatial-axes" => axes::free(graph).map_err(failed)?,
                other => return Err(failed(format!("unknown step {other}"))),
            }
            Ok(model.encode_to_vec())
        }
    })
}
