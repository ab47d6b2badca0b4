//! Where servers named by users may be: on the public internet, and in those private networks the operator allows.

mod client;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

pub use self::client::{Answer, Call, Outbound, Unanswered};
use crate::ip::Range;

/// The networks that addresses given by users may lead to.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    everything: bool,
    private: Vec<Range>,
}

/// Why a server may not be reached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreachable {
    /// It lies where users may not send us.
    #[error("{0} is in a private network")]
    Private(String),
    /// Nobody knows its address.
    #[error("{0} is not known: {1}")]
    Unknown(String, String),
}

impl Targets {
    /// The public internet and these private networks.
    #[must_use]
    pub fn public_and(private: Vec<Range>) -> Self {
        Self {
            everything: false,
            private,
        }
    }

    /// Every address: for developers.
    #[must_use]
    pub fn everything() -> Self {
        Self {
            everything: true,
            private: Vec::new(),
        }
    }

    /// Whether users may send us to an address.
    #[must_use]
    pub fn allow(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.everything
            || is_public(address)
            || self.private.iter().any(|range| range.contains(address))
    }

    /// Looks a host up and gives the address to connect to. Connect to this very address: a second look may tell
    /// another one.
    ///
    /// # Errors
    /// [`Unreachable`].
    pub async fn find(&self, host: &str) -> Result<IpAddr, Unreachable> {
        let found = self.find_all(host).await?.into_iter().next();
        found.ok_or_else(|| Unreachable::Private(host.to_owned()))
    }

    /// Looks a host up and gives all addresses that are allowed, at least one.
    ///
    /// # Errors
    /// [`Unreachable`].
    pub async fn find_all(&self, host: &str) -> Result<Vec<IpAddr>, Unreachable> {
        let found: Vec<IpAddr> = match host.trim_matches(['[', ']']).parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => tokio::net::lookup_host((host, 0))
                .await
                .map_err(|error| Unreachable::Unknown(host.to_owned(), error.to_string()))?
                .map(|socket| socket.ip())
                .collect(),
        };
        let allowed: Vec<IpAddr> = found
            .into_iter()
            .filter(|address| self.allow(*address))
            .collect();
        match allowed.is_empty() {
            true => Err(Unreachable::Private(host.to_owned())),
            false => Ok(allowed),
        }
    }
}

/// Whether an address is one of the public internet.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b)) // shared by customers of one provider
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, .., g, h] = address.segments();
    let last = Ipv4Addr::from((u32::from(g) << 16) | u32::from(h));
    match (first, second) {
        // IPv4 addresses inside of IPv6 ones: translated, or 6to4.
        (0x64, 0xff9b) => is_public_v4(last),
        (0x2002, high) => {
            let low = address.segments().get(2).copied().unwrap_or_default();
            is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
        }
        (0x2001, 0x0db8) => false,
        // Only 2000::/3 is given out.
        _ => (first & 0xe000) == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn allowed(targets: &Targets, address: &str) -> bool {
        targets.allow(address.parse().unwrap())
    }

    #[test]
    fn users_do_not_send_us_into_private_networks() {
        let targets = Targets::default();
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "198.18.0.1",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001:db8::1",
        ] {
            assert!(!allowed(&targets, private), "{private}");
        }
        for public in [
            "8.8.8.8",
            "2606:4700:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert!(allowed(&targets, public), "{public}");
        }
    }

    #[test]
    fn the_operator_allows_more() {
        let targets = Targets::public_and(vec![Range::parse("10.1.0.0/16").unwrap()]);
        assert!(allowed(&targets, "10.1.2.3") && allowed(&targets, "::ffff:10.1.2.3"));
        assert!(!allowed(&targets, "10.2.0.1") && !allowed(&targets, "127.0.0.1"));
        assert!(allowed(&Targets::everything(), "127.0.0.1"));
    }

    #[tokio::test]
    async fn names_are_looked_up_before_they_are_judged() {
        let targets = Targets::default();
        for host in ["localhost", "127.0.0.1", "[::1]", "0x7f.1"] {
            assert!(targets.find(host).await.is_err(), "{host}");
        }
        let found = Targets::everything().find("localhost").await.unwrap();
        assert!(found.is_loopback());
        let unknown = targets.find("no-such-host.invalid").await;
        assert!(
            matches!(unknown, Err(Unreachable::Unknown(..))),
            "{unknown:?}"
        );
    }
}
