//! Every kind of letter the product writes, with the values its words need.

use serde::{Deserialize, Serialize};

macro_rules! letters {
    ($($(#[$doc:meta])* $name:ident = $kind:literal { $($field:ident : $type:ty),* $(,)? })*) => {
        /// A letter. The names are those of the contract (`platform/10 §10.4 to §10.6`).
        ///
        /// Links are paths of the portal, such as `/s/abc`. An empty one gives no button.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
        #[expect(missing_docs, reason = "the values are what their names say")]
        pub enum Letter {
            $($(#[$doc])* #[serde(rename = $kind)] $name { $($field: $type),* },)*
        }

        impl Letter {
            /// The names of all kinds.
            pub const KINDS: &[&str] = &[$($kind),*];

            /// Name of its kind.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$name { .. } => $kind,)* }
            }
        }
    };
}

letters! {
    // Accounts.

    /// The owner of a new portal is asked to confirm his address.
    OwnerActivation = "opensource_admin_activation_v1" { link: String }
    /// Somebody has joined after an invitation.
    UserWelcome = "opensource_user_welcome_v1" { link: String }
    /// The same for guests.
    GuestWelcome = "opensource_guest_welcome_v1" { link: String }
    /// An administrator made an account, which its holder activates.
    UserActivation = "opensource_user_activation_v1" { by: String, link: String }
    /// The same for guests.
    GuestActivation = "opensource_guest_activation_v11" { by: String, link: String }
    /// An invitation into the portal.
    Invitation = "saas_docspace_invite" { by: String, link: String }
    /// The invitation again, because somebody who never joined asked for a password.
    InvitationAgain = "saas_docspace_registration" { link: String }
    /// An invitation somebody with a trusted address asked for.
    Join = "join" { link: String }
    /// An address must be confirmed.
    ConfirmEmail = "activate_email" { link: String }
    /// To a new address: whoever reads this may use it.
    ChangeEmail = "change_email_v115" { link: String }
    /// A new password was asked for.
    ChangePassword = "change_password_v115" { link: String }
    /// A first password is to be chosen.
    SetPassword = "set_password" { link: String }
    /// The password was changed.
    PasswordChanged = "password_changed" { link: String }
    /// An administrator took the second factor away; the next sign-in asks for a new one.
    FactorReset = "change_tfa" { link: String }
    /// Somebody wants to delete his profile.
    DeleteProfile = "profile_delete" { link: String }
    /// To administrators: somebody deleted his profile.
    ProfileDeleted = "profile_has_deleted_itself" { who: String, email: String, link: String }
    /// To administrators: somebody joined.
    UserJoined = "user_has_join" { who: String, email: String, link: String }
    /// Somebody else changed a person's type; `to` is a key of the table `types`.
    TypeChanged = "user_type_changed" { by: String, to: String, link: String }
    /// Data went from one person to another.
    ReassignCompleted = "reassigns_completed" { from: String, to: String, deleted: bool, link: String }
    /// It did not.
    ReassignFailed = "reassigns_failed" { from: String, to: String, error: String, link: String }
    /// A person's data was removed.
    DataRemoved = "remove_user_data_completed" { who: String, link: String }
    /// It was not.
    DataRemovalFailed = "remove_user_data_failed" { who: String, error: String, link: String }
    /// The owner wants somebody else to own the portal.
    OwnerChange = "owner_confirm_change" { next: String, link: String }
    /// An API key ended with its time.
    KeyExpired = "api_key_expired" { key: String, link: String }
    /// To administrators: a message from the sign-in page.
    MessageToAdministrators = "for_admin_notify" { from: String, words: String }

    // Rooms and files.

    /// An invitation into a room for somebody without account.
    RoomInvitation = "saas_room_invite" { by: String, room: String, words: String, link: String }
    /// Somebody with an account may enter a room.
    RoomMember = "saas_room_invite_existing_user" { by: String, room: String, words: String, link: String }
    /// A member has another role; `role` is a key of the table `roles`.
    RoleChanged = "user_role_changed" { by: String, room: String, role: String, link: String }
    /// To members: the room is gone.
    RoomRemoved = "RoomRemoved" { by: String, room: String }
    /// A file was shared.
    ShareDocument = "ShareDocument" { by: String, title: String, words: String, link: String }
    /// Somebody was mentioned in a comment.
    EditorMentions = "EditorMentions" { by: String, title: String, words: String, link: String }
    /// A folder was shared.
    ShareFolder = "ShareFolder" { by: String, title: String, words: String, link: String }
    /// The reader has filled in a form; the link is to his copy.
    FormSubmitted = "FormSubmitted" { title: String, room: String, link: String }
    /// To whoever collects a form: somebody has filled it in; a visitor has no name.
    FormReceived = "FormReceived" { by: String, title: String, room: String, link: String }
    /// A form is filled in by one after the other, and the reader is one of them.
    FormStarted = "FormStartedFilling" { by: String, title: String, room: String, link: String }
    /// It is the reader's turn to fill in his part.
    FormTurn = "YourTurnFormFilling" { title: String, room: String, link: String }
    /// Everybody has filled in his part.
    FormCompleted = "FormWasCompletelyFilled" { title: String, room: String, link: String }
    /// Somebody stopped the filling.
    FormStopped = "StoppedFormFilling" { by: String, title: String, room: String, link: String }

    // News.

    /// What happened in somebody's rooms within the hour; `more` lines were left out.
    RoomsActivity = "rooms_activity" { lines: Vec<Line>, more: usize, link: String }
    /// What happened on the day before.
    DailyFeed = "send_whats_new" { lines: Vec<Line>, more: usize, link: String }
    /// Tips for whoever begins to make rooms.
    Tips = "docs_tips" { link: String }

    // Portals.

    /// The owner wants to suspend his portal; the second link continues it.
    PortalSuspension = "portal_deactivate" { link: String, second: String }
    /// The owner wants to delete his portal.
    PortalDeletion = "portal_delete" { link: String }
    /// The portal is deleted.
    PortalDeleted = "portal_delete_success_v1" {}
    /// The backup that somebody started is made.
    BackupCreated = "backup_created" { name: String, link: String }
    /// It is not.
    BackupFailed = "backup_failed" { error: String, link: String }
    /// To administrators: the schedule's backup was not made.
    ScheduledBackupFailed = "scheduled_backup_failed" { error: String, link: String }
    /// The portal is being restored from a backup.
    RestoreStarted = "restore_started" {}
    /// It is restored.
    RestoreCompleted = "restore_completed_v115" { link: String }
    /// The portal's objects are being encrypted where they lie.
    EncryptionStarted = "storage_encryption_start" {}
    /// They are encrypted.
    EncryptionDone = "storage_encryption_success" {}
    /// To administrators: they are not, or not all of them.
    EncryptionFailed = "storage_encryption_error" { error: String, link: String }
    /// The portal's objects are being decrypted.
    DecryptionStarted = "storage_decryption_start" {}
    /// They are decrypted.
    DecryptionDone = "storage_decryption_success" {}
    /// To administrators: they are not, or not all of them.
    DecryptionFailed = "storage_decryption_error" { error: String, link: String }

    // Beyond the contract's list.

    /// An administrator tries the SMTP settings.
    Test = "smtp_test" {}
    /// To the owner: the newest backup could not be restored when that was tried aside.
    BackupTestFailed = "backup_test_failed" { name: String, error: String, link: String }
}

/// One piece of news. What does not belong to it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What happened: a key of the table `happenings`.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// To whom.
    pub whom: String,
    /// A role: a key of the table `roles`.
    pub role: String,
    /// Of what: a title.
    pub title: String,
    /// In which room.
    pub room: String,
}

impl Letter {
    /// Whom an answer to the letter should reach instead of its sender.
    #[must_use]
    pub fn reply_to(&self) -> Option<&str> {
        match self {
            Self::MessageToAdministrators { from, .. } => Some(from),
            _ => None,
        }
    }
}
