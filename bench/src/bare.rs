//! The limit on this machine: axum with rusqlite and nothing else, and a plain file server.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::Result;
use axum::body::Body;
use axum::extract::{Path as Segment, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::Method;
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio_util::io::ReaderStream;

use crate::client::Identity;
use crate::fixture::{BIG, Fixture, SMALL};
use crate::load::{self, Plan};
use crate::report::Row;

pub(crate) const ROWS: &str = "bare: 25 rows";
pub(crate) const ROOMS: &str = "bare: 25 rows, bytes of the rooms";
pub(crate) const FOLDER: &str = "bare: 25 rows, bytes of the folder";
pub(crate) const PEOPLE: &str = "bare: 25 rows, bytes of the people";
pub(crate) const INSERT: &str = "bare: durable insert";
pub(crate) const SMALL_FILE: &str = "bare: file of 100 KiB";
pub(crate) const BIG_FILE: &str = "bare: file of 100 MiB";

/// Most bytes that are put on top of an entry's six columns, which take about [`PLAIN`].
const MORE: u32 = 8192;
const PLAIN: u32 = 96;

#[derive(Clone)]
struct Bare {
    readers: Arc<Mutex<Vec<Connection>>>,
    writer: Arc<Mutex<Connection>>,
    database: PathBuf,
    folder: PathBuf,
}

/// Measures the bare handlers; three of them answer as many bytes as the fixture's listings have.
pub(crate) async fn measure(
    server: SocketAddr,
    pid: u32,
    plan: Plan,
    fixture: &Fixture,
) -> Result<Vec<Row>> {
    let mut rows = measure_lists(server, pid, plan, fixture).await?;
    let few = plan.workers.min(2);
    for (name, method, path, workers) in [
        (
            PEOPLE,
            Method::GET,
            as_long_as(fixture.people_length),
            plan.workers,
        ),
        (INSERT, Method::POST, "/rows".to_owned(), plan.workers),
        (
            SMALL_FILE,
            Method::GET,
            "/file/small".to_owned(),
            plan.workers,
        ),
        (BIG_FILE, Method::GET, "/file/big".to_owned(), few),
    ] {
        let plan = Plan { workers, ..plan };
        rows.push(one(server, pid, plan, name, method, path).await?);
    }
    Ok(rows)
}

/// The handlers that list: rows, and rows as long as the fixture's rooms and folder.
pub(crate) async fn measure_lists(
    server: SocketAddr,
    pid: u32,
    plan: Plan,
    fixture: &Fixture,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (name, bytes) in [
        (ROWS, 0),
        (ROOMS, fixture.rooms_length),
        (FOLDER, fixture.folder_length),
    ] {
        rows.push(one(server, pid, plan, name, Method::GET, as_long_as(bytes)).await?);
    }
    Ok(rows)
}

fn as_long_as(bytes: u64) -> String {
    format!("/rows?bytes={bytes}")
}

async fn one(
    server: SocketAddr,
    pid: u32,
    plan: Plan,
    name: &'static str,
    method: Method,
    path: String,
) -> Result<Row> {
    let call = move |mut client: crate::client::Client| {
        let (method, path) = (method.clone(), path.clone());
        async move {
            let answer = client.call(method, &path, None, false).await;
            let result = answer.and_then(|(status, length, _)| {
                anyhow::ensure!(status.is_success(), "{status}");
                Ok(length)
            });
            (client, result)
        }
    };
    load::run(name, server, &Identity::default(), Some(pid), plan, call).await
}

/// Serves until the process ends.
pub(crate) async fn serve(listen: SocketAddr, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, size) in [("small", SMALL), ("big", BIG)] {
        std::fs::write(folder.join(name), vec![7_u8; size])?;
    }
    let database = folder.join("bare.db");
    let writer = open(&database)?;
    writer.execute_batch(
        "CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, parent INTEGER, title TEXT, \
         author TEXT, created INTEGER, updated INTEGER, size INTEGER, more TEXT); \
         CREATE INDEX IF NOT EXISTS by_parent ON entries (parent, title);",
    )?;
    for number in 0..25 {
        writer.execute(
            "INSERT INTO entries (parent, title, author, created, updated, size, more) \
             VALUES (1, ?1, 'author', 1, 2, 3, ?2)",
            [format!("Document {number}.docx"), "x".repeat(MORE as usize)],
        )?;
    }
    let state = Bare {
        readers: Arc::default(),
        writer: Arc::new(Mutex::new(writer)),
        database,
        folder: folder.to_owned(),
    };
    let app = Router::new()
        .route("/rows", get(list).post(insert))
        .route("/file/{name}", get(file))
        .with_state(state);
    axum::serve(tokio::net::TcpListener::bind(listen).await?, app).await?;
    Ok(())
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// How long a listing is to be; 0 for one without anything but the six columns.
#[derive(serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    bytes: u32,
}

async fn list(
    State(bare): State<Bare>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, StatusCode> {
    blocking(move || {
        let pooled = bare.readers.lock().ok().and_then(|mut pool| pool.pop());
        let connection = pooled.map_or_else(|| open(&bare.database), Ok)?;
        let more = (wanted.bytes / 25).saturating_sub(PLAIN).min(MORE);
        let rows = read(&connection, more)?;
        if let Ok(mut pool) = bare.readers.lock() {
            pool.push(connection);
        }
        Ok(Json(
            json!({"response": rows, "count": rows.len(), "status": 0, "statusCode": 200}),
        ))
    })
    .await
}

fn read(connection: &Connection, more: u32) -> rusqlite::Result<Vec<Value>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, title, author, created, updated, size, substr(more, 1, ?1) FROM entries \
         WHERE parent = 1 ORDER BY title LIMIT 25",
    )?;
    let rows = statement.query_map([more], |row| {
        let mut entry = json!({"id": row.get::<_, i64>(0)?, "title": row.get::<_, String>(1)?,
            "author": row.get::<_, String>(2)?, "created": row.get::<_, i64>(3)?,
            "updated": row.get::<_, i64>(4)?, "size": row.get::<_, i64>(5)?});
        if more > 0 {
            entry["more"] = Value::from(row.get::<_, String>(6)?);
        }
        Ok(entry)
    })?;
    rows.collect()
}

async fn insert(State(bare): State<Bare>) -> Result<Json<Value>, StatusCode> {
    blocking(move || {
        let Ok(connection) = bare.writer.lock() else {
            return Err(rusqlite::Error::InvalidQuery);
        };
        connection
            .prepare_cached(
                "INSERT INTO entries (parent, title, author, created, updated, size) \
                 VALUES (2, 'New', 'author', 1, 2, 3)",
            )?
            .execute([])?;
        Ok(Json(
            json!({"response": {"id": connection.last_insert_rowid()}, "statusCode": 200}),
        ))
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> rusqlite::Result<T> + Send + 'static,
) -> Result<T, StatusCode> {
    let done = tokio::task::spawn_blocking(work).await;
    done.ok()
        .and_then(Result::ok)
        .ok_or(StatusCode::INTERNAL_SERVER_ERROR)
}

async fn file(State(bare): State<Bare>, Segment(name): Segment<String>) -> Response {
    let path = bare.folder.join(name);
    let Ok(file) = tokio::fs::File::open(&path).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let length = file
        .metadata()
        .await
        .map(|meta| meta.len())
        .unwrap_or_default();
    let stream = ReaderStream::with_capacity(file, 256 * 1024);
    (
        [(header::CONTENT_LENGTH, length.to_string())],
        Body::from_stream(stream),
    )
        .into_response()
}
