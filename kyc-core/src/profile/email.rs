//! E-mail addresses: the dot-atom form of RFC 5321 §4.1.2, which is what mail systems accept in practice.

use std::collections::BTreeSet;

/// Longest address (RFC 5321 §4.5.3.1.3: a path of 256 octets holds `<` and `>`).
const MAX_ADDRESS: usize = 254;
/// Longest local part (RFC 5321 §4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// Longest label of a domain name (RFC 1035 §2.3.4).
const MAX_LABEL: usize = 63;

/// Whether `address` is well formed: ASCII, unquoted, at a domain with at least two labels.
pub fn is_well_formed(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    address.len() <= MAX_ADDRESS && local.len() <= MAX_LOCAL && local.split('.').all(is_atom) && is_domain(domain)
}

/// Whether the address is at one of `domains` (lower case), or at a name below one.
pub fn is_disposable(address: &str, domains: &BTreeSet<&str>) -> bool {
    let Some((_, domain)) = address.rsplit_once('@') else { return false };
    let domain = domain.to_ascii_lowercase();
    let mut rest = Some(domain.as_str());
    while let Some(name) = rest {
        if domains.contains(name) {
            return true;
        }
        rest = name.split_once('.').map(|(_, above)| above);
    }
    false
}

fn is_atom(atom: &str) -> bool {
    !atom.is_empty() && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
}

fn is_domain(domain: &str) -> bool {
    let mut labels = domain.split('.');
    // Top-level names are letters, or punycode: never a number, or `user@127.0.0.1` would do.
    let top_is_name = labels.next_back().is_some_and(|top| is_label(top) && top.starts_with(|c: char| c.is_ascii_alphabetic()));
    let mut below = labels.peekable();
    top_is_name && below.peek().is_some() && below.all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_022_email_syntax() {
        for good in ["a@b.ci", "awa.kone+kyc@mail.example.com", "x_y-z@xn--bcher-kva.example", "o'neil@example.org"] {
            assert!(is_well_formed(good), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        let bad = [
            "",
            "@",
            "a@",
            "@b.ci",
            "a@b",
            "a..b@c.ci",
            ".a@c.ci",
            "a@-b.ci",
            "a@b.",
            "a@127.0.0.1",
            "a b@c.ci",
            "é@c.ci",
            &long,
        ];
        for bad in bad {
            assert!(!is_well_formed(bad), "{bad}");
        }
    }
}
