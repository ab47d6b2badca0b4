//! Every letter in every language, as it is read.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::collections::BTreeSet;

use post::{Letter, Line, Scene, render};

fn text(text: &str) -> String {
    text.to_owned()
}

/// One letter of each kind.
fn samples() -> Vec<Letter> {
    let (by, link) = (text("Ann Baker"), text("/s/KEY"));
    let (who, email) = (text("Carl Doe"), text("carl@example.com"));
    let (room, people) = (text("Budget & plans"), text("/people"));
    let words = text("Have a look, please.\n\nThank you!");
    let error = text("the storage does not answer");
    let (failed, name) = (error.clone(), text("office_2026-11-28_03-00-00.tar"));
    let backups = text("/settings/backup");
    let (key, to, role) = (text("Backup script"), text("RoomAdmin"), text("Editing"));
    vec![
        Letter::OwnerActivation { link: link.clone() },
        Letter::UserWelcome { link: text("/") },
        Letter::GuestWelcome { link: text("/") },
        Letter::UserActivation {
            by: by.clone(),
            link: link.clone(),
        },
        Letter::GuestActivation {
            by: by.clone(),
            link: link.clone(),
        },
        Letter::Invitation {
            by: by.clone(),
            link: link.clone(),
        },
        Letter::InvitationAgain { link: link.clone() },
        Letter::Join { link: link.clone() },
        Letter::ConfirmEmail { link: link.clone() },
        Letter::ChangeEmail { link: link.clone() },
        Letter::ChangePassword { link: link.clone() },
        Letter::SetPassword { link: link.clone() },
        Letter::PasswordChanged { link: link.clone() },
        Letter::FactorReset { link: text("/") },
        Letter::DeleteProfile { link: link.clone() },
        Letter::ProfileDeleted {
            who: who.clone(),
            email: email.clone(),
            link: people.clone(),
        },
        Letter::UserJoined {
            who: who.clone(),
            email: email.clone(),
            link: people.clone(),
        },
        Letter::TypeChanged {
            by: by.clone(),
            to,
            link: text("/"),
        },
        Letter::ReassignCompleted {
            from: who.clone(),
            to: by.clone(),
            deleted: true,
            link: people.clone(),
        },
        Letter::ReassignFailed {
            from: who.clone(),
            to: by.clone(),
            error: error.clone(),
            link: people.clone(),
        },
        Letter::DataRemoved {
            who: who.clone(),
            link: people.clone(),
        },
        Letter::DataRemovalFailed {
            who: who.clone(),
            error,
            link: people,
        },
        Letter::OwnerChange {
            next: who,
            link: link.clone(),
        },
        Letter::KeyExpired {
            key,
            link: text("/developer-tools"),
        },
        Letter::MessageToAdministrators {
            from: email,
            words: words.clone(),
        },
        Letter::RoomInvitation {
            by: by.clone(),
            room: room.clone(),
            words: words.clone(),
            link: link.clone(),
        },
        Letter::RoomMember {
            by: by.clone(),
            room: room.clone(),
            words: String::new(),
            link: text("/rooms/shared/7/filter"),
        },
        Letter::RoleChanged {
            by: by.clone(),
            room: room.clone(),
            role,
            link: text("/rooms/shared/7/filter"),
        },
        Letter::RoomRemoved {
            by: by.clone(),
            room,
        },
        Letter::ShareDocument {
            by: by.clone(),
            title: text("Plan.docx"),
            words: words.clone(),
            link: text("/doceditor?fileId=7"),
        },
        Letter::EditorMentions {
            by: by.clone(),
            title: text("Plan.docx"),
            words,
            link: text("/doceditor?fileId=7"),
        },
        Letter::FormSubmitted {
            title: text("Leave request.pdf"),
            room: text("Budget & plans"),
            link: text("/doceditor?fileId=8"),
        },
        Letter::FormReceived {
            by: by.clone(),
            title: text("Leave request.pdf"),
            room: text("Budget & plans"),
            link: text("/doceditor?fileId=8"),
        },
        Letter::FormStarted {
            by: by.clone(),
            title: text("Contract.pdf"),
            room: text("Budget & plans"),
            link: text("/doceditor?fileId=7"),
        },
        Letter::FormTurn {
            title: text("Contract.pdf"),
            room: text("Budget & plans"),
            link: text("/doceditor?fileId=7"),
        },
        Letter::FormCompleted {
            title: text("Contract.pdf"),
            room: text("Budget & plans"),
            link: text("/doceditor?fileId=7"),
        },
        Letter::FormStopped {
            by: by.clone(),
            title: text("Contract.pdf"),
            room: text("Budget & plans"),
            link: text("/doceditor?fileId=7"),
        },
        Letter::ShareFolder {
            by,
            title: text("Plans"),
            words: String::new(),
            link: text("/rooms/personal/filter?folder=7"),
        },
        Letter::RoomsActivity {
            lines: lines(&[
                "file_uploaded",
                "file_edited",
                "member_added",
                "role_changed",
                "form_started",
                "form_filled",
                "form_completed",
                "form_stopped",
                "form_submitted",
            ]),
            more: 3,
            link: text("/rooms"),
        },
        Letter::DailyFeed {
            lines: lines(&[
                "file_created",
                "comment_written",
                "member_removed",
                "room_created",
                "room_renamed",
                "room_archived",
            ]),
            more: 0,
            link: text("/rooms"),
        },
        Letter::Tips {
            link: text("/rooms"),
        },
        Letter::PortalSuspension {
            link: link.clone(),
            second: text("/s/OTHER"),
        },
        Letter::PortalDeletion { link },
        Letter::PortalDeleted {},
        Letter::BackupCreated {
            name: name.clone(),
            link: backups.clone(),
        },
        Letter::BackupFailed {
            error: failed.clone(),
            link: backups.clone(),
        },
        Letter::ScheduledBackupFailed {
            error: failed.clone(),
            link: backups.clone(),
        },
        Letter::RestoreStarted {},
        Letter::RestoreCompleted { link: text("/") },
        Letter::EncryptionStarted {},
        Letter::EncryptionDone {},
        Letter::EncryptionFailed {
            error: failed.clone(),
            link: text("/settings/storage"),
        },
        Letter::DecryptionStarted {},
        Letter::DecryptionDone {},
        Letter::DecryptionFailed {
            error: failed.clone(),
            link: text("/settings/storage"),
        },
        Letter::Test {},
        Letter::BackupTestFailed {
            name,
            error: failed,
            link: backups,
        },
    ]
}

fn lines(happenings: &[&str]) -> Vec<Line> {
    let line = |what: &&str| Line {
        what: text(what),
        who: text("Ann Baker"),
        whom: text("Carl Doe"),
        role: text("Editing"),
        title: text("Plan <1>.docx"),
        room: text("Budget & plans"),
    };
    happenings.iter().map(line).collect()
}

fn scene() -> Scene {
    Scene {
        brand: text("Atrium"),
        space: text("Baker & Sons"),
        base: text("https://office.example"),
        name: text("Eve"),
        address: text("eve@example.com"),
        sign: true,
    }
}

#[test]
fn there_is_a_sample_of_every_kind() {
    let samples = samples();
    let found: BTreeSet<&str> = samples.iter().map(Letter::kind).collect();
    assert_eq!(found, Letter::KINDS.iter().copied().collect());
}

/// Languages whose letters are kept whole beside the tests, to be read when one changes. The others have the same parts
/// and values (`words`), and sound pages (below).
const READ: [&str; 2] = ["de", "en"];

#[test]
fn letters_say_what_they_say() {
    for language in READ {
        for letter in samples() {
            let written = render(&letter, language, &scene()).unwrap();
            let seen = format!("{}\n\n{}", written.subject, written.text);
            insta::assert_snapshot!(format!("{language}-{}", letter.kind()), seen);
        }
    }
}

/// The frame is the same for all, so a few letters with different parts show it.
#[test]
fn pages_look_as_they_look() {
    for language in READ {
        for kind in [
            "saas_room_invite",
            "portal_deactivate",
            "RoomRemoved",
            "rooms_activity",
        ] {
            let letter = samples().into_iter().find(|letter| letter.kind() == kind);
            let written = render(&letter.unwrap(), language, &scene()).unwrap();
            insta::assert_snapshot!(format!("{language}-{kind}-page"), written.html);
        }
    }
}

#[test]
fn every_page_is_sound() {
    for language in post::languages() {
        for letter in samples() {
            let written = render(&letter, language, &scene()).unwrap();
            let (kind, html) = (letter.kind(), &written.html);
            for tag in [
                "table",
                "tr",
                "td",
                "p",
                "a",
                "h1",
                "blockquote",
                "strong",
                "ul",
                "li",
            ] {
                let opened = html.matches(&format!("<{tag}>")).count()
                    + html.matches(&format!("<{tag} ")).count();
                assert_eq!(
                    opened,
                    html.matches(&format!("</{tag}>")).count(),
                    "{kind}: {tag}"
                );
            }
            assert!(html.starts_with(&format!(
                "<!doctype html>\n<html lang=\"{language}\" dir=\"ltr\">"
            )));
            assert!(
                !html.contains("{{") && !html.contains("{%") && !html.contains(">none<"),
                "{kind}"
            );
            assert!(html.contains("Baker &amp; Sons") && !html.contains("Baker & Sons"));
            assert!(
                !written.text.contains("&amp;") && !written.text.contains("<strong>"),
                "{kind}"
            );
            assert!(
                !written.text.contains("\n\n\n"),
                "{kind}: {:?}",
                written.text
            );
        }
    }
}

#[test]
fn letters_keep_their_names_while_they_wait() {
    for letter in samples() {
        let waiting = serde_json::to_value(&letter).unwrap();
        assert_eq!(waiting["kind"], letter.kind());
        assert_eq!(serde_json::from_value::<Letter>(waiting).unwrap(), letter);
    }
}
