//! Mails about rooms: invitations with their link, and news for members (`files/05 §6, §7`).

use people::Person;
use people::confirm::Paths;
use portal::mail::Mail;
use sql::Tx;

use crate::error::Error;
use crate::model::Folder;
use crate::service::Files;
use crate::view::Viewer;

/// Invites somebody who has no account yet; the mail leaves when the transaction is durable.
pub(super) fn invite(
    tx: &mut Tx<'_>,
    files: &Files,
    viewer: &Viewer,
    room: &Folder,
    person: &Person,
) -> Result<(), Error> {
    let Some(portal) = portal::store::by_id(tx, viewer.portal)? else {
        return Ok(());
    };
    let paths = Paths::new(viewer.installation.clone());
    let path = paths.personal_invitation(&portal, person, viewer.user(), viewer.now);
    let path = format!("{path}&roomId={}", room.id.0);
    let key = people::store::short::shorten(tx, viewer.portal, &path, viewer.now)?;
    let text = format!(
        "{} invites you to the room \"{}\".\n\n{}/s/{key}",
        viewer.name, room.title, viewer.base
    );
    send(tx, files, person, "You are invited to a room", text);
    Ok(())
}

/// Tells a member that he can enter.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    files: &Files,
    viewer: &Viewer,
    room: &Folder,
    person: &Person,
    words: Option<&str>,
) {
    let mut text = format!(
        "{} gave you access to the room \"{}\".\n\n{}/rooms/shared/{}/filter",
        viewer.name, room.title, viewer.base, room.id.0
    );
    if let Some(words) = words.map(str::trim).filter(|words| !words.is_empty()) {
        text = format!("{text}\n\n{words}");
    }
    send(tx, files, person, "You have access to a room", text);
}

fn send(tx: &mut Tx<'_>, files: &Files, person: &Person, subject: &str, text: String) {
    let mail = Mail {
        to: person.email.clone(),
        subject: subject.to_owned(),
        text,
    };
    let files = files.clone();
    tx.after_commit(move || files.portals().post().send(mail));
}
