//! Conversions of models small enough to compute by hand, run in ONNX Runtime, and of thousands of damaged ones.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod tiny;

use kyc_core::model::Manifest;
use kyc_core::runtime::{Load, Runtime, Tensor, ort::Ort};
use kyc_models::convert::onnx::{Entry, Graph, Model, Node, OperatorSet, Tensor as Constant, ValueInfo};
use kyc_models::convert::{self, tensor};
use kyc_models::{Options, PackageClients, PrepareError, Silent, default_cache_dir, platform, prepare};
use prost::Message;

fn steps(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// These models lie alone: there is nothing beside them.
fn apply(id: &str, steps: &[String], bytes: Vec<u8>) -> Result<Vec<u8>, PrepareError> {
    let nothing = |why: &str| PrepareError::Archive { archive: id.to_owned(), why: why.to_owned() };
    convert::apply(id, steps, bytes, &|other| Err(nothing(other)))
}

/// Loads a converted model and runs it on one input.
fn infer(model: &[u8], shape: Vec<usize>, input: Vec<f32>) -> Vec<f32> {
    let (manifest, cache, platform) =
        (Manifest::builtin().expect("the manifest"), default_cache_dir().expect("a cache"), platform());
    let library = cache.join(manifest.runtime(&platform).expect("a runtime").cache_name());
    let options = Options { cache, platform, include_demo: true, keep_downloads: false };
    prepare(manifest, &options, &mut PackageClients::default(), &mut Silent).expect("it prepares");
    let session = Ort::open(&library).expect("the runtime").load(model, Load { threads: 1, copies: 1 }).expect("a valid model");
    session.run(vec![Tensor::new(shape, input)]).expect("an answer").remove(0).into_parts().1
}

fn close(found: &[f32], wanted: &[f32]) {
    assert_eq!(found.len(), wanted.len(), "{found:?} {wanted:?}");
    assert!(found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-5), "{found:?} is not {wanted:?}");
}

/// `y = PRelu(x · w)` with `w` stored as int8 in blocks of two along axis 0, reshaped after being dequantised.
fn quantised() -> Vec<u8> {
    let int8 = |name: &str, dims: Vec<i64>, values: &[i8]| Constant {
        dims,
        data_type: Some(3),
        name: Some(name.to_owned()),
        raw_data: Some(values.iter().map(|&v| v as u8).collect()),
        ..Constant::default()
    };
    let floats = |name: &str, shape: Vec<usize>, data: Vec<f32>| tensor::Floats { shape, data }.to_onnx(name);
    let node = |op: &str, inputs: &[&str], output: &str| Node::new(op, steps(inputs), output.to_owned());
    let graph = Graph {
        name: Some("tiny".to_owned()),
        node: vec![
            node("DequantizeLinear", &["q", "scale", "zero"], "wide").int("axis", 0).int("block_size", 2),
            node("Reshape", &["wide", "shape"], "w"),
            node("MatMul", &["x", "w"], "product"),
            node("PRelu", &["product", "slope"], "y"),
        ],
        initializer: vec![
            int8("q", vec![4, 1], &[10, -3, 4, 127]),
            floats("scale", vec![2, 1], vec![0.5, 0.25]),
            int8("zero", vec![2, 1], &[2, -1]),
            tensor::ints("shape", &[2, -1]),
            floats("slope", vec![2], vec![0.5, 0.25]),
            floats("unused", vec![1], vec![1.0]),
        ],
        input: vec![ValueInfo::float("x", [1, 2].map(Ok))],
        output: vec![ValueInfo::float("y", [1, 2].map(Ok))],
        ..Graph::default()
    };
    let opset_import = vec![OperatorSet { domain: None, version: Some(21) }];
    Model { ir_version: Some(10), graph: Some(graph), opset_import, ..Model::default() }.encode_to_vec()
}

#[test]
fn folding_and_rewriting_keep_the_numbers() {
    let bytes = apply("tiny", &steps(&["fold-block-quantisation", "rewrite-prelu"]), quantised()).expect("it converts");
    let model = Model::decode(bytes.as_slice()).expect("a model");
    let graph = model.graph.expect("a graph");
    let left: Vec<_> = graph.node.iter().filter_map(|node| node.op_type.as_deref()).collect();
    assert_eq!(left, ["MatMul", "Relu", "Mul", "Mul", "Add"]);
    assert!(graph.initializer.iter().all(|tensor| tensor.name.as_deref() != Some("unused")));
    // w = [[(10−2)·½, (−3−2)·½], [(4+1)·¼, (127+1)·¼]] = [[4, −2.5], [1.25, 32]]
    close(&infer(&bytes, vec![1, 2], vec![1.0, 2.0]), &[6.5, 61.5]);
    close(&infer(&bytes, vec![1, 2], vec![-2.0, 0.0]), &[-4.0, 5.0]);
    close(&infer(&bytes, vec![1, 2], vec![0.0, -2.0]), &[-1.25, -16.0]);
}

#[test]
fn a_tflite_model_keeps_its_numbers() {
    let bytes = apply("tiny", &steps(&["tflite-to-onnx", "rewrite-prelu"]), tiny::model()).expect("it converts");
    let input = [1.0, -2.0, 3.0, -4.0, 5.0, -6.0, 7.0, -8.0, 9.0];
    close(&infer(&bytes, vec![1, 3, 3, 1], input.to_vec()), &tiny::answer(&input));
}

/// A recogniser of blank, `A`, `中`, `B` and space: `softmax(x · w + b)`.
fn recogniser() -> Vec<u8> {
    let floats = |name: &str, shape: Vec<usize>, data: Vec<f32>| tensor::Floats { shape, data }.to_onnx(name);
    let node = |op: &str, inputs: &[&str], output: &str| Node::new(op, steps(inputs), output.to_owned());
    let graph = Graph {
        name: Some("tiny".to_owned()),
        node: vec![
            node("MatMul", &["x", "w"], "product"),
            node("Add", &["product", "b"], "sum"),
            node("Identity", &["sum"], "same"),
            node("Softmax", &["same"], "y").int("axis", 1),
        ],
        initializer: vec![
            floats("w", vec![1, 5], vec![1.0, 2.0, 9.0, 3.0, 4.0]),
            floats("b", vec![5], vec![0.0, 0.5, 9.0, 1.0, 1.5]),
        ],
        input: vec![ValueInfo::float("x", [1, 1].map(Ok))],
        output: vec![ValueInfo::float("y", [1, 5].map(Ok))],
        ..Graph::default()
    };
    let opset_import = vec![OperatorSet { domain: None, version: Some(13) }];
    let metadata_props = vec![Entry { key: Some("character".to_owned()), value: Some("A\n中\nB\n".to_owned()) }];
    Model { ir_version: Some(8), graph: Some(graph), opset_import, metadata_props, ..Model::default() }.encode_to_vec()
}

#[test]
fn a_recogniser_keeps_its_latin_characters_and_their_odds() {
    let bytes = apply("tiny", &steps(&["keep-latin"]), recogniser()).expect("it converts");
    let model = Model::decode(bytes.as_slice()).expect("a model");
    assert_eq!(model.metadata_props[0].value.as_deref(), Some("A\nB\n"));
    // Sums for x = −1: blank −1, A −1.5, B −2, space −2.5.
    let odds = [-1.0_f32, -1.5, -2.0, -2.5].map(f32::exp);
    let all: f32 = odds.iter().sum();
    close(&infer(&bytes, vec![1, 1], vec![-1.0]), &odds.map(|odd| odd / all));
    assert!(apply("tiny", &steps(&["keep-latin"]), quantised()).is_err(), "no dictionary");
}

#[test]
fn converting_twice_gives_the_same_bytes() {
    for (names, model) in
        [(["fold-block-quantisation", "rewrite-prelu"], quantised()), (["tflite-to-onnx", "rewrite-prelu"], tiny::model())]
    {
        let once = apply("tiny", &steps(&names), model.clone()).expect("it converts");
        assert_eq!(once, apply("tiny", &steps(&names), model).expect("it converts"));
    }
}

#[test]
fn damaged_models_are_errors_and_never_panics() {
    for (names, model) in [
        (vec!["fold-block-quantisation", "rewrite-prelu", "free-spatial-axes"], quantised()),
        (vec!["tflite-to-onnx", "rewrite-prelu"], tiny::model()),
        (vec!["keep-latin"], recogniser()),
    ] {
        let names = steps(&names);
        let mut state = 1u64;
        for round in 0..20_000 {
            let mut mutated = model.clone();
            for _ in 0..=round % 4 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = (state >> 33) as usize % mutated.len();
                mutated[at] = (state >> 24) as u8;
            }
            // Any answer will do; a panic or an abort would end the test.
            let _ = apply("tiny", &names, mutated);
        }
        for length in 0..model.len() {
            let _ = apply("tiny", &names, model[..length].to_vec());
        }
    }
}
