//! Mails that were written into the data folder.

use axum::body::Body;
use http::header;

use crate::{Client, Kit, eventually};

impl Kit {
    /// Every mail written so far, the oldest first, its lines put together again.
    #[must_use]
    pub fn mails(&self) -> Vec<String> {
        let folder = self.house().config().data.join("mail");
        let Ok(entries) = std::fs::read_dir(folder) else {
            return Vec::new();
        };
        let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        files.retain(|path| path.extension().is_some_and(|end| end == "eml"));
        files.sort();
        let read = |path| std::fs::read_to_string(path).ok();
        let plain = |mail: String| mail.replace("=\r\n", "").replace("=3D", "=");
        files.into_iter().filter_map(read).map(plain).collect()
    }

    /// The newest mail to somebody that holds a text, as soon as it is there.
    pub async fn mail_to(&self, email: &str, holding: &str) -> String {
        eventually(async || {
            let mut mails = self.mails().into_iter().rev();
            mails.find(|mail| is_to(mail, email) && mail.contains(holding))
        })
        .await
    }

    /// The confirm link of a type in the newest mail to somebody that has one, as soon as it is there: what
    /// [`Client::with_link`] wants.
    pub async fn link_to(&self, reader: &Client, email: &str, kind: &str) -> String {
        let start = format!("/confirm/{kind}?");
        eventually(async || {
            for mail in self.mails().iter().rev().filter(|mail| is_to(mail, email)) {
                for short in shorts(mail) {
                    let target = target(reader, short).await;
                    if let Some((_, link)) = target.split_once(&start) {
                        return Some(link.to_owned());
                    }
                }
            }
            None
        })
        .await
    }
}

fn is_to(mail: &str, email: &str) -> bool {
    let head = mail.split("\r\n\r\n").next().unwrap_or_default();
    let head = head.replace("\r\n ", " ").to_lowercase();
    let email = email.to_lowercase();
    let mut lines = head.lines();
    lines.any(|line| line.starts_with("to:") && line.contains(&email))
}

/// The paths of short addresses in a mail.
fn shorts(mail: &str) -> impl Iterator<Item = &str> {
    mail.match_indices("/s/").map(|(at, _)| {
        let path = &mail[at..];
        let is_path = |c: char| c.is_ascii_alphanumeric() || "/-_".contains(c);
        &path[..path.find(|c| !is_path(c)).unwrap_or(path.len())]
    })
}

/// Where a short address leads; nowhere when it does not.
async fn target(reader: &Client, short: &str) -> String {
    let request = reader.request("GET", short).body(Body::empty());
    let response = reader.send(request.expect("a request")).await;
    let target = response.headers().get(header::LOCATION);
    let target = target.and_then(|target| target.to_str().ok());
    target.unwrap_or_default().to_owned()
}
