//! Letters about rooms and what is shared (`platform/10 §10.5`), written in the transaction of the change.

use people::confirm::Paths;
use people::model::EmployeeStatus;
use people::{GroupId, Person};
use portal::{UserId, short};
use post::{Letter, Recipient};
use sql::Tx;

use super::sharing::subjects::Who;
use crate::error::Error;
use crate::model::{Entry, File, FileShare, Folder, FolderType, SubjectType};
use crate::store::{folders, shares};
use crate::view::{self, Viewer};

/// Invites somebody who has no account yet into a room.
pub(crate) fn invite(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    room: &Folder,
    person: &Person,
    words: Option<&str>,
) -> Result<(), Error> {
    let Some(portal) = portal::store::by_id(tx, viewer.portal)? else {
        return Ok(());
    };
    let paths = Paths::new(viewer.installation.clone());
    let path = paths.personal_invitation(&portal, person, viewer.user(), viewer.now);
    let path = format!("{path}&roomId={}", room.id.0);
    let letter = Letter::RoomInvitation {
        by: viewer.name.clone(),
        room: room.title.clone(),
        words: plain(words),
        link: short::path(tx, viewer.portal, &path, viewer.now)?,
    };
    send(tx, viewer, &[person.recipient()], &letter)
}

/// Tells a person that he can enter a room, or what else he may do in it since he could already.
pub(crate) fn member(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    room: &Folder,
    person: &Person,
    access: FileShare,
    before: Option<FileShare>,
    words: Option<&str>,
) -> Result<(), Error> {
    let (by, room, link) = (
        viewer.name.clone(),
        room.title.clone(),
        format!("/rooms/{}", room.id.0),
    );
    let letter = match before {
        None => Letter::RoomMember {
            by,
            room,
            words: plain(words),
            link,
        },
        Some(_) => Letter::RoleChanged {
            by,
            room,
            role: access.to_string(),
            link,
        },
    };
    send(tx, viewer, &[person.recipient()], &letter)
}

/// Tells the members of a room that it is gone; to be called while it still has them.
pub(crate) fn room_removed(tx: &mut Tx<'_>, viewer: &Viewer, room: &Folder) -> Result<(), Error> {
    if room.root.kind == FolderType::RoomTemplates {
        return Ok(());
    }
    let mut members = vec![room.created_by];
    for share in shares::of_entry(tx, viewer.portal, room.id.into())? {
        match share.subject_type {
            SubjectType::User => members.push(UserId(share.subject)),
            SubjectType::Group => {
                let group = GroupId(share.subject);
                members.extend(people::store::groups::member_ids(tx, viewer.portal, group)?);
            }
            _ => {}
        }
    }
    let letter = Letter::RoomRemoved {
        by: viewer.name.clone(),
        room: room.title.clone(),
    };
    send_to_people(tx, viewer, &members, &letter)
}

/// Tells people that something was shared with them.
pub(crate) fn shared(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    entry: &Entry,
    who: Who<'_>,
    words: Option<&str>,
) -> Result<(), Error> {
    let (by, title, words) = (viewer.name.clone(), entry.title().to_owned(), plain(words));
    let letter = match entry {
        Entry::File(file) => Letter::ShareDocument {
            by,
            title,
            words,
            link: view::path_of_file(viewer, file),
        },
        Entry::Folder(folder) => Letter::ShareFolder {
            by,
            title,
            words,
            link: format!("/documents/{}", folder.id.0),
        },
    };
    match who {
        Who::Person(person) => send_to_people(tx, viewer, &[person.id], &letter),
        Who::Group(group) => {
            let members = people::store::groups::member_ids(tx, viewer.portal, group)?;
            send_to_people(tx, viewer, &members, &letter)
        }
    }
}

/// What people with a part in a form are told of its filling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filling {
    /// It has begun.
    Started,
    /// It is their turn.
    Turn,
    /// Everybody has filled in his part.
    Completed,
    /// Somebody stopped it.
    Stopped,
}

/// Tells people with a part in a form how its filling goes (`files/06c §8`).
pub(crate) fn filling(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    people: &[UserId],
    what: Filling,
) -> Result<(), Error> {
    let room = title_of_room(tx, viewer, file)?;
    let (by, title) = (viewer.name.clone(), file.title.clone());
    let link = view::path_of_file(viewer, file);
    let letter = match what {
        Filling::Started => Letter::FormStarted {
            by,
            title,
            room,
            link,
        },
        Filling::Turn => Letter::FormTurn { title, room, link },
        Filling::Completed => Letter::FormCompleted { title, room, link },
        Filling::Stopped => Letter::FormStopped {
            by,
            title,
            room,
            link,
        },
    };
    send_to_people(tx, viewer, people, &letter)
}

/// Tells whoever filled in a form that it has arrived, and whoever collects it that there is one more (`platform/10
/// §10.5`). Visitors have no address.
pub(crate) fn handed_in(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    form: &File,
    copy: &File,
    collector: UserId,
) -> Result<(), Error> {
    let (title, room) = (form.title.clone(), title_of_room(tx, viewer, form)?);
    let link = view::path_of_file(viewer, copy);
    let mut by = String::new();
    if viewer.caller.is_authenticated()
        && let Some(filler) = people::store::by_id(tx, viewer.portal, viewer.user())?
    {
        by = filler.display_name();
        let letter = Letter::FormSubmitted {
            title: title.clone(),
            room: room.clone(),
            link: link.clone(),
        };
        send(tx, viewer, &[filler.recipient()], &letter)?;
    }
    let letter = Letter::FormReceived {
        by,
        title,
        room,
        link,
    };
    send_to_people(tx, viewer, &[collector], &letter)
}

fn title_of_room(tx: &mut Tx<'_>, viewer: &Viewer, file: &File) -> Result<String, Error> {
    let folder = folders::by_id(tx, viewer.portal, file.folder)?;
    let room = match folder.and_then(|folder| folder.room) {
        Some(room) => folders::by_id(tx, viewer.portal, room)?,
        None => None,
    };
    Ok(room.map(|room| room.title).unwrap_or_default())
}

/// Writes to people who may sign in, but not to the one who does it.
fn send_to_people(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    people: &[UserId],
    letter: &Letter,
) -> Result<(), Error> {
    let found = people::store::by_ids(tx, viewer.portal, people)?;
    let to: Vec<Recipient> = found
        .values()
        .filter(|person| person.status == EmployeeStatus::Active)
        .filter(|person| person.id != viewer.user())
        .map(Person::recipient)
        .collect();
    send(tx, viewer, &to, letter)
}

fn send(tx: &mut Tx<'_>, viewer: &Viewer, to: &[Recipient], letter: &Letter) -> Result<(), Error> {
    Ok(post::send_to_all(
        tx,
        viewer.portal.0,
        &viewer.base,
        to,
        letter,
    )?)
}

/// Somebody's words without HTML (`files/08 §3`).
fn plain(words: Option<&str>) -> String {
    let mut text = String::new();
    let mut rest = words.unwrap_or_default().trim();
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        // Only what looks like a tag is one: "3 < 4" stays.
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        rest = match tag.split_once('>').filter(|_| is_tag) {
            Some((_, after)) => after,
            None => {
                text.push('<');
                tag
            }
        };
    }
    text.push_str(rest);
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_their_html() {
        assert_eq!(
            plain(Some(" <b>Hi</b>, 3 < 4 <br/>& more ")),
            "Hi, 3 < 4 & more"
        );
        assert_eq!(plain(Some("<script>x")), "x");
        assert_eq!(plain(Some("a <b")), "a <b");
        assert_eq!(plain(None), "");
    }
}
