//! The figures for people: on the terminal and as a part of a Markdown page.

use std::fmt::Write;

use super::{Measured, Section};
use crate::accuracy_faces::figures::Rate;
use crate::args::Shared;
use crate::style::{Ink, Style, cells, pad, pad_left};

type Found<'s> = [(&'s Section, Measured)];

/// For the terminal.
pub(super) fn text(found: &Found<'_>, missing: &[String], style: &Style) -> String {
    let rows = || found.iter().flat_map(|(_, measured)| &measured.rows);
    let label = rows().map(|(label, _)| cells(label)).max().unwrap_or(0);
    let counted = rows().map(|(_, rate)| cells(&count(*rate))).max().unwrap_or(0);
    let mut out = String::new();
    for (section, measured) in found {
        let _ = writeln!(out, "{}", style.paint(Ink::Bold, section.title));
        for (name, rate) in &measured.rows {
            let share = share(*rate);
            let _ = writeln!(out, "  {}  {}  {share}", pad(name, label), pad_left(&count(*rate), counted));
        }
        for note in &measured.notes {
            let _ = writeln!(out, "  {}", style.paint(Ink::Dim, note));
        }
        out.push('\n');
    }
    missing.iter().for_each(|note| {
        let _ = writeln!(out, "{}", style.paint(Ink::Dim, note));
    });
    out
}

/// For a page. Writing to a string cannot fail, so its result is dropped.
pub(super) fn markdown(found: &Found<'_>, missing: &[String], shared: &Shared) -> String {
    let build = if cfg!(debug_assertions) { "a development build" } else { "a release build" };
    let mut out = format!(
        "## Documents\n\nIntervals are 95 % Wilson intervals; pictures of one kind are not independent, so the true ones are wider.\n\
         Measured with {build}, {} threads.\n",
        shared.threads
    );
    for (section, measured) in found {
        let _ = write!(out, "\n### {} (`{}`)\n\n| what | of | share [95 %] |\n|---|---|---|\n", section.title, section.key);
        for (name, rate) in &measured.rows {
            let _ = writeln!(out, "| {name} | {} | {} |", count(*rate), share(*rate));
        }
        for note in &measured.notes {
            let _ = writeln!(out, "\n{note}");
        }
    }
    if !missing.is_empty() {
        let _ = writeln!(out, "\n{}.", missing.join("; "));
    }
    out
}

fn count(rate: Rate) -> String {
    format!("{}/{}", rate.k, rate.n)
}

fn share(rate: Rate) -> String {
    match (rate.share(), rate.interval()) {
        (Some(share), Some([low, high])) => format!("{:.1} % [{:.1}, {:.1}]", share * 100.0, low * 100.0, high * 100.0),
        _ => "–".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_comes_with_its_count_and_interval() {
        assert_eq!(count(Rate::of(44, 52)), "44/52");
        assert_eq!(share(Rate::of(44, 52)), "84.6 % [72.5, 92.0]");
        assert_eq!(share(Rate::of(0, 0)), "–");
    }
}
