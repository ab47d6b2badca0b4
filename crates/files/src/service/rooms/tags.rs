//! Tags of rooms (`files/05 §5`).

use portal::Role;
use serde_json::json;
use sql::Tx;

use super::happening::{RoomHappening, record};
use crate::error::Error;
use crate::model::{Folder, FolderId, FolderType};
use crate::rules::{Action, portal_roles};
use crate::service::{Files, gate};
use crate::store::{rooms, tags};
use crate::view::{self, FolderDto, Viewer};

impl Files {
    /// Makes a tag; one of that name in any case is answered instead.
    ///
    /// # Errors
    /// 403 for users and guests.
    pub async fn create_tag(&self, viewer: &Viewer, name: String) -> Result<String, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (user, role) = viewer.person()?;
                allow(portal_roles::may_create_tag, role)?;
                let name = name.trim();
                let stored = rooms::ensure_tag(tx, viewer.portal, name, user, viewer.now)?;
                tell(
                    tx,
                    &viewer,
                    "tag.created",
                    &stored,
                    json!({ "action": 5076 }),
                )?;
                Ok(stored)
            })
            .await
    }

    /// Renames a tag on all rooms.
    ///
    /// # Errors
    /// 403 for everybody but administrators; 400 for a blank or taken name; 404 for an unknown tag.
    pub async fn rename_tag(
        &self,
        viewer: &Viewer,
        old: String,
        new: String,
    ) -> Result<String, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (_, role) = viewer.person()?;
                allow(portal_roles::may_rule_tags, role)?;
                let (old, new) = (old.trim(), new.trim());
                not_empty(old, "oldName")?;
                not_empty(new, "newName")?;
                if !tags::exists(tx, viewer.portal, old)? {
                    return Err(Error::NotFound("The record could not be found"));
                }
                let taken = tags::spelled(tx, viewer.portal, new)?;
                if old == new || taken.is_some_and(|name| name != old) {
                    return Err(Error::Argument(format!(
                        "Tag with name '{new}' already exists"
                    )));
                }
                tags::rename(tx, viewer.portal, old, new)?;
                tell(tx, &viewer, "tag.renamed", new, json!({ "oldName": old }))?;
                Ok(new.to_owned())
            })
            .await
    }

    /// Deletes tags, from all rooms too. Unknown names are ignored.
    ///
    /// # Errors
    /// 403 for everybody but administrators.
    pub async fn delete_tags(&self, viewer: &Viewer, names: Vec<String>) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (_, role) = viewer.person()?;
                allow(portal_roles::may_rule_tags, role)?;
                for name in tags::delete(tx, viewer.portal, &names)? {
                    tell(tx, &viewer, "tag.deleted", &name, json!({ "action": 5077 }))?;
                }
                Ok(())
            })
            .await
    }

    /// Tags by part of their name; those who are no administrators see those of their rooms.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn tags(
        &self,
        viewer: &Viewer,
        text: Option<String>,
        start: i64,
        count: i64,
    ) -> Result<Vec<String>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let (user, role) = viewer.person()?;
                let seen_by = (!role.is_admin()).then_some(user);
                let text = text
                    .as_deref()
                    .map(str::trim)
                    .filter(|text| !text.is_empty());
                Ok(tags::list(tx, viewer.portal, seen_by, text, start, count)?)
            })
            .await
    }

    /// Whether any room carries a tag.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn tag_has_rooms(&self, viewer: &Viewer, name: String) -> Result<bool, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                viewer.person()?;
                Ok(tags::has_rooms(tx, viewer.portal, &name)?)
            })
            .await
    }

    /// Puts tags on a room, making those that do not exist.
    ///
    /// # Errors
    /// 404, or 403 without the right to edit the room or to make tags.
    pub async fn add_room_tags(
        &self,
        viewer: &Viewer,
        id: FolderId,
        names: Vec<String>,
    ) -> Result<FolderDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let room = taggable(tx, &viewer, id)?;
                let names = put_on(tx, &viewer, id, &names)?;
                if !names.is_empty() {
                    let data = json!({ "tags": names });
                    record(tx, &viewer, RoomHappening::TagsAdded, &room, data)?;
                }
                view::folder(tx, &viewer, id)
            })
            .await
    }

    /// Takes tags off a room; the tags themselves stay.
    ///
    /// # Errors
    /// 404, or 403 without the right to edit the room.
    pub async fn remove_room_tags(
        &self,
        viewer: &Viewer,
        id: FolderId,
        names: Vec<String>,
    ) -> Result<FolderDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let room = taggable(tx, &viewer, id)?;
                rooms::remove_tags(tx, viewer.portal, id, &names)?;
                if !names.is_empty() {
                    let data = json!({ "tags": names });
                    record(tx, &viewer, RoomHappening::TagsRemoved, &room, data)?;
                }
                view::folder(tx, &viewer, id)
            })
            .await
    }
}

fn allow(rule: fn(Role) -> bool, role: Role) -> Result<(), Error> {
    if rule(role) {
        Ok(())
    } else {
        Err(Error::Denied)
    }
}

fn not_empty(value: &str, name: &str) -> Result<(), Error> {
    if value.is_empty() {
        let text = format!("The value cannot be an empty string. (Parameter '{name}')");
        return Err(Error::Argument(text));
    }
    Ok(())
}

fn taggable(tx: &mut Tx<'_>, viewer: &Viewer, id: FolderId) -> Result<Folder, Error> {
    let seen = gate::folder(tx, viewer, id)?;
    let (_, role) = viewer.person()?;
    let ruler = portal_roles::may_tag_any_room(role) && seen.facts.is_room();
    let archived = seen.entry.root.kind == FolderType::Archive;
    if archived || !(seen.may(Action::EditRoom) || ruler) {
        return Err(Error::refused("You don't have permission to edit the room"));
    }
    Ok(seen.entry)
}

/// Puts tags on a room; answers those that have a name. A new tag needs the right to make one.
pub(crate) fn put_on(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    room: FolderId,
    names: &[String],
) -> Result<Vec<String>, Error> {
    let (user, role) = viewer.person()?;
    let mut put = Vec::new();
    for name in names
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
    {
        let known = tags::spelled(tx, viewer.portal, name)?;
        if known.is_none() {
            allow(portal_roles::may_create_tag, role)?;
        }
        let tag = rooms::ensure_tag(tx, viewer.portal, name, user, viewer.now)?;
        rooms::add_tag(tx, viewer.portal, room, &tag, viewer.now)?;
        put.push(tag);
    }
    Ok(put)
}

/// Makes `names` the whole set of a room's tags.
pub(super) fn replace_on(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    room: &Folder,
    names: &[String],
) -> Result<(), Error> {
    let before = rooms::tags(tx, viewer.portal, &[room.id])?
        .remove(&room.id)
        .unwrap_or_default();
    let after = put_on(tx, viewer, room.id, names)?;
    let gone: Vec<String> = before
        .iter()
        .filter(|name| !after.contains(name))
        .cloned()
        .collect();
    let new: Vec<&String> = after.iter().filter(|name| !before.contains(name)).collect();
    if !gone.is_empty() {
        rooms::remove_tags(tx, viewer.portal, room.id, &gone)?;
        record(
            tx,
            viewer,
            RoomHappening::TagsRemoved,
            room,
            json!({ "tags": gone }),
        )?;
    }
    if !new.is_empty() {
        record(
            tx,
            viewer,
            RoomHappening::TagsAdded,
            room,
            json!({ "tags": new }),
        )?;
    }
    Ok(())
}

fn tell(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    kind: &'static str,
    name: &str,
    data: serde_json::Value,
) -> Result<(), Error> {
    events::record(
        tx,
        events::Event {
            portal: viewer.portal.0,
            kind,
            actor: Some(viewer.user().to_string()),
            subject: format!("tag/{name}"),
            data,
        },
    )?;
    Ok(())
}
