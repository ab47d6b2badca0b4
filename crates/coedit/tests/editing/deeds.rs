//! What people do to a workbook together beside typing: looks, rows and columns, sheets, order and filters.

use std::sync::Arc;

use portal::Role;
use serde_json::{Value, json};
use sheets::Book;
use yrs::{Array as _, ReadTxn as _, Transact as _};

use super::editor::Editor;
use super::{
    EDITING, Here, READ, bytes_of, everywhere, everywhere_with, file, file_in, info, let_in,
    room_with,
};

const QUARTERS: &[u8] = include_bytes!("../../../sheets/tests/data/quarters.xlsx");
const GARBAGE: u16 = 4400;

fn saved(one: &Editor) -> bool {
    one.notice["saved"] == true && one.kept >= one.said
}

async fn book_of(who: &testkit::Client, file: i64) -> Book {
    Book::open(Arc::from(bytes_of(who, file).await), false).unwrap()
}

/// What the cells of a column show in a saved workbook.
fn column(book: &Book, sheet: u32, column: u32, rows: std::ops::Range<u32>) -> Vec<String> {
    let cells = book.rows(sheet, rows.start, rows.end - 1).cells;
    rows.map(|row| {
        let cell = cells.iter().find(|cell| cell.1 == row && cell.2 == column);
        cell.map_or_else(String::new, |cell| cell.3.clone())
    })
    .collect()
}

fn insert(at: u32) -> Value {
    json!({ "do": "insert", "sheet": 0, "axis": "rows", "at": at, "count": 1 })
}

fn dress(row: u32, dress: Value) -> Value {
    let area = json!({ "sheet": 0, "top": row, "left": 0, "bottom": row, "right": 0 });
    json!({ "do": "dress", "area": area, "dress": dress })
}

async fn two(here: &Here) -> (testkit::Client, i64, Editor, Editor) {
    let (ada, bob) = (here.portal.owner(), here.portal.person(Role::User).await);
    let room = room_with(&ada, &[(&bob, EDITING)]).await;
    let file = file_in(&ada, room, "plan.xlsx", QUARTERS).await;
    let (a, b) = (here.open(&ada, file).await, here.open(&bob, file).await);
    (ada, file, a, b)
}

#[tokio::test]
async fn looks_are_seen_by_everybody_and_are_in_the_file() {
    everywhere(async |here| {
        let (ada, file, mut a, mut b) = two(&here).await;
        a.type_into("0:30:0", "0.25").await;
        let undo = a
            .done(dress(30, json!({ "bold": true, "format": "0%" })))
            .await;
        b.until(|one| one.shows("0:30:0") == "25%").await;
        assert_eq!(b.looks_of("0:30:0")["bold"], true);
        a.until(saved).await;
        let book = book_of(&ada, file).await;
        assert_eq!(column(&book, 0, 0, 30..31), ["25%"]);
        // What takes it back is told to who did it.
        a.done(undo[0].clone()).await;
        b.until(|one| one.shows("0:30:0") == "0.25").await;
        assert_eq!(b.looks_of("0:30:0")["bold"], Value::Null);
        a.until(|one| saved(one) && one.notice["version"] == 2)
            .await;
    })
    .await;
}

#[tokio::test]
async fn two_people_type_while_a_third_puts_in_a_row() {
    everywhere(async |here| {
        let (ada, file, mut a, mut b) = two(&here).await;
        let mut c = here.open(&ada, file).await;
        for (row, word) in [(30, "first"), (31, "second"), (32, "third")] {
            a.type_into(&format!("0:{row}:0"), word).await;
        }
        b.until(|one| one.shows("0:32:0") == "third").await;
        // Nobody has heard of the row when he types: the server does all of it in the order in which it comes.
        c.done(insert(31)).await;
        a.type_into("0:32:1", "beside third").await;
        b.type_into("0:31:1", "=A33").await;
        b.type_into("0:30:1", "beside first").await;
        for one in [&mut a, &mut b, &mut c] {
            one.until(|one| one.shows("0:33:1") == "beside third").await;
            one.until(|one| one.shows("0:32:1") == "third").await;
            one.until(|one| one.shows("0:30:1") == "beside first").await;
            assert_eq!(one.epoch(), 1);
        }
        assert_eq!(a.cells["0:32:1"].1, "=A34");
        // Now that they know, they say so.
        a.type_into("0:31:0:1", "the new row").await;
        b.until(|one| one.shows("0:31:0") == "the new row").await;
        a.until_kept().await;
        b.until(saved).await;
        a.until(saved).await;
        let book = book_of(&ada, file).await;
        assert_eq!(
            column(&book, 0, 0, 30..34),
            ["first", "the new row", "second", "third"]
        );
        assert_eq!(
            column(&book, 0, 1, 30..34),
            ["beside first", "", "third", "beside third"]
        );
    })
    .await;
}

#[tokio::test]
async fn who_was_off_line_finds_his_cells_and_deeds() {
    everywhere(async |here| {
        let (ada, file, mut a, b) = two(&here).await;
        let doc = b.doc.clone();
        drop(b);
        a.type_into("0:40:0", "kept").await;
        a.done(insert(10)).await;
        a.done(json!({ "do": "moveSheet", "sheet": 0, "to": 1 }))
            .await;
        // He typed in the meantime, and comes back with it.
        {
            let cells = doc.get_or_insert_map(coedit::CELLS);
            yrs::Map::insert(&cells, &mut doc.transact_mut(), "0:41:0", "off-line");
        }
        let mut again = here.open_with(doc, &ada, file).await;
        a.until(|one| one.shows("1:42:0") == "off-line").await;
        // What he asks for means what he saw as well.
        again.ask(0, dress(41, json!({ "italic": true }))).await;
        again.until(|one| one.answers.len() == 1).await;
        assert_eq!(again.answers[0]["refused"], Value::Null);
        a.until(|one| one.looks_of("1:42:0")["italic"] == true)
            .await;
        a.until(saved).await;
        assert_eq!(
            column(&book_of(&ada, file).await, 1, 0, 41..43),
            ["kept", "off-line"]
        );
    })
    .await;
}

#[tokio::test]
async fn deeds_are_there_after_everybody_left_unsaved() {
    everywhere_with(600_000, async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "plan.xlsx", QUARTERS).await;
        let mut a = here.open(&ada, file).await;
        a.type_into("0:30:0", "3").await;
        a.type_into("0:31:0", "1").await;
        a.done(insert(30)).await;
        // What he asks for next means what he sees by then.
        a.until(|one| one.epoch() == 1).await;
        a.type_into("0:30:0:1", "2").await;
        let area = json!({ "sheet": 0, "top": 30, "left": 0, "bottom": 32, "right": 0 });
        a.done(json!({ "do": "sort", "area": area, "by": 0, "descending": false }))
            .await;
        a.type_into("0:33:0:2", "=SUM(A31:A33)").await;
        a.until_kept().await;
        drop(a);
        testkit::eventually(async || (info(&ada, file).await["version"] == 2).then_some(())).await;
        let book = book_of(&ada, file).await;
        assert_eq!(column(&book, 0, 0, 30..34), ["1", "2", "3", "6"]);
        // The next session goes on counting.
        testkit::eventually(async || here.kit.house().coedit().is_empty().then_some(())).await;
        let mut again = here.open(&ada, file).await;
        again.until(|one| one.epoch() == 2).await;
        again.done(insert(0)).await;
        again.type_into("0:31:0:3", "10").await;
        again.show(0, 0, 99).await;
        again.until(|one| one.shows("0:34:0") == "15").await;
    })
    .await;
}

#[tokio::test]
async fn sheets_are_added_renamed_moved_and_removed() {
    everywhere(async |here| {
        let (ada, file, mut a, mut b) = two(&here).await;
        a.until(|one| one.book["kind"] == "book").await;
        let before = a.sheets().len();
        let new = u64::try_from(before).unwrap();
        a.done(json!({ "do": "addSheet", "name": "Sums" })).await;
        a.type_into(&format!("{new}:0:0"), "=1+1").await;
        b.until(|one| one.shows(&format!("{new}:0:0")) == "2").await;
        b.done(json!({ "do": "moveSheet", "sheet": new, "to": 0 }))
            .await;
        // Who has not heard of it types into the sheet he means.
        a.type_into(&format!("{new}:0:1"), "here").await;
        b.until(|one| one.shows("0:0:1") == "here").await;
        b.done(json!({ "do": "renameSheet", "sheet": 0, "name": "Results" }))
            .await;
        assert_eq!(
            a.refused(json!({ "do": "addSheet", "name": "results" }))
                .await,
            "There is a sheet of this name already."
        );
        a.until(|one| one.sheets()[0] == "Results").await;
        a.until(saved).await;
        let book = book_of(&ada, file).await;
        assert_eq!(book.overview().sheets[0].name, "Results");
        assert_eq!(book.rows(0, 0, 0).cells[1].3, "here");
        a.done(json!({ "do": "removeSheet", "sheet": 0 })).await;
        b.until(|one| one.sheets().len() == before).await;
    })
    .await;
}

#[tokio::test]
async fn sizes_frozen_lines_and_filters_are_in_the_file() {
    everywhere(async |here| {
        let (ada, file, mut a, mut b) = two(&here).await;
        for (row, word) in [(30, "Kind"), (31, "a"), (32, "b")] {
            a.type_into(&format!("0:{row}:0"), word).await;
        }
        a.done(json!({ "do": "size", "sheet": 0, "axis": "columns", "first": 3, "last": 3, "size": 44.0 })).await;
        a.done(json!({ "do": "freeze", "sheet": 0, "rows": 2, "columns": 1 })).await;
        let area = json!({ "sheet": 0, "top": 30, "left": 0, "bottom": 32, "right": 0 });
        let choices = json!([{ "column": 0, "values": ["b"] }]);
        a.done(json!({ "do": "filter", "sheet": 0, "area": area, "choices": choices })).await;
        b.until(|one| one.book["sheets"][0]["filter"] == json!([30, 0, 32, 0])).await;
        assert_eq!(b.book["sheets"][0]["frozen"], json!([2, 1]));
        a.until(saved).await;
        let sheet = book_of(&ada, file).await.overview().sheets.remove(0);
        assert!(sheet.widths.contains(&(3, 44.0)));
        assert_eq!(sheet.frozen, [2, 1]);
        assert!(sheet.heights.contains(&(31, 0.0)));
    })
    .await;
}

#[tokio::test]
async fn who_may_not_change_it_does_nothing_to_it() {
    everywhere(async |here| {
        let (ada, ben) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[]).await;
        let file = file_in(&ada, room, "plan.xlsx", QUARTERS).await;
        let_in(&ada, room, &ben, READ).await;
        let mut b = here.open(&ben, file).await;
        assert_eq!(
            b.refused(insert(0)).await,
            "You may not change this document."
        );
        // Neither are things that are none, nor deeds that somebody writes past the server.
        let mut a = here.open(&ada, file).await;
        for wrong in [
            json!({ "do": "explode" }),
            json!({ "do": "removeSheet", "sheet": 99 }),
            json!({ "do": "insert", "sheet": 0, "axis": "rows", "at": 2_000_000, "count": 1 }),
        ] {
            assert_eq!(a.refused(wrong).await, "That is not there any more.");
        }
        a.ask(99, insert(0)).await;
        a.until(|one| {
            one.answers
                .last()
                .is_some_and(|one| one["refused"].is_string())
        })
        .await;
        let before = a.doc.transact().state_vector();
        let list = a.doc.get_or_insert_array(coedit::DEEDS);
        list.push_back(&mut a.doc.transact_mut(), insert(0).to_string());
        let update = a.doc.transact().encode_diff_v1(&before);
        a.update(update).await;
        assert_eq!(a.until_end().await, GARBAGE);
        let mut c = here.open(&ada, file).await;
        c.until(|one| one.book["kind"] == "book").await;
        assert_eq!(c.epoch(), 0);
    })
    .await;
}
