//! Every check: what did not pass with its sentence, the rest as lists of names.

use kyc_core::wire::{Finding, Outcome, Report};

use super::page::{INDENT, Page, Span, span};
use super::words;
use crate::style::{Ink, cells, pad};

/// Worst first.
const ORDER: [Outcome; 6] =
    [Outcome::Fail, Outcome::Error, Outcome::Warn, Outcome::NotRun, Outcome::NotApplicable, Outcome::Pass];

pub(super) fn write(page: &mut Page<'_>, report: &Report) {
    let of = |outcome: Outcome| report.findings.iter().filter(move |f| f.outcome == outcome);
    let counts: Vec<String> =
        ORDER.iter().map(|o| (of(*o).count(), name(*o))).filter(|(n, _)| *n > 0).map(|(n, name)| format!("{n} {name}")).collect();
    page.section("Checks", &counts.join(" · "));
    let (told, rest): (Vec<&Finding>, Vec<&Finding>) =
        ORDER.iter().flat_map(|o| of(*o)).partition(|f| f.outcome != Outcome::Pass && !sentences(report, f).is_empty());
    let column = told.iter().map(|f| cells(&f.check)).max().unwrap_or(0);
    for finding in told {
        let (ink, sign) = words::outcome(finding.outcome);
        let mut lead =
            vec![span(ink, format!("{INDENT}{sign} ")), span(Ink::Plain, format!("{}  ", pad(&finding.check, column)))];
        for sentence in sentences(report, finding) {
            page.entry(&lead, &[span(Ink::Plain, sentence)]);
            lead = vec![span(Ink::Plain, " ".repeat(INDENT.len() + 2 + column + 2))];
        }
    }
    grouped(page, &rest);
}

fn sentences<'r>(report: &'r Report, finding: &Finding) -> Vec<&'r str> {
    let of_it = |told: &&kyc_core::wire::TenantReason| told.check == finding.check && finding.reasons.contains(&told.reason);
    report.reasons.iter().filter(of_it).map(|told| told.text.as_str()).collect()
}

/// Findings without a sentence: one list of names for each outcome and reason code.
fn grouped(page: &mut Page<'_>, findings: &[&Finding]) {
    let mut groups: Vec<(Outcome, String, Vec<&str>)> = Vec::new();
    for finding in findings {
        // What made a pass pass stands with the measures.
        let passed = finding.outcome == Outcome::Pass;
        let codes: Vec<&str> = if passed { Vec::new() } else { finding.reasons.iter().map(|r| r.code.as_str()).collect() };
        let codes = codes.iter().map(|code| words::reason(code)).collect::<Vec<_>>().join(", ");
        match groups.iter_mut().find(|(outcome, why, _)| *outcome == finding.outcome && *why == codes) {
            Some((_, _, names)) => names.push(&finding.check),
            None => groups.push((finding.outcome, codes, vec![&finding.check])),
        }
    }
    for (outcome, codes, names) in groups {
        let (ink, sign) = words::outcome(outcome);
        let mut body: Vec<Span> = Vec::new();
        for (n, check) in names.iter().enumerate() {
            let separator = if n > 0 { "\u{a0}· " } else { "" };
            body.push(span(Ink::Dim, separator));
            body.push(span(if outcome == Outcome::Pass { Ink::Dim } else { Ink::Plain }, *check));
        }
        if !codes.is_empty() {
            body.push(span(Ink::Dim, format!(" — {codes}")));
        }
        page.entry(&[span(ink, format!("{INDENT}{sign} "))], &body);
    }
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "passed",
        Outcome::Fail => "failed",
        Outcome::Warn => "to look at",
        Outcome::NotApplicable => "not applicable",
        Outcome::NotRun => "not run",
        Outcome::Error => "broke",
    }
}
