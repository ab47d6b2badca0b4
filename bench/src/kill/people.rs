//! Those who work until the server is gone.

use anyhow::{Result, bail};
use http::Method;
use serde_json::{Value, json};

use super::deed::{Deed, Kept, State, What};
use super::{Dice, Shared, note, room};
use crate::client::Client;
use crate::fixture::{folder, form, id};

/// Bytes of a piece of a chunked upload: the contract's most.
const PIECE: usize = 10 * 1024 * 1024;
/// Files in a folder.
const FILES: u64 = 4;

/// Who works, and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk {
    pub(crate) worker: u64,
    pub(crate) round: u64,
    /// The room of the round.
    pub(crate) place: i64,
    pub(crate) kept_in: i64,
}

/// Does one deed after the other. The end of the connection is the end of the work; another refusal is written down.
pub(crate) async fn work(desk: Desk, mut client: Client, mut dice: Dice, shared: Shared) {
    for number in 0.. {
        let done = one(desk, number, &mut client, &mut dice, &shared).await;
        if let Err(error) = done {
            if !is_the_end(&error) {
                note(&shared, |ledger| ledger.wrong.push(format!("{error:#}")));
            }
            return;
        }
    }
}

/// Whether the server is gone: everything else is an answer.
fn is_the_end(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<hyper::Error>().is_some()
            || cause.downcast_ref::<std::io::Error>().is_some()
    })
}

async fn one(
    desk: Desk,
    number: u64,
    client: &mut Client,
    dice: &mut Dice,
    shared: &Shared,
) -> Result<()> {
    let title = format!("{}-{}-{number}", desk.round, desk.worker);
    if number % 4 == 3 {
        return keep(desk, &title, client, dice, shared).await;
    }
    // Templates are made one at a time, and so are archives of one person.
    let templates = desk.worker == 0 && number % 4 == 1;
    let folder = if templates {
        room(client, &title).await?
    } else {
        folder(client, desk.place, &title).await?
    };
    let place = note(shared, |ledger| {
        ledger.deeds.push(Deed::new(folder, title.clone()));
        ledger.deeds.len() - 1
    });
    let deed = Place { place, shared };
    for file in 0..FILES {
        let kept = Kept {
            id: 0,
            title: format!("{file}.bin"),
            seed: dice.below(u64::MAX),
            size: 1 + dice.below(20_000) as usize,
        };
        deed.note(|deed| deed.asked = Some(kept.clone()));
        let id = upload(client, folder, &kept).await?;
        deed.note(|deed| {
            deed.asked = None;
            deed.files.push(Kept { id, ..kept });
        });
    }
    if templates {
        return template(client, folder, &title, &deed).await;
    }
    let choice = dice.below(if desk.worker == 1 { 10 } else { 9 });
    let what = match choice {
        0 | 1 => What::Copy {
            into: target(desk, client, &title).await?,
        },
        2 | 3 => What::Move {
            into: target(desk, client, &title).await?,
        },
        4 => What::Duplicate { within: desk.place },
        5 => What::Rename {
            title: format!("{title} renamed"),
        },
        6 => What::Trash,
        7 => What::Delete,
        8 => match dice.below(8) {
            0 => What::Chunked,
            _ => What::Version,
        },
        _ => What::Pack,
    };
    deed.note(|deed| deed.what = what.clone());
    act(client, folder, &what, dice, &deed).await?;
    if what == What::Trash && dice.below(2) == 0 {
        note(shared, |ledger| ledger.emptied = true);
        let path = "/api/2.0/files/fileops/emptytrash?single=true";
        let started = client.json(Method::PUT, path, None).await?;
        finished(client, &started).await?;
    }
    Ok(())
}

/// A deed in the ledger.
struct Place<'a> {
    place: usize,
    shared: &'a Shared,
}

impl Place<'_> {
    fn note(&self, change: impl FnOnce(&mut Deed)) {
        note(self.shared, |ledger| {
            if let Some(deed) = ledger.deeds.get_mut(self.place) {
                change(deed);
            }
        });
    }

    fn accepted(&self) {
        self.note(|deed| deed.state = State::Accepted);
    }

    fn first(&self) -> Option<Kept> {
        let mut first = None;
        self.note(|deed| first = deed.files.first().cloned());
        first
    }
}

/// An upload that stays.
async fn keep(
    desk: Desk,
    title: &str,
    client: &mut Client,
    dice: &mut Dice,
    shared: &Shared,
) -> Result<()> {
    let kept = Kept {
        id: 0,
        title: format!("{title}.bin"),
        seed: dice.below(u64::MAX),
        size: dice.below(100_000) as usize,
    };
    let id = upload(client, desk.kept_in, &kept).await?;
    note(shared, |ledger| ledger.kept.push(Kept { id, ..kept }));
    Ok(())
}

async fn target(desk: Desk, client: &mut Client, title: &str) -> Result<i64> {
    folder(client, desk.place, &format!("{title} target")).await
}

async fn upload(client: &mut Client, folder: i64, file: &Kept) -> Result<i64> {
    let path = format!("/api/2.0/files/{folder}/upload");
    let answer = send(client, &path, &file.title, &file.content()).await?;
    id(&answer)
}

/// Sends a form with one file.
async fn send(client: &mut Client, path: &str, title: &str, content: &[u8]) -> Result<Value> {
    let (kind, body) = form(title, content);
    let answer = client.call(Method::POST, path, Some((kind, body)), true);
    let (status, _, bytes) = answer.await?;
    if !status.is_success() {
        bail!("{path}: {status}: {}", String::from_utf8_lossy(&bytes));
    }
    let answer: Value = serde_json::from_slice(&bytes)?;
    Ok(answer["response"].clone())
}

async fn act(
    client: &mut Client,
    folder: i64,
    what: &What,
    dice: &mut Dice,
    deed: &Place<'_>,
) -> Result<()> {
    let single = "returnSingleOperation";
    let started = match what {
        What::Copy { into } | What::Move { into } => {
            let verb = if matches!(what, What::Copy { .. }) {
                "copy"
            } else {
                "move"
            };
            let body = json!({"folderIds": [folder], "destFolderId": into, single: true});
            operation(client, Method::PUT, verb, body).await?
        }
        What::Duplicate { .. } => {
            let body = json!({"folderIds": [folder], single: true});
            operation(client, Method::PUT, "duplicate", body).await?
        }
        What::Trash | What::Delete => {
            let body =
                json!({"folderIds": [folder], "immediately": *what == What::Delete, single: true});
            operation(client, Method::PUT, "delete", body).await?
        }
        What::Pack => {
            let body = json!({"folderIds": [folder], single: true});
            operation(client, Method::PUT, "bulkdownload", body).await?
        }
        What::Rename { title } => {
            let path = format!("/api/2.0/files/folder/{folder}");
            let body = Some(json!({"title": title}));
            client.json(Method::PUT, &path, body).await?;
            deed.accepted();
            return Ok(());
        }
        What::Version => return version(client, folder, dice, deed).await,
        What::Chunked => return chunked(client, folder, dice, deed).await,
        What::Fill | What::Template { .. } | What::FromTemplate { .. } => return Ok(()),
    };
    deed.accepted();
    finished(client, &started).await
}

async fn operation(client: &mut Client, method: Method, verb: &str, body: Value) -> Result<Value> {
    let path = format!("/api/2.0/files/fileops/{verb}");
    client.json(method, &path, Some(body)).await
}

/// Other bytes under the title of the first file.
async fn version(
    client: &mut Client,
    folder: i64,
    dice: &mut Dice,
    deed: &Place<'_>,
) -> Result<()> {
    let Some(first) = deed.first() else {
        return Ok(());
    };
    let next = Kept {
        seed: dice.below(u64::MAX),
        ..first
    };
    deed.note(|deed| deed.asked = Some(next.clone()));
    upload(client, folder, &next).await?;
    deed.note(|deed| {
        deed.asked = None;
        if let Some(first) = deed.files.first_mut() {
            *first = next;
        }
    });
    deed.accepted();
    Ok(())
}

/// A file too long for one piece.
async fn chunked(
    client: &mut Client,
    folder: i64,
    dice: &mut Dice,
    deed: &Place<'_>,
) -> Result<()> {
    let kept = Kept {
        id: 0,
        title: "big.bin".to_owned(),
        seed: dice.below(u64::MAX),
        size: PIECE + 1 + dice.below(100_000) as usize,
    };
    deed.note(|deed| deed.asked = Some(kept.clone()));
    let body = json!({"fileName": kept.title, "fileSize": kept.size});
    let path = format!("/api/2.0/files/{folder}/session");
    let session = client.json(Method::POST, &path, Some(body)).await?;
    let Some(session) = session["id"].as_str() else {
        bail!("no session: {session}");
    };
    let session = format!("{path}/{session}");
    for (number, piece) in (1..).zip(kept.content().chunks(PIECE)) {
        let path = format!("{session}/upload?chunkNumber={number}");
        send(client, &path, "piece", piece).await?;
    }
    let path = format!("{session}/finalize");
    let done = client.json(Method::PUT, &path, Some(json!({}))).await?;
    let id = id(&done)?;
    deed.note(|deed| {
        deed.asked = None;
        deed.files.push(Kept { id, ..kept });
    });
    deed.accepted();
    Ok(())
}

/// A template of a room, and a room of that template.
async fn template(client: &mut Client, room: i64, title: &str, deed: &Place<'_>) -> Result<()> {
    let named = format!("{title} template");
    deed.note(|deed| {
        deed.what = What::Template {
            title: named.clone(),
        };
    });
    let body = json!({"roomId": room, "title": named});
    client
        .json(Method::POST, "/api/2.0/files/roomtemplate", Some(body))
        .await?;
    deed.accepted();
    let template = made(client, "/api/2.0/files/roomtemplate/status", "templateId").await?;
    let named = format!("{title} again");
    deed.note(|deed| {
        deed.what = What::FromTemplate {
            title: named.clone(),
            template,
        };
        deed.state = State::Asked;
    });
    let body = json!({"templateId": template, "title": named});
    client
        .json(
            Method::POST,
            "/api/2.0/files/rooms/fromtemplate",
            Some(body),
        )
        .await?;
    deed.accepted();
    made(client, "/api/2.0/files/rooms/fromtemplate/status", "roomId").await?;
    Ok(())
}

/// Asks until a room is made; gives its number.
async fn made(client: &mut Client, path: &str, number: &str) -> Result<i64> {
    for _ in 0..4000 {
        let status = client.json(Method::GET, path, None).await?;
        if status["isCompleted"] == true {
            let error = status["error"].as_str().unwrap_or_default();
            anyhow::ensure!(error.is_empty(), "{path}: {status}");
            return Ok(status[number].as_i64().unwrap_or_default());
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    bail!("{path}: it never ends")
}

/// Asks until the operations that were started have ended well.
async fn finished(client: &mut Client, started: &Value) -> Result<()> {
    for operation in started.as_array().into_iter().flatten() {
        let Some(wanted) = operation["id"].as_str() else {
            bail!("no operation in {started}")
        };
        let path = format!("/api/2.0/files/fileops?id={wanted}");
        for _ in 0..4000 {
            let list = client.json(Method::GET, &path, None).await?;
            let mut list = list.as_array().into_iter().flatten();
            match list.find(|one| one["id"] == wanted) {
                Some(one) if one["finished"] == true => {
                    anyhow::ensure!(one["error"] == "", "{one}");
                    break;
                }
                _ => tokio::time::sleep(std::time::Duration::from_millis(5)).await,
            }
        }
    }
    Ok(())
}

/// The whole body of a file.
pub(crate) async fn download(client: &mut Client, file: i64) -> Result<Option<Vec<u8>>> {
    let path = format!("/filehandler.ashx?action=download&fileid={file}");
    let (status, _, bytes) = client.call(Method::GET, &path, None, true).await?;
    match status.as_u16() {
        200 => Ok(Some(bytes)),
        404 => Ok(None),
        _ => bail!("{path}: {status}: {}", String::from_utf8_lossy(&bytes)),
    }
}
