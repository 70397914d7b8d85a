//! Weights that are part of the program: small networks of our own, trained by `models/train/`. Nothing is fetched for them.

/// What the manifest names as the artefact of a file that is part of the program.
pub const BUILT_IN: &str = "built-in";

/// The bytes of such a file by its manifest id.
pub(super) fn bytes(id: &str) -> Option<&'static [u8]> {
    match id {
        "document-corners" => Some(include_bytes!("../../../models/weights/document-corners.onnx")),
        "mrz-recognition-ocrb" => Some(include_bytes!("../../../models/weights/mrz-recognition-ocrb.onnx")),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use crate::model::{Manifest, Store};

    #[test]
    fn built_in_weights_are_those_that_the_manifest_pins_and_need_no_cache() {
        let nothing = Store::Memory(BTreeMap::new());
        let files: Vec<_> = Manifest::builtin().unwrap().files.iter().filter(|file| file.is_built_in()).collect();
        assert!(!files.is_empty());
        for file in files {
            let read = nothing.read(file).unwrap();
            assert_eq!(read.len() as u64, file.bytes, "{}", file.id);
            assert_eq!(file.sha256, file.member_sha256);
        }
    }
}
