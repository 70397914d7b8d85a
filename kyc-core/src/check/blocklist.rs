//! Nothing of this case is on the host's block lists.

use chrono::NaiveDate;

use super::{Row, collect, seen, word};
use crate::policy::Policy;
use crate::wire::{Evidence, Finding, NotSeen, Outcome, Reason, Seen};

const NAME: &str = "watchlist.blocklist";

/// The row of the table.
pub(super) const ROW: Row = Row { name: NAME, run, reasons: &["watchlist.blocklist.hit", "watchlist.blocklist.not_run"] };

fn run(evidence: &Evidence, policy: &Policy, _today: NaiveDate) -> Finding {
    let lists = match &evidence.blocklist {
        Seen::Seen(lists) => lists,
        Seen::NotSeen { reason } => return seen::not_asked(NAME, *reason, policy),
    };
    let answers = [("document_number", &lists.document_number), ("face", &lists.face), ("device", &lists.device)];
    if answers.iter().all(|(_, answer)| answer.reason() == Some(NotSeen::NotProvided)) {
        return seen::not_asked(NAME, NotSeen::NotProvided, policy);
    }
    let told = answers.into_iter().filter_map(|(of, answer)| match answer {
        Seen::Seen(true) => Some((Outcome::Fail, Reason::new("watchlist.blocklist.hit").with("of", of))),
        Seen::Seen(false) | Seen::NotSeen { reason: NotSeen::NotProvided } => None,
        Seen::NotSeen { reason } => {
            Some((Outcome::NotRun, Reason::new("watchlist.blocklist.not_run").with("of", of).with("why", word(*reason))))
        }
    });
    collect(NAME, told.collect())
}
