//! What of a file is not its pixels: quantisation table and metadata, read from the original bytes (F-081). Every length is
//! checked against the file; nothing is decompressed.

use crate::wire::FileFormat;

/// More pieces of metadata than this no camera writes.
const MOST_PIECES: usize = 64;
/// Of a piece no more than this is looked at, bytes.
const MOST_BYTES: usize = 1 << 18;

/// A file's parts.
#[derive(Debug, Default)]
pub(super) struct File<'a> {
    /// Quantisation of luma, row-major: what a coefficient is a multiple of. Of JPEG only.
    pub(super) luma_table: Option<[u16; 64]>,
    /// Pieces of metadata: EXIF, XMP, comments, text.
    pub(super) metadata: Vec<&'a [u8]>,
    /// Whether the format can carry metadata that is read here.
    pub(super) can_tell: bool,
}

impl<'a> File<'a> {
    pub(super) fn read(bytes: &'a [u8], format: FileFormat) -> Self {
        let mut file = match format {
            FileFormat::Jpeg => jpeg(bytes),
            FileFormat::Png => png(bytes),
            FileFormat::Webp => webp(bytes),
            FileFormat::Bmp => Self::default(),
        };
        file.can_tell = format != FileFormat::Bmp;
        file.metadata.truncate(MOST_PIECES);
        file.metadata.iter_mut().for_each(|piece| *piece = &piece[..piece.len().min(MOST_BYTES)]);
        file
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

/// Segments up to the first scan (ITU-T T.81, B.1.1).
fn jpeg(bytes: &[u8]) -> File<'_> {
    let mut file = File::default();
    let mut tables: [Option<[u16; 64]>; 4] = [None; 4];
    let mut luma = 0;
    let mut at = 2;
    while let (Some(0xff), Some(&marker)) = (bytes.get(at), bytes.get(at + 1)) {
        if marker == 0xff {
            at += 1;
            continue;
        }
        let Some(length) = be16(bytes, at + 2) else { break };
        let Some(body) = bytes.get(at + 4..at + 2 + length) else { break };
        match marker {
            0xda => break,
            0xdb => quantisation(body, &mut tables),
            // The first component is luma (JFIF).
            0xc0..=0xc2 => luma = body.get(8).map_or(0, |id| usize::from(*id)),
            0xe1..=0xef | 0xfe => file.metadata.push(body),
            _ => {}
        }
        at += 2 + length;
    }
    file.luma_table = tables.get(luma).copied().flatten();
    file
}

fn quantisation(mut body: &[u8], tables: &mut [Option<[u16; 64]>; 4]) {
    while let Some((&head, rest)) = body.split_first() {
        let wide = head >> 4 != 0;
        let size = if wide { 128 } else { 64 };
        let (Some(values), Some(slot)) = (rest.get(..size), tables.get_mut(usize::from(head & 15))) else { return };
        let mut table = [1; 64];
        for (index, place) in ZIGZAG.iter().enumerate() {
            let value = if wide { be16(values, 2 * index).unwrap_or(1) as u16 } else { u16::from(values[index]) };
            table[*place] = value.max(1);
        }
        *slot = Some(table);
        body = &rest[size..];
    }
}

/// Chunks of text and EXIF (PNG, third edition, 11.3).
fn png(bytes: &[u8]) -> File<'_> {
    let mut file = File::default();
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(body) = bytes.get(at + 8..).and_then(|rest| rest.get(..length)) else { break };
        if matches!(&head[4..], b"tEXt" | b"iTXt" | b"eXIf") && file.metadata.len() < MOST_PIECES {
            file.metadata.push(body);
        }
        at = at.saturating_add(12).saturating_add(length);
    }
    file
}

/// EXIF and XMP of a RIFF container.
fn webp(bytes: &[u8]) -> File<'_> {
    let mut file = File::default();
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let Some(body) = bytes.get(at + 8..).and_then(|rest| rest.get(..length)) else { break };
        if matches!(&head[..4], b"EXIF" | b"XMP ") && file.metadata.len() < MOST_PIECES {
            file.metadata.push(body);
        }
        at = at.saturating_add(8).saturating_add(length).saturating_add(length & 1);
    }
    file
}

/// Places of coefficients in the order of the file (ITU-T T.81, figure A.6).
const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42,
    49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_in_the_order_of_the_file_and_lies_are_no_panic() {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xdb, 0, 67, 0];
        bytes.extend(1..=64_u8);
        bytes.extend([0xff, 0xfe, 0, 6, b'G', b'I', b'M', b'P', 0xff, 0xda, 0, 2]);
        let file = File::read(&bytes, FileFormat::Jpeg);
        let table = file.luma_table.unwrap();
        assert_eq!((table[0], table[1], table[8], table[63]), (1, 2, 3, 64));
        assert_eq!(file.metadata, [b"GIMP"]);
        for format in [FileFormat::Jpeg, FileFormat::Png, FileFormat::Webp, FileFormat::Bmp] {
            for end in 0..bytes.len() {
                let _ = File::read(&bytes[..end], format);
            }
            let _ = File::read(&[0xff; 300], format);
        }
    }

    #[test]
    fn chunks_of_text_are_metadata() {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        png.extend([0, 0, 0, 4]);
        png.extend(b"tEXtabcd....");
        assert_eq!(File::read(&png, FileFormat::Png).metadata, [b"abcd"]);
        assert_eq!(File::read(b"RIFF....WEBPXMP \x03\0\0\0xyz\0", FileFormat::Webp).metadata, [b"xyz"]);
    }
}
