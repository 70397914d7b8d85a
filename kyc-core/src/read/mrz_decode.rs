//! temp
use super::MrzRead;
use super::recognise::MrzSteps;
use crate::wire::*;
use chrono::NaiveDate;

/// Ranks readings: right check digits first, then confidence. `None` is the lowest.
pub(crate) fn rank(read: &Option<MrzRead>) -> Option<(bool, usize, Unit)> {
    let evidence = &read.as_ref()?.evidence;
    let right = evidence.check_digits.iter().filter(|digit| digit.valid).count();
    Some((evidence.check_digits_valid, right, evidence.confidence))
}

pub(crate) fn decode(lines: &[(Quad, MrzSteps)], blob: u32, _today: NaiveDate) -> Option<MrzRead> {
    let text: Vec<String> = lines.iter().map(|(_, s)| greedy(s)).collect();
    let n = text.iter().map(String::len).max()?;
    let format = match (lines.len(), n) {
        (3, 27..=33) => MrzFormat::Td1,
        (2, 33..=39) => MrzFormat::Td2,
        (2, 40..=48) => MrzFormat::Td3,
        _ => return None,
    };
    let want = match format {
        MrzFormat::Td1 => 30,
        MrzFormat::Td2 => 36,
        _ => 44,
    };
    let valid = text.iter().all(|t| t.len() == want);
    let lines =
        lines.iter().zip(text).map(|((q, _), t)| MrzLine { text: t.into(), region: Some(*q), probabilities: vec![] }).collect();
    Some(MrzRead {
        evidence: MrzEvidence {
            blob: Some(blob),
            format,
            lines,
            check_digits: vec![],
            check_digits_valid: valid,
            corrections: vec![],
            confidence: Unit::ONE,
        },
        fields: vec![],
    })
}
fn greedy(steps: &[[f32; 38]]) -> String {
    let a: Vec<char> = super::alphabet::MRZ_ALPHABET.chars().collect();
    let mut out = String::new();
    let mut prev = 0;
    for s in steps {
        let b = (0..38).fold(0, |b, i| if s[i] > s[b] { i } else { b });
        if b != 0 && b != prev {
            out.push(a[b - 1]);
        }
        prev = b;
    }
    out
}
