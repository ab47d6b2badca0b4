//! Parts of titles, in any case and script.

use testkit::for_each_database;

use crate::kit::{Shelf, found};

#[tokio::test]
async fn a_part_of_a_title_is_found_in_any_case_and_script() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        let titles = [
            "Годовой Отчёт.bin",
            "İstanbul ve Isparta.bin",
            "ΟΔΟΣ Ερμού.bin",
            "Cafe\u{301} Straße.bin",
            "契約書の写し.bin",
            "50%_off now.bin",
        ];
        for title in titles {
            shelf.put(title, b"x").await;
        }
        for (text, title) in [
            ("ОТЧЁТ", "Годовой Отчёт.bin"),
            ("дов", "Годовой Отчёт.bin"),
            ("istanbul", "İstanbul ve Isparta.bin"),
            ("İSTAN", "İstanbul ve Isparta.bin"),
            ("ısparta", "İstanbul ve Isparta.bin"),
            ("οδος ερμ", "ΟΔΟΣ Ερμού.bin"),
            ("CAFÉ", "Café Straße.bin"),
            ("cafe\u{301} str", "Café Straße.bin"),
            ("契約", "契約書の写し.bin"),
            ("写", "契約書の写し.bin"),
            ("0%_O", "50%_off now.bin"),
        ] {
            let found = shelf.found(text).await;
            let same = |one: &String| sql::fold(one) == sql::fold(title);
            assert!(
                found.len() == 1 && found.iter().all(same),
                "{text}: {found:?}"
            );
        }
        for text in ["кот", "0_off", "%%%", "istanbulx", "\"", "' OR 1=1"] {
            assert_eq!(shelf.found(text).await, Vec::<String>::new(), "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_word_has_to_be_there_in_any_order() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        shelf.folder("Plan for the annual report").await;
        shelf.put("Report of the year.bin", b"x").await;
        assert_eq!(
            shelf.found("report plan").await,
            ["Plan for the annual report"]
        );
        assert_eq!(shelf.found("rep of").await, ["Report of the year.bin"]);
    })
    .await;
}

#[tokio::test]
async fn titles_follow_renaming_and_removal() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        let file = shelf.put("Marmalade.bin", b"x").await;
        let folder = shelf.folder("Marmalades").await;
        assert_eq!(shelf.found("armala").await.len(), 2);
        let title = serde_json::json!({ "title": "Honey" });
        let path = format!("files/file/{file}");
        shelf.owner.ok("PUT", &path, Some(title.clone())).await;
        let path = format!("files/folder/{folder}");
        shelf.owner.ok("PUT", &path, Some(title)).await;
        assert_eq!(shelf.found("armala").await, Vec::<String>::new());
        assert_eq!(shelf.found("HON").await, ["Honey", "Honey.bin"]);
        assert_eq!(
            found(&shelf.owner, folder, "hon").await,
            Vec::<String>::new()
        );
    })
    .await;
}

#[tokio::test]
async fn accents_do_not_matter_in_titles() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        for title in [
            "Résumé Łódź.bin",
            "Große ÖLMÜHLE.bin",
            "STRASSE nach Ærø.bin",
            "Ελληνικά ΟΔΌΣ.bin",
            "Ёлка.bin",
            "Мой край.bin",
        ] {
            shelf.put(title, b"x").await;
        }
        shelf.folder("Entwürfe").await;
        for (text, title) in [
            ("resume", "Résumé Łódź.bin"),
            ("RÉSUME\u{301}", "Résumé Łódź.bin"),
            ("lodz", "Résumé Łódź.bin"),
            ("grosse olm", "Große ÖLMÜHLE.bin"),
            ("GROSSE", "Große ÖLMÜHLE.bin"),
            ("ölmühle", "Große ÖLMÜHLE.bin"),
            ("ß", "Große ÖLMÜHLE.bin STRASSE nach Ærø.bin"),
            ("straße AERO", "STRASSE nach Ærø.bin"),
            ("οδος", "Ελληνικά ΟΔΌΣ.bin"),
            ("елка", "Ёлка.bin"),
            ("МОЙ", "Мой край.bin"),
            ("мои", ""),
            ("entwurf", "Entwürfe"),
        ] {
            assert_eq!(shelf.found(text).await.join(" "), title, "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn rooms_are_found_without_accents() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = serde_json::json!({"title": "Équipe Straßenbau", "roomType": 5});
        owner.ok("POST", "files/rooms", Some(room)).await;
        for (text, many) in [
            ("equipe", 1),
            ("STRASSEN", 1),
            ("équipe stra", 1),
            ("team", 0),
        ] {
            let path = format!("files/rooms?filterValue={}", text.replace(' ', "%20"));
            let path = path.replace('é', "%C3%A9");
            let found = owner.ok("GET", &path, None).await;
            let folders = found["folders"].as_array().unwrap();
            assert_eq!(folders.len(), many, "{text}");
        }
    })
    .await;
}
