//! What the portal and the place allow links to be (`files/05 §7`, `files/08 §5`).

use portal::Scope;
use sql::Tx;

use crate::error::Error;
use crate::model::{FolderType, RoomType, Share, SubjectType};
use crate::rules::{EntryFacts, sharing};
use crate::service::settings::SharingSettings;
use crate::view::Viewer;

/// The portal's rules of external sharing.
pub(super) fn load(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<SharingSettings, Error> {
    Ok(portal::settings::load(tx, viewer.portal, Scope::Portal)?)
}

/// Whether links under this root may be open to strangers.
pub(super) fn open_to_strangers(policy: &SharingSettings, root: FolderType) -> bool {
    let banned = match root {
        FolderType::User => policy.documents,
        _ => policy.rooms,
    };
    policy.external || !banned
}

/// Whether a link becomes one for people of the portal.
///
/// # Errors
/// 403 in public rooms while the portal forbids links to strangers: theirs cannot be anything else.
pub(super) fn internal(
    policy: &SharingSettings,
    facts: &EntryFacts,
    wanted: bool,
) -> Result<bool, Error> {
    let open = open_to_strangers(policy, facts.root);
    match facts.room_type() {
        Some(RoomType::PublicRoom) if !open => Err(Error::Denied),
        Some(RoomType::PublicRoom) => Ok(false),
        Some(RoomType::VirtualDataRoom) => Ok(true),
        _ => Ok(wanted || !open),
    }
}

/// Passes when one more link of this kind fits.
///
/// # Errors
/// 403 with the limit.
pub(super) fn room_for_one(
    facts: &EntryFacts,
    subject: SubjectType,
    present: &[Share],
) -> Result<(), Error> {
    let number = |kind| {
        let count = present
            .iter()
            .filter(|share| share.subject_type == kind)
            .count();
        i32::try_from(count).unwrap_or(i32::MAX)
    };
    let limits = sharing::link_limits(facts);
    let primary = number(SubjectType::PrimaryExternalLink);
    let additional = number(SubjectType::ExternalLink);
    let (used, limit) = match subject {
        SubjectType::InvitationLink => (
            number(SubjectType::InvitationLink),
            sharing::INVITATION_LINKS,
        ),
        SubjectType::PrimaryExternalLink if primary > 0 => (primary, 1),
        _ if limits.together => (primary + additional, limits.additional),
        SubjectType::PrimaryExternalLink => (primary, limits.primary),
        _ => (additional, limits.additional),
    };
    if used < limit {
        return Ok(());
    }
    Err(Error::refused(format!(
        "The maximum number of links may not exceed {limit}"
    )))
}
