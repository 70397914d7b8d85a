//! Sentences for the tenant and the one fixed message for the end user.
//!
//! Two audiences: the tenant reads every reason with its numbers; the end user reads one of a closed list of
//! sentences. An [`EndUserMessage`] is built from an [`EndUserCode`] alone: no function here, or anywhere, turns a
//! [`Reason`] into one.

use crate::catalog::messages::Messages;
use crate::check::{ATTACK, BLOCKED};
use crate::policy::{Policy, Step};
use crate::wire::{Decision, EndUserCode, EndUserMessage, Finding, Outcome, Reason, TenantReason, Verdict};

/// The reasons of everything that did not pass and does apply, worst first: what made the verdict strictest, then failures,
/// errors, what did not run, warnings; among equals in the order of the table of checks.
///
/// What did not run only because something else was not seen is left to the findings, unless there is nothing else to tell.
pub fn tenant_reasons(decision: &Decision, findings: &[Finding], messages: &Messages) -> Vec<TenantReason> {
    let strictest_rule = |check: &str| decision.rules.iter().filter(|hit| hit.check == check).map(|hit| hit.at_most).max();
    let mut matter: Vec<&Finding> = findings.iter().filter(|finding| rank(finding.outcome).is_some()).collect();
    // Stable, so equals keep their order. `None < Some(Review) < Some(Rejected)`.
    matter.sort_by_key(|finding| (std::cmp::Reverse(strictest_rule(&finding.check)), rank(finding.outcome)));
    let explain = |finding: &Finding, reason: &Reason| TenantReason {
        check: finding.check.clone(),
        reason: reason.clone(),
        text: sentence(reason, messages),
    };
    let all: Vec<TenantReason> =
        matter.into_iter().flat_map(|finding| finding.reasons.iter().map(move |reason| explain(finding, reason))).collect();
    let (consequences, causes): (Vec<_>, Vec<_>) = all.into_iter().partition(|told| told.reason.code == BLOCKED);
    if causes.is_empty() { consequences } else { causes }
}

fn rank(outcome: Outcome) -> Option<u8> {
    match outcome {
        Outcome::Fail => Some(0),
        Outcome::Error => Some(1),
        Outcome::NotRun => Some(2),
        Outcome::Warn => Some(3),
        Outcome::Pass | Outcome::NotApplicable => None,
    }
}

/// The sentence of a reason with its values. A code without a sentence shows itself; the tests see that there is none.
fn sentence(reason: &Reason, messages: &Messages) -> String {
    let template = messages.reason(&reason.code).unwrap_or(&reason.code);
    reason.values.iter().fold(template.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
}

/// A row with a finding of that check and one of those outcomes gives the refused end user's code. What no retry can mend has
/// no step and comes first; of the rest the row whose step comes first in the policy, and of equals the first row.
pub(crate) const ADVICE: &[(Option<Step>, &str, &[Outcome], EndUserCode)] = {
    use EndUserCode::{DocumentExpired, DocumentUnreadable, FaceNotMatched, SelfieUnusable, TryAgainInGoodLight, UnableToVerify};
    use Step::{Document, FaceMatch, Liveness, Selfie};
    const FAIL: &[Outcome] = &[Outcome::Fail];
    const NOT_PASSED: &[Outcome] = &[Outcome::Fail, Outcome::NotRun, Outcome::Error];
    &[
        (None, "document.expiry", FAIL, DocumentExpired),
        (None, "document.accepted", FAIL, UnableToVerify),
        (Some(Document), "document.present", NOT_PASSED, DocumentUnreadable),
        (Some(Document), "mrz.present", FAIL, DocumentUnreadable),
        (Some(Document), "fields.required", FAIL, DocumentUnreadable),
        (Some(Document), "portrait.present", FAIL, DocumentUnreadable),
        (Some(Selfie), "picture.selfie", NOT_PASSED, SelfieUnusable),
        (Some(Selfie), "selfie.one_face", NOT_PASSED, SelfieUnusable),
        (Some(Selfie), "selfie.quality", FAIL, SelfieUnusable),
        (Some(Liveness), "liveness.passive", NOT_PASSED, TryAgainInGoodLight),
        (Some(Liveness), "liveness.active", NOT_PASSED, TryAgainInGoodLight),
        (Some(FaceMatch), "face.match", &[Outcome::Fail, Outcome::Warn], FaceNotMatched),
        (Some(FaceMatch), "chip.portrait", &[Outcome::Fail, Outcome::Warn], FaceNotMatched),
        (Some(Document), "picture.document_quality", FAIL, DocumentUnreadable),
    ]
};

/// What the end user may be told. All suspicions of fraud share one code (F-175, F-176).
pub fn end_user_code(decision: &Decision, findings: &[Finding], policy: &Policy) -> EndUserCode {
    match decision.verdict {
        // F-174 whatever else there is: the compliance officer's case is nobody's to retry.
        _ if decision.compliance => EndUserCode::UnableToVerify,
        Verdict::Accepted => EndUserCode::Verified,
        Verdict::Review => EndUserCode::UnderReview,
        Verdict::Rejected if suspicious(findings) => EndUserCode::Unsuccessful,
        Verdict::Rejected => {
            let came_out = |check: &str, outcomes: &[Outcome]| {
                findings.iter().any(|finding| finding.check == check && outcomes.contains(&finding.outcome))
            };
            let told = ADVICE.iter().filter(|(_, check, outcomes, _)| came_out(check, outcomes));
            let first = told.min_by_key(|(step, ..)| step.map(|step| policy.place_of(step)));
            first.map_or(EndUserCode::UnableToVerify, |(.., code)| *code)
        }
    }
}

/// Checks of the device and the camera: a failure of theirs is an attack on the capture.
const DEVICE: [&str; 5] = ["device.integrity", "device.camera", "device.frames", "device.container", "device.consistency"];

/// An attack on the camera, a picture that did not come from one, something that was barred before, one file handed in
/// twice, a chip that its issuer did not sign or that is a copy, or a document that contradicts itself on a good picture; on
/// a poor picture the same contradictions are more likely misread.
fn suspicious(findings: &[Finding]) -> bool {
    let failed = |check: &str| findings.iter().any(|f| f.check == check && f.outcome == Outcome::Fail);
    let attacked = findings.iter().any(|finding| finding.reasons.iter().any(|reason| reason.code == ATTACK));
    let contradictory = ["mrz.check_digits", "fields.consistent", "document.dates"].into_iter().any(failed);
    let injected = DEVICE.iter().any(|check| failed(check));
    let barred = failed("watchlist.blocklist");
    let forged_chip = failed("chip.authentic") || failed("chip.original");
    attacked
        || injected
        || barred
        || forged_chip
        || failed("face.same_picture")
        || (contradictory && !failed("picture.document_quality"))
}

/// Whether trying again can help (F-170 to F-175).
fn may_retry(code: EndUserCode) -> bool {
    match code {
        EndUserCode::DocumentUnreadable
        | EndUserCode::DocumentExpired
        | EndUserCode::FaceNotMatched
        | EndUserCode::TryAgainInGoodLight
        | EndUserCode::SelfieUnusable => true,
        EndUserCode::Verified | EndUserCode::UnderReview | EndUserCode::UnableToVerify | EndUserCode::Unsuccessful => false,
    }
}

/// The fixed message of a code.
pub fn end_user_message(code: EndUserCode, messages: &Messages) -> EndUserMessage {
    EndUserMessage { code, text: messages.end_user(code).unwrap_or_default().to_owned(), retry: may_retry(code) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::catalog::messages;

    const CODES: [EndUserCode; 9] = [
        EndUserCode::Verified,
        EndUserCode::UnderReview,
        EndUserCode::DocumentUnreadable,
        EndUserCode::DocumentExpired,
        EndUserCode::FaceNotMatched,
        EndUserCode::TryAgainInGoodLight,
        EndUserCode::SelfieUnusable,
        EndUserCode::UnableToVerify,
        EndUserCode::Unsuccessful,
    ];

    #[test]
    fn f_170_f_171_f_172_f_173_f_174_f_175_the_exact_sentences() {
        let en = messages::of("en").unwrap();
        let say = |code| {
            let message = end_user_message(code, en);
            (message.text, message.retry)
        };
        let expect = |text: &str, retry| (text.to_owned(), retry);
        assert_eq!(
            say(EndUserCode::DocumentUnreadable),
            expect("We couldn't read your document. Please retake with better lighting.", true)
        );
        assert_eq!(say(EndUserCode::DocumentExpired), expect("Your document has expired. Please use a valid ID.", true));
        assert_eq!(
            say(EndUserCode::FaceNotMatched),
            expect("We couldn't verify your identity. Please ensure the selfie matches your ID photo.", true)
        );
        assert_eq!(
            say(EndUserCode::TryAgainInGoodLight),
            expect("Verification failed. Please try again, ensuring you're in a well-lit area.", true)
        );
        assert_eq!(say(EndUserCode::UnableToVerify), expect("We're unable to verify your identity at this time.", false));
        assert_eq!(say(EndUserCode::Unsuccessful), expect("Verification unsuccessful.", false));
    }

    #[test]
    fn x_07_f_176_an_end_user_is_told_nothing_of_fraud_or_numbers() {
        let banned = [
            "deepfake",
            "tamper",
            "spoof",
            "screen",
            "mask",
            "blocklist",
            "sanction",
            "score",
            "threshold",
            "écran",
            "masque",
            "falsif",
            "fraud",
            "usurp",
            "seuil",
            "liste noire",
            "pantalla",
            "fraude",
            "suplant",
            "umbral",
            "lista negra",
            "sancion",
            "bildschirm",
            "betrug",
            "fälsch",
            "schwelle",
            "sperrliste",
            "sanktion",
            "ecrã",
            "máscara",
            "limiar",
            "sanç",
            "屏幕",
            "面具",
            "伪造",
            "欺诈",
            "阈值",
            "黑名单",
            "制裁",
            "得分",
            "شاشة",
            "قناع",
            "تزوير",
            "احتيال",
            "عتبة",
            "عقوبات",
            "स्क्रीन",
            "मुखौटा",
            "धोखा",
            "प्रतिबंध",
            "{",
        ];
        for language in messages::languages() {
            for code in CODES {
                let text = end_user_message(code, messages::of(language).unwrap()).text.to_lowercase();
                assert!(!text.is_empty(), "{language} {code:?}");
                assert!(!text.contains(|c: char| c.is_ascii_digit()), "{text}");
                assert_eq!(banned.into_iter().find(|word| text.contains(word)), None, "{language} {code:?}: {text}");
            }
        }
    }

    #[test]
    fn a_034_sentences_carry_the_exact_numbers() {
        let reason =
            Reason::new("face.match.mismatch").with("similarity", "0.62").with("threshold", "0.75").with("review_from", "0.7");
        assert!(sentence(&reason, messages::of("en").unwrap()).contains("similarity 0.62 < 0.75 threshold"));
    }
}
