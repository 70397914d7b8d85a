//! Where things are: document, orientation, faces.

pub mod face;
