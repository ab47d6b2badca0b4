//! Lists and searches (`platform/05 §5.10`).

use portal::{Caller, Role};

use super::People;
use crate::error::Error;
use crate::model::Person;
use crate::rules;
use crate::store::{self, Filter, Page};
use crate::view::{Profile, profiles};

/// Who may see a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Administrators and room administrators, who see of guests only their own.
    Managers,
    /// Administrators alone.
    Administrators,
}

const TERMINATED: i32 = 2;
const ALL: i32 = 7;

impl People {
    /// A page of full profiles.
    ///
    /// # Errors
    /// [`Error::Denied`] for callers the listing is not for.
    pub async fn list(
        &self,
        caller: &Caller,
        listing: Listing,
        filter: Filter,
    ) -> Result<Page<Profile>, Error> {
        let filter = narrow(caller, listing, filter)?;
        let portal = caller.portal;
        self.read(move |tx| {
            let page = store::list(tx, portal, &filter)?;
            let items = profiles(tx, portal, page.items)?;
            Ok(Page {
                items,
                total: page.total,
            })
        })
        .await
    }

    /// A page of people in short.
    ///
    /// # Errors
    /// [`Error::Denied`] for callers the listing is not for.
    pub async fn list_short(
        &self,
        caller: &Caller,
        listing: Listing,
        filter: Filter,
    ) -> Result<Page<Person>, Error> {
        let filter = narrow(caller, listing, filter)?;
        let portal = caller.portal;
        self.read(move |tx| Ok(store::list(tx, portal, &filter)?))
            .await
    }
}

/// What a room administrator does not see is filtered, not refused (`platform/05` trap 10): disabled people and
/// other people's guests.
fn narrow(caller: &Caller, listing: Listing, mut filter: Filter) -> Result<Filter, Error> {
    let allowed = match listing {
        Listing::Managers => rules::manages_people(caller.role),
        Listing::Administrators => caller.is_admin(),
    };
    if !allowed {
        return Err(Error::Denied);
    }
    if caller.role == Role::RoomAdmin {
        filter.viewer = Some(caller.user);
        let asked = if filter.statuses == 0 {
            ALL
        } else {
            filter.statuses
        };
        filter.statuses = asked & !TERMINATED;
        if filter.statuses == 0 {
            filter.only = Some(Vec::new());
        }
    }
    Ok(filter)
}
