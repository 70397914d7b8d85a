//! Canned models: engines that see what a vector wants them to see, so that everything around the networks is exact.
//!
//! Their pictures are 320×320 and of one colour: what is measured on them does not depend on how a platform rounds.

use std::collections::BTreeMap;
use std::sync::Arc;

use kyc_core::config::{Config, RuntimeChoice};
use kyc_core::model::Store;
use kyc_core::model::store::hex;
use kyc_core::runtime::scripted::{Scripted, ScriptedSession};
use kyc_core::runtime::{Port, Tensor};
use sha2::{Digest, Sha256};

/// Side of the pictures that the canned detector was written for.
const SIDE: usize = 320;

/// Where YuNet sees a face in a picture, across and down, and how large it is: in cells of 32 pixels.
type Place = (usize, f32);
/// In the middle.
const MIDDLE: Place = (5, 5.0);
/// In a corner, smaller, and not touching the one in the middle.
const CORNER: Place = (1, 2.0);
/// In the middle, with eyes too close together to be measured.
const SPECK: Place = (5, 0.5);

/// What the canned models see.
struct Script {
    /// The faces that there are, picture by picture; the last answer repeats.
    faces: &'static [&'static [Place]],
    /// What the embedder answers, call by call; the last answer repeats.
    embeddings: &'static [[f32; 2]],
    /// Logits of the PAD network; the first class is live.
    pad: [f32; 3],
}

/// The configuration of an engine that runs on a named set of canned models.
///
/// # Errors
/// When there is no such set.
pub fn config(name: &str) -> Result<Config, String> {
    const LIVE: [f32; 3] = [4.0, 0.0, 0.0];
    const SAME: &[[f32; 2]] = &[[1.0, 0.0]];
    const ONE: &[Place] = &[MIDDLE];
    const CROWD: &[Place] = &[MIDDLE, CORNER];
    const ONE_PERSON: Script = Script { faces: &[ONE], embeddings: SAME, pad: LIVE };
    let script = match name {
        "one-person" => ONE_PERSON,
        "two-people" => Script { embeddings: &[[1.0, 0.0], [0.0, 1.0]], ..ONE_PERSON },
        "spoof" => Script { pad: [-4.0, 4.0, 0.0], ..ONE_PERSON },
        "nobody" => Script { faces: &[&[]], ..ONE_PERSON },
        "crowd" => Script { faces: &[CROWD], ..ONE_PERSON },
        "speck" => Script { faces: &[&[SPECK]], ..ONE_PERSON },
        // What the second picture and all later ones show comes second.
        "one-and-nobody" => Script { faces: &[ONE, &[]], ..ONE_PERSON },
        "one-and-crowd" => Script { faces: &[ONE, CROWD], ..ONE_PERSON },
        "one-and-speck" => Script { faces: &[ONE, &[SPECK]], ..ONE_PERSON },
        _ => return Err(format!("there is no script called {name}")),
    };
    Ok(engine_of(&script))
}

/// Models of the manifest by id, task and what else their entry says.
const MODELS: &[(&str, &str, &str)] = &[
    ("detector", "face_detection", ""),
    ("mesh", "face_mesh", ""),
    ("blendshapes", "face_blendshapes", ""),
    ("embedder", "face_embedding", "calibration = { points = [[0.0, 0.0], [0.5, 0.75], [1.0, 1.0]], source = 'canned' }"),
    ("pad", "face_pad", ""),
    ("orientation", "document_orientation", ""),
    ("text-detector", "text_detection", ""),
    ("text-recognition-small", "text_recognition", ""),
    ("text-recognition-tiny", "text_recognition", ""),
    ("text-direction", "text_direction", ""),
];

fn engine_of(script: &Script) -> Config {
    let mut manifest = String::from("schema = 'kyc.models/1'\n");
    let artifact = "[[artifact]]\nid = 'canned'\nregistry = 'pypi'\npackage = 'canned'\nversion = '0'\nfile = 'canned'\n";
    manifest += &format!("{artifact}sha256 = '{}'\nbytes = 0\n", "0".repeat(64));
    let mut weights: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    let mut runtime = Scripted::default();
    for (id, task, extra) in MODELS {
        // A canned model's "weights" are its name.
        let sha256 = hex(&Sha256::digest(id.as_bytes()));
        manifest += &format!(
            "[[file]]\nid = '{id}'\ntask = '{task}'\nartifact = 'canned'\nmember = '{id}'\nmember_sha256 = '{sha256}'\n\
             output = '{id}'\nsha256 = '{sha256}'\nbytes = {}\nlicence = 'MIT'\nlicence_file = 'canned'\n\
             provenance = 'documented'\n{extra}\n",
            id.len()
        );
        weights.insert((*id).to_owned(), Arc::from(id.as_bytes()));
        runtime = runtime.with(id, Arc::new(session(id, script)));
    }
    Config {
        runtime: RuntimeChoice::Custom(Arc::new(runtime)),
        models: Store::Memory(weights),
        manifest: Some(manifest),
        // One thread: answers are given in the order of the calls.
        threads: 1,
        ..Config::default()
    }
}

fn session(id: &str, script: &Script) -> ScriptedSession {
    let answers = match id {
        "detector" => script.faces.iter().map(|faces| detector(faces)).collect(),
        "mesh" => vec![vec![("Identity".to_owned(), mesh()), ("Identity_1".to_owned(), vec![6.0])]],
        "blendshapes" => vec![vec![("StatefulPartitionedCall:0".to_owned(), vec![0.0; 52])]],
        "embedder" => script
            .embeddings
            .iter()
            .map(|start| {
                let mut values = vec![0.0; 128];
                values[..2].copy_from_slice(start);
                vec![("fc1".to_owned(), values)]
            })
            .collect(),
        "pad" => vec![vec![("output".to_owned(), script.pad.to_vec())]],
        // Reading is not scripted: these answer nothing, and vectors skip the step.
        _ => Vec::new(),
    };
    let port = |name: &str| Port { name: name.to_owned(), shape: Vec::new() };
    let outputs = answers.first().map(|first| first.iter().map(|(name, _)| port(name)).collect()).unwrap_or_default();
    let tensors = answers
        .into_iter()
        .map(|outputs| outputs.into_iter().map(|(_, values)| Tensor::new([1, values.len()], values)).collect::<Vec<_>>());
    ScriptedSession::new(vec![port("input")], outputs, tensors.collect())
}

/// YuNet's answer for a 320×320 picture with these faces.
fn detector(faces: &[Place]) -> Vec<(String, Vec<f32>)> {
    let mut outputs = Vec::new();
    for stride in [8, 16, 32] {
        let columns = SIDE / stride;
        let cells = columns * columns;
        let (mut class, mut object) = (vec![0.0; cells], vec![0.0; cells]);
        let (mut boxes, mut points) = (vec![0.0; 4 * cells], vec![0.0; 10 * cells]);
        for &(place, side) in faces.iter().filter(|_| stride == 32) {
            let cell = place * columns + place;
            (class[cell], object[cell]) = (0.9, 0.9);
            // Offsets in strides from the cell's corner; sizes are logarithms of strides.
            boxes[4 * cell..4 * cell + 4].copy_from_slice(&[0.0, 0.0, side.ln(), side.ln()]);
            let landmarks = [-1.0, -0.75, 1.0, -0.75, 0.0, 0.25, -0.75, 1.25, 0.75, 1.25].map(|at| at * side / 5.0);
            points[10 * cell..10 * cell + 10].copy_from_slice(&landmarks);
        }
        let named = [("cls", class), ("obj", object), ("bbox", boxes), ("kps", points)];
        outputs.extend(named.map(|(name, values)| (format!("{name}_{stride}"), values)));
    }
    outputs
}

/// A frontal mesh in the 256×256 patch: eyes, nose, mouth corners and the axes of the pose; the rest in the middle.
fn mesh() -> Vec<f32> {
    let mut points = [128.0, 128.0, 0.0].repeat(478);
    let places: [(usize, [f32; 2]); 9] = [
        (33, [70.0, 106.0]),
        (263, [186.0, 106.0]),
        (10, [128.0, 40.0]),
        (152, [128.0, 220.0]),
        (468, [96.0, 106.0]),
        (473, [160.0, 106.0]),
        (1, [128.0, 140.0]),
        (61, [104.0, 176.0]),
        (291, [152.0, 176.0]),
    ];
    for (index, place) in places {
        points[3 * index..3 * index + 2].copy_from_slice(&place);
    }
    points
}
