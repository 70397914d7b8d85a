//! Faces: mesh, alignment, quality, embedding, comparison.
