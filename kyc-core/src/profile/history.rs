//! Two risk signals from what the host remembers (F-150): whether attempts come at a human pace, and whether one person
//! could have been at all the places.
//!
//! Neither has a published standard; the limits here are ours. They are signals, which a policy weighs: none decides alone.

use crate::error::{Code, Error, Result};
use crate::wire::{History, Place, RiskSignals, Unit};

/// Most attempts of one history.
const MOST: usize = 1000;
/// Attempts in a time: up to the first number is a person who tries again, from the second on a program.
const PACE: [(u64, u32, u32); 2] = [(60 * 60, 3, 10), (24 * 60 * 60, 10, 30)];
/// Speed up to which a journey is one: an airliner at cruise flies some 900 km/h over ground.
const TRAVEL: f64 = 900.0;
/// Speed from which nobody travels.
const IMPOSSIBLE: f64 = 1800.0;
/// Mean radius of the earth, km (IUGG).
const EARTH: f64 = 6371.0;

/// Whether attempts come at a human pace: 1 up to 3 in the last hour and 10 in the last day before this one, 0 from 10 and
/// 30 on, in even steps between; the worse of the two. A host that remembers nothing says 1: this is the first.
///
/// # Errors
/// As [`geo_consistency`].
pub fn velocity(history: &History) -> Result<Unit> {
    validate(history)?;
    let signal = |(within, free, limit): (u64, u32, u32)| {
        let count = history.attempts.iter().filter(|attempt| attempt.seconds_ago <= within).count() as u32;
        let left = (limit - free) - count.saturating_sub(free).min(limit - free);
        Unit::from_micros(Unit::SCALE * left / (limit - free))
    };
    Ok(PACE.into_iter().map(signal).min().unwrap_or(Unit::ONE))
}

/// Whether one person could have been at this place and at each earlier one: 1 up to 900 km/h, 0 from 1800 km/h, in even
/// steps between, for the fastest journey; `place_error_km` at both ends costs nobody anything. None without a place now
/// and at least one before.
///
/// # Errors
/// [`Code::InvalidRequest`] for more than 1000 attempts or a place that is not on earth.
pub fn geo_consistency(history: &History) -> Result<Option<Unit>> {
    validate(history)?;
    let Some(here) = &history.place else { return Ok(None) };
    let slack = 2.0 * f64::from(history.place_error_km);
    let own = history.attempts.iter().filter(|attempt| attempt.same_person);
    let signals = own.filter_map(|attempt| {
        let km = (distance(here, attempt.place.as_ref()?) - slack).max(0.0);
        let hours = attempt.seconds_ago as f64 / 3600.0;
        // The same moment at another place is the fastest journey of all.
        let speed = if km == 0.0 { 0.0 } else { km / hours.max(1e-9) };
        Some(Unit::from_f64((IMPOSSIBLE - speed) / (IMPOSSIBLE - TRAVEL)))
    });
    Ok(signals.min())
}

/// The host's own answers, completed from its history: what it answered itself stays.
///
/// # Errors
/// As [`geo_consistency`].
pub fn complete(answered: Option<RiskSignals>, history: Option<&History>) -> Result<Option<RiskSignals>> {
    let Some(history) = history else { return Ok(answered) };
    let mut signals = answered.unwrap_or_default();
    signals.velocity = signals.velocity.or(Some(velocity(history)?));
    signals.geo_consistency = signals.geo_consistency.or(geo_consistency(history)?);
    Ok(Some(signals))
}

fn validate(history: &History) -> Result<()> {
    let on_earth =
        |place: &Place| (-90.0..=90.0).contains(place.latitude.expose()) && (-180.0..=180.0).contains(place.longitude.expose());
    let places = history.attempts.iter().filter_map(|attempt| attempt.place.as_ref()).chain(&history.place);
    if history.attempts.len() > MOST {
        return Err(Error::new(Code::InvalidRequest, "history: more than 1000 attempts"));
    }
    if !places.into_iter().all(on_earth) {
        return Err(Error::new(Code::InvalidRequest, "history: a latitude is beyond 90 or a longitude beyond 180 degrees"));
    }
    Ok(())
}

/// Great-circle distance by the haversine formula, km.
fn distance(a: &Place, b: &Place) -> f64 {
    let (lat_a, lat_b) = (a.latitude.expose().to_radians(), b.latitude.expose().to_radians());
    let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
    let east = half(a.longitude.expose().to_radians(), b.longitude.expose().to_radians());
    let chord = half(lat_a, lat_b) + lat_a.cos() * lat_b.cos() * east;
    2.0 * EARTH * chord.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::wire::PastAttempt;

    fn place(latitude: f64, longitude: f64) -> Place {
        Place { latitude: latitude.into(), longitude: longitude.into() }
    }

    fn attempts(count: usize, seconds_ago: u64) -> Vec<PastAttempt> {
        vec![PastAttempt { seconds_ago, place: None, same_person: false }; count]
    }

    fn pace(count: usize, seconds_ago: u64) -> Unit {
        velocity(&History { attempts: attempts(count, seconds_ago), ..History::default() }).unwrap()
    }

    /// From Paris, this long after London.
    fn journey(seconds_ago: u64, place_error_km: u32) -> Option<Unit> {
        let before = PastAttempt { seconds_ago, place: Some(place(51.5074, -0.1278)), same_person: true };
        let history = History { attempts: vec![before], place: Some(place(48.8566, 2.3522)), place_error_km };
        geo_consistency(&history).unwrap()
    }

    #[test]
    fn f_150_f_155_velocity_falls_from_a_person_to_a_program() {
        assert_eq!([pace(0, 0), pace(3, 3600), pace(10, 3601), pace(999, 86_401)], [Unit::ONE; 4]);
        assert_eq!([pace(10, 0), pace(10, 3600), pace(30, 86_400)], [Unit::ZERO; 3]);
        assert!(pace(4, 60) < Unit::ONE && pace(4, 60) > pace(5, 60) && pace(9, 60) > Unit::ZERO);
        assert!(pace(20, 86_400) == Unit::from_micros(500_000));
    }

    #[test]
    fn f_150_f_155_nobody_is_in_two_cities_at_once() {
        // London to Paris is 344 km.
        assert!((distance(&place(51.5074, -0.1278), &place(48.8566, 2.3522)) - 343.6).abs() < 1.0);
        assert_eq!(journey(3600, 0), Some(Unit::ONE));
        assert_eq!(journey(600, 0), Some(Unit::ZERO));
        assert_eq!(journey(0, 0), Some(Unit::ZERO));
        let fast = journey(1000, 0).unwrap();
        assert!(fast > Unit::ZERO && fast < Unit::ONE);
        // An address on the net is known to a hundred kilometres: twice that is no journey.
        assert_eq!(journey(0, 200), Some(Unit::ONE));
        let other = PastAttempt { seconds_ago: 0, place: Some(place(0.0, 0.0)), same_person: false };
        let history = History { attempts: vec![other], place: Some(place(10.0, 10.0)), place_error_km: 0 };
        assert_eq!(geo_consistency(&history).unwrap(), None);
    }

    #[test]
    fn what_the_host_answered_stays_and_nonsense_is_its_mistake() {
        let answered = RiskSignals { velocity: Some(Unit::ZERO), ..RiskSignals::default() };
        let signals = complete(Some(answered), Some(&History::default())).unwrap().unwrap();
        assert_eq!((signals.velocity, signals.geo_consistency), (Some(Unit::ZERO), None));
        assert_eq!(complete(None, None).unwrap(), None);
        for wrong in [place(90.1, 0.0), place(0.0, f64::NAN), place(0.0, 181.0)] {
            let history = History { place: Some(wrong), ..History::default() };
            assert_eq!(geo_consistency(&history).unwrap_err().code(), Code::InvalidRequest);
        }
        let history = History { attempts: attempts(1001, 0), ..History::default() };
        assert_eq!(velocity(&history).unwrap_err().code(), Code::InvalidRequest);
        assert!(!format!("{:?}", place(48.8566, 2.3522)).contains("48"));
    }
}
