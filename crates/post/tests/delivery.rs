//! Letters on their way, to a real SMTP server that is easy or difficult.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use post::testing::Sink;
use post::{
    Carrier, Desk, Letter, Office, Patience, Recipient, Roots, Security, Sender, Smtp, Stationery,
    Undelivered, send, send_to_all, trial,
};
use sql::Db;
use sql::testing::TestDatabase;

/// Portal 1 has nothing of its own, portal 2 its own server, and there is no third.
struct House(Option<Smtp>);

impl Desk for House {
    fn stationery(&self, portal: i64) -> BoxFuture<'_, Result<Option<Stationery>, Undelivered>> {
        let own = |smtp: &Smtp| {
            let sender = Sender {
                name: "Own".to_owned(),
                address: "own@two.example".to_owned(),
            };
            (Carrier::Smtp(Box::new(smtp.clone())), sender)
        };
        let stationery = Stationery {
            brand: "Brand".to_owned(),
            space: "Office".to_owned(),
            culture: "de".to_owned(),
            own: self.0.as_ref().filter(|_| portal == 2).map(own),
            sign: true,
            ..Stationery::default()
        };
        async move { Ok((portal < 3).then_some(stationery)) }.boxed()
    }
}

/// An office at work over a database of its own.
struct At {
    db: Db,
    workers: Option<jobs::Running>,
    _database: TestDatabase,
}

impl At {
    async fn work(house: House, carrier: Carrier) -> Self {
        Self::over(TestDatabase::sqlite(), house, carrier).await
    }

    async fn over(database: TestDatabase, house: House, carrier: Carrier) -> Self {
        let db = opened(&database).await;
        Self::with(database, db, house, carrier)
    }

    fn with(database: TestDatabase, db: Db, house: House, carrier: Carrier) -> Self {
        let sender = Sender::parse("noreply@office.example").unwrap();
        let patience = Patience {
            attempts: 3,
            pause: Duration::from_millis(10),
            keep: Duration::from_secs(3600),
        };
        let office = Office::with_patience(Arc::new(house), carrier, sender, patience);
        let workers = office.register(jobs::Workers::new(db.clone())).start(2);
        Self {
            db,
            workers: Some(workers),
            _database: database,
        }
    }

    async fn send(&self, portal: i64, to: &str) {
        let to = Recipient {
            address: to.to_owned(),
            name: "Zoë".to_owned(),
            culture: Some("en-GB".to_owned()),
        };
        let letter = Letter::Invitation {
            by: "Jürgen \"J\" <x>".to_owned(),
            link: "/s/key".to_owned(),
        };
        self.db
            .write(move |tx| send(tx, portal, "https://office.example", &to, &letter))
            .await
            .unwrap();
    }

    /// How the only job ended: its error, empty for none.
    async fn end(&self) -> String {
        eventually(async || {
            let ended: Option<String> = self
                .db
                .read(|tx| tx.query_opt("SELECT error FROM jobs WHERE finished IS NOT NULL", &[]))
                .await
                .unwrap();
            ended
        })
        .await
    }

    async fn close(mut self) {
        if let Some(workers) = self.workers.take() {
            workers.stop(Duration::from_secs(1)).await;
        }
    }
}

fn plain(port: u16) -> Smtp {
    Smtp {
        host: "127.0.0.1".to_owned(),
        address: None,
        port,
        security: Security::None,
        credentials: None,
        roots: Roots::default(),
    }
}

fn by(smtp: Smtp) -> Carrier {
    Carrier::Smtp(Box::new(smtp))
}

async fn opened(database: &TestDatabase) -> Db {
    let db = database.open().await;
    db.migrate(&jobs::MIGRATIONS).await.unwrap();
    db
}

/// Waits until there is something.
async fn eventually<T>(mut check: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..400 {
        if let Some(found) = check().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("it did not happen within ten seconds");
}

/// A certificate for `mail.example` with its key in a file, and its PEM.
fn certificate() -> (tempfile::TempDir, PathBuf, String) {
    let made = rcgen::generate_simple_self_signed(vec!["mail.example".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mail.pem");
    let pem = made.cert.pem();
    std::fs::write(&file, format!("{pem}{}", made.signing_key.serialize_pem())).unwrap();
    (folder, file, pem)
}

#[tokio::test]
async fn a_letter_arrives_as_it_was_written() {
    for database in TestDatabase::all().await {
        let mut sink = Sink::start(&[]).await;
        let at = At::over(database, House(None), by(plain(sink.port))).await;
        at.send(1, "a@example.com").await;
        let letter = sink.next().await;
        assert_eq!(letter["to"][0], "a@example.com");
        assert_eq!(letter["from"], "noreply@office.example");
        assert_eq!(letter["sender"], "Brand");
        assert_eq!(letter["subject"], "Jürgen \"J\" <x> invites you to Office");
        let (text, html) = (
            letter["text"].as_str().unwrap(),
            letter["html"].as_str().unwrap(),
        );
        assert!(text.contains("Hello Zoë,") && text.contains("https://office.example/s/key"));
        assert!(html.contains("<strong>Jürgen &quot;J&quot; &lt;x&gt;</strong>"));
        assert_eq!(letter["pictures"][0][1], "<sign>");
        assert_eq!(letter["tls"], false);
        assert_eq!(at.end().await, "");
        at.close().await;
    }
}

#[tokio::test]
async fn a_letter_of_a_change_that_failed_does_not_exist() {
    let mut sink = Sink::start(&[]).await;
    let at = At::work(House(None), by(plain(sink.port))).await;
    let failed: sql::Result<()> = at
        .db
        .write(|tx| {
            let to = Recipient::address("never@example.com");
            send(tx, 1, "", &to, &Letter::PortalDeleted {})?;
            Err(sql::Error::Other("the change failed".to_owned()))
        })
        .await;
    failed.unwrap_err();
    at.send(1, "second@example.com").await;
    assert_eq!(sink.next().await["to"][0], "second@example.com");
    at.close().await;
}

#[tokio::test]
async fn many_letters_are_one_statement_and_speak_the_portals_language() {
    let database = TestDatabase::sqlite();
    let db = opened(&database).await;
    let to: Vec<_> = (0..20)
        .map(|n| Recipient::address(&format!("p{n}@example.com")))
        .collect();
    let before = db.statements();
    db.write(move |tx| send_to_all(tx, 1, "", &to, &Letter::PortalDeleted {}))
        .await
        .unwrap();
    assert_eq!(db.statements() - before, 1);
    let mut sink = Sink::start(&[]).await;
    let at = At::with(database, db, House(None), by(plain(sink.port)));
    let mut reached = Vec::new();
    for _ in 0..20 {
        let letter = sink.next().await;
        assert_eq!(letter["subject"], "Office ist gelöscht");
        reached.push(letter["to"][0].to_string());
    }
    reached.sort();
    reached.dedup();
    assert_eq!(reached.len(), 20);
    at.close().await;
}

#[tokio::test]
async fn a_server_that_is_busy_gets_the_same_letter_again() {
    let mut sink = Sink::start(&["--answers", "451 Later,250"]).await;
    let at = At::work(House(None), by(plain(sink.port))).await;
    at.send(1, "a@example.com").await;
    let id = |letter: &serde_json::Value| {
        let headers = letter["headers"].as_array().unwrap().clone();
        headers
            .into_iter()
            .find(|header| header[0] == "Message-ID")
            .unwrap()
    };
    let first = sink.next().await;
    let second = sink.next().await;
    assert_eq!(first["answer"], "451 Later");
    assert_eq!(second["answer"], "250 OK");
    assert_eq!(id(&first), id(&second));
    assert_eq!(at.end().await, "");
    at.close().await;
}

#[tokio::test]
async fn patience_ends() {
    let mut sink = Sink::start(&["--answers", "451 Later"]).await;
    let at = At::work(House(None), by(plain(sink.port))).await;
    at.send(1, "a@example.com").await;
    for _ in 0..3 {
        assert_eq!(sink.next().await["answer"], "451 Later");
    }
    let error = at.end().await;
    assert!(
        error.contains("3 attempts") && error.contains("451"),
        "{error}"
    );
    assert!(
        error.starts_with("saas_docspace_invite to a@example.com: "),
        "{error}"
    );
    at.close().await;
}

#[tokio::test]
async fn a_refusal_is_final() {
    for options in [["--answers", "550 No"], ["--recipients", "550 Unknown"]] {
        let mut sink = Sink::start(&options).await;
        let at = At::work(House(None), by(plain(sink.port))).await;
        at.send(1, "a@example.com").await;
        let refusal = sink.next().await;
        assert!(refusal["answer"].as_str().unwrap().starts_with("550"));
        let error = at.end().await;
        assert!(error.contains("permanent error (550)"), "{error}");
        at.close().await;
    }
}

#[tokio::test]
async fn a_wrong_password_is_final() {
    let sink = Sink::start(&["--login", "me:right"]).await;
    let with = |password: &str| Smtp {
        credentials: Some(("me".to_owned(), password.to_owned())),
        ..plain(sink.port)
    };
    let at = At::work(House(None), by(with("wrong"))).await;
    at.send(1, "a@example.com").await;
    assert!(at.end().await.contains("535"));
    at.close().await;

    let mut sink = Sink::start(&["--login", "me:right"]).await;
    let right = Smtp {
        port: sink.port,
        ..with("right")
    };
    let at = At::work(House(None), by(right)).await;
    at.send(1, "a@example.com").await;
    assert_eq!(sink.next().await["login"], "me");
    at.close().await;
}

#[tokio::test]
async fn a_server_that_is_away_is_asked_again() {
    let gone = Sink::start(&[]).await.port;
    let at = At::work(House(None), by(plain(gone))).await;
    at.send(1, "a@example.com").await;
    assert!(at.end().await.contains("3 attempts"));
    at.close().await;
}

#[tokio::test]
async fn a_slow_server_keeps_nobody_else_waiting() {
    let mut slow = Sink::start(&["--slow", "2"]).await;
    let mut fast = Sink::start(&[]).await;
    let at = At::work(House(Some(plain(slow.port))), by(plain(fast.port))).await;
    at.send(2, "slow@example.com").await;
    at.send(1, "fast@example.com").await;
    tokio::select! {
        biased;
        _ = slow.next() => panic!("the slow server came first"),
        letter = fast.next() => assert_eq!(letter["to"][0], "fast@example.com"),
    }
    let letter = slow.next().await;
    assert_eq!(
        (&letter["from"], &letter["sender"]),
        (&"own@two.example".into(), &"Own".into())
    );
    at.close().await;
}

#[tokio::test]
async fn a_certificate_of_the_operators_own_is_believed() {
    let (_folder, file, pem) = certificate();
    for (implicit, security) in [
        (false, Security::StartTls),
        (false, Security::IfOffered),
        (true, Security::Tls),
    ] {
        let mut options = vec!["--tls", file.to_str().unwrap()];
        options.extend(implicit.then_some("--implicit"));
        let mut sink = Sink::start(&options).await;
        let smtp = Smtp {
            host: "mail.example".to_owned(),
            address: Some([127, 0, 0, 1].into()),
            security,
            roots: Roots::from_pem(pem.as_bytes()).unwrap(),
            ..plain(sink.port)
        };
        let at = At::work(House(None), by(smtp)).await;
        at.send(1, "a@example.com").await;
        assert_eq!(sink.next().await["tls"], true, "{security:?}");
        at.close().await;
    }
}

#[tokio::test]
async fn a_certificate_of_nobody_is_not() {
    let (_folder, file, pem) = certificate();
    let sink = Sink::start(&["--tls", file.to_str().unwrap()]).await;
    let unknown = Smtp {
        host: "mail.example".to_owned(),
        address: Some([127, 0, 0, 1].into()),
        security: Security::StartTls,
        ..plain(sink.port)
    };
    let other_name = Smtp {
        host: "other.example".to_owned(),
        roots: Roots::from_pem(pem.as_bytes()).unwrap(),
        ..unknown.clone()
    };
    for smtp in [unknown, other_name] {
        let at = At::work(House(None), by(smtp)).await;
        at.send(1, "a@example.com").await;
        let error = at.end().await;
        assert!(error.contains("certificate"), "{error}");
        at.close().await;
    }
}

#[tokio::test]
async fn without_tls_where_it_is_wanted_nothing_leaves() {
    let sink = Sink::start(&[]).await;
    let smtp = Smtp {
        security: Security::StartTls,
        ..plain(sink.port)
    };
    let at = At::work(House(None), by(smtp)).await;
    at.send(1, "a@example.com").await;
    assert!(at.end().await.contains("STARTTLS"));
    at.close().await;
}

#[tokio::test]
async fn without_a_server_letters_become_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = At::work(House(None), Carrier::Folder(folder.path().join("mail"))).await;
    at.send(1, "a@example.com").await;
    assert_eq!(at.end().await, "");
    let files: Vec<_> = std::fs::read_dir(folder.path().join("mail"))
        .unwrap()
        .collect();
    let [Ok(file)] = files.as_slice() else {
        panic!("{files:?}")
    };
    assert!(file.file_name().to_str().unwrap().ends_with(".eml"));
    let text = std::fs::read_to_string(file.path()).unwrap();
    assert!(text.contains("To: a@example.com\r\n"));
    at.close().await;
}

#[tokio::test]
async fn a_portal_that_is_gone_writes_nothing() {
    let at = At::work(House(None), Carrier::Folder(PathBuf::from("/nowhere"))).await;
    at.send(3, "a@example.com").await;
    assert!(at.end().await.contains("its portal is gone"));
    at.close().await;
}

#[tokio::test]
async fn a_trial_is_tried_once_and_tells() {
    let mut sink = Sink::start(&["--recipients", "550 Unknown,250"]).await;
    let at = At::work(House(None), by(plain(sink.port))).await;
    let to = Recipient::address("me@example.com");
    let done = async || {
        eventually(async || {
            let last = at.db.read(|tx| trial::last(tx, 1)).await.unwrap();
            last.filter(|job| job.status.is_final())
        })
        .await
    };
    let start = async || {
        let to = to.clone();
        let job = at.db.write(move |tx| trial::start(tx, 1, "", &to)).await;
        job.unwrap().expect("a job").id
    };
    let first = start().await;
    let job = done().await;
    assert_eq!((job.id, job.status), (first, jobs::Status::Failed));
    assert!(job.error.contains("550"), "{}", job.error);
    assert_ne!(start().await, first);
    let letter = sink.to("me@example.com").await;
    assert_eq!(letter["subject"], "Probebrief von Office");
    assert_eq!(done().await.status, jobs::Status::Completed);
    at.close().await;
}
