//! What people do to a workbook beside typing. `data/quarters.xlsx` has two sheets, numbers and a chart of them.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::sync::Arc;

use serde_json::{Value, json};
use sheets::{At, Book, Deed, Done, Edit, Unfit};

const QUARTERS: &[u8] = include_bytes!("data/quarters.xlsx");

fn book() -> Book {
    Book::open(Arc::from(QUARTERS), true).unwrap()
}

/// What somebody opens who gets the file.
fn again(book: &Book) -> Book {
    Book::open(Arc::from(book.write().unwrap()), true).unwrap()
}

fn deed(json: &Value) -> Deed {
    Deed::read(json.to_string().as_bytes()).unwrap_or_else(|| panic!("{json}"))
}

fn perform(book: &mut Book, json: Value) -> Done {
    book.perform(&deed(&json)).unwrap()
}

fn edit(sheet: u32, row: u32, column: u32, input: &str) -> Edit {
    let input = input.to_owned();
    Edit {
        at: At { sheet, row, column },
        input,
    }
}

fn shown(book: &Book, sheet: u32, row: u32, column: u32) -> (String, String) {
    let cell = book.cells(&[At { sheet, row, column }]).cells.remove(0);
    (cell.3, cell.4)
}

/// The look of a cell as a screen learns it.
fn look(book: &Book, sheet: u32, row: u32, column: u32) -> Value {
    let told = book.cells(&[At { sheet, row, column }]);
    serde_json::to_value(&told.looks[&told.cells[0].5]).unwrap()
}

fn area(top: u32, left: u32, bottom: u32, right: u32) -> Value {
    json!({ "sheet": 0, "top": top, "left": left, "bottom": bottom, "right": right })
}

fn names(book: &Book) -> Vec<String> {
    let sheets = book.overview().sheets;
    sheets.into_iter().map(|sheet| sheet.name).collect()
}

#[test]
fn cells_are_dressed_and_undressed() {
    let mut book = book();
    book.apply(&[edit(0, 40, 0, "0.5"), edit(0, 40, 1, "text")]);
    let plain = look(&book, 0, 40, 0);
    let dress = json!({ "bold": true, "italic": true, "underline": true, "strike": true, "size": 14.0,
        "color": "#FF0000", "fill": "#00ff00", "align": "center", "vertical": "top", "wrap": true,
        "format": "0.0%", "lines": "outer" });
    let done = perform(
        &mut book,
        json!({ "do": "dress", "area": area(40, 0, 41, 1), "dress": dress }),
    );
    assert_eq!(done.touched.as_ref().map(Vec::len), Some(4));
    for book in [&book, &again(&book)] {
        let told = look(book, 0, 40, 0);
        for (name, value) in [
            ("bold", json!(true)),
            ("italic", json!(true)),
            ("underline", json!(true)),
            ("strike", json!(true)),
            ("size", json!(14.0)),
            ("color", json!("#ff0000")),
            ("fill", json!("#00ff00")),
            ("align", json!("center")),
            ("vertical", json!("top")),
            ("wrap", json!(true)),
            ("format", json!("0.0%")),
        ] {
            assert_eq!(told[name], value, "{name}");
        }
        let line = json!([1, "solid", "#000000"]);
        assert_eq!(told["borders"], json!([line, null, line, null]));
        assert_eq!(shown(book, 0, 40, 0).0, "50.0%");
    }
    perform(
        &mut book,
        json!({ "do": "dress", "area": area(40, 0, 40, 0), "dress": { "decimals": -1 } }),
    );
    assert_eq!(shown(&book, 0, 40, 0).0, "50%");
    let more = json!({ "do": "dress", "area": area(40, 0, 40, 0), "dress": { "decimals": 1 } });
    perform(&mut book, more);
    // What it came from comes back as somebody may send it: read anew.
    for undo in done.undo {
        let undo = Deed::read(undo.said().as_bytes()).unwrap();
        book.perform(&undo).unwrap();
    }
    assert_eq!(look(&book, 0, 40, 0), plain);
    assert_eq!(shown(&again(&book), 0, 40, 0).0, "0.5");
}

#[test]
fn whole_columns_dress_what_is_typed_later() {
    let mut book = book();
    let whole = area(0, 20, sheets::MAX_ROWS - 1, 20);
    let done = perform(
        &mut book,
        json!({ "do": "dress", "area": whole, "dress": { "format": "0.00", "bold": true } }),
    );
    book.apply(&[edit(0, 200, 20, "3")]);
    for book in [&book, &again(&book)] {
        assert_eq!(shown(book, 0, 200, 20).0, "3.00");
        let sheet = book.overview().sheets.remove(0);
        let told = sheet
            .column_looks
            .iter()
            .find(|(first, last, _)| (first..=last).contains(&&20));
        let told = serde_json::to_value(&sheet.looks[&told.unwrap().2]).unwrap();
        assert_eq!(told["bold"], true);
    }
    for undo in &done.undo {
        book.perform(undo).unwrap();
    }
    book.apply(&[edit(0, 201, 20, "3")]);
    assert_eq!(shown(&again(&book), 0, 201, 20).0, "3");
}

#[test]
fn lines_are_put_in_and_taken_out_and_formulas_follow() {
    let mut book = book();
    book.apply(&[
        edit(0, 40, 0, "1"),
        edit(0, 41, 0, "2"),
        edit(0, 42, 0, "=SUM(A41:A42)"),
        edit(0, 42, 1, "=A42*10"),
    ]);
    let row = |kind: &str, at: u32| json!({ "do": kind, "sheet": 0, "axis": "rows", "at": at, "count": 1 });
    let done = perform(&mut book, row("insert", 41));
    book.apply(&[edit(0, 41, 0, "5")]);
    for book in [&book, &again(&book)] {
        assert_eq!(
            shown(book, 0, 43, 0),
            ("8".to_owned(), "=SUM(A41:A43)".to_owned())
        );
        assert_eq!(
            shown(book, 0, 43, 1),
            ("20".to_owned(), "=A43*10".to_owned())
        );
    }
    assert_eq!(done.undo, [deed(&row("delete", 41))]);
    perform(&mut book, row("delete", 41));
    assert_eq!(
        shown(&book, 0, 42, 0),
        ("3".to_owned(), "=SUM(A41:A42)".to_owned())
    );
    // What was read is gone.
    perform(&mut book, row("delete", 41));
    assert_eq!(shown(&again(&book), 0, 41, 1).0, "#REF!");
    assert_eq!(
        shown(&book, 0, 41, 0),
        ("1".to_owned(), "=SUM(A41)".to_owned())
    );
    let columns = json!({ "do": "insert", "sheet": 0, "axis": "columns", "at": 0, "count": 2 });
    perform(&mut book, columns);
    assert_eq!(shown(&again(&book), 0, 41, 2).0, "1");
}

#[test]
fn charts_follow_the_rows_they_are_about() {
    let mut book = book();
    let columns = json!({ "do": "insert", "sheet": 0, "axis": "columns", "at": 0, "count": 1 });
    perform(&mut book, columns);
    perform(
        &mut book,
        json!({ "do": "renameSheet", "sheet": 0, "name": "All of it" }),
    );
    let parts = ooxml_opc::unzip_parts(&book.write().unwrap()).unwrap();
    let chart = parts.iter().find(|(name, _)| name.ends_with("chart1.xml"));
    let chart = String::from_utf8(chart.unwrap().1.clone()).unwrap();
    assert!(chart.contains("'All of it'!$B$2:$B$5"), "{chart}");
    // A chart that the engine cannot rewrite keeps what it is about where it is.
    let charts = include_bytes!("data/charts.xlsx");
    let mut book = Book::open(Arc::from(&charts[..]), true).unwrap();
    let row = json!({ "do": "insert", "sheet": 1, "axis": "rows", "at": 0, "count": 1 });
    let before = book.write().unwrap();
    assert!(matches!(book.perform(&deed(&row)), Err(Unfit::Refused(_))));
    assert_eq!(book.write().unwrap(), before);
}

#[test]
fn what_somebody_typed_before_he_knew_finds_its_cell() {
    let mut book = book();
    let moves = [
        json!({ "do": "insert", "sheet": 0, "axis": "rows", "at": 10, "count": 3 }),
        json!({ "do": "delete", "sheet": 0, "axis": "columns", "at": 1, "count": 1 }),
    ];
    let moves: Vec<Deed> = moves.iter().map(deed).collect();
    for one in &moves {
        book.perform(one).unwrap();
    }
    let carried = |row, column, input: &str| book.carried(&edit(0, row, column, input), &moves);
    assert_eq!(carried(20, 2, "words"), Some(edit(0, 23, 1, "words")));
    assert_eq!(carried(20, 1, "gone"), None);
    assert_eq!(
        carried(5, 0, "=SUM(C6:C21)+$D$12"),
        Some(edit(0, 5, 0, "=SUM(B6:B24)+$C$15"))
    );
    // What is no formula the engine can read stays as it was typed.
    assert_eq!(carried(5, 0, "=((("), Some(edit(0, 5, 0, "=(((")));
}

#[test]
fn sheets_come_go_and_are_called_differently() {
    let mut book = book();
    let first = names(&book)[0].clone();
    perform(&mut book, json!({ "do": "addSheet", "name": "Sums" }));
    let new = u32::try_from(names(&book).len() - 1).unwrap();
    book.apply(&[
        edit(0, 60, 0, "4"),
        edit(new, 0, 0, &format!("='{first}'!A61*2")),
    ]);
    assert_eq!(shown(&book, new, 0, 0).0, "8");
    let rename = json!({ "do": "renameSheet", "sheet": 0, "name": "Data" });
    let done = perform(&mut book, rename);
    assert_eq!(
        shown(&book, new, 0, 0),
        ("8".to_owned(), "='Data'!A61*2".to_owned())
    );
    perform(
        &mut book,
        json!({ "do": "moveSheet", "sheet": new, "to": 0 }),
    );
    let written = again(&book);
    assert_eq!(names(&written)[..2], ["Sums", "Data"]);
    book.apply(&[edit(1, 60, 0, "5")]);
    assert_eq!(shown(&again(&book), 0, 0, 0).0, "10");
    // Names are told apart as programs do it.
    for taken in ["data", "SUMS"] {
        let add = deed(&json!({ "do": "addSheet", "name": taken }));
        assert_eq!(book.perform(&add), Err(Unfit::Name));
    }
    assert_eq!(done.undo.len(), 1);
    perform(&mut book, json!({ "do": "removeSheet", "sheet": 0 }));
    assert_eq!(names(&again(&book))[0], "Data");
    // One stays.
    for _ in 1..names(&book).len() {
        let last = u32::try_from(names(&book).len() - 1).unwrap();
        perform(&mut book, json!({ "do": "removeSheet", "sheet": last }));
    }
    let last = deed(&json!({ "do": "removeSheet", "sheet": 0 }));
    assert_eq!(book.perform(&last), Err(Unfit::Last));
    assert_eq!(names(&again(&book)), ["Data"]);
}

#[test]
fn sizes_and_frozen_lines_are_kept() {
    let mut book = book();
    let before = book.overview().sheets.remove(0);
    let done = [
        json!({ "do": "size", "sheet": 0, "axis": "columns", "first": 1, "last": 2, "size": 30.0 }),
        json!({ "do": "size", "sheet": 0, "axis": "rows", "first": 50, "last": 50, "size": 40.0 }),
        json!({ "do": "freeze", "sheet": 0, "rows": 1, "columns": 2 }),
        json!({ "do": "merge", "area": area(60, 0, 61, 1) }),
    ]
    .map(|one| perform(&mut book, one));
    for book in [&book, &again(&book)] {
        let sheet = book.overview().sheets.remove(0);
        assert!(sheet.widths.contains(&(1, 30.0)) && sheet.widths.contains(&(2, 30.0)));
        assert!(sheet.heights.contains(&(50, 40.0)));
        assert_eq!(sheet.frozen, [1, 2]);
        assert!(sheet.merges.contains(&[60, 0, 61, 1]));
    }
    for one in done.iter().rev().flat_map(|done| &done.undo) {
        book.perform(one).unwrap();
    }
    assert_eq!(book.overview().sheets.remove(0), before);
}

#[test]
fn rows_are_sorted_with_their_looks_and_formulas_and_back() {
    let mut book = book();
    for (row, name, number) in [
        (70, "pear", "3"),
        (71, "Apple", ""),
        (72, "fig", "-1"),
        (73, "10", "2"),
    ] {
        book.apply(&[
            edit(0, row, 0, name),
            edit(0, row, 1, number),
            edit(0, row, 2, &format!("=B{}*2", row + 1)),
        ]);
    }
    perform(
        &mut book,
        json!({ "do": "dress", "area": area(70, 0, 70, 0), "dress": { "bold": true } }),
    );
    let column = |book: &Book, column: u32| -> Vec<String> {
        (70..74).map(|row| shown(book, 0, row, column).0).collect()
    };
    let sort = |by: u32, descending: bool| json!({ "do": "sort", "area": area(70, 0, 73, 2), "by": by, "descending": descending });
    let done = perform(&mut book, sort(0, false));
    for book in [&book, &again(&book)] {
        assert_eq!(column(book, 0), ["10", "Apple", "fig", "pear"]);
        assert_eq!(column(book, 2), ["4", "0", "-2", "6"]);
        assert_eq!(look(book, 0, 73, 0)["bold"], true);
    }
    // Nothing is last, whichever way.
    perform(&mut book, sort(1, true));
    assert_eq!(column(&book, 1), ["3", "2", "-1", ""]);
    let Deed::Sort { order, .. } = &done.deed else {
        panic!("{done:?}");
    };
    assert_eq!(order, &[3, 1, 2, 0]);
    perform(
        &mut book,
        json!({ "do": "merge", "area": area(70, 0, 71, 0) }),
    );
    assert_eq!(book.perform(&deed(&sort(0, false))), Err(Unfit::Merged));
}

#[test]
fn filters_hide_rows_and_are_in_the_file() {
    let mut book = book();
    for (row, kind, sum) in [
        (80, "Kind", "Sum"),
        (81, "a", "1"),
        (82, "b", "2"),
        (83, "a", "3"),
        (84, "", "4"),
    ] {
        book.apply(&[edit(0, row, 0, kind), edit(0, row, 1, sum)]);
    }
    let hidden = |book: &Book| -> Vec<u32> {
        let heights = book.overview().sheets.remove(0).heights;
        let hidden = heights
            .iter()
            .filter(|(row, size)| (80..90).contains(row) && *size == 0.0);
        hidden.map(|(row, _)| *row).collect()
    };
    let choose = |choices: Value| json!({ "do": "filter", "sheet": 0, "area": area(80, 0, 84, 1), "choices": choices });
    let done = perform(
        &mut book,
        choose(json!([{ "column": 0, "values": ["a", ""] }])),
    );
    for book in [&book, &again(&book)] {
        assert_eq!(hidden(book), [82]);
        let sheet = book.overview().sheets.remove(0);
        assert_eq!(sheet.filter, Some([80, 0, 84, 1]));
        let mut values = sheet.chosen[0].values.clone();
        values.sort();
        assert_eq!(values, ["", "a"]);
    }
    perform(
        &mut book,
        choose(json!([{ "column": 0, "values": ["a"] }, { "column": 1, "values": ["3"] }])),
    );
    assert_eq!(hidden(&again(&book)), [81, 82, 84]);
    for undo in &done.undo {
        book.perform(undo).unwrap();
    }
    assert!(hidden(&again(&book)).is_empty());
    assert_eq!(again(&book).overview().sheets.remove(0).filter, None);
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let mut book = book();
    let before = book.write().unwrap();
    let sheets = names(&book).len();
    for gone in [
        json!({ "do": "removeSheet", "sheet": sheets }),
        json!({ "do": "freeze", "sheet": 99, "rows": 1, "columns": 0 }),
        json!({ "do": "renameSheet", "sheet": 99, "name": "x" }),
    ] {
        assert_eq!(book.perform(&deed(&gone)), Err(Unfit::Gone), "{gone}");
    }
    let large =
        json!({ "do": "dress", "area": area(0, 0, 100_000, 10), "dress": { "bold": true } });
    assert_eq!(book.perform(&deed(&large)), Err(Unfit::Large));
    assert_eq!(book.write().unwrap(), before);
}
