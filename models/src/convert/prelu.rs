//! Rewrites `PRelu(x, a)` as `a·x + (1−a)·Relu(x)`: equal up to rounding, and several times faster on ONNX Runtime's CPU
//! kernels.

use std::collections::BTreeMap;

use super::onnx::{Graph, Node};
use super::tensor::{self, Floats};

/// Rewrites every `PRelu` whose slope is a constant.
///
/// # Errors
/// When a slope is not a constant.
pub fn rewrite(graph: &mut Graph) -> Result<(), String> {
    let constants: BTreeMap<String, usize> =
        graph.initializer.iter().enumerate().filter_map(|(i, t)| Some((t.name.clone()?, i))).collect();
    let mut nodes = Vec::with_capacity(graph.node.len());
    for (index, node) in std::mem::take(&mut graph.node).into_iter().enumerate() {
        let ("PRelu", [x, slope], [y]) =
            (node.op_type.as_deref().unwrap_or_default(), node.input.as_slice(), node.output.as_slice())
        else {
            nodes.push(node);
            continue;
        };
        let at = constants.get(slope).ok_or("the slope of a PRelu is not a constant")?;
        let slopes = tensor::read(&graph.initializer[*at])?;
        let rest = Floats::new(slopes.shape, slopes.data.iter().map(|a| 1.0 - a).collect())?;
        let name = |part: &str| format!("prelu{index}_{part}");
        graph.initializer.push(rest.to_onnx(&name("rest")));
        nodes.push(Node::new("Relu", vec![x.clone()], name("relu")));
        nodes.push(Node::new("Mul", vec![name("relu"), name("rest")], name("positive")));
        nodes.push(Node::new("Mul", vec![x.clone(), slope.clone()], name("scaled")));
        nodes.push(Node::new("Add", vec![name("positive"), name("scaled")], y.clone()));
    }
    graph.node = nodes;
    Ok(())
}
