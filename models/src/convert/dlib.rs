//! dlib's face embedder (`dlib_face_recognition_resnet_model_v1`, a residual network of 29 layers) from the weights that
//! face-api.js carries. The weights come without a graph; what the network does is written down here: every convolution is
//! followed by a scaling of its channels, which is folded into it, and a halved shortcut is averaged and filled up with zeros.

use super::onnx::{Graph, Model, Node, OperatorSet, ValueInfo};
use super::tensor::{self, Floats};
use super::tfjs::Weights;

/// Residual blocks in order; `down` ones halve the picture.
const BLOCKS: [&str; 14] = [
    "conv32_1",
    "conv32_2",
    "conv32_3",
    "conv64_down",
    "conv64_1",
    "conv64_2",
    "conv64_3",
    "conv128_down",
    "conv128_1",
    "conv128_2",
    "conv256_down",
    "conv256_1",
    "conv256_2",
    "conv256_down_out",
];
/// Side of the aligned face, in pixels.
const SIDE: usize = 150;
/// Values of an embedding.
const LENGTH: usize = 128;
/// Means of red, green and blue that dlib subtracts before it divides by [`RANGE`]. dlib divides by 256, face-api.js, whose
/// weights these are, by 255.
const MEANS: [f32; 3] = [122.782, 117.001, 104.298];
const RANGE: f32 = 255.0;
/// ONNX operator set of the result.
const OPSET: i64 = 13;

/// The network: `input` `[1, 3, 150, 150]`, RGB, 0 to 255; `embedding` `[1, 128]`.
///
/// # Errors
/// In words, when a weight is missing or has another shape.
pub fn network(weights: &Weights) -> Result<Model, String> {
    let mut builder = Builder { weights, graph: Graph { name: Some("dlib_resnet".to_owned()), ..Graph::default() }, made: 0 };
    let means = builder.constant(&Floats::new(vec![1, 3, 1, 1], MEANS.to_vec())?);
    let range = builder.constant(&Floats::new(vec![], vec![RANGE])?);
    let centred = builder.node("Sub", vec!["input".to_owned(), means], |node| node);
    let scaled = builder.node("Div", vec![centred, range], |node| node);
    let mut x = builder.convolution(&Planes { name: scaled, side: SIDE, channels: 3 }, "conv32_down", Step::Halve)?;
    x.name = builder.relu(x.name);
    x.name = builder.node("MaxPool", vec![x.name], |node| node.ints("kernel_shape", vec![3, 3]).ints("strides", vec![2, 2]));
    x.side = pooled(x.side, 3)?;
    for block in BLOCKS {
        x = builder.block(&x, block)?;
    }
    let mean = builder.node("ReduceMean", vec![x.name], |node| node.ints("axes", vec![2, 3]).int("keepdims", 0));
    let last = builder.weight("fc", &[x.channels, LENGTH])?.clone();
    let last = builder.constant(&last);
    builder.graph.node.push(Node::new("MatMul", vec![mean, last], "embedding".to_owned()));
    let Builder { mut graph, .. } = builder;
    let side = SIDE as i64;
    graph.input = vec![ValueInfo::float("input", [1, 3, side, side].map(Ok))];
    graph.output = vec![ValueInfo::float("embedding", [1, LENGTH as i64].map(Ok))];
    Ok(Model {
        ir_version: Some(8),
        producer_name: Some("kyc-models".to_owned()),
        graph: Some(graph),
        opset_import: vec![OperatorSet { domain: Some(String::new()), version: Some(OPSET) }],
        ..Model::default()
    })
}

/// How a convolution moves.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// By one pixel; the border is filled up with zeros.
    Keep,
    /// By two, without a border.
    Halve,
}

/// A value of `channels` square planes.
struct Planes {
    name: String,
    side: usize,
    channels: usize,
}

struct Builder<'w> {
    weights: &'w Weights,
    graph: Graph,
    made: usize,
}

impl Builder<'_> {
    fn weight(&self, name: &str, shape: &[usize]) -> Result<&Floats, String> {
        let weight = self.weights.get(name).ok_or_else(|| format!("there is no weight {name}"))?;
        if weight.shape == shape { Ok(weight) } else { Err(format!("{name} has the shape {:?}, not {shape:?}", weight.shape)) }
    }

    fn name(&mut self, kind: &str) -> String {
        self.made += 1;
        format!("{kind}{}", self.made)
    }

    fn constant(&mut self, values: &Floats) -> String {
        let name = self.name("w");
        self.graph.initializer.push(values.to_onnx(&name));
        name
    }

    fn node(&mut self, op: &str, inputs: Vec<String>, with: impl FnOnce(Node) -> Node) -> String {
        let name = self.name("o");
        self.graph.node.push(with(Node::new(op, inputs, name.clone())));
        name
    }

    fn relu(&mut self, x: String) -> String {
        self.node("Relu", vec![x], |node| node)
    }

    /// A convolution with its scaling folded in.
    fn convolution(&mut self, x: &Planes, name: &str, step: Step) -> Result<Planes, String> {
        let (filters, bias) = self.folded(name, x.channels)?;
        let (out, kernel) = (filters.shape[0], filters.shape[2]);
        let (stride, border) = if step == Step::Halve { (2, 0) } else { (1, (kernel - 1) / 2) };
        let inputs = vec![x.name.clone(), self.constant(&filters), self.constant(&bias)];
        let both = |value: usize| vec![value as i64; 2];
        let made = self.node("Conv", inputs, |node| {
            node.ints("strides", both(stride)).ints("pads", vec![border as i64; 4]).ints("kernel_shape", both(kernel))
        });
        let side = (x.side + 2 * border).checked_sub(kernel).ok_or("a picture is smaller than its filter")? / stride + 1;
        Ok(Planes { name: made, side, channels: out })
    }

    /// Filters as `[out, in, height, width]` and biases, both times the scaling of their channel.
    fn folded(&self, name: &str, channels: usize) -> Result<(Floats, Floats), String> {
        let filters = self.weights.get(&format!("{name}/conv/filters")).ok_or_else(|| format!("there is no {name}"))?;
        let [height, width, depth, out] = filters.shape[..] else {
            return Err(format!("the filters of {name} are no picture's"));
        };
        if depth != channels || height != width || height == 0 {
            return Err(format!("the filters of {name} do not fit what comes before"));
        }
        let of_channel = |part: &str| Ok::<_, String>(&self.weight(&format!("{name}/{part}"), &[out])?.data);
        let (bias, gain, shift) = (of_channel("conv/bias")?, of_channel("scale/weights")?, of_channel("scale/biases")?);
        let mut data = Vec::with_capacity(filters.data.len());
        for (o, gain) in gain.iter().enumerate() {
            for c in 0..depth {
                data.extend((0..height * width).map(|place| filters.data[(place * depth + c) * out + o] * gain));
            }
        }
        let bias = (0..out).map(|o| bias[o] * gain[o] + shift[o]).collect();
        Ok((Floats::new(vec![out, depth, height, width], data)?, Floats::new(vec![out], bias)?))
    }

    fn block(&mut self, x: &Planes, name: &str) -> Result<Planes, String> {
        let halves = name.contains("down");
        let first = if halves { Step::Halve } else { Step::Keep };
        let mut inner = self.convolution(x, &format!("{name}/conv1"), first)?;
        inner.name = self.relu(inner.name);
        let mut inner = self.convolution(&inner, &format!("{name}/conv2"), Step::Keep)?;
        let mut shortcut = x.name.clone();
        if halves {
            shortcut = self
                .node("AveragePool", vec![shortcut], |node| node.ints("kernel_shape", vec![2, 2]).ints("strides", vec![2, 2]));
            let side = pooled(x.side, 2)?;
            let grown = inner.channels.checked_sub(x.channels).ok_or("a block has fewer channels than the one before")?;
            shortcut = self.filled(shortcut, grown, 0);
            // The convolution without a border may leave one pixel less than the pooling.
            let missing = side.checked_sub(inner.side).ok_or("a shortcut is smaller than its block")?;
            inner.name = self.filled(inner.name, 0, missing);
            inner.side = side;
        }
        let sum = self.node("Add", vec![shortcut, inner.name], |node| node);
        Ok(Planes { name: self.relu(sum), ..inner })
    }

    /// Adds planes of zeros behind, and rows and columns of zeros below and to the right.
    fn filled(&mut self, x: String, planes: usize, pixels: usize) -> String {
        if planes == 0 && pixels == 0 {
            return x;
        }
        let name = self.name("w");
        let pads = [0, 0, 0, 0, 0, planes as i64, pixels as i64, pixels as i64];
        self.graph.initializer.push(tensor::ints(&name, &pads));
        self.node("Pad", vec![x, name], |node| node)
    }
}

/// Side of what a pooling by two leaves.
fn pooled(side: usize, kernel: usize) -> Result<usize, String> {
    Ok(side.checked_sub(kernel).ok_or("a picture is smaller than its pooling")? / 2 + 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Weights of the right shapes: every gain is 2 and every filter sums to nothing much.
    fn weights() -> Weights {
        let mut weights = Weights::new();
        let mut add = |name: &str, kernel: usize, from: usize, to: usize| {
            let flat = |shape: Vec<usize>, value: f32| Floats { data: vec![value; shape.iter().product()], shape };
            weights.insert(format!("{name}/conv/filters"), flat(vec![kernel, kernel, from, to], 0.01));
            weights.insert(format!("{name}/conv/bias"), flat(vec![to], 3.0));
            weights.insert(format!("{name}/scale/weights"), flat(vec![to], 2.0));
            weights.insert(format!("{name}/scale/biases"), flat(vec![to], 1.0));
        };
        add("conv32_down", 7, 3, 32);
        let mut before = 32;
        for block in BLOCKS {
            let to = block.trim_start_matches("conv").split('_').next().unwrap().parse().unwrap();
            add(&format!("{block}/conv1"), 3, before, to);
            add(&format!("{block}/conv2"), 3, to, to);
            before = to;
        }
        weights.insert("fc".to_owned(), Floats { shape: vec![256, 128], data: vec![0.0; 256 * 128] });
        weights
    }

    #[test]
    fn scalings_are_folded_and_halved_shortcuts_filled_up() {
        let graph = network(&weights()).unwrap().graph.unwrap();
        let of = |op: &str| graph.node.iter().filter(|node| node.op_type.as_deref() == Some(op)).count();
        assert_eq!((of("Conv"), of("Add"), of("AveragePool"), of("MatMul")), (29, 14, 4, 1));
        let bias = graph.initializer.iter().find(|tensor| tensor.dims == [32]).map(tensor::read).unwrap().unwrap();
        assert!(bias.data.iter().all(|&value| value == 7.0), "3 · 2 + 1");
    }

    #[test]
    fn a_missing_or_misshapen_weight_is_named() {
        let whole = weights();
        for name in whole.keys() {
            let mut cut = whole.clone();
            cut.remove(name);
            assert!(network(&cut).is_err(), "{name}");
            let mut bent = whole.clone();
            bent.insert(name.clone(), Floats { shape: vec![1], data: vec![0.0] });
            assert!(network(&bent).is_err(), "{name}");
        }
    }
}
