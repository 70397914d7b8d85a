//! One TFLite operator to one or a few ONNX nodes.

use super::flatbuffer::Table;
use super::layout::{Builder, Order, transpose};
use super::schema::Operator;
use crate::convert::tensor::Floats;

type Outcome = Result<(), String>;

/// Converts one operator; the numbers are TFLite's `BuiltinOperator`.
pub(super) fn convert(b: &mut Builder<'_>, op: &Operator<'_>) -> Outcome {
    match op.code {
        0 => elementwise(b, op, "Add"),
        2 => concatenation(b, op),
        3 => convolution(b, op, false),
        4 => convolution(b, op, true),
        6 => {
            // Half-float weights; their values were widened when they were read.
            let value = b.constant(input(op, 0)?).cloned().ok_or("only constants can be dequantised")?;
            b.set_constant(output(op)?, value)
        }
        14 => unary(b, op, "Sigmoid"),
        17 => max_pool(b, op),
        18 => elementwise(b, op, "Mul"),
        19 => unary(b, op, "Relu"),
        22 => reshape(b, op),
        34 => pad(b, op),
        39 => permute(b, op),
        40 => reduce(b, op, true),
        41 => elementwise(b, op, "Sub"),
        42 => elementwise(b, op, "Div"),
        45 => strided_slice(b, op),
        54 => prelu(b, op),
        59 => unary(b, op, "Neg"),
        74 => reduce(b, op, false),
        75 => unary(b, op, "Sqrt"),
        76 => {
            let (x, order) = single(b, op)?;
            let root = b.node("Sqrt", vec![x], |n| n);
            let name = b.node("Reciprocal", vec![root], |n| n);
            b.put(output(op)?, name, order)
        }
        99 => elementwise(b, op, "SquaredDifference"),
        _ => Err("it is not known".to_owned()),
    }
}

fn input(op: &Operator<'_>, at: usize) -> Result<usize, String> {
    op.inputs.get(at).copied().flatten().ok_or_else(|| "an input is missing".to_owned())
}

fn output(op: &Operator<'_>) -> Result<usize, String> {
    op.outputs.first().copied().ok_or_else(|| "an output is missing".to_owned())
}

fn options<'a>(op: &Operator<'a>) -> Result<Table<'a>, String> {
    op.options.ok_or_else(|| "its options are missing".to_owned())
}

fn single(b: &mut Builder<'_>, op: &Operator<'_>) -> Result<(String, Order), String> {
    let index = input(op, 0)?;
    let order = b.order(index);
    Ok((b.get(index, order)?, order))
}

fn unary(b: &mut Builder<'_>, op: &Operator<'_>, name: &str) -> Outcome {
    let (x, order) = single(b, op)?;
    let name = b.node(name, vec![x], |n| n);
    b.put(output(op)?, name, order)
}

/// 0 none, 1 ReLU, 3 ReLU6.
fn activation(b: &mut Builder<'_>, name: String, kind: i8) -> Result<String, String> {
    match kind {
        0 => Ok(name),
        1 => Ok(b.node("Relu", vec![name], |n| n)),
        3 => {
            let [low, high] = [0.0, 6.0].map(|v| Floats { shape: Vec::new(), data: vec![v] });
            let bounds = vec![name, b.floats(&low), b.floats(&high)];
            Ok(b.node("Clip", bounds, |n| n))
        }
        other => Err(format!("activation {other} is not known")),
    }
}

/// Padding `[top, left, bottom, right]`: TFLite's SAME puts the odd pixel at the end.
fn padding(same: bool, size: [usize; 2], kernel: [usize; 2], stride: [usize; 2], dilation: [usize; 2]) -> Vec<i64> {
    let sides = |axis: usize| {
        let outputs = size[axis].div_ceil(stride[axis]);
        let reach = outputs.saturating_sub(1) * stride[axis] + (kernel[axis].saturating_sub(1)) * dilation[axis] + 1;
        let total = if same { reach.saturating_sub(size[axis]) } else { 0 };
        ((total / 2) as i64, (total - total / 2) as i64)
    };
    let ((top, bottom), (left, right)) = (sides(0), sides(1));
    vec![top, left, bottom, right]
}

fn positive(value: i32) -> Result<usize, String> {
    usize::try_from(value).ok().filter(|&v| v > 0 && v < 1 << 16).ok_or_else(|| "a size is out of range".to_owned())
}

fn picture_size(b: &Builder<'_>, index: usize) -> Result<[usize; 2], String> {
    match b.shape(index)? {
        [_, height, width, _] => Ok([*height, *width]),
        _ => Err("its input is no picture".to_owned()),
    }
}

fn convolution(b: &mut Builder<'_>, op: &Operator<'_>, depthwise: bool) -> Outcome {
    let o = options(op)?;
    let stride = [positive(o.i32(2, 0)?)?, positive(o.i32(1, 0)?)?];
    // The depthwise options have the depth multiplier in between.
    let (act, dilation) =
        if depthwise { (o.i8(4)?, [o.i32(6, 1)?, o.i32(5, 1)?]) } else { (o.i8(3)?, [o.i32(5, 1)?, o.i32(4, 1)?]) };
    let dilation = [positive(dilation[0])?, positive(dilation[1])?];
    let source = input(op, 0)?;
    let weights = b.constant(input(op, 1)?).ok_or("its weights are no constant")?;
    // TFLite: O H W I, depthwise 1 H W O. ONNX: O I/group H W.
    let weights = transpose(weights, if depthwise { [3, 0, 1, 2] } else { [0, 3, 1, 2] })?;
    let kernel = [weights.shape[2], weights.shape[3]];
    let channels = *b.shape(source)?.last().ok_or("its input is no picture")?;
    let group = if depthwise { channels } else { channels / weights.shape[1].max(1) };
    let pads = padding(o.i8(0)? == 0, picture_size(b, source)?, kernel, stride, dilation);
    let mut inputs = vec![b.get(source, Order::First)?, b.floats(&weights)];
    if let Some(bias) = op.inputs.get(2).copied().flatten() {
        let bias = b.constant(bias).cloned().ok_or("its bias is no constant")?;
        inputs.push(b.floats(&bias));
    }
    let wide = |v: [usize; 2]| v.map(|x| x as i64).to_vec();
    let name = b.node("Conv", inputs, |n| {
        let n = n.ints("strides", wide(stride)).ints("dilations", wide(dilation)).ints("pads", pads);
        n.int("group", group as i64).ints("kernel_shape", wide(kernel))
    });
    let name = activation(b, name, act)?;
    b.put(output(op)?, name, Order::First)
}

fn max_pool(b: &mut Builder<'_>, op: &Operator<'_>) -> Outcome {
    let o = options(op)?;
    let (stride, kernel) =
        ([positive(o.i32(2, 0)?)?, positive(o.i32(1, 0)?)?], [positive(o.i32(4, 0)?)?, positive(o.i32(3, 0)?)?]);
    let source = input(op, 0)?;
    let pads = padding(o.i8(0)? == 0, picture_size(b, source)?, kernel, stride, [1, 1]);
    let x = b.get(source, Order::First)?;
    let wide = |v: [usize; 2]| v.map(|x| x as i64).to_vec();
    let name =
        b.node("MaxPool", vec![x], |n| n.ints("kernel_shape", wide(kernel)).ints("strides", wide(stride)).ints("pads", pads));
    let name = activation(b, name, o.i8(5)?)?;
    b.put(output(op)?, name, Order::First)
}

fn prelu(b: &mut Builder<'_>, op: &Operator<'_>) -> Outcome {
    let (x, order) = single(b, op)?;
    let slope = b.constant(input(op, 1)?).ok_or("its slope is no constant")?.clone();
    let slope = match (order, slope.shape.as_slice()) {
        // 1 1 C to C 1 1.
        (Order::First, [1, 1, channels]) => Floats { shape: vec![*channels, 1, 1], data: slope.data },
        (Order::First, _) => return Err("a slope for each pixel is not known".to_owned()),
        (Order::Last, _) => slope,
    };
    let inputs = vec![x, b.floats(&slope)];
    let name = b.node("PRelu", inputs, |n| n);
    b.put(output(op)?, name, order)
}

fn elementwise(b: &mut Builder<'_>, op: &Operator<'_>, name: &str) -> Outcome {
    let pair = [input(op, 0)?, input(op, 1)?];
    let scalar = |b: &Builder<'_>, i: usize| b.constant(i).is_some_and(|c| c.data.len() == 1);
    let four = |b: &Builder<'_>, i: usize| b.shape(i).is_ok_and(|s| s.len() == 4);
    // Channel-first only where both sides are pictures (or one is a number); anything else broadcasts in TFLite's order.
    let pictures = pair.iter().all(|&i| four(b, i) || scalar(b, i));
    let first = pair.iter().any(|&i| b.constant(i).is_none() && b.order(i) == Order::First);
    let order = if pictures && first { Order::First } else { Order::Last };
    let mut inputs = Vec::with_capacity(2);
    for i in pair {
        inputs.push(b.get(i, order)?);
    }
    let act = op.options.map_or(Ok(0), |o| if name == "SquaredDifference" { Ok(0) } else { o.i8(0) })?;
    let result = if name == "SquaredDifference" {
        let difference = b.node("Sub", inputs, |n| n);
        b.node("Mul", vec![difference.clone(), difference], |n| n)
    } else {
        b.node(name, inputs, |n| n)
    };
    let result = activation(b, result, act)?;
    b.put(output(op)?, result, order)
}

fn concatenation(b: &mut Builder<'_>, op: &Operator<'_>) -> Outcome {
    let rank = b.shape(output(op)?)?.len();
    let axis = options(op)?.i32(0, 0)?;
    let axis = if axis < 0 { axis + rank as i32 } else { axis };
    let indices = (0..op.inputs.len()).map(|i| input(op, i)).collect::<Result<Vec<_>, _>>()?;
    let first = rank == 4 && indices.iter().any(|&i| b.order(i) == Order::First);
    let (order, axis) = if first {
        (Order::First, *[0, 2, 3, 1].get(usize::try_from(axis).unwrap_or(9)).ok_or("its axis is out of range")?)
    } else {
        (Order::Last, i64::from(axis))
    };
    let mut inputs = Vec::with_capacity(indices.len());
    for i in indices {
        inputs.push(b.get(i, order)?);
    }
    let name = b.node("Concat", inputs, |n| n.int("axis", axis));
    b.put(output(op)?, name, order)
}

fn reshape(b: &mut Builder<'_>, op: &Operator<'_>) -> Outcome {
    let x = b.get(input(op, 0)?, Order::Last)?;
    let shape: Vec<i64> = b.shape(output(op)?)?.iter().map(|&axis| axis as i64).collect();
    let shape = b.ints(&shape);
    let name = b.node("Reshape", vec![x, shape], |n| n);
    b.put(output(op)?, name, Order::Last)
}

fn integers(b: &Builder<'_>, op: &Operator<'_>, at: usize) -> Result<Vec<i64>, String> {
    let value = b.constant(input(op, at)?).ok_or("a parameter is no constant")?;
    Ok(value.data.iter().map(|&v| v as i64).collect())
}

fn pad(b: &mut Builder<'_>, op: &Operator<'_>) -> Outcome {
    let amounts = integers(b, op, 1)?;
    let source = input(op, 0)?;
    let (order, axes) = if b.shape(source)?.len() == 4 {
        (Order::First, vec![0, 3, 1, 2])
    } else {
        (Order::Last, (0..amounts.len() / 2).collect())
    };
    let side = |end: usize| axes.iter().map(move |axis| 2 * axis + end).collect::<Vec<_>>();
    let pads: Option<Vec<i64>> = side(0).into_iter().chain(side(1)).map(|at| amounts.get(at).copied()).collect();
    let inputs = vec![b.get(source, order)?, b.ints(&pads.ok_or("its amounts are damaged")?)];
    let name = b.node("Pad", inputs, |n| n);
    b.put(output(op)?, name, order)
}

fn permute(b: &mut Builder<'_>, op: &Operator<'_>) -> Outcome {
    let perm = integers(b, op, 1)?;
    let x = b.get(input(op, 0)?, Order::Last)?;
    let name = b.node("Transpose", vec![x], |n| n.ints("perm", perm));
    b.put(output(op)?, name, Order::Last)
}

fn reduce(b: &mut Builder<'_>, op: &Operator<'_>, mean: bool) -> Outcome {
    let axes = integers(b, op, 1)?;
    let keep = i64::from(options(op)?.i8(0)?);
    let x = b.get(input(op, 0)?, Order::Last)?;
    // Operator set 13 takes the axes of a mean as an attribute and those of a sum as an input.
    let name = if mean {
        b.node("ReduceMean", vec![x], |n| n.ints("axes", axes).int("keepdims", keep))
    } else {
        let axes = b.ints(&axes);
        b.node("ReduceSum", vec![x, axes], |n| n.int("keepdims", keep))
    };
    b.put(output(op)?, name, Order::Last)
}

fn strided_slice(b: &mut Builder<'_>, op: &Operator<'_>) -> Outcome {
    let o = options(op)?;
    if o.i32(2, 0)? != 0 || o.i32(3, 0)? != 0 {
        return Err("ellipsis and new axes are not known".to_owned());
    }
    let (mut begin, mut end, step) = (integers(b, op, 1)?, integers(b, op, 2)?, integers(b, op, 3)?);
    let source = input(op, 0)?;
    let shape = b.shape(source)?.to_vec();
    // The masks have one bit for each axis; TFLite's tensors have at most eight axes.
    if [begin.len(), end.len(), step.len()].iter().any(|&n| n > shape.len().min(8) || n != begin.len()) {
        return Err("its bounds are damaged".to_owned());
    }
    let (begin_mask, end_mask, shrink) = (o.i32(0, 0)?, o.i32(1, 0)?, o.i32(4, 0)?);
    let mut dropped = Vec::new();
    for d in 0..begin.len() {
        let (length, forward) = (shape[d] as i64, step[d] > 0);
        if begin_mask >> d & 1 == 1 {
            begin[d] = if forward { 0 } else { length - 1 };
        }
        if end_mask >> d & 1 == 1 {
            end[d] = if forward { length } else { -length - 1 };
        }
        if shrink >> d & 1 == 1 {
            end[d] = if begin[d] == -1 { length } else { begin[d].saturating_add(1) };
            dropped.push(d as i64);
        }
    }
    let axes: Vec<i64> = (0..begin.len() as i64).collect();
    let inputs = vec![b.get(source, Order::Last)?, b.ints(&begin), b.ints(&end), b.ints(&axes), b.ints(&step)];
    let mut name = b.node("Slice", inputs, |n| n);
    if !dropped.is_empty() {
        let dropped = b.ints(&dropped);
        name = b.node("Squeeze", vec![name, dropped], |n| n);
    }
    b.put(output(op)?, name, Order::Last)
}
