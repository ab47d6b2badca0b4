//! Routes match without regard to case: a path's literal segments are respelled as its route spells them.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::Uri;

/// Spelling of all routes, as a tree over path segments.
#[derive(Debug, Default, Clone)]
pub(crate) struct Spelling {
    root: Node,
}

#[derive(Debug, Default, Clone)]
struct Node {
    /// By lower-case segment: as the route spells it, and what follows.
    literals: HashMap<String, (String, Node)>,
    parameter: Option<Box<Node>>,
    /// `{*rest}` ends here.
    rest: bool,
    /// A route ends here.
    end: bool,
}

impl Spelling {
    /// Learns route templates such as `/api/2.0/files/rooms/{id}`.
    pub(crate) fn of<'a>(templates: impl IntoIterator<Item = &'a str>) -> Self {
        let mut spelling = Self::default();
        for template in templates {
            spelling
                .root
                .learn(template.trim_start_matches('/').split('/'));
        }
        spelling
    }

    /// The path as its route spells it; `None` when it is so already or matches no route.
    pub(crate) fn respell(&self, path: &str) -> Option<String> {
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        let mut spelled = Vec::with_capacity(segments.len());
        if !self.root.walk(&segments, &mut spelled) || spelled == segments {
            return None;
        }
        Some(format!("/{}", spelled.join("/")))
    }
}

impl Node {
    fn learn<'a>(&mut self, mut segments: impl Iterator<Item = &'a str>) {
        let Some(segment) = segments.next() else {
            self.end = true;
            return;
        };
        if segment.starts_with("{*") {
            self.rest = true;
        } else if segment.starts_with('{') {
            self.parameter.get_or_insert_default().learn(segments);
        } else {
            let key = segment.to_ascii_lowercase();
            let entry = self.literals.entry(key);
            let (_, next) = entry.or_insert_with(|| (segment.to_owned(), Self::default()));
            next.learn(segments);
        }
    }

    /// Literals first, as the router does; goes back when a literal leads nowhere.
    fn walk<'a>(&'a self, segments: &[&'a str], spelled: &mut Vec<&'a str>) -> bool {
        let Some((first, others)) = segments.split_first() else {
            return self.end;
        };
        let depth = spelled.len();
        let known = self.literals.get(*first);
        let known = known.or_else(|| {
            let upper = first.bytes().any(|b| b.is_ascii_uppercase());
            upper
                .then(|| self.literals.get(&first.to_ascii_lowercase()))
                .flatten()
        });
        if let Some((spelling, next)) = known {
            spelled.push(spelling);
            if next.walk(others, spelled) {
                return true;
            }
            spelled.truncate(depth);
        }
        if let Some(next) = self.parameter.as_ref().filter(|_| !first.is_empty()) {
            spelled.push(first);
            if next.walk(others, spelled) {
                return true;
            }
            spelled.truncate(depth);
        }
        if self.rest {
            spelled.extend_from_slice(segments);
        }
        self.rest
    }
}

/// Middleware before the router: the public router's rewrites (platform/01 §1.5), then the spelling.
pub(crate) async fn respell(
    State(spelling): State<Arc<Spelling>>,
    mut request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let rewritten = rewrite(path);
    let path = rewritten.as_deref().unwrap_or(path);
    if let Some(spelled) = spelling.respell(path).or(rewritten) {
        let query = request
            .uri()
            .query()
            .map(|q| format!("?{q}"))
            .unwrap_or_default();
        if let Ok(uri) = format!("{spelled}{query}").parse::<Uri>() {
            *request.uri_mut() = uri;
        }
    }
    next.run(request).await
}

/// Old addresses of calls that moved.
fn rewrite(path: &str) -> Option<String> {
    let lower = path.to_ascii_lowercase();
    let api = lower.strip_prefix("/api/2.0/")?;
    let kept = |prefix: &str| {
        path.get("/api/2.0/".len() + prefix.len()..)
            .unwrap_or_default()
    };
    if api.starts_with("portal/") && (api.contains("backup") || api.contains("restore")) {
        return Some(format!("/api/2.0/backup/{}", kept("portal/")));
    }
    if api.starts_with("authentication/register") {
        return Some(format!("/api/2.0/people/{}", kept("authentication/")));
    }
    if api.starts_with("oauth2/clients") || api.starts_with("oauth2/scopes") {
        return Some(format!("/api/2.0/{}", kept("oauth2/")));
    }
    api.starts_with("oauth2/")
        .then(|| format!("/oauth2/{}", kept("oauth2/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling() -> Spelling {
        Spelling::of([
            "/api/2.0/people/@self",
            "/api/2.0/people/{userid}",
            "/api/2.0/people/{userid}/photo",
            "/api/2.0/files/{folderId}/file",
            "/api/2.0/files/@my/File2",
            "/ChunkedUploader.ashx",
            "/storage/{*path}",
        ])
    }

    #[test]
    fn literals_are_respelled_and_parameters_kept() {
        let s = spelling();
        let respell = |path: &str| s.respell(path);
        assert_eq!(
            respell("/API/2.0/People/@SELF").as_deref(),
            Some("/api/2.0/people/@self")
        );
        assert_eq!(
            respell("/api/2.0/PEOPLE/Ab-C/Photo").as_deref(),
            Some("/api/2.0/people/Ab-C/photo")
        );
        assert_eq!(
            respell("/chunkeduploader.ashx").as_deref(),
            Some("/ChunkedUploader.ashx")
        );
        assert_eq!(respell("/Storage/A/B").as_deref(), Some("/storage/A/B"));
        assert_eq!(respell("/api/2.0/people/@self"), None);
        assert_eq!(respell("/api/2.0/Nothing"), None);
    }

    #[test]
    fn a_literal_that_leads_nowhere_may_be_a_parameter() {
        let s = spelling();
        let path = "/api/2.0/FILES/@my/file";
        assert_eq!(s.respell(path).as_deref(), Some("/api/2.0/files/@my/file"));
        assert_eq!(
            s.respell("/api/2.0/files/@MY/file2").as_deref(),
            Some("/api/2.0/files/@my/File2")
        );
    }

    #[test]
    fn moved_addresses() {
        let moved = |path: &str| rewrite(path);
        assert_eq!(
            moved("/api/2.0/portal/startbackup").as_deref(),
            Some("/api/2.0/backup/startbackup")
        );
        assert_eq!(
            moved("/api/2.0/Portal/getRestoreProgress").as_deref(),
            Some("/api/2.0/backup/getRestoreProgress")
        );
        assert_eq!(
            moved("/api/2.0/authentication/register").as_deref(),
            Some("/api/2.0/people/register")
        );
        assert_eq!(
            moved("/api/2.0/oauth2/clients/1").as_deref(),
            Some("/api/2.0/clients/1")
        );
        assert_eq!(
            moved("/api/2.0/oauth2/token").as_deref(),
            Some("/oauth2/token")
        );
        assert_eq!(moved("/api/2.0/portal/quota"), None);
    }
}
