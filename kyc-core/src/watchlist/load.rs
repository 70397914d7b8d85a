//! Published lists, each in its own form, to entries.

use std::collections::{BTreeMap, HashMap};

use super::entry::Entry;
use super::table::rows;
use super::xml::{elements, first, plain};
use crate::error::{Code, Error, Result};
use crate::wire::ListKind;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFormat {
    /// OFAC `SDN.CSV` and `CONS_PRIM.CSV`: no header; id, name, type, …, remarks.
    OfacPrimary,
    /// OFAC `ALT.CSV` and `CONS_ALT.CSV`: further names for entries loaded before under the same list name.
    OfacAlternate,
    /// UN Security Council consolidated list, XML.
    UnXml,
    /// Any text with a header row, comma, semicolon or tab: OpenSanctions `targets.simple.csv`, the EU's and UK HMT's CSV,
    /// US consolidated screening and denied persons lists, and a plain CSV with `name` and, if known, `id`, `type`,
    /// `aliases` (parted by `;`), `birth_date`, `nationality`, `document`.
    Table,
}

/// OFAC writes this for an empty field.
const OFAC_EMPTY: &str = "-0-";

/// Reads one list into `entries`.
pub(super) fn load(entries: &mut Vec<Entry>, list: &str, kind: ListKind, format: ListFormat, bytes: &[u8]) -> Result<()> {
    let text = String::from_utf8_lossy(bytes);
    let before = entries.len();
    match format {
        ListFormat::OfacPrimary => ofac_primary(entries, list, kind, &text),
        ListFormat::OfacAlternate => return ofac_alternate(entries, list, &text),
        ListFormat::UnXml => un(entries, list, kind, &text),
        ListFormat::Table => table(entries, list, kind, &text)?,
    }
    if entries.len() == before {
        return Err(Error::new(Code::InvalidConfig, "a watchlist holds no entry; is it of the format that was named?"));
    }
    Ok(())
}

fn blank(list: &str, kind: ListKind, id: &str) -> Entry {
    Entry {
        list: list.to_owned(),
        kind,
        id: id.to_owned(),
        organisation: false,
        names: Vec::new(),
        births: Vec::new(),
        nationalities: Vec::new(),
        documents: Vec::new(),
    }
}

fn ofac_primary(entries: &mut Vec<Entry>, list: &str, kind: ListKind, text: &str) {
    for row in rows(text, ',') {
        let [id, name, of_type, ..] = row.as_slice() else { continue };
        if name.is_empty() || name == OFAC_EMPTY {
            continue;
        }
        let mut entry = blank(list, kind, id);
        entry.organisation = of_type != "individual";
        entry.names.push(name.clone());
        // Remarks are `; `-parted: `DOB 10 Dec 1948; nationality Iran; Passport A123 (Iran); a.k.a. 'X'`.
        for remark in row.get(11).map(String::as_str).unwrap_or_default().split(';') {
            let remark = remark.trim().trim_end_matches('.').trim_start_matches("alt. ");
            if let Some(born) = remark.strip_prefix("DOB ") {
                entry.births.extend(date(born));
            } else if let Some(country) = remark.strip_prefix("nationality ").or(remark.strip_prefix("citizen ")) {
                entry.nationalities.push(country.to_uppercase());
            } else if let Some(number) = remark.strip_prefix("Passport ").or(remark.strip_prefix("National ID No. ")) {
                entry.documents.extend(document(number.split_whitespace().next().unwrap_or_default()));
            } else if let Some(alias) = remark.strip_prefix("a.k.a. '") {
                entry.names.push(alias.trim_end_matches('\'').to_owned());
            }
        }
        entries.push(entry);
    }
}

fn ofac_alternate(entries: &mut [Entry], list: &str, text: &str) -> Result<()> {
    let by_id: HashMap<String, usize> =
        entries.iter().enumerate().filter(|(_, e)| e.list == list).map(|(at, e)| (e.id.clone(), at)).collect();
    let mut added = 0;
    for row in rows(text, ',') {
        let [id, _, _, name, ..] = row.as_slice() else { continue };
        if let Some(entry) = by_id.get(id).and_then(|at| entries.get_mut(*at)) {
            entry.names.push(name.clone());
            added += 1;
        }
    }
    if added == 0 {
        return Err(Error::new(Code::InvalidConfig, "no alternate name belongs to an entry; load the primary list first"));
    }
    Ok(())
}

fn un(entries: &mut Vec<Entry>, list: &str, kind: ListKind, text: &str) {
    for (tag, organisation) in [("INDIVIDUAL", false), ("ENTITY", true)] {
        for item in elements(text, tag) {
            let mut entry = blank(list, kind, &first(item, "REFERENCE_NUMBER"));
            entry.organisation = organisation;
            let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"].map(|part| first(item, part));
            let name: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            entry.names.push(name.join(" "));
            entry.names.push(first(item, "NAME_ORIGINAL_SCRIPT"));
            entry.names.extend(elements(item, "ALIAS_NAME").into_iter().map(plain));
            entry.names.retain(|name| !name.is_empty());
            for born in elements(item, &format!("{tag}_DATE_OF_BIRTH")) {
                let day = first(born, "DATE");
                entry.births.extend(date(if day.is_empty() { first(born, "YEAR") } else { day }.as_str()));
            }
            for nationality in elements(item, "NATIONALITY") {
                entry.nationalities.extend(elements(nationality, "VALUE").into_iter().map(|v| plain(v).to_uppercase()));
            }
            for paper in elements(item, "INDIVIDUAL_DOCUMENT") {
                entry.documents.extend(document(&first(paper, "NUMBER")));
            }
            if !entry.names.is_empty() {
                entries.push(entry);
            }
        }
    }
}

/// Which columns of a header mean what, for the lists [`ListFormat::Table`] names.
struct Columns {
    id: Vec<usize>,
    name: Vec<usize>,
    name_parts: Vec<usize>,
    aliases: Vec<usize>,
    of_type: Vec<usize>,
    births: Vec<usize>,
    nationalities: Vec<usize>,
    documents: Vec<usize>,
}

impl Columns {
    fn has_names(&self) -> bool {
        !self.name.is_empty() || !self.name_parts.is_empty()
    }

    fn of(header: &[String]) -> Self {
        let header: Vec<String> = header.iter().map(|name| name.to_lowercase()).collect();
        let at = |known: &[&str]| -> Vec<usize> {
            known.iter().flat_map(|k| header.iter().enumerate().filter(move |(_, h)| h == k).map(|(at, _)| at)).collect()
        };
        Self {
            id: at(&["id", "entity_number", "entity_logicalid", "group id"]),
            name: at(&["name", "caption", "namealias_wholename"]),
            // UK HMT: surname last.
            name_parts: at(&["name 1", "name 2", "name 3", "name 4", "name 5", "name 6"]),
            aliases: at(&["aliases", "alt_names", "name non-latin script"]),
            of_type: at(&["schema", "type", "group type", "entity_subjecttype"]),
            births: at(&["birth_date", "dates_of_birth", "dob", "birthdate_birthdate"]),
            nationalities: at(&["nationality", "nationalities", "citizenships", "countries", "citizenship_countryiso2code"]),
            documents: at(&["document", "identifiers", "ids", "passport number", "identification_number"]),
        }
    }
}

/// Whether the text has a header with a column of names.
pub(super) fn has_names(text: &str) -> bool {
    let (text, delimiter) = body(text);
    let header = rows(text.lines().next().unwrap_or_default(), delimiter).into_iter().next().unwrap_or_default();
    Columns::of(&header).has_names()
}

/// The text from its header on, and what parts its fields.
fn body(text: &str) -> (&str, char) {
    // UK HMT writes a line with the day of publication before the header.
    let text = text.trim_start_matches('\u{feff}');
    let text = if text.starts_with("Last Updated") { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
    let header = text.lines().next().unwrap_or_default();
    let count = |c: char| header.matches(c).count();
    (text, [',', ';', '\t'].into_iter().max_by_key(|c| count(*c)).unwrap_or(','))
}

fn table(entries: &mut Vec<Entry>, list: &str, kind: ListKind, text: &str) -> Result<()> {
    let (text, delimiter) = body(text);
    let mut rows = rows(text, delimiter).into_iter();
    let columns = Columns::of(&rows.next().unwrap_or_default());
    if !columns.has_names() {
        return Err(Error::new(Code::InvalidConfig, "a watchlist has no column with names"));
    }
    // The EU and UK HMT give one row a name; rows of one id are one entry.
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for (number, row) in rows.enumerate() {
        let values = |at: &[usize]| -> Vec<String> {
            at.iter().filter_map(|at| row.get(*at)).filter(|value| !value.is_empty()).cloned().collect()
        };
        let many = |at: &[usize]| -> Vec<String> {
            values(at).iter().flat_map(|v| v.split(';')).map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect()
        };
        let mut names = values(&columns.name);
        if names.is_empty() {
            names.extend(Some(values(&columns.name_parts).join(" ")).filter(|name| !name.is_empty()));
        }
        let id = values(&columns.id).into_iter().next();
        if names.is_empty() && id.is_none() {
            continue;
        }
        names.extend(many(&columns.aliases));
        let at = match id.as_ref().and_then(|id| by_id.get(id)) {
            Some(at) => *at,
            None => {
                let id = id.unwrap_or_else(|| (number + 1).to_string());
                entries.push(blank(list, kind, &id));
                by_id.insert(id, entries.len() - 1);
                entries.len() - 1
            }
        };
        let Some(entry) = entries.get_mut(at) else { continue };
        let of_type = values(&columns.of_type).join(" ").to_lowercase();
        entry.organisation |= !of_type.is_empty() && !["person", "individual"].iter().any(|p| of_type.contains(p));
        entry.names.extend(names);
        entry.births.extend(many(&columns.births).iter().filter_map(|text| date(text)));
        entry.nationalities.extend(many(&columns.nationalities).iter().map(|n| n.to_uppercase()));
        entry.documents.extend(many(&columns.documents).iter().filter_map(|text| document(text)));
    }
    entries.retain(|entry| !entry.names.is_empty());
    Ok(())
}

/// `YYYY`, `YYYY-MM-DD`, `DD/MM/YYYY`, `10 Dec 1948`, `circa 1962`: to `YYYY-MM-DD` where the day is known, else `YYYY`.
fn date(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let number = |part: &str, most: u32| part.parse::<u32>().ok().filter(|n| (1..=most).contains(n));
    let month = |part: &str| {
        let named = MONTHS.iter().position(|m| part.to_lowercase().starts_with(m)).map(|at| at as u32 + 1);
        named.or_else(|| number(part, 12))
    };
    let is_year = |part: &&str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let exact = match parts.as_slice() {
        [y, m, d] if is_year(y) => Some((y, month(m)?, number(d, 31)?)),
        [d, m, y] if is_year(y) => number(d, 31).and_then(|d| Some((y, month(m)?, d))),
        _ => None,
    };
    match exact {
        Some((y, m, d)) => Some(format!("{y}-{m:02}-{d:02}")),
        None => parts.iter().find(|part| is_year(part)).map(|year| (*year).to_owned()),
    }
}

/// Letters and digits, upper case; shorter than five is no document number.
pub(super) fn document(text: &str) -> Option<String> {
    let number: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    (number.len() >= 5).then_some(number)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn loaded(format: ListFormat, text: &str) -> Vec<Entry> {
        let mut entries = Vec::new();
        load(&mut entries, "list", ListKind::Sanctions, format, text.as_bytes()).unwrap();
        entries
    }

    #[test]
    fn f_142_ofac_with_alternates() {
        let mut entries = loaded(
            ListFormat::OfacPrimary,
            "7,\"ROE, Jane\",\"individual\",\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 10 Dec 1948; nationality Iran; Passport A-12345 (Iran).\"\n",
        );
        load(&mut entries, "list", ListKind::Sanctions, ListFormat::OfacAlternate, b"7,1,\"aka\",\"ROW, Jane\",-0- \n").unwrap();
        assert_eq!(entries[0].names, ["ROE, Jane", "ROW, Jane"]);
        assert_eq!(
            (entries[0].births.as_slice(), entries[0].documents.as_slice()),
            (&["1948-12-10".to_owned()][..], &["A12345".to_owned()][..])
        );
        assert_eq!(entries[0].nationalities, ["IRAN"]);
    }

    #[test]
    fn f_142_un_xml() {
        let entries = loaded(
            ListFormat::UnXml,
            "<INDIVIDUALS><INDIVIDUAL><FIRST_NAME>JANE</FIRST_NAME><SECOND_NAME>ROE &amp; X</SECOND_NAME><INDIVIDUAL_DATE_OF_BIRTH><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH><ALIAS_NAME>J</ALIAS_NAME></INDIVIDUAL></INDIVIDUALS>",
        );
        assert_eq!(entries[0].names, ["JANE ROE & X", "J"]);
        assert_eq!(entries[0].births, ["1971"]);
    }

    #[test]
    fn f_142_tables_with_headers() {
        let open = loaded(
            ListFormat::Table,
            "id,schema,name,aliases,birth_date,countries\nQ1,Person,Jane Roe,J. Roe;Roe Jane,1971-02-03,fr\n",
        );
        assert_eq!(open[0].names, ["Jane Roe", "J. Roe", "Roe Jane"]);
        let eu = loaded(
            ListFormat::Table,
            "Entity_LogicalId;NameAlias_WholeName;BirthDate_BirthDate\n13;Jane Roe;\n13;Janet Roe;1971-02-03\n",
        );
        assert_eq!((eu.len(), eu[0].names.len(), eu[0].births.len()), (1, 2, 1));
        let uk = loaded(
            ListFormat::Table,
            "Last Updated,01/01/2026\nName 6,Name 1,Name 2,DOB,Group Type,Group ID\nROE,Jane,,03/02/1971,Individual,9\n",
        );
        assert_eq!((uk[0].names[0].as_str(), uk[0].births[0].as_str(), uk[0].organisation), ("Jane ROE", "1971-02-03", false));
    }

    #[test]
    fn a_file_of_another_form_is_refused() {
        for format in [ListFormat::OfacPrimary, ListFormat::OfacAlternate, ListFormat::UnXml, ListFormat::Table] {
            let error = load(&mut Vec::new(), "list", ListKind::Pep, format, b"\xff\x00nothing").unwrap_err();
            assert_eq!(error.code(), Code::InvalidConfig);
        }
    }
}
