//! A workbook that people type into. `data/charts.xlsx` is from the test data of Apache POI (Apache-2.0).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::sync::Arc;
use std::time::Duration;

use sheets::{At, Book, Edit, Stopped, Unopenable, within};

const CHARTS: &[u8] = include_bytes!("data/charts.xlsx");

fn book() -> Book {
    Book::open(Arc::from(CHARTS), true).unwrap()
}

fn at(row: u32, column: u32) -> At {
    let sheet = 0;
    At { sheet, row, column }
}

fn typed(row: u32, column: u32, input: &str) -> Edit {
    Edit {
        at: at(row, column),
        input: input.to_owned(),
    }
}

/// What a cell shows, and what one would type.
fn shown(book: &Book, row: u32, column: u32) -> (String, String) {
    let cell = book.cells(&[at(row, column)]).cells.remove(0);
    (cell.3, cell.4)
}

#[test]
fn values_are_read_as_people_write_them_and_come_back_so() {
    let mut book = book();
    for (input, shows, again) in [
        ("12", "12", "12"),
        ("0.1", "0.1", "0.1"),
        ("50%", "50%", "50%"),
        ("true", "TRUE", "TRUE"),
        ("2024-03-01", "3/1/24", "2024-03-01"),
        ("some text", "some text", "some text"),
        ("'12", "12", "'12"),
        ("=1/0", "#DIV/0!", "=1/0"),
        ("=(((", "=(((", "'=((("),
        ("", "", ""),
    ] {
        // Each in a cell of its own: what was there leaves its format.
        let row = 40 + u32::try_from(input.len()).unwrap();
        let column = u32::from(input.bytes().next().unwrap_or(0));
        book.apply(&[typed(row, column, input)]);
        let (text, back) = shown(&book, row, column);
        assert_eq!((text.as_str(), back.as_str()), (shows, again), "{input}");
        book.apply(&[typed(row, column, &back)]);
        assert_eq!(shown(&book, row, column).0, shows, "{input} again");
    }
}

#[test]
fn formulas_follow_across_edits_and_say_what_changed() {
    let mut book = book();
    book.apply(&[
        typed(40, 0, "2"),
        typed(40, 1, "=A41*3"),
        typed(40, 2, "=B41+1"),
    ]);
    let changed = book.apply(&[typed(40, 0, "5")]);
    assert_eq!(changed[0], at(40, 0));
    assert!(changed.contains(&at(40, 1)) && changed.contains(&at(40, 2)));
    assert_eq!(shown(&book, 40, 2).0, "16");
    book.apply(&[typed(40, 1, "=C41")]);
    // A circle has no value; nothing else comes of it.
    book.apply(&[typed(41, 0, "=1+1")]);
    assert_eq!(shown(&book, 41, 0).0, "2");
}

#[test]
fn without_calculating_formulas_keep_what_they_had() {
    let mut book = book();
    book.apply(&[typed(40, 0, "2"), typed(40, 1, "=A41*3")]);
    let written = book.write().unwrap();
    let mut still = Book::open(Arc::from(written), false).unwrap();
    still.apply(&[typed(40, 0, "7")]);
    assert_eq!(shown(&still, 40, 1).0, "6");
    assert!(!still.overview().calculates);
}

#[test]
fn what_lies_beyond_a_sheet_is_passed_over() {
    let mut book = book();
    let long = "x".repeat(32_768);
    let beyond = [
        Edit {
            at: At {
                sheet: 99,
                row: 0,
                column: 0,
            },
            input: "1".to_owned(),
        },
        typed(sheets::MAX_ROWS, 0, "1"),
        typed(0, sheets::MAX_COLUMNS, "1"),
        typed(40, 0, &long),
    ];
    assert_eq!(book.apply(&beyond), []);
    assert_eq!(book.rows(99, 0, 10).cells, []);
    assert_eq!(book.rows(0, u32::MAX, u32::MAX).cells, []);
}

#[test]
fn files_that_cannot_be_edited_are_told_apart() {
    let opened = |bytes: &[u8]| Book::open(Arc::from(bytes), true).map(drop);
    assert_eq!(opened(b""), Err(Unopenable::Broken));
    assert_eq!(opened(b"\xd0\xcf\x11\xe0"), Err(Unopenable::Encrypted));
    assert_eq!(opened(&CHARTS[..CHARTS.len() / 2]), Err(Unopenable::Broken));
    assert_eq!(
        opened(&vec![0; sheets::LARGEST + 1]),
        Err(Unopenable::TooLarge)
    );
    let with = |name: &str, content: &[u8]| {
        let mut parts = ooxml_opc::unzip_parts(CHARTS).unwrap();
        parts.push((name.to_owned(), content.to_vec()));
        ooxml_opc::rezip_parts(&parts).unwrap()
    };
    assert_eq!(
        opened(&with("xl/vbaProject.bin", b"macro")),
        Err(Unopenable::Macros)
    );
    let many = b"<c r=\"A1\"/>".repeat(500_001);
    assert_eq!(
        opened(&with("xl/worksheets/more.xml", &many)),
        Err(Unopenable::TooLarge)
    );
    let bomb = vec![b' '; 101 << 20];
    assert_eq!(
        opened(&with("xl/media/bomb.bin", &bomb)),
        Err(Unopenable::TooLarge)
    );
}

#[test]
fn long_work_is_cut_off() {
    let mut book = book();
    let rows: Vec<_> = (0..20_000)
        .map(|row| typed(row, 20, &format!("=SUM(A1:T{})", row + 1)))
        .collect();
    let cut = within(Duration::from_millis(20), || book.apply(&rows).len());
    assert_eq!(cut, Err(Stopped::Late));
}
