//! Every operation of people, groups, API keys, sign-in, portal, settings and security as each of six callers. The
//! expected status is the contract's and stands in `callers.md`, whose head tells how to add a row.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "tests fail by panicking and say where"
)]

use people::model::EmployeeStatus;
use people::service::Draft;
use portal::{PortalId, Role, UserId};
use serde_json::{Value, json};
use testkit::{Client, Kit, Portal};

const TABLE: &str = include_str!("callers.md");

/// Where the table is, for messages.
const FILE: &str = "crates/testkit/tests/callers.md";

/// Tags of the operations that need a row, by their beginnings.
const AREAS: [&str; 8] = [
    "People /",
    "Group",
    "Api keys",
    "Authentication",
    "Capabilities",
    "Portal /",
    "Settings /",
    "Security /",
];

/// The columns, in their order.
const CALLERS: [&str; 6] = [
    "the owner",
    "an administrator",
    "a room administrator",
    "a user",
    "a guest",
    "nobody",
];

const PASSWORD: &str = "test1234";

/// An operation with what is asked of it.
#[derive(Debug)]
struct Row {
    /// Verb and path as the OpenAPI document has them, the path below `/api/2.0/`.
    operation: String,
    expected: Vec<u16>,
    /// Path and query to ask, with names to be filled in.
    path: String,
    body: Option<String>,
    picture: bool,
    again: bool,
    alone: bool,
}

impl Row {
    /// Reads a line; `None` when it is no row of operations.
    fn read(line: &str) -> Option<Self> {
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').collect();
        let operation = cells[0].trim().trim_matches('`');
        let (_, path) = operation
            .split_once(' ')
            .filter(|(verb, _)| ["GET", "POST", "PUT", "DELETE"].contains(verb))?;
        assert_eq!(cells.len(), 9, "{FILE}: a row has nine columns: {line}");
        let expected: Vec<u16> = cells[1..7]
            .iter()
            .map_while(|cell| cell.trim().parse().ok())
            .collect();
        assert_eq!(expected.len(), 6, "{FILE}: six statuses are needed: {line}");
        assert!(!cells[8].trim().is_empty(), "{FILE}: from where? {line}");
        let mut row = Self {
            operation: operation.to_owned(),
            expected,
            path: path.to_owned(),
            body: None,
            picture: false,
            again: false,
            alone: false,
        };
        row.read_request(cells[7], path);
        Some(row)
    }

    fn read_request(&mut self, cell: &str, path: &str) {
        for (place, part) in cell.split('`').enumerate() {
            match part.trim() {
                "" => {}
                quoted if place % 2 == 1 && quoted.starts_with("{\"") => {
                    self.body = Some(quoted.to_owned());
                }
                quoted if place % 2 == 1 && quoted.starts_with('?') => {
                    self.path = format!("{path}{quoted}");
                }
                quoted if place % 2 == 1 => quoted.clone_into(&mut self.path),
                "picture" => self.picture = true,
                "again" => self.again = true,
                "alone" => self.alone = true,
                word => panic!("{FILE}: what does {word:?} mean in {}?", self.operation),
            }
        }
    }
}

fn rows() -> Vec<Row> {
    TABLE
        .lines()
        .filter(|line| line.starts_with("| `"))
        .filter_map(Row::read)
        .collect()
}

#[tokio::test]
async fn every_operation_of_these_areas_has_a_row() {
    let kit = Kit::sqlite().await;
    let (_, document) = kit.stranger().get("/openapi.json").await;
    let known = rows();
    let has_row = |operation: &str| known.iter().any(|row| row.operation == operation);
    let described = operations(&document);
    let missing: Vec<_> = described
        .iter()
        .filter(|(tag, operation)| {
            AREAS.iter().any(|area| tag.starts_with(area)) && !has_row(operation)
        })
        .map(|(_, operation)| format!("| `{operation}` |  |  |  |  |  |  |  |  |"))
        .collect();
    assert!(
        missing.is_empty(),
        "Operations without a row in {FILE}: add these, with the status the contract gives each caller \
         (the head of the file says how).\n{}",
        missing.join("\n")
    );
    for row in &known {
        assert!(
            described
                .iter()
                .any(|(_, operation)| *operation == row.operation),
            "{FILE}: there is no operation {}",
            row.operation
        );
    }
}

/// Tag, and verb with path below `/api/2.0/`, of everything the document describes.
fn operations(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let tag = operation["tags"][0].as_str().unwrap_or_default();
            let path = path.strip_prefix("/api/2.0/").unwrap_or(path);
            let operation = format!("{} {path}", verb.to_ascii_uppercase());
            found.push((tag.to_owned(), operation));
        }
    }
    found
}

#[tokio::test]
async fn every_caller_gets_what_the_table_says() {
    testkit::for_each_database(async |kit| {
        let mut shared = Stage::set(&kit).await;
        let mut wrong = Vec::new();
        for row in rows() {
            let mut own;
            let stage = if row.alone {
                own = Stage::set(&kit).await;
                &mut own
            } else {
                &mut shared
            };
            // The privileged come last: what they are allowed to do may take something away from the others.
            for place in (0..6).rev() {
                wrong.extend(stage.play(&row, place).await);
            }
        }
        assert!(
            wrong.is_empty(),
            "{} answers are not what {FILE} says. Whose mistake is it? The table follows the contract.\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    })
    .await;
}

/// A portal with the six callers and what they may meet.
struct Stage {
    kit: Kit,
    portal: Portal,
    id: PortalId,
    callers: [Client; 6],
    room: i64,
    folder: i64,
    file: i64,
}

impl Stage {
    async fn set(kit: &Kit) -> Self {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let id = owner.ok("GET", "portal", None).await["tenantId"].clone();
        let [admin, manager, user, guest] = [
            portal.person(Role::Admin).await,
            portal.person(Role::RoomAdmin).await,
            portal.person(Role::User).await,
            portal.person(Role::Guest).await,
        ];
        let on = json!({"turnOn": true});
        owner.ok("POST", "settings/messagesettings", Some(on)).await;
        let room = json!({"title": "Room", "roomType": 5});
        let room = number(&owner.ok("POST", "files/rooms", Some(room)).await["id"]);
        let member = |who: &Client, access| json!({"id": who.id, "access": access});
        let members = json!({"invitations": [
            member(&admin, 9), member(&manager, 9), member(&user, 10), member(&guest, 2),
        ]});
        let share = format!("files/rooms/{room}/share");
        owner.ok("PUT", &share, Some(members)).await;
        let folder = format!("files/folder/{room}");
        let folder = owner.ok("POST", &folder, Some(json!({"title": "Folder"})));
        let folder = number(&folder.await["id"]);
        let file = format!("files/{room}/file");
        let file = owner.ok("POST", &file, Some(json!({"title": "File.docx"})));
        let file = number(&file.await["id"]);
        Self {
            kit: kit.clone(),
            id: PortalId(number(&id)),
            callers: [owner, admin, manager, user, guest, portal.stranger()],
            portal,
            room,
            folder,
            file,
        }
    }

    /// Asks as one of the callers; tells what is wrong with the answer.
    async fn play(&mut self, row: &Row, place: usize) -> Option<String> {
        let caller = self.callers[place].clone();
        let path = self.fill(&row.path, place).await;
        let verb = row.operation.split(' ').next().unwrap();
        let (status, answer) = if row.picture {
            caller.upload(&path, "picture.png", PICTURE).await
        } else {
            let body = match &row.body {
                Some(body) => {
                    let body = self.fill(body, place).await;
                    Some(serde_json::from_str(&body).unwrap_or_else(|error| {
                        panic!("{FILE}: {body} of {} is no JSON: {error}", row.operation)
                    }))
                }
                None => None,
            };
            caller.call(verb, &path, body).await
        };
        if row.again && place < 5 {
            let stranger = self.portal.stranger();
            self.callers[place] = stranger.sign_in(&caller.email, PASSWORD).await;
        }
        let expected = row.expected[place];
        (status != expected).then(|| {
            let (who, text) = (CALLERS[place], message(&answer));
            format!(
                "{verb} {path} as {who}: {status} instead of {expected}{text} [{}]",
                row.operation
            )
        })
    }

    /// Puts what the names in braces stand for into a text.
    async fn fill(&self, text: &str, place: usize) -> String {
        let mut rest = text;
        let mut filled = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}') {
                Some((name, behind)) if is_name(name) => {
                    filled.push_str(&self.made(name, place).await);
                    rest = behind;
                }
                _ => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled + rest
    }

    /// What a name in braces stands for, made anew.
    async fn made(&self, name: &str, place: usize) -> String {
        let owner = &self.callers[0];
        let me = if place == 5 {
            owner
        } else {
            &self.callers[place]
        };
        let other = if place == 2 { owner } else { &self.callers[2] };
        let active = EmployeeStatus::Active;
        match name {
            "me" => me.id.clone(),
            "my email" => me.email.clone(),
            "admin" => self.callers[1].id.clone(),
            "email" => address(),
            "member" => self.person(owner, Role::User, active).await.0,
            "member email" => self.person(owner, Role::User, active).await.1,
            "invited" => {
                let pending = EmployeeStatus::Pending;
                self.person(owner, Role::User, pending).await.0
            }
            "disabled" => {
                let disabled = EmployeeStatus::Terminated;
                self.person(owner, Role::User, disabled).await.0
            }
            "my guest" => self.person(me, Role::Guest, active).await.0,
            "foreign guest" => self.person(other, Role::Guest, active).await.0,
            "group" | "other group" => {
                let (member, _) = self.person(owner, Role::User, active).await;
                let body = json!({"groupName": name, "groupManager": null, "members": [member]});
                text(&owner.ok("POST", "group", Some(body)).await["id"])
            }
            "key" => {
                let maker = if place < 4 { me } else { owner };
                let body = Some(json!({"name": "Key"}));
                text(&maker.ok("POST", "keys", body).await["id"])
            }
            "link" => self.link().await,
            "free type" => {
                let body = json!({"id": self.link().await});
                let path = "portal/users/invitationlink";
                owner.ok("DELETE", path, Some(body)).await;
                "User".to_owned()
            }
            "room" => self.room.to_string(),
            "folder" => self.folder.to_string(),
            "file" => self.file.to_string(),
            name => panic!("{FILE}: nothing is called {{{name}}}"),
        }
    }

    /// Id of the invitation link for users, made when there is none.
    async fn link(&self) -> String {
        let owner = &self.callers[0];
        let known = owner.ok("GET", "portal/users/invitationlink/User", None);
        if let Some(id) = known.await["id"].as_str() {
            return id.to_owned();
        }
        let body = json!({"employeeType": "User"});
        text(
            &owner
                .ok("POST", "portal/users/invitationlink", Some(body))
                .await["id"],
        )
    }

    /// Id and e-mail of a person without password, made by another.
    async fn person(&self, by: &Client, role: Role, status: EmployeeStatus) -> (String, String) {
        let (portal, by): (_, UserId) = (self.id, by.id.parse().unwrap());
        let draft = Draft::new(role, &address(), "Given", "Family");
        let make = move |tx: &mut sql::Tx<'_>| {
            let mut person = people::service::create(tx, portal, Some(by), draft, sql::now())?;
            person.status = status;
            people::store::update(tx, &person)?;
            Ok::<_, people::Error>(person)
        };
        let person = self.kit.house().db().write(make).await.unwrap();
        (person.id.to_string(), person.email)
    }
}

/// Whether braces hold one of the table's names rather than a part of a body.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b' ')
}

fn address() -> String {
    format!("{}@example.com", uuid::Uuid::new_v4().simple())
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// What the answer says went wrong, after a colon.
fn message(answer: &Value) -> String {
    let text = answer["error"]["message"].as_str();
    let text = text.or_else(|| answer["response"]["title"].as_str());
    text.map(|text| format!(": {text}")).unwrap_or_default()
}

/// A PNG of one transparent pixel.
const PICTURE: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1f, 0x15, 0xc4,
    0x89, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x00, 0x01, 0x00, 0x00,
    0x05, 0x00, 0x01, 0x0d, 0x0a, 0x2d, 0xb4, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae,
    0x42, 0x60, 0x82,
];
