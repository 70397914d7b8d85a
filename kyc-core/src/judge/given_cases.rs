//! Cases of the judge vectors for what is handed in beside the pictures: a chip, frames of a moving person.

use crate::check::sample::*;
use crate::wire::*;

/// Every case, judged under `api-v1`.
pub(super) fn cases() -> Vec<(&'static str, Evidence)> {
    [of_chips(), of_movement()].concat()
}

fn of_chips() -> Vec<(&'static str, Evidence)> {
    let portrait = |micros| {
        let mut evidence = chip(|_| {});
        evidence.chip_match = Seen::Seen(similar(micros));
        evidence
    };
    vec![
        ("chip-authentic", chip(|_| {})),
        ("chip-signature-wrong", chip(|c| fail_at(c, |p| &mut p.signature, ChipReason::SignatureWrong))),
        ("chip-hash-mismatch", chip(|c| fail_at(c, |p| &mut p.hashes, ChipReason::HashMismatch))),
        ("chip-without-trust-anchors", chip(|c| fail_at(c, |p| &mut p.chain, ChipReason::NoTrustAnchors))),
        ("chip-is-a-copy", chip(|c| c.active_authentication = ChipReason::SignatureWrong.into())),
        ("chip-copy-not-tested", chip(|c| c.active_authentication = ChipReason::NotSupplied.into())),
        ("chip-portrait-at-threshold", portrait(750_000)),
        ("chip-portrait-just-under-threshold", portrait(749_999)),
        ("chip-portrait-at-review", portrait(500_000)),
        ("chip-portrait-of-another", portrait(499_999)),
        ("chip-portrait-not-decoded", {
            let mut evidence = chip(|_| {});
            evidence.chip_match = Seen::not(NotSeen::NotSupported);
            evidence
        }),
        ("chip-birth-date-differs", {
            chip(|c| c.fields = vec![of_chip(FieldName::BirthDate, "1974-08-13"), of_chip(FieldName::Surname, "ERIKSSON")])
        }),
    ]
}

fn of_movement() -> Vec<(&'static str, Evidence)> {
    let reasons = |codes: &[&str]| codes.iter().map(|code| Reason::new(&format!("liveness.active.{code}"))).collect();
    let refused = ActiveVerdict { is_live: false, reasons: reasons(&["frozen", "action_not_seen"]) };
    vec![
        ("active-live", moved(|_| {})),
        ("active-refused", moved(|active| active.verdict = refused)),
        ("active-person-at-threshold", moved(|active| active.same_person = Seen::Seen(similar(750_000)))),
        ("active-person-just-under-threshold", moved(|active| active.same_person = Seen::Seen(similar(749_999)))),
        ("active-another-person", moved(|active| active.same_person = Seen::Seen(similar(499_999)))),
        ("active-person-not-compared", moved(|active| active.same_person = Seen::not(NotSeen::NotFound))),
    ]
}

fn similar(micros: u32) -> FaceMatchEvidence {
    let cosine = f64::from(micros) / 1e6;
    FaceMatchEvidence {
        similarity: Unit::from_micros(micros),
        raw_cosine: cosine,
        model: "sample-embedder".to_owned(),
        second: None,
    }
}

fn of_chip(name: FieldName, value: &str) -> Field {
    let provenance = Provenance { blob: Some(2), region: None, model: None };
    let reading = FieldReading { confidence: Unit::ONE, provenance, ..reading(FieldOrigin::Chip, value, value) };
    Field { name, readings: vec![reading] }
}

/// The perfect case with a chip in which everything holds, after `change`.
fn chip(change: impl FnOnce(&mut ChipEvidence)) -> Evidence {
    let holds: ChipCheck = ChipReason::Verified.into();
    let mut chip = ChipEvidence {
        lds_version: Some("0107".to_owned()),
        announced: vec![1, 2, 15],
        listed: vec![1, 2, 15],
        data_groups: [1, 2, 15].map(|number| ChipDataGroup { number, hash: holds, content: holds }).to_vec(),
        passive_authentication: PassiveAuthentication {
            structure: holds,
            signature: holds,
            chain: holds,
            validity: holds,
            revocation: ChipReason::NotSupplied.into(),
            hashes: holds,
            overall: holds,
            leniencies_used: Vec::new(),
        },
        active_authentication: holds,
        chip_authentication: ChipReason::NotSupplied.into(),
        fields: vec![of_chip(FieldName::BirthDate, "1974-08-12"), of_chip(FieldName::Surname, "ERIKSSON")],
        portrait: Seen::Seen(ChipPortrait { blob: 3, offset: 81, length: 12_000, format: ChipPortraitFormat::Jpeg }),
        trust_anchors: 1,
        trust_unreadable: 0,
    };
    change(&mut chip);
    with(|evidence| {
        evidence.chip = Seen::Seen(chip);
        evidence.chip_match = Seen::Seen(similar(880_000));
    })
}

/// The step that did not pass is the answer of the whole.
fn fail_at(chip: &mut ChipEvidence, step: fn(&mut PassiveAuthentication) -> &mut ChipCheck, reason: ChipReason) {
    let passive = &mut chip.passive_authentication;
    *step(passive) = reason.into();
    passive.overall = reason.into();
}

/// The perfect case with a person who did what was asked, after `change`.
fn moved(change: impl FnOnce(&mut ActiveEvidence)) -> Evidence {
    let event = |action, from| ActiveEvent { action, from, peak: from + 6, to: from + 11 };
    let mut active = ActiveEvidence {
        asked: vec![Action::TurnLeft, Action::Blink],
        verdict: ActiveVerdict { is_live: true, reasons: Vec::new() },
        events: vec![event(Action::TurnLeft, 14), event(Action::Blink, 52)],
        measures: ActiveMeasures {
            passive: Seen::Seen(Unit::from_micros(910_000)),
            identity: Seen::Seen(0.75),
            parallax: Seen::Seen(0.125),
        },
        frames: FrameSignals {
            count: Some(90),
            interval_us: Some(33_000),
            jitter_us: Some(900),
            duplicates: Some(0),
            noise: None,
        },
        same_person: Seen::Seen(similar(900_000)),
    };
    change(&mut active);
    with(|evidence| evidence.active_liveness = Seen::Seen(active))
}
