//! Reading `table.md`.

use std::collections::HashMap;

/// Read when it is needed: a changed cell needs no compiler.
const PLACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/permissions/table.md");

/// Where the table is, for messages.
pub(crate) const FILE: &str = "crates/files/tests/permissions/table.md";

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    Room,
    /// The folder that is shared, or the root of My documents.
    Home,
    Folder,
    Document,
    Form,
    /// A document shared by itself.
    Single,
    /// A form shared by itself.
    SingleForm,
}

/// The table of one subject in rooms of one type.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) subject: Subject,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
}

/// A line of a table.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) name: String,
    /// Keys of `security`; none for a verb without a key.
    pub(crate) keys: Vec<String>,
    /// By column.
    pub(crate) cells: HashMap<String, Cell>,
    pub(crate) refused: Refused,
    pub(crate) request: Option<Request>,
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cell {
    Allowed,
    Refused,
    Hidden,
    NotAsked,
    Own,
    UnlessBanned,
    Shared,
    Indexed,
    FormRooms,
    SignedIn,
    NoGuest,
    Makers,
    MakersUnlessBanned,
}

/// How a refusal looks: for those who are signed in, for visitors and for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Status(u16, u16, u16),
    Empty,
}

/// A request, with names to be filled in.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) verb: String,
    pub(crate) path: String,
    pub(crate) body: Option<String>,
    pub(crate) upload: bool,
}

impl Section {
    /// The rows that a ban of downloads changes for somebody.
    pub(crate) fn about_downloads(&self) -> Self {
        let banned = |cell: &Cell| matches!(cell, Cell::UnlessBanned | Cell::MakersUnlessBanned);
        let rows = self.rows.iter();
        let rows = rows.filter(|row| row.cells.values().any(banned));
        Self {
            title: format!("{}, downloads banned", self.title),
            rows: rows.cloned().collect(),
            ..self.clone()
        }
    }

    /// What is left of it for those who stand in some columns.
    pub(crate) fn of_columns(&self, columns: &[String]) -> Self {
        let kept = self.columns.iter().filter(|one| columns.contains(one));
        Self {
            columns: kept.cloned().collect(),
            ..self.clone()
        }
    }
}

/// The sections of a chapter: a room type, or another word behind its title.
pub(crate) fn sections(kind: &str) -> Vec<Section> {
    let text = std::fs::read_to_string(PLACE).expect("the table");
    let chapter = text
        .split("\n## ")
        .find(|text| text.lines().next().unwrap().ends_with(&format!("`{kind}`")));
    let (head, sections) = chapter.expect("a chapter").split_once('\n').unwrap();
    let chapter = head.split_once(':').unwrap().0;
    let sections = sections.split("\n### ").skip(1);
    sections.map(|text| section(chapter, text)).collect()
}

fn section(chapter: &str, text: &str) -> Section {
    let (title, rest) = text.split_once('\n').unwrap();
    let subject = match title {
        "The room" => Subject::Room,
        "The root" | "The shared folder" => Subject::Home,
        "A folder in it" => Subject::Folder,
        "A document in it" => Subject::Document,
        "A form in it" => Subject::Form,
        "A shared document" => Subject::Single,
        "A shared form" => Subject::SingleForm,
        other => panic!("{FILE}: what is {other:?}?"),
    };
    let mut lines = rest.lines().filter(|line| line.starts_with('|'));
    let header = split(lines.next().expect("a header"));
    let columns = header[1..header.len() - 2].to_vec();
    let rows = lines.skip(1).map(|line| row(&columns, line)).collect();
    Section {
        title: format!("{chapter}, {}", title.to_lowercase()),
        subject,
        columns,
        rows,
    }
}

fn split(line: &str) -> Vec<String> {
    let cells = line.trim().trim_start_matches("| ").trim_end_matches('|');
    cells
        .split('|')
        .map(|cell| cell.trim().to_owned())
        .collect()
}

fn row(columns: &[String], line: &str) -> Row {
    let parts = split(line);
    assert_eq!(parts.len(), columns.len() + 3, "{FILE}: cells of {line}");
    let name = parts[0].clone();
    let is_key = name.starts_with(char::is_uppercase);
    let keys = is_key.then(|| name.split(',').map(|key| key.trim().to_owned()));
    let cells = columns.iter().cloned();
    Row {
        keys: keys.into_iter().flatten().collect(),
        cells: cells
            .zip(parts[1..].iter().map(|text| cell(text)))
            .collect(),
        refused: refused(&parts[parts.len() - 2]),
        request: request(&parts[parts.len() - 1]),
        name,
    }
}

fn cell(text: &str) -> Cell {
    match text {
        "✓" => Cell::Allowed,
        "–" => Cell::Refused,
        "hidden" => Cell::Hidden,
        "·" => Cell::NotAsked,
        "own" => Cell::Own,
        "dl" => Cell::UnlessBanned,
        "shared" => Cell::Shared,
        "index" => Cell::Indexed,
        "forms" => Cell::FormRooms,
        "signed in" => Cell::SignedIn,
        "no guest" => Cell::NoGuest,
        "maker" => Cell::Makers,
        "dl maker" => Cell::MakersUnlessBanned,
        other => panic!("{FILE}: what does {other:?} mean?"),
    }
}

fn refused(text: &str) -> Refused {
    match text {
        "" => Refused::Status(403, 401, 401),
        "empty" => Refused::Empty,
        other => {
            let mut parts = other.split('/').map(|part| part.parse().expect("a status"));
            let signed_in = parts.next().unwrap();
            let visitors = parts.next().unwrap_or(401);
            Refused::Status(signed_in, visitors, parts.next().unwrap_or(visitors))
        }
    }
}

fn request(text: &str) -> Option<Request> {
    let mut parts = text.split('`');
    let (verb, path) = parts.nth(1)?.split_once(' ').expect("verb and path");
    let mut request = Request {
        verb: verb.to_owned(),
        path: path.to_owned(),
        body: None,
        upload: false,
    };
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        match part {
            "upload" => request.upload = true,
            body => request.body = Some(body.to_owned()),
        }
    }
    Some(request)
}
