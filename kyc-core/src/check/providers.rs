//! What the host's data providers answered, a check for each kind (F-140): one that timed out or failed did not run, and
//! says nothing of the others.

use chrono::NaiveDate;

use super::{Row, collect, seen, word};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, NotSeen, Outcome, ProviderAnswer, ProviderKind, ProviderOutcome, Reason};

const REASONS: &[&str] = &["provider.contradicted", "provider.timed_out", "provider.failed"];

macro_rules! rows {
    ($($constant:ident $kind:ident $name:literal;)*) => {
        $(
            #[doc = concat!("What providers of `", stringify!($kind), "` answered.")]
            pub(super) const $constant: Row = Row {
                name: $name,
                run: |evidence, policy, _: NaiveDate| of_kind($name, ProviderKind::$kind, evidence, policy),
                reasons: REASONS,
            };
        )*
    };
}

rows! {
    GOVERNMENT_DATABASE GovernmentDatabase "provider.government_database";
    SANCTIONS Sanctions "provider.sanctions";
    PEP Pep "provider.pep";
    ADVERSE_MEDIA AdverseMedia "provider.adverse_media";
    CREDIT_BUREAU CreditBureau "provider.credit_bureau";
    PHONE Phone "provider.phone";
    BANK Bank "provider.bank";
}

fn of_kind(check: &str, kind: ProviderKind, evidence: &Evidence, policy: &Policy) -> Finding {
    let answers: Vec<&ProviderAnswer> = evidence.providers.iter().filter(|answer| answer.kind == kind).collect();
    if answers.is_empty() {
        return seen::not_asked(check, NotSeen::NotProvided, policy);
    }
    // One that confirms does not mend another that contradicts or that nobody heard.
    collect(check, answers.into_iter().filter_map(told).collect())
}

fn told(answer: &ProviderAnswer) -> Option<(Outcome, Reason)> {
    let (outcome, code) = match answer.outcome {
        ProviderOutcome::Confirmed => return None,
        ProviderOutcome::Contradicted => (Outcome::Fail, "provider.contradicted"),
        ProviderOutcome::TimedOut => (Outcome::NotRun, "provider.timed_out"),
        ProviderOutcome::Failed => (Outcome::NotRun, "provider.failed"),
    };
    let mut reason = Reason::new(code).with("provider", &answer.provider).with("kind", word(answer.kind));
    if answer.outcome == ProviderOutcome::TimedOut {
        reason = reason.with("waited_ms", answer.waited_ms.map_or("?".to_owned(), |ms| ms.to_string()));
    }
    Some((outcome, reason))
}
