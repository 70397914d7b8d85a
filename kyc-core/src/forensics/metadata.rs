//! Metadata: names that programs leave in the file (F-080, F-081).
//!
//! That a file has none says nothing: messengers and upload forms strip it.

use super::file::File;
use super::scored;
use crate::wire::{ForensicScore, NotSeen, Seen, Unit};

/// Marks of programs that make pictures, lower case. The last is IPTC's digital source type, which C2PA carries too.
const GENERATORS: &[&str] = &[
    "stable diffusion",
    "stable-diffusion",
    "midjourney",
    "dall-e",
    "dall·e",
    "comfyui",
    "automatic1111",
    "novelai",
    "adobe firefly",
    "negative prompt:",
    "trainedalgorithmicmedia",
];

/// Marks of programs that edit pictures, lower case.
const EDITORS: &[&str] = &[
    "adobe photoshop",
    "photoshop elements",
    "gimp ",
    "gimp_",
    "affinity photo",
    "affinity designer",
    "pixelmator",
    "paint.net",
    "paintshop",
    "photopea",
    "photoscape",
    "picsart",
    "snapseed",
    "canva",
    "coreldraw",
    "corel photo",
    "krita",
    "inkscape",
    "faceapp",
    "facetune",
    "meitu",
    "fotor",
    "befunky",
    "imagemagick",
    "acdsee",
    "compositewithtrained",
];

/// Marks of a history of edits, lower case: XMP's list of actions, Photoshop's own segment.
const TRACES: &[&str] = &["stevt:action", "photoshop 3.0\08bim", "photoshop:history"];

/// 1 for a generator's name, 0.9 for an editor's, 0.6 for traces of editing, else 0.
pub(super) fn measure(file: &File<'_>) -> Seen<ForensicScore> {
    if !file.can_tell {
        return Seen::not(NotSeen::NotSupported);
    }
    if file.metadata.is_empty() {
        return Seen::not(NotSeen::NotFound);
    }
    let pieces: Vec<Vec<u8>> = file.metadata.iter().map(|piece| piece.to_ascii_lowercase()).collect();
    let names = |marks: &[&str]| marks.iter().any(|mark| pieces.iter().any(|piece| holds(piece, mark.as_bytes())));
    let (score, sign) = if names(GENERATORS) {
        (1.0, "generator_named")
    } else if names(EDITORS) {
        (0.9, "editor_named")
    } else if names(TRACES) {
        (0.6, "editing_history")
    } else {
        return scored(Unit::ZERO, Vec::new(), &[]);
    };
    scored(Unit::from_f64(score), Vec::new(), &[sign])
}

fn holds(piece: &[u8], mark: &[u8]) -> bool {
    piece.windows(mark.len()).any(|window| window == mark)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn of(pieces: &[&'static [u8]]) -> Seen<ForensicScore> {
        measure(&File { metadata: pieces.to_vec(), can_tell: true, ..File::default() })
    }

    #[test]
    fn f_081_programs_are_named_and_cameras_are_not() {
        let named = |pieces: &[&'static [u8]]| of(pieces).seen().unwrap().signs.first().cloned().unwrap_or_default();
        assert_eq!(named(&[b"Exif\0\0..Adobe Photoshop 25.0 (Windows)"]), "editor_named");
        assert_eq!(named(&[b"parameters\0a face, Negative prompt: blurry"]), "generator_named");
        assert_eq!(named(&[b"Photoshop 3.0\08BIM"]), "editing_history");
        assert_eq!(of(&[b"Exif\0\0..Apple iPhone 15 17.1"]).seen().unwrap().score, Unit::ZERO);
        assert_eq!(of(&[]).reason(), Some(NotSeen::NotFound));
    }
}
