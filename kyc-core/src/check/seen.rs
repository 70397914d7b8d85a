//! What a check answers when its subject was not seen, and how it finds its subject.

use super::word;
use crate::catalog::documents::{self, DocumentSpec};
use crate::policy::{Policy, Rule};
use crate::wire::{
    Decoded, DocumentEvidence, DocumentType, Evidence, FieldName, FieldReading, Finding, MrzEvidence, NotSeen, Outcome,
    ProfileEvidence, Reason, Role, Seen,
};

/// The code of a check whose subject needs something else that was not seen.
pub const BLOCKED: &str = "not_seen.blocked";

/// Codes any check may give for a subject that was not seen.
pub const NOT_SEEN: &[&str] = &[
    "not_seen.not_provided",
    "not_seen.no_picture",
    "not_seen.not_found",
    "not_seen.no_face",
    "not_seen.several_faces",
    "not_seen.face_unusable",
    "not_seen.unreadable",
    BLOCKED,
    "not_seen.not_supported",
    "not_seen.skipped",
];

/// The reason for something not seen.
pub(super) fn reason(not_seen: NotSeen) -> Reason {
    Reason::new(&format!("not_seen.{}", word(not_seen)))
}

/// The check could not run, for lack of its subject.
pub(super) fn not_run(check: &str, not_seen: NotSeen) -> Finding {
    Finding::of(check, Outcome::NotRun, reason(not_seen))
}

/// The outcome of the check whose very subject was not seen: failed when it was looked for, else not run.
pub(super) fn of_subject(check: &str, not_seen: NotSeen) -> Finding {
    Finding::of(check, if was_looked_for(not_seen) { Outcome::Fail } else { Outcome::NotRun }, reason(not_seen))
}

fn was_looked_for(not_seen: NotSeen) -> bool {
    match not_seen {
        NotSeen::NotFound | NotSeen::NoFace | NotSeen::SeveralFaces | NotSeen::FaceUnusable | NotSeen::Unreadable => true,
        NotSeen::NotProvided | NotSeen::NoPicture | NotSeen::Blocked | NotSeen::NotSupported | NotSeen::Skipped => false,
    }
}

/// The document, or the finding of a check that needs it.
pub(super) fn document<'a>(evidence: &'a Evidence, check: &str) -> Result<&'a DocumentEvidence, Finding> {
    evidence.document.seen().ok_or_else(|| not_run(check, NotSeen::Blocked))
}

/// The machine-readable zone, or the finding of a check that needs it.
pub(super) fn mrz<'a>(evidence: &'a Evidence, check: &str) -> Result<&'a MrzEvidence, Finding> {
    let document = document(evidence, check)?;
    document.mrz.seen().ok_or_else(|| match document.mrz.reason() {
        Some(NotSeen::NotFound) if !may_have_mrz(document) => {
            Finding::of(check, Outcome::NotApplicable, reason(NotSeen::NotFound))
        }
        _ => not_run(check, NotSeen::Blocked),
    })
}

/// Whether a document can carry a machine-readable zone: neither its kind nor its type in the catalogue goes without. What
/// was not recognised can.
pub(super) fn may_have_mrz(document: &DocumentEvidence) -> bool {
    let without = matches!(document.class.kind, DocumentType::DriverLicense | DocumentType::Other);
    !without && catalogued(document).is_none_or(|spec| spec.mrz.is_some())
}

/// Whether a document names the day it expires. What was not recognised does.
pub(super) fn expires(document: &DocumentEvidence) -> bool {
    catalogued(document).is_none_or(|spec| spec.expires)
}

/// Its type in the catalogue, when the kind and state it was judged to be of are that type's: evidence is the host's to
/// keep, and an id that says otherwise excuses nothing.
fn catalogued(document: &DocumentEvidence) -> Option<&'static DocumentSpec> {
    let class = &document.class;
    let spec = documents::of(class.catalogue.as_deref()?)?;
    let same_state = spec.country.is_none() || spec.country == class.country;
    (spec.kind == class.kind && same_state).then_some(spec)
}

/// What the applicant declared, or the finding of a check on it: a profile is optional, so none is not applicable.
pub(super) fn declared<'a>(evidence: &'a Evidence, check: &str) -> Result<&'a ProfileEvidence, Finding> {
    match &evidence.profile {
        Seen::Seen(profile) => Ok(profile),
        Seen::NotSeen { reason: NotSeen::NotProvided | NotSeen::Skipped } => Err(not_declared(check)),
        Seen::NotSeen { reason } => Err(not_run(check, *reason)),
    }
}

/// The applicant did not declare it.
pub(super) fn not_declared(check: &str) -> Finding {
    Finding::of(check, Outcome::NotApplicable, reason(NotSeen::NotProvided))
}

/// Whether a rule acts on the check's not having run.
pub(super) fn wanted(check: &str, policy: &Policy) -> bool {
    let acts = |rule: &Rule| rule.enabled && rule.when.contains(&Outcome::NotRun);
    policy.rules.iter().any(|rule| acts(rule) && rule.checks.iter().any(|watched| watched == check))
}

/// What nobody looked at: not run where the policy has a rule for that, else not applicable. What was asked for and could
/// not be done did not run, whatever the policy.
pub(super) fn not_asked(check: &str, why: NotSeen, policy: &Policy) -> Finding {
    match why {
        NotSeen::NotProvided | NotSeen::Skipped if !wanted(check, policy) => not_declared(check),
        why => not_run(check, why),
    }
}

/// The reading of a field to show: the first.
pub(super) fn field(document: &DocumentEvidence, name: FieldName) -> Option<&FieldReading> {
    document.fields.iter().find(|field| field.name == name)?.readings.first()
}

/// Why the pictures of a role did not decode.
pub(super) fn picture_problems(evidence: &Evidence, roles: &[Role]) -> Vec<Reason> {
    let captures = evidence.captures.iter().filter(|capture| roles.contains(&capture.role));
    captures
        .filter_map(|capture| match capture.picture {
            Decoded::Picture(_) => None,
            Decoded::Problem(problem) => {
                Some(Reason::new(&format!("picture.problem.{}", word(problem))).with("blob", capture.blob))
            }
        })
        .collect()
}

/// Codes of [`picture_problems`].
pub(super) const PICTURE_PROBLEMS: &[&str] = &[
    "picture.problem.empty",
    "picture.problem.file_too_large",
    "picture.problem.unsupported_format",
    "picture.problem.corrupt",
    "picture.problem.too_many_pixels",
    "picture.problem.too_small",
    "picture.problem.animated",
];
