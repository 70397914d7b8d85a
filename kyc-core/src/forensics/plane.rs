//! The part of the picture that is looked at, and maps over it.

use crate::image::{Image, luma};
use crate::locate::document::contains;
use crate::wire::{Point, Quad, Rect};

/// Cells of a map, across and down.
pub(super) const COLUMNS: usize = 16;
/// See [`COLUMNS`].
pub(super) const ROWS: usize = 12;

/// The document's part of the picture at its own resolution.
pub(super) struct Plane<'a> {
    pub(super) image: &'a Image,
    /// Where it begins in the picture.
    pub(super) left: usize,
    /// See `left`.
    pub(super) top: usize,
    pub(super) width: usize,
    pub(super) height: usize,
    /// 8-bit luma, row-major.
    pub(super) luma: Vec<u8>,
    outline: Option<Quad>,
}

impl<'a> Plane<'a> {
    /// The bounds of the outline, or the whole picture.
    pub(super) fn new(image: &'a Image, outline: Option<Quad>) -> Self {
        let (w, h) = (image.width() as usize, image.height() as usize);
        let bounds = outline.map(|quad| quad.bounds()).unwrap_or_default();
        let side = |from: f32, length: f32, all: usize| {
            let (from, to) = (from.max(0.0) as usize, (from + length).max(0.0) as usize);
            (from.min(all), to.min(all).saturating_sub(from))
        };
        let ((left, width), (top, height)) = (side(bounds.x, bounds.width, w), side(bounds.y, bounds.height, h));
        // An outline that hardly reaches into the picture is none.
        let (left, width, top, height, outline) =
            if width < 64 || height < 64 { (0, w, 0, h, None) } else { (left, width, top, height, outline) };
        let mut plane = Vec::with_capacity(width * height);
        for y in top..top + height {
            let row = &image.data()[3 * (y * w + left)..3 * (y * w + left + width)];
            plane.extend(row.chunks_exact(3).map(|p| luma(p[0], p[1], p[2])));
        }
        Self { image, left, top, width, height, luma: plane, outline }
    }

    /// Its place in the picture.
    pub(super) fn area(&self) -> Rect {
        Rect { x: self.left as f32, y: self.top as f32, width: self.width as f32, height: self.height as f32 }
    }

    /// Luma at a place of the plane, which must lie inside.
    pub(super) fn at(&self, x: usize, y: usize) -> f32 {
        f32::from(self.luma[y * self.width + x])
    }

    /// Colour at a place of the plane.
    pub(super) fn colour(&self, x: usize, y: usize) -> [u8; 3] {
        self.image.pixel((self.left + x) as u32, (self.top + y) as u32)
    }

    /// The cell of a map that a place of the plane falls into.
    pub(super) fn cell(&self, x: usize, y: usize) -> usize {
        let column = (x * COLUMNS / self.width.max(1)).min(COLUMNS - 1);
        let row = (y * ROWS / self.height.max(1)).min(ROWS - 1);
        row * COLUMNS + column
    }

    /// Whether a cell lies on the document, not on what it lies on.
    pub(super) fn on_document(&self, cell: usize) -> bool {
        let Some(outline) = &self.outline else { return true };
        let (column, row) = (cell % COLUMNS, cell / COLUMNS);
        let corner = |dx: usize, dy: usize| {
            let x = self.left as f32 + (column + dx) as f32 * self.width as f32 / COLUMNS as f32;
            let y = self.top as f32 + (row + dy) as f32 * self.height as f32 / ROWS as f32;
            contains(outline, Point::new(x, y), 0.005 * self.width as f32)
        };
        corner(0, 0) && corner(1, 0) && corner(0, 1) && corner(1, 1)
    }
}

/// A value a cell.
#[derive(Debug, Clone)]
pub(super) struct Map(Vec<f32>);

impl Map {
    pub(super) fn new() -> Self {
        Self(vec![0.0; COLUMNS * ROWS])
    }

    /// Raises a cell to a value.
    pub(super) fn raise(&mut self, cell: usize, value: f32) {
        if let Some(kept) = self.0.get_mut(cell) {
            *kept = kept.max(value);
        }
    }

    /// The same value everywhere on the document.
    pub(super) fn everywhere(plane: &Plane<'_>, value: f32) -> Self {
        let mut map = Self::new();
        (0..COLUMNS * ROWS).filter(|cell| plane.on_document(*cell)).for_each(|cell| map.raise(cell, value));
        map
    }

    /// Rows of digits: `0` to `9` for 0 to 1.
    pub(super) fn digits(&self) -> Vec<String> {
        let digit = |value: &f32| char::from(b'0' + (value.clamp(0.0, 0.999) * 10.0) as u8);
        self.0.chunks(COLUMNS).map(|row| row.iter().map(digit).collect()).collect()
    }
}
