//! What a camera or an editing program writes beside the pixels.

/// Names that editing programs leave behind.
pub(super) const EDITORS: [&str; 4] = ["Adobe Photoshop 25.0 (Windows)", "GIMP 2.10.36", "Snapseed 2.0", "Pixelmator Pro 3.5"];

/// Puts an EXIF segment behind the start of a JPEG: a camera's, and the program that saved it last.
pub(super) fn as_camera(jpeg: Vec<u8>, editor: Option<&str>) -> Vec<u8> {
    let software = editor.unwrap_or("SynthPhone 1.0");
    let texts: [(u16, &str); 3] = [(0x010f, "Synth"), (0x0110, "SynthPhone"), (0x0131, software)];
    // TIFF, big-endian: one directory, its values behind it.
    let mut directory = vec![0, texts.len() as u8];
    let mut values = Vec::new();
    let first_value = 8 + 2 + 12 * texts.len() as u32 + 4;
    for (tag, text) in texts {
        let length = text.len() as u32 + 1;
        directory.extend(tag.to_be_bytes());
        directory.extend(2_u16.to_be_bytes());
        directory.extend(length.to_be_bytes());
        directory.extend((first_value + values.len() as u32).to_be_bytes());
        values.extend(text.bytes().chain([0]));
    }
    directory.extend([0; 4]);
    let body = [b"Exif\0\0MM\0*\0\0\0\x08".as_slice(), &directory, &values].concat();
    let length = (body.len() as u16 + 2).to_be_bytes();
    let (start, rest) = jpeg.split_at(2.min(jpeg.len()));
    [start, &[0xff, 0xe1], &length, &body, rest].concat()
}
