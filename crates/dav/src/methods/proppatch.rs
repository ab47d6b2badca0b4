//! PROPPATCH: properties that clients set, all or none.

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use files::model::{Entry, EntryRef};
use files::service::Place;
use http::StatusCode;

use crate::Refusal;
use crate::call::{Call, xml};
use crate::methods::propfind::is_live;
use crate::store::properties::{self, Property};
use crate::xml::{self as document, Element, write};

/// Properties an entry may have.
const MOST: usize = 100;

/// A change of one property.
enum Change {
    Set(Property),
    Remove(String, String),
}

impl Change {
    fn name(&self) -> (&str, &str) {
        match self {
            Self::Set(property) => (&property.namespace, &property.name),
            Self::Remove(namespace, name) => (namespace, name),
        }
    }
}

/// Sets and removes properties, in their order.
pub(super) async fn answer(call: &Call, body: Bytes) -> Result<Response, Refusal> {
    let changes = read(&document::parse(&body)?)?;
    let found = call.find(&call.path).await?;
    call.require_unlocked(&found, &call.path)?;
    let entry = found.entry()?;
    call.admit(&[&call.path], &[]).await?;
    let is_folder = match &entry {
        Entry::File(file) => {
            let files = call.files();
            files.require_editable(&call.viewer, file.id).await?;
            false
        }
        Entry::Folder(folder) => {
            let target = Place::Folder(folder.id);
            call.files().require_upload(&call.viewer, target).await?;
            true
        }
    };
    let named = |live: bool| -> String {
        changes
            .iter()
            .map(Change::name)
            .filter(|(namespace, name)| is_live(namespace, name) == live)
            .map(|(namespace, name)| write::empty(namespace, name))
            .collect()
    };
    let (refused, others) = (named(true), named(false));
    let groups = if refused.is_empty() {
        apply(call, entry.reference(), changes).await?;
        [(StatusCode::OK, others), (StatusCode::OK, String::new())]
    } else {
        [
            (StatusCode::FORBIDDEN, refused),
            (StatusCode::FAILED_DEPENDENCY, others),
        ]
    };
    let body = format!(
        "{}<D:multistatus xmlns:D=\"DAV:\">\n{}</D:multistatus>\n",
        write::HEAD,
        write::response(&call.path.href(is_folder), &groups)
    );
    Ok(xml(StatusCode::MULTI_STATUS, Body::from(body)))
}

fn read(asked: &Element) -> Result<Vec<Change>, Refusal> {
    let unclear = || Refusal::bad_request("The body changes no properties");
    if !asked.is("propertyupdate") {
        return Err(unclear());
    }
    let mut changes = Vec::new();
    for step in asked.elements() {
        for property in step.first("prop").into_iter().flat_map(Element::elements) {
            let (namespace, name) = (property.namespace.clone(), property.name.clone());
            if step.is("set") {
                changes.push(Change::Set(Property {
                    namespace,
                    name,
                    value: property.written(),
                }));
            } else if step.is("remove") {
                changes.push(Change::Remove(namespace, name));
            }
        }
    }
    if changes.is_empty() {
        return Err(unclear());
    }
    Ok(changes)
}

async fn apply(call: &Call, entry: EntryRef, changes: Vec<Change>) -> Result<(), Refusal> {
    let portal = call.viewer.portal;
    call.dav
        .db()
        .write(move |tx| {
            for change in &changes {
                match change {
                    Change::Set(property) => properties::put(tx, portal, entry, property)?,
                    Change::Remove(namespace, name) => {
                        properties::remove(tx, portal, entry, namespace, name)?;
                    }
                }
            }
            let kept = properties::of(tx, portal, &[entry])?;
            if kept.get(&entry).map_or(0, Vec::len) > MOST {
                return Err(Refusal::full(
                    "An entry has at most 100 properties of clients",
                ));
            }
            Ok(())
        })
        .await
}
