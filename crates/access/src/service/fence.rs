//! Addresses people may come from (`platform/06 §6.6`).

use std::net::IpAddr;

use portal::ip::Range;
use portal::settings::{IpRestrictions, IpRule};
use portal::{Caller, Portal, PortalId, Role};

use crate::error::Error;
use crate::service::{Access, Address};

impl Access {
    /// Whether a caller may come from where he comes. The owner and local networks always may.
    ///
    /// # Errors
    /// The database failed.
    pub async fn admits(
        &self,
        portal: &Portal,
        caller: &Caller,
        address: &Address,
    ) -> Result<bool, Error> {
        self.admits_type(portal.id, caller.role, &address.ip).await
    }

    /// The same of somebody of a type who has no session yet.
    pub(crate) async fn admits_type(
        &self,
        portal: PortalId,
        role: Role,
        address: &str,
    ) -> Result<bool, Error> {
        let Ok(ip) = address.parse::<IpAddr>() else {
            return Ok(true);
        };
        if role == Role::Owner || is_local(ip) {
            return Ok(true);
        }
        let rules = self.portals().hot::<IpRestrictions>(portal).await?;
        Ok(!rules.enable || is_listed(&rules.list, role, ip))
    }
}

fn is_listed(rules: &[IpRule], role: Role, ip: IpAddr) -> bool {
    let mine = rules
        .iter()
        .filter(|rule| !rule.for_admin || role.is_admin());
    mine.filter_map(|rule| Range::parse(&rule.ip))
        .any(|range| range.contains(ip))
}

fn is_local(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}
