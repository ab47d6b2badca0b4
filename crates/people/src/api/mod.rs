//! The routes of people and groups: thin handlers over [`People`].

mod audience;
mod data;
mod email;
mod filter;
mod groups;
mod guests;
mod invite;
mod links;
mod photos;
mod profiles;
mod providers;
mod quota;
mod search;
mod status;
mod task;
mod theme;
mod types;

use portal::Caller;
use portal::UserId;
use uuid::Uuid;
use wire::Routes;

pub use email::EmailMemberRequestDto;
pub use filter::{Area, PeopleFilter};
pub use groups::{GroupDto, group_dto};
pub use profiles::MemberFields;

use crate::error::Error;
use crate::service::People;
use crate::store::Page;
use crate::view::{self, EmployeeFullDto, Profile, Viewer};

/// All routes of this crate.
pub fn routes(people: People) -> Routes {
    Routes::new()
        .merge(profiles::routes())
        .merge(status::routes())
        .merge(types::routes())
        .merge(data::routes())
        .merge(email::routes())
        .merge(invite::routes())
        .merge(guests::routes())
        .merge(photos::routes())
        .merge(theme::routes())
        .merge(quota::routes())
        .merge(search::routes())
        .merge(audience::routes())
        .merge(providers::routes())
        .merge(groups::routes())
        .merge(links::routes())
        .with_state(people)
}

/// What a viewer's full objects depend on.
pub(crate) async fn viewer(
    people: &People,
    caller: &Caller,
    base: String,
) -> Result<Viewer, Error> {
    let (user_quota, tfa_app) = people.shown(caller.portal).await?;
    Ok(Viewer {
        id: caller.user,
        role: caller.role,
        base,
        user_quota,
        tfa_app,
    })
}

/// One full object as a reply.
async fn one(
    people: &People,
    caller: &Caller,
    base: String,
    profile: Profile,
) -> wire::Result<EmployeeFullDto> {
    let viewer = viewer(people, caller, base).await?;
    Ok(wire::ok(view::full(profile, &viewer)))
}

/// A list of full objects as a reply.
async fn many(
    people: &People,
    caller: &Caller,
    base: String,
    profiles: Vec<Profile>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let viewer = viewer(people, caller, base).await?;
    Ok(wire::list(view::all(profiles, &viewer)))
}

/// A page of full objects as a reply.
async fn page(
    people: &People,
    caller: &Caller,
    base: String,
    page: Page<Profile>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    Ok(many(people, caller, base, page.items)
        .await?
        .total(page.total))
}

/// Ids of a request.
fn user_ids(ids: Vec<Uuid>) -> Vec<UserId> {
    ids.into_iter().map(UserId).collect()
}
