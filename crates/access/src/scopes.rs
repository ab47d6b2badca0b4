//! What an API key may do: scopes by method and route (`platform/03a §3.8`).

use http::Method;

/// All scopes on offer, as `GET keys/permissions` lists them.
pub const ALL: [&str; 11] = [
    "*",
    "*:read",
    "*:write",
    "accounts.self:read",
    "accounts.self:write",
    "accounts:read",
    "accounts:write",
    "files:read",
    "files:write",
    "rooms:read",
    "rooms:write",
];

/// Whether a key with these scopes may make a request; no scopes at all mean everything.
#[must_use]
pub fn allow(scopes: &[String], method: &Method, path: &str) -> bool {
    let has = |wanted: &str| scopes.iter().any(|scope| scope == wanted);
    if scopes.is_empty() || has("*") || has("*:write") {
        return true;
    }
    let reading = reads(method, path);
    if reading && has("*:read") {
        return true;
    }
    match area(path) {
        Area::Free => true,
        Area::Other => false,
        Area::Named(_) if *method == Method::PATCH => false,
        Area::Named(name) => {
            has(&format!("{name}:write")) || reading && has(&format!("{name}:read"))
        }
        Area::Groups => match reading {
            true => has("accounts:read"),
            false => has("accounts:write"),
        },
    }
}

/// Whether a request leaves everything as it is.
fn reads(method: &Method, path: &str) -> bool {
    match method.as_str() {
        "GET" | "HEAD" => true,
        "OPTIONS" | "PROPFIND" => is_tree(path),
        _ => false,
    }
}

/// The tree for WebDAV clients, which holds files whatever they lie in.
fn is_tree(path: &str) -> bool {
    path == "/dav" || path.starts_with("/dav/")
}

enum Area {
    /// No scope is needed.
    Free,
    /// Scopes `NAME:read` and `NAME:write`; writing includes reading.
    Named(&'static str),
    /// Groups of people: as accounts, but writing does not include reading.
    Groups,
    /// Only the scopes for everything.
    Other,
}

/// The first match in the contract's order.
fn area(path: &str) -> Area {
    if is_tree(path) {
        return Area::Named("files");
    }
    let path = path.to_ascii_lowercase();
    let Some(rest) = path.strip_prefix("/api/2.0/") else {
        return Area::Other;
    };
    let mut parts = rest.split('/');
    match (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    ) {
        ("files", "rooms") => Area::Named("rooms"),
        ("files", _) => Area::Named("files"),
        ("people", "@self") => Area::Named("accounts.self"),
        ("people", _) => Area::Named("accounts"),
        ("group", _) => Area::Groups,
        ("keys", "@self") => Area::Free,
        _ => Area::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(scopes: &[&str], method: &Method, path: &str) -> bool {
        let scopes: Vec<_> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        allow(&scopes, method, path)
    }

    fn propfind() -> Method {
        Method::from_bytes(b"PROPFIND").unwrap_or_default()
    }

    #[test]
    fn scopes_open_their_own_routes_only() {
        for (scopes, method, path, expected) in [
            (&[][..], Method::DELETE, "/api/2.0/keys/1", true),
            (&["*:read"], Method::GET, "/api/2.0/settings", true),
            (&["*:read"], Method::POST, "/api/2.0/files/rooms", false),
            (&["*:write"], Method::GET, "/api/2.0/people", true),
            (&["files:read"], Method::GET, "/api/2.0/files/@my", true),
            (&["files:read"], Method::POST, "/api/2.0/keys", false),
            (&["files:write"], Method::GET, "/api/2.0/files/1", true),
            (&["files:write"], Method::GET, "/api/2.0/files/rooms", false),
            (&["rooms:read"], Method::GET, "/api/2.0/Files/Rooms/3", true),
            (
                &["rooms:read"],
                Method::PUT,
                "/api/2.0/files/rooms/3",
                false,
            ),
            (
                &["accounts:read"],
                Method::GET,
                "/api/2.0/files/rooms",
                false,
            ),
            (&["accounts:read"], Method::GET, "/api/2.0/group", true),
            (&["accounts:write"], Method::GET, "/api/2.0/group", false),
            (
                &["accounts.self:read"],
                Method::GET,
                "/api/2.0/people/@self",
                true,
            ),
            (
                &["accounts.self:read"],
                Method::GET,
                "/api/2.0/people",
                false,
            ),
            (&["files:read"], Method::GET, "/api/2.0/keys/@self", true),
            (&["files:write"], Method::PATCH, "/api/2.0/files/1", false),
            (&["files:read"], propfind(), "/dav/Rooms", true),
            (&["*:read"], propfind(), "/dav", true),
            (&["rooms:write"], propfind(), "/dav", false),
            (&["files:read"], Method::PUT, "/dav/Rooms/a/b.txt", false),
            (&["files:write"], Method::PUT, "/dav/Rooms/a/b.txt", true),
            (&["*:read"], propfind(), "/api/2.0/files/1", false),
        ] {
            assert_eq!(
                may(scopes, &method, path),
                expected,
                "{scopes:?} {method} {path}"
            );
        }
    }
}
