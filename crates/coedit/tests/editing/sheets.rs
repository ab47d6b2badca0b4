//! Workbooks: typed into together, calculated, and saved into the same package.

use std::sync::Arc;

use portal::Role;
use sheets::Book;
use yrs::updates::encoder::Encode as _;
use yrs::{Any, Array as _, Doc, Map as _, ReadTxn as _, StateVector, Transact as _};

use super::editor::Editor;
use super::{
    EDITING, READ, bytes_of, everywhere, everywhere_with, file, file_in, info, let_in,
    refused_in_words, room_with,
};

/// A workbook with a chart; its first sheet has nothing in row 30.
const CHARTS: &[u8] = include_bytes!("../../../sheets/tests/data/charts.xlsx");
const GARBAGE: u16 = 4400;
const DENIED: u16 = 4403;

fn saved(one: &Editor) -> bool {
    one.notice["saved"] == true && one.kept >= one.said
}

/// What a cell of a saved workbook shows, by another reading of the file.
fn in_file(bytes: &[u8], row: u32, column: u32) -> String {
    let book = Book::open(Arc::from(bytes), false).unwrap();
    let cells = book.rows(0, row, row).cells;
    let cell = cells.iter().find(|cell| cell.2 == column);
    cell.map_or_else(String::new, |cell| cell.3.clone())
}

#[tokio::test]
async fn two_people_type_into_cells_and_formulas_follow() {
    everywhere(async |here| {
        let (ada, bob) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&bob, EDITING)]).await;
        let file = file_in(&ada, room, "Plan.XLSX", CHARTS).await;
        let (mut a, mut b) = (here.open(&ada, file).await, here.open(&bob, file).await);
        a.until(|one| one.book["calculates"] == true).await;
        assert!(
            a.book["sheets"]
                .as_array()
                .is_some_and(|all| !all.is_empty())
        );
        a.type_into("0:30:0", "20").await;
        a.type_into("0:30:1", "=A31*2").await;
        b.until(|one| one.shows("0:30:1") == "40").await;
        b.type_into("0:30:0", "50%").await;
        for one in [&mut a, &mut b] {
            one.until(|one| one.shows("0:30:0") == "50%" && one.shows("0:30:1") == "1")
                .await;
        }
        assert_eq!(a.cells["0:30:1"].1, "=A31*2");
        a.until_kept().await;
        b.until_kept().await;
        // Whoever comes later sees the same.
        let mut c = here.open(&bob, file).await;
        c.show(0, 0, 99).await;
        c.until(|one| one.shows("0:30:1") == "1").await;
        c.until(saved).await;
        let bytes = bytes_of(&ada, file).await;
        assert_eq!(
            (
                in_file(&bytes, 30, 0).as_str(),
                in_file(&bytes, 30, 1).as_str()
            ),
            ("50%", "1")
        );
        assert_eq!(info(&ada, file).await["version"], 2);
    })
    .await;
}

#[tokio::test]
async fn a_new_workbook_is_typed_into_at_once() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let body = serde_json::json!({ "title": "New.xlsx" });
        let made = ada.ok("POST", "files/@my/file", Some(body)).await;
        let mut a = here.open(&ada, made["id"].as_i64().unwrap()).await;
        a.type_into("0:0:0", "6").await;
        a.type_into("0:0:1", "=A1*7").await;
        a.until(|one| one.shows("0:0:1") == "42").await;
        a.until(saved).await;
        let bytes = bytes_of(&ada, made["id"].as_i64().unwrap()).await;
        assert_eq!(in_file(&bytes, 0, 1), "42");
    })
    .await;
}

#[tokio::test]
async fn what_nobody_typed_into_stays_as_it_was() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "charts.xlsx", CHARTS).await;
        let mut a = here.open(&ada, file).await;
        a.type_into("0:30:0", "a text").await;
        a.save().await;
        // What is acknowledged is not yet in a version.
        a.until(|one| one.notice["version"] == 2 && saved(one))
            .await;
        let (before, after) = (parts(CHARTS), parts(&bytes_of(&ada, file).await));
        let changed = |name: &str| {
            name.eq_ignore_ascii_case("xl/worksheets/sheet1.xml")
                || [
                    "sharedStrings",
                    "styles",
                    "calcChain",
                    "Content_Types",
                    "workbook.xml",
                ]
                .iter()
                .any(|part| name.contains(part))
        };
        let untouched = before.iter().filter(|(name, _)| !changed(name));
        for (name, bytes) in untouched {
            let same = after.iter().find(|(other, _)| other == name);
            assert!(same.is_some_and(|(_, other)| other == bytes), "{name}");
        }
    })
    .await;
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    ooxml_opc::unzip_parts(bytes).unwrap()
}

#[tokio::test]
async fn what_was_typed_is_there_after_everybody_left_unsaved() {
    // Nobody rests long enough to be saved; the node stops without a word.
    everywhere_with(600_000, async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "plan.xlsx", CHARTS).await;
        let mut a = here.open(&ada, file).await;
        a.type_into("0:30:0", "7").await;
        a.type_into("0:30:1", "=A31+1").await;
        a.until_kept().await;
        drop(a);
        testkit::eventually(async || (info(&ada, file).await["version"] == 2).then_some(())).await;
        assert_eq!(in_file(&bytes_of(&ada, file).await, 30, 1), "8");
        // The next session goes on with the same document.
        testkit::eventually(async || here.kit.house().coedit().is_empty().then_some(())).await;
        let mut again = here.open(&ada, file).await;
        assert_eq!(again.cells_typed()["0:30:0"], "7");
        again.type_into("0:30:0", "8").await;
        again.until(|one| one.shows("0:30:1") == "9").await;
    })
    .await;
}

#[tokio::test]
async fn an_upload_in_between_is_the_workbook_then() {
    everywhere_with(600_000, async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "plan.xlsx", CHARTS).await;
        let mut a = here.open(&ada, file).await;
        a.type_into("0:30:0", "saved before").await;
        a.save().await;
        // What is acknowledged is not yet in a version.
        a.until(|one| one.notice["version"] == 2 && saved(one))
            .await;
        a.type_into("0:31:0", "unsaved").await;
        a.until_kept().await;
        let head =
            "--e\r\ncontent-disposition: form-data; name=\"file\"; filename=\"plan.xlsx\"\r\n\r\n";
        let body = [head.as_bytes(), CHARTS, b"\r\n--e--\r\n"].concat();
        let request = ada
            .request("PUT", &format!("files/{file}/update"))
            .header("content-type", "multipart/form-data; boundary=e");
        let answer = ada.send(request.body(body.into()).unwrap()).await;
        assert_eq!(answer.status(), 200);
        a.until(|one| one.notice["version"] == 3).await;
        a.save().await;
        a.until(|one| one.notice["version"] == 4).await;
        let bytes = bytes_of(&ada, file).await;
        assert_eq!(in_file(&bytes, 30, 0), "");
        assert_eq!(in_file(&bytes, 31, 0), "unsaved");
    })
    .await;
}

#[tokio::test]
async fn what_is_no_typing_into_cells_ends_one_connection() {
    everywhere(async |here| {
        let (ada, eve) = (here.portal.owner(), here.portal.person(Role::User).await);
        let room = room_with(&ada, &[(&eve, EDITING)]).await;
        let file = file_in(&ada, room, "plan.xlsx", CHARTS).await;
        let mut a = here.open(&ada, file).await;
        let update = |write: &dyn Fn(&Doc)| {
            let doc = Doc::new();
            write(&doc);
            let bytes = doc.transact().encode_diff_v1(&StateVector::default());
            yrs::sync::Message::Sync(yrs::sync::SyncMessage::Update(bytes)).encode_v1()
        };
        let cell = |key: &'static str, value: Any| {
            update(&move |doc| {
                let cells = doc.get_or_insert_map(coedit::CELLS);
                cells.insert(&mut doc.transact_mut(), key, value.clone());
            })
        };
        let attacks: [(Vec<u8>, u16); 8] = [
            (cell("0:0", "x".into()), GARBAGE),
            (cell("0:1048576:0", "x".into()), GARBAGE),
            (cell("0:0:16384", "x".into()), GARBAGE),
            (cell("0:0:0", Any::Bool(true)), GARBAGE),
            (cell("0:0:0", "x".repeat(32_768).into()), GARBAGE),
            (
                update(&|doc| {
                    let other = doc.get_or_insert_map("settings");
                    other.insert(&mut doc.transact_mut(), "key", "value");
                }),
                GARBAGE,
            ),
            (
                update(&|doc| {
                    let list = doc.get_or_insert_array(coedit::CELLS);
                    list.push_back(&mut doc.transact_mut(), "an item");
                }),
                GARBAGE,
            ),
            (vec![67, 2, b'{', b'}'], GARBAGE),
        ];
        for (turn, (bytes, code)) in attacks.into_iter().enumerate() {
            let mut e = here.open(&eve, file).await;
            e.say_bytes(bytes).await;
            assert_eq!(e.until_end().await, code, "attack {turn}");
            a.type_into("0:30:0", &turn.to_string()).await;
            a.until(|one| one.shows("0:30:0") == turn.to_string()).await;
        }
        // Who only looks on is told everything and types nothing.
        let ben = here.portal.person(Role::User).await;
        let_in(&ada, room, &ben, READ).await;
        let mut b = here.open(&ben, file).await;
        b.show(0, 0, 99).await;
        b.until(|one| one.shows("0:30:0") == "7").await;
        b.type_into("0:30:0", "mine").await;
        assert_eq!(b.until_end().await, DENIED);
    })
    .await;
}

#[tokio::test]
async fn a_bomb_of_formulas_costs_its_own_values_only() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        let file = file(&ada, "plan.xlsx", CHARTS).await;
        let mut a = here.open(&ada, file).await;
        let nested = format!("={}1{}", "(".repeat(5000), ")".repeat(5000));
        for (row, bomb) in [
            nested.as_str(),
            "=SUM(A1:XFD1048576)+SUM(A1:XFD1048575)",
            "=REPT(REPT(\"x\",32767),32767)",
            "=A34",
            "=SEQUENCE(1048576,16384)",
        ]
        .into_iter()
        .enumerate()
        {
            a.type_into(&format!("0:{}:0", 30 + row), bomb).await;
        }
        a.type_into("0:40:0", "=1+1").await;
        a.until(|one| one.shows("0:40:0") == "2").await;
        a.until_kept().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_workbook_is_refused_in_words() {
    everywhere(async |here| {
        let ada = here.portal.owner();
        refused_in_words(&here, &ada, "plan.xlsx", CHARTS.get(..5000).unwrap()).await;
    })
    .await;
}
