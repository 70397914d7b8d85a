//! Specimen documents, synthetic photographs of them and simulated presentation attacks, for demos and tests.
//!
//! Every picture is a pure function of its inputs and a seed: the same call gives the same bytes. The issuing state is
//! the fictional UTOPIA (ICAO code UTO) and every page says SPECIMEN.
//!
//! | module | gives |
//! |---|---|
//! | [`specimen`] | a flat TD3 data page or TD1 card, with its [`specimen::Truth`] |
//! | [`photo`] | a photograph of a flat thing on a table |
//! | [`attack`] | prints and screens shown to the camera, and ordinary selfies |
//! | [`forge`] | documents badly taken, recaptured and forged, with the places that were changed |
//! | [`demo`] | whole cases: a document photo, a selfie and what should come of them |
//! | [`draw`] | the drawing that the above, and the command line's annotations, share |

pub mod attack;
pub mod demo;
pub mod draw;
pub mod fonts;
pub mod forge;
pub mod homography;
pub mod photo;
pub mod rng;
pub mod specimen;

/// Why nothing could be rendered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The holder's data does not fit a machine-readable zone.
    #[error("the holder's data does not fit the machine-readable zone")]
    Mrz,
    /// A portrait without pixels, or a face box outside its picture.
    #[error("the portrait is empty or its face box lies outside it")]
    Portrait,
    /// The picture could not be encoded.
    #[error("the picture could not be encoded")]
    Encode(#[from] image::ImageError),
}
