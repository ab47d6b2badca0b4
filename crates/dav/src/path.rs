//! Paths of requests: the names from the top down.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::Refusal;

/// Where the tree begins.
const PREFIX: &str = "/dav";

/// More names than any tree has.
const DEEPEST: usize = 512;

/// What stands for itself in a path.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A path below [`PREFIX`], decoded. Without names it is the top itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    names: Vec<String>,
}

impl Path {
    /// Reads the path of an address.
    ///
    /// # Errors
    /// 400 for one that is no path below the prefix: broken encoding, names that mean other places.
    pub(crate) fn parse(path: &str) -> Result<Self, Refusal> {
        let bad = || Refusal::bad_request("This is not the address of something here");
        let rest = path.strip_prefix(PREFIX).ok_or_else(bad)?;
        if !(rest.is_empty() || rest.starts_with('/')) {
            return Err(bad());
        }
        let mut names = Vec::new();
        for part in rest.split('/').filter(|part| !part.is_empty()) {
            let name = percent_decode_str(part).decode_utf8().map_err(|_| bad())?;
            if name == "." || name == ".." || name.contains('\0') || names.len() == DEEPEST {
                return Err(bad());
            }
            names.push(name.into_owned());
        }
        Ok(Self { names })
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The folder around it and its name there; `None` at the top.
    pub(crate) fn split(&self) -> Option<(Self, &str)> {
        let (last, above) = self.names.split_last()?;
        let names = above.to_vec();
        Some((Self { names }, last))
    }

    pub(crate) fn child(&self, name: &str) -> Self {
        let mut names = self.names.clone();
        names.push(name.to_owned());
        Self { names }
    }

    /// Whether it lies somewhere below `other`.
    pub(crate) fn is_below(&self, other: &Self) -> bool {
        self.names.len() > other.names.len() && self.names.starts_with(&other.names)
    }

    /// Its beginning with that many names.
    pub(crate) fn up_to(&self, names: usize) -> Self {
        let names = self.names.iter().take(names).cloned().collect();
        Self { names }
    }

    /// The names below the first one, as locks keep them: "/a/b", or nothing.
    pub(crate) fn below_root(&self) -> String {
        self.names
            .iter()
            .skip(1)
            .map(|name| encoded(name))
            .collect()
    }

    /// The address that clients know it by; folders end in a slash.
    pub(crate) fn href(&self, is_folder: bool) -> String {
        let end = if is_folder { "/" } else { "" };
        format!("{self}{end}")
    }
}

fn encoded(name: &str) -> String {
    format!("/{}", utf8_percent_encode(name, PLAIN))
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PREFIX)?;
        self.names
            .iter()
            .try_for_each(|name| f.write_str(&encoded(name)))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn paths_are_read_and_written() {
        let path = Path::parse("/dav/My%20documents//a%2Fb/r%C3%A9sum%C3%A9.txt").unwrap();
        assert_eq!(path.names(), ["My documents", "a/b", "résumé.txt"]);
        let written = "/dav/My%20documents/a%2Fb/r%C3%A9sum%C3%A9.txt";
        assert_eq!(path.href(false), written);
        assert_eq!(path.below_root(), "/a%2Fb/r%C3%A9sum%C3%A9.txt");
        assert_eq!(Path::parse("/dav").unwrap().href(true), "/dav/");
        for bad in [
            "/dave/x",
            "/dav/../x",
            "/dav/%2e%2e/x",
            "/dav/%ff",
            "/dav/a%00",
        ] {
            assert!(Path::parse(bad).is_err(), "{bad}");
        }
    }
}
