//! The canonical form of JSON: RFC 8785 (JCS).

use serde_json::{Number, Value};

/// Bytes of the canonical form: no spaces, members sorted by the UTF-16 units of their names, numbers as ECMAScript writes
/// them. Integers of 64 bits keep all their digits, where the RFC would round those beyond 2^53; evidence has none.
pub fn canonical(value: &Value) -> Vec<u8> {
    let mut out = String::new();
    write(value, &mut out);
    out.into_bytes()
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => out.push_str(&text_of(number)),
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            out.push('{');
            for (at, (name, member)) in sorted.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_text(name, out);
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn text_of(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => ecmascript(float),
        _ => number.to_string(),
    }
}

/// `Number::toString` of ECMAScript, of a finite number.
fn ecmascript(float: f64) -> String {
    if float == 0.0 {
        return "0".to_owned();
    }
    // Rust's `{:e}` gives the shortest digits that read back as the same number, as ECMAScript wants them.
    let scientific = format!("{:e}", float.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let sign = if float < 0.0 { "-" } else { "" };
    let count = digits.len() as i32;
    // Where the point stands among the digits.
    let point = exponent + 1;
    let zeros = |n: i32| "0".repeat(n.max(0) as usize);
    match point {
        1..=21 if count <= point => format!("{sign}{digits}{}", zeros(point - count)),
        1..=21 => {
            let (whole, rest) = digits.split_at(point as usize);
            format!("{sign}{whole}.{rest}")
        }
        -5..=0 => format!("{sign}0.{}{digits}", zeros(-point)),
        _ => {
            let (first, rest) = digits.split_at(1);
            let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
            let plus = if exponent > 0 { "+" } else { "" };
            format!("{sign}{first}{rest}e{plus}{exponent}")
        }
    }
}

/// Rounds every float to 15 significant digits and 12 decimals: those every JSON reader reads back alike, also one that is
/// not exact in the last place. No decision hangs on the sixteenth digit; single precision has seven.
pub(super) fn steady(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            if let Some(rounded) = number.as_f64().and_then(rounded).and_then(Number::from_f64) {
                *number = rounded;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(steady),
        Value::Object(members) => members.values_mut().for_each(steady),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn rounded(float: f64) -> Option<f64> {
    // A significand below 2^53 and a power of ten up to 22 are exact in a double, and so is one multiplication of them.
    let fifteen: f64 = format!("{float:.14e}").parse().ok()?;
    if fifteen.abs() < 1e3 { format!("{fifteen:.12}").parse().ok() } else { Some(fifteen) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn text(json: &str) -> String {
        String::from_utf8(canonical(&serde_json::from_str(json).unwrap())).unwrap()
    }

    #[test]
    fn the_example_of_rfc_8785() {
        // RFC 8785 §3.2.2 and §3.2.3.
        let given = r#"{"numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"#;
        let wanted = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
        assert_eq!(text(given), wanted);
        let sorted = text(r#"{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}"#);
        assert_eq!(sorted, "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\u{fb33}\":3}");
    }

    #[test]
    fn numbers_as_ecmascript_writes_them() {
        // RFC 8785 appendix B, and the borders of the notations.
        for (bits, wanted) in [
            (0x0000000000000001_u64, "5e-324"),
            (0x7fefffffffffffff, "1.7976931348623157e+308"),
            (0x4340000000000000, "9007199254740992"),
            (0x4430000000000000, "295147905179352830000"),
            (0x44b52d02c7e14af6, "1e+23"),
            (0x444b1ae4d6e2ef50, "1e+21"),
            (0x3eb0c6f7a0b5ed8d, "0.000001"),
            (0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
            (0x41b3de4355555553, "333333333.3333332"),
            (0xbecbf647612f3696, "-0.0000033333333333333333"),
            (0x8000000000000000, "0"),
        ] {
            assert_eq!(ecmascript(f64::from_bits(bits)), wanted);
        }
    }

    #[test]
    fn a_steady_number_reads_back_as_itself() {
        for step in 0..2000_u32 {
            let mut value = Value::from((f64::from(step) * 0.7310585786300049).sin() * 10_f64.powi(step as i32 % 20 - 10));
            steady(&mut value);
            let again: Value = serde_json::from_str(&value.to_string()).unwrap();
            assert_eq!(canonical(&again), canonical(&value));
            assert_eq!(again, value);
        }
    }
}
