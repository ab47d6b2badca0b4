//! Whether what was acknowledged is there, and nothing is half done.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use http::Method;
use serde_json::Value;

use super::deed::{Deed, Kept, What};
use super::people::download;
use crate::client::Client;

/// How long a server may take to end what it resumed: on many nodes the lease of the dead one has to run out.
const PATIENCE: Duration = Duration::from_secs(90);
/// Number of the trash among the roots.
const TRASH: i64 = 3;

/// Waits until nothing goes on any more; everything has to end without an error.
pub(crate) async fn quiet(client: &mut Client) -> Result<()> {
    let begun = Instant::now();
    while goes_on(client).await? {
        ensure!(begun.elapsed() < PATIENCE, "an operation never ends");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

async fn goes_on(client: &mut Client) -> Result<bool> {
    let listed = client.json(Method::GET, "/api/2.0/files/fileops", None);
    let listed = listed.await?;
    let mut running = false;
    for one in listed.as_array().into_iter().flatten() {
        running |= one["finished"] != true;
        ensure!(one["error"] == "", "an operation failed: {one}");
    }
    for path in [
        "/api/2.0/files/roomtemplate/status",
        "/api/2.0/files/rooms/fromtemplate/status",
    ] {
        let status = client.json(Method::GET, path, None).await?;
        running |= status["isCompleted"] == false;
        let error = status["error"].as_str().unwrap_or_default();
        ensure!(error.is_empty(), "{path}: {status}");
    }
    Ok(running)
}

/// Compares what is kept byte by byte.
pub(crate) async fn kept(client: &mut Client, files: &[Kept]) -> Result<()> {
    for file in files {
        let bytes = download(client, file.id).await?;
        ensure!(bytes.is_some(), "an acknowledged upload is lost: {file:?}");
        ensure!(
            bytes == Some(file.content()),
            "an acknowledged upload is not what was sent: {file:?}"
        );
    }
    Ok(())
}

/// Looks at what was wanted of a folder and at its files.
pub(crate) async fn deed(client: &mut Client, deed: &Deed, emptied: bool) -> Result<()> {
    if deed.what == What::Trash && is_trashed(client, deed.folder).await? {
        // What lies in the trash cannot be opened, but it is all there for whoever puts it back.
        return trashed(client, deed).await;
    }
    let here = look(client, deed.folder).await?;
    match &deed.what {
        What::Delete if deed.is_accepted() => return gone(client, deed, here).await,
        What::Delete if here.is_none() => return gone(client, deed, here).await,
        What::Trash if here.is_none() && emptied => return gone(client, deed, here).await,
        _ => {}
    }
    let here = here.context("the folder is lost")?;
    match &deed.what {
        What::Trash => ensure!(!deed.is_accepted(), "it is not in the trash"),
        What::Move { into } => {
            let moved = here.current["parentId"] == *into;
            ensure!(moved || !deed.is_accepted(), "it was not moved");
        }
        What::Rename { title } => {
            let renamed = here.current["title"] == title.as_str();
            ensure!(renamed || !deed.is_accepted(), "it was not renamed");
            ensure!(
                renamed || here.current["title"] == deed.title.as_str(),
                "it has another title: {}",
                here.current["title"]
            );
        }
        What::Copy { into } => copy(client, deed, *into, &deed.title).await?,
        What::Duplicate { within } => {
            copy(client, deed, *within, &format!("{} (1)", deed.title)).await?;
        }
        What::Template { title } => made(client, deed, "Templates", title).await?,
        What::FromTemplate { title, .. } => made(client, deed, "Active", title).await?,
        What::Fill | What::Chunked | What::Version | What::Delete | What::Pack => {}
    }
    whole(client, &here, deed).await
}

async fn is_trashed(client: &mut Client, folder: i64) -> Result<bool> {
    let path = format!("/api/2.0/files/folder/{folder}");
    let (status, _, bytes) = client.call(Method::GET, &path, None, true).await?;
    if !status.is_success() {
        return Ok(false);
    }
    let answer: Value = serde_json::from_slice(&bytes)?;
    Ok(answer["response"]["rootFolderType"] == TRASH)
}

async fn trashed(client: &mut Client, deed: &Deed) -> Result<()> {
    for file in &deed.files {
        let path = format!("/api/2.0/files/file/{}", file.id);
        let found = client.json(Method::GET, &path, None).await?;
        let here = found["folderId"] == deed.folder;
        let whole = found["pureContentLength"] == file.size;
        ensure!(here && whole, "{file:?} is not whole in the trash: {found}");
    }
    Ok(())
}

/// A folder with what lies in it.
struct Look {
    current: Value,
    files: Vec<Value>,
    folders: Vec<Value>,
}

impl Look {
    fn holds_titles(&self, files: &[Kept]) -> Result<()> {
        for file in files {
            let mut here = self.files.iter();
            let found = here.any(|one| one["title"] == file.title.as_str());
            ensure!(found, "{file:?} is not in it");
        }
        Ok(())
    }

    fn file(&self, title: &str) -> Option<i64> {
        let found = self.files.iter().find(|one| one["title"] == title)?;
        found["id"].as_i64()
    }
}

/// The folder; `None` when there is none.
async fn look(client: &mut Client, folder: i64) -> Result<Option<Look>> {
    let path = format!("/api/2.0/files/{folder}?count=100");
    let (status, _, bytes) = client.call(Method::GET, &path, None, true).await?;
    if status == http::StatusCode::NOT_FOUND {
        return Ok(None);
    }
    ensure!(
        status.is_success(),
        "{path}: {status}: {}",
        String::from_utf8_lossy(&bytes)
    );
    let mut answer: Value = serde_json::from_slice(&bytes)?;
    let mut list = |name: &str| match answer["response"][name].take() {
        Value::Array(list) => list,
        _ => Vec::new(),
    };
    Ok(Some(Look {
        files: list("files"),
        folders: list("folders"),
        current: answer["response"]["current"].take(),
    }))
}

/// Nothing of it is left.
async fn gone(client: &mut Client, deed: &Deed, here: Option<Look>) -> Result<()> {
    ensure!(here.is_none(), "the folder is still there");
    for file in &deed.files {
        let path = format!("/api/2.0/files/file/{}", file.id);
        let (status, ..) = client.call(Method::GET, &path, None, false).await?;
        ensure!(status.as_u16() == 404, "{file:?} is still there: {status}");
    }
    Ok(())
}

/// Everything acknowledged is in it, and nothing that nobody sent.
async fn whole(client: &mut Client, here: &Look, deed: &Deed) -> Result<()> {
    for file in &deed.files {
        let bytes = download(client, file.id).await?;
        let next = deed.asked.as_ref().filter(|next| next.title == file.title);
        let fits = match &bytes {
            Some(bytes) if *bytes == file.content() => true,
            // The next version came through, only the answer did not.
            Some(bytes) => next.is_some_and(|next| *bytes == next.content()),
            None => false,
        };
        let size = bytes.map(|bytes| bytes.len());
        ensure!(fits, "{file:?} is not what was sent but {size:?} bytes");
    }
    here.holds_titles(&deed.files)?;
    for one in &here.files {
        let title = one["title"].as_str().unwrap_or_default();
        if deed.files.iter().any(|file| file.title == title) {
            continue;
        }
        let Some(asked) = deed.asked.as_ref().filter(|asked| asked.title == title) else {
            bail!("nobody sent {title}");
        };
        let id = one["id"].as_i64().unwrap_or_default();
        let bytes = download(client, id).await?;
        ensure!(bytes == Some(asked.content()), "half of {asked:?} is there");
    }
    Ok(())
}

/// The copy is there with everything, or not at all when nobody was promised one.
async fn copy(client: &mut Client, deed: &Deed, into: i64, title: &str) -> Result<()> {
    let target = look(client, into).await?.context("the target is lost")?;
    let mut copies = target.folders.iter();
    let found = copies.find(|one| one["title"] == title);
    let Some(found) = found.and_then(|one| one["id"].as_i64()) else {
        // The list shows the first hundred.
        let unseen = target.folders.len() == 100;
        ensure!(unseen || !deed.is_accepted(), "it was not copied");
        return Ok(());
    };
    same(client, deed, found).await
}

/// A room or template of a title with the same files.
async fn made(client: &mut Client, deed: &Deed, area: &str, title: &str) -> Result<()> {
    let words = title.replace(' ', "%20");
    let path = format!("/api/2.0/files/rooms?searchArea={area}&filterValue={words}");
    let listed = client.json(Method::GET, &path, None).await?;
    let mut rooms = listed["folders"].as_array().into_iter().flatten();
    let found = rooms.find(|one| one["title"] == title);
    let Some(found) = found.and_then(|one| one["id"].as_i64()) else {
        ensure!(!deed.is_accepted(), "{title:?} was not made");
        return Ok(());
    };
    same(client, deed, found).await
}

/// A copy holds the same files.
async fn same(client: &mut Client, deed: &Deed, copy: i64) -> Result<()> {
    let copy = look(client, copy).await?.context("the copy is lost")?;
    ensure!(copy.files.len() == deed.files.len(), "half a copy");
    for file in &deed.files {
        let found = copy.file(&file.title);
        let found = found.with_context(|| format!("{file:?} was not copied"))?;
        let bytes = download(client, found).await?;
        ensure!(bytes == Some(file.content()), "{file:?} was copied wrongly");
    }
    Ok(())
}
