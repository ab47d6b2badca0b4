//! Pages and the number of statements.

use testkit::for_each_database;

use crate::kit::{Shelf, query};

#[tokio::test]
async fn hits_are_paged_and_counted_by_the_same_statements_as_lists() {
    for_each_database(async |kit| {
        let shelf = Shelf::of(&kit).await;
        for number in 0..12 {
            let name = format!("{number:02}.txt");
            shelf.put(&name, b"walnut harvest").await;
        }
        shelf.put("walnut.txt", b"cherry").await;
        let page = async |start: i32, count: i32| {
            let path = query(shelf.room, "walnut");
            let path = format!("{path}&sortBy=AZ&startIndex={start}&count={count}");
            let found = shelf.owner.ok("GET", &path, None).await;
            let files = found["files"].as_array().unwrap().len();
            (found["total"].as_i64().unwrap(), files)
        };
        testkit::eventually(async || (page(0, 5).await == (13, 5)).then_some(())).await;
        assert_eq!(page(10, 5).await, (13, 3));
        assert_eq!(page(20, 5).await, (13, 0));

        // What goes on beside it (a cursor is stored) is not in every run.
        shelf.settled(13).await;
        let db = kit.house().db();
        let count = async |path: String| {
            let mut fewest = u64::MAX;
            for _ in 0..10 {
                let before = db.statements();
                shelf.owner.ok("GET", &path, None).await;
                fewest = fewest.min(db.statements() - before);
            }
            fewest
        };
        let list = count(format!("files/{}", shelf.room)).await;
        let few = count(query(shelf.room, "cherry")).await;
        let many = count(query(shelf.room, "walnut")).await;
        assert!(
            few <= list && many <= list,
            "{few} and {many}, a list has {list}"
        );
    })
    .await;
}
