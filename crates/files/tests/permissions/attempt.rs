//! Trying cells: what an entry's `security` says, and what becomes of the request.

use std::collections::HashMap;

use axum::body::Body;
use http::header;
use serde_json::Value;
use testkit::Answer;

use crate::cast::Caller;
use crate::stage::{Place, Stage};
use crate::table::{Cell, FILE, Refused, Request, Row, Section, Subject};

/// Tells what is wrong with the answers of a section.
pub(crate) async fn section(stage: &mut Stage, section: &Section) -> Vec<String> {
    let mut wrong = Vec::new();
    for column in &section.columns {
        for (caller, place) in stage.callers(column, section.subject) {
            let mut scene = Scene::new(stage, section, column, caller, place);
            for row in &section.rows {
                wrong.extend(scene.play(row).await);
            }
        }
    }
    wrong
}

/// Whose entry is tried, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Try {
    /// The owner's entry.
    Plain,
    /// The caller's own.
    Own,
    /// The owner's, with a link.
    Shared,
}

/// A caller in front of the entries of a section.
struct Scene<'a> {
    stage: &'a Stage,
    section: &'a Section,
    column: &'a str,
    caller: Caller,
    place: Place,
    /// `security` of the entries, asked once.
    rights: HashMap<Try, Value>,
}

impl<'a> Scene<'a> {
    fn new(
        stage: &'a Stage,
        section: &'a Section,
        column: &'a str,
        caller: Caller,
        place: Place,
    ) -> Self {
        let rights = HashMap::new();
        Self {
            stage,
            section,
            column,
            caller,
            place,
            rights,
        }
    }

    async fn play(&mut self, row: &Row) -> Vec<String> {
        let mut wrong = Vec::new();
        let cell = match row.cells[self.column] {
            Cell::FormRooms if self.stage.takes_forms_only() => Cell::Allowed,
            Cell::FormRooms => Cell::Hidden,
            other => other,
        };
        // Somebody who is an administrator besides may do what administrators may.
        let as_admin = match row.cells.get("admin") {
            Some(as_admin) if self.caller.is_admin() && cell != Cell::Hidden => *as_admin,
            _ => Cell::Refused,
        };
        if cell == Cell::NotAsked {
            return wrong;
        }
        let mut tries = vec![Try::Plain];
        if cell == Cell::Own {
            tries.push(Try::Own);
        }
        if [cell, as_admin].contains(&Cell::Shared) {
            tries.push(Try::Shared);
        }
        for how in tries {
            // In the room with a link there are managers only.
            let is_room = self.section.subject == Subject::Room;
            if how == Try::Shared
                && is_room
                && !["owner", "admin", "manager"].contains(&self.column)
            {
                continue;
            }
            let expected = self.expected(cell, how) || self.expected(as_admin, how);
            wrong.extend(self.compare_keys(row, how, expected).await);
            if let Some(request) = &row.request {
                wrong.extend(self.compare_request(row, request, how, expected).await);
            }
        }
        wrong
    }

    fn expected(&self, cell: Cell, how: Try) -> bool {
        match cell {
            Cell::Allowed => true,
            Cell::Refused | Cell::Hidden | Cell::NotAsked | Cell::FormRooms => false,
            Cell::Own => how == Try::Own,
            Cell::Shared => how == Try::Shared,
            Cell::UnlessBanned => !self.stage.banned,
            Cell::Indexed => self.stage.has_index(),
            Cell::SignedIn => self.caller.role.is_some(),
            Cell::NoGuest => self
                .caller
                .role
                .is_some_and(|role| role != portal::Role::Guest),
            Cell::Makers => self.caller.may_make_rooms(),
            Cell::MakersUnlessBanned => !self.stage.banned && self.caller.may_make_rooms(),
        }
    }

    async fn compare_keys(&mut self, row: &Row, how: Try, expected: bool) -> Vec<String> {
        if row.keys.is_empty() {
            return Vec::new();
        }
        let rights = self.rights(how).await;
        let differs = row.keys.iter().filter(|key| {
            let given = rights.get(key.as_str()).is_some_and(|value| *value == true);
            given != expected
        });
        let words = if expected {
            "is not allowed"
        } else {
            "is allowed"
        };
        differs
            .map(|key| self.words(how, &format!("`{key}` {words}")))
            .collect()
    }

    /// What `security` says of the entry; nothing for those who cannot see it.
    async fn rights(&mut self, how: Try) -> Value {
        if !self.rights.contains_key(&how) {
            let entry = match how {
                Try::Own => {
                    let me = &self.caller.client;
                    self.stage
                        .fresh(self.section.subject, me, &self.place)
                        .await
                }
                Try::Plain => entry(self.section.subject, &self.place),
                Try::Shared if self.section.subject == Subject::Room => {
                    self.stage.shared_place().room
                }
                Try::Shared => self.stage.shared_file(&self.place).await,
            };
            let path = match self.section.subject {
                Subject::Room => format!("files/rooms/{entry}"),
                Subject::Home | Subject::Folder => format!("files/folder/{entry}"),
                Subject::Document | Subject::Form | Subject::Single | Subject::SingleForm => {
                    format!("files/file/{entry}")
                }
            };
            let (_, mut answer) = self.send("GET", &path, None, None).await;
            self.rights
                .insert(how, answer["response"]["security"].take());
        }
        self.rights[&how].clone()
    }

    async fn compare_request(
        &self,
        row: &Row,
        request: &Request,
        how: Try,
        expected: bool,
    ) -> Option<String> {
        let path = self.fill(&request.path, how, expected).await;
        let body = match &request.body {
            Some(body) => Some(self.fill(body, how, expected).await),
            None => None,
        };
        let upload = request.upload.then(|| self.uploaded_title());
        let (status, answer) = self
            .send(&request.verb, &path, body.as_deref(), upload)
            .await;
        let became = match status {
            200 => self.finished(&answer).await,
            _ => Ok(()),
        };
        let fits = match (expected, row.refused) {
            (true, _) => status == 200 && became.is_ok(),
            (false, Refused::Empty) if self.caller.role.is_some() => {
                status == 200 && (answer["count"] == 0 || answer["response"].is_null())
            }
            (false, Refused::Empty) => status == 401,
            (false, Refused::Status(signed_in, visitors, nobody)) => {
                let by_link = self.caller.key.is_some();
                let others = if by_link { visitors } else { nobody };
                status == self.caller.role.map_or(others, |_| signed_in)
            }
        };
        let wanted = if expected { "allowed" } else { "refused" };
        let why = became.err().unwrap_or_else(|| message(&answer));
        let words = format!(
            "{} is to be {wanted}: {status} {why} [{} {path} {}]",
            row.name,
            request.verb,
            body.unwrap_or_default()
        );
        (!fits).then(|| self.words(how, &words))
    }

    /// Sends a request by the caller's link, if he has one.
    async fn send(
        &self,
        verb: &str,
        path: &str,
        body: Option<&str>,
        upload: Option<&str>,
    ) -> Answer {
        let mut request = self.caller.client.request(verb, path);
        if let Some(key) = &self.caller.key {
            request = request.header("request-token", key);
        }
        let body = match (body, upload) {
            (_, Some(title)) => {
                let kind = "multipart/form-data; boundary=edge";
                request = request.header(header::CONTENT_TYPE, kind);
                Body::from(form(title, self.stage.content(title)))
            }
            (Some(json), None) => {
                serde_json::from_str::<Value>(json).expect("a body of the table");
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_owned())
            }
            (None, None) => Body::empty(),
        };
        let response = self.caller.client.send(request.body(body).unwrap()).await;
        let status = response.status().as_u16();
        (
            status,
            serde_json::from_slice(response.body()).unwrap_or_default(),
        )
    }

    /// Waits for the operations an answer tells of, and tells what one of them says went wrong.
    async fn finished(&self, answer: &Value) -> Result<(), String> {
        let listed = answer["response"].as_array().into_iter().flatten();
        let single = [&answer["response"]];
        let operations = listed
            .chain(single)
            .filter(|one| one["finished"].is_boolean());
        for started in operations {
            let mut operation = started.clone();
            for _ in 0..4000 {
                if operation["finished"] == true {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(3)).await;
                let path = format!("files/fileops?id={}", started["id"].as_str().unwrap());
                let (_, mut listed) = self.send("GET", &path, None, None).await;
                let listed = listed["response"].as_array_mut().into_iter().flatten();
                let mut found = listed.filter(|one| one["id"] == started["id"]);
                operation = found.next().expect("the operation").clone();
            }
            if operation["finished"] != true || operation["error"] != "" {
                return Err(format!("{}", operation["error"]));
            }
        }
        Ok(())
    }

    /// The title of an upload: a form where only forms are taken, or in place of one.
    fn uploaded_title(&self) -> &'static str {
        match self.section.subject {
            Subject::Form | Subject::SingleForm => "Form.pdf",
            Subject::Document | Subject::Single => "File.docx",
            Subject::Room | Subject::Home | Subject::Folder => self.stage.title(),
        }
    }

    /// Puts what the names in braces stand for into a text.
    async fn fill(&self, text: &str, how: Try, expected: bool) -> String {
        let mut rest = text;
        let mut filled = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}') {
                Some((name, behind))
                    if name.bytes().all(|b| b.is_ascii_lowercase() || b == b' ') =>
                {
                    filled.push_str(&self.named(name, how, expected).await);
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

    /// What a name stands for. What is to be refused harms nothing and takes what is there.
    async fn named(&self, name: &str, how: Try, expected: bool) -> String {
        let cast = &self.stage.cast;
        let fresh = name.strip_prefix("new ");
        let maker = match how {
            Try::Own => &self.caller.client,
            _ => &self.place.maker,
        };
        let made = async |subject| self.stage.fresh(subject, maker, &self.place).await;
        let number = match fresh.unwrap_or(name) {
            "room" if fresh.is_some() && expected => {
                self.stage.fresh_room(self.column, &self.caller).await
            }
            "folder" if fresh.is_some() && expected => made(Subject::Folder).await,
            "file" if fresh.is_some() && expected => made(self.section.subject).await,
            "sheet" if fresh.is_some() && expected => {
                self.stage
                    .upload(maker, self.place.room, "Sheet.xlsx")
                    .await
            }
            "stock" if fresh.is_some() && expected => self.stage.stocked(&self.caller.client).await,
            "stock" => self.stage.stock(&self.caller),
            "room" => self.place.room,
            "folder" => self.place.folder,
            "document" if fresh.is_some() && expected => made(Subject::Document).await,
            "document" => self.place.document,
            "file" => entry(self.section.subject, &self.place),
            "sheet" => self.place.sheet,
            "other file" => self.place.other,
            "store" => self.stage.store,
            "rooms" => self.stage.rooms,
            "someone" => return cast.someone.id.clone(),
            "heir" => return cast.heir.id.clone(),
            "invitation" => return format!("00000000-0000-0000-0001-{:012}", self.place.room),
            "link" => {
                let entry = entry(self.section.subject, &self.place);
                return format!("00000000-0000-0000-0002-{entry:012}");
            }
            other => panic!("{FILE}: nothing is called {{{other}}}"),
        };
        number.to_string()
    }

    fn words(&self, how: Try, words: &str) -> String {
        let (section, column) = (&self.section.title, self.column);
        let whose = match how {
            Try::Plain => "",
            Try::Own => ", his own",
            Try::Shared => ", with a link",
        };
        format!(
            "{section}{whose}: {column} ({}): {words}",
            self.caller.name()
        )
    }
}

fn entry(subject: Subject, place: &Place) -> i64 {
    match subject {
        Subject::Room | Subject::Home => place.room,
        Subject::Folder => place.folder,
        Subject::Document => place.document,
        Subject::Form => place.form,
        Subject::Single => place.single,
        Subject::SingleForm => place.single_form,
    }
}

/// A form with one file.
fn form(title: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{title}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    );
    [head.as_bytes(), content, b"\r\n--edge--\r\n"].concat()
}

/// What an answer says went wrong.
fn message(answer: &Value) -> String {
    let text = answer["error"]["message"].as_str();
    text.unwrap_or_default().to_owned()
}
