//! Single addresses and ranges of them.

use std::net::IpAddr;

/// Addresses from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    first: IpAddr,
    last: IpAddr,
}

impl Range {
    /// Reads `1.2.3.4`, `1.2.3.4-1.2.3.9` or `1.2.3.0/24`; IPv6 likewise.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((address, bits)) = text.split_once('/') {
            return Self::block(address.parse().ok()?, bits.parse().ok()?);
        }
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let (first, last): (IpAddr, IpAddr) =
            (first.trim().parse().ok()?, last.trim().parse().ok()?);
        (first.is_ipv4() == last.is_ipv4() && first <= last).then_some(Self { first, last })
    }

    /// Whether an address is inside.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.first.is_ipv4() && self.first <= address && address <= self.last
    }

    fn block(address: IpAddr, bits: u32) -> Option<Self> {
        match address {
            IpAddr::V4(v4) => {
                let mask = u32::MAX.checked_shr(bits).unwrap_or(0);
                let first = u32::from(v4) & !mask;
                let range = Self {
                    first: IpAddr::V4(first.into()),
                    last: IpAddr::V4((first | mask).into()),
                };
                (bits <= 32).then_some(range)
            }
            IpAddr::V6(v6) => {
                let mask = u128::MAX.checked_shr(bits).unwrap_or(0);
                let first = u128::from(v6) & !mask;
                let range = Self {
                    first: IpAddr::V6(first.into()),
                    last: IpAddr::V6((first | mask).into()),
                };
                (bits <= 128).then_some(range)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn inside(range: &str, address: &str) -> bool {
        Range::parse(range)
            .unwrap()
            .contains(address.parse().unwrap())
    }

    #[test]
    fn ranges_hold_what_they_say() {
        assert!(inside("10.0.0.7", "10.0.0.7") && !inside("10.0.0.7", "10.0.0.8"));
        assert!(inside("10.0.0.1-10.0.0.9", "10.0.0.9"));
        assert!(inside("10.1.0.0/16", "10.1.255.255") && !inside("10.1.0.0/16", "10.2.0.0"));
        assert!(inside("0.0.0.0/0", "255.255.255.255"));
        assert!(inside("2001:db8::/32", "2001:db8:1::1") && !inside("10.0.0.0/8", "::1"));
        assert!(inside("10.0.0.7", "::ffff:10.0.0.7"));
    }

    #[test]
    fn nonsense_is_no_range() {
        for text in [
            "",
            "x",
            "10.0.0.9-10.0.0.1",
            "10.0.0.1-::1",
            "10.0.0.0/33",
            "1.2.3",
        ] {
            assert_eq!(Range::parse(text), None, "{text}");
        }
    }
}
