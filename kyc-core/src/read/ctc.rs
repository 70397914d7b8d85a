//! The best reading of exactly so many characters, each from its own alphabet, under connectionist temporal
//! classification (CTC).
//!
//! A machine-readable line has a fixed number of columns, and a column's place says what may stand in it. Searching only
//! such readings settles how many fillers a long run has, and O against 0 wherever the place tells.

use super::recognise::MrzSteps;

/// Symbols of the alphabet, blank left out.
pub(crate) const SYMBOLS: usize = 37;
/// The symbol of the filler `<`.
pub(crate) const FILLER_SYMBOL: usize = 36;
/// A set of symbols: bit `i` is symbol `i` (A–Z, 0–9, `<`).
pub(crate) type Mask = u64;

/// One column as read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Column {
    /// The symbol chosen, 0 to 36.
    pub(crate) symbol: usize,
    /// Probability of every symbol at the step where the chosen one is strongest, blank taken out, sum 1.
    pub(crate) share: [f32; SYMBOLS],
}

impl Column {
    /// The probability of the chosen symbol.
    pub(crate) fn probability(&self) -> f32 {
        self.share[self.symbol]
    }

    /// The most probable symbol, wherever it may stand.
    pub(crate) fn most_probable(&self) -> usize {
        (0..SYMBOLS).fold(0, |best, k| if self.share[k] > self.share[best] { k } else { best })
    }
}

// Where the best path to a state came from; smaller numbers are symbols of the column before.
const STAY: u8 = 255;
const BLANK: u8 = 254;

/// The most probable path that prints one allowed symbol for each of `masks`. The score is its natural logarithm. `None`
/// when there are too few steps.
pub(crate) fn forced(steps: &MrzSteps, masks: &[Mask]) -> Option<(Vec<Column>, f32)> {
    let columns = masks.len();
    if columns == 0 || steps.len() < columns {
        return None;
    }
    let none = f32::NEG_INFINITY;
    // `symbol[c]`: paths whose last step prints column c. `blank[c]`: c columns are printed and the last step is blank.
    let mut symbol = vec![[none; SYMBOLS]; columns];
    let mut blank = vec![none; columns + 1];
    blank[0] = 0.0;
    let mut from_symbol = vec![[STAY; SYMBOLS]; columns * steps.len()];
    let mut from_blank = vec![STAY; (columns + 1) * steps.len()];
    for (t, step) in steps.iter().enumerate() {
        // A step prints one column at most: later columns are not reached yet, and from earlier ones the last is out of reach.
        let reachable = columns.saturating_sub(steps.len() - t)..columns.min(t + 1);
        let mut last_two = best_two(&symbol[reachable.end - 1]);
        // From the last column to the first, so that a column still sees the one before as it was a step ago.
        for c in reachable.rev() {
            let (best, second) = if c == 0 { (None, None) } else { best_two(&symbol[c - 1]) };
            let after_blank = blank[c];
            let finished = std::mem::replace(&mut last_two, (best, second)).0;
            // What comes from before is the same for every symbol but the one before itself, which needs a blank between.
            let entered = |before: Scored| match before {
                Some((other, score)) if score > after_blank => (score, other as u8),
                _ => (after_blank, BLANK),
            };
            let (from_any, from_best) = (entered(best), entered(second));
            let (own, came) = (&mut symbol[c], &mut from_symbol[t * columns + c]);
            let same = best.map_or(SYMBOLS, |(k, _)| k);
            let repeated = own.get(same).copied();
            for k in 0..SYMBOLS {
                let stays = own[k] >= from_any.0;
                let allowed = masks[c] >> k & 1 == 1;
                own[k] = if allowed { (if stays { own[k] } else { from_any.0 }) + step[k + 1] } else { own[k] };
                came[k] = if allowed && !stays { from_any.1 } else { STAY };
            }
            if let Some(score) = repeated
                && masks[c] >> same & 1 == 1
            {
                let stays = score >= from_best.0;
                own[same] = if stays { score } else { from_best.0 } + step[same + 1];
                came[same] = if stays { STAY } else { from_best.1 };
            }
            let mut from = (blank[c + 1], STAY);
            if let Some((k, score)) = finished
                && score > from.0
            {
                from = (score, k as u8);
            }
            blank[c + 1] = from.0 + step[0];
            from_blank[t * (columns + 1) + c + 1] = from.1;
        }
        blank[0] += step[0];
    }
    let last = best_two(&symbol[columns - 1]).0;
    let mut state = last.map(|(k, _)| k);
    let mut score = last.map_or(none, |(_, score)| score);
    if blank[columns] > score {
        (state, score) = (None, blank[columns]);
    }
    if score == none {
        return None;
    }
    let mut found: Vec<Option<(usize, usize)>> = vec![None; columns];
    let mut printed = columns;
    for t in (0..steps.len()).rev() {
        match state {
            Some(k) => {
                let peak = found[printed - 1].is_none_or(|(_, at)| steps[t][k + 1] > steps[at][k + 1]);
                if peak {
                    found[printed - 1] = Some((k, t));
                }
                match from_symbol[t * columns + printed - 1][k] {
                    STAY => {}
                    BLANK => {
                        state = None;
                        printed -= 1;
                    }
                    other => {
                        state = Some(usize::from(other));
                        printed -= 1;
                    }
                }
            }
            None if printed == 0 => break,
            None => match from_blank[t * (columns + 1) + printed] {
                STAY => {}
                k => state = Some(usize::from(k)),
            },
        }
    }
    let columns = found.into_iter().map(|at| at.map(|(symbol, t)| Column { symbol, share: shares(&steps[t]) }));
    Some((columns.collect::<Option<Vec<_>>>()?, score))
}

/// A symbol with the score of the best path that ends in it.
type Scored = Option<(usize, f32)>;

/// The best two symbols with their scores; `None` where nothing was reached.
fn best_two(scores: &[f32; SYMBOLS]) -> (Scored, Scored) {
    let best = highest(scores);
    let mut others = *scores;
    if let Some((k, _)) = best {
        others[k] = f32::NEG_INFINITY;
    }
    (best, highest(&others))
}

/// The first of the highest scores.
fn highest(scores: &[f32; SYMBOLS]) -> Scored {
    // In lanes, which processors compare at once.
    let (lanes, rest) = scores.as_chunks::<8>();
    let greater = |a: f32, b: f32| if a > b { a } else { b };
    let mut tops = [f32::NEG_INFINITY; 8];
    for lane in lanes {
        for (top, score) in tops.iter_mut().zip(lane) {
            *top = greater(*top, *score);
        }
    }
    let top = tops.iter().chain(rest).copied().fold(f32::NEG_INFINITY, greater);
    let at = scores.iter().position(|score| *score == top)?;
    (top > f32::NEG_INFINITY).then_some((at, top))
}

fn shares(step: &[f32; 38]) -> [f32; SYMBOLS] {
    let raw: [f32; SYMBOLS] = std::array::from_fn(|k| step[k + 1].exp());
    let sum: f32 = raw.iter().sum::<f32>().max(1e-12);
    raw.map(|p| p / sum)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const ANY: Mask = (1 << SYMBOLS) - 1;

    // One step a class (0 = blank, 1 = A …); the class gets `p`, the rest is spread evenly.
    fn steps(classes: &[(usize, f32)]) -> MrzSteps {
        let step = |&(class, p): &(usize, f32)| {
            let mut step = [((1.0 - p) / 37.0).ln(); 38];
            step[class] = p.ln();
            step
        };
        classes.iter().map(step).collect()
    }

    fn symbols(steps: &MrzSteps, masks: &[Mask]) -> Vec<usize> {
        forced(steps, masks).unwrap().0.iter().map(|column| column.symbol).collect()
    }

    #[test]
    fn the_length_decides_how_many_fillers_a_run_has() {
        // A, then `<` over six steps with one weak blank between.
        let line = steps(&[(1, 0.9), (0, 0.9), (37, 0.9), (37, 0.9), (0, 0.3), (37, 0.9), (37, 0.9)]);
        assert_eq!(symbols(&line, &[ANY; 2]), [0, 36]);
        assert_eq!(symbols(&line, &[ANY; 3]), [0, 36, 36]);
    }

    #[test]
    fn a_column_prints_only_what_may_stand_there() {
        // O (class 15) read in a column of digits becomes the most probable digit.
        let mut line = steps(&[(15, 0.8), (0, 0.9)]);
        line[0][27] = 0.15_f32.ln();
        let digits = 0b11_1111_1111 << 26;
        assert_eq!(symbols(&line, &[digits]), [26]);
        assert_eq!(forced(&line, &[digits]).unwrap().0[0].most_probable(), 14);
    }

    #[test]
    fn too_few_steps_or_columns_give_nothing() {
        assert!(forced(&steps(&[(1, 0.9)]), &[ANY; 2]).is_none());
        assert!(forced(&steps(&[(1, 0.9)]), &[]).is_none());
        // Two equal symbols need a blank between them.
        assert!(forced(&steps(&[(1, 0.9), (1, 0.9)]), &[1; 2]).is_none());
    }
}
