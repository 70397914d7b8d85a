//! `make_challenge`: what to ask of a person for active liveness.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use crate::engine::Engine;
use crate::error::{Code, Error, Result};
use crate::liveness::active::challenge;
use crate::wire::Action;

/// F-112: two to four actions.
const COUNT: std::ops::RangeInclusive<u32> = 2..=4;
/// Two decades of bits in any usual encoding are not guessed; longer than this is a mistake.
const NONCE: std::ops::RangeInclusive<usize> = 16..=256;

/// Derives a challenge.
#[derive(Debug)]
pub struct MakeChallenge;

/// For which session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeChallengeRequest {
    /// Fresh and unpredictable, 16 to 256 bytes; the host makes it, stores the challenge with the session, uses it once and
    /// lets it expire (F-113). The same nonce gives the same challenge.
    pub nonce: String,
    /// How many actions, 2 to 4. Default 3.
    #[serde(default)]
    pub count: Option<u32>,
    /// Actions this person cannot do; they are not asked for (F-114). Who can do too few is checked with no actions at all.
    #[serde(default)]
    pub without: Vec<Action>,
}

/// The challenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MakeChallengeResponse {
    /// What to ask for, in this order.
    pub actions: Vec<Action>,
}

impl Operation for MakeChallenge {
    const NAME: &'static str = "make_challenge";
    const NEEDS_MODELS: bool = false;
    type Request = MakeChallengeRequest;
    type Response = MakeChallengeResponse;

    fn run(_: &Engine, request: MakeChallengeRequest, _: &[&[u8]]) -> Result<MakeChallengeResponse> {
        let invalid = |message: &str| Error::new(Code::InvalidRequest, message);
        let count = request.count.unwrap_or(3);
        if !COUNT.contains(&count) {
            return Err(invalid("count is not 2 to 4"));
        }
        if !NONCE.contains(&request.nonce.len()) {
            return Err(invalid("nonce is not 16 to 256 bytes long"));
        }
        let allowed: Vec<Action> = Action::ALL.into_iter().filter(|action| !request.without.contains(action)).collect();
        if allowed.len() < count as usize {
            return Err(invalid("without leaves fewer actions than count"));
        }
        Ok(MakeChallengeResponse { actions: challenge(&request.nonce, count as usize, &allowed) })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn made(nonce: &str, count: Option<u32>, without: &[Action]) -> Result<Vec<Action>> {
        let engine = Engine::new(Config::default())?;
        let request = MakeChallengeRequest { nonce: nonce.to_owned(), count, without: without.to_vec() };
        engine.make_challenge(request, &[]).map(|response| response.actions)
    }

    #[test]
    fn f_112_two_to_four_actions_and_nothing_else() {
        let nonce = "0123456789abcdef";
        assert_eq!(made(nonce, None, &[]).unwrap().len(), 3);
        for count in [0, 1, 5, u32::MAX] {
            assert_eq!(made(nonce, Some(count), &[]).unwrap_err().code(), Code::InvalidRequest);
        }
        assert!((2..=4).all(|count| made(nonce, Some(count), &[]).unwrap().len() == count as usize));
    }

    #[test]
    fn f_113_a_nonce_too_short_to_be_one_is_refused() {
        assert_eq!(made("0123456789abcde", None, &[]).unwrap_err().code(), Code::InvalidRequest);
        assert_eq!(made(&"x".repeat(257), None, &[]).unwrap_err().code(), Code::InvalidRequest);
    }

    #[test]
    fn f_114_what_a_person_cannot_do_is_not_asked() {
        let without = [Action::Nod, Action::TurnLeft, Action::TurnRight];
        for i in 0..20 {
            let asked = made(&format!("0123456789abcdef{i}"), None, &without).unwrap();
            assert!(asked.iter().all(|action| !without.contains(action)));
        }
        assert_eq!(made("0123456789abcdef", Some(4), &without).unwrap_err().code(), Code::InvalidRequest);
    }
}
