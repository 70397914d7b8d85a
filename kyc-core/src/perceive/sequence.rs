//! A sequence of frames: decode each, follow the face, look at a few closely.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::Blob;
use crate::error::Result;
use crate::face::{self, FaceModels};
use crate::image::raw::from_raw;
use crate::image::{self, DecodeLimits, Image, resample};
use crate::liveness::{
    self, LivenessModels,
    active::{Close, Frame, session},
};
use crate::wire::{NotSeen, RawFrame};

/// Frames that are looked at closely, at most: identity and passive liveness cost as much as following the face.
const CLOSE_UPS: usize = 12;
/// Size at which copies of frames are recognised. In a camera's picture noise alone changes some of these values from frame
/// to frame; in a copy, even one compressed again without loss, none changes.
const DIGEST_SIDE: u32 = 64;

/// A frame as handed in.
#[derive(Clone, Copy)]
pub struct Timed<'b> {
    /// When it was taken, in milliseconds.
    pub time_ms: u64,
    /// Its bytes.
    pub blob: Blob<'b>,
    /// How raw pixels lie in them; `None` for a picture's file.
    pub raw: Option<RawFrame>,
}

impl Timed<'_> {
    /// Its pixels, or `None` when the bytes are no usable picture.
    fn pixels(&self, limits: &DecodeLimits) -> Option<Image> {
        match self.raw {
            Some(layout) => from_raw(self.blob.bytes, layout, limits).ok(),
            None => image::decode(self.blob.bytes, limits).ok().map(|(pixels, _)| pixels),
        }
    }
}

/// The models that follow a face.
#[derive(Clone, Copy)]
pub struct Followers<'m> {
    /// Pose, expression and identity.
    pub faces: &'m FaceModels,
    /// Passive liveness of the close looks.
    pub liveness: &'m LivenessModels,
}

/// Follows the face through the frames.
///
/// # Errors
/// [`crate::error::Code::InferenceFailed`].
pub fn sequence(frames: &[Timed<'_>], limits: &DecodeLimits, models: Followers<'_>) -> Result<(Vec<Frame>, Vec<Close>)> {
    let followed: Vec<Frame> = frames.par_iter().map(|frame| follow(frame, limits, models)).collect::<Result<_>>()?;
    let chosen = session::close_ups(&followed, CLOSE_UPS);
    let looks: Vec<Option<Close>> = chosen.par_iter().map(|&i| close_up(&frames[i], limits, models)).collect::<Result<_>>()?;
    Ok((followed, looks.into_iter().flatten().collect()))
}

fn follow(frame: &Timed<'_>, limits: &DecodeLimits, models: Followers<'_>) -> Result<Frame> {
    let time_ms = frame.time_ms;
    let Some(pixels) = frame.pixels(limits) else {
        return Ok(Frame { time_ms, digest: Sha256::digest(frame.blob.bytes).into(), moment: Err(NotSeen::NoPicture) });
    };
    let moment = face::moment(&pixels, false, models.faces)?;
    Ok(Frame { time_ms, digest: digest(&pixels)?, moment })
}

fn digest(pixels: &Image) -> Result<[u8; 32]> {
    let small = resample::resize(pixels, pixels.width().min(DIGEST_SIDE), pixels.height().min(DIGEST_SIDE))?;
    Ok(Sha256::digest(small.data()).into())
}

fn close_up(frame: &Timed<'_>, limits: &DecodeLimits, models: Followers<'_>) -> Result<Option<Close>> {
    let Some(pixels) = frame.pixels(limits) else { return Ok(None) };
    let Some(face) = face::moment(&pixels, true, models.faces)?.ok().and_then(|moment| moment.face) else { return Ok(None) };
    // What no cue was made for (too small, too dark, without colour) is no close look.
    let passive = liveness::passive(&pixels, &face, models.liveness)?.seen().map(|seen| seen.score);
    Ok(passive.map(|passive| Close { embedding: face.embedding, passive }))
}
