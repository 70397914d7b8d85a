//! The door.

use std::sync::Arc;

use kyc_core::ops::{ActiveFrame, AssessFrameRequest, CheckActiveLivenessRequest, FrameLimits};
use kyc_core::wire::{Action, CaptureGuidance};
use kyc_core::{Code, Config, Error};
use serde::Serialize;

use crate::bytes::Bytes;
use crate::error::{KycError, invalid};
use crate::frame::{DocumentFormat, Frame, FrameAdvice};
use crate::verify::{Verified, verify};

/// An immutable engine. Build one, share it among threads.
#[derive(Debug, uniffi::Object)]
pub struct Engine(pub(crate) kyc_core::Engine);

/// A frame and when it was taken, in milliseconds on any clock that only runs forward.
#[derive(Debug, Clone, uniffi::Record)]
pub struct TimedFrame {
    /// The frame.
    pub frame: Arc<Frame>,
    /// When it was taken.
    pub time_ms: u64,
}

#[uniffi::export]
impl Engine {
    /// Builds an engine from its configuration in JSON, such as `{"models_dir": "…"}`; `{}` is an engine that judges stored
    /// evidence, reads MRZ text and assesses frames.
    ///
    /// # Errors
    /// [`KycError::Deployment`].
    #[uniffi::constructor]
    pub fn new(config: String) -> Result<Arc<Self>, KycError> {
        Ok(Arc::new(Self(kyc_core::Engine::new(Config::from_json(&config)?)?)))
    }

    /// Runs any operation: JSON in, JSON out. The request names the pictures' files in `blobs` by their index.
    ///
    /// # Errors
    /// Those of the operation.
    pub fn call(&self, op: String, request: String, blobs: Vec<Bytes>) -> Result<String, KycError> {
        let blobs: Vec<&[u8]> = blobs.iter().map(Bytes::as_slice).collect();
        Ok(self.0.call(&op, &request, &blobs)?)
    }

    /// The whole case. `today` is `YYYY-MM-DD`; `policy` is `api-v1` when absent.
    ///
    /// # Errors
    /// [`KycError::Request`] for a day or policy that is none, and those of `verify`.
    #[uniffi::method(default(selfie = None, back = None, policy = None))]
    pub fn verify(
        &self,
        document: Bytes,
        today: String,
        selfie: Option<Bytes>,
        back: Option<Bytes>,
        policy: Option<String>,
    ) -> Result<Arc<Verified>, KycError> {
        verify(&self.0, [Some(document), selfie, back], &today, policy)
    }

    /// What a camera's frame still needs before the document's picture is taken. No model is needed.
    ///
    /// # Errors
    /// None that a frame can cause.
    pub fn assess_frame(&self, frame: Arc<Frame>, document: DocumentFormat) -> Result<FrameAdvice, KycError> {
        let raw = frame.raw;
        let request = AssessFrameRequest {
            image: 0,
            width: raw.width,
            height: raw.height,
            stride: raw.stride,
            format: raw.format,
            document: document.into(),
            limits: FrameLimits::default(),
        };
        let answer = self.0.assess_frame(request, &[&frame.bytes])?;
        let ready = answer.guidance == CaptureGuidance::Capture;
        let guidance = json(&answer.guidance)?.trim_matches('"').to_owned();
        Ok(FrameAdvice { guidance, ready, json: json(&answer)? })
    }

    /// Whether a sequence of frames shows a live person who does what was asked: names of actions as `make_challenge` answers
    /// them. Answers the operation's response.
    ///
    /// # Errors
    /// [`KycError::Request`] for an action that is none, and those of `check_active_liveness`.
    pub fn check_active_liveness(
        &self,
        frames: Vec<TimedFrame>,
        actions: Vec<String>,
        mirrored: bool,
    ) -> Result<String, KycError> {
        let actions: Vec<Action> = serde_json::to_value(actions)
            .and_then(serde_json::from_value)
            .map_err(|_| invalid("`actions` holds a name that no action has"))?;
        let named = (0u32..).zip(&frames);
        let named = named.map(|(image, timed)| ActiveFrame { image, time_ms: timed.time_ms, raw: Some(timed.frame.raw) });
        let request = CheckActiveLivenessRequest { actions, frames: named.collect(), mirrored, device: None };
        let blobs: Vec<&[u8]> = frames.iter().map(|timed| timed.frame.bytes.as_slice()).collect();
        json(&self.0.check_active_liveness(request, &blobs)?)
    }
}

#[cfg(feature = "conformance")]
#[uniffi::export]
impl Engine {
    /// An engine on the canned models of a conformance vector.
    ///
    /// # Errors
    /// [`KycError::Deployment`] when there is no such script.
    #[uniffi::constructor]
    pub fn scripted(script: String) -> Result<Arc<Self>, KycError> {
        let config = kyc_conformance::scripts::config(&script).map_err(|e| Error::new(Code::InvalidConfig, e))?;
        Ok(Arc::new(Self(kyc_core::Engine::new(config)?)))
    }
}

/// A response as the door writes it.
pub(crate) fn json(answer: &impl Serialize) -> Result<String, KycError> {
    serde_json::to_string(answer).map_err(|_| Error::new(Code::Internal, "a response cannot be written as JSON").into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::frame::FrameFormat;

    fn judge_only() -> Arc<Engine> {
        Engine::new("{}".to_owned()).unwrap()
    }

    #[test]
    fn refusals_carry_number_and_name_by_band() {
        let engine = judge_only();
        let unknown = engine.call("no_such_thing".into(), "{}".into(), Vec::new()).unwrap_err();
        assert!(matches!(&unknown, KycError::Request { code: 1002, name, .. } if name == "unknown_operation"), "{unknown}");
        let config = Engine::new(r#"{"surprise": 1}"#.to_owned()).unwrap_err();
        assert!(matches!(config, KycError::Deployment { code: 3005, .. }));
        let action = engine.check_active_liveness(Vec::new(), vec!["Jane Roe".into()], false).unwrap_err();
        assert!(!action.to_string().contains("Jane"), "{action}");
        let day = engine.verify(vec![].into(), "soon".into(), None, None, None).unwrap_err();
        assert!(matches!(day, KycError::Request { code: 1001, .. }), "{day}");
        let without_models = engine.verify(vec![].into(), "2026-11-21".into(), None, None, None).unwrap_err();
        assert!(matches!(without_models, KycError::Request { code: 1007, .. }), "{without_models}");
    }

    #[test]
    fn a_grey_frame_is_no_document_and_a_short_one_says_so() {
        let engine = judge_only();
        let grey = Frame::packed(&vec![90; 4 * 640 * 480], 640, 480, 4 * 640, FrameFormat::Bgra);
        let advice = engine.assess_frame(grey, DocumentFormat::Card).unwrap();
        assert_eq!((advice.guidance.as_str(), advice.ready), ("move_into_frame", false));
        let short = Frame::packed(&[90; 12], 640, 480, 640, FrameFormat::Nv21);
        assert!(engine.assess_frame(short, DocumentFormat::Passport).unwrap().json.contains("\"frame\":\"corrupt\""));
    }
}
