//! Raw frames of a camera: one copy out of the camera's buffers, in a form that the engine reads.

use std::fmt;
use std::sync::Arc;

use kyc_core::wire::{DocumentSize, PixelFormat, RawFrame};

use crate::error::{KycError, invalid};

/// How the pixels of a packed buffer lie in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FrameFormat {
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red, unused: `kCVPixelFormatType_32BGRA`.
    Bgra,
    /// Red, green, blue, unused: what CameraX's `OUTPUT_IMAGE_FORMAT_RGBA_8888` gives.
    Rgba,
    /// A plane of luma, then V and U in turns at half the size, in one buffer: `ImageFormat.NV21`.
    Nv21,
}

/// The size of the document that the person has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum DocumentFormat {
    /// Cards, ID-1.
    Card,
    /// ID-2, 105 × 74 mm.
    Id2,
    /// A passport's data page, ID-3.
    Passport,
}

impl From<DocumentFormat> for DocumentSize {
    fn from(format: DocumentFormat) -> Self {
        match format {
            DocumentFormat::Card => Self::Id1,
            DocumentFormat::Id2 => Self::Id2,
            DocumentFormat::Passport => Self::Id3,
        }
    }
}

/// What to tell the person who holds the camera.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FrameAdvice {
    /// The first thing in the way, such as `move_closer`; `capture` when the picture can be taken.
    pub guidance: String,
    /// Nothing is in the way.
    pub ready: bool,
    /// The whole response of `assess_frame`.
    pub json: String,
}

/// An upright frame, copied out of the camera's buffers.
#[derive(uniffi::Object)]
pub struct Frame {
    pub(crate) raw: RawFrame,
    pub(crate) bytes: Vec<u8>,
}

impl fmt::Debug for Frame {
    // A picture is personal data; only its size may be printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({}x{})", self.raw.width, self.raw.height)
    }
}

#[uniffi::export]
impl Frame {
    /// From one buffer. `stride` is the number of bytes from one row to the next. A buffer that is too short for its layout is
    /// no error here: the engine's answer says so.
    #[uniffi::constructor]
    pub fn packed(bytes: &[u8], width: u32, height: u32, stride: u32, format: FrameFormat) -> Arc<Self> {
        let (format, bytes) = match format {
            FrameFormat::Rgb => (PixelFormat::Rgb, bytes.to_vec()),
            FrameFormat::Bgra => (PixelFormat::Bgra, bytes.to_vec()),
            FrameFormat::Nv21 => (PixelFormat::Nv21, bytes.to_vec()),
            FrameFormat::Rgba => (PixelFormat::Bgra, swapped(bytes, stride)),
        };
        Arc::new(Self { raw: RawFrame { width, height, stride, format }, bytes })
    }

    /// From the three planes of `ImageFormat.YUV_420_888`, or of `420YpCbCr8` where the colour plane is passed as `u` and, from
    /// its second byte on, as `v`. `step` is the number of bytes from one colour value to the next (`pixelStride`: 1 or 2).
    ///
    /// # Errors
    /// 1001 `invalid_request` when a plane is shorter than its layout says.
    #[uniffi::constructor]
    #[allow(clippy::too_many_arguments)] // As many as the camera's planes have; a record could not borrow them.
    pub fn yuv420(
        y: &[u8],
        u: &[u8],
        v: &[u8],
        width: u32,
        height: u32,
        y_stride: u32,
        uv_stride: u32,
        step: u32,
    ) -> Result<Arc<Self>, KycError> {
        let (w, h, y_stride, uv_stride, step) =
            (width as usize, height as usize, y_stride as usize, uv_stride as usize, step as usize);
        let (columns, rows) = (w.div_ceil(2), h.div_ceil(2));
        let holds = |plane: &[u8], stride: usize, rows: usize, row: usize| {
            let needed = stride.checked_mul(rows.saturating_sub(1)).and_then(|before| before.checked_add(row));
            row <= stride && needed.is_some_and(|needed| needed <= plane.len())
        };
        if w == 0 || h == 0 || step == 0 {
            return Err(invalid("a frame has a width, a height and a step"));
        }
        let colours = (columns - 1).checked_mul(step).and_then(|before| before.checked_add(1));
        let fits = |plane: &[u8]| colours.is_some_and(|row| holds(plane, uv_stride, rows, row));
        if !holds(y, y_stride, h, w) || !fits(u) || !fits(v) {
            return Err(invalid("a plane is shorter than its layout says"));
        }
        // No overflow from here on: the planes hold that many bytes.
        let mut bytes = Vec::with_capacity(2 * columns * (h + rows));
        for row in y.chunks(y_stride).take(h) {
            bytes.extend_from_slice(&row[..w]);
            bytes.extend((w..2 * columns).map(|_| 0));
        }
        for (u, v) in u.chunks(uv_stride).zip(v.chunks(uv_stride)).take(rows) {
            let pairs = v.iter().step_by(step).zip(u.iter().step_by(step)).take(columns);
            bytes.extend(pairs.flat_map(|(v, u)| [*v, *u]));
        }
        let stride = 2 * width.div_ceil(2);
        Ok(Arc::new(Self { raw: RawFrame { width, height, stride, format: PixelFormat::Nv21 }, bytes }))
    }
}

/// Red and blue changed over, pixel by pixel of 4 bytes; what is left of a row is padding.
fn swapped(bytes: &[u8], stride: u32) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for row in out.chunks_mut((stride as usize).max(1)) {
        row.chunks_exact_mut(4).for_each(|pixel| pixel.swap(0, 2));
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn planes_become_what_the_engine_reads_whatever_their_strides() {
        // 3 × 3 pixels, luma 1 to 9, two by two colours; padding is 99.
        let y = [1, 2, 3, 99, 4, 5, 6, 99, 7, 8, 9];
        let planar = Frame::yuv420(&y, &[10, 11, 99, 12, 13], &[20, 21, 99, 22, 23], 3, 3, 4, 3, 1).unwrap();
        assert_eq!(planar.bytes, [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 20, 10, 21, 11, 22, 12, 23, 13]);
        assert_eq!((planar.raw.stride, planar.raw.format), (4, PixelFormat::Nv21));
        // The same colours in turns, as Android's cameras and iOS give them: `u` and `v` are views of one plane.
        let turns = [10, 20, 11, 21, 12, 22, 13, 23];
        let paired = Frame::yuv420(&y, &turns[..7], &turns[1..], 3, 3, 4, 4, 2).unwrap();
        assert_eq!(paired.bytes, planar.bytes);
    }

    #[test]
    fn a_layout_that_lies_is_refused_and_never_a_panic() {
        let sizes = [0, 1, 2, 3, 64, u32::MAX];
        for (width, height) in sizes.iter().flat_map(|w| sizes.iter().map(move |h| (*w, *h))) {
            for stride in sizes {
                for step in [0, 1, 2, u32::MAX] {
                    let answer = Frame::yuv420(&[0; 4], &[0; 2], &[0; 2], width, height, stride, stride, step);
                    assert!(answer.is_err() || (width <= 4 && height <= 4), "{width} × {height}, {stride}, {step}");
                }
                Frame::packed(&[0; 7], width, height, stride, FrameFormat::Rgba);
            }
        }
    }

    #[test]
    fn red_and_blue_change_over_row_by_row() {
        let frame = Frame::packed(&[1, 2, 3, 4, 9, 5, 6, 7, 8, 9], 1, 2, 5, FrameFormat::Rgba);
        assert_eq!((frame.bytes.as_slice(), frame.raw.format), ([3, 2, 1, 4, 9, 7, 6, 5, 8, 9].as_slice(), PixelFormat::Bgra));
    }
}
