//! What people have by themselves: their own My documents, what others share with them from theirs, and rooms and
//! entries they come to by a link.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use portal::Role;
use serde_json::{Value, json};
use testkit::Client;

use crate::cast::Caller;
use crate::stage::{PATIENCE, Place, Setting, Stage, Way, id};
use crate::table::{Section, Subject};

/// Columns with the access that is given.
const LEVELS: [(&str, i32); 7] = [
    ("full", 1),
    ("editor", 10),
    ("reviewer", 5),
    ("commenter", 6),
    ("filler", 7),
    ("reader", 2),
    ("restricted", 3),
];

/// Everything that a table of personal entries can be about.
const SUBJECTS: [Subject; 6] = [
    Subject::Home,
    Subject::Folder,
    Subject::Document,
    Subject::Form,
    Subject::Single,
    Subject::SingleForm,
];

impl Stage {
    /// Gives everybody who may have them My documents with something in them.
    pub(super) async fn move_in(&mut self) {
        let mut owners = Vec::new();
        for role in [Role::Admin, Role::RoomAdmin, Role::User] {
            let one = self.cast.portal.person(role).await;
            owners.push((Caller::person(one.clone(), role), self.home(&one).await));
        }
        let former = self.cast.portal.person(Role::User).await;
        let left = self.home(&former).await;
        self.make_guest(&former).await;
        let former = former.sign_in(&former.email, "test1234").await;
        let theirs = owners[1].1.clone();
        let others = self.cast.everybody().cloned();
        let others = others.map(|one| (one, theirs.clone())).collect();
        let nobody = Caller::nobody(&self.cast.portal, None);
        for (column, standing) in [
            ("owner", owners),
            ("guest", vec![(Caller::person(former, Role::Guest), left)]),
            ("others", others),
            ("nobody", vec![(nobody, theirs)]),
        ] {
            for subject in SUBJECTS {
                let standing: Vec<(Caller, Place)> = standing.clone();
                self.standing.insert((column.to_owned(), subject), standing);
            }
        }
    }

    /// Somebody's My documents, furnished.
    async fn home(&self, owner: &Client) -> Place {
        let root = owner.ok("GET", "files/@my", None).await;
        self.place_in(owner, id(&root["current"])).await
    }

    async fn make_guest(&self, person: &Client) {
        let owner = self.cast.portal.owner();
        let body = json!({"type": "Guest", "userId": person.id});
        owner.ok("POST", "people/type", Some(body)).await;
        let path = format!("people/type/progress/{}", person.id);
        let done = testkit::eventually_within(PATIENCE, async || {
            let progress = owner.ok("GET", &path, None).await;
            (progress["isCompleted"] == true).then_some(progress)
        });
        let done = done.await;
        assert!(done["error"].is_null() || done["error"] == "", "{done}");
    }

    /// A place a column in the My documents of an administrator, who knows all guests, shared with the members.
    pub(super) async fn share(&mut self, way: Way, sections: &[Section]) {
        let owner = self.cast.admin.client.clone();
        let root = id(&owner.ok("GET", "files/@my", None).await["current"]);
        let group = self.group(way).await;
        for column in columns(sections) {
            let folder = self.folder(&owner, root).await;
            let mut place = self.place_in(&owner, folder).await;
            place.single = self.upload(&owner, root, "File.docx").await;
            place.single_form = self.upload(&owner, root, "Form.pdf").await;
            self.stand(sections, &column, &place, way, group.as_deref())
                .await;
        }
    }

    /// A room a column with links of that access to it, and to a document and a form in it.
    pub(super) async fn lay_links(&mut self, sections: &[Section]) {
        let owner = self.cast.owner.client.clone();
        for column in columns(sections) {
            let mut place = self.place(&owner).await;
            if self.kind != 1 {
                place.single = self.upload(&owner, place.room, "File.docx").await;
            }
            place.single_form = self.upload(&owner, place.room, "Form.pdf").await;
            self.stand(sections, &column, &place, Way::Link, None).await;
        }
    }

    /// Shares with a column's access what its sections are about, and puts those who got it there.
    async fn stand(
        &mut self,
        sections: &[Section],
        column: &str,
        place: &Place,
        way: Way,
        group: Option<&str>,
    ) {
        let mut given = HashMap::new();
        for section in sections
            .iter()
            .filter(|one| one.columns.iter().any(|c| c == column))
        {
            let shared = match section.subject {
                single @ (Subject::Single | Subject::SingleForm) => single,
                _ => Subject::Home,
            };
            let callers = match given.entry(shared) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => {
                    free.insert(self.give(column, shared, place, way, group).await)
                }
            };
            let callers = callers.iter().cloned();
            let standing = callers.map(|one| (one, place.clone())).collect();
            self.standing
                .insert((column.to_owned(), section.subject), standing);
        }
    }

    async fn give(
        &self,
        column: &str,
        shared: Subject,
        place: &Place,
        way: Way,
        group: Option<&str>,
    ) -> Vec<Caller> {
        let level = LEVELS.iter().find(|(name, _)| *name == column);
        let Some((_, access)) = level else {
            return match column {
                "stranger" => self.cast.strangers.clone(),
                _ => vec![Caller::nobody(&self.cast.portal, None)],
            };
        };
        let entry = match shared {
            Subject::Single => format!("files/file/{}", place.single),
            Subject::SingleForm => format!("files/file/{}", place.single_form),
            _ if self.setting == Setting::Links => format!("files/rooms/{}", place.room),
            _ => format!("files/folder/{}", place.room),
        };
        if way == Way::Link {
            let key = self.link(place, &entry, *access).await;
            let signed_in = self.cast.strangers.iter().cloned();
            let by_link = signed_in.map(|one| Caller {
                key: Some(key.clone()),
                ..one
            });
            let nobody = Caller::nobody(&self.cast.portal, Some(key.clone()));
            return by_link.chain([nobody]).collect();
        }
        let members = self.recipients(way);
        let mut records: Vec<Value> = Vec::new();
        match group {
            // What a person was given counts more than what his group was given.
            Some(group) if column == "restricted" => {
                records.push(json!({"shareTo": group, "access": 10}));
                let people = members.iter();
                records.extend(people.map(|one| json!({"shareTo": one.client.id, "access": 3})));
            }
            Some(group) => records.push(json!({"shareTo": group, "access": access})),
            None => {
                let people = members.iter();
                records
                    .extend(people.map(|one| json!({"shareTo": one.client.id, "access": access})));
            }
        }
        let body = json!({"share": records, "notify": false});
        let path = format!("{entry}/share");
        let told = place.maker.ok("PUT", &path, Some(body)).await;
        assert!(
            !told.as_array().unwrap().is_empty(),
            "{path} of {column}: {told}"
        );
        members
    }

    async fn link(&self, place: &Place, entry: &str, access: i32) -> String {
        // A form filling room has its one link already; it is the one that is changed.
        let primary = self.setting == Setting::Links && self.kind == 1;
        let body = json!({
            "linkType": 1,
            "access": access,
            "title": "Link",
            "primary": primary,
        });
        let link = match primary {
            true => place.maker.ok("GET", &format!("{entry}/link"), None).await,
            false => {
                let path = format!("{entry}/links");
                place.maker.ok("PUT", &path, Some(body)).await
            }
        };
        assert_eq!(link["access"], access, "{entry}: {link}");
        let key = link["sharedLink"]["requestToken"].as_str();
        key.unwrap_or_else(|| panic!("no key in {link}")).to_owned()
    }

    /// Guests are in no groups.
    fn recipients(&self, way: Way) -> Vec<Caller> {
        let members = self.cast.members.iter();
        let members = members.filter(|one| way != Way::Group || one.role != Some(Role::Guest));
        members.cloned().collect()
    }

    async fn group(&self, way: Way) -> Option<String> {
        if way != Way::Group {
            return None;
        }
        let members = self.recipients(way);
        let members: Vec<&str> = members.iter().map(|one| one.client.id.as_str()).collect();
        let body = json!({"groupName": "Recipients", "members": members});
        let owner = self.cast.portal.owner();
        let group = owner.ok("POST", "group", Some(body)).await;
        group["id"].as_str().map(str::to_owned)
    }
}

/// The columns of all sections, each once.
fn columns(sections: &[Section]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for column in sections.iter().flat_map(|section| &section.columns) {
        if !all.contains(column) {
            all.push(column.clone());
        }
    }
    all
}
