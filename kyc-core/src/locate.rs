//! Where things are: document, orientation, faces.

pub mod corners;
pub mod document;
pub mod face;
pub mod frame;
pub mod orientation;
pub(crate) mod shape;
