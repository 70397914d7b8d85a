//! Frees height and width of a fully convolutional network's input, and the lengths that follow from them.

use super::onnx::{Graph, ValueInfo};

/// The first input is `[1, C, H, W]`; outputs are `[1, N, …]` with `N` depending on H and W.
///
/// # Errors
/// When the ports have other shapes.
pub fn free(graph: &mut Graph) -> Result<(), String> {
    let shape = |port: &ValueInfo| {
        let dims = port.r#type.as_ref()?.tensor_type.as_ref()?.shape.as_ref()?;
        Some(dims.dim.iter().map(|d| d.dim_value.unwrap_or(-1)).collect::<Vec<_>>())
    };
    let input = graph.input.first_mut().ok_or("no input")?;
    let axes = shape(input).filter(|axes| axes.len() == 4).ok_or("the input is no picture")?;
    let name = input.name.clone().unwrap_or_default();
    *input = ValueInfo::float(&name, [Ok(axes[0]), Ok(axes[1]), Err("H".to_owned()), Err("W".to_owned())]);
    for output in &mut graph.output {
        let axes = shape(output).filter(|axes| axes.len() == 3).ok_or("an output is no list of anchors")?;
        let name = output.name.clone().unwrap_or_default();
        *output = ValueInfo::float(&name, [Ok(axes[0]), Err(format!("N_{name}")), Ok(axes[2])]);
    }
    graph.value_info.clear();
    Ok(())
}
