//! Words in files of real programs, for those who may read them.

use serde_json::json;
use testkit::for_each_database;

use crate::kit::{Shelf, found, query, sample};

#[tokio::test]
async fn words_of_office_files_are_found() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        let nested = shelf.folder("Papers").await;
        for name in [
            "form_footnotes.docx",
            "61470.docx",
            "54399.xlsx",
            "bug60993.pptx",
            "text.odt",
            "tab.ods",
            "text.pdf",
        ] {
            shelf.put_into(nested, name, &sample(name)).await;
        }
        shelf
            .put("notes.md", "# Ölwechsel\nam *Dienstag*".as_bytes())
            .await;
        let page = "<style>hidden</style><p>K&uuml;chen<b>tisch</b> &#1078;</p><!-- secret -->";
        shelf.put("page.html", page.as_bytes()).await;
        let notes = shelf.settled(9).await;
        assert!(notes.iter().all(|(state, ..)| *state == 1), "{notes:?}");
        for (text, title) in [
            ("REPUBLICA federativa", "form_footnotes.docx"),
            ("passport", "form_footnotes.docx"),
            ("東京", "61470.docx"),
            ("hello", "54399.xlsx"),
            ("there test", "bug60993.pptx"),
            ("schrauben", "tab.ods"),
            ("zahnbürste", "tab.ods"),
            ("ölwechsel", "notes.md"),
            ("küchentisch ж", "page.html"),
        ] {
            assert_eq!(shelf.found(text).await, [title], "{text}");
        }
        let both = ["text.odt", "text.pdf"];
        for text in ["glasblaser", "47-11", "ДОГОВОР арен", "契約書"] {
            assert_eq!(shelf.found(text).await, both, "{text}");
        }
        for text in ["hidden", "secret", "11-47", "約契", "glasblasers", "tisch"] {
            assert_eq!(shelf.found(text).await, Vec::<String>::new(), "{text}");
        }
        // By title or by content, and only in the folder itself when the subtree is not wanted.
        assert_eq!(shelf.found("papers").await, ["Papers"]);
        let flat = format!("{}&withSubFolders=false", query(shelf.room, "passport"));
        assert_eq!(shelf.owner.ok("GET", &flat, None).await["total"], 0);
        let typed = format!("{}&extension=odt", query(shelf.room, "glasbläser"));
        assert_eq!(shelf.owner.ok("GET", &typed, None).await["total"], 1);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_read_finds_nothing() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        shelf
            .put("plan.txt", b"the treasure lies in the orchard")
            .await;
        shelf.finds("orchard", &["plan.txt"]).await;
        let person = shelf.person().await;
        assert_eq!(
            found(&person, shelf.room, "orchard").await,
            Vec::<String>::new()
        );
        let own = person.ok("GET", &query_my("orchard"), None).await;
        assert_eq!(own["total"], 0);
        let other = Shelf::of(&kit).await;
        assert_eq!(other.found("orchard").await, Vec::<String>::new());

        shelf.share(&person, 2).await;
        assert_eq!(found(&person, shelf.room, "orchard").await, ["plan.txt"]);
        shelf.share(&person, 0).await;
        assert_eq!(
            found(&person, shelf.room, "orchard").await,
            Vec::<String>::new()
        );
    })
    .await;
}

fn query_my(text: &str) -> String {
    format!("files/@my?filterValue={text}")
}

#[tokio::test]
async fn only_the_current_content_counts() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        let file = shelf.put("plan.txt", b"walnut harvest").await;
        shelf.finds("walnut", &["plan.txt"]).await;
        shelf.put("plan.txt", b"cherry harvest").await;
        shelf.finds("cherry", &["plan.txt"]).await;
        assert_eq!(shelf.found("walnut").await, Vec::<String>::new());
        // Going back needs no reading: both contents are known.
        let back = json!({ "lastVersion": 1 });
        shelf
            .owner
            .ok("PUT", &format!("files/file/{file}"), Some(back))
            .await;
        assert_eq!(shelf.found("walnut").await, ["plan.txt"]);
        assert_eq!(shelf.found("cherry").await, Vec::<String>::new());
        assert_eq!(shelf.notes().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn copies_share_what_is_known_and_the_last_one_takes_it_away() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        let target = shelf.folder("Copies").await;
        let file = shelf.put("plan.txt", b"walnut harvest").await;
        shelf.finds("walnut", &["plan.txt"]).await;
        let batch = json!({ "fileIds": [file], "folderIds": [], "destFolderId": target });
        shelf
            .owner
            .ok("PUT", "files/fileops/copy", Some(batch))
            .await;
        shelf.finds("walnut", &["plan.txt", "plan.txt"]).await;
        assert_eq!(shelf.notes().await.len(), 1, "one object, one text");

        let gone = json!({ "deleteAfter": true, "immediately": true });
        shelf
            .owner
            .ok("DELETE", &format!("files/file/{file}"), Some(gone.clone()))
            .await;
        shelf.finds("walnut", &["plan.txt"]).await;
        assert_eq!(shelf.notes().await.len(), 1, "the copy needs it");
        shelf
            .owner
            .ok("DELETE", &format!("files/folder/{target}"), Some(gone))
            .await;
        shelf.settled(0).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_thrown_away_is_found_by_its_title_alone() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        let my = shelf.owner.ok("GET", "files/@my", None).await;
        let my = my["current"]["id"].as_i64().unwrap();
        let file = shelf.put_into(my, "plan.txt", b"walnut harvest").await;
        testkit::eventually(async || {
            (found(&shelf.owner, my, "walnut").await == ["plan.txt"]).then_some(())
        })
        .await;
        let trash = json!({ "deleteAfter": true, "immediately": false });
        shelf
            .owner
            .ok("DELETE", &format!("files/file/{file}"), Some(trash))
            .await;
        let total = async |text: &str| {
            let path = format!("files/@trash?filterValue={text}");
            shelf.owner.ok("GET", &path, None).await["total"].clone()
        };
        testkit::eventually(async || (total("plan").await == 1).then_some(())).await;
        assert_eq!(total("walnut").await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_nobody_heard_of_is_found_by_the_daily_tidying() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        shelf.put("plan.txt", b"walnut harvest").await;
        shelf.finds("walnut", &["plan.txt"]).await;
        let db = kit.house().db();
        let forget = db.write(|tx| tx.execute("DELETE FROM contents", &[]));
        forget.await.unwrap();
        let stray = "INSERT INTO contents (portal_id, object_id, extension, state) \
                     VALUES (9999, 'nothing', '.txt', 1)";
        db.write(|tx| tx.execute(stray, &[])).await.unwrap();
        assert_eq!(kit.house().search().tidy().await.unwrap(), (1, 1));
        shelf.finds("walnut", &["plan.txt"]).await;
        assert_eq!(kit.house().search().tidy().await.unwrap(), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn words_of_older_office_formats_are_found() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        for name in [
            "ThreeColHeadFoot.doc",
            "44840.xls",
            "Single_Coloured_Page.ppt",
            "letter.rtf",
        ] {
            shelf.put(name, &sample(name)).await;
        }
        // A broken one ends in some way, and nothing waits for it.
        let hostile = "hostile/POIHSSFFuzzer-6537773940867072.xls";
        shelf.put("broken.xls", &sample(hostile)).await;
        let notes = shelf.settled(5).await;
        let read = notes.iter().filter(|(state, ..)| *state == 1);
        assert!(read.count() >= 4, "{notes:?}");
        for (text, title) in [
            ("three column heading", "ThreeColHeadFoot.doc"),
            ("testing", "44840.xls"),
            ("subtitle", "Single_Coloured_Page.ppt"),
            ("lüneburg 88-32", "letter.rtf"),
        ] {
            assert_eq!(shelf.found(text).await, [title], "{text}");
        }
    })
    .await;
}
