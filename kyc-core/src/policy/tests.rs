use super::*;

const CHECKS: &[&str] = &["liveness.passive", "liveness.active", "face.match", "chip.portrait"];

fn policy() -> Policy {
    let mut policy = builtin("api-v1").unwrap();
    policy.rules.truncate(1);
    policy
}

fn refusal(change: impl FnOnce(&mut Policy)) -> String {
    let mut changed = policy();
    change(&mut changed);
    let error = changed.validate(CHECKS).unwrap_err();
    assert_eq!(error.code(), Code::InvalidPolicy);
    error.message().to_owned()
}

#[test]
fn every_builtin_policy_is_named_as_its_file_and_makes_sense() {
    for name in catalog::policies::names() {
        let policy = builtin(name).unwrap();
        assert_eq!(policy.id, name);
        policy.validate(&policy.rules.iter().flat_map(|rule| &rule.checks).map(String::as_str).collect::<Vec<_>>()).unwrap();
    }
    assert_eq!(builtin("nobody").unwrap_err().code(), Code::UnknownPolicy);
}

#[test]
fn a_030_a_031_a_032_weights_and_bands() {
    let policy = policy();
    let points = |p: Points| p.to_f64();
    let w = policy.weights;
    assert_eq!([w.liveness, w.face_match, w.document, w.profile].map(points), [30.0, 40.0, 25.0, 5.0]);
    assert_eq!([policy.bands.accept, policy.bands.review].map(points), [80.0, 60.0]);
    assert!(refusal(|p| p.weights.liveness = Points::from_micros(30_000_001)).contains("100.000001"));
}

#[test]
fn contradictions_are_refused() {
    assert!(refusal(|p| p.bands.review = Points::MAX).contains("review is above accept"));
    assert!(
        refusal(|p| (p.bands.accept, p.bands.review) = (Points::from_micros(0), Points::from_micros(0))).contains("accept is 0")
    );
    assert!(refusal(|p| p.face_match.threshold = Unit::from_micros(400_000)).contains("review_from is above threshold"));
    assert!(refusal(|p| p.face_match.threshold = Unit::ONE).contains("threshold is above strong_from"));
    assert!(refusal(|p| p.liveness.threshold = Unit::ZERO).contains("everything would be live"));
    assert!(refusal(|p| std::mem::swap(&mut p.picture.brightness_min, &mut p.picture.brightness_max)).contains("brightness_min"));
    assert!(refusal(|p| p.document.accepted_countries = vec!["FR ".to_owned()]).contains("accepted_countries"));
    assert!(refusal(|p| p.version = 0).contains("version"));
}

#[test]
fn where_checks_decide_a_rule_that_acts_stops_what_was_not_seen() {
    let by_checks = |change: fn(&mut Rule)| {
        let mut policy = policy();
        policy.decide_by = DecideBy::Checks;
        policy.rules[0].when = vec![Outcome::Fail, Outcome::NotRun];
        change(&mut policy.rules[0]);
        policy.validate(&["liveness.passive", "liveness.active", "profile.email"])
    };
    by_checks(|_| {}).unwrap();
    let changes: [fn(&mut Rule); 3] =
        [|rule| rule.enabled = false, |rule| rule.checks = vec!["profile.email".to_owned()], |rule| rule.when.truncate(1)];
    for change in changes {
        assert!(by_checks(change).unwrap_err().message().contains("decide_by"));
    }
}

#[test]
fn rules_are_checked() {
    assert!(refusal(|p| p.rules[0].checks = vec!["aml.sanctions".to_owned()]).contains("aml.sanctions, which is no check"));
    assert!(refusal(|p| p.rules.push(p.rules[0].clone())).contains("twice"));
    assert!(refusal(|p| p.rules[0].when = vec![Outcome::Pass]).contains("acts on a pass"));
    assert!(refusal(|p| p.rules[0].when.clear()).contains("no outcome"));
    assert!(refusal(|p| p.rules[0].at_most = Verdict::Accepted).contains("allows everything"));
    policy().validate(CHECKS).unwrap();
}

#[test]
fn what_is_out_of_scale_or_unknown_is_not_read() {
    let text = catalog::policies::source("api-v1").unwrap();
    let read = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Policy::from_toml(&text.replacen(from, to, 1)).map_err(|error| error.code())
    };
    let invalid = Err(Code::InvalidPolicy);
    assert_eq!(read("liveness = 30", "liveness = nan"), invalid);
    assert_eq!(read("liveness = 30", "liveness = 101"), invalid);
    assert_eq!(read("threshold = 0.75", "threshold = 75"), invalid);
    assert_eq!(read("sharpness_over = 100", "sharpness_over = inf"), invalid);
    assert_eq!(read("renormalise", "renormalize"), invalid);
    assert_eq!(read("when = [\"fail\"]", "when = [\"failed\"]"), invalid);
}

#[test]
fn the_hash_names_the_policy_and_survives_json() {
    let policy = policy();
    let json = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
    assert_eq!(policy.sha256().len(), 64);
    let mut other = policy.clone();
    other.bands.accept = Points::from_micros(80_000_001);
    assert_ne!(other.sha256(), policy.sha256());
    // A rule's switch is part of it.
    other = policy.clone();
    other.rules[0].enabled = false;
    assert_ne!(other.sha256(), policy.sha256());
}
