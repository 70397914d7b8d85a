//! Cases of the judge vectors for each reason, and for each boundary of the built-in policies: the value itself and the
//! nearest one on the other side.

use crate::check::sample::*;
use crate::policy::{Policy, Step, builtin};
use crate::wire::*;

use super::vectors::{lose_document, lose_selfie};

/// File name, evidence, and the policy that judges: whole where it is not built in.
pub(super) type Case = (String, Evidence, Policy);

fn unit(micros: u32) -> Unit {
    Unit::from_micros(micros)
}

fn policy(change: impl FnOnce(&mut Policy)) -> Policy {
    let mut policy = builtin("api-v1").unwrap();
    policy.id = "tenant".to_owned();
    change(&mut policy);
    policy
}

/// Every case, under `api-v1` where no other policy is named.
pub(super) fn cases() -> Vec<Case> {
    let mut all: Vec<Case> = Vec::new();
    let plain = [document_cases(), zone_cases(), picture_cases(), selfie_cases(), compared_cases(), profile_cases()].concat();
    all.extend(plain.into_iter().map(|(id, evidence)| (id.to_owned(), evidence, builtin("api-v1").unwrap())));
    all.extend(problem_cases());
    all.extend(tenant_cases());
    all.extend(flow_cases());
    all.extend(face_and_screening_cases());
    for policy in ["didit", "flow", "nist-800-63a-4"] {
        let under = |(id, evidence): (&str, Evidence)| (format!("{policy}-{id}"), evidence, builtin(policy).unwrap());
        all.extend(shared_limits().into_iter().map(under));
    }
    all
}

/// Both sides of the limits that the built-in policies have in common.
fn shared_limits() -> Vec<(&'static str, Evidence)> {
    let of_face = |id: &str| id.starts_with("selfie-") || id.starts_with("liveness-");
    let selfie = selfie_cases().into_iter().filter(|(id, _)| of_face(id));
    let zone = zone_cases().into_iter().filter(|(id, _)| id.ends_with("-limit"));
    let live = ("liveness-at-threshold", with(|e| set_liveness(e, 500_000, SpoofType::None)));
    let blurred = ("document-blurred", with_document(|d| d.sides[0].quality.sharpness = 100.0));
    picture_cases().into_iter().chain(selfie).chain(zone).chain(compared_cases()).chain([live, blurred]).collect()
}

/// Sources that differ, at the confidence from which they are compared, and just under it.
fn compared_cases() -> Vec<(&'static str, Evidence)> {
    let differing = |micros| {
        with_document(|d| {
            let print = reading(FieldOrigin::Visual, "1984-08-12", "12 AUG 1984");
            d.fields[5].readings.push(FieldReading { confidence: unit(micros), ..print });
        })
    };
    vec![("sources-compared-at-limit", differing(800_000)), ("sources-compared-under-limit", differing(799_999))]
}

fn date(name: FieldName, value: &'static str) -> Evidence {
    with_document(|document| set_field(document, name, value))
}

fn unread(reason: PrintReason) -> Vec<PrintRead> {
    vec![PrintRead::new(Some(Script::Cyrillic), reason, "reader")]
}

/// A page of this width at the left edge of its picture; whole at 807.
fn at_the_edge(width: f32) -> Seen<Quad> {
    Seen::Seen(Rect { x: 0.0, y: 100.0, width, height: 568.0 }.into())
}

fn document_cases() -> Vec<(&'static str, Evidence)> {
    vec![
        ("document-type-unknown", with_document(|d| d.class.kind = DocumentType::Unknown)),
        ("document-country-unknown", with_document(|d| d.class.country = None)),
        ("document-date-impossible", date(FieldName::BirthDate, "1974-02-30")),
        ("document-date-in-future", date(FieldName::IssueDate, "2026-11-22")),
        ("document-issued-today", date(FieldName::IssueDate, "2026-11-21")),
        ("document-dates-out-of-order", date(FieldName::IssueDate, "1974-08-12")),
        ("document-birth-date-missing", date(FieldName::BirthDate, "")),
        ("document-expiry-impossible", date(FieldName::ExpiryDate, "2031-02-30")),
        ("document-may-have-expired", date(FieldName::ExpiryDate, "2026-11-XX")),
        ("document-expiry-unknown", date(FieldName::ExpiryDate, "")),
        ("print-unread", with_document(|d| d.print = unread(PrintReason::NoReader))),
        ("print-unsure", with_document(|d| d.print = vec![PrintRead::new(None, PrintReason::Unsure, "reader")])),
        ("print-not-found", with_document(|d| d.print = unread(PrintReason::NotFound))),
        ("print-timed-out", with_document(|d| d.print = unread(PrintReason::TimedOut))),
        ("print-failed", with_document(|d| d.print = unread(PrintReason::Failed))),
        ("print-bad-answer", with_document(|d| d.print = unread(PrintReason::BadAnswer))),
        ("print-read", with_document(|d| d.print = unread(PrintReason::Read))),
        ("document-cut", with_document(|d| d.sides[0].outline = at_the_edge(650.0))),
        ("document-at-the-edge", with_document(|d| d.sides[0].outline = at_the_edge(806.0))),
        ("national-number-wrong", with_document(|d| spanish(d, "12345678A"))),
        ("national-number-right", with_document(|d| spanish(d, "12345678Z"))),
        (
            "sources-agree",
            with_document(|d| d.fields[5].readings.push(reading(FieldOrigin::Visual, "1974-08-12", "12 AUG 1974"))),
        ),
        ("card-without-expiry", with_document(card_for_good)),
        (
            "card-without-expiry-that-shows-one",
            with_document(|d| {
                card_for_good(d);
                d.fields.push(field(FieldName::ExpiryDate, "2026-11-20", "20.11.2026"));
            }),
        ),
        (
            "card-that-claims-another-type",
            with_document(|d| {
                card_for_good(d);
                d.class.country = Some("UTO".to_owned());
            }),
        ),
        ("document-unreadable", with(|e| lose_document(e, NotSeen::Unreadable))),
        ("document-not-supported", with(|e| lose_document(e, NotSeen::NotSupported))),
        ("liveness-skipped", with(|e| e.liveness = Seen::not(NotSeen::Skipped))),
    ]
}

/// A card that is good for as long as it lasts: no date of expiry, no machine-readable zone.
fn card_for_good(document: &mut DocumentEvidence) {
    document.class.kind = DocumentType::IdCard;
    document.class.country = Some("IND".to_owned());
    document.class.catalogue = Some("ind-voter-card".to_owned());
    document.class.by = ClassifiedBy::Text;
    document.mrz = Seen::not(NotSeen::NotFound);
    document.fields.retain(|field| field.name != FieldName::ExpiryDate);
    for field in &mut document.fields {
        field.readings.iter_mut().for_each(|reading| reading.origin = FieldOrigin::Visual);
    }
    set_field(document, FieldName::IssuingState, "IND");
    set_field(document, FieldName::Nationality, "IND");
}

/// A Spanish document with that number of a person.
fn spanish(document: &mut DocumentEvidence, number: &str) {
    document.class.country = Some("ESP".to_owned());
    set_field(document, FieldName::IssuingState, "ESP");
    set_field(document, FieldName::PersonalNumber, number);
}

fn zone_cases() -> Vec<(&'static str, Evidence)> {
    let wrong = |at: usize| with_mrz(|mrz| mrz.check_digits[at].valid = false);
    let corrected = |count: u8| {
        with_mrz(|mrz| {
            mrz.corrections = (0..count)
                .map(|column| MrzCorrection {
                    line: 0,
                    column,
                    read: "0".into(),
                    used: "O".into(),
                    because: CorrectionReason::Position,
                    read_probability: unit(600_000),
                })
                .collect();
        })
    };
    vec![
        ("mrz-wrong-document-number", wrong(0)),
        ("mrz-wrong-birth-date", wrong(1)),
        ("mrz-wrong-optional-data", wrong(3)),
        ("mrz-without-check-digits", with_mrz(|mrz| mrz.check_digits.clear())),
        ("mrz-code-unknown", date(FieldName::Nationality, "QQQ")),
        ("mrz-codes-missing", {
            with_document(|d| d.fields.retain(|f| !matches!(f.name, FieldName::IssuingState | FieldName::Nationality)))
        }),
        ("mrz-corrections-at-limit", corrected(4)),
        ("mrz-corrections-over-limit", corrected(5)),
        ("mrz-confidence-at-limit", with_mrz(|mrz| mrz.confidence = unit(300_000))),
        ("mrz-confidence-under-limit", with_mrz(|mrz| mrz.confidence = unit(299_999))),
    ]
}

fn picture_cases() -> Vec<(&'static str, Evidence)> {
    let quality = |change: fn(&mut PictureQuality)| with_document(|d| change(&mut d.sides[0].quality));
    vec![
        ("document-sharp-enough", quality(|q| q.sharpness = 100.001)),
        ("document-glare-at-limit", quality(|q| q.glare = unit(50_000))),
        ("document-glare-under-limit", quality(|q| q.glare = unit(49_999))),
        ("document-visible-just-enough", with_document(|d| d.sides[0].outline = at_the_edge(767.0))),
        ("document-visible-just-too-little", with_document(|d| d.sides[0].outline = at_the_edge(766.0))),
        ("document-brightness-at-lower-limit", quality(|q| q.brightness = 80.0)),
        ("document-dark", quality(|q| q.brightness = 79.999)),
        ("document-brightness-at-upper-limit", quality(|q| q.brightness = 200.0)),
        ("document-bright", quality(|q| q.brightness = 200.001)),
    ]
}

fn selfie_cases() -> Vec<(&'static str, Evidence)> {
    let lost = |why| with(|e| lose_selfie(e, why));
    vec![
        ("selfie-no-face", lost(NotSeen::NoFace)),
        ("selfie-face-unusable", lost(NotSeen::FaceUnusable)),
        (
            "selfie-two-faces-seen",
            with(|e| {
                if let Seen::Seen(face) = &mut e.selfie {
                    face.faces = 2;
                }
            }),
        ),
        (
            "selfie-at-all-limits",
            with_selfie_quality(|q| {
                (q.yaw, q.pitch, q.roll, q.eye_distance) = (-35.0, 30.0, 35.0, 40.0);
                (q.presence, q.eyes_closed) = (unit(500_000), unit(700_000));
            }),
        ),
        ("selfie-turned", with_selfie_quality(|q| q.yaw = -35.001)),
        ("selfie-nodding", with_selfie_quality(|q| q.pitch = 30.001)),
        ("selfie-tilted", with_selfie_quality(|q| q.roll = 35.001)),
        ("selfie-small", with_selfie_quality(|q| q.eye_distance = 39.999)),
        ("selfie-covered", with_selfie_quality(|q| q.presence = unit(499_999))),
        ("selfie-eyes-closed", with_selfie_quality(|q| q.eyes_closed = unit(700_001))),
        ("face-just-under-threshold", with(|e| set_similarity(e, 749_999))),
        ("face-at-review", with(|e| set_similarity(e, 500_000))),
        ("face-just-under-review", with(|e| set_similarity(e, 499_999))),
        ("face-at-strong", with(|e| set_similarity(e, 800_000))),
        ("face-just-under-strong", with(|e| set_similarity(e, 799_999))),
        ("liveness-just-under-threshold", with(|e| set_liveness(e, 499_999, SpoofType::None))),
    ]
}

fn profile_cases() -> Vec<(&'static str, Evidence)> {
    let declared = |change: fn(&mut ProfileEvidence)| {
        with(|e| {
            if let Seen::Seen(profile) = &mut e.profile {
                change(profile);
            }
        })
    };
    vec![
        ("profile-birth-date-differs", declared(|p| p.birth_date = Some("1974-08-13".into()))),
        ("profile-birth-date-malformed", declared(|p| p.birth_date = Some("12 August".into()))),
        ("profile-country-differs", declared(|p| p.ip_country = Some("FRA".to_owned()))),
        ("profile-country-ip-unknown", declared(|p| p.ip_country = None)),
        ("profile-country-malformed", declared(|p| p.country = Some("ci".to_owned()))),
        ("profile-email-malformed", declared(|p| p.email = Some("anna@".into()))),
        ("profile-email-without-answer", declared(|p| p.email_has_mx = None)),
        ("profile-email-takes-no-mail", declared(|p| p.email_has_mx = Some(false))),
        ("profile-name-differs", declared(|p| p.full_name = Some("Jane Roe".into()))),
        ("profile-name-partial", declared(|p| p.full_name = Some("Anna Roe".into()))),
        ("profile-name-other-script", declared(|p| p.full_name = Some("山田 太郎".into()))),
        ("profile-phone-malformed", declared(|p| p.phone = Some("0701020304".into()))),
    ]
}

fn problem_cases() -> Vec<Case> {
    let problems = [
        ("selfie-empty-file", PictureProblem::Empty),
        ("selfie-file-too-large", PictureProblem::FileTooLarge),
        ("selfie-too-many-pixels", PictureProblem::TooManyPixels),
        ("selfie-too-small", PictureProblem::TooSmall),
        ("selfie-animated", PictureProblem::Animated),
    ];
    let case = |(id, problem): (&str, PictureProblem)| {
        let evidence = with(|e| {
            e.captures[1].picture = Decoded::Problem(problem);
            lose_selfie(e, NotSeen::NoPicture);
        });
        (id.to_owned(), evidence, builtin("api-v1").unwrap())
    };
    problems.into_iter().map(case).collect()
}

fn tenant_cases() -> Vec<Case> {
    let own = |id: &str, evidence, change: fn(&mut Policy)| (id.to_owned(), evidence, policy(change));
    let neither = || {
        with(|e| {
            lose_document(e, NotSeen::Unreadable);
            lose_selfie(e, NotSeen::NoFace);
        })
    };
    let adult = || date(FieldName::BirthDate, "2008-11-21");
    let issued = |day| with_document(|d| set_field(d, FieldName::IssueDate, day));
    vec![
        own("tenant-type-not-accepted", perfect(), |p| p.document.accepted_types = vec![DocumentType::IdCard]),
        own("tenant-country-not-accepted", perfect(), |p| p.document.accepted_countries = vec!["CIV".to_owned()]),
        own("tenant-field-required", perfect(), |p| p.document.required_fields.push(FieldName::Address)),
        own("tenant-document-before-selfie", neither(), |p| p.version = 2),
        own("tenant-selfie-before-document", neither(), |p| p.steps = vec![Step::Selfie, Step::Document]),
        own("tenant-of-age-today", adult(), |p| p.document.min_age = Some(18)),
        own("tenant-too-young", date(FieldName::BirthDate, "2008-11-22"), |p| p.document.min_age = Some(18)),
        own("tenant-of-age-at-issue", issued("1992-08-12"), |p| p.document.min_age_at_issue = Some(18)),
        own("tenant-too-young-at-issue", issued("1992-08-11"), |p| p.document.min_age_at_issue = Some(18)),
        own("tenant-valid-for-ten-years", issued("2021-04-15"), |p| p.document.max_validity_years = Some(10)),
        own("tenant-valid-for-too-long", issued("2020-04-15"), |p| p.document.max_validity_years = Some(10)),
    ]
}

/// All nine signals of `flow` at their best, after `change`.
fn signals(change: impl FnOnce(&mut RiskSignals)) -> Seen<RiskSignals> {
    let mut signals = best_signals();
    change(&mut signals);
    Seen::Seen(signals)
}

fn flow_cases() -> Vec<Case> {
    let case = |id: &str, similarity: u32, change: fn(&mut RiskSignals)| {
        let evidence = with(|e| {
            set_liveness(e, 1_000_000, SpoofType::None);
            set_similarity(e, similarity);
            e.signals = signals(change);
        });
        (format!("flow-{id}"), evidence, builtin("flow").unwrap())
    };
    // All that is not liveness, face and watchlists at nought: 25 + 20 + 5 = 50.
    let half: fn(&mut RiskSignals) = |s| {
        let zero = Some(Unit::ZERO);
        (s.forensics, s.document_liveness, s.database_match) = (zero, zero, zero);
        (s.device_integrity, s.ip_reputation, s.velocity, s.geo_consistency) = (zero, zero, zero, zero);
    };
    let issued = |id: &str, similarity, day| {
        let mut case = case(id, similarity, |_| {});
        if let Seen::Seen(document) = &mut case.1.document {
            set_field(document, FieldName::IssueDate, day);
        }
        case
    };
    let recognised = |id: &str, confidence| {
        let mut case = case(id, 1_000_000, |_| {});
        if let Seen::Seen(document) = &mut case.1.document {
            document.class.confidence = unit(confidence);
        }
        case
    };
    vec![
        case("approve", 1_000_000, |_| {}),
        case("at-85", 1_000_000, |s| s.database_match = Some(Unit::ZERO)),
        case("just-under-85", 1_000_000, |s| {
            (s.database_match, s.velocity) = (Some(Unit::ZERO), Some(unit(999_990)));
        }),
        case("at-50", 1_000_000, half),
        case("just-under-50", 999_999, half),
        case("sanctions", 1_000_000, |s| s.sanctions_hit = Some(true)),
        case("politically-exposed", 1_000_000, |s| s.pep_hit = Some(true)),
        case("signal-missing", 1_000_000, |s| s.geo_consistency = None),
        issued("old-photo", 1_000_000, "2016-11-21"),
        issued("photo-not-yet-old", 1_000_000, "2016-11-22"),
        issued("old-photo-at-threshold", 600_000, "2016-11-21"),
        issued("old-photo-just-under-threshold", 599_999, "2016-11-21"),
        recognised("authentic-at-limit", 500_000),
        recognised("authentic-under-limit", 499_999),
    ]
}

fn face_and_screening_cases() -> Vec<Case> {
    let under = |policy: &str, id: &str, similarity: u32, aml: Option<u32>| {
        let evidence = with(|e| {
            set_similarity(e, similarity);
            if let Some(micros) = aml {
                e.signals = Seen::Seen(RiskSignals { aml_score: Some(Points::from_micros(micros)), ..RiskSignals::default() });
            }
        });
        (format!("{policy}-{id}"), evidence, builtin(policy).unwrap())
    };
    let mut all = vec![
        under("didit", "screening-at-limit", 900_000, Some(80_000_000)),
        under("didit", "screening-over-limit", 900_000, Some(80_000_001)),
    ];
    for policy in ["didit", "flow", "nist-800-63a-4"] {
        let bands = builtin(policy).unwrap().face_match;
        for (name, from) in [("threshold", bands.threshold), ("review", bands.review_from), ("strong", bands.strong_from)] {
            all.push(under(policy, &format!("face-at-{name}"), from.micros(), None));
            all.push(under(policy, &format!("face-just-under-{name}"), from.micros() - 1, None));
        }
    }
    all
}
