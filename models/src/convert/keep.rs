//! Leaves out the characters that nobody reads. A multilingual recogniser ends in thousands of Chinese characters; the
//! engine masks them (`kyc_core::read::is_latin`), so computing their probabilities only costs time and memory: a line of
//! 3,200 pixels has 400 steps of 18,710 classes.

use super::onnx::{Graph, Model, Node};
use super::tensor;

const INDICES: &str = "kept_classes";

/// Keeps blank, Latin characters and space of a recogniser with connectionist temporal classification that ends in
/// `MatMul`, `Add`, `Softmax`, and rewrites its dictionary. The weights are gathered in the graph, which a runtime does once,
/// when it loads it.
///
/// # Errors
/// When there is no dictionary or the last layer is another one.
pub fn latin(model: &mut Model) -> Result<(), String> {
    let entry = model.metadata_props.iter_mut().find(|e| e.key.as_deref() == Some("character"));
    let dictionary = entry.and_then(|e| e.value.as_mut()).ok_or("no dictionary")?;
    let all: Vec<&str> = dictionary.strip_suffix('\n').unwrap_or(dictionary).split('\n').collect();
    let kept = |entry: &str| {
        let mut characters = entry.chars();
        matches!((characters.next(), characters.next()), (Some(c), None) if kyc_core::read::is_latin(c))
    };
    // Class 0 is the blank, the last one the space; the dictionary's entries lie between.
    let mut classes = vec![0];
    classes.extend((1..).zip(&all).filter(|(_, entry)| kept(entry)).map(|(class, _)| class));
    classes.push(all.len() as i64 + 1);
    let smaller: String = all.iter().filter(|entry| kept(entry)).flat_map(|entry| [entry, "\n"]).collect();
    *dictionary = smaller;
    gather(model.graph.as_mut().ok_or("the file holds no graph")?, &classes)
}

fn gather(graph: &mut Graph, classes: &[i64]) -> Result<(), String> {
    let softmax = made_by(graph, graph.output.first().and_then(|o| o.name.as_deref()), "Softmax")?;
    let add = made_by(graph, graph.node[softmax].input.first().map(String::as_str), "Add")?;
    let matmul = made_by(graph, graph.node[add].input.first().map(String::as_str), "MatMul")?;
    let bias = gathered(graph, add, 0)?;
    let weight = gathered(graph, matmul, 1)?;
    graph.node.splice(matmul..matmul, [weight, bias]);
    graph.initializer.push(tensor::ints(INDICES, classes));
    let output = graph.output.first_mut().and_then(|o| o.r#type.as_mut()).and_then(|t| t.tensor_type.as_mut());
    if let Some(axis) = output.and_then(|t| t.shape.as_mut()).and_then(|s| s.dim.last_mut()) {
        axis.dim_value = Some(classes.len() as i64);
    }
    graph.value_info.clear();
    Ok(())
}

/// The node of kind `op` that makes `value`, looking through `Identity`.
fn made_by(graph: &Graph, value: Option<&str>, op: &str) -> Result<usize, String> {
    let mut value = value.ok_or("a value has no name")?;
    loop {
        let at = graph.node.iter().position(|n| n.output.iter().any(|o| o == value));
        let at = at.ok_or_else(|| format!("nothing makes the input of the last {op}"))?;
        match (graph.node[at].op_type.as_deref(), graph.node[at].input.as_slice()) {
            (Some("Identity"), [before, ..]) => value = before,
            (Some(found), _) if found == op => return Ok(at),
            _ => return Err(format!("the last layer has no {op} where one was expected")),
        }
    }
}

/// Puts a `Gather` of the kept classes before the second input of a node.
fn gathered(graph: &mut Graph, node: usize, axis: i64) -> Result<Node, String> {
    let input = graph.node[node].input.get_mut(1).ok_or("the last layer has no weights")?;
    let kept = format!("{input}.kept");
    let source = std::mem::replace(input, kept.clone());
    Ok(Node::new("Gather", vec![source, INDICES.to_owned()], kept).int("axis", axis))
}
