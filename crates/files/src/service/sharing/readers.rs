//! Members of a group that has access, and everybody who can open a file (`files/08 §4`).

use people::GroupId;
use people::view::EmployeeFullDto;
use portal::UserId;
use uuid::Uuid;

use super::see;
use super::shares::{may_share, owner};
use crate::error::Error;
use crate::model::{EntryRef, FileShare};
use crate::rules::Action;
use crate::service::Files;
use crate::store::shares;
use crate::view::{Viewer, looker};

/// A member of a group that has access to an entry.
#[derive(Debug, Clone)]
pub struct GroupMember {
    /// The person.
    pub user: EmployeeFullDto,
    /// What the group may do.
    pub group_access: FileShare,
    /// What he may do by a record of his own.
    pub user_access: Option<FileShare>,
    /// The caller may change that.
    pub can_edit_access: bool,
    /// He owns the entry.
    pub owner: bool,
}

impl Files {
    /// Members of a group with access to an entry, and how many there are.
    ///
    /// # Errors
    /// 403 for guests and without the right to read; 404 for unknown entries and groups without
    /// access.
    pub async fn group_shares(
        &self,
        viewer: &Viewer,
        entry: EntryRef,
        group: Uuid,
        text: Option<String>,
        start: usize,
        count: usize,
    ) -> Result<(Vec<GroupMember>, i64), Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let (_, role) = viewer.person()?;
                may_share(role)?;
                let seen = see(tx, &viewer, entry)?;
                seen.require(Action::Read)?;
                let records = shares::of_entry(tx, viewer.portal, entry)?;
                let access_of = |id: Uuid| {
                    records
                        .iter()
                        .find(|share| share.subject == id)
                        .map(|share| share.access)
                };
                let Some(group_access) = access_of(group) else {
                    return Ok((Vec::new(), 0));
                };
                let ids = people::store::groups::member_ids(tx, viewer.portal, GroupId(group))?;
                let mut members: Vec<_> = people::store::by_ids(tx, viewer.portal, &ids)?
                    .into_values()
                    .collect();
                if let Some(text) = text
                    .as_deref()
                    .map(str::trim)
                    .filter(|text| !text.is_empty())
                {
                    let wanted = sql::fold(text);
                    members.retain(|one| {
                        let name = sql::fold(&one.display_name());
                        name.contains(&wanted) || sql::fold(&one.email).contains(&wanted)
                    });
                }
                members.sort_by_key(|one| sql::fold(&one.display_name()));
                let total = i64::try_from(members.len()).unwrap_or(i64::MAX);
                let page = members.into_iter().skip(start).take(count).collect();
                let looker = looker(&viewer);
                let owner = owner(&seen);
                let may_edit = seen.may(Action::EditAccess);
                let answers = people::view::profiles(tx, viewer.portal, page)?
                    .into_iter()
                    .map(|profile| {
                        let id: UserId = profile.person.id;
                        GroupMember {
                            user: people::view::full(profile, &looker),
                            group_access,
                            user_access: access_of(id.0),
                            can_edit_access: may_edit && id != owner && !viewer.caller.is(id),
                            owner: id == owner,
                        }
                    })
                    .collect();
                Ok((answers, total))
            })
            .await
    }
}
