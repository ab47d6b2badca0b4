//! COPY and MOVE.

use axum::response::Response;
use files::model::EntryRef;
use files::service::operations::Destination;
use http::StatusCode;

use crate::Refusal;
use crate::call::{Call, Found, bare};
use crate::headers::{self, Depth};
use crate::path::Path;
use crate::store::properties;

/// What is to go where.
struct Transfer {
    entry: EntryRef,
    path: Path,
    to: Destination,
    /// Something is there that will be replaced.
    replaces: bool,
}

/// Moves or renames an entry.
pub(super) async fn relocate(call: &Call) -> Result<Response, Refusal> {
    let depth = headers::depth(&call.headers)?;
    if depth.is_some_and(|depth| depth != Depth::Infinity) {
        return Err(Refusal::bad_request("Entries are moved whole"));
    }
    let Transfer {
        entry,
        path,
        to,
        replaces,
    } = transfer(call).await?;
    if path.is_below(&call.path) {
        return Err(Refusal::forbidden("A folder cannot be moved into itself"));
    }
    if let Some((above, _)) = call.path.split() {
        admit(call, &[&above], &[&call.path], &path, replaces).await?;
    }
    let moved = call.files().move_now(&call.viewer, entry, to).await?;
    call.unlock_all(&call.path).await?;
    call.release(moved).await?;
    if moved != entry {
        keep_properties(call, entry, moved).await?;
    }
    Ok(done(replaces))
}

/// Copies an entry. A client that hangs up in the middle leaves what is copied.
pub(super) async fn copy(call: &Call) -> Result<Response, Refusal> {
    let shallow = match headers::depth(&call.headers)? {
        Some(Depth::Zero) => true,
        None | Some(Depth::Infinity) => false,
        Some(Depth::One) => {
            return Err(Refusal::bad_request("Depth is 0 or infinity for copies"));
        }
    };
    let Transfer {
        entry,
        path,
        to,
        replaces,
    } = transfer(call).await?;
    admit(call, &[], &[], &path, replaces).await?;
    let made = call
        .files()
        .copy_now(&call.viewer, entry, to, shallow)
        .await?;
    keep_properties(call, entry, made).await?;
    Ok(done(replaces))
}

/// Reads where to, and looks what is there.
async fn transfer(call: &Call) -> Result<Transfer, Refusal> {
    let source = call.find(&call.path).await?;
    if call.method.as_str() == "MOVE" {
        call.require_unlocked(&source, &call.path)?;
    }
    let entry = source.entry()?.reference();
    let path = headers::destination(&call.headers)?;
    if path == call.path || call.path.is_below(&path) {
        let text = "An entry cannot take its own place, or that of a folder around it";
        return Err(Refusal::forbidden(text));
    }
    let (folder, name) = call.around(&path).await?;
    let found = call.find(&path).await?;
    call.require_unlocked(&found, &path)?;
    let replaces = !matches!(found, Found::Nothing);
    if replaces && !headers::overwrite(&call.headers) {
        return Err(Refusal::precondition());
    }
    let to = Destination {
        folder: folder.id,
        name,
    };
    Ok(Transfer {
        entry,
        path,
        to,
        replaces,
    })
}

/// Asks the locks at both ends.
async fn admit(
    call: &Call,
    themselves: &[&Path],
    whole: &[&Path],
    to: &Path,
    replaces: bool,
) -> Result<(), Refusal> {
    let above = to.split().map(|(above, _)| above);
    let mut themselves = themselves.to_vec();
    themselves.extend(above.as_ref().filter(|_| !replaces));
    let mut whole = whole.to_vec();
    whole.push(to);
    call.admit(&themselves, &whole).await
}

async fn keep_properties(call: &Call, from: EntryRef, to: EntryRef) -> Result<(), Refusal> {
    let portal = call.viewer.portal;
    call.dav
        .db()
        .write(move |tx| properties::copy(tx, portal, from, to))
        .await?;
    Ok(())
}

fn done(replaced: bool) -> Response {
    bare(if replaced {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::CREATED
    })
}
