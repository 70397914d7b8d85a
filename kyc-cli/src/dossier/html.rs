//! A dossier as one HTML file: no script, nothing fetched, printed on any paper.

use super::jpeg::base64;
use super::model::{Bar, Block, Dossier, Picture, Row, Section, Tone, is_sentence, shares};

const STYLE: &str = include_str!("dossier.css");

pub(super) fn write(dossier: &Dossier) -> String {
    let (tone, verdict) = dossier.verdict;
    let sections: String = dossier.sections.iter().enumerate().map(|(at, part)| section(at, part, &dossier.language)).collect();
    let contents: String = dossier
        .sections
        .iter()
        .enumerate()
        .map(|(at, part)| format!("<li><a href=\"#s{at}\">{}</a></li>", escape(part.title)))
        .collect();
    // Nothing in it may run or be fetched, whatever a document said.
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>Identity verification: {verdict}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header class=\"{}\"><p>Identity verification</p><h1>{verdict}</h1><p>{}</p></header>\n\
         <nav aria-label=\"Sections\"><ul>{contents}</ul></nav>\n<main>\n{sections}</main>\n</body>\n</html>\n",
        class(tone),
        escape(&dossier.summary),
    )
}

fn section(at: usize, section: &Section, language: &str) -> String {
    let blocks: String = section.blocks.iter().map(|part| block(part, section.title, language)).collect();
    format!("<section aria-labelledby=\"s{at}\"><h2 id=\"s{at}\">{}</h2>\n{blocks}</section>\n", escape(section.title))
}

fn block(block: &Block, title: &str, language: &str) -> String {
    match block {
        Block::Text(text) => format!("<p>{}</p>\n", escape(text)),
        Block::Table { head, rows } => table(head, rows, title, language),
        Block::Bars(bars) => format!("<dl class=\"bars\">{}</dl>\n", bars.iter().map(bar).collect::<String>()),
        Block::Picture(shown) => picture(shown),
    }
}

/// The roles say again what the elements are: on a telephone they are laid out as blocks, and browsers then tell no table.
fn table(head: &[&str], rows: &[Row], title: &str, language: &str) -> String {
    let heads: String =
        head.iter().map(|name| format!("<th scope=\"col\" role=\"columnheader\">{}</th>", escape(name))).collect();
    let widths: String = shares(head).iter().map(|share| format!("<col style=\"width:{:.0}%\">", share * 100.0)).collect();
    let body: String = rows.iter().map(|row| table_row(head, row, language)).collect();
    format!(
        "<table role=\"table\"><caption class=\"hidden\">{}</caption><colgroup>{widths}</colgroup><thead role=\"rowgroup\">\
         <tr role=\"row\">{heads}</tr></thead><tbody role=\"rowgroup\">{body}</tbody></table>\n",
        escape(title)
    )
}

fn table_row(head: &[&str], row: &Row, language: &str) -> String {
    let cells: String = row
        .cells
        .iter()
        .zip(head)
        .enumerate()
        .map(|(at, (cell, head))| {
            // Sentences come in the report's language, and names from right to left where they are written so.
            let lang = if is_sentence(head, at, row) { format!(" lang=\"{}\"", escape(language)) } else { String::new() };
            let mark = if *head == "Outcome" { format!(" class=\"{}\"", class(row.tone)) } else { String::new() };
            let (open, close) = if at == 0 { ("th scope=\"row\" role=\"rowheader\"", "th") } else { ("td role=\"cell\"", "td") };
            format!("<{open}{lang}{mark} data-head=\"{}\"><bdi>{}</bdi></{close}>", escape(head), escape(cell))
        })
        .collect();
    format!("<tr class=\"{}\" role=\"row\">{cells}</tr>", class(row.tone))
}

fn bar(bar: &Bar) -> String {
    let (from, width) = (bar.from.clamp(0.0, 1.0) * 100.0, (bar.to - bar.from).clamp(0.0, 1.0) * 100.0);
    format!(
        "<div><dt>{}</dt><dd>{}<span class=\"track\" aria-hidden=\"true\"><span style=\"left:{from:.2}%;width:{width:.2}%\"></span></span></dd></div>",
        escape(&bar.label),
        escape(&bar.value)
    )
}

fn picture(picture: &Picture) -> String {
    format!(
        "<figure><img alt=\"{}\" width=\"{}\" height=\"{}\" src=\"data:image/jpeg;base64,{}\"><figcaption>{}</figcaption></figure>\n",
        escape(&picture.alt),
        picture.width,
        picture.height,
        base64(&picture.jpeg),
        escape(&picture.caption)
    )
}

fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    }
}

/// Text as text, also inside an attribute in double quotes.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
