//! The whole case in one call, with what an app shows taken out of the report.

use std::fmt;
use std::sync::Arc;

use kyc_core::Engine;
use kyc_core::ops::{DocumentBlobs, VerifyRequest};
use kyc_core::wire::Verdict;

use crate::bytes::Bytes;
use crate::engine::json;
use crate::error::{KycError, invalid};

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum CaseVerdict {
    /// Verified.
    Accepted,
    /// A person should look.
    Review,
    /// Refused.
    Rejected,
}

/// Why, for the tenant; never for the end user.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct CaseReason {
    /// The check it comes from.
    pub check: String,
    /// A sentence.
    pub text: String,
}

/// A decided case. An object and no record: languages print records with all their members, and `json` holds personal data.
#[derive(uniffi::Object)]
pub struct Verified {
    verdict: CaseVerdict,
    points: f64,
    end_user: String,
    reasons: Vec<CaseReason>,
    json: String,
}

#[uniffi::export]
impl Verified {
    /// What was decided.
    pub fn verdict(&self) -> CaseVerdict {
        self.verdict
    }

    /// 0 to 100; high is safe.
    pub fn points(&self) -> f64 {
        self.points
    }

    /// The one sentence that the end user may be told.
    pub fn end_user(&self) -> String {
        self.end_user.clone()
    }

    /// The reasons that matter, worst first.
    pub fn reasons(&self) -> Vec<CaseReason> {
        self.reasons.clone()
    }

    /// The whole response of `verify`, evidence and report.
    pub fn json(&self) -> String {
        self.json.clone()
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verified({:?}, {} points)", self.verdict, self.points)
    }
}

/// Runs `verify` on the document's front, the selfie and the document's back.
pub(crate) fn verify(
    engine: &Engine,
    [front, selfie, back]: [Option<Bytes>; 3],
    today: &str,
    policy: Option<String>,
) -> Result<Arc<Verified>, KycError> {
    let today = today.parse().map_err(|_| invalid("`today` is not a day as YYYY-MM-DD"))?;
    let mut blobs: Vec<&[u8]> = front.iter().map(Bytes::as_slice).collect();
    let mut request = VerifyRequest::new(DocumentBlobs { front: 0, back: None }, today);
    let mut next = 1;
    for (picture, place) in [(&selfie, &mut request.selfie), (&back, &mut request.document.back)] {
        if let Some(bytes) = picture {
            blobs.push(bytes.as_slice());
            *place = Some(next);
            next += 1;
        }
    }
    if let Some(policy) = policy {
        request.policy = policy.as_str().into();
    }
    let answer = engine.verify(request, &blobs)?;
    let report = &answer.report;
    Ok(Arc::new(Verified {
        verdict: match report.decision.verdict {
            Verdict::Accepted => CaseVerdict::Accepted,
            Verdict::Review => CaseVerdict::Review,
            Verdict::Rejected => CaseVerdict::Rejected,
        },
        points: report.score.value.to_f64(),
        end_user: report.end_user.text.clone(),
        reasons: report
            .reasons
            .iter()
            .map(|reason| CaseReason { check: reason.check.clone(), text: reason.text.clone() })
            .collect(),
        json: json(&answer)?,
    }))
}
