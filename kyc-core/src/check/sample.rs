//! Sample evidence for tests and vectors: a case in which everything is right, to be broken one part at a time.
//!
//! The holder and state are those of ICAO 9303's specimens, with a later date of expiry.

use chrono::NaiveDate;

use crate::wire::*;

/// The day the samples are judged for.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap_or_default()
}

/// Everything right, profile included.
pub(crate) fn perfect() -> Evidence {
    Evidence {
        schema: EVIDENCE_SCHEMA.to_owned(),
        captures: vec![capture(0, Role::DocumentFront, 'a'), capture(1, Role::Selfie, 'b')],
        document: Seen::Seen(document()),
        portrait: Seen::Seen(face(0)),
        selfie: Seen::Seen(face(1)),
        liveness: Seen::Seen(LivenessEvidence {
            score: Unit::from_micros(930_000),
            likely_attack: SpoofType::None,
            cues: vec![LivenessCue { name: "pad_network".to_owned(), score: Seen::Seen(Unit::from_micros(930_000)) }],
        }),
        face_match: Seen::Seen(FaceMatchEvidence {
            similarity: Unit::from_micros(840_000),
            raw_cosine: 0.625,
            model: "sample-embedder".to_owned(),
            second: None,
        }),
        profile: Seen::Seen(ProfileEvidence {
            full_name: Some("Anna Eriksson".into()),
            birth_date: Some("1974-08-12".into()),
            email: Some("anna@example.com".into()),
            email_has_mx: Some(true),
            phone: Some("+2250701020304".into()),
            country: Some("CIV".to_owned()),
            ip_country: Some("CIV".to_owned()),
            ..ProfileEvidence::default()
        }),
        signals: Seen::not(NotSeen::NotProvided),
        screening: Seen::not(NotSeen::NotProvided),
        providers: Vec::new(),
        blocklist: Seen::not(NotSeen::NotProvided),
        device: Seen::not(NotSeen::NotProvided),
        forensics: Seen::not(NotSeen::NotProvided),
        chip: Seen::not(NotSeen::NotProvided),
        chip_match: Seen::not(NotSeen::NotProvided),
        active_liveness: Seen::not(NotSeen::NotProvided),
        models: vec![ModelUse { id: "sample-embedder".to_owned(), sha256: "c".repeat(64) }],
    }
}

/// The perfect case after `change`.
pub(crate) fn with(change: impl FnOnce(&mut Evidence)) -> Evidence {
    let mut evidence = perfect();
    change(&mut evidence);
    evidence
}

/// Changes the document, which must be there.
pub(crate) fn with_document(change: impl FnOnce(&mut DocumentEvidence)) -> Evidence {
    let mut changed = document();
    change(&mut changed);
    with(|evidence| evidence.document = Seen::Seen(changed))
}

/// Changes the zone, which must be there.
pub(crate) fn with_mrz(change: impl FnOnce(&mut MrzEvidence)) -> Evidence {
    let mut changed = mrz();
    change(&mut changed);
    changed.check_digits_valid = changed.check_digits.iter().all(|digit| digit.valid);
    with_document(|document| document.mrz = Seen::Seen(changed))
}

/// Changes the live face's measures.
pub(crate) fn with_selfie_quality(change: impl FnOnce(&mut FaceQuality)) -> Evidence {
    let mut changed = face_quality();
    change(&mut changed);
    with(|evidence| evidence.selfie = Seen::Seen(FaceEvidence { quality: Seen::Seen(changed), ..face(1) }))
}

/// Sets a field's only reading; an empty value takes the field away.
pub(crate) fn set_field(document: &mut DocumentEvidence, name: FieldName, value: &str) {
    document.fields.retain(|field| field.name != name);
    if !value.is_empty() {
        document.fields.push(field(name, value, value));
    }
}

/// Liveness of that score, pointing at that attack.
pub(crate) fn set_liveness(evidence: &mut Evidence, micros: u32, likely_attack: SpoofType) {
    evidence.liveness = Seen::Seen(LivenessEvidence { score: Unit::from_micros(micros), likely_attack, cues: Vec::new() });
}

/// That similarity.
pub(crate) fn set_similarity(evidence: &mut Evidence, micros: u32) {
    let similarity = Unit::from_micros(micros);
    let model = "sample-embedder".to_owned();
    evidence.face_match = Seen::Seen(FaceMatchEvidence { similarity, raw_cosine: 0.25, model, second: None });
}

/// The three mandatory factors at the same input, nothing declared.
pub(crate) fn level(micros: u32) -> Evidence {
    let mut evidence = with_document(|document| document.class.confidence = Unit::from_micros(micros));
    set_liveness(&mut evidence, micros, SpoofType::None);
    set_similarity(&mut evidence, micros);
    evidence.profile = Seen::not(NotSeen::NotProvided);
    evidence
}

/// The perfect case, searched for on one list of that kind, with one hit or none.
pub(crate) fn screened(kind: ListKind, outcome: Option<ScreeningOutcome>) -> Evidence {
    let list = "sample-list".to_owned();
    let hit = |outcome| {
        let score = Unit::from_micros(if outcome == ScreeningOutcome::Match { 980_000 } else { 860_000 });
        let parts = vec![PartScore { part: Part::Name, agreement: score }];
        Hit { list: list.clone(), kind, id: "1".to_owned(), name: "ERIKSSON, Anna".to_owned(), score, outcome, parts }
    };
    let hits: Vec<Hit> = outcome.map(hit).into_iter().collect();
    let screening = Screening { outcome: outcome.unwrap_or(ScreeningOutcome::Clear), hits };
    let searched = vec![SearchedList { list: list.clone(), kind, entries: 100 }];
    with(|evidence| evidence.screening = Seen::Seen(ScreeningEvidence { screening, searched, clearances: Vec::new() }))
}

/// Clears every hit in somebody's name.
pub(crate) fn clear_hits(evidence: &mut Evidence, role: ClearingRole, by: &str, reason: &str) {
    if let Seen::Seen(screening) = &mut evidence.screening {
        let clear =
            |hit: &Hit| Clearance { list: hit.list.clone(), id: hit.id.clone(), role, by: by.into(), reason: reason.into() };
        screening.clearances = screening.screening.hits.iter().map(clear).collect();
    }
}

/// The nine risk signals of `flow` that a host supplies, at their best.
pub(crate) fn best_signals() -> RiskSignals {
    let one = Some(Unit::ONE);
    RiskSignals {
        forensics: one,
        document_liveness: one,
        database_match: one,
        sanctions_hit: Some(false),
        pep_hit: Some(false),
        device_integrity: one,
        ip_reputation: one,
        velocity: one,
        geo_consistency: one,
        aml_score: None,
    }
}

/// A phone of which everything was said, and all of it good.
pub(crate) fn device() -> DeviceSignals {
    DeviceSignals {
        capture: Some(CaptureWay::LiveCamera),
        platform: Some(Platform::Android),
        os_version: Some("15".to_owned()),
        model: Some("Pixel 8".to_owned()),
        emulator: Some(false),
        rooted: Some(false),
        hooked: Some(false),
        tampered: Some(false),
        debugged: Some(false),
        screen_recorded: Some(false),
        attested: Some(true),
        camera: CameraSignals {
            label: Some("camera2 1, facing front".into()),
            others: vec!["camera2 0, facing back".into()],
            facing: Some(Facing::Front),
            is_virtual: Some(false),
            front_available: Some(true),
            rear_available: Some(true),
            autofocus: Some(true),
            width: Some(3840),
            height: Some(2160),
        },
        frames: FrameSignals {
            count: Some(60),
            interval_us: Some(33_300),
            jitter_us: Some(900),
            duplicates: Some(0),
            noise: Some(1_400),
        },
        container: ContainerSignals {
            software: Some("HDR+ 1.0".to_owned()),
            make: Some("Google".to_owned()),
            model: Some("Pixel 8".to_owned()),
        },
        network: NetworkSignals { online: Some(true), uplink_kbps: Some(8_000) },
    }
}

fn capture(blob: u32, role: Role, digit: char) -> Capture {
    let picture = Picture { format: FileFormat::Jpeg, width: 1280, height: 960, exif_orientation: 1 };
    Capture { blob, role, bytes: 200_000, sha256: digit.to_string().repeat(64), picture: Decoded::Picture(picture) }
}

fn document() -> DocumentEvidence {
    let outline = Rect { x: 100.0, y: 80.0, width: 1000.0, height: 704.0 };
    let quality =
        PictureQuality { sharpness: 250.0, brightness: 140.0, glare: Unit::from_micros(10_000), document_width: outline.width };
    DocumentEvidence {
        sides: vec![SideEvidence { blob: 0, rotation: 0, outline: Seen::Seen(outline.into()), text: Vec::new(), quality }],
        class: DocumentClass {
            kind: DocumentType::Passport,
            country: Some("UTO".to_owned()),
            subdivision: None,
            version: None,
            catalogue: None,
            confidence: Unit::from_micros(900_000),
            by: ClassifiedBy::Mrz,
        },
        mrz: Seen::Seen(mrz()),
        barcodes: Vec::new(),
        fields: vec![
            field(FieldName::IssuingState, "UTO", "UTO"),
            field(FieldName::DocumentNumber, "L898902C3", "L898902C3"),
            field(FieldName::Surname, "ERIKSSON", "ERIKSSON"),
            field(FieldName::GivenNames, "ANNA MARIA", "ANNA<MARIA"),
            field(FieldName::Nationality, "UTO", "UTO"),
            field(FieldName::BirthDate, "1974-08-12", "740812"),
            field(FieldName::Sex, "F", "F"),
            field(FieldName::ExpiryDate, "2031-04-15", "310415"),
        ],
        print: Vec::new(),
    }
}

fn mrz() -> MrzEvidence {
    let line = |text: &str| MrzLine { text: text.into(), region: None, probabilities: Vec::new() };
    let digit = |name, digit: &str| MrzCheckDigit { name, found: digit.into(), expected: digit.into(), valid: true };
    MrzEvidence {
        blob: Some(0),
        format: MrzFormat::Td3,
        lines: vec![line("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"), line("L898902C36UTO7408122F3104150ZE184226B<<<<<16")],
        check_digits: vec![
            digit(MrzCheckName::DocumentNumber, "6"),
            digit(MrzCheckName::BirthDate, "2"),
            digit(MrzCheckName::ExpiryDate, "0"),
            digit(MrzCheckName::OptionalData, "1"),
            digit(MrzCheckName::Composite, "6"),
        ],
        check_digits_valid: true,
        corrections: Vec::new(),
        confidence: Unit::from_micros(970_000),
    }
}

/// A field read in the machine-readable zone.
pub(crate) fn field(name: FieldName, value: &str, raw: &str) -> Field {
    Field { name, readings: vec![reading(FieldOrigin::Mrz, value, raw)] }
}

/// One reading, with confidence 0.97.
pub(crate) fn reading(origin: FieldOrigin, value: &str, raw: &str) -> FieldReading {
    let provenance = Provenance { blob: Some(0), region: None, model: None };
    FieldReading {
        origin,
        value: value.into(),
        raw: raw.into(),
        confidence: Unit::from_micros(970_000),
        provenance,
        assumed: None,
    }
}

fn face(blob: u32) -> FaceEvidence {
    FaceEvidence {
        blob,
        bounds: Rect { x: 300.0, y: 200.0, width: 320.0, height: 400.0 },
        confidence: Unit::from_micros(950_000),
        landmarks: [(400.0, 350.0), (520.0, 350.0), (460.0, 420.0), (410.0, 490.0), (510.0, 490.0)]
            .map(|(x, y)| Point::new(x, y)),
        faces: 1,
        quality: Seen::Seen(face_quality()),
    }
}

fn face_quality() -> FaceQuality {
    FaceQuality {
        eye_distance: 120.0,
        sharpness: 300.0,
        brightness: 130.0,
        yaw: 2.0,
        pitch: -3.0,
        roll: 1.0,
        presence: Unit::from_micros(980_000),
        eyes_closed: Unit::from_micros(50_000),
        mouth_open: Unit::from_micros(20_000),
        components: Vec::new(),
    }
}
