//! The program is killed while people type: what it acknowledged is there afterwards.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

#[expect(dead_code, reason = "the tests of co-editing itself use all of it")]
#[path = "../../coedit/tests/editing/editor.rs"]
mod editor;

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use editor::Editor;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use sql::testing::TestDatabase;

const ALIAS: &str = "test-portal-of-crashes";
const PEOPLE: u32 = 5;

/// A running program.
struct Program {
    child: Child,
    address: SocketAddr,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Program {
    async fn start(database: &TestDatabase, data: &Path) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let child = Command::new(env!("CARGO_BIN_EXE_atrium"))
            .args(["serve", "--dev", "--listen", &address.to_string()])
            .args(["--database", database.url()])
            .arg("--data")
            .arg(data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let program = Self { child, address };
        let end = Instant::now() + Duration::from_secs(60);
        while reqwest::get(program.url("/liveness")).await.is_err() {
            assert!(Instant::now() < end, "the program does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        program
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// `kill -9`.
    fn kill(self) {
        drop(self);
    }

    async fn post(&self, path: &str, token: &str, body: Value) -> Value {
        let request = reqwest::Client::new()
            .post(self.url(path))
            .header("origin", format!("http://{ALIAS}"))
            .bearer_auth(token);
        let answer = request.json(&body).send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// The owner's token and a file of his.
    async fn furnish(&self, name: &'static str, bytes: &'static [u8]) -> (String, i64) {
        let order = json!({
            "portalName": ALIAS, "firstName": "a", "lastName": "b", "email": "a@x.example",
            "password": "test1234", "language": "en",
        });
        self.post("/apisystem/portal/register", "", order).await;
        let who = json!({ "userName": "a@x.example", "password": "test1234" });
        let signed_in = self.post("/api/2.0/authentication", "", who).await;
        let token = signed_in["response"]["token"].as_str().unwrap().to_owned();
        let part = Part::bytes(bytes).file_name(name);
        let answer = reqwest::Client::new()
            .post(self.url("/api/2.0/files/@my/upload"))
            .header("origin", format!("http://{ALIAS}"))
            .bearer_auth(&token)
            .multipart(Form::new().part("file", part))
            .send();
        let answer: Value = answer.await.unwrap().json().await.unwrap();
        let made = &answer["response"];
        let file = made.get(0).unwrap_or(made)["id"].as_i64().unwrap();
        (token, file)
    }

    async fn download(&self, token: &str, file: i64) -> Vec<u8> {
        let path = format!("/filehandler.ashx?action=download&fileid={file}");
        let request = reqwest::Client::new()
            .get(self.url(&path))
            .header("origin", format!("http://{ALIAS}"))
            .bearer_auth(token);
        let answer = request.send().await.unwrap().error_for_status().unwrap();
        answer.bytes().await.unwrap().to_vec()
    }

    async fn open(&self, token: &str, file: i64) -> Editor {
        let path = format!("/edit/{file}");
        let request = http::Request::get(path.as_str())
            .header("host", "localhost")
            .header("origin", format!("http://{ALIAS}"))
            .header("authorization", format!("Bearer {token}"));
        Editor::open(self.address, request, &path).await.unwrap()
    }

    /// The same, however long the lease of the dead one takes to run out.
    async fn open_again(&self, token: &str, file: i64) -> Editor {
        let end = Instant::now() + Duration::from_secs(40);
        loop {
            let editor = self.open(token, file).await;
            if editor.end.is_none() {
                return editor;
            }
            assert!(Instant::now() < end, "{:?}", editor.end);
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}

/// Types until the program is gone; gives what it acknowledged.
async fn type_on(mut editor: Editor, who: u32) -> Vec<String> {
    let mut typed = Vec::new();
    while editor.end.is_none() {
        let word = format!("<{who}:{}>", typed.len());
        editor.write(0, &word).await;
        typed.push(word);
        // Not too far ahead of what is acknowledged.
        while editor.end.is_none() && editor.said > editor.kept + 8 {
            editor.listen().await;
        }
    }
    // The first thing a client says is its answer to the server's question.
    let words = usize::try_from(editor.kept).unwrap().saturating_sub(1);
    typed.truncate(words);
    typed
}

/// Fills a column of a workbook until the program is gone; gives the cells that it acknowledged.
async fn fill_on(mut editor: Editor, column: u32) -> Vec<String> {
    let mut typed = Vec::new();
    while editor.end.is_none() {
        let cell = format!("0:{}:{column}", 100 + typed.len());
        editor.type_into(&cell, &typed.len().to_string()).await;
        typed.push(cell);
        while editor.end.is_none() && editor.said > editor.kept + 8 {
            editor.listen().await;
        }
    }
    let cells = usize::try_from(editor.kept).unwrap().saturating_sub(1);
    typed.truncate(cells);
    typed
}

/// Writes into a paragraph of a letter until the program is gone; gives the words that it acknowledged.
async fn write_on(mut editor: Editor, paragraph: u32) -> Vec<String> {
    let mut typed = Vec::new();
    while editor.end.is_none() {
        let word = format!("({paragraph}:{})", typed.len());
        editor.write_into(paragraph, 0, &word).await;
        typed.push(word);
        while editor.end.is_none() && editor.said > editor.kept + 8 {
            editor.listen().await;
        }
    }
    let words = usize::try_from(editor.kept).unwrap().saturating_sub(1);
    typed.truncate(words);
    typed
}

/// What LibreOffice reads in the first sheet of a workbook.
fn as_csv(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plan.xlsx"), bytes).unwrap();
    let profile = format!(
        "-env:UserInstallation=file://{}/profile",
        folder.path().display()
    );
    let done = Command::new("soffice")
        .args([
            profile.as_str(),
            "--headless",
            "--convert-to",
            "csv",
            "plan.xlsx",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    std::fs::read_to_string(folder.path().join("plan.csv")).unwrap()
}

/// Has people type for two seconds, each by `work` in an editor of their own, and kills the program in the middle. Gives
/// what was acknowledged.
async fn killed_while_typing<Work>(
    program: Program,
    token: &str,
    file: i64,
    people: u32,
    work: impl Fn(Editor, u32) -> Work,
) -> Vec<String>
where
    Work: Future<Output = Vec<String>> + Send + 'static,
{
    let mut typing = Vec::new();
    for who in 0..people {
        let mut editor = program.open(token, file).await;
        editor.until_kept().await;
        typing.push(tokio::spawn(work(editor, who)));
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    program.kill();
    let mut kept = Vec::new();
    for task in typing {
        kept.extend(task.await.unwrap());
    }
    kept
}

/// All that was acknowledged is there.
fn assert_none_lost(database: &TestDatabase, kept: &[String], is_there: impl Fn(&str) -> bool) {
    let lost: Vec<_> = kept.iter().filter(|one| !is_there(one)).collect();
    println!(
        "{:?}: {} acknowledged, {} lost",
        database.dialect(),
        kept.len(),
        lost.len()
    );
    assert!(lost.is_empty(), "{lost:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_program_loses_no_acknowledged_cell() {
    const CHARTS: &[u8] = include_bytes!("../../sheets/tests/data/charts.xlsx");
    let _ = rustls::crypto::ring::default_provider().install_default();
    for database in TestDatabase::all().await {
        let data = tempfile::tempdir().unwrap();
        let program = Program::start(&database, data.path()).await;
        let (token, file) = program.furnish("plan.xlsx", CHARTS).await;
        let kept = killed_while_typing(program, &token, file, 3, fill_on).await;
        assert!(kept.len() > 30, "only {} were acknowledged", kept.len());

        let program = Program::start(&database, data.path()).await;
        let mut back = program.open_again(&token, file).await;
        let typed = back.cells_typed();
        assert_none_lost(&database, &kept, |cell| typed.contains_key(cell));

        // The workbook has it all, by our engine and by another one.
        let sum: u64 = typed
            .values()
            .map(|number| number.parse::<u64>().unwrap())
            .sum();
        let sum = (1_000_000 + sum).to_string();
        back.type_into("0:50:0", "=1000000+SUM(A101:C9999)").await;
        back.until(|one| one.shows("0:50:0") == sum).await;
        back.save().await;
        back.until(|one| one.notice["saved"] == true && one.kept >= one.said)
            .await;
        let csv = as_csv(&program.download(&token, file).await);
        assert!(csv.contains(&sum), "{sum} is not in {csv}");
        program.kill();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_program_loses_no_acknowledged_keystroke() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    for database in TestDatabase::all().await {
        let data = tempfile::tempdir().unwrap();
        let program = Program::start(&database, data.path()).await;
        let (token, file) = program.furnish("a.txt", b"start").await;
        let kept = killed_while_typing(program, &token, file, PEOPLE, type_on).await;
        assert!(kept.len() > 50, "only {} were acknowledged", kept.len());

        let program = Program::start(&database, data.path()).await;
        let mut back = program.open_again(&token, file).await;
        let text = back.text();
        assert_none_lost(&database, &kept, |word| text.contains(word));
        assert!(text.ends_with("start"));
        back.save().await;
        back.until(|one| one.notice["saved"] == true).await;
        program.kill();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_program_loses_no_acknowledged_word_of_a_letter() {
    const LISTS: &[u8] = include_bytes!("../../prose/tests/data/Numbering.docx");
    let _ = rustls::crypto::ring::default_provider().install_default();
    for database in TestDatabase::all().await {
        let data = tempfile::tempdir().unwrap();
        let program = Program::start(&database, data.path()).await;
        let (token, file) = program.furnish("letter.docx", LISTS).await;
        let kept = killed_while_typing(program, &token, file, 3, write_on).await;
        assert!(kept.len() > 30, "only {} were acknowledged", kept.len());

        let program = Program::start(&database, data.path()).await;
        let mut back = program.open_again(&token, file).await;
        let text = back.paragraphs().join("\n");
        assert_none_lost(&database, &kept, |word| text.contains(word));
        back.save().await;
        back.until(|one| one.notice["saved"] == true && one.kept >= one.said)
            .await;
        let saved = program.download(&token, file).await;
        let saved = prose::Paper::open(saved.into()).unwrap();
        let saved: Vec<String> = saved.blocks().iter().map(editor::text_of).collect();
        assert_eq!(saved.join("\n"), text);
        program.kill();
    }
}
