//! The routes of this crate over a fresh database; entries are put into the tables directly, callers
//! are put in by hand instead of sessions.

use std::sync::Arc;

use axum::body::Body;
use axum::{Router, middleware};
use blob::{Blobs, Storage};
use files::contents::Unread;
use files::formats::{self, Editors};
use files::model::{
    EntryRef, File, FileShare, FileVersion, Folder, FolderId, FolderType, Link, Mark, Room,
    RoomType, Share, SubjectType,
};
use files::service::Files;
use files::store;
use http::{Request, header};
use http_body_util::BodyExt as _;
use people::Person;
use portal::{
    Caller, Config, Figures, Installation, Portal, PortalId, Portals, Role, Status, TrustedDomains,
    UserId, Via,
};
use serde_json::Value;
use sql::{Db, Tx};
use tempfile::TempDir;
use tower::ServiceExt as _;
use uuid::Uuid;

pub(crate) const HERE: PortalId = PortalId(7);
/// A fixed moment; entries are made a second apart.
pub(crate) const START: i64 = 1_790_000_000_000_000;

pub(crate) struct Kit {
    pub(crate) db: Db,
    pub(crate) owner: Person,
    pub(crate) files: Files,
    portal: Arc<Portal>,
    router: Router,
    _folder: TempDir,
}

impl Kit {
    pub(crate) async fn new(db: Db) -> Self {
        let sets = [
            &blob::MIGRATIONS,
            &events::MIGRATIONS,
            &jobs::MIGRATIONS,
            &portal::MIGRATIONS,
            &people::MIGRATIONS,
            &files::MIGRATIONS,
        ];
        for set in sets {
            db.migrate(set).await.unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(&Storage::Folder(folder.path().join("objects")))
            .await
            .unwrap();
        let portals = Portals::new(
            db.clone(),
            Installation::from_key([7; 32]),
            Config::new(folder.path()),
            Figures::none(),
        );
        let files = Files::new(
            db.clone(),
            blobs,
            portals,
            Editors::Present,
            Arc::new(Unread),
        );
        let router = Router::from(files::api::routes(files.clone()))
            .layer(middleware::from_fn(wire::envelope));
        let owner = person(&db, Role::Owner, "Olga").await;
        let portal = Arc::new(portal_record(owner.id));
        Self {
            db,
            owner,
            files,
            portal,
            router,
            _folder: folder,
        }
    }

    pub(crate) async fn person(&self, role: Role, name: &str) -> Person {
        person(&self.db, role, name).await
    }

    /// Puts something into the tables.
    pub(crate) async fn put<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> sql::Result<T> + Send + 'static,
    ) -> T {
        self.db.write(work).await.unwrap()
    }

    pub(crate) async fn documents(&self, of: &Person) -> Folder {
        let id = of.id;
        self.put(move |tx| store::roots::ensure(tx, HERE, FolderType::User, id, START))
            .await
    }

    pub(crate) async fn room(&self, of: &Person, kind: RoomType, title: &str) -> Folder {
        let (id, owner, title) = (of.id, self.owner.id, title.to_owned());
        self.put(move |tx| {
            let root = store::roots::ensure(tx, HERE, FolderType::VirtualRooms, owner, START)?;
            let number = tx.next_id("moments")?;
            let at = START + number * 1_000_000;
            let room = store::folders::insert(tx, &root, kind.folder_type(), &title, id, at)?;
            store::rooms::put(tx, HERE, &plain_room(room.id, kind))?;
            Ok(room)
        })
        .await
    }

    pub(crate) async fn folder(&self, of: &Person, parent: &Folder, title: &str) -> Folder {
        let (id, parent, title) = (of.id, parent.clone(), title.to_owned());
        self.put(move |tx| {
            let at = START + tx.next_id("moments")? * 1_000_000;
            store::folders::insert(tx, &parent, FolderType::Default, &title, id, at)
        })
        .await
    }

    pub(crate) async fn file(&self, of: &Person, parent: &Folder, title: &str) -> File {
        let (id, parent, title) = (of.id, parent.clone(), title.to_owned());
        self.put(move |tx| {
            let at = START + tx.next_id("moments")? * 1_000_000;
            store::files::insert(tx, &parent, &new_file(id, &title, at))
        })
        .await
    }

    /// Shares an entry with a person or group.
    pub(crate) async fn share(&self, entry: impl Into<EntryRef>, with: Uuid, access: FileShare) {
        self.record(entry, with, SubjectType::User, access, None)
            .await;
    }

    /// Puts an external link on an entry.
    pub(crate) async fn link(&self, entry: impl Into<EntryRef>, access: FileShare) -> Uuid {
        let id = Uuid::new_v4();
        self.record(
            entry,
            id,
            SubjectType::ExternalLink,
            access,
            Some(Link::default()),
        )
        .await;
        id
    }

    pub(crate) async fn record(
        &self,
        entry: impl Into<EntryRef>,
        subject: Uuid,
        subject_type: SubjectType,
        access: FileShare,
        link: Option<Link>,
    ) {
        let share = Share {
            entry: entry.into(),
            subject_type,
            subject,
            access,
            owner: self.owner.id,
            created: START,
            link,
        };
        self.put(move |tx| store::shares::put(tx, HERE, &share))
            .await;
    }

    pub(crate) async fn mark(&self, who: &Person, mark: Mark, entry: impl Into<EntryRef>) {
        let (who, entry) = (who.id, entry.into());
        self.put(move |tx| store::marks::set(tx, HERE, who, mark, entry, "", START))
            .await;
    }

    pub(crate) fn key(&self, link: Uuid) -> String {
        files::link_key::make(self.files.portals().installation(), HERE, link)
    }

    /// `GET` below `/api/2.0/files/`; `response` and status.
    pub(crate) async fn get(&self, who: Option<&Person>, path: &str) -> (u16, Value) {
        self.call(who, "GET", path, None).await
    }

    /// The same that must succeed.
    pub(crate) async fn read(&self, who: &Person, path: &str) -> Value {
        let (status, mut answer) = self.get(Some(who), path).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer["response"].take()
    }

    pub(crate) async fn call(
        &self,
        who: Option<&Person>,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/2.0/files/{path}"))
            .header(header::HOST, "team.example");
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let mut request = request.body(Body::from(body)).unwrap();
        request.extensions_mut().insert(Arc::clone(&self.portal));
        if let Some(person) = who {
            request.extensions_mut().insert(caller(person));
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (
            status,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }
}

pub(crate) fn plain_room(folder: FolderId, kind: RoomType) -> Room {
    Room {
        folder,
        kind,
        color: "61C059".to_owned(),
        cover: String::new(),
        logo: None,
        indexing: false,
        deny_download: false,
        private: false,
        lifetime: None,
        watermark: None,
        quota: -2,
        save_form_as_xlsx: true,
    }
}

fn new_file(by: UserId, title: &str, at: i64) -> store::files::NewFile {
    let extension = formats::extension(title);
    store::files::NewFile {
        title: title.to_owned(),
        title_number: files::titles::leading_number(title),
        category: formats::category(&extension, false),
        extension,
        version: FileVersion {
            number: 1,
            group: 1,
            size: 10,
            object: Uuid::new_v4().to_string(),
            comment: "Created".to_owned(),
            author: by,
            saved: at,
        },
        created: at,
    }
}

async fn person(db: &Db, role: Role, name: &str) -> Person {
    let mut person = Person::new(HERE, role, &format!("{name}@example.com"), START);
    person.first_name = name.to_owned();
    db.write(move |tx| {
        people::store::insert(tx, &mut person)?;
        Ok::<_, sql::Error>(person)
    })
    .await
    .unwrap()
}

fn caller(person: &Person) -> Caller {
    Caller {
        portal: HERE,
        user: person.id,
        role: person.role,
        name: person.display_name(),
        email: person.email.clone(),
        culture: None,
        session: None,
        via: Via::Token,
    }
}

fn portal_record(owner: UserId) -> Portal {
    Portal {
        id: HERE,
        alias: "team".to_owned(),
        mapped_domain: None,
        name: String::new(),
        language: "en".to_owned(),
        time_zone: "UTC".to_owned(),
        status: Status::Active,
        status_changed: START,
        owner,
        created: START,
        modified: START,
        industry: 0,
        calls: false,
        spam: false,
        trusted_domains: TrustedDomains::default(),
        cookie_index: 0,
    }
}

pub(crate) fn titles(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["title"].as_str().unwrap())
        .collect()
}
