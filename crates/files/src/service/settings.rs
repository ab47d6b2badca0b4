//! Settings of the files section: a person's own, and the portal's rules of external sharing
//! (`files/07 §1–§2`).

use portal::{Caller, PortalId, Scope, Setting, UserId, settings};
use serde::{Deserialize, Serialize};
use sql::{Micros, Tx};
use wire::wire_enum;

use super::Files;
use crate::Error;
use crate::model::FileShare;

wire_enum! {
    /// By what a list is sorted (`sortBy`).
    #[derive(Default)]
    pub enum SortedByType: number {
        /// Last change.
        #[default]
        DateAndTime = 0,
        /// Title.
        AZ = 1,
        /// Size.
        Size = 2,
        /// Creator.
        Author = 3,
        /// Extension.
        Type = 4,
        /// Unread first.
        New = 5,
        /// Creation.
        DateAndTimeCreation = 6,
        /// Type of room.
        RoomType = 7,
        /// Number of tags.
        Tags = 8,
        /// Room it came from.
        Room = 9,
        /// Index number.
        CustomOrder = 10,
        /// Last opened.
        LastOpened = 11,
        /// Used space.
        UsedSpace = 12,
    }
}

wire_enum! {
    /// When entries of the trash are removed by themselves.
    #[derive(Default)]
    pub enum DateToAutoCleanUp: number {
        /// 7 days.
        OneWeek = 1,
        /// 14 days.
        TwoWeeks = 2,
        /// A calendar month.
        OneMonth = 3,
        /// 30 days.
        #[default]
        ThirtyDays = 4,
        /// Two calendar months.
        TwoMonths = 5,
        /// Three calendar months.
        ThreeMonths = 6,
    }
}

/// Whether and when a trash empties itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CleanUp {
    /// Whether.
    pub on: bool,
    /// When, counted from the day an entry was thrown away.
    pub gap: DateToAutoCleanUp,
}

impl Default for CleanUp {
    fn default() -> Self {
        Self {
            on: true,
            gap: DateToAutoCleanUp::ThirtyDays,
        }
    }
}

impl CleanUp {
    /// How long the documents of one who became a guest are kept (`files/01 §2`).
    pub const FORMER_DOCUMENTS: Self = Self {
        on: true,
        gap: DateToAutoCleanUp::OneMonth,
    };

    /// When an entry thrown away at that time is removed; `None` when nothing is.
    pub fn due(self, thrown_away: Micros) -> Option<Micros> {
        let span = jiff::Span::new();
        let span = match self.gap {
            DateToAutoCleanUp::OneWeek => span.try_days(7),
            DateToAutoCleanUp::TwoWeeks => span.try_days(14),
            DateToAutoCleanUp::OneMonth => span.try_months(1),
            DateToAutoCleanUp::ThirtyDays => span.try_days(30),
            DateToAutoCleanUp::TwoMonths => span.try_months(2),
            DateToAutoCleanUp::ThreeMonths => span.try_months(3),
        };
        if self.on {
            later(thrown_away, span.ok()?)
        } else {
            None
        }
    }
}

/// A moment that much later by the calendar of UTC.
pub fn later(moment: Micros, span: jiff::Span) -> Option<Micros> {
    let start = jiff::Timestamp::from_microsecond(moment).ok()?;
    let end = start
        .to_zoned(jiff::tz::TimeZone::UTC)
        .checked_add(span)
        .ok()?;
    Some(end.timestamp().as_microsecond())
}

/// The order in which a person last sorted a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultOrder {
    /// By what.
    pub by: SortedByType,
    /// Forwards.
    pub ascending: bool,
}

impl Default for DefaultOrder {
    fn default() -> Self {
        Self {
            by: SortedByType::DateAndTime,
            ascending: false,
        }
    }
}

/// A person's own settings. The default is what a fresh user has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of the contract"
)]
pub struct UserSettings {
    /// Ask before deleting.
    pub confirm_delete: bool,
    /// Keep the original beside a converted file.
    pub store_original: bool,
    /// Do not ask for a title of a new file.
    pub keep_new_file_name: bool,
    /// Show extensions.
    pub display_extension: bool,
    /// Do not ask before an operation is cancelled.
    pub hide_confirm_cancel: bool,
    /// Do not ask before a conversion on saving.
    pub hide_confirm_convert_save: bool,
    /// Do not ask before a conversion on opening.
    pub hide_confirm_convert_open: bool,
    /// Do not tell about a room's lifetime.
    pub hide_confirm_lifetime: bool,
    /// The order last used.
    pub order: DefaultOrder,
    /// Show Recent.
    pub recent: bool,
    /// Show Favorites.
    pub favorites: bool,
    /// Show templates.
    pub templates: bool,
    /// Archives as .tar.gz instead of .zip.
    pub tar_gz: bool,
    /// Trash.
    pub clean_up: CleanUp,
    /// Rights offered first when sharing, as numbers.
    pub default_rights: Vec<FileShare>,
    /// Open the editor in the same tab.
    pub same_tab: bool,
    /// Group rooms.
    pub grouping: bool,
}

impl Default for UserSettings {
    fn default() -> Self {
        Self {
            confirm_delete: true,
            store_original: true,
            keep_new_file_name: false,
            display_extension: false,
            hide_confirm_cancel: false,
            hide_confirm_convert_save: false,
            hide_confirm_convert_open: false,
            hide_confirm_lifetime: false,
            order: DefaultOrder::default(),
            recent: true,
            favorites: true,
            templates: true,
            tar_gz: false,
            clean_up: CleanUp::default(),
            default_rights: vec![FileShare::Read],
            same_tab: false,
            grouping: true,
        }
    }
}

impl Setting for UserSettings {
    const KEY: &'static str = "files.user";
}

/// The portal's rules of external sharing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of the contract"
)]
pub struct SharingSettings {
    /// Third-party storages may be connected.
    pub third_party: bool,
    /// External links are open to strangers.
    pub external: bool,
    /// Links may be sent to social media.
    pub social: bool,
    /// New links are for people of the portal.
    pub internal_by_default: bool,
    /// The ban of external links applies to documents.
    pub documents: bool,
    /// The ban of external links applies to rooms.
    pub rooms: bool,
    /// The ban closes existing links too.
    pub block_existing: bool,
}

impl Default for SharingSettings {
    fn default() -> Self {
        Self {
            third_party: true,
            external: true,
            social: true,
            internal_by_default: false,
            documents: true,
            rooms: true,
            block_existing: true,
        }
    }
}

impl Setting for SharingSettings {
    const KEY: &'static str = "files.sharing";
}

/// Keeps what makes sense of a list of default rights: three special ones, then the strongest of
/// the ladder; an empty list becomes "read".
pub fn normalised_rights(given: &[FileShare]) -> Vec<FileShare> {
    use FileShare::{Comment, CustomFilter, FillForms, Read, ReadWrite, Review};
    if given.is_empty() {
        return vec![Read];
    }
    let mut kept: Vec<FileShare> = [FillForms, CustomFilter, Review]
        .into_iter()
        .filter(|right| given.contains(right))
        .collect();
    let ladder = [ReadWrite, Comment]
        .into_iter()
        .find(|right| given.contains(right));
    kept.push(ladder.unwrap_or(Read));
    kept
}

impl Files {
    /// A person's settings. Remembered for a few seconds: every listing needs the order in them.
    ///
    /// # Errors
    /// The database failed.
    pub fn user_settings(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        user: UserId,
    ) -> Result<UserSettings, Error> {
        let memory = self.remembered_settings();
        if let Some(known) = memory.get(&(portal, user)) {
            return Ok(known);
        }
        let ticket = memory.ticket();
        let found: UserSettings = settings::load(tx, portal, Scope::User(user))?;
        memory.store(ticket, (portal, user), found.clone());
        Ok(found)
    }

    /// Changes a person's own settings and answers them.
    ///
    /// # Errors
    /// The database failed.
    pub async fn change_user_settings(
        &self,
        portal: PortalId,
        user: UserId,
        change: impl FnOnce(&mut UserSettings) + Send + 'static,
    ) -> Result<UserSettings, Error> {
        let this = self.clone();
        self.db()
            .write(move |tx| {
                let mut value: UserSettings = settings::load(tx, portal, Scope::User(user))?;
                change(&mut value);
                settings::save(tx, portal, Scope::User(user), &value, sql::now())?;
                tx.after_commit(move || this.remembered_settings().forget(&(portal, user)));
                Ok(value)
            })
            .await
    }

    /// Changes the portal's rules of external sharing.
    ///
    /// # Errors
    /// 403 for everybody but administrators.
    pub async fn change_sharing_settings(
        &self,
        caller: &Caller,
        change: impl FnOnce(&mut SharingSettings) + Send + 'static,
    ) -> Result<SharingSettings, Error> {
        if !crate::rules::portal_roles::may_manage_storage(caller.role) {
            return Err(Error::Denied);
        }
        let (portal, actor) = (caller.portal, caller.actor());
        self.db()
            .write(move |tx| {
                let mut value: SharingSettings = settings::load(tx, portal, Scope::Portal)?;
                change(&mut value);
                if !value.external {
                    value.social = false;
                }
                settings::save(tx, portal, Scope::Portal, &value, sql::now())?;
                events::record(
                    tx,
                    events::Event {
                        portal: portal.0,
                        kind: "settings.changed",
                        actor,
                        subject: SharingSettings::KEY.to_owned(),
                        data: serde_json::json!({}),
                    },
                )?;
                Ok(value)
            })
            .await
    }

    /// Both settings for a caller; the defaults for strangers.
    ///
    /// # Errors
    /// The database failed.
    pub async fn all_settings(
        &self,
        portal: PortalId,
        user: Option<UserId>,
    ) -> Result<(Option<UserSettings>, SharingSettings), Error> {
        let this = self.clone();
        self.db()
            .read(move |tx| {
                let own = user
                    .map(|user| this.user_settings(tx, portal, user))
                    .transpose()?;
                Ok((own, settings::load(tx, portal, Scope::Portal)?))
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FileShare::{Comment, Editing, FillForms, Read, ReadWrite, Review};

    #[test]
    fn default_rights_are_normalised() {
        assert_eq!(normalised_rights(&[]), [Read]);
        assert_eq!(normalised_rights(&[Editing]), [Read]);
        assert_eq!(normalised_rights(&[Comment, Review]), [Review, Comment]);
        assert_eq!(
            normalised_rights(&[ReadWrite, Comment, FillForms]),
            [FillForms, ReadWrite]
        );
    }

    #[test]
    fn a_trash_is_emptied_by_the_calendar() {
        let day = 86_400_000_000;
        let january: Micros = 1_769_817_600_000_000; // 2026-01-31
        let due = |gap| {
            CleanUp { on: true, gap }
                .due(january)
                .map(|at| (at - january) / day)
        };
        assert_eq!(due(DateToAutoCleanUp::OneWeek), Some(7));
        assert_eq!(due(DateToAutoCleanUp::ThirtyDays), Some(30));
        assert_eq!(due(DateToAutoCleanUp::OneMonth), Some(28));
        assert_eq!(
            CleanUp {
                on: false,
                ..CleanUp::default()
            }
            .due(january),
            None
        );
    }
}
