//! Where things are: document, orientation, faces.
