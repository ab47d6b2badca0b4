//! One request: who asks, about what, and what stands there.

use axum::response::Response;
use files::model::{Entry, EntryRef, Folder, FolderType};
use files::service::Files;
use files::service::locks::{locked_by_another, release};
use files::view::Viewer;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use portal::UserId;

use crate::locks::{Lock, Place, Touch, obstacle};
use crate::path::Path;
use crate::store::locks;
use crate::{Dav, Refusal, condition};

/// A request of somebody who is signed in.
pub(crate) struct Call {
    pub(crate) dav: Dav,
    pub(crate) viewer: Viewer,
    pub(crate) method: Method,
    pub(crate) path: Path,
    pub(crate) headers: HeaderMap,
}

/// What a path leads to.
#[expect(
    clippy::large_enum_variant,
    reason = "a few values a request, none of them in a list"
)]
#[derive(Debug, Clone)]
pub(crate) enum Found {
    /// The top, where the roots lie.
    Top,
    Entry(Entry),
    Nothing,
}

impl Found {
    /// The tag of its content, quotes included. Folders have none.
    pub(crate) fn tag(&self) -> Option<String> {
        match self {
            Self::Entry(Entry::File(file)) => Some(format!("\"{}\"", file.version.object)),
            _ => None,
        }
    }

    pub(crate) fn exists(&self) -> bool {
        !matches!(self, Self::Nothing)
    }

    pub(crate) fn is_folder(&self) -> bool {
        matches!(self, Self::Top | Self::Entry(Entry::Folder(_)))
    }

    /// The entry.
    ///
    /// # Errors
    /// 404 when there is nothing, 403 for the top.
    pub(crate) fn entry(self) -> Result<Entry, Refusal> {
        match self {
            Self::Entry(entry) => Ok(entry),
            Self::Nothing => Err(Refusal::not_found()),
            Self::Top => Err(top()),
        }
    }
}

fn top() -> Refusal {
    Refusal::forbidden("What lies at the top cannot be changed")
}

impl Call {
    pub(crate) fn files(&self) -> &Files {
        self.dav.files()
    }

    pub(crate) fn user(&self) -> UserId {
        self.viewer.user()
    }

    /// What a path leads to, for who asks.
    pub(crate) async fn find(&self, path: &Path) -> Result<Found, Refusal> {
        let Some((first, below)) = path.names().split_first() else {
            return Ok(Found::Top);
        };
        let Some(root) = self.files().path_root(&self.viewer, first).await? else {
            return Ok(Found::Nothing);
        };
        let found = self
            .files()
            .at_path(&self.viewer, root.id, below.to_vec())
            .await?;
        Ok(found.map_or(Found::Nothing, Found::Entry))
    }

    /// The folder around a path, and the name in it.
    ///
    /// # Errors
    /// 403 directly at the top, 409 when there is no such folder.
    pub(crate) async fn around(&self, path: &Path) -> Result<(Folder, String), Refusal> {
        let (above, name) = path.split().ok_or_else(top)?;
        match self.find(&above).await? {
            Found::Top => Err(top()),
            Found::Entry(Entry::Folder(folder)) => Ok((folder, name.to_owned())),
            _ => Err(Refusal::no_parent()),
        }
    }

    /// The place that locks know a path by; `None` where nothing can be locked.
    pub(crate) async fn place(&self, path: &Path) -> Result<Option<Place>, Refusal> {
        let Some(first) = path.names().first() else {
            return Ok(None);
        };
        let root = self.files().path_root(&self.viewer, first).await?;
        Ok(root.map(|root| Place {
            root: match root.kind {
                FolderType::Share => own_list(self.user()),
                _ => root.id.0,
            },
            path: path.below_root(),
        }))
    }

    /// Passes what no lock of the web keeps from who asks.
    ///
    /// # Errors
    /// 423 for a file that somebody else locked.
    pub(crate) fn require_unlocked(&self, found: &Found, path: &Path) -> Result<(), Refusal> {
        match found {
            Found::Entry(Entry::File(file)) if locked_by_another(file, &self.viewer) => {
                Err(Refusal::locked(&path.href(false)))
            }
            _ => Ok(()),
        }
    }

    /// Lets go of the lock that holds a file for this client everywhere else, too.
    pub(crate) async fn release(&self, entry: EntryRef) -> Result<(), Refusal> {
        let EntryRef::File(file) = entry else {
            return Ok(());
        };
        let viewer = self.viewer.clone();
        let released = self.dav.db().write(move |tx| release(tx, &viewer, file));
        Ok(released.await?)
    }

    /// The locks that are alive around these places.
    pub(crate) async fn locks(&self, places: &[Place]) -> Result<Vec<Lock>, Refusal> {
        let mut roots: Vec<i64> = places.iter().map(|place| place.root).collect();
        roots.sort_unstable();
        roots.dedup();
        let (portal, now) = (self.viewer.portal, self.viewer.now);
        let found = self
            .dav
            .db()
            .read(move |tx| locks::below(tx, portal, &roots, now))
            .await?;
        Ok(found)
    }

    /// Passes requests whose conditions hold and which no lock keeps from these paths: those that change themselves, and
    /// those that change with everything below.
    ///
    /// # Errors
    /// 412 for a condition, 423 for a lock.
    pub(crate) async fn admit(&self, themselves: &[&Path], whole: &[&Path]) -> Result<(), Refusal> {
        let tokens = condition::shown(self).await?;
        let mut touched = Vec::new();
        for path in themselves {
            let place = self.place(path).await?;
            touched.extend(place.map(|place| (*path, Touch::Itself(place))));
        }
        for path in whole {
            let place = self.place(path).await?;
            touched.extend(place.map(|place| (*path, Touch::Whole(place))));
        }
        let places: Vec<Place> = touched
            .iter()
            .map(|(_, Touch::Itself(place) | Touch::Whole(place))| place.clone())
            .collect();
        let locks = self.locks(&places).await?;
        let in_the_way = touched
            .iter()
            .find(|(_, touch)| obstacle(&locks, touch, self.user(), &tokens).is_some());
        match in_the_way {
            Some((path, _)) => Err(Refusal::locked(&path.href(false))),
            None => Ok(()),
        }
    }

    /// Lets go of all locks at a path and below it, because nothing is there any more.
    pub(crate) async fn unlock_all(&self, path: &Path) -> Result<(), Refusal> {
        let Some(place) = self.place(path).await? else {
            return Ok(());
        };
        let below = Lock {
            token: String::new(),
            place: place.clone(),
            deep: true,
            shared: false,
            holder: self.user(),
            owner: String::new(),
            seconds: 0,
        };
        let locks = self.locks(&[place]).await?;
        let gone: Vec<String> = locks
            .into_iter()
            .filter(|lock| below.covers(&lock.place))
            .map(|lock| lock.token)
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        let portal = self.viewer.portal;
        self.dav
            .db()
            .write(move |tx| locks::remove(tx, portal, gone))
            .await?;
        Ok(())
    }
}

/// Where the paths of somebody's "Shared with me" begin: everybody has another list in that one folder.
fn own_list(user: UserId) -> i64 {
    let (_, low) = user.0.as_u64_pair();
    -1 - i64::try_from(low >> 1).unwrap_or_default()
}

/// An answer without body.
pub(crate) fn bare(status: StatusCode) -> Response {
    let mut response = Response::new(axum::body::Body::empty());
    *response.status_mut() = status;
    response
}

/// An answer in XML.
pub(crate) fn xml(status: StatusCode, body: axum::body::Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/xml; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
