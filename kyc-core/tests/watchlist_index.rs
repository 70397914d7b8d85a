//! An index is built once and kept: its bytes are searched as they lie, and a changed one is never searched.

#![allow(clippy::unwrap_used)]

use kyc_core::Code;
use kyc_core::watchlist::{Index, ListFormat, ListKind, Query, ScreeningOutcome};

fn built() -> Index {
    let sanctions = "id,type,name,aliases,birth_date,nationality,document\n\
                     1,person,Mohammed Al-Specimen,Abu Utopia,1971-02-03,Utopia,X1234567\n\
                     2,company,Utopia Trading Ltd,,,,\n3,person,Дмитрий Образцов,,1980,,\n";
    let exposed = "name\nAnna Maria Eriksson\n";
    let builder = Index::builder().list("s", ListKind::Sanctions, ListFormat::Table, sanctions.as_bytes()).unwrap();
    builder.list("p", ListKind::Pep, ListFormat::Table, exposed.as_bytes()).unwrap().build().unwrap()
}

const QUERIES: [(&str, Option<&str>); 7] = [
    ("Muhammad al Specimen", None),
    ("Abu Utopia", Some("1971-02-03")),
    ("UTOPIA TRADING LIMITED", None),
    ("Dmitry Obraztsov", None),
    ("ERIKSSON, Anna", None),
    ("Nobody At All", None),
    ("", None),
];

#[test]
fn f_142_a_kept_index_answers_as_the_one_that_was_built() {
    let (index, again) = (built(), built());
    assert_eq!(index.bytes(), again.bytes());
    let kept = Index::open(index.bytes().to_vec()).unwrap();
    assert_eq!((kept.len(), kept.searched()), (4, index.searched()));
    assert_eq!(
        kept.searched().iter().map(|list| (list.list.as_str(), list.kind, list.entries)).collect::<Vec<_>>(),
        [("p", ListKind::Pep, 1), ("s", ListKind::Sanctions, 3)]
    );
    assert_eq!(kept.names().collect::<Vec<_>>(), index.names().collect::<Vec<_>>());
    for (name, birth_date) in QUERIES {
        let query = Query { name, birth_date, nationality: Some("Utopia"), document_number: None };
        assert_eq!(kept.screen(&query), index.screen(&query), "{name}");
    }
    let by_number = Query { name: "Jane Roe", document_number: Some("x-123 4567"), ..Query::default() };
    assert_eq!(kept.screen(&by_number).outcome, ScreeningOutcome::Match);
}

#[test]
fn every_flipped_byte_and_every_cut_is_an_error() {
    let bytes = built().bytes().to_vec();
    let refused = |bytes: Vec<u8>| Index::open(bytes).map(|_| ()).unwrap_err().code() == Code::InvalidConfig;
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        assert!(refused(changed), "byte {at}");
        assert!(refused(bytes[..at].to_vec()), "cut at {at}");
    }
    assert!(refused([bytes.as_slice(), b"x"].concat()));
    assert!(Index::open(Vec::new()).unwrap_err().message().contains("another format"));
}

#[test]
fn bytes_that_are_borrowed_for_the_whole_program_are_not_copied() {
    let bytes: &'static [u8] = Box::leak(built().bytes().to_vec().into_boxed_slice());
    let index = Index::open(bytes).unwrap();
    assert_eq!(index.bytes().as_ptr(), bytes.as_ptr());
}
