//! The verdict, the score it rests on, the rules that acted, and what the end user is told.

use kyc_core::wire::{CaptureTrust, DocumentResult, Points, Report, RuleHit, Unit};

use super::page::{INDENT, Page, Span, hard, span};
use super::words::{self, word};
use crate::style::{Ink, bar, pad, pad_left};

/// Cells of the bar of a factor of weight 100; one of weight 40 gets 40 % of them.
const FACTOR_BAR: usize = 40;

pub(super) fn write(page: &mut Page<'_>, report: &Report) {
    headline(page, report);
    score(page, report);
    rules(page, report);
}

fn headline(page: &mut Page<'_>, report: &Report) {
    let (ink, sign, name) = words::verdict(report.decision.verdict);
    let value = report.score.value;
    let policy = format!("policy {} version {} · as of {}", report.policy.id, report.policy.version, report.today);
    page.ends(
        &[span(ink, format!("{sign} {name}")), span(Ink::Bold, format!("   {value:.2}")), span(Ink::Dim, " of 100")],
        &policy,
    );
    let (filled, rest) = bar(u64::from(value.micros()), u64::from(Points::MAX.micros()), page.width());
    page.entry(&[span(ink, filled), span(Ink::Dim, rest)], &[]);
    if report.capture_trust != CaptureTrust::Unknown {
        page.entry(&[], &[span(Ink::Dim, "Capture: "), span(Ink::Plain, word(&report.capture_trust)), span(Ink::Dim, ".")]);
    }
    if let Some(document) = &report.document {
        page.entry(&[], &document_line(document));
    }
    let (by_score, _, by_score_name) = words::verdict(report.decision.by_score);
    if report.decision.by_score != report.decision.verdict {
        page.entry(&[], &[span(Ink::Dim, "The score alone would give "), span(by_score, by_score_name), span(Ink::Dim, ".")]);
    }
}

fn document_line(document: &DocumentResult) -> Vec<Span> {
    let verdict = if document.valid { span(Ink::Good, "valid") } else { span(Ink::Bad, "not shown to be valid") };
    let mut line = vec![span(Ink::Dim, "Document: "), verdict];
    let scores = [("authenticity", document.authenticity), ("liveness", document.liveness), ("security", document.security)];
    for (name, score) in scores.into_iter().filter_map(|(name, score)| Some((name, score?))) {
        line.extend([span(Ink::Dim, format!(" · {name} ")), span(Ink::Plain, format!("{score:.2}"))]);
    }
    line.push(span(Ink::Dim, "."));
    line
}

fn score(page: &mut Page<'_>, report: &Report) {
    if report.score.contributions.is_empty() {
        return;
    }
    page.section("Score", "input × weight = points");
    for part in &report.score.contributions {
        // The rest of the line is taken by the words before the bar.
        let room = page.width().saturating_sub(42).min(FACTOR_BAR);
        let width = part.weight_applied.micros() as usize * room / Points::MAX.micros() as usize;
        let (filled, rest) = bar(u64::from(part.input.micros()), u64::from(Unit::ONE.micros()), width.max(1));
        let numbers = format!("{:.2} × {} =", part.input, pad_left(&format!("{:.2}", part.weight_applied), 6),);
        page.entry(
            &[
                span(Ink::Plain, format!("{INDENT}{}", pad(&word(&part.factor), 16))),
                span(Ink::Dim, numbers),
                span(Ink::Bold, format!("{}   ", pad_left(&format!("{:.2}", part.points), 6))),
                span(Ink::Measure, filled),
                span(Ink::Dim, rest),
            ],
            &[],
        );
    }
}

/// Hits of one rule that allow the same are told together.
fn rules(page: &mut Page<'_>, report: &Report) {
    let mut groups: Vec<Vec<&RuleHit>> = Vec::new();
    for hit in &report.decision.rules {
        match groups.iter_mut().find(|group| group[0].id == hit.id && group[0].at_most == hit.at_most) {
            Some(group) => group.push(hit),
            None => groups.push(vec![hit]),
        }
    }
    if groups.is_empty() {
        return;
    }
    page.section("Rules that acted", "");
    for group in groups {
        let (ink, _, name) = words::verdict(group[0].at_most);
        let checks: Vec<&str> = group.iter().map(|hit| hit.check.as_str()).collect();
        page.entry(
            &[span(Ink::Plain, format!("{INDENT}{} ", pad(&group[0].id, 15)))],
            &[
                span(Ink::Dim, hard("at most ")),
                span(ink, hard(&pad(name, 8))),
                span(Ink::Dim, hard("  ")),
                span(Ink::Dim, checks.join(", ")),
            ],
        );
    }
}

pub(super) fn end_user(page: &mut Page<'_>, report: &Report) {
    page.section("What the end user sees", "");
    page.entry(&[span(Ink::Plain, INDENT)], &[span(Ink::Plain, format!("“{}”", report.end_user.text))]);
    let retry = if report.end_user.retry { "may try again" } else { "no retry" };
    page.entry(&[span(Ink::Plain, INDENT)], &[span(Ink::Dim, format!("{} · {retry}", word(&report.end_user.code)))]);
}
