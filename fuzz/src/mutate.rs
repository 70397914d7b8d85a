//! Mutations that keep enough of an input's structure to get past the first check.

use serde_json::{Value, json};

use crate::random::Random;

/// What an input looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Any bytes.
    Bytes,
    /// Tag, length, value: lengths are what parsers trust.
    Der,
    /// Lines of text.
    Text,
    /// JSON: nodes are replaced, moved and removed.
    Json,
}

/// Longest mutated input in bytes, so that growth by growth does not slow the search.
const LONGEST: usize = 64 * 1024;

/// Bytes and words that parsers treat apart.
const WORDS: &[&[u8]] = &[
    b"<",
    b"<<",
    b"\n",
    b"\r\n",
    b"\x1e",
    b"\x1d",
    b"\0",
    b"@",
    b"ANSI ",
    b"DL",
    b"DAQ",
    b"DBB",
    b"XX",
    b"9",
    b"-1",
    b"1e999",
    b"NaN",
    b"\"",
    b"[[",
    b" = ",
    b"\xff\xff\xff\xff",
    b"\x80\x00",
    b"\x30\x80",
    b"\x84\xff\xff\xff\xff",
    "\u{202e}".as_bytes(),
    "\u{200b}".as_bytes(),
    "ß\u{301}م".as_bytes(),
    "\u{10ffff}".as_bytes(),
];

/// An input made of one or two of the corpus by one to eight mutations.
pub fn mutate(form: Form, corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = random.pick(corpus).cloned().unwrap_or_default();
    let times = 1 + random.below(8);
    if form == Form::Json
        && random.below(8) > 0
        && let Ok(mut value) = serde_json::from_slice::<Value>(&input)
    {
        for _ in 0..times {
            change(&mut value, random);
        }
        return serde_json::to_vec(&value).unwrap_or_default();
    }
    for _ in 0..times {
        one(form, &mut input, corpus, random);
    }
    input.truncate(LONGEST);
    input
}

fn one(form: Form, input: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Random) {
    let at = random.below(input.len() + 1);
    let end = (at + random.below(32)).min(input.len());
    match random.below(9) {
        0 => input.truncate(at),
        1 => drop(input.drain(at..end)),
        2 => {
            let piece = input[at..end].to_vec();
            input.splice(at..at, piece);
        }
        3 => {
            let word = random.pick(WORDS).copied().unwrap_or_default();
            input.splice(at..at, word.iter().copied());
        }
        4 => {
            // The rest of another input.
            let other = random.pick(corpus).map(Vec::as_slice).unwrap_or_default();
            let from = random.below(other.len() + 1);
            input.truncate(at);
            input.extend_from_slice(&other[from..]);
        }
        5 if form == Form::Der => {
            // A length that says one more, one less, or far too much.
            if let Some(byte) = input.get_mut(at) {
                *byte = [byte.wrapping_add(1), byte.wrapping_sub(1), 0x80, 0x84, 0xff][random.below(5)];
            }
        }
        5 | 6 if form == Form::Text => {
            // Another letter of the same kind keeps a field's alphabet.
            if let Some(byte) = input.get_mut(at) {
                let letters: &[u8] = if byte.is_ascii_digit() { b"0123456789" } else { b"ABCDEFGHIJKLMNOPQRSTUVWXYZ<0123456789" };
                *byte = random.pick(letters).copied().unwrap_or(*byte);
            }
        }
        7 => {
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        _ => {
            if let Some(byte) = input.get_mut(at) {
                *byte = random.bits() as u8;
            }
        }
    }
}

/// A pointer to a node at a random depth.
fn place(mut node: &Value, random: &mut Random) -> String {
    let mut at = String::new();
    while random.below(6) > 0 {
        let (step, below) = match node {
            Value::Object(members) if !members.is_empty() => {
                let Some((name, member)) = members.iter().nth(random.below(members.len())) else { break };
                (name.replace('~', "~0").replace('/', "~1"), member)
            }
            Value::Array(items) if !items.is_empty() => {
                let step = random.below(items.len());
                (step.to_string(), &items[step])
            }
            _ => break,
        };
        at.push('/');
        at.push_str(&step);
        node = below;
    }
    at
}

/// Changes one node of a JSON value.
fn change(value: &mut Value, random: &mut Random) {
    let strange = strange(random);
    let at = place(value, random);
    let Some(node) = value.pointer_mut(&at) else { return };
    match (random.below(4), &mut *node) {
        (0, Value::Object(members)) => {
            let name = members.keys().nth(random.below(members.len())).cloned();
            if let Some(name) = name {
                members.remove(&name);
            }
        }
        (1, Value::Object(members)) => {
            members.insert("stray".to_owned(), strange);
        }
        (0, Value::Array(items)) if !items.is_empty() => drop(items.remove(random.below(items.len()))),
        (1, Value::Array(items)) if !items.is_empty() && items.len() < 64 => {
            let again = items[random.below(items.len())].clone();
            items.push(again);
        }
        (0 | 1, Value::String(text)) => {
            let word = String::from_utf8_lossy(random.pick(WORDS).copied().unwrap_or_default()).into_owned();
            let at = text.char_indices().nth(random.below(text.len() + 1)).map_or(text.len(), |(at, _)| at);
            text.insert_str(at, &word);
        }
        (0 | 1, Value::Number(number)) => {
            let near = number.as_f64().unwrap_or_default() + [1.0, -1.0, 1e-6, -1e-6][random.below(4)];
            *node = json!(near);
        }
        (0 | 1, Value::Bool(truth)) => *truth = !*truth,
        _ => *node = strange,
    }
}

fn strange(random: &mut Random) -> Value {
    match random.below(14) {
        0 => Value::Null,
        1 => json!({}),
        2 => json!([]),
        3 => json!(""),
        4 => json!(0),
        5 => json!(-1),
        6 => json!(1e300),
        7 => json!(u64::MAX),
        8 => json!(0.000_000_4),
        9 => json!("9999-12-31"),
        10 => json!("A".repeat(1 << random.below(12))),
        11 => json!("\u{202e}\u{200b}Аnna"),
        12 => json!(["seen", {"reason": "not_found"}]),
        _ => json!(random.bits() as u32),
    }
}
