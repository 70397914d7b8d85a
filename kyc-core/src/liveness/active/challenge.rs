//! What a person is asked to do, derived from the host's nonce.

use sha2::{Digest, Sha256};

use crate::wire::Action;

/// `count` different actions of `allowed`, in an order that depends on every bit of the nonce and on nothing else. Fewer when
/// `allowed` has fewer.
///
/// The engine has no random source: unpredictability, single use and expiry are the host's, through its nonce (F-113).
pub fn challenge(nonce: &str, count: usize, allowed: &[Action]) -> Vec<Action> {
    let mut left: Vec<Action> = Vec::new();
    for action in allowed {
        if !left.contains(action) {
            left.push(*action);
        }
    }
    let digest = Sha256::digest(nonce.as_bytes());
    let mut draws = digest.chunks_exact(4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    let mut asked = Vec::new();
    while asked.len() < count && !left.is_empty() {
        // 32 bits over at most six actions: the bias is below one in a hundred million.
        let Some(draw) = draws.next() else { break };
        asked.push(left.remove(draw as usize % left.len()));
    }
    asked
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn f_113_the_nonce_alone_decides_and_every_order_comes_up() {
        let ask = |i: u32| challenge(&format!("nonce-{i}"), 3, &Action::ALL);
        assert_eq!(ask(7), ask(7));
        let orders: BTreeSet<_> = (0..5000).map(ask).collect();
        assert_eq!(orders.len(), 6 * 5 * 4);
    }

    #[test]
    fn f_112_actions_are_different_and_only_those_allowed() {
        for i in 0..200 {
            let asked = challenge(&i.to_string(), 4, &Action::ALL);
            assert_eq!(asked.iter().collect::<BTreeSet<_>>().len(), 4);
        }
        assert_eq!(challenge("n", 4, &[Action::Blink, Action::Blink]), [Action::Blink]);
    }
}
