//! Titles as they are looked for, of entries from before accents were left out.

use sql::testing::TestDatabase;
use sql::{MigrationSet, params};

/// The tables as they were before titles were searched without accents.
const BEFORE: MigrationSet = MigrationSet {
    name: files::MIGRATIONS.name,
    migrations: files::MIGRATIONS.migrations.split_at(11).0,
};

#[tokio::test]
async fn titles_from_before_are_folded_once() {
    for database in TestDatabase::all().await {
        let db = database.open().await;
        let sets = [
            &blob::MIGRATIONS,
            &events::MIGRATIONS,
            &jobs::MIGRATIONS,
            &portal::MIGRATIONS,
            &people::MIGRATIONS,
            &BEFORE,
        ];
        for set in sets {
            db.migrate(set).await.unwrap();
        }
        db.write(|tx| {
            for (id, title) in [(1, "Résumé"), (2, "Plain")] {
                tx.execute(
                    "INSERT INTO folders (portal_id, id, parent_id, root_id, kind, title, title_key, \
                     created_by, created, updated_by, updated) VALUES (1, $1, 0, $1, 5, $2, $3, '', 0, '', 0)",
                    &params![id, title, sql::fold(title)],
                )?;
            }
            Ok::<_, sql::Error>(())
        })
        .await
        .unwrap();
        db.migrate(&files::MIGRATIONS).await.unwrap();
        for waiting in [1, 0] {
            let (keys, left) = db
                .read(|tx| {
                    let keys = "SELECT title_search FROM folders ORDER BY id";
                    let keys: Vec<String> = tx.query(keys, &[])?;
                    let left: i64 = tx.query_one("SELECT count(*) FROM titles_to_fold", &[])?;
                    Ok::<_, sql::Error>((keys, left))
                })
                .await
                .unwrap();
            let first = if waiting == 1 { "résumé" } else { "resume" };
            assert_eq!(
                (keys, left),
                (vec![first.to_owned(), "plain".to_owned()], waiting)
            );
            files::fold_titles(&db).await.unwrap();
        }
    }
}
