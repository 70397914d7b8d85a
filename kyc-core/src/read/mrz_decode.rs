//! From recogniser steps to a machine-readable zone: format, columns, check digits, evidence.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::MrzRead;
use super::alphabet::MRZ_ALPHABET;
use super::ctc::{self, Column, Mask, SYMBOLS};
use super::recognise::MrzSteps;
use super::{mrz_known, mrz_repair};
use crate::mrz::{self, Layout, Mrz, to_wire};
use crate::sensitive::Sensitive;
use crate::wire::{CorrectionReason, MrzCheckName, MrzCorrection, MrzFormat, MrzLine, Provenance, Quad, Unit};

const LETTERS: Mask = (1 << 26) - 1;
const DIGITS: Mask = 0b11_1111_1111 << 26;
const FILLER: Mask = 1 << 36;
const ANY: Mask = LETTERS | DIGITS | FILLER;
/// Mean probability of the characters from which a reading counts when most of its check digits are right. Other print
/// pressed into a zone's form stays near 0.7 and below, zones lie above 0.9 (53 development pictures).
const LEAST_MEAN: f32 = 0.75;
/// Mean probability from which a zone counts although most of its check digits are wrong: they may be wrong in print.
const CLEAR_MEAN: f32 = 0.88;

/// Ranks readings: right check digits first, then fewer corrections by check digit, then confidence. `None` is the lowest.
pub(crate) fn rank(read: &Option<MrzRead>) -> Option<(bool, usize, Reverse<usize>, Unit)> {
    let evidence = &read.as_ref()?.evidence;
    let right = evidence.check_digits.iter().filter(|digit| digit.valid).count();
    let repaired = evidence.corrections.iter().filter(|c| c.because == CorrectionReason::CheckDigit).count();
    Some((evidence.check_digits_valid, right, Reverse(repaired), evidence.confidence))
}

/// The lines of a possible zone, top to bottom, as one cut shows them.
pub(crate) type Cutting = Vec<(Quad, MrzSteps)>;

/// Decodes a possible zone from one or more cuts of the same lines: what the cuts say of a column is averaged, so that a
/// character which only one of them takes for its look-alike is outvoted. `None` when the lines fit no format.
pub(crate) fn decode(cuts: &[Cutting], blob: u32, model: &str, today: NaiveDate) -> Option<MrzRead> {
    let lines = cuts.first()?;
    let (columns, layout) = joined(cuts.iter().filter_map(best_length).collect())?;
    let mean = mean(&columns);
    if mean < LEAST_MEAN {
        return None;
    }
    let masks = masks(layout);
    let (mut columns, mut changes) = mrz_repair::repaired(columns, &masks, layout);
    changes.extend(mrz_known::known_codes(&mut columns, &masks, layout));
    let texts: Vec<String> = columns.iter().map(|line| line.iter().map(|column| character(column.symbol)).collect()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mrz = mrz::parse(&texts).ok()?;
    let right = mrz.checks().filter(|check| check.valid).count();
    let is_zone = 2 * right > mrz.checks().count() || (right > 0 && mean >= CLEAR_MEAN);
    is_zone.then(|| as_read(&mrz, lines, &columns, &masks, &changes, blob, model, today))
}

type Columns = Vec<Vec<Column>>;

/// The lines of one cut at the length that suits them best.
fn best_length(lines: &Cutting) -> Option<(Columns, &'static Layout)> {
    let lengths: &[usize] = if lines.len() == 2 { &[36, 44] } else { &[30] };
    let read = lengths.iter().filter_map(|&length| read_as(lines, length));
    read.max_by(|a, b| a.2.total_cmp(&b.2)).map(|(columns, layout, _)| (columns, layout))
}

fn mean(columns: &Columns) -> f32 {
    let all = || columns.iter().flatten();
    all().map(Column::probability).sum::<f32>() / all().count().max(1) as f32
}

/// The average of the readings that have the layout of the surest one. Averages, not products: a cut that is wrong and sure
/// of it must not silence the others.
fn joined(mut readings: Vec<(Columns, &'static Layout)>) -> Option<(Columns, &'static Layout)> {
    if readings.len() < 2 {
        return readings.pop();
    }
    let layout = readings.iter().max_by(|a, b| mean(&a.0).total_cmp(&mean(&b.0)))?.1;
    readings.retain(|(_, other)| *other == layout);
    let count = readings.len() as f32;
    let join = |l: usize, c: usize, mask: Mask| {
        let share: [f32; SYMBOLS] =
            std::array::from_fn(|k| readings.iter().map(|(columns, _)| columns[l][c].share[k]).sum::<f32>() / count);
        // Ties and columns in which no cut believes in anything allowed stay as the first cut has them.
        let symbol = (0..SYMBOLS)
            .filter(|k| mask >> k & 1 == 1)
            .fold(readings[0].0[l][c].symbol, |best, k| if share[k] > share[best] { k } else { best });
        Column { symbol, share }
    };
    let line = |(l, masks): (usize, &Vec<Mask>)| masks.iter().enumerate().map(|(c, &mask)| join(l, c, mask)).collect();
    Some((masks(layout).iter().enumerate().map(line).collect(), layout))
}

/// All lines at one length, with the layout that the beginning of the first line asks for, and the score.
fn read_as(lines: &Cutting, length: usize) -> Option<(Columns, &'static Layout, f32)> {
    let mut begin = vec![ANY; length];
    begin[0] = LETTERS;
    let (first, _) = ctc::forced(&lines.first()?.1, &begin)?;
    let start: Vec<u8> = first.iter().take(5).map(|column| character(column.symbol) as u8).collect();
    let layout = Layout::of([length; 3].get(..lines.len())?, &start)?;
    let mut columns = Vec::with_capacity(lines.len());
    let mut score = 0.0;
    for ((_, steps), masks) in lines.iter().zip(masks(layout)) {
        let (line, gain) = ctc::forced(steps, &masks)?;
        columns.push(line);
        score += gain;
    }
    Some((columns, layout, score))
}

/// A line by itself, as the line of whichever layout fits it best; only of `length` columns where that is known.
pub(crate) fn lone(steps: &MrzSteps, length: Option<usize>) -> Option<Vec<Column>> {
    // A format without check digits allows nearly anything anywhere.
    let fitting = mrz::format::ALL.iter().filter(|layout| !layout.checks.is_empty()).flat_map(|layout| masks(layout));
    let read =
        fitting.filter(|masks| length.is_none_or(|length| masks.len() == length)).filter_map(|masks| ctc::forced(steps, &masks));
    read.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(columns, _)| columns)
}

pub(crate) fn character(symbol: usize) -> char {
    MRZ_ALPHABET.as_bytes().get(symbol).map_or('<', |&byte| char::from(byte))
}

/// What may stand in each column of each line (ICAO 9303-3 §4.3, -4 to -7).
fn masks(layout: &Layout) -> Vec<Vec<Mask>> {
    let mut masks: Vec<Vec<Mask>> = layout.lengths.iter().map(|&length| vec![ANY; length]).collect();
    let mut set = |span: mrz::format::Span, mask: Mask| masks[span.line][span.start..span.end].fill(mask);
    for span in [Some(layout.state), layout.nationality, Some(layout.names), layout.given].into_iter().flatten() {
        set(span, LETTERS | FILLER);
    }
    for span in [layout.birth, layout.expiry].into_iter().flatten() {
        set(span, DIGITS | FILLER);
    }
    let symbol = |c: u8| 1 << (c - b'A');
    if let Some(sex) = layout.sex {
        set(sex, symbol(b'M') | symbol(b'F') | symbol(b'X') | FILLER);
    }
    let code = &mut masks[layout.code.line][layout.code.start..layout.code.end];
    code[0] = LETTERS;
    // Cards of some states carry a digit there (C1, C2); passports and visas a letter (9303-4 §4.2.2.1, 9303-7 §4.2.2.1).
    if matches!(layout.format, MrzFormat::Td3 | MrzFormat::MrvA | MrzFormat::MrvB) {
        code[1] = LETTERS | FILLER;
    }
    for check in layout.checks {
        // A long number leaves its check digit's column empty; so does empty optional data.
        let may_be_empty = matches!(check.name, MrzCheckName::DocumentNumber | MrzCheckName::OptionalData);
        masks[check.at.0][check.at.1] = if may_be_empty { DIGITS | FILLER } else { DIGITS };
    }
    masks
}

#[allow(clippy::too_many_arguments)] // Everything there is to say about one zone.
fn as_read(
    mrz: &Mrz<'_>,
    lines: &[(Quad, MrzSteps)],
    columns: &[Vec<Column>],
    masks: &[Vec<Mask>],
    changes: &[mrz_repair::Change],
    blob: u32,
    model: &str,
    today: NaiveDate,
) -> MrzRead {
    let mut evidence = to_wire::evidence(mrz);
    evidence.blob = Some(blob);
    evidence.lines = mrz
        .lines()
        .iter()
        .zip(lines)
        .zip(columns)
        .map(|((text, (quad, _)), line)| MrzLine {
            text: (*text).into(),
            region: Some(*quad),
            probabilities: line.iter().map(|column| Unit::from_f32(column.probability())).collect(),
        })
        .collect();
    let hidden = |symbol: usize| Sensitive::new(character(symbol).to_string());
    for (l, line) in columns.iter().enumerate() {
        for (c, column) in line.iter().enumerate() {
            let change = changes.iter().find(|change| (change.line, change.column) == (l, c));
            let read = change.map_or_else(|| column.most_probable(), |change| change.before);
            let excluded = masks[l][c] >> read & 1 == 0;
            let because = match change {
                Some(change) => change.because,
                None if excluded => CorrectionReason::Position,
                // The length made the difference: a filler between two others.
                None if read != column.symbol => CorrectionReason::Length,
                None => continue,
            };
            let (line, column_number) = (u8::try_from(l).unwrap_or(u8::MAX), u8::try_from(c).unwrap_or(u8::MAX));
            evidence.corrections.push(MrzCorrection {
                line,
                column: column_number,
                read: hidden(read),
                used: hidden(column.symbol),
                because,
                read_probability: Unit::from_f32(column.share[read]),
            });
        }
    }
    // What stays of a zone's doubt is in the columns that could be read two ways; the product is over all of them.
    let trusts: Vec<Vec<f64>> = columns
        .iter()
        .zip(masks)
        .map(|(line, masks)| line.iter().zip(masks).map(|(column, &mask)| f64::from(trust(column, mask))).collect())
        .collect();
    let whole: f64 = trusts.iter().flatten().product();
    evidence.confidence = Unit::from_f64(if evidence.check_digits_valid { whole } else { whole / 2.0 });
    let place = |span: mrz::format::Span| {
        let part = trusts.get(span.line).and_then(|line| line.get(span.start..span.end)).unwrap_or_default();
        let confidence: f64 = part.iter().product();
        let region = lines.get(span.line).map(|(quad, _)| *quad);
        (Provenance { blob: Some(blob), region, model: Some(model.to_owned()) }, Unit::from_f64(confidence))
    };
    let fields = to_wire::fields(mrz, today, place);
    MrzRead { evidence, fields }
}

/// Probability of the chosen symbol against the strongest other one that may stand there: what its place rules out is not
/// held against it.
fn trust(column: &Column, mask: Mask) -> f32 {
    let others = (0..SYMBOLS).filter(|&k| k != column.symbol && mask >> k & 1 == 1);
    let other = others.map(|k| column.share[k]).fold(0.0, f32::max);
    column.probability() / (column.probability() + other).max(1e-12)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::{FieldName, Rect};

    // Three steps a character: the character twice and a blank. Its look-alike gets a little, the others share the rest.
    fn steps(text: &str) -> MrzSteps {
        let mut all = Vec::new();
        for c in text.chars() {
            let class = |c: char| MRZ_ALPHABET.find(c).unwrap() + 1;
            let twin =
                ["O0", "B8", "I1"].iter().find(|pair| pair.contains(c)).and_then(|pair| pair.chars().find(|other| *other != c));
            for class_now in [class(c), class(c), 0] {
                let mut step = [(0.005_f32 / 36.0).ln(); 38];
                if let Some(twin) = twin {
                    step[class(twin)] = 0.015_f32.ln();
                }
                step[class_now] = 0.98_f32.ln();
                all.push(step);
            }
        }
        all
    }

    fn read(lines: &[&str]) -> Option<MrzRead> {
        read_steps(lines.iter().map(|line| steps(line)).collect())
    }

    fn read_steps(lines: Vec<MrzSteps>) -> Option<MrzRead> {
        let quad = |i: usize| Quad::from(Rect { x: 10.0, y: 20.0 * i as f32, width: 400.0, height: 15.0 });
        let lines: Vec<(Quad, MrzSteps)> = lines.into_iter().enumerate().map(|(i, line)| (quad(i), line)).collect();
        decode(&[lines], 2, "rec", NaiveDate::from_ymd_opt(2026, 11, 21).unwrap())
    }

    fn texts(read: &MrzRead) -> Vec<&str> {
        read.evidence.lines.iter().map(|line| line.text.expose().as_str()).collect()
    }

    const NAMES: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
    const NUMBERS: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    #[test]
    fn a_013_the_passport_of_9303_4_is_read_with_its_fields_and_places() {
        let read = read(&[NAMES, NUMBERS]).unwrap();
        assert_eq!(texts(&read), [NAMES, NUMBERS]);
        assert!(read.evidence.check_digits_valid && read.evidence.corrections.is_empty());
        assert_eq!((read.evidence.format, read.evidence.blob), (MrzFormat::Td3, Some(2)));
        assert!(read.evidence.confidence > Unit::from_f64(0.5));
        let birth = read.fields.iter().find(|field| field.name == FieldName::BirthDate).unwrap();
        assert_eq!(birth.readings[0].value.expose(), "1974-08-12");
        assert_eq!(birth.readings[0].provenance.region, read.evidence.lines[1].region);
    }

    #[test]
    fn the_one_line_of_a_french_licence_is_a_zone_and_another_line_is_none() {
        let read_line = read(&["D1FRA13AA000026181231MARTIN<<9"]).unwrap();
        assert_eq!((read_line.evidence.format, read_line.evidence.check_digits_valid), (MrzFormat::FrenchLicence, true));
        assert!(read(&["D1FRA13AA000026181231MARTIN<<8"]).is_none_or(|read| !read.evidence.check_digits_valid));
        assert!(read(&[CARD[0]]).is_none() && read(&[CARD[2]]).is_none());
    }

    #[test]
    fn f_071_a_zone_with_wrong_check_digits_never_counts_as_valid() {
        let wrong = "L898902C36UTO7408122F1204159ZE184226B<<<<<14";
        let read = read(&[NAMES, wrong]).unwrap();
        assert_eq!(texts(&read)[1], wrong);
        assert!(!read.evidence.check_digits_valid);
    }

    #[test]
    fn a_lost_filler_and_letters_among_digits_are_corrected_and_marked() {
        let mut names = steps(NAMES);
        // The blank between two fillers all but vanished: read step by step, they are one.
        (names[92][37], names[92][0]) = (0.6_f32.ln(), 0.38_f32.ln());
        let read = read_steps(vec![names, steps("L898902C36UT0740B122F1204159ZE184226B<<<<<10")]).unwrap();
        assert_eq!(texts(&read)[0], NAMES);
        assert_eq!(texts(&read)[1][10..13], *"UTO");
        let places: Vec<_> = read.evidence.corrections.iter().map(|c| (c.line, c.column, c.because)).collect();
        assert!(places.contains(&(1, 12, CorrectionReason::Position)), "{places:?}");
    }

    const CARD: [&str; 3] =
        ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];

    #[test]
    fn the_check_digit_tells_o_from_0_where_the_reader_is_torn() {
        // The number of the card of 9303-5, its 0 read as O by a hair.
        let mut first = steps("I<UTOD2314589O7<<<<<<<<<<<<<<<");
        for step in &mut first[39..41] {
            (step[15], step[27]) = (0.52_f32.ln(), 0.46_f32.ln());
        }
        let torn = read_steps(vec![first, steps(CARD[1]), steps(CARD[2])]).unwrap();
        assert_eq!(texts(&torn), CARD);
        assert_eq!(torn.evidence.corrections[0].because, CorrectionReason::CheckDigit);
        assert!(rank(&read(&CARD)) > rank(&Some(torn)));
    }

    #[test]
    fn f_071_a_check_digit_that_was_read_as_a_filler_is_not_made_up() {
        let mut numbers = steps("L898902C36UTO7408122F3012017<<<<<<<<<<<<<<<<");
        // Of the digits that may stand there, 4 is a little likelier than 6, which would make the composite right.
        for step in &mut numbers[129..131] {
            (step[31], step[33]) = (0.013_f32.ln(), 0.012_f32.ln());
        }
        let read = read_steps(vec![steps(NAMES), numbers]).unwrap();
        assert!(texts(&read)[1].ends_with("<4") && !read.evidence.check_digits_valid, "{:?}", texts(&read));
    }

    #[test]
    fn f_071_a_clearly_read_character_never_becomes_its_look_alike_to_make_a_number_fit() {
        // 000000319 forged to 000000019: with I for its 1 the check digit would hold, and under one of the ten composites all do.
        let forged = ["C1USA0000000193LIN0000000319<<", "6502056F0412236USA<<<<<<<<<<<0", CARD[2]];
        let mut valid = 0;
        for digit in b'0'..=b'9' {
            let second = format!("{}{}", &forged[1][..29], char::from(digit));
            let read = read(&[forged[0], &second, forged[2]]).unwrap();
            assert_eq!(texts(&read), [forged[0], &second, forged[2]]);
            valid += usize::from(read.evidence.check_digits_valid);
        }
        assert_eq!(valid, 0);
    }

    #[test]
    fn the_second_letter_of_a_passport_is_no_digit_but_a_cards_may_be() {
        let mut names = steps(&NAMES.replacen('<', "O", 1));
        for step in &mut names[3..5] {
            (step[15], step[27]) = (0.4_f32.ln(), 0.58_f32.ln());
        }
        let passport = read_steps(vec![names, steps(NUMBERS)]).unwrap();
        assert_eq!(texts(&passport)[0][..5], *"POUTO");
        let correction = &passport.evidence.corrections[0];
        assert_eq!((correction.line, correction.column, correction.because), (0, 1, CorrectionReason::Position));
        assert_eq!((correction.read.expose().as_str(), correction.used.expose().as_str()), ("0", "O"));
        assert!(correction.read_probability > passport.evidence.lines[0].probabilities[1]);
        let card = ["C1USA0000000193LIN0000000319<<", "6502056F0412236USA<<<<<<<<<<<0", CARD[2]];
        assert_eq!(texts(&read(&card).unwrap())[0][..2], *"C1");
    }

    #[test]
    fn a_code_that_names_no_state_becomes_the_one_that_was_nearly_read() {
        // UT0 is settled by its place; here O is torn with D, and UTD is no state.
        let mut names = steps(NAMES);
        for step in &mut names[12..14] {
            (step[4], step[15]) = (0.55_f32.ln(), 0.4_f32.ln());
        }
        let torn = read_steps(vec![names, steps(NUMBERS)]).unwrap();
        assert_eq!(texts(&torn)[0], NAMES);
        assert_eq!(torn.evidence.corrections[0].because, CorrectionReason::KnownValues);
        // Read sharply, an unknown code stays as it is.
        let unknown = NAMES.replace("UTO", "UTQ");
        assert_eq!(texts(&read(&[&unknown, NUMBERS]).unwrap())[0], unknown);
    }

    #[test]
    fn one_cut_that_errs_is_outvoted_by_the_others() {
        let zone = |names: MrzSteps| -> Cutting {
            let quad = Quad::from(Rect { x: 10.0, y: 20.0, width: 400.0, height: 15.0 });
            vec![(quad, names), (quad, steps(NUMBERS))]
        };
        let (right, wrong) = (zone(steps(NAMES)), zone(steps(&NAMES.replace("ERIKSSON", "ERIKSSDN"))));
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let joined = decode(&[wrong, right.clone(), right], 2, "rec", today).unwrap();
        assert_eq!(texts(&joined), [NAMES, NUMBERS]);
        let doubtful = joined.evidence.lines[0].probabilities[11];
        assert!(doubtful < Unit::from_f64(0.8), "{doubtful}");
        assert!(decode(&[], 2, "rec", today).is_none());
    }

    #[test]
    fn long_numbers_unknown_dates_and_odd_sexes_are_read_as_they_stand() {
        // A Belgian card whose number goes on in the optional data; 9303-5 leaves the check digit's place empty.
        let belgian = ["IDBEL000590448<9018<<<<<<<<<<<", "8512017<1209134BEL851201100200", "REINARTZ<<ULRIKE<KATIA<E<<<<<<"];
        assert_eq!(texts(&read(&belgian).unwrap()), belgian);
        let unknown = ["I<UTOD231458907<<<<<<<<<<<<<<<", "74<<<<1X1204159UTO<<<<<<<<<<<2", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];
        let read = read(&unknown).unwrap();
        assert_eq!(texts(&read), unknown);
        let value = |name| read.fields.iter().find(|f| f.name == name).map(|f| f.readings[0].value.expose().clone());
        assert_eq!(value(FieldName::BirthDate).as_deref(), Some("1974-XX-XX"));
        assert_eq!(value(FieldName::Sex).as_deref(), Some("X"));
    }

    #[test]
    fn other_print_is_no_zone() {
        assert!(
            read(&["MINISTRYOFINTERNALAFFAIRSANDPUBLICSECURITYOF", "THEREPUBLICOFUTOPIAPLEASEKEEPTHISSIDECLEANED"]).is_none()
        );
        assert!(read(&["1234567890", "1234567890"]).is_none());
        assert!(read(&[]).is_none());
    }
}
