//! The parts of TFLite's schema that conversion needs. Field numbers are the schema's.

use super::flatbuffer::Table;
use crate::convert::tensor::{Floats, count};

/// One graph, read into plain values.
pub(super) struct Graph<'a> {
    pub(super) tensors: Vec<Tensor>,
    pub(super) inputs: Vec<usize>,
    pub(super) outputs: Vec<usize>,
    pub(super) operators: Vec<Operator<'a>>,
}

/// A tensor; constants carry their values.
pub(super) struct Tensor {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) constant: Option<Floats>,
}

/// An operator with its options table.
pub(super) struct Operator<'a> {
    pub(super) code: i32,
    pub(super) inputs: Vec<Option<usize>>,
    pub(super) outputs: Vec<usize>,
    pub(super) options: Option<Table<'a>>,
}

impl<'a> Graph<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, String> {
        let model = Table::root(bytes, b"TFL3")?;
        let codes = model.tables(1)?.iter().map(operator_code).collect::<Result<Vec<_>, _>>()?;
        let buffers = model.tables(4)?;
        let graphs = model.tables(2)?;
        let [graph] = graphs.as_slice() else { return Err("the file holds other than one graph".to_owned()) };
        let operators = graph.tables(3)?.iter().map(|table| Operator::read(table, &codes)).collect::<Result<_, _>>()?;
        Ok(Self {
            tensors: graph.tables(0)?.iter().map(|table| Tensor::read(table, &buffers)).collect::<Result<_, _>>()?,
            inputs: indices(&graph.i32s(1)?)?,
            outputs: indices(&graph.i32s(2)?)?,
            operators,
        })
    }

    pub(super) fn tensor(&self, index: usize) -> Result<&Tensor, String> {
        self.tensors.get(index).ok_or_else(|| "a tensor is missing".to_owned())
    }
}

fn indices(values: &[i32]) -> Result<Vec<usize>, String> {
    values.iter().map(|&v| usize::try_from(v).map_err(|_| "a tensor is missing".to_owned())).collect()
}

// Codes above 127 stand in the newer field; old files fill only the first.
fn operator_code(table: &Table<'_>) -> Result<i32, String> {
    Ok(i32::from(table.i8(0)?).max(table.i32(3, 0)?))
}

impl<'a> Operator<'a> {
    fn read(table: &Table<'a>, codes: &[i32]) -> Result<Self, String> {
        let index = usize::try_from(table.i32(0, 0)?).map_err(|_| "an operator is unknown".to_owned())?;
        Ok(Self {
            code: *codes.get(index).ok_or("an operator is unknown")?,
            inputs: table.i32s(1)?.iter().map(|&v| usize::try_from(v).ok()).collect(),
            outputs: indices(&table.i32s(2)?)?,
            options: table.table(4)?,
        })
    }
}

impl Tensor {
    fn read(table: &Table<'_>, buffers: &[Table<'_>]) -> Result<Self, String> {
        let shape = indices(&table.i32s(0)?)?;
        let buffer = usize::try_from(table.i32(2, 0)?).ok().and_then(|at| buffers.get(at)).ok_or("a buffer is missing")?;
        let data = buffer.bytes(0)?;
        let constant =
            if data.is_empty() { None } else { Some(Floats::new(shape.clone(), values(table.i8(1)?, data, count(&shape)?)?)?) };
        Ok(Self { name: table.text(3)?, shape, constant })
    }
}

/// Values of a constant as floats. Integer constants here are axes, shapes and paddings, all exact in `f32`.
fn values(kind: i8, data: &[u8], count: usize) -> Result<Vec<f32>, String> {
    let wide = |size: usize| {
        if data.len() == size * count { Ok(data.chunks_exact(size)) } else { Err("a constant is damaged".to_owned()) }
    };
    let word = |c: &[u8]| [c[0], c[1], c[2], c[3]];
    match kind {
        0 => Ok(wide(4)?.map(|c| f32::from_le_bytes(word(c))).collect()),
        1 => Ok(wide(2)?.map(|c| half(u16::from_le_bytes([c[0], c[1]]))).collect()),
        2 => Ok(wide(4)?.map(|c| i32::from_le_bytes(word(c)) as f32).collect()),
        other => Err(format!("constants of type {other} are not known")),
    }
}

/// IEEE 754 half precision to single: exact.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f32::from(bits & 0x3ff));
    sign * match exponent {
        0 => fraction * 2f32.powi(-24),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1024.0 + fraction) * 2f32.powi(exponent - 25),
    }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn half_precision_is_exact() {
        assert_eq!(half(0x3c00), 1.0);
        assert_eq!(half(0xc000), -2.0);
        assert_eq!(half(0x7bff), 65504.0);
        assert_eq!(half(0x0001), 2f32.powi(-24));
        assert_eq!(half(0x3555), 0.333_251_95);
    }
}
