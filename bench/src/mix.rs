//! The calls of the mix.

use anyhow::{Result, bail};
use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use crate::client::Client;
use crate::fixture::{BIG, Fixture, PEOPLE, ROOMS, SMALL, content, credentials, id, multipart};
use crate::load::{self, Plan, ticket};
use crate::report::Row;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    ListRooms,
    ListFolder,
    ListPeople,
    FileInfo,
    OwnProfile,
    SignIn,
    Create,
    Rename,
    Copy,
    Delete,
    UploadSmall,
    DownloadSmall,
    DownloadBig,
}

impl Call {
    pub(crate) const ALL: [Self; 13] = [
        Self::ListRooms,
        Self::ListFolder,
        Self::ListPeople,
        Self::FileInfo,
        Self::OwnProfile,
        Self::SignIn,
        Self::Create,
        Self::Rename,
        Self::Copy,
        Self::Delete,
        Self::UploadSmall,
        Self::DownloadSmall,
        Self::DownloadBig,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ListRooms => "list 25 rooms",
            Self::ListFolder => "list a folder of 25",
            Self::ListPeople => "list 25 people",
            Self::FileInfo => "file info",
            Self::OwnProfile => "own profile",
            Self::SignIn => "sign in",
            Self::Create => "create a document",
            Self::Rename => "rename",
            Self::Copy => "copy, until it is there",
            Self::Delete => "create and delete, until it is gone",
            Self::UploadSmall => "upload 100 KiB",
            Self::DownloadSmall => "download 100 KiB",
            Self::DownloadBig => "download 100 MiB",
        }
    }
}

/// Numbers a call needs, cheap to hand to every worker.
#[derive(Clone, Copy)]
struct Ids {
    listed: i64,
    scratch: i64,
    file: i64,
    small: i64,
    big: i64,
}

/// Measures one call.
pub(crate) async fn measure(
    call: Call,
    fixture: &Fixture,
    pid: Option<u32>,
    plan: Plan,
) -> Result<Row> {
    let ids = Ids {
        listed: fixture.listed,
        scratch: fixture.scratch,
        file: fixture.file,
        small: fixture.small,
        big: fixture.big,
    };
    let (kind, body) = multipart("bench.bin", SMALL);
    // Long-running and big calls: few at a time, as people do.
    let workers = if matches!(call, Call::Copy | Call::Delete | Call::DownloadBig) {
        plan.workers.min(2)
    } else {
        plan.workers
    };
    let plan = Plan { workers, ..plan };
    load::run(
        call.name(),
        fixture.server,
        &fixture.identity,
        pid,
        plan,
        move |mut client| {
            let body = body.clone();
            async move {
                let result = once(call, ids, &mut client, kind, body).await;
                (client, result)
            }
        },
    )
    .await
}

async fn once(call: Call, ids: Ids, client: &mut Client, kind: &str, body: Bytes) -> Result<u64> {
    let Ids {
        listed,
        scratch,
        file,
        small,
        big,
    } = ids;
    match call {
        Call::ListRooms => get(client, ROOMS, 0).await,
        Call::ListFolder => get(client, &content(listed), 0).await,
        Call::FileInfo => get(client, &format!("/api/2.0/files/file/{file}"), 0).await,
        Call::ListPeople => get(client, PEOPLE, 0).await,
        Call::OwnProfile => get(client, "/api/2.0/people/@self", 0).await,
        Call::SignIn => {
            let path = "/api/2.0/authentication";
            client
                .json(Method::POST, path, Some(credentials()))
                .await
                .map(|_| 0)
        }
        Call::Create => create(client, scratch).await.map(|_| 0),
        Call::Rename => {
            let body = json!({"title": format!("Renamed {}", ticket())});
            let path = format!("/api/2.0/files/file/{file}");
            client.json(Method::PUT, &path, Some(body)).await.map(|_| 0)
        }
        Call::Copy => {
            let body = json!({"fileIds": [file], "destFolderId": scratch,
                "conflictResolveType": "Duplicate", "returnSingleOperation": true});
            let started = client
                .json(Method::PUT, "/api/2.0/files/fileops/copy", Some(body))
                .await?;
            finished(client, &started).await
        }
        Call::Delete => {
            let file = create(client, scratch).await?;
            let path = format!("/api/2.0/files/file/{file}?returnSingleOperation=true");
            let body = json!({"immediately": true, "deleteAfter": false});
            let started = client.json(Method::DELETE, &path, Some(body)).await?;
            finished(client, &started).await
        }
        Call::UploadSmall => {
            let path = format!("/api/2.0/files/{scratch}/upload?createNewIfExist=true");
            let size = body.len() as u64;
            let (status, ..) = client
                .call(Method::POST, &path, Some((kind, body)), false)
                .await?;
            if status.is_success() {
                Ok(size)
            } else {
                bail!("{status}")
            }
        }
        Call::DownloadSmall => get(client, &download(small), SMALL as u64).await,
        Call::DownloadBig => get(client, &download(big), BIG as u64).await,
    }
}

fn download(file: i64) -> String {
    format!("/filehandler.ashx?action=download&fileid={file}")
}

async fn get(client: &mut Client, path: &str, at_least: u64) -> Result<u64> {
    let (status, length, _) = client.call(Method::GET, path, None, false).await?;
    if status.is_success() && length >= at_least {
        Ok(length)
    } else {
        bail!("{path}: {status}")
    }
}

async fn create(client: &mut Client, folder: i64) -> Result<i64> {
    let path = format!("/api/2.0/files/{folder}/file");
    let body = json!({"title": format!("New {}.docx", ticket())});
    id(&client.json(Method::POST, &path, Some(body)).await?)
}

/// Asks until the operation that was just started is finished.
async fn finished(client: &mut Client, started: &Value) -> Result<u64> {
    let operation = &started[0];
    let Some(wanted) = operation["id"].as_str() else {
        bail!("no operation in {started}")
    };
    for _ in 0..2000 {
        let path = format!("/api/2.0/files/fileops?id={wanted}");
        let list = client.json(Method::GET, &path, None).await?;
        let found = list
            .as_array()
            .into_iter()
            .flatten()
            .find(|one| one["id"] == wanted);
        match found {
            Some(one) if one["finished"] == true && one["error"] == "" => return Ok(0),
            Some(one) if one["finished"] == true => bail!("{}", one["error"]),
            _ => tokio::time::sleep(std::time::Duration::from_millis(2)).await,
        }
    }
    bail!("the operation did not end")
}
