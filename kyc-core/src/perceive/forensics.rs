//! Signs of tampering and recapture, in the original bytes of the document's pictures.

use super::Blob;
use crate::error::Result;
use crate::forensics::{Subject, examine};
use crate::image::Image;
use crate::wire::{Capture, Decoded, DocumentEvidence, ForensicsEvidence, NotSeen, Role, Seen};

/// Looks at every picture that was decoded. Outline and text come from the reading, where there was one.
pub(super) fn forensics(
    sides: &[(Role, Blob<'_>)],
    captures: &[Capture],
    pictures: &[(u32, Image)],
    document: &Seen<DocumentEvidence>,
) -> Result<Seen<ForensicsEvidence>> {
    let mut seen = Vec::with_capacity(pictures.len());
    for (index, image) in pictures {
        let bytes = sides.iter().find(|(_, blob)| blob.index == *index).map(|(_, blob)| blob.bytes);
        let picture = captures.iter().find(|capture| capture.blob == *index).map(|capture| &capture.picture);
        let (Some(bytes), Some(Decoded::Picture(picture))) = (bytes, picture) else { continue };
        let side = document.seen().and_then(|document| document.sides.iter().find(|side| side.blob == *index));
        seen.push(examine(&Subject {
            blob: *index,
            bytes,
            format: picture.format,
            orientation: picture.exif_orientation,
            image,
            outline: side.and_then(|side| side.outline.seen().copied()),
            text: side.map_or(&[], |side| &side.text),
        })?);
    }
    // What became of a picture that could not be decoded is in its capture.
    Ok(if seen.is_empty() { Seen::not(NotSeen::NotProvided) } else { Seen::Seen(ForensicsEvidence { sides: seen }) })
}
