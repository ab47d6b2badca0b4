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

/// Kinds of second factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// Codes of an authenticator app.
    App,
    /// Codes sent to the telephone.
    Sms,
}

impl SecondFactor {
    /// The kind that is on.
    #[must_use]
    pub fn kind(&self) -> Option<FactorKind> {
        match (self.app.enabled, self.sms.enabled) {
            (true, _) => Some(FactorKind::App),
            (false, true) => Some(FactorKind::Sms),
            (false, false) => None,
        }
    }

    /// The rules of a kind.
    #[must_use]
    pub fn rules(&self, kind: FactorKind) -> &FactorRules {
        match kind {
            FactorKind::App => &self.app,
            FactorKind::Sms => &self.sms,
        }
    }

    /// Switches one kind on with these rules, or both off.
    pub fn switch(&mut self, on: Option<(FactorKind, FactorRules)>) {
        self.app.enabled = false;
        self.sms.enabled = false;
        match on {
            Some((FactorKind::App, rules)) => {
                self.app = FactorRules {
                    enabled: true,
                    ..rules
                }
            }
            Some((FactorKind::Sms, rules)) => {
                self.sms = FactorRules {
                    enabled: true,
                    ..rules
                }
            }
            None => {}
        }
    }
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
    fn one_kind_is_on_and_the_lists_of_the_other_are_kept() {
        let rules = |user| FactorRules {
            mandatory_users: vec![user],
            ..FactorRules::default()
        };
        let (one, two) = (UserId::random(), UserId::random());
        let mut factor = SecondFactor::default();
        assert_eq!(factor.kind(), None);
        factor.switch(Some((FactorKind::Sms, rules(one))));
        assert_eq!(factor.kind(), Some(FactorKind::Sms));
        factor.switch(Some((FactorKind::App, rules(two))));
        assert_eq!(factor.kind(), Some(FactorKind::App));
        factor.switch(None);
        assert_eq!(factor.kind(), None);
        assert_eq!(factor.rules(FactorKind::Sms).mandatory_users, [one]);
        assert_eq!(factor.rules(FactorKind::App).mandatory_users, [two]);
    }

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
