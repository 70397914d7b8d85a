//! A file's bytes on their way in, taken out of UniFFI's buffer in one copy.
//!
//! UniFFI reads a `Vec<u8>` as a list, one byte after the other: 2 ns a byte, 6 ms of a call with two pictures of a phone.

use uniffi::deps::anyhow::{Context, Result};
use uniffi::{Lift, MetadataBuffer, RustBuffer, TypeId};

/// What Kotlin calls `ByteArray`, Swift `Data` and Python `bytes`. In the buffer, as any list of UniFFI's: its length as four
/// bytes, the highest first, then the bytes.
pub struct Bytes(Vec<u8>);

impl Bytes {
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

// SAFETY: what is read is what the generated code wrote for a `Vec<u8>`, whose type this one states; no pointer is made, and a
// buffer that is shorter than it says is an error.
#[expect(unsafe_code, reason = "the trait is unsafe to implement")]
unsafe impl<UT> Lift<UT> for Bytes {
    type FfiType = RustBuffer;

    fn try_lift(buffer: RustBuffer) -> Result<Self> {
        <Self as Lift<UT>>::try_lift_from_rust_buffer(buffer)
    }

    fn try_read(buffer: &mut &[u8]) -> Result<Self> {
        let (length, rest) = buffer.split_first_chunk::<4>().context("a list without its length")?;
        let length = usize::try_from(i32::from_be_bytes(*length))?;
        let (bytes, rest) = rest.split_at_checked(length).context("a list that is shorter than it says")?;
        *buffer = rest;
        Ok(Self(bytes.to_vec()))
    }
}

impl<UT> TypeId<UT> for Bytes {
    const TYPE_ID_META: MetadataBuffer = <Vec<u8> as TypeId<UT>>::TYPE_ID_META;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut buffer: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
        let bytes = <Bytes as Lift<crate::UniFfiTag>>::try_read(&mut buffer)?;
        Ok((bytes.0, buffer.to_vec()))
    }

    #[test]
    fn bytes_are_read_as_uniffi_writes_a_list_of_them() {
        let mut buffer = Vec::new();
        <Vec<u8> as uniffi::Lower<crate::UniFfiTag>>::write(vec![7, 0, 255], &mut buffer);
        buffer.push(9);
        assert_eq!(read(&buffer).unwrap(), (vec![7, 0, 255], vec![9]));
    }

    #[test]
    fn a_buffer_that_is_shorter_than_it_says_is_refused() {
        for buffer in [&[0, 0, 0][..], &[0, 0, 0, 2, 1], &[0xff, 0xff, 0xff, 0xff], &[0x7f, 0xff, 0xff, 0xff, 1]] {
            assert!(read(buffer).is_err());
        }
    }
}
