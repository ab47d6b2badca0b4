//! What a person uses, told from the `User-Agent` of his requests: for lists of sessions and the audit trail.

use woothee::parser::Parser;

/// A browser on a system, as far as it says so. Unknown parts are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Device {
    /// `Chrome 120`.
    pub browser: String,
    /// `Windows 10`, `Android 14`.
    pub platform: String,
    /// A telephone or tablet.
    pub mobile: bool,
}

impl Device {
    /// Reads a `User-Agent`. Programs that are no browsers go by the name they give themselves: `curl 8`.
    #[must_use]
    pub fn of(agent: &str) -> Self {
        let Some(found) = Parser::new().parse(agent) else {
            return Self::program(agent);
        };
        let browser = match found.browser_type {
            "browser" | "full" if found.name != "HTTP Library" => {
                format!("{} {}", found.name, major(found.version))
            }
            _ => return Self::program(agent),
        };
        Self {
            browser: browser.trim().to_owned(),
            platform: platform(found.os, &found.os_version),
            mobile: matches!(found.category, "smartphone" | "mobilephone"),
        }
    }

    fn program(agent: &str) -> Self {
        let (name, rest) = agent.split_once('/').unwrap_or((agent, ""));
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_. ".contains(c);
        let named = name.chars().any(|c| c.is_ascii_alphabetic());
        if !named || name.len() > 40 || name == "Mozilla" || !name.chars().all(plain) {
            return Self::default();
        }
        Self {
            browser: format!("{name} {}", major(rest)).trim().to_owned(),
            ..Self::default()
        }
    }
}

/// The system as people call it. Browsers hide the versions of Windows 11 and macOS on purpose.
fn platform(os: &str, version: &str) -> String {
    match os {
        "UNKNOWN" => String::new(),
        "Mac OSX" => "macOS".to_owned(),
        "iPhone" | "iPad" | "iPod" => format!("iOS {}", major(version)).trim().to_owned(),
        "Android" => format!("Android {}", major(version)).trim().to_owned(),
        other => other.to_owned(),
    }
}

/// The first number of a version; empty when there is none.
fn major(version: &str) -> &str {
    let end = version.find(|c: char| !c.is_ascii_digit());
    version
        .get(..end.unwrap_or(version.len()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_with_version_and_system() {
        for (agent, browser, platform, mobile) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
                "Chrome 120",
                "Windows 10",
                false,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91",
                "Edge 120",
                "Windows 10",
                false,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
                "Firefox 121",
                "Linux",
                false,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15",
                "Safari 17",
                "macOS",
                false,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1",
                "Safari 17",
                "iOS 17",
                true,
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
                "Chrome 120",
                "Android 14",
                true,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36 OPR/105.0.0.0",
                "Opera 105",
                "Windows 10",
                false,
            ),
            ("curl/8.5.0", "curl 8", "", false),
            ("python-requests/2.31.0", "python-requests 2", "", false),
            ("", "", "", false),
            ("-", "", "", false),
            ("Mozilla/5.0", "", "", false),
            ("<script>alert(1)</script>", "", "", false),
        ] {
            let expected = Device {
                browser: browser.to_owned(),
                platform: platform.to_owned(),
                mobile,
            };
            assert_eq!(Device::of(agent), expected, "{agent}");
        }
    }

    #[test]
    fn no_header_makes_it_stumble() {
        let words = [
            "Mozilla/5.0 (",
            "Windows ",
            "Windows NT 9.9;",
            "Mac OS X",
            "like Mac OS X",
            "; CPU OS 1_",
            "Android ",
            "CrOS ",
            "FreeBSD ",
            "Chrome/",
            "wv",
            "Safari/",
            "Firefox/",
            "rv:",
            "MSIE ",
            "Trident/",
            "IEMobile",
            "Opera",
            "OPR/",
            "DoCoMo",
            "KDDI-",
            "SoftBank/",
            "WILLCOM",
            "PlayStation 4 ",
            "BlackBerry",
            "BB10",
            "é\u{1F600}",
            ")",
        ];
        for a in words {
            for b in words {
                for c in ["", ";", ")", "/1.2.3", " Phone OS 7"] {
                    let _ = Device::of(&format!("{a}{c}{b}{c}"));
                    let _ = Device::of(&format!("Mozilla/5.0 ({a}{c} {b}{c})"));
                }
            }
        }
    }
}
