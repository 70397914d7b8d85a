//! The document's print could be read in every script that it is in. Told where it is in another one than Latin, or where
//! another reader than the engine's own is configured, or where a rule asks.

use chrono::NaiveDate;

use super::{Row, collect, seen, word};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, NotSeen, Outcome, PrintRead, PrintReason, Reason};

const NAME: &str = "document.print";

/// The row of the table.
pub(super) const ROW: Row = Row {
    name: NAME,
    run,
    reasons: &[
        "document.print.no_reader",
        "document.print.not_found",
        "document.print.unsure",
        "document.print.timed_out",
        "document.print.failed",
        "document.print.bad_answer",
    ],
};

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    match evidence.document.seen().map(|document| document.print.as_slice()) {
        None => seen::not_asked(NAME, NotSeen::NotProvided, policy),
        // Latin print, read as always.
        Some([]) if seen::wanted(NAME, policy) => Finding::pass(NAME),
        Some([]) => seen::not_declared(NAME),
        Some(print) => collect(NAME, print.iter().filter_map(told).collect()),
    }
}

// The reason says what came of it; an outcome that stored evidence claims beside it does not.
fn told(print: &PrintRead) -> Option<(Outcome, Reason)> {
    let reason = || Reason::new(&format!("document.print.{}", word(print.reason))).with("reader", &print.reader);
    let script = || print.script.map_or("other".to_owned(), word);
    match print.reason {
        PrintReason::Read => None,
        PrintReason::Unsure => Some((Outcome::NotRun, reason())),
        _ => Some((Outcome::NotRun, reason().with("script", script()))),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::check::sample::*;
    use crate::policy::builtin;
    use crate::wire::Script;

    fn finding(print: &[(Option<Script>, PrintReason)]) -> Finding {
        let print = print.iter().map(|(script, reason)| PrintRead::new(*script, *reason, "reader")).collect();
        let evidence = with_document(|document| document.print = print);
        run(&evidence, &builtin("api-v1").unwrap(), NaiveDate::MIN)
    }

    #[test]
    fn print_that_nobody_read_did_not_run_and_says_why() {
        let thai = Some(Script::Thai);
        assert_eq!(finding(&[]).outcome, Outcome::NotApplicable);
        // A rule that stops at print nobody read is told of Latin print too, and that there is none to read.
        let flow = builtin("flow").unwrap();
        assert_eq!(run(&with_document(|_| ()), &flow, NaiveDate::MIN), Finding::pass(NAME));
        assert_eq!(run(&Evidence::empty(), &flow, NaiveDate::MIN).outcome, Outcome::NotRun);
        assert_eq!(finding(&[(thai, PrintReason::Read)]), Finding::pass(NAME));
        let unread = finding(&[(Some(Script::Latin), PrintReason::Read), (thai, PrintReason::NoReader)]);
        assert_eq!((unread.outcome, unread.reasons[0].values["script"].as_str()), (Outcome::NotRun, "thai"));
        for reason in [PrintReason::TimedOut, PrintReason::Failed, PrintReason::BadAnswer, PrintReason::NotFound] {
            assert_eq!(finding(&[(thai, reason)]).outcome, Outcome::NotRun);
        }
        assert_eq!(finding(&[(None, PrintReason::Unsure)]).reasons[0].code, "document.print.unsure");
    }

    #[test]
    fn an_outcome_that_evidence_claims_beside_its_reason_counts_for_nothing() {
        let claimed = PrintRead { outcome: Outcome::Pass, ..PrintRead::new(Some(Script::Thai), PrintReason::Failed, "reader") };
        let evidence = with_document(|document| document.print = vec![claimed.clone()]);
        assert_eq!(run(&evidence, &builtin("api-v1").unwrap(), NaiveDate::MIN).outcome, Outcome::NotRun);
    }
}
