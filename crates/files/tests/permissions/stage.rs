//! The rooms of the table: for each role one in which the members have it, and what lies in them.

use std::collections::HashMap;

use serde_json::{Value, json};
use testkit::{Client, Kit};

use crate::cast::{Caller, Cast};
use crate::table::{Section, Subject};

/// Columns of members with the number of their role.
const ROLES: [(&str, i32); 7] = [
    ("manager", 9),
    ("creator", 11),
    ("editor", 10),
    ("reviewer", 5),
    ("commenter", 6),
    ("filler", 7),
    ("reader", 2),
];

/// Operations on a busy machine.
pub(super) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// Where the entries of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// In rooms that are in use, of members who were let in.
    Rooms,
    /// The same in rooms that were put into the archive.
    Archive,
    /// In rooms that the callers come to by a link.
    Links,
    /// In the callers' own My documents.
    Own,
    /// In somebody's My documents, shared in some way.
    Shared(Way),
}

/// How personal entries are shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Person,
    Group,
    Link,
}

/// A room, or a folder that is as good as one, and what is in it.
#[derive(Clone)]
pub(crate) struct Place {
    /// Whose it is.
    pub(crate) maker: Client,
    pub(crate) room: i64,
    pub(crate) folder: i64,
    pub(crate) document: i64,
    pub(crate) sheet: i64,
    pub(crate) other: i64,
    pub(crate) form: i64,
    /// Shared by themselves, where there are such.
    pub(crate) single: i64,
    pub(crate) single_form: i64,
}

pub(crate) struct Stage {
    pub(crate) cast: Cast,
    pub(super) setting: Setting,
    pub(super) kind: i32,
    /// Downloads are banned from now on.
    pub(crate) banned: bool,
    /// The room of a column.
    places: HashMap<&'static str, Place>,
    visitor: Option<Caller>,
    /// Who stands in a column in front of what, where that is not a matter of roles in rooms.
    pub(super) standing: HashMap<(String, Subject), Vec<(Caller, Place)>>,
    /// Another room, where everybody is a creator.
    pub(crate) store: i64,
    /// Where rooms are.
    pub(crate) rooms: i64,
    /// A file of each person in that other room.
    stock: HashMap<String, i64>,
    form: Vec<u8>,
}

impl Stage {
    pub(crate) async fn set(
        kit: &Kit,
        setting: Setting,
        kind: &str,
        banned: bool,
        sections: &[Section],
    ) -> Self {
        let cast = Cast::gather(kit).await;
        let number = match kind {
            "" => 0,
            "FillingFormsRoom" => 1,
            "EditingRoom" => 2,
            "CustomRoom" => 5,
            "PublicRoom" => 6,
            "VirtualDataRoom" => 8,
            other => panic!("no such type of rooms: {other}"),
        };
        let owner = cast.owner.client.clone();
        let tag = Some(json!({"name": "known"}));
        owner.ok("POST", "files/tags", tag).await;
        let rooms = owner.ok("GET", "files/rooms", None).await;
        let form = owner.ok("POST", "files/@my/file", Some(json!({"title": "Form.pdf"})));
        let mut stage = Self {
            setting,
            kind: number,
            banned: false,
            places: HashMap::new(),
            visitor: None,
            standing: HashMap::new(),
            store: 0,
            rooms: id(&rooms["current"]),
            stock: HashMap::new(),
            form: bytes(&owner, id(&form.await)).await,
            cast,
        };
        stage.fill_store().await;
        match setting {
            Setting::Rooms | Setting::Archive => stage.furnish_rooms(&sections[0].columns).await,
            Setting::Links => stage.lay_links(sections).await,
            Setting::Own => stage.move_in().await,
            Setting::Shared(way) => stage.share(way, sections).await,
        }
        if banned {
            stage.ban_downloads().await;
        }
        if setting == Setting::Archive {
            for place in stage.places.values() {
                stage.archive(place.room).await;
            }
        }
        stage
    }

    async fn furnish_rooms(&mut self, columns: &[String]) {
        let owner = self.cast.owner.client.clone();
        let has = |column: &str| columns.iter().any(|one| one == column);
        for (column, access) in ROLES {
            if has(column) {
                let place = self.place(&owner).await;
                self.let_in(place.room, access).await;
                self.places.insert(column, place);
            }
        }
        if has("visitor") {
            self.open_to_visitors().await;
        }
    }

    async fn archive(&self, room: i64) {
        let owner = &self.cast.owner.client;
        let path = format!("files/rooms/{room}/archive");
        let operation = owner
            .ok("PUT", &path, Some(json!({"deleteAfter": false})))
            .await;
        let id = operation["id"].as_str().unwrap();
        let done = testkit::eventually_within(PATIENCE, async || {
            let listed = owner
                .ok("GET", &format!("files/fileops?id={id}"), None)
                .await;
            (listed[0]["finished"] == true).then(|| listed[0].clone())
        });
        assert_eq!(done.await["error"], "", "archive of {room}");
    }

    /// Form filling rooms.
    pub(crate) fn takes_forms_only(&self) -> bool {
        self.kind == 1
    }

    /// Only data rooms have an index to export; of those the archive's table asks.
    pub(crate) fn has_index(&self) -> bool {
        self.setting == Setting::Archive && self.kind == 8
    }

    async fn fill_store(&mut self) {
        let owner = self.cast.owner.client.clone();
        let room = json!({"title": "Store", "roomType": 5});
        self.store = id(&owner.ok("POST", "files/rooms", Some(room)).await);
        let everybody: Vec<Client> = self
            .cast
            .everybody()
            .map(|one| one.client.clone())
            .collect();
        let creators = everybody
            .iter()
            .map(|one| json!({"email": one.email, "access": 11}));
        let body = json!({"invitations": creators.collect::<Vec<_>>(), "notify": false});
        let share = format!("files/rooms/{}/share", self.store);
        owner.ok("PUT", &share, Some(body)).await;
        for one in everybody.iter().chain([&owner]) {
            let file = self.stocked(one).await;
            self.stock.insert(one.id.clone(), file);
        }
    }

    /// A room of somebody, with a folder, documents and a form as far as it takes them.
    pub(super) async fn place(&self, owner: &Client) -> Place {
        let room = self.room(owner).await;
        self.place_in(owner, room).await
    }

    pub(super) async fn place_in(&self, owner: &Client, room: i64) -> Place {
        let form = self.upload(owner, room, "Form.pdf").await;
        let documents = self.kind != 1;
        let document = async |title| match documents {
            true => self.upload(owner, room, title).await,
            false => form,
        };
        Place {
            maker: owner.clone(),
            room,
            folder: self.folder(owner, room).await,
            document: document("File.docx").await,
            sheet: document("Sheet.xlsx").await,
            other: document("Other.docx").await,
            form,
            single: 0,
            single_form: 0,
        }
    }

    async fn room(&self, owner: &Client) -> i64 {
        let mut room = json!({"title": "Room", "roomType": self.kind});
        if self.has_index() {
            room["indexing"] = true.into();
        }
        id(&owner.ok("POST", "files/rooms", Some(room)).await)
    }

    /// A folder with something in it: nobody packs nothing.
    pub(super) async fn folder(&self, who: &Client, room: i64) -> i64 {
        let path = format!("files/folder/{room}");
        let folder = who.ok("POST", &path, Some(json!({"title": "Folder"})));
        let folder = id(&folder.await);
        let title = if self.kind == 1 {
            "Form.pdf"
        } else {
            "File.docx"
        };
        self.upload(who, folder, title).await;
        folder
    }

    /// A new file of somebody; its title tells what it is.
    pub(crate) async fn upload(&self, who: &Client, folder: i64, title: &str) -> i64 {
        let path = format!("files/{folder}/upload?createNewIfExist=true");
        let (status, answer) = who.upload(&path, title, self.content(title)).await;
        assert_eq!(status, 200, "upload of {title}: {answer}");
        id(&answer["response"][0])
    }

    /// What a file of that title holds.
    pub(crate) fn content(&self, title: &str) -> &[u8] {
        if title.ends_with(".pdf") {
            &self.form
        } else {
            b"content"
        }
    }

    /// The title of what rooms of this type take.
    pub(crate) fn title(&self) -> &'static str {
        if self.kind == 1 {
            "Form.pdf"
        } else {
            "File.docx"
        }
    }

    pub(crate) async fn stocked(&self, who: &Client) -> i64 {
        self.upload(who, self.store, self.title()).await
    }

    /// A file in the store: the caller's, the owner's for those who are nobody.
    pub(crate) fn stock(&self, who: &Caller) -> i64 {
        let owner = &self.cast.owner.client.id;
        self.stock
            .get(&who.client.id)
            .copied()
            .unwrap_or(self.stock[owner])
    }

    /// Gives the members a role, by their addresses: room administrators do not know every guest. Managers are room administrators at least.
    async fn let_in(&self, room: i64, access: i32) {
        let members = self
            .members(access)
            .map(|one| json!({"email": one.client.email, "access": access}));
        let body = json!({"invitations": members.collect::<Vec<_>>(), "notify": false});
        let owner = &self.cast.owner.client;
        let share = format!("files/rooms/{room}/share");
        let told = owner.ok("PUT", &share, Some(body)).await;
        assert!(told["error"].is_null() || told["error"] == 0, "{told}");
    }

    fn members(&self, access: i32) -> impl Iterator<Item = &Caller> {
        let members = self.cast.members.iter();
        members.filter(move |one| access != 9 || one.may_make_rooms())
    }

    async fn open_to_visitors(&mut self) {
        let owner = self.cast.owner.client.clone();
        let place = self.place(&owner).await;
        self.let_in(place.room, 9).await;
        let path = format!("files/rooms/{}/link", place.room);
        let link = owner.ok("GET", &path, None).await;
        let key = link["sharedLink"]["requestToken"]
            .as_str()
            .map(str::to_owned);
        assert!(key.is_some());
        self.visitor = Some(Caller::nobody(&self.cast.portal, key));
        self.places.insert("visitor", place);
    }

    /// Bans downloads in every room.
    pub(crate) async fn ban_downloads(&mut self) {
        self.banned = true;
        let body = json!({"denyDownload": true});
        for place in self.places.values() {
            let path = format!("files/rooms/{}", place.room);
            let owner = &self.cast.owner.client;
            owner.ok("PUT", &path, Some(body.clone())).await;
        }
    }

    /// Who stands in a column in front of something, and where.
    pub(crate) fn callers(&self, column: &str, subject: Subject) -> Vec<(Caller, Place)> {
        if !matches!(self.setting, Setting::Rooms | Setting::Archive) {
            return self.standing[&(column.to_owned(), subject)].clone();
        }
        let at = |place: &str| self.places[place].clone();
        let cast = &self.cast;
        match column {
            "owner" => vec![(cast.owner.clone(), at("manager"))],
            "admin" => vec![(cast.admin.clone(), at("manager"))],
            "visitor" => vec![(self.visitor.clone().unwrap(), at("visitor"))],
            "nobody" => vec![(Caller::nobody(&cast.portal, None), at("manager"))],
            "stranger" => {
                let strangers = cast.strangers.iter().cloned();
                strangers.map(|one| (one, at("manager"))).collect()
            }
            role => {
                let members = self.members(access(role)).cloned();
                members.map(|one| (one, at(role))).collect()
            }
        }
    }

    /// The room with a link.
    pub(crate) fn shared_place(&self) -> &Place {
        &self.places["visitor"]
    }

    /// A document of the owner's with a link.
    pub(crate) async fn shared_file(&self, place: &Place) -> i64 {
        let owner = &place.maker;
        let file = self.upload(owner, place.room, "File.docx").await;
        owner
            .ok("GET", &format!("files/file/{file}/link"), None)
            .await;
        file
    }

    /// An entry made for one try, by somebody.
    pub(crate) async fn fresh(&self, subject: Subject, who: &Client, place: &Place) -> i64 {
        match subject {
            Subject::Room => self.room(who).await,
            Subject::Home | Subject::Folder => self.folder(who, place.room).await,
            Subject::Document | Subject::Single => self.upload(who, place.room, "File.docx").await,
            Subject::Form | Subject::SingleForm => self.upload(who, place.room, "Form.pdf").await,
        }
    }

    /// A room made for one try, in which the caller has the role of his column.
    pub(crate) async fn fresh_room(&self, column: &str, who: &Caller) -> i64 {
        let owner = &self.cast.owner.client;
        let room = self.room(owner).await;
        if ROLES.iter().any(|(role, _)| *role == column) {
            let one = json!({"email": who.client.email, "access": access(column)});
            let body = json!({"invitations": [one], "notify": false});
            let share = format!("files/rooms/{room}/share");
            owner.ok("PUT", &share, Some(body)).await;
        }
        if self.setting == Setting::Archive {
            self.archive(room).await;
        }
        room
    }
}

fn access(column: &str) -> i32 {
    let role = ROLES.iter().find(|(role, _)| *role == column);
    role.unwrap_or_else(|| panic!("no such column: {column}")).1
}

async fn bytes(who: &Client, file: i64) -> Vec<u8> {
    let path = format!("/filehandler.ashx?action=download&fileid={file}");
    let request = who.request("GET", &path).body(axum::body::Body::empty());
    who.send(request.unwrap()).await.into_body().to_vec()
}

/// The id in an answer.
pub(crate) fn id(entry: &Value) -> i64 {
    entry["id"]
        .as_i64()
        .unwrap_or_else(|| panic!("no id in {entry}"))
}
