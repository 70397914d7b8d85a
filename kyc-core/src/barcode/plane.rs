//! One channel of a picture, and the few operations that bring a barcode into a form the decoder reads.

use fast_image_resize as fir;

use crate::image::{Affine, Image};

/// 8-bit luma, row-major, no padding.
#[derive(Clone)]
pub(super) struct Plane {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) data: Vec<u8>,
    /// From a pixel of this plane to the picture.
    pub(super) to_picture: Affine,
}

impl Plane {
    pub(super) fn of(image: &Image) -> Self {
        let to_picture = Affine([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
        Self { width: image.width(), height: image.height(), data: image.luma(), to_picture }
    }

    pub(super) fn longest(&self) -> u32 {
        self.width.max(self.height)
    }

    /// Scaled so that the longer side is `longest` pixels. `None` when a side would be 0.
    pub(super) fn scaled(&self, longest: u32) -> Option<Plane> {
        let factor = f64::from(longest) / f64::from(self.longest().max(1));
        let side = |length: u32| (f64::from(length) * factor).round() as u32;
        let (width, height) = (side(self.width), side(self.height));
        if width == 0 || height == 0 {
            return None;
        }
        let source = fir::images::ImageRef::new(self.width, self.height, &self.data, fir::PixelType::U8).ok()?;
        let mut target = fir::images::Image::new(width, height, fir::PixelType::U8);
        // Catmull-Rom keeps edges where a bar is two pixels wide; bilinear does not.
        let options = fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::CatmullRom));
        fir::Resizer::new().resize(&source, &mut target, &options).ok()?;
        let (sx, sy) = (f64::from(self.width) / f64::from(width), f64::from(self.height) / f64::from(height));
        // Pixel centres stand at whole numbers, so half a pixel moves with the scale.
        let back = Affine([sx, 0.0, (sx - 1.0) / 2.0, 0.0, sy, (sy - 1.0) / 2.0]);
        Some(self.derived(width, height, target.into_vec(), back))
    }

    /// Smoothed with the binomial filter 1-2-1 in both directions: sensor noise and JPEG's mosquitoes go, bars stay.
    pub(super) fn smoothed(&self) -> Plane {
        let (width, height) = (self.width as usize, self.height as usize);
        let mut rows = self.data.clone();
        for (source, target) in self.data.chunks_exact(width).zip(rows.chunks_exact_mut(width)) {
            for (three, out) in source.windows(3).zip(target.iter_mut().skip(1)) {
                *out = binomial(three[0], three[1], three[2]);
            }
        }
        let mut data = rows.clone();
        for y in 1..height.saturating_sub(1) {
            let (above, here, below) = (&rows[(y - 1) * width..], &rows[y * width..], &rows[(y + 1) * width..]);
            for x in 0..width {
                data[y * width + x] = binomial(above[x], here[x], below[x]);
            }
        }
        Plane { data, ..self.clone() }
    }

    /// Turned about its centre by `degrees` clockwise; grown so that nothing is lost; white where nothing was.
    pub(super) fn turned(&self, degrees: f64) -> Plane {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (w, h) = (f64::from(self.width), f64::from(self.height));
        let width = (w * cos.abs() + h * sin.abs()).ceil();
        let height = (w * sin.abs() + h * cos.abs()).ceil();
        let (cx, cy) = ((width - 1.0) / 2.0, (height - 1.0) / 2.0);
        let (sx, sy) = ((w - 1.0) / 2.0, (h - 1.0) / 2.0);
        let back = Affine([cos, sin, sx - cos * cx - sin * cy, -sin, cos, sy + sin * cx - cos * cy]);
        let [a, b, c, d, e, f] = back.0;
        let mut data = Vec::with_capacity((width * height) as usize);
        for row in 0..height as u32 {
            for column in 0..width as u32 {
                let (x, y) = (f64::from(column), f64::from(row));
                data.push(self.between(a * x + b * y + c, d * x + e * y + f));
            }
        }
        self.derived(width as u32, height as u32, data, back)
    }

    /// The part from `x`, `y`, which must lie inside.
    pub(super) fn part(&self, x: u32, y: u32, width: u32, height: u32) -> Plane {
        let rows = self.data.chunks_exact(self.width as usize).skip(y as usize).take(height as usize);
        let data = rows.flat_map(|row| &row[x as usize..(x + width) as usize]).copied().collect();
        self.derived(width, height, data, Affine([1.0, 0.0, f64::from(x), 0.0, 1.0, f64::from(y)]))
    }

    fn derived(&self, width: u32, height: u32, data: Vec<u8>, back: Affine) -> Plane {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.to_picture.0, back.0);
        let to_picture =
            Affine([a * p + b * s, a * q + b * t, a * r + b * u + c, d * p + e * s, d * q + e * t, d * r + e * u + f]);
        Plane { width, height, data, to_picture }
    }

    fn between(&self, x: f64, y: f64) -> u8 {
        let (left, top) = (x.floor(), y.floor());
        if !(left >= 0.0 && top >= 0.0 && left + 1.0 < f64::from(self.width) && top + 1.0 < f64::from(self.height)) {
            return u8::MAX;
        }
        let at = top as usize * self.width as usize + left as usize;
        let (fx, fy) = (x - left, y - top);
        let pixel = |at: usize| f64::from(self.data[at]);
        let below = at + self.width as usize;
        let upper = pixel(at) * (1.0 - fx) + pixel(at + 1) * fx;
        let lower = pixel(below) * (1.0 - fx) + pixel(below + 1) * fx;
        (upper * (1.0 - fy) + lower * fy).round() as u8
    }
}

fn binomial(a: u8, b: u8, c: u8) -> u8 {
    ((u16::from(a) + 2 * u16::from(b) + u16::from(c) + 2) / 4) as u8
}
