//! Checks: pure and total, one file each, listed in one table.
//!
//! What was not seen becomes an outcome by one rule:
//!
//! - The check of the very subject (`document.present`, `mrz.present`, `portrait.present`, `selfie.one_face`,
//!   `selfie.quality`) **fails** when the subject was looked for and is not usable: `not_found`, `no_face`, `several_faces`,
//!   `face_unusable`, `unreadable`. A face that is unusable is still one face: then only `selfie.quality` fails.
//! - When nobody looked (`not_provided`, `no_picture`, `blocked`, `not_supported`, `skipped`) it did **not run**, with that reason.
//! - A check that needs a subject of another check did **not run**: `blocked`; the other check says why.
//!
//! `not_run` is never a pass.

mod blocklist;
mod chip;
mod date;
pub mod device;
mod document_accepted;
mod document_dates;
mod document_expiry;
mod document_present;
mod document_print;
mod document_whole;
mod face_match;
mod face_same_picture;
mod fields_consistent;
mod fields_required;
mod forensics;
mod liveness_active;
mod liveness_passive;
mod mrz_check_digits;
mod mrz_codes;
mod mrz_corrections;
mod mrz_present;
mod person_numbers;
mod picture_document_quality;
mod picture_selfie;
mod portrait_age;
mod portrait_present;
mod profile_birth_date;
mod profile_contact;
mod profile_country;
mod profile_email;
mod profile_name;
mod profile_phone;
mod profile_places;
mod providers;
mod seen;
mod selfie_one_face;
mod selfie_quality;
mod signals;
mod validity;
mod watchlists;

use chrono::NaiveDate;

use crate::policy::Policy;
use crate::wire::{Evidence, Finding, Outcome, Reason};

pub use liveness_passive::ATTACK;
pub use seen::{BLOCKED, NOT_SEEN};

/// A check's code; `today` is the only clock it sees.
pub type Check = fn(&Evidence, &Policy, NaiveDate) -> Finding;

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Stable name.
    pub name: &'static str,
    /// Its code.
    pub run: Check,
    /// The reason codes it can give, besides those of [`NOT_SEEN`].
    pub reasons: &'static [&'static str],
}

/// Every check, in the order of the report.
pub const CHECKS: &[Row] = &[
    document_present::ROW,
    document_accepted::ROW,
    document_expiry::ROW,
    document_dates::ROW,
    mrz_present::ROW,
    mrz_check_digits::ROW,
    mrz_corrections::ROW,
    mrz_codes::ROW,
    fields_required::ROW,
    fields_consistent::ROW,
    picture_document_quality::ROW,
    portrait_present::ROW,
    picture_selfie::ROW,
    selfie_one_face::ROW,
    selfie_quality::ROW,
    liveness_passive::ROW,
    face_match::ROW,
    face_same_picture::ROW,
    profile_email::ROW,
    profile_phone::ROW,
    profile_country::ROW,
    profile_name::ROW,
    profile_birth_date::ROW,
];

/// Checks of what a host or a policy may add. They are told only where they apply, after the others; a rule that names
/// one finds that it did not run where it is not told.
pub const ADDED_CHECKS: &[Row] = &[
    document_print::ROW,
    document_whole::ROW,
    person_numbers::ROW,
    validity::ROW,
    portrait_age::ROW,
    signals::SUPPLIED,
    signals::SANCTIONS,
    signals::PEP,
    signals::AML,
    watchlists::SANCTIONS,
    watchlists::PEP,
    watchlists::ADVERSE_MEDIA,
    blocklist::ROW,
    profile_contact::EMAIL,
    profile_contact::PHONE,
    profile_places::ROW,
    providers::GOVERNMENT_DATABASE,
    providers::SANCTIONS,
    providers::PEP,
    providers::ADVERSE_MEDIA,
    providers::CREDIT_BUREAU,
    providers::PHONE,
    providers::BANK,
    device::INTEGRITY,
    device::CAMERA,
    device::FRAMES,
    device::CONTAINER,
    device::CONSISTENCY,
    device::NETWORK,
    forensics::ROWS[0],
    forensics::ROWS[1],
    forensics::ROWS[2],
    forensics::ROWS[3],
    forensics::ROWS[4],
    forensics::ROWS[5],
    forensics::ROWS[6],
    forensics::ROWS[7],
    forensics::ROWS[8],
    forensics::ROWS[9],
    forensics::ROWS[10],
    forensics::ROWS[11],
    chip::AUTHENTIC,
    chip::ORIGINAL,
    chip::PORTRAIT,
    liveness_active::ROW,
];

/// Names of all checks.
pub fn names() -> Vec<&'static str> {
    rows().map(|row| row.name).collect()
}

/// Every row, those that are always told first.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    CHECKS.iter().chain(ADDED_CHECKS)
}

/// Runs every check.
pub fn run_all(evidence: &Evidence, policy: &Policy, today: NaiveDate) -> Vec<Finding> {
    let run = |row: &Row| (row.run)(evidence, policy, today);
    let added = ADDED_CHECKS.iter().map(run).filter(|finding| finding.outcome != Outcome::NotApplicable);
    CHECKS.iter().map(run).chain(added).collect()
}

/// A finding with the worst of the outcomes and all the reasons; a pass when there are none.
fn collect(check: &str, problems: Vec<(Outcome, Reason)>) -> Finding {
    let severity = |outcome: &Outcome| match outcome {
        Outcome::Fail => 5,
        Outcome::Error => 4,
        Outcome::NotRun => 3,
        Outcome::Warn => 2,
        Outcome::NotApplicable => 1,
        Outcome::Pass => 0,
    };
    let outcome = problems.iter().map(|(outcome, _)| *outcome).max_by_key(severity).unwrap_or(Outcome::Pass);
    Finding { check: check.to_owned(), outcome, reasons: problems.into_iter().map(|(_, reason)| reason).collect() }
}

/// Several reasons for one failure; a pass when there are none.
fn fails(check: &str, reasons: Vec<Reason>) -> Finding {
    collect(check, reasons.into_iter().map(|reason| (Outcome::Fail, reason)).collect())
}

/// The `snake_case` word the wire uses for a value of one of its enums.
fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
