//! The command line: a portal moves with one file, and a restore that is killed is undone at the next start.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use server::{Config, House};
use sql::params;
use sql::testing::TestDatabase;

fn atrium(database: &TestDatabase, data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_atrium"));
    command
        .args(["--database", database.url(), "--data"])
        .arg(data);
    // Settings of whoever runs the tests are not those of the program they start.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ATRIUM_")) {
        command.env_remove(name);
    }
    command.env("ATRIUM_MACHINE_KEY", "5a".repeat(32));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(database: &TestDatabase, data: &Path, args: &[&str]) -> (bool, String) {
    let output = atrium(database, data).args(args).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

async fn house(database: &TestDatabase, data: &Path) -> House {
    let config = Config {
        data: data.to_owned(),
        machine_key: "5a".repeat(32),
        ..Config::default()
    };
    House::open_with(config, database.open().await)
        .await
        .unwrap()
}

/// A portal with an owner and many objects, made without a server.
async fn filled(database: &TestDatabase, data: &Path, alias: &str, objects: usize) {
    let create = [
        "portal",
        "create",
        alias,
        "--email",
        "owner@example.com",
        "--password",
        "test1234",
    ];
    let (made, said) = run(database, data, &create);
    assert!(made, "{said}");
    let house = house(database, data).await;
    let wanted = alias.to_owned();
    let portal = house
        .db()
        .read(move |tx| portal::store::by_domain(tx, &wanted))
        .await
        .unwrap()
        .unwrap()
        .id;
    for number in 0..objects {
        let object = house
            .blobs()
            .put_bytes(vec![number as u8; 20_000])
            .await
            .unwrap();
        let written = house.db().write(move |tx| {
            blob::register(tx, portal.0, &object, 1)?;
            let text =
                "INSERT INTO photos (portal_id, user_id, name, object_id) VALUES ($1, $2, $3, $4)";
            tx.execute(text, &params![portal, "", number.to_string(), object.id])?;
            Ok::<_, blob::Error>(())
        });
        written.await.unwrap();
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_restore_is_undone_at_the_next_start_and_can_be_done_again() {
    for database in TestDatabase::all().await {
        println!("on {:?}", database.dialect());
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = here.path().join("portal.tar");
        let source = TestDatabase::sqlite();
        filled(&source, here.path(), "moving", 600).await;
        let (made, said) = run(
            &source,
            here.path(),
            &["backup", "--out", &file.display().to_string()],
        );
        assert!(made && said.contains("600 objects"), "{said}");
        let (made, said) = run(
            &source,
            here.path(),
            &["backup", "--out", &file.display().to_string()],
        );
        assert!(!made, "a file that exists is not written over: {said}");

        // Over another portal, so that there is something to lose.
        filled(&database, there.path(), "target", 3).await;
        let path = file.display().to_string();
        let args = ["restore", path.as_str(), "--portal", "target"];
        let mut child = atrium(&database, there.path()).args(args).spawn().unwrap();
        let look = database.open().await;
        let end = Instant::now() + Duration::from_secs(60);
        let begun = loop {
            let begun: bool = look
                .read(|tx| tx.query_one("SELECT EXISTS (SELECT 1 FROM restores)", &[]))
                .await
                .unwrap();
            if begun || child.try_wait().unwrap().is_some() {
                break begun;
            }
            assert!(Instant::now() < end);
            tokio::time::sleep(Duration::from_millis(2)).await;
        };
        assert!(begun, "it was over before it could be killed");
        child.kill().unwrap();
        child.wait().unwrap();
        let status = async || -> i64 {
            let read = look
                .read(|tx| tx.query_one("SELECT status FROM portals WHERE alias = 'target'", &[]));
            read.await.unwrap()
        };
        assert_eq!(status().await, 4, "it was in the middle");

        let free = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap();
        let mut serve = atrium(&database, there.path());
        let mut serve = serve
            .args(["serve", "--listen", &free.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let end = Instant::now() + Duration::from_secs(60);
        while status().await != 0 {
            assert!(Instant::now() < end, "it stays closed");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        serve.kill().unwrap();
        serve.wait().unwrap();
        let photos: i64 = look
            .read(|tx| tx.query_one("SELECT COUNT(*) FROM photos", &[]))
            .await
            .unwrap();
        assert_eq!(photos, 3, "all it had is there");
        let (sound, said) = run(
            &database,
            there.path(),
            &["doctor", "--verify", "--content"],
        );
        assert!(sound, "{said}");

        let (done, said) = run(&database, there.path(), &args);
        assert!(done && said.contains("600 objects"), "{said}");
        let photos: i64 = look
            .read(|tx| tx.query_one("SELECT COUNT(*) FROM photos", &[]))
            .await
            .unwrap();
        assert_eq!(photos, 600);
        let (sound, said) = run(
            &database,
            there.path(),
            &["doctor", "--verify", "--content"],
        );
        assert!(sound, "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_moves_into_an_empty_installation() {
    for database in TestDatabase::all().await {
        let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = here.path().join("portal.tar").display().to_string();
        let source = TestDatabase::sqlite();
        filled(&source, here.path(), "moving", 5).await;
        assert!(
            run(
                &source,
                here.path(),
                &["backup", "--portal", "moving", "--out", &file]
            )
            .0
        );
        let (done, said) = run(&database, there.path(), &["restore", &file]);
        assert!(
            done && said.contains("5 objects, 5 of them stored anew"),
            "{said}"
        );
        let (listed, said) = run(&database, there.path(), &["portal", "list"]);
        assert!(listed && said.contains("moving"), "{said}");
        let (sound, said) = run(
            &database,
            there.path(),
            &["doctor", "--verify", "--content"],
        );
        assert!(sound, "{said}");
        let (done, said) = run(&database, there.path(), &["restore", &file]);
        assert!(!done && said.contains("--portal"), "{said}");
        std::fs::write(&file, b"something else").unwrap();
        let (done, said) = run(
            &database,
            there.path(),
            &["restore", &file, "--portal", "moving"],
        );
        assert!(!done && said.contains("no backup"), "{said}");
    }
}
