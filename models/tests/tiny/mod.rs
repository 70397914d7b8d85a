//! A TFLite file written by hand: convolution, PReLU with a half-float slope, pooling, reshape and a slice.

/// A FlatBuffers value as it stands in a table's field.
enum Value {
    Byte(i8),
    Int(i32),
    Bytes(Vec<u8>),
    Ints(Vec<i32>),
    Table(Fields),
    Tables(Vec<Fields>),
}

type Fields = Vec<(usize, Value)>;

fn put_i32(out: &mut Vec<u8>, value: usize) {
    out.extend((value as i32).to_le_bytes());
}

/// Writes a table, its children after it, and answers its position.
fn table(out: &mut Vec<u8>, fields: &Fields) -> usize {
    let slots = fields.iter().map(|(slot, _)| slot + 1).max().unwrap_or(0);
    let vtable = out.len();
    out.extend((4 + 2 * slots as u16).to_le_bytes());
    out.extend((4 + 4 * fields.len() as u16).to_le_bytes());
    for slot in 0..slots {
        let at = fields.iter().position(|(field, _)| *field == slot).map_or(0, |at| 4 + 4 * at);
        out.extend((at as u16).to_le_bytes());
    }
    let start = out.len();
    put_i32(out, start - vtable);
    out.extend(std::iter::repeat_n(0, 4 * fields.len()));
    for (index, (_, value)) in fields.iter().enumerate() {
        let place = start + 4 + 4 * index;
        let word = match value {
            Value::Byte(byte) => i32::from(*byte),
            Value::Int(int) => *int,
            other => (child(out, other) - place) as i32,
        };
        out[place..place + 4].copy_from_slice(&word.to_le_bytes());
    }
    start
}

fn child(out: &mut Vec<u8>, value: &Value) -> usize {
    if let Value::Table(fields) = value {
        return table(out, fields);
    }
    let start = out.len();
    match value {
        Value::Bytes(bytes) => {
            put_i32(out, bytes.len());
            out.extend(bytes);
        }
        Value::Ints(ints) => {
            put_i32(out, ints.len());
            out.extend(ints.iter().flat_map(|v| v.to_le_bytes()));
        }
        Value::Tables(tables) => {
            put_i32(out, tables.len());
            out.extend(std::iter::repeat_n(0, 4 * tables.len()));
            for (index, fields) in tables.iter().enumerate() {
                let place = start + 4 + 4 * index;
                let offset = (table(out, fields) - place) as i32;
                out[place..place + 4].copy_from_slice(&offset.to_le_bytes());
            }
        }
        Value::Byte(_) | Value::Int(_) | Value::Table(_) => {}
    }
    start
}

const WEIGHTS: [f32; 8] = [1.0, 0.0, 0.0, -1.0, 0.5, 2.0, -1.0, 0.0];
const BIAS: [f32; 2] = [0.25, -1.0];
const SLOPE: [f32; 2] = [0.5, -0.25];

/// The file.
pub(crate) fn model() -> Vec<u8> {
    let floats = |values: &[f32]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<_>>();
    let ints = |values: &[i32]| values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<_>>();
    let buffers = vec![
        Vec::new(),
        floats(&WEIGHTS),
        floats(&BIAS),
        // 0.5 and −0.25 in half precision.
        vec![0x00, 0x38, 0x00, 0xb4],
        ints(&[0, 2]),
        ints(&[1, 8]),
        ints(&[1, 3]),
    ];
    // Type 0 is float, 1 half float, 2 int; buffer 0 is the empty one.
    let tensors: [(&str, &[i32], i8, i32); 13] = [
        ("in", &[1, 3, 3, 1], 0, 0),
        ("weights", &[2, 2, 2, 1], 0, 1),
        ("bias", &[2], 0, 2),
        ("convolved", &[1, 3, 3, 2], 0, 0),
        ("half slope", &[1, 1, 2], 1, 3),
        ("slope", &[1, 1, 2], 0, 0),
        ("bent", &[1, 3, 3, 2], 0, 0),
        ("pooled", &[1, 2, 2, 2], 0, 0),
        ("flat", &[1, 8], 0, 0),
        ("begin", &[2], 2, 4),
        ("end", &[2], 2, 5),
        ("step", &[2], 2, 6),
        ("out", &[1, 2], 0, 0),
    ];
    let one = |slots: &[usize]| slots.iter().map(|&slot| (slot, Value::Int(1))).collect::<Fields>();
    let pooling = [(1, 2), (2, 2), (3, 2), (4, 2)].map(|(slot, n)| (slot, Value::Int(n)));
    // DEQUANTIZE, CONV_2D, PRELU, MAX_POOL_2D, RESHAPE, STRIDED_SLICE; padding is SAME where a table leaves it out.
    let operators: Vec<(i8, Vec<i32>, i32, Fields)> = vec![
        (6, vec![4], 5, vec![]),
        (3, vec![0, 1, 2], 3, one(&[1, 2])),
        (54, vec![3, 5], 6, vec![]),
        (17, vec![6], 7, pooling.into()),
        (22, vec![7], 8, vec![]),
        (45, vec![8, 9, 10, 11], 12, vec![(5, Value::Byte(0))]),
    ];
    let codes = operators.iter().map(|(code, ..)| vec![(0, Value::Byte(*code))]).collect();
    let tensors = tensors.iter().map(|&(name, shape, kind, buffer)| {
        vec![(0, Value::Ints(shape.to_vec())), (1, Value::Byte(kind)), (2, Value::Int(buffer)), (3, Value::Bytes(name.into()))]
    });
    let operators = operators.into_iter().enumerate().map(|(index, (_, inputs, output, options))| {
        let ports = [(0, Value::Int(index as i32)), (1, Value::Ints(inputs)), (2, Value::Ints(vec![output]))];
        ports.into_iter().chain([(4, Value::Table(options))]).collect()
    });
    let graph = vec![
        (0, Value::Tables(tensors.collect())),
        (1, Value::Ints(vec![0])),
        (2, Value::Ints(vec![12])),
        (3, Value::Tables(operators.collect())),
    ];
    let buffers = buffers.into_iter().map(|bytes| vec![(0, Value::Bytes(bytes))]).collect();
    let model = vec![(1, Value::Tables(codes)), (2, Value::Tables(vec![graph])), (4, Value::Tables(buffers))];
    let mut out = b"\0\0\0\0TFL3".to_vec();
    let root = table(&mut out, &model) as u32;
    out[..4].copy_from_slice(&root.to_le_bytes());
    out
}

/// What the file answers to a picture of 3 × 3 pixels, computed in TFLite's own order.
pub(crate) fn answer(picture: &[f32; 9]) -> Vec<f32> {
    let pixel = |y: usize, x: usize| if y < 3 && x < 3 { picture[3 * y + x] } else { 0.0 };
    let bent = |y: usize, x: usize, o: usize| {
        let sum: f32 = (0..4).map(|k| WEIGHTS[4 * o + k] * pixel(y + k / 2, x + k % 2)).sum();
        let sum = sum + BIAS[o];
        if sum < 0.0 { sum * SLOPE[o] } else { sum }
    };
    let pooled = |y: usize, x: usize, o: usize| {
        let cells = (2 * y..(2 * y + 2).min(3)).flat_map(|y| (2 * x..(2 * x + 2).min(3)).map(move |x| (y, x)));
        cells.map(|(y, x)| bent(y, x, o)).fold(f32::NEG_INFINITY, f32::max)
    };
    // Flat order is row, column, channel; the slice takes 2 and 5 of it.
    [2, 5].map(|at| pooled(at / 4, at / 2 % 2, at % 2)).to_vec()
}
