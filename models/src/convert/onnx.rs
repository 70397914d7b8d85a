//! The messages of `onnx.proto` that our models use. Field numbers are the standard's.
//!
//! Scalars are `Option` so that what was absent stays absent: a reader tells a missing attribute value from a zero.

/// `ModelProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Model {
    /// Version of the format.
    #[prost(int64, optional, tag = "1")]
    pub ir_version: Option<i64>,
    /// Tool that wrote it.
    #[prost(string, optional, tag = "2")]
    pub producer_name: Option<String>,
    /// Its version.
    #[prost(string, optional, tag = "3")]
    pub producer_version: Option<String>,
    /// The graph.
    #[prost(message, optional, tag = "7")]
    pub graph: Option<Graph>,
    /// Operator sets.
    #[prost(message, repeated, tag = "8")]
    pub opset_import: Vec<OperatorSet>,
    /// Key/value metadata.
    #[prost(message, repeated, tag = "14")]
    pub metadata_props: Vec<Entry>,
}

impl Model {
    /// A model of this project's making: format version 8, the standard operators of version `opset`.
    pub fn of(graph: Graph, opset: i64) -> Self {
        Self {
            ir_version: Some(8),
            producer_name: Some("kyc-models".to_owned()),
            graph: Some(graph),
            opset_import: vec![OperatorSet { domain: Some(String::new()), version: Some(opset) }],
            ..Self::default()
        }
    }
}

/// `OperatorSetIdProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct OperatorSet {
    /// Domain; empty for ONNX's own.
    #[prost(string, optional, tag = "1")]
    pub domain: Option<String>,
    /// Version.
    #[prost(int64, optional, tag = "2")]
    pub version: Option<i64>,
}

/// `StringStringEntryProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Entry {
    /// Key.
    #[prost(string, optional, tag = "1")]
    pub key: Option<String>,
    /// Value.
    #[prost(string, optional, tag = "2")]
    pub value: Option<String>,
}

/// `GraphProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Graph {
    /// Nodes in topological order.
    #[prost(message, repeated, tag = "1")]
    pub node: Vec<Node>,
    /// Name.
    #[prost(string, optional, tag = "2")]
    pub name: Option<String>,
    /// Constants.
    #[prost(message, repeated, tag = "5")]
    pub initializer: Vec<Tensor>,
    /// Inputs.
    #[prost(message, repeated, tag = "11")]
    pub input: Vec<ValueInfo>,
    /// Outputs.
    #[prost(message, repeated, tag = "12")]
    pub output: Vec<ValueInfo>,
    /// Shapes of inner values.
    #[prost(message, repeated, tag = "13")]
    pub value_info: Vec<ValueInfo>,
}

/// `NodeProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Node {
    /// Names of inputs.
    #[prost(string, repeated, tag = "1")]
    pub input: Vec<String>,
    /// Names of outputs.
    #[prost(string, repeated, tag = "2")]
    pub output: Vec<String>,
    /// Name.
    #[prost(string, optional, tag = "3")]
    pub name: Option<String>,
    /// Operator.
    #[prost(string, optional, tag = "4")]
    pub op_type: Option<String>,
    /// Attributes.
    #[prost(message, repeated, tag = "5")]
    pub attribute: Vec<Attribute>,
    /// Operator domain.
    #[prost(string, optional, tag = "7")]
    pub domain: Option<String>,
}

/// `AttributeProto`; graph-valued attributes do not occur in our models.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Attribute {
    /// Name.
    #[prost(string, optional, tag = "1")]
    pub name: Option<String>,
    /// Float value.
    #[prost(float, optional, tag = "2")]
    pub f: Option<f32>,
    /// Integer value.
    #[prost(int64, optional, tag = "3")]
    pub i: Option<i64>,
    /// String value.
    #[prost(bytes = "vec", optional, tag = "4")]
    pub s: Option<Vec<u8>>,
    /// Tensor value.
    #[prost(message, optional, tag = "5")]
    pub t: Option<Tensor>,
    /// Float values.
    #[prost(float, repeated, packed = "false", tag = "7")]
    pub floats: Vec<f32>,
    /// Integer values.
    #[prost(int64, repeated, packed = "false", tag = "8")]
    pub ints: Vec<i64>,
    /// String values.
    #[prost(bytes = "vec", repeated, tag = "9")]
    pub strings: Vec<Vec<u8>>,
    /// Which of the values it holds: 1 float, 2 int, 3 string, 4 tensor, 6 floats, 7 ints, 8 strings.
    #[prost(int32, optional, tag = "20")]
    pub kind: Option<i32>,
}

/// `TensorProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Tensor {
    /// Axes.
    #[prost(int64, repeated, packed = "false", tag = "1")]
    pub dims: Vec<i64>,
    /// Element type, see [`super::tensor::Element`].
    #[prost(int32, optional, tag = "2")]
    pub data_type: Option<i32>,
    /// Values, when they are floats and not in `raw_data`.
    #[prost(float, repeated, tag = "4")]
    pub float_data: Vec<f32>,
    /// Values of small integer types, when not in `raw_data`.
    #[prost(int32, repeated, tag = "5")]
    pub int32_data: Vec<i32>,
    /// Values, when they are 64-bit integers and not in `raw_data`.
    #[prost(int64, repeated, tag = "7")]
    pub int64_data: Vec<i64>,
    /// Name.
    #[prost(string, optional, tag = "8")]
    pub name: Option<String>,
    /// Values as little-endian bytes.
    #[prost(bytes = "vec", optional, tag = "9")]
    pub raw_data: Option<Vec<u8>>,
}

/// `ValueInfoProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct ValueInfo {
    /// Name.
    #[prost(string, optional, tag = "1")]
    pub name: Option<String>,
    /// Type.
    #[prost(message, optional, tag = "2")]
    pub r#type: Option<Type>,
}

/// `TypeProto`, tensors only.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Type {
    /// Tensor type.
    #[prost(message, optional, tag = "1")]
    pub tensor_type: Option<TensorType>,
}

/// `TypeProto.Tensor`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct TensorType {
    /// Element type.
    #[prost(int32, optional, tag = "1")]
    pub elem_type: Option<i32>,
    /// Shape.
    #[prost(message, optional, tag = "2")]
    pub shape: Option<Shape>,
}

/// `TensorShapeProto`.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Shape {
    /// Axes.
    #[prost(message, repeated, tag = "1")]
    pub dim: Vec<Dimension>,
}

/// `TensorShapeProto.Dimension`: a fixed length or a name.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Dimension {
    /// Fixed length.
    #[prost(int64, optional, tag = "1")]
    pub dim_value: Option<i64>,
    /// Name of a free length.
    #[prost(string, optional, tag = "2")]
    pub dim_param: Option<String>,
}

impl Node {
    /// A node.
    pub fn new(op: &str, input: Vec<String>, output: String) -> Self {
        Self { input, output: vec![output], op_type: Some(op.to_owned()), ..Self::default() }
    }

    /// Adds an integer attribute.
    #[must_use]
    pub fn int(mut self, name: &str, value: i64) -> Self {
        self.attribute.push(Attribute { name: Some(name.to_owned()), i: Some(value), kind: Some(2), ..Attribute::default() });
        self
    }

    /// Adds a list of integers.
    #[must_use]
    pub fn ints(mut self, name: &str, values: Vec<i64>) -> Self {
        self.attribute.push(Attribute { name: Some(name.to_owned()), ints: values, kind: Some(7), ..Attribute::default() });
        self
    }

    /// An integer attribute's value.
    pub fn get_int(&self, name: &str) -> Option<i64> {
        self.attribute.iter().find(|a| a.name.as_deref() == Some(name))?.i
    }
}

impl ValueInfo {
    /// A float tensor; an axis of `Err` is free under that name.
    pub fn float(name: &str, axes: impl IntoIterator<Item = Result<i64, String>>) -> Self {
        let dim = axes.into_iter().map(|axis| match axis {
            Ok(length) => Dimension { dim_value: Some(length), dim_param: None },
            Err(name) => Dimension { dim_value: None, dim_param: Some(name) },
        });
        let tensor = TensorType { elem_type: Some(1), shape: Some(Shape { dim: dim.collect() }) };
        Self { name: Some(name.to_owned()), r#type: Some(Type { tensor_type: Some(tensor) }) }
    }
}
