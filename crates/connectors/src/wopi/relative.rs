//! Files beside the one that is open (`PutRelativeFile`), and its title (`RenameFile`).

use axum::Json;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use files::model::{Entry, File};
use files::service::{FileUpdate, NewUpload, Place};
use files::titles;
use http::HeaderMap;
use serde_json::json;

use super::contents::received;
use super::file::{lock_name, text, web_address};
use super::guest::Guest;
use super::refusal::Refusal;
use super::token::Token;
use super::utf7;
use crate::Connectors;

/// Stores content under another name in the folder of the file.
pub(super) async fn put(
    connectors: &Connectors,
    guest: &Guest,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let name =
        |header: &str| text(headers, header).map(|name| utf7::read(name).unwrap_or_default());
    let file = match (
        name("x-wopi-suggestedtarget"),
        name("x-wopi-relativetarget"),
    ) {
        (Some(suggested), None) => put_like(connectors, guest, &suggested, body).await?,
        (None, Some(wanted)) => {
            let overwrites = text(headers, "x-wopi-overwriterelativetarget")
                .is_some_and(|text| text.eq_ignore_ascii_case("true"));
            put_exactly(connectors, guest, &wanted, overwrites, body).await?
        }
        _ => return Err(Refusal::Senseless),
    };
    let token = Token {
        user: guest.viewer.user(),
        edits: true,
    };
    let here = connectors.servers().portals().installation();
    let token = token.write(here, file.portal, file.id, guest.viewer.now);
    let told = json!({
        "Name": file.title,
        "Url": format!("{}/wopi/files/{}?access_token={token}", guest.portal, file.id.0),
        "HostEditUrl": web_address(&guest.base, &file, false),
        "HostViewUrl": web_address(&guest.base, &file, true),
    });
    Ok(Json(told).into_response())
}

/// A new file whose name is like the one that is suggested: an extension, or a whole name.
async fn put_like(
    connectors: &Connectors,
    guest: &Guest,
    suggested: &str,
    body: Body,
) -> Result<File, Refusal> {
    let title = match suggested.strip_prefix('.') {
        Some(_) => format!("{}{suggested}", titles::split(&guest.file.title).0),
        None => suggested.to_owned(),
    };
    if titles::clean_file(&title).is_none() {
        return Err(Refusal::BadName("No file can have this name".to_owned()));
    }
    let (files, folder) = (connectors.files(), guest.file.folder);
    files
        .require_upload(&guest.viewer, Place::Folder(folder))
        .await?;
    let upload = NewUpload {
        title,
        received: received(connectors, guest, body).await?,
        keep_both: true,
        created: None,
    };
    let made = files.upload(&guest.viewer, folder, vec![upload]).await?;
    let made = made.first().copied().ok_or(Refusal::Failed)?;
    let found = files.find(guest.viewer.portal, made).await?;
    found.ok_or(Refusal::Unknown)
}

/// A file of exactly this name: a new one, or a new version of the one that has it.
async fn put_exactly(
    connectors: &Connectors,
    guest: &Guest,
    wanted: &str,
    overwrites: bool,
    body: Body,
) -> Result<File, Refusal> {
    let (files, folder) = (connectors.files(), guest.file.folder);
    files.require_put(&guest.viewer, folder, wanted).await?;
    let there = files
        .at_path(&guest.viewer, folder, vec![wanted.to_owned()])
        .await?;
    if let Some(Entry::File(there)) = there {
        if let Some(held) = guest.lock_of(connectors, there.id).await? {
            return Err(Refusal::Locked(held.name, "The other file is open"));
        }
        if !overwrites {
            return Err(Refusal::Taken);
        }
    }
    let received = received(connectors, guest, body).await?;
    let put = files.put_at(&guest.viewer, folder, wanted, received);
    Ok(put.await?.0)
}

/// Gives the file another title; its extension stays.
pub(super) async fn rename(
    connectors: &Connectors,
    guest: &Guest,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let held = guest.lock_of(connectors, guest.file.id).await?;
    if let Some(held) = held
        && lock_name(headers, "x-wopi-lock")?.as_ref() != Some(&held.name)
    {
        return Err(Refusal::Locked(held.name, "The lock is another one"));
    }
    if !guest.may_rename {
        return Err(Refusal::Unknown);
    }
    let name = text(headers, "x-wopi-requestedname").and_then(utf7::read);
    let name = name.filter(|name| titles::clean(name).is_some());
    let name = name.ok_or_else(|| Refusal::BadName("No file can have this name".to_owned()))?;
    let update = FileUpdate {
        title: Some(name),
        restore: 0,
    };
    let (files, id) = (connectors.files(), guest.file.id);
    files.update(&guest.viewer, id, update).await?;
    let file = files.find(guest.viewer.portal, id).await?;
    let file = file.ok_or(Refusal::Unknown)?;
    let told = json!({ "Name": titles::split(&file.title).0 });
    Ok(Json(told).into_response())
}
