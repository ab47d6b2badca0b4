//! PROPFIND: what is there, and what is known of it.

use std::fmt::Write as _;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use files::formats;
use files::model::{Entry, EntryRef, FolderId, FolderType};
use files::service::paths::{Named, Space};
use files::store::roots;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use http::StatusCode;
use jiff::Timestamp;
use quick_xml::escape::escape;
use sql::Micros;

use crate::Refusal;
use crate::call::{Call, Found, xml};
use crate::headers::{self, Depth};
use crate::locks::{Lock, Place};
use crate::path::Path;
use crate::store::properties::{self, Property};
use crate::xml::{self as document, DAV, write};

/// The properties that this server makes itself, in the order of answers. Quotas are told only to those who ask for
/// them by name (RFC 4331 §3).
pub(super) const LIVE: [&str; 11] = [
    "creationdate",
    "displayname",
    "getcontentlength",
    "getcontenttype",
    "getetag",
    "getlastmodified",
    "resourcetype",
    "lockdiscovery",
    "supportedlock",
    QUOTAS[0],
    QUOTAS[1],
];
const QUOTAS: [&str; 2] = ["quota-available-bytes", "quota-used-bytes"];

/// Which properties are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    All,
    Names,
    /// These, as namespace and name.
    Some(Vec<(String, String)>),
}

/// One resource to be described.
struct Resource<'a> {
    path: &'a Path,
    found: &'a Found,
    dead: &'a [Property],
    locks: &'a [Lock],
    space: Option<Space>,
}

/// Describes a resource, and with depth 1 what lies in it. Large folders are read and sent piece by piece.
pub(super) async fn answer(call: Call, body: Bytes) -> Result<Response, Refusal> {
    let depth = headers::depth(&call.headers)?.unwrap_or(Depth::One);
    if depth == Depth::Infinity {
        let text = "Folders are listed one at a time";
        return Err(Refusal::forbidden(text).because("<D:propfind-finite-depth/>"));
    }
    let wanted = wanted(&body)?;
    let found = call.find(&call.path).await?;
    if !found.exists() {
        return Err(Refusal::not_found());
    }
    let locks = match call.place(&call.path).await? {
        Some(place) => call.locks(&[place]).await?,
        None => Vec::new(),
    };
    let lister = Lister {
        call,
        wanted,
        locks,
    };
    let mut text = format!("{}<D:multistatus xmlns:D=\"DAV:\">\n", write::HEAD);
    text.push_str(&lister.itself(&found).await?);
    let mut more = None;
    if depth == Depth::One {
        match &found {
            Found::Top => {
                let roots = lister.call.files().path_roots(&lister.call.viewer).await?;
                text.push_str(&lister.page(roots).await?);
            }
            Found::Entry(Entry::Folder(folder)) => {
                let (page, next) = lister.children(folder.id, None).await?;
                text.push_str(&page);
                more = next.map(|next| (folder.id, next));
            }
            _ => {}
        }
    }
    let first = stream::once(async { Ok(text) });
    let rest = stream::try_unfold((lister, more), |(lister, more)| async move {
        let Some((folder, after)) = more else {
            return Ok(None);
        };
        let (page, next) = lister.children(folder, Some(after)).await?;
        let more = next.map(|next| (folder, next));
        Ok(Some((page, (lister, more))))
    });
    let end = stream::once(async { Ok("</D:multistatus>\n".to_owned()) });
    let pieces = first.chain(rest).chain(end);
    let pieces = pieces.map_err(|refusal: Refusal| std::io::Error::other(refusal.text));
    Ok(xml(StatusCode::MULTI_STATUS, Body::from_stream(pieces)))
}

fn wanted(body: &[u8]) -> Result<Wanted, Refusal> {
    if body.is_empty() {
        return Ok(Wanted::All);
    }
    let unclear = || Refusal::bad_request("The body asks for no properties");
    let asked = document::parse(body)?;
    if !asked.is("propfind") {
        return Err(unclear());
    }
    if let Some(names) = asked.first("prop") {
        let names = names
            .elements()
            .map(|element| (element.namespace.clone(), element.name.clone()));
        return Ok(Wanted::Some(names.collect()));
    }
    if asked.first("propname").is_some() {
        return Ok(Wanted::Names);
    }
    asked
        .first("allprop")
        .map(|_| Wanted::All)
        .ok_or_else(unclear)
}

struct Lister {
    call: Call,
    wanted: Wanted,
    locks: Vec<Lock>,
}

impl Lister {
    async fn itself(&self, found: &Found) -> Result<String, Refusal> {
        let call = &self.call;
        let dead = match found {
            Found::Entry(entry) => self.dead(vec![entry.reference()]).await?,
            _ => Dead::new(),
        };
        // At the top clients ask how much room somebody has: that of his own documents.
        let holder = match found {
            _ if !self.wants_quotas() => None,
            Found::Entry(Entry::Folder(folder)) => Some(folder.clone()),
            Found::Top => {
                let own = roots::title(FolderType::User);
                call.files().path_root(&call.viewer, own).await?
            }
            _ => None,
        };
        let space = match holder {
            Some(folder) => Some(call.files().space(&call.viewer, folder).await?),
            None => None,
        };
        Ok(self.describe(&call.path, found, &dead, space))
    }

    /// Some of what lies in a folder, and after what the rest begins.
    async fn children(
        &self,
        folder: FolderId,
        after: Option<EntryRef>,
    ) -> Result<(String, Option<EntryRef>), Refusal> {
        let call = &self.call;
        let children = match call.files().children(&call.viewer, folder, after).await {
            // Nobody looks into folders that were thrown away; they are there all the same.
            Err(files::Error::Denied) if after.is_none() => return Ok((String::new(), None)),
            other => other?,
        };
        Ok((self.page(children.entries).await?, children.next))
    }

    async fn page(&self, entries: Vec<Named>) -> Result<String, Refusal> {
        let references = entries.iter().map(|named| named.entry.reference());
        let dead = self.dead(references.collect()).await?;
        let mut text = String::new();
        for Named { name, entry } in entries {
            let path = self.call.path.child(&name);
            text.push_str(&self.describe(&path, &Found::Entry(entry), &dead, None));
        }
        Ok(text)
    }

    fn describe(&self, path: &Path, found: &Found, dead: &Dead, space: Option<Space>) -> String {
        let dead = match found {
            Found::Entry(entry) => dead.get(&entry.reference()),
            _ => None,
        };
        let resource = Resource {
            path,
            found,
            dead: dead.map(Vec::as_slice).unwrap_or_default(),
            locks: &self.locks,
            space,
        };
        let (known, unknown) = resource.properties(&self.wanted);
        let groups = [(StatusCode::OK, known), (StatusCode::NOT_FOUND, unknown)];
        write::response(&path.href(found.is_folder()), &groups)
    }

    /// The properties that clients set, if any are asked for.
    async fn dead(&self, entries: Vec<EntryRef>) -> Result<Dead, Refusal> {
        let only_live = match &self.wanted {
            Wanted::Some(names) => names
                .iter()
                .all(|(namespace, name)| is_live(namespace, name)),
            _ => false,
        };
        if only_live {
            return Ok(Dead::new());
        }
        let portal = self.call.viewer.portal;
        let found = self
            .call
            .dav
            .db()
            .read(move |tx| properties::of(tx, portal, &entries))
            .await?;
        Ok(found)
    }

    fn wants_quotas(&self) -> bool {
        let is_quota = |(namespace, name): &(String, String)| {
            namespace == DAV && QUOTAS.contains(&name.as_str())
        };
        matches!(&self.wanted, Wanted::Some(names) if names.iter().any(is_quota))
    }
}

type Dead = std::collections::HashMap<EntryRef, Vec<Property>>;

pub(super) fn is_live(namespace: &str, name: &str) -> bool {
    namespace == DAV && LIVE.contains(&name)
}

impl Resource<'_> {
    /// The properties that are there, and the names of those that are not.
    fn properties(&self, wanted: &Wanted) -> (String, String) {
        let (mut known, mut unknown) = (String::new(), String::new());
        let live = LIVE.iter().filter(|name| !QUOTAS.contains(name));
        match wanted {
            Wanted::All => {
                for name in live {
                    if let Some(value) = self.live(name) {
                        let _ = write!(known, "<D:{name}>{value}</D:{name}>");
                    }
                }
                known.extend(self.dead.iter().map(|property| property.value.as_str()));
            }
            Wanted::Names => {
                let live = live.filter(|name| self.live(name).is_some());
                known.extend(live.map(|name| write::empty(DAV, name)));
                let dead = self.dead.iter();
                known
                    .extend(dead.map(|property| write::empty(&property.namespace, &property.name)));
            }
            Wanted::Some(names) => {
                for (namespace, name) in names {
                    match self.named(namespace, name) {
                        Some(property) => known.push_str(&property),
                        None => unknown.push_str(&write::empty(namespace, name)),
                    }
                }
            }
        }
        (known, unknown)
    }

    fn named(&self, namespace: &str, name: &str) -> Option<String> {
        if is_live(namespace, name) {
            let value = self.live(name)?;
            return Some(format!("<D:{name}>{value}</D:{name}>"));
        }
        let mut dead = self.dead.iter();
        let found = dead.find(|property| property.namespace == namespace && property.name == name);
        found.map(|property| property.value.clone())
    }

    /// What stands in a property that this server makes.
    fn live(&self, name: &str) -> Option<String> {
        let (file, folder) = match self.found {
            Found::Entry(Entry::File(file)) => (Some(file), None),
            Found::Entry(Entry::Folder(folder)) => (None, Some(folder)),
            _ => (None, None),
        };
        match name {
            "resourcetype" if file.is_some() => Some(String::new()),
            "resourcetype" => Some("<D:collection/>".to_owned()),
            "displayname" => {
                let name = self.path.names().last().map_or("Atrium", String::as_str);
                Some(escape(name).into_owned())
            }
            "supportedlock" => Some(SUPPORTED.to_owned()),
            "lockdiscovery" => Some(self.locks_here()),
            "creationdate" => {
                let created = file.map(|file| file.created);
                date(
                    created.or(folder.map(|folder| folder.created))?,
                    "%Y-%m-%dT%H:%M:%SZ",
                )
            }
            "getlastmodified" => {
                let saved = file.map(|file| file.version.saved);
                let changed = saved.or(folder.map(|folder| folder.updated))?;
                date(changed, "%a, %d %b %Y %H:%M:%S GMT")
            }
            "getcontentlength" => file.map(|file| file.version.size.to_string()),
            "getcontenttype" => file.map(|file| {
                let kind = formats::media_type(&formats::extension(&file.title));
                kind.to_owned()
            }),
            "getetag" => self.found.tag().map(|tag| escape(&tag).into_owned()),
            "quota-used-bytes" => {
                let used = self.space.map(|space| space.used);
                used.or(folder.map(|folder| folder.used_space))
                    .map(|used| used.to_string())
            }
            "quota-available-bytes" => Some(self.space?.free?.to_string()),
            _ => None,
        }
    }

    fn locks_here(&self) -> String {
        let Some(lock) = self.locks.first() else {
            return String::new();
        };
        let place = Place {
            root: lock.place.root,
            path: self.path.below_root(),
        };
        let covering = self.locks.iter().filter(|lock| lock.covers(&place));
        covering.map(|lock| active(self.path, lock)).collect()
    }
}

const SUPPORTED: &str = "<D:lockentry><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype>\
     </D:lockentry><D:lockentry><D:lockscope><D:shared/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>";

/// A lock that covers a path, as its `activelock` element.
pub(super) fn active(path: &Path, lock: &Lock) -> String {
    let scope = if lock.shared { "shared" } else { "exclusive" };
    let depth = if lock.deep { "infinity" } else { "0" };
    let names = 1 + lock.place.path.matches('/').count();
    let root = path.up_to(names).href(false);
    let (owner, seconds, token) = (&lock.owner, lock.seconds, &lock.token);
    format!(
        "<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:{scope}/></D:lockscope>\
         <D:depth>{depth}</D:depth>{owner}<D:timeout>Second-{seconds}</D:timeout>\
         <D:locktoken><D:href>{token}</D:href></D:locktoken>\
         <D:lockroot><D:href>{root}</D:href></D:lockroot></D:activelock>"
    )
}

fn date(moment: Micros, format: &str) -> Option<String> {
    let moment = Timestamp::from_microsecond(moment).ok()?;
    Some(moment.strftime(format).to_string())
}
