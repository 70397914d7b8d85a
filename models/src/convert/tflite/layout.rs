//! Keeps track of which order (channel-first or channel-last) each value exists in, and inserts transposes only where the
//! other one is asked for.

use super::schema::Graph as Source;
use crate::convert::onnx::{Graph, Node};
use crate::convert::tensor::{self, Floats};

/// Order of a four-axis value; values with other ranks have only [`Order::Last`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// `N C H W`.
    First,
    /// `N H W C`, TFLite's.
    Last,
}

/// Builds the ONNX graph.
pub(super) struct Builder<'s> {
    source: &'s Source<'s>,
    graph: Graph,
    /// For each TFLite tensor: its ONNX name in each order.
    names: Vec<[Option<String>; 2]>,
    constants: Vec<Option<Floats>>,
    fresh: usize,
}

impl<'s> Builder<'s> {
    pub(super) fn new(source: &'s Source<'s>) -> Result<Self, String> {
        let constants = source.tensors.iter().map(|t| t.constant.clone()).collect();
        let names = vec![[None, None]; source.tensors.len()];
        let mut builder = Self { source, graph: Graph::default(), names, constants, fresh: 0 };
        for &input in &source.inputs {
            let name = source.tensor(input)?.name.clone();
            builder.put(input, name, Order::Last)?;
        }
        Ok(builder)
    }

    pub(super) fn shape(&self, index: usize) -> Result<&'s [usize], String> {
        Ok(&self.source.tensor(index)?.shape)
    }

    pub(super) fn constant(&self, index: usize) -> Option<&Floats> {
        self.constants.get(index)?.as_ref()
    }

    /// Makes a tensor a constant (a half-float weight after its `DEQUANTIZE`).
    pub(super) fn set_constant(&mut self, index: usize, value: Floats) -> Result<(), String> {
        *self.constants.get_mut(index).ok_or("a tensor is missing")? = Some(value);
        Ok(())
    }

    pub(super) fn put(&mut self, index: usize, name: String, order: Order) -> Result<(), String> {
        let slot = self.names.get_mut(index).ok_or("a tensor is missing")?;
        slot[order as usize] = Some(name);
        Ok(())
    }

    /// A constant of our own.
    pub(super) fn floats(&mut self, value: &Floats) -> String {
        let name = self.name("c");
        self.graph.initializer.push(value.to_onnx(&name));
        name
    }

    /// A constant list of integers.
    pub(super) fn ints(&mut self, values: &[i64]) -> String {
        let name = self.name("i");
        self.graph.initializer.push(tensor::ints(&name, values));
        name
    }

    fn name(&mut self, prefix: &str) -> String {
        self.fresh += 1;
        format!("{prefix}{}", self.fresh)
    }

    /// Adds a node and returns its output's name.
    pub(super) fn node(&mut self, op: &str, inputs: Vec<String>, with: impl FnOnce(Node) -> Node) -> String {
        let output = self.name("v");
        self.graph.node.push(with(Node::new(op, inputs, output.clone())));
        output
    }

    /// The order in which a value already exists; channel-first when it exists in both.
    pub(super) fn order(&self, index: usize) -> Order {
        match self.names.get(index) {
            Some([Some(_), _]) => Order::First,
            _ => Order::Last,
        }
    }

    /// The ONNX name of a value in the wanted order.
    pub(super) fn get(&mut self, index: usize, order: Order) -> Result<String, String> {
        let four = self.shape(index)?.len() == 4;
        if let Some(value) = self.constant(index).cloned() {
            let value = if four && order == Order::First { channels_first(&value)? } else { value };
            return Ok(self.floats(&value));
        }
        let names = self.names.get(index).ok_or("a tensor is missing")?.clone();
        if let Some(name) = &names[order as usize] {
            return Ok(name.clone());
        }
        let other = names.into_iter().flatten().next().ok_or("a value is used before it is made")?;
        if !four {
            return Ok(other);
        }
        let perm = if order == Order::First { vec![0, 3, 1, 2] } else { vec![0, 2, 3, 1] };
        let name = self.node("Transpose", vec![other], |n| n.ints("perm", perm));
        self.put(index, name.clone(), order)?;
        Ok(name)
    }

    /// Names the outputs as TFLite does and gives up the graph.
    pub(super) fn finish(mut self) -> Result<Graph, String> {
        for &output in &self.source.outputs {
            let from = self.get(output, Order::Last)?;
            let name = self.source.tensor(output)?.name.clone();
            self.graph.node.push(Node::new("Identity", vec![from], name));
        }
        Ok(self.graph)
    }
}

/// `N H W C` to `N C H W`.
pub(super) fn channels_first(value: &Floats) -> Result<Floats, String> {
    transpose(value, [0, 3, 1, 2])
}

/// Axes of a four-axis constant in another order.
pub(super) fn transpose(value: &Floats, perm: [usize; 4]) -> Result<Floats, String> {
    let shape: [usize; 4] = value.shape.as_slice().try_into().map_err(|_| "a constant has not four axes")?;
    let strides = [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1];
    let target = perm.map(|axis| shape[axis]);
    let step = perm.map(|axis| strides[axis]);
    let mut data = Vec::with_capacity(value.data.len());
    for a in 0..target[0] {
        for b in 0..target[1] {
            for c in 0..target[2] {
                for d in 0..target[3] {
                    data.push(value.data[a * step[0] + b * step[1] + c * step[2] + d * step[3]]);
                }
            }
        }
    }
    Floats::new(target.to_vec(), data)
}
