//! A template as bytes, for the caller's own storage.
//!
//! `KYCF`, a version byte (1), the length of the model's id (one byte) and the id, the number of values (two bytes, little
//! endian), the values (`f32`, little endian). The bytes are biometric data in the clear: encrypt them at rest.

use super::embed::Embedding;
use crate::error::{Code, Error, Result};
use crate::sensitive::Sensitive;

const MAGIC: &[u8] = b"KYCF\x01";
/// More values than this are no face template; the widest embedders in use have 512.
const MOST_VALUES: usize = 4_096;

impl Embedding {
    /// The template as bytes.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] when the model's id is longer than 255 bytes or there are more than 4,096 values.
    pub fn to_template(&self) -> Result<Sensitive<Vec<u8>>> {
        let name = u8::try_from(self.model().len()).ok();
        let count = u16::try_from(self.values().len()).ok().filter(|&count| usize::from(count) <= MOST_VALUES);
        let (Some(name), Some(count)) = (name, count) else { return Err(refused("it does not fit the format")) };
        // Reserved whole: a vector that grows leaves copies behind.
        let mut bytes = Vec::with_capacity(MAGIC.len() + 3 + self.model().len() + 4 * self.values().len());
        bytes.extend_from_slice(MAGIC);
        bytes.push(name);
        bytes.extend_from_slice(self.model().as_bytes());
        bytes.extend_from_slice(&count.to_le_bytes());
        self.values().iter().for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
        Ok(Sensitive::new(bytes))
    }

    /// A template from its bytes, brought to length 1 again.
    ///
    /// # Errors
    /// [`Code::InvalidRequest`] when the bytes are not a template of this version.
    pub fn from_template(bytes: &[u8]) -> Result<Self> {
        parse(bytes).ok_or_else(|| refused("the bytes are not one of version 1"))
    }
}

fn parse(bytes: &[u8]) -> Option<Embedding> {
    let (&name, rest) = bytes.strip_prefix(MAGIC)?.split_first()?;
    let (model, rest) = rest.split_at_checked(usize::from(name))?;
    let (count, values) = rest.split_first_chunk::<2>()?;
    let count = usize::from(u16::from_le_bytes(*count));
    if count > MOST_VALUES || values.len() != 4 * count {
        return None;
    }
    let values = values.chunks_exact(4).filter_map(|four| Some(f32::from_le_bytes(four.try_into().ok()?)));
    Embedding::new(std::str::from_utf8(model).ok()?, values.collect())
}

fn refused(why: &str) -> Error {
    Error::new(Code::InvalidRequest, format!("a face template cannot be used: {why}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_template_survives_its_bytes_and_keeps_its_model() {
        let face = Embedding::new("face-embedding-sface", (0u8..128).map(|v| f32::from(v) - 60.0).collect()).unwrap();
        let bytes = face.to_template().unwrap();
        let again = Embedding::from_template(bytes.expose()).unwrap();
        assert_eq!(again.model(), face.model());
        assert!(again.cosine(&face).unwrap() > 0.999_999);
        assert_eq!(format!("{bytes:?}"), "[hidden]");
    }

    #[test]
    fn x_04_every_cut_and_every_flipped_byte_is_a_template_or_a_clear_error() {
        let face = Embedding::new("e", vec![0.5, -0.25, 0.125]).unwrap();
        let bytes = face.to_template().unwrap().expose().clone();
        for length in 0..bytes.len() {
            assert_eq!(Embedding::from_template(&bytes[..length]).unwrap_err().code(), Code::InvalidRequest);
        }
        for at in 0..bytes.len() {
            for flip in [1, 0x80, 0xff] {
                let mut bad = bytes.clone();
                bad[at] ^= flip;
                if let Ok(read) = Embedding::from_template(&bad) {
                    let norm: f32 = read.values().iter().map(|v| v * v).sum();
                    assert!((norm - 1.0).abs() < 1e-3);
                }
            }
        }
        assert!(Embedding::new(&"m".repeat(300), vec![1.0]).unwrap().to_template().is_err());
    }
}
