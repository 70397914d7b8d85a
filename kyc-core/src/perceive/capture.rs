//! One picture as handed in, decoded.

use sha2::{Digest, Sha256};

use super::Blob;
use crate::image::{self, DecodeLimits, Image};
use crate::model::store::hex;
use crate::wire::{Capture, Decoded, Role};

/// Decodes one picture; what is wrong with it is in the capture.
pub fn capture(blob: Blob<'_>, role: Role, limits: &DecodeLimits) -> (Capture, Option<Image>) {
    let (picture, pixels) = match image::decode(blob.bytes, limits) {
        Ok((pixels, picture)) => (Decoded::Picture(picture), Some(pixels)),
        Err(problem) => (Decoded::Problem(problem), None),
    };
    let sha256 = hex(&Sha256::digest(blob.bytes));
    (Capture { blob: blob.index, role, bytes: blob.bytes.len() as u64, sha256, picture }, pixels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::PictureProblem;

    #[test]
    fn an_unusable_file_is_a_capture_with_its_problem() {
        let (seen, pixels) = capture(Blob { index: 3, bytes: b"" }, Role::Selfie, &DecodeLimits::default());
        assert!(pixels.is_none());
        assert_eq!((seen.blob, seen.picture), (3, Decoded::Problem(PictureProblem::Empty)));
        // SHA-256 of nothing, FIPS 180-4.
        assert!(seen.sha256.starts_with("e3b0c442"));
    }
}
