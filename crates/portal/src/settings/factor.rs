//! The second factor: which kind is on, and of whom it is asked (`platform/03a §3.5`).

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Setting;
use crate::ip::Range;
use crate::model::UserId;

/// The second factor of a portal. At most one kind is on; the lists of the other are kept for the day it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SecondFactor {
    /// By codes of an authenticator app.
    pub app: FactorRules,
    /// By codes sent to the telephone.
    pub sms: FactorRules,
}

impl Setting for SecondFactor {
    const KEY: &'static str = "second-factor";
}

/// Of whom one kind is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FactorRules {
    /// On.
    pub enabled: bool,
    /// Addresses and ranges from which only the mandatory ones need it.
    pub trusted_ips: Vec<String>,
    /// People who need it from everywhere.
    pub mandatory_users: Vec<UserId>,
    /// Groups whose members need it from everywhere.
    pub mandatory_groups: Vec<Uuid>,
}

impl FactorRules {
    /// Whether an address is trusted; an unknown one never is.
    #[must_use]
    pub fn trusts(&self, ip: &str) -> bool {
        let Ok(ip) = ip.parse::<IpAddr>() else {
            return false;
        };
        let mut ranges = self
            .trusted_ips
            .iter()
            .filter_map(|text| Range::parse(text));
        ranges.any(|range| range.contains(ip))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_addresses_are_trusted_and_no_others() {
        let rules = FactorRules {
            trusted_ips: vec!["10.0.0.7".to_owned(), "192.168.0.0/16".to_owned()],
            ..FactorRules::default()
        };
        for (ip, trusted) in [
            ("10.0.0.7", true),
            ("192.168.3.4", true),
            ("10.0.0.8", false),
            ("", false),
        ] {
            assert_eq!(rules.trusts(ip), trusted, "{ip}");
        }
    }
}
