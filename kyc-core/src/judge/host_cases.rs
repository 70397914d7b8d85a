//! Cases of the judge vectors for what only a host can answer: providers, block lists, places, kinds of contact.

use crate::check::sample::*;
use crate::wire::*;

/// Every case, judged under `api-v1`.
pub(super) fn cases() -> Vec<(&'static str, Evidence)> {
    [of_devices(), of_answers(), of_forensics()].concat()
}

fn of_devices() -> Vec<(&'static str, Evidence)> {
    vec![
        ("device-attested", claimed(|_| {})),
        ("device-nothing-said", claimed(|signals| *signals = DeviceSignals::default())),
        ("device-file-upload", claimed(|signals| signals.capture = Some(CaptureWay::FileUpload))),
        ("device-virtual-camera", claimed(|signals| signals.camera.label = Some("OBS Virtual Camera".into()))),
        ("device-hooked", claimed(|signals| (signals.attested, signals.hooked) = (None, Some(true)))),
        ("device-contradicts-itself", claimed(|signals| signals.platform = Some(Platform::Ios))),
        ("device-repeated-frames", claimed(|signals| signals.frames.duplicates = Some(59))),
        ("device-emulator", claimed(|signals| signals.model = Some("sdk_gphone64_x86_64".to_owned()))),
        ("device-camera-plays-a-file", claimed(|signals| signals.camera.label = Some("face.y4m".into()))),
        ("device-virtual-camera-present", claimed(|signals| signals.camera.others.push("OBS Virtual Camera".into()))),
        ("device-rear-camera", {
            claimed(|signals| {
                signals.camera.label = Some("camera2 0, facing back".into());
                signals.camera.facing = Some(Facing::Rear);
            })
        }),
        ("device-file-edited", claimed(|signals| signals.container.software = Some("Adobe Photoshop 25.0".to_owned()))),
        ("device-file-generated", claimed(|signals| signals.container.software = Some("Stable Diffusion".to_owned()))),
        ("device-frames-clockwork", claimed(|signals| signals.frames.jitter_us = Some(0))),
        ("device-noise-at-limit", claimed(|signals| signals.frames.noise = Some(20))),
        ("device-noise-under-limit", claimed(|signals| signals.frames.noise = Some(19))),
        ("device-offline", claimed(|signals| signals.network.online = Some(false))),
        ("device-uplink-at-limit", claimed(|signals| signals.network.uplink_kbps = Some(512))),
        ("device-uplink-under-limit", claimed(|signals| signals.network.uplink_kbps = Some(511))),
    ]
}

fn of_answers() -> Vec<(&'static str, Evidence)> {
    let kinds = [
        ProviderKind::GovernmentDatabase,
        ProviderKind::Sanctions,
        ProviderKind::Pep,
        ProviderKind::AdverseMedia,
        ProviderKind::CreditBureau,
        ProviderKind::Phone,
        ProviderKind::Bank,
    ];
    let one = |outcome| answered(&[(ProviderKind::GovernmentDatabase, outcome)]);
    let all = |outcome| answered(&kinds.map(|kind| (kind, outcome)));
    vec![
        ("blocklist-clear", blocked(Seen::Seen(false), Seen::Seen(false))),
        ("blocklist-document-number", blocked(Seen::Seen(true), Seen::Seen(false))),
        ("blocklist-face-not-compared", blocked(Seen::Seen(false), Seen::not(NotSeen::Blocked))),
        ("providers-confirm", all(ProviderOutcome::Confirmed)),
        ("providers-contradict", all(ProviderOutcome::Contradicted)),
        ("provider-timed-out", one(ProviderOutcome::TimedOut)),
        ("provider-failed", one(ProviderOutcome::Failed)),
        ("email-lasting", declared(|profile| profile.email_disposable = Some(false))),
        ("email-disposable", declared(|profile| profile.email_disposable = Some(true))),
        ("phone-mobile", plan(Some(PhoneKind::Mobile))),
        ("phone-premium", plan(Some(PhoneKind::PremiumRate))),
        ("phone-unassigned", plan(None)),
        ("places-agree", places("UTO", "UTO")),
        ("places-differ", places("UTO", "FRA")),
    ]
}

/// The perfect case with the claims of a good phone after `change`.
fn claimed(change: impl FnOnce(&mut DeviceSignals)) -> Evidence {
    let mut signals = device();
    change(&mut signals);
    with(|evidence| evidence.device = Seen::Seen(signals))
}

/// What the host's block lists answer; it has none of devices.
fn blocked(document_number: Seen<bool>, face: Seen<bool>) -> Evidence {
    let device = Seen::not(NotSeen::NotProvided);
    with(|evidence| evidence.blocklist = Seen::Seen(BlocklistEvidence { document_number, face, device }))
}

fn answered(answers: &[(ProviderKind, ProviderOutcome)]) -> Evidence {
    let answer = |(kind, outcome): &(ProviderKind, ProviderOutcome)| ProviderAnswer {
        provider: "sample-provider".to_owned(),
        kind: *kind,
        outcome: *outcome,
        waited_ms: (*outcome == ProviderOutcome::TimedOut).then_some(3_000),
    };
    with(|evidence| evidence.providers = answers.iter().map(answer).collect())
}

fn declared(change: impl FnOnce(&mut ProfileEvidence)) -> Evidence {
    with(|evidence| {
        if let Seen::Seen(profile) = &mut evidence.profile {
            change(profile);
        }
    })
}

fn plan(kind: Option<PhoneKind>) -> Evidence {
    declared(|profile| profile.phone_plan = Some(PhonePlan { kind, country: Some("CIV".to_owned()) }))
}

fn places(home: &str, device: &str) -> Evidence {
    declared(|profile| {
        (profile.country, profile.ip_country) = (Some(home.to_owned()), Some(home.to_owned()));
        profile.device_country = Some(device.to_owned());
    })
}

fn of_forensics() -> Vec<(&'static str, Evidence)> {
    let blank = || with(|evidence| evidence.forensics = Seen::not(NotSeen::NoPicture));
    vec![
        ("forensics-clear", examined(|_| Some(0))),
        ("forensics-under-limits", examined(|_| Some(499_999))),
        ("forensics-at-limits", examined(|_| Some(500_000))),
        ("forensics-copied-part", examined(|measure| Some(if measure == ForensicMeasure::CopyMove { 900_000 } else { 0 }))),
        ("forensics-cannot-tell", examined(|_| None)),
        ("forensics-no-picture", blank()),
    ]
}

/// The perfect case with those scores, in millionths; none where the picture cannot show the sign.
fn examined(score: impl Fn(ForensicMeasure) -> Option<u32>) -> Evidence {
    let result = |micros| Seen::Seen(ForensicScore { score: Unit::from_micros(micros), map: Vec::new(), signs: Vec::new() });
    let reading = |measure| ForensicReading { measure, result: score(measure).map_or(Seen::not(NotSeen::NotSupported), result) };
    let area = Rect { x: 120.0, y: 90.0, width: 1_000.0, height: 700.0 };
    let side = SideForensics { blob: 0, area, measures: ForensicMeasure::ALL.into_iter().map(reading).collect() };
    with(|evidence| evidence.forensics = Seen::Seen(ForensicsEvidence { sides: vec![side] }))
}
