//! The `Content-Security-Policy` of pages: what they may load, and who may show them in a frame (`platform/07 §7.4`).

use url::Url;

/// Most sites of a portal: the header is sent with every page.
pub const MOST: usize = 100;

/// What pages may load without any site of the portal's own.
const BASE: [(&str, &str); 9] = [
    ("default-src", "'self' data:"),
    ("script-src", "'self' 'unsafe-inline' 'unsafe-eval' blob:"),
    ("style-src", "'self' 'unsafe-inline'"),
    ("img-src", "'self' data: blob:"),
    ("frame-src", "'self' mailto:"),
    ("font-src", "'self' data:"),
    ("connect-src", "'self' data: ws:"),
    ("media-src", "'self' blob:"),
    ("frame-ancestors", "'self'"),
];

/// Reads a site: `https://site.com`, `*.site.com`, `http://localhost:3000`. `None` for what is none: what cannot be
/// written into the header as one source.
#[must_use]
pub fn site(text: &str) -> Option<String> {
    let text = text.trim();
    let odd = |c: char| !c.is_ascii_graphic() || matches!(c, ';' | ',' | '\'' | '"' | '\\');
    if text.is_empty() || text.len() > 255 || text.chars().any(odd) {
        return None;
    }
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (scheme, rest),
        None => ("https", text),
    };
    // Only the first label may be a star; the parser knows no stars.
    let plain = rest.strip_prefix("*.").unwrap_or(rest);
    // `data:` would be read as a host with an empty port, and means a scheme in the header.
    let authority = plain.split('/').next().unwrap_or_default();
    if authority.ends_with(':') {
        return None;
    }
    let url = Url::parse(&format!("{scheme}://{plain}")).ok()?;
    let host = url.host_str().unwrap_or_default();
    let known = matches!(url.scheme(), "http" | "https" | "ws" | "wss");
    let bare = url.username().is_empty() && url.password().is_none();
    let ends = url.query().is_none() && url.fragment().is_none();
    (known && bare && ends && !host.is_empty() && !plain.contains('*'))
        .then(|| text.trim_end_matches('/').to_owned())
}

/// The header of a portal's pages.
#[must_use]
pub fn header(sites: &[String]) -> String {
    let mut header = String::new();
    for (directive, sources) in BASE {
        header.push_str(directive);
        header.push(' ');
        header.push_str(sources);
        // Settings are read from the database: whatever got there, it ends no directive.
        for site in sites.iter().filter_map(|text| site(text)) {
            header.push(' ');
            header.push_str(&site);
        }
        header.push_str("; ");
    }
    header.truncate(header.len().saturating_sub(2));
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_one_source_each() {
        for good in [
            "https://site.com",
            "http://localhost:3000",
            "*.site.com",
            "https://*.site.com",
            "site.com",
            "site.com:8443",
            "https://site.com/path",
            "wss://site.com",
        ] {
            assert_eq!(site(good).as_deref(), Some(good));
        }
        assert_eq!(
            site(" https://site.com/ ").as_deref(),
            Some("https://site.com")
        );
        for bad in [
            "",
            "*",
            "https://",
            "https://a.com; script-src *",
            "https://a.com,b.com",
            "https://a.com b.com",
            "https://a.com\r\nx: y",
            "'unsafe-inline'",
            "data:",
            "javascript:alert(1)",
            "https://a.*.com",
            "https://user:secret@a.com",
            "https://a.com/?q",
            "https://bücher.example",
            "ftp://a.com",
        ] {
            assert_eq!(site(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_site_stands_in_every_directive() {
        let header = header(&["https://site.com".to_owned(), "x; y".to_owned()]);
        assert!(
            header.starts_with("default-src 'self' data: https://site.com; script-src 'self' ")
        );
        assert!(header.ends_with("; frame-ancestors 'self' https://site.com"));
        assert_eq!(header.matches("https://site.com").count(), BASE.len());
        assert_eq!(header.matches(';').count(), BASE.len() - 1);
    }
}
