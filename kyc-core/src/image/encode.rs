//! Picture files as a capture hands them on (F-032).

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};

use super::Image;
use crate::error::{Code, Error, Result};

/// JPEG quality of captured documents, 1 to 100 (F-032).
pub const CAPTURE_QUALITY: u8 = 90;

/// A baseline JPEG file at [`CAPTURE_QUALITY`], without metadata.
///
/// # Errors
/// [`Code::Internal`]; no picture that was decoded here is too large for the format.
pub fn jpeg(image: &Image) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, CAPTURE_QUALITY)
        .write_image(image.data(), image.width(), image.height(), ExtendedColorType::Rgb8)
        .map_err(|_| Error::new(Code::Internal, "a picture cannot be written as JPEG"))?;
    Ok(file)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::image::{DecodeLimits, decode, quality};
    use crate::wire::FileFormat;

    /// A page of fine print on grained paper, as large as a phone takes it.
    fn page(width: u32, height: u32) -> Image {
        let pixel = |at: u32| {
            let (x, y) = (at % width, at / width);
            let grain = (at.wrapping_mul(2_654_435_761) >> 28) as u8;
            let ink = y % 90 < 24 && (x / 7 + y / 5).is_multiple_of(3);
            [if ink { 40 } else { 205 } + grain / 2; 3]
        };
        Image::new(width, height, (0..width * height).flat_map(pixel).collect())
    }

    #[test]
    fn f_032_a_captured_page_is_a_jpeg_of_the_expected_size_and_keeps_its_measures() {
        let page = page(4032, 3024);
        let file = jpeg(&page).unwrap();
        assert!((500_000..=4_000_000).contains(&file.len()), "{}", file.len());
        let (again, picture) = decode(&file, &DecodeLimits::default()).unwrap();
        assert_eq!((picture.format, picture.width, picture.height), (FileFormat::Jpeg, 4032, 3024));
        let sharp = |image: &Image| {
            let (luma, width) = quality::measured_luma(image).unwrap();
            quality::laplacian_variance(&luma, width)
        };
        assert!((sharp(&again) / sharp(&page) - 1.0).abs() < 0.1, "{} {}", sharp(&again), sharp(&page));
    }

    #[test]
    fn f_032_the_quality_is_90_by_its_quantisation_tables() {
        let file = jpeg(&page(64, 64)).unwrap();
        let at = file.windows(2).position(|pair| pair == [0xff, 0xdb]).unwrap();
        // The first entry of annex K's luminance table, 16, at quality 90: (16 · (200 - 2 · 90) + 50) / 100 = 3.
        assert_eq!(file[at + 5], 3);
    }
}
