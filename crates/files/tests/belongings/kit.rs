//! The verbs of this crate over a fresh database, as the domain of people calls them.

use std::sync::Arc;

use blob::{Blobs, Storage};
use files::contents::Unread;
use files::formats::{self, Editors};
use files::model::{
    EntryRef, File, FileShare, FileVersion, Folder, FolderType, Mark, Room, RoomType, Share,
    SubjectType,
};
use files::service::Files;
use files::store;
use people::Person;
use people::model::EmployeeStatus;
use portal::{Caller, Config, Figures, Installation, PortalId, Portals, Role, Via};
use sql::{Db, Tx, params};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const HERE: PortalId = PortalId(7);
const NOW: i64 = 1_790_000_000_000_000;

pub(crate) struct Kit {
    pub(crate) db: Db,
    pub(crate) files: Files,
    pub(crate) owner: Person,
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
        let storage = Storage::Folder(folder.path().join("objects"));
        let blobs = Blobs::open(&storage).await.unwrap();
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
        let owner = person(&db, Role::Owner, "Olga").await;
        Self {
            db,
            files,
            owner,
            _folder: folder,
        }
    }

    pub(crate) async fn person(&self, role: Role, name: &str) -> Person {
        person(&self.db, role, name).await
    }

    pub(crate) async fn disable(&self, who: &Person) {
        let mut who = who.clone();
        who.status = EmployeeStatus::Terminated;
        self.put(move |tx| people::store::update(tx, &who)).await;
    }

    /// Does something in one transaction.
    pub(crate) async fn put<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> sql::Result<T> + Send + 'static,
    ) -> T {
        self.db.write(work).await.unwrap()
    }

    /// Asks a hook, which sees the service and a transaction.
    pub(crate) async fn ask<T: Send + 'static, E: From<sql::Error> + Send + 'static>(
        &self,
        work: impl FnOnce(&Files, &mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let files = self.files.clone();
        self.db.write(move |tx| work(&files, tx)).await
    }

    pub(crate) async fn root(&self, kind: FolderType, of: &Person) -> Folder {
        let id = of.id;
        self.put(move |tx| store::roots::ensure(tx, HERE, kind, id, NOW))
            .await
    }

    pub(crate) async fn room(&self, of: &Person, root: FolderType, title: &str) -> Folder {
        let root = self.root(root, &self.owner).await;
        let (id, title) = (of.id, title.to_owned());
        self.put(move |tx| {
            let kind = RoomType::CustomRoom;
            let room = store::folders::insert(tx, &root, kind.folder_type(), &title, id, NOW)?;
            let settings = Room {
                folder: room.id,
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
            };
            store::rooms::put(tx, HERE, &settings)?;
            Ok(room)
        })
        .await
    }

    pub(crate) async fn folder(&self, of: &Person, parent: &Folder, title: &str) -> Folder {
        let (id, parent, title) = (of.id, parent.clone(), title.to_owned());
        self.put(move |tx| {
            store::folders::insert(tx, &parent, FolderType::Default, &title, id, NOW)
        })
        .await
    }

    /// A file whose object is counted.
    pub(crate) async fn file(&self, of: &Person, parent: &Folder, title: &str) -> File {
        let object = self
            .files
            .blobs()
            .put_bytes(title.as_bytes().to_vec())
            .await
            .unwrap();
        let extension = formats::extension(title);
        let new = store::files::NewFile {
            title: title.to_owned(),
            title_number: 0,
            category: formats::category(&extension, false),
            extension,
            version: FileVersion {
                number: 1,
                group: 1,
                size: object.size,
                object: object.id.to_string(),
                comment: String::new(),
                author: of.id,
                saved: NOW,
            },
            created: NOW,
        };
        let parent = parent.clone();
        self.put(move |tx| {
            blob::register(tx, HERE.0, &object, NOW)
                .map_err(|e| sql::Error::Other(e.to_string()))?;
            store::files::insert(tx, &parent, &new)
        })
        .await
    }

    pub(crate) async fn share(&self, entry: impl Into<EntryRef>, with: &Person, access: FileShare) {
        let share = Share {
            entry: entry.into(),
            subject_type: SubjectType::User,
            subject: with.id.0,
            access,
            owner: self.owner.id,
            created: NOW,
            link: None,
        };
        self.put(move |tx| store::shares::put(tx, HERE, &share))
            .await;
    }

    pub(crate) async fn mark(&self, who: &Person, mark: Mark, entry: impl Into<EntryRef>) {
        let (who, entry) = (who.id, entry.into());
        self.put(move |tx| store::marks::set(tx, HERE, who, mark, entry, "", NOW))
            .await;
    }

    pub(crate) async fn at(&self, folder: &Folder) -> Option<Folder> {
        let id = folder.id;
        self.put(move |tx| store::folders::by_id(tx, HERE, id))
            .await
    }

    pub(crate) async fn members(&self, entry: impl Into<EntryRef>) -> Vec<Uuid> {
        let entry = entry.into();
        let records = self
            .put(move |tx| store::shares::of_entry(tx, HERE, entry))
            .await;
        records.into_iter().map(|share| share.subject).collect()
    }

    /// Rows of a statement that counts something of this portal.
    pub(crate) async fn count(&self, from: &str) -> i64 {
        let text = format!("SELECT COUNT(*) FROM {from} AND portal_id = $1");
        self.put(move |tx| tx.query_one(&text, &params![HERE]))
            .await
    }
}

async fn person(db: &Db, role: Role, name: &str) -> Person {
    let mut person = Person::new(HERE, role, &format!("{name}@example.com"), NOW);
    person.first_name = name.to_owned();
    db.write(move |tx| {
        people::store::insert(tx, &mut person)?;
        Ok::<_, sql::Error>(person)
    })
    .await
    .unwrap()
}

pub(crate) fn caller(person: &Person) -> Caller {
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
