//! Pictures: decoding with limits, resampling, measures. Nothing here knows what a document or a face is.

pub mod decode;
pub mod encode;
pub(crate) mod fft;
mod planes;
pub mod quality;
pub mod raw;
mod reduce;
pub mod resample;
pub mod transform;
pub mod warp;

pub use decode::{DecodeLimits, decode};
pub(crate) use planes::{Order, planes};
pub use transform::{Affine, Homography};

/// An 8-bit RGB picture, upright, row-major, no padding: `data.len() == 3 * width * height`.
#[derive(Clone)]
pub struct Image {
    width: u32,
    height: u32,
    data: Vec<u8>,
    /// Smaller copies, made when first asked for: see [`resample::resize`].
    copies: reduce::Copies,
}

impl PartialEq for Image {
    // The smaller copies follow from the pixels.
    fn eq(&self, other: &Self) -> bool {
        (self.width, self.height, &self.data) == (other.width, other.height, &other.data)
    }
}

impl Eq for Image {}

impl std::fmt::Debug for Image {
    // A picture is personal data; only its size may be printed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Image({}x{})", self.width, self.height)
    }
}

impl Image {
    /// A picture from RGB bytes.
    ///
    /// # Panics
    /// When the length does not fit: that is a defect of the caller inside the engine.
    pub fn new(width: u32, height: u32, data: Vec<u8>) -> Self {
        assert_eq!(data.len(), 3 * width as usize * height as usize, "picture data does not fit its size");
        Self { width, height, data, copies: reduce::Copies::default() }
    }

    /// A picture of one colour.
    pub fn filled(width: u32, height: u32, color: [u8; 3]) -> Self {
        Self::new(width, height, color.iter().copied().cycle().take(3 * width as usize * height as usize).collect())
    }

    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// RGB bytes, row-major.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The colour at a pixel; black outside.
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 3] {
        if x >= self.width || y >= self.height {
            return [0; 3];
        }
        let at = 3 * (y as usize * self.width as usize + x as usize);
        [self.data[at], self.data[at + 1], self.data[at + 2]]
    }

    /// 8-bit luma (BT.601), row-major.
    pub fn luma(&self) -> Vec<u8> {
        self.data.chunks_exact(3).map(|p| luma(p[0], p[1], p[2])).collect()
    }

    /// A copy of the part that lies inside the picture; `None` when nothing does.
    pub fn crop(&self, x: i64, y: i64, width: u32, height: u32) -> Option<Image> {
        let left = x.clamp(0, i64::from(self.width)) as usize;
        let top = y.clamp(0, i64::from(self.height)) as usize;
        let right = (x + i64::from(width)).clamp(0, i64::from(self.width)) as usize;
        let bottom = (y + i64::from(height)).clamp(0, i64::from(self.height)) as usize;
        if left >= right || top >= bottom {
            return None;
        }
        let stride = 3 * self.width as usize;
        let mut data = Vec::with_capacity(3 * (right - left) * (bottom - top));
        for row in top..bottom {
            data.extend_from_slice(&self.data[row * stride + 3 * left..row * stride + 3 * right]);
        }
        Some(Image::new((right - left) as u32, (bottom - top) as u32, data))
    }

    /// Turned clockwise by `quarters` quarter turns.
    #[must_use]
    pub fn rotated(&self, quarters: u8) -> Image {
        let (w, h) = (self.width as usize, self.height as usize);
        match quarters % 4 {
            1 => self.gather(h, w, |x, y| (h - 1 - x) * w + y),
            2 => self.gather(w, h, |x, y| (h - 1 - y) * w + (w - 1 - x)),
            3 => self.gather(h, w, |x, y| x * w + (w - 1 - y)),
            _ => self.clone(),
        }
    }

    fn gather(&self, width: usize, height: usize, source: impl Fn(usize, usize) -> usize) -> Image {
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..height {
            for x in 0..width {
                let at = 3 * source(x, y);
                data.extend_from_slice(&self.data[at..at + 3]);
            }
        }
        Image::new(width as u32, height as u32, data)
    }
}

/// BT.601 luma in 8-bit fixed point.
pub fn luma(r: u8, g: u8, b: u8) -> u8 {
    ((77 * u32::from(r) + 150 * u32::from(g) + 29 * u32::from(b) + 128) >> 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_quarter_turns_are_none_and_one_is_clockwise() {
        let picture = Image::new(2, 1, vec![1, 1, 1, 2, 2, 2]);
        let once = picture.rotated(1);
        assert_eq!((once.width(), once.height()), (1, 2));
        assert_eq!(once.pixel(0, 0), [1, 1, 1]);
        assert_eq!(once.rotated(1).rotated(2), picture);
        assert_eq!(picture.rotated(3).pixel(0, 0), [2, 2, 2]);
    }

    #[test]
    fn a_crop_outside_is_none_and_one_across_the_edge_is_cut() {
        let picture = Image::filled(10, 10, [7; 3]);
        assert!(picture.crop(20, 20, 5, 5).is_none());
        let cut = picture.crop(-3, 8, 5, 5).map(|c| (c.width(), c.height()));
        assert_eq!(cut, Some((2, 2)));
    }
}
