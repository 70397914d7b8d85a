//! What changes when the portrait on the document is old (F-191).

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Policy;
use crate::wire::{Evidence, FieldName, Points, Unit};

/// An old portrait resembles its holder less: the face needs less similarity, and liveness weighs more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgedPhoto {
    /// Full years since the date of issue from which a portrait is old.
    pub from_years: u32,
    /// How much the face match's threshold goes down.
    pub face_threshold_less: Unit,
    /// Points that go from the face match's weight to liveness.
    pub liveness_weight_more: Points,
}

impl AgedPhoto {
    /// Full years since the document was issued, when they are at least `from_years`; none when it is younger or when its
    /// date of issue is not fully known.
    pub fn age_over(&self, evidence: &Evidence, today: NaiveDate) -> Option<u32> {
        let issued = evidence.document.seen()?.fields.iter().find(|field| field.name == FieldName::IssueDate)?;
        let issued = NaiveDate::parse_from_str(issued.readings.first()?.value.expose(), "%Y-%m-%d").ok()?;
        let birthday_to_come = (today.month(), today.day()) < (issued.month(), issued.day());
        let years = u32::try_from(today.year() - issued.year()).ok()?.checked_sub(u32::from(birthday_to_come))?;
        (years >= self.from_years).then_some(years)
    }

    pub(super) fn validate(&self, policy: &Policy) -> Result<(), &'static str> {
        if self.face_threshold_less >= policy.face_match.threshold {
            return Err("aged_photo: face_threshold_less leaves no threshold, everybody would match");
        }
        if self.liveness_weight_more > policy.weights.face_match {
            return Err("aged_photo: liveness_weight_more is more than face_match weighs");
        }
        Ok(())
    }
}

impl Policy {
    /// This policy as it judges this case: changed when the portrait is old.
    pub fn for_case(&self, evidence: &Evidence, today: NaiveDate) -> Cow<'_, Policy> {
        let Some(aged) = self.aged_photo.filter(|aged| aged.age_over(evidence, today).is_some()) else {
            return Cow::Borrowed(self);
        };
        let mut changed = self.clone();
        let face = &mut changed.face_match;
        face.threshold = Unit::from_micros(face.threshold.micros().saturating_sub(aged.face_threshold_less.micros()));
        face.review_from = face.review_from.min(face.threshold);
        let weights = &mut changed.weights;
        let moved = aged.liveness_weight_more.micros();
        weights.liveness = Points::from_micros(weights.liveness.micros() + moved);
        weights.face_match = Points::from_micros(weights.face_match.micros().saturating_sub(moved));
        Cow::Owned(changed)
    }
}
