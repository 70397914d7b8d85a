//! Constant tensors as `f32` or `i64` values with a shape.

use super::onnx;

/// ONNX element types that occur as constants here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// 1
    F32,
    /// 2
    U8,
    /// 3
    I8,
    /// 6
    I32,
    /// 7
    I64,
}

/// Float values with a shape; integers are widened.
#[derive(Debug, Clone, PartialEq)]
pub struct Floats {
    /// Axes.
    pub shape: Vec<usize>,
    /// Values, row-major.
    pub data: Vec<f32>,
}

impl Floats {
    /// Checks that the values fill the shape.
    ///
    /// # Errors
    /// In words.
    pub fn new(shape: Vec<usize>, data: Vec<f32>) -> Result<Self, String> {
        if count(&shape)? == data.len() { Ok(Self { shape, data }) } else { Err("values do not fill their shape".to_owned()) }
    }

    /// As an initializer.
    pub fn to_onnx(&self, name: &str) -> onnx::Tensor {
        onnx::Tensor {
            dims: self.shape.iter().map(|&axis| axis as i64).collect(),
            data_type: Some(1),
            name: Some(name.to_owned()),
            raw_data: Some(self.data.iter().flat_map(|v| v.to_le_bytes()).collect()),
            ..onnx::Tensor::default()
        }
    }
}

/// 64-bit integers as an initializer.
pub fn ints(name: &str, values: &[i64]) -> onnx::Tensor {
    onnx::Tensor {
        dims: vec![values.len() as i64],
        data_type: Some(7),
        name: Some(name.to_owned()),
        raw_data: Some(values.iter().flat_map(|v| v.to_le_bytes()).collect()),
        ..onnx::Tensor::default()
    }
}

/// Number of values of a shape.
///
/// # Errors
/// When it does not fit memory.
pub fn count(shape: &[usize]) -> Result<usize, String> {
    let total = shape.iter().try_fold(1usize, |total, &axis| total.checked_mul(axis));
    total.filter(|&n| n <= 1 << 28).ok_or_else(|| "a constant is too large".to_owned())
}

/// Reads a constant of any element type as floats.
///
/// # Errors
/// In words.
pub fn read(tensor: &onnx::Tensor) -> Result<Floats, String> {
    let shape = tensor
        .dims
        .iter()
        .map(|&d| usize::try_from(d).map_err(|_| "a negative axis".to_owned()))
        .collect::<Result<Vec<_>, _>>()?;
    let element = match tensor.data_type {
        Some(1) => Element::F32,
        Some(2) => Element::U8,
        Some(3) => Element::I8,
        Some(6) => Element::I32,
        Some(7) => Element::I64,
        other => return Err(format!("constants of element type {other:?} are not known")),
    };
    let data = match (&tensor.raw_data, element) {
        (Some(raw), Element::F32) => words(raw).map(f32::from_le_bytes).collect(),
        (Some(raw), Element::I32) => words(raw).map(|w| i32::from_le_bytes(w) as f32).collect(),
        (Some(raw), Element::I64) => words(raw).map(|w| i64::from_le_bytes(w) as f32).collect(),
        (Some(raw), Element::U8) => raw.iter().map(|&b| f32::from(b)).collect(),
        (Some(raw), Element::I8) => raw.iter().map(|&b| f32::from(b as i8)).collect(),
        (None, Element::F32) => tensor.float_data.clone(),
        (None, Element::I64) => tensor.int64_data.iter().map(|&v| v as f32).collect(),
        (None, _) => tensor.int32_data.iter().map(|&v| v as f32).collect(),
    };
    Floats::new(shape, data)
}

fn words<const N: usize>(raw: &[u8]) -> impl Iterator<Item = [u8; N]> + '_ {
    raw.chunks_exact(N).filter_map(|chunk| chunk.try_into().ok())
}
