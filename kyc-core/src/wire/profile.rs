//! What the applicant declared (KYA).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sensitive::Sensitive;

/// What the applicant declared, with checks a host may have answered (KYA).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProfileEvidence {
    /// Full name as declared.
    pub full_name: Option<Sensitive<String>>,
    /// Date of birth as declared, `YYYY-MM-DD`.
    pub birth_date: Option<Sensitive<String>>,
    /// E-mail address as declared.
    pub email: Option<Sensitive<String>>,
    /// Whether the e-mail's domain accepts mail: the host's DNS answer.
    pub email_has_mx: Option<bool>,
    /// Phone number as declared, E.164.
    pub phone: Option<Sensitive<String>>,
    /// Country of residence as declared, ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Country of the applicant's IP address, ISO 3166-1 alpha-3: the host's answer.
    pub ip_country: Option<String>,
    /// Country of the applicant's device, ISO 3166-1 alpha-3: the host's answer, e.g. from satellite navigation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_country: Option<String>,
    /// Whether the e-mail's domain gives addresses to throw away: `check_profile`'s answer, or the host's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_disposable: Option<bool>,
    /// What the phone number's plan says: `check_profile`'s answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_plan: Option<PhonePlan>,
}

/// What a country's numbering plan says of a phone number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PhonePlan {
    /// What such numbers are given for; absent when no plan assigns the number.
    pub kind: Option<PhoneKind>,
    /// Whose plan it is of, ISO 3166-1 alpha-3; absent for numbers of no country.
    pub country: Option<String>,
}

/// What a country's numbering plan gives a phone number for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhoneKind {
    /// A line at a place.
    FixedLine,
    /// A mobile phone.
    Mobile,
    /// Either: the plan does not tell them apart, as in the United States.
    FixedLineOrMobile,
    /// Free for the caller.
    TollFree,
    /// At a higher price.
    PremiumRate,
    /// Caller and called share the cost.
    SharedCost,
    /// Follows one person.
    PersonalNumber,
    /// Over the internet: held by nobody at a known place.
    Voip,
    /// A pager.
    Pager,
    /// One number of a whole company (UAN).
    Company,
    /// A voice mail box.
    Voicemail,
}
