//! A client of a document, as a browser would be one: its own Yjs document behind a WebSocket.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures::{SinkExt as _, StreamExt as _};
use http::{Request, Uri};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::{Error, Message};
use yrs::sync::{Message as Said, SyncMessage};
use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::Encode as _;
use yrs::{
    Doc, GetString as _, Map as _, ReadTxn as _, StateVector, Text as _, Transact as _, Update,
    XmlFragment as _, XmlFragmentRef, XmlOut, XmlTextPrelim, XmlTextRef,
};

const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Editor {
    pub(crate) doc: Doc,
    socket: WebSocketStream<TcpStream>,
    /// The last notice of the server.
    pub(crate) notice: Value,
    /// Updates that the server says are durable.
    pub(crate) kept: u64,
    /// Updates that were said.
    pub(crate) said: u64,
    /// Names of those who are here, by the number of their client.
    pub(crate) names: BTreeMap<u64, String>,
    /// What the cells of a workbook show, and what was typed into them, by `sheet:row:column`.
    pub(crate) cells: BTreeMap<String, (String, String)>,
    /// The last word on its sheets.
    pub(crate) book: Value,
    /// Numbers of the looks of cells, and the looks.
    worn: BTreeMap<String, u64>,
    wardrobe: BTreeMap<String, Value>,
    /// What was answered to what was asked for.
    pub(crate) answers: Vec<Value>,
    /// The last word on how a text document or presentation looks.
    pub(crate) looks: Value,
    /// How the server ended it, and the words.
    pub(crate) end: Option<(u16, String)>,
    synced: bool,
}

impl Editor {
    /// Opens a document; the status when it is refused before there is a connection.
    pub(crate) async fn open(
        address: SocketAddr,
        request: http::request::Builder,
        path: &str,
    ) -> Result<Self, u16> {
        Self::with(Doc::new(), address, request, path).await
    }

    /// The same with a document that was edited before.
    pub(crate) async fn with(
        doc: Doc,
        address: SocketAddr,
        request: http::request::Builder,
        path: &str,
    ) -> Result<Self, u16> {
        doc.get_or_insert_text(coedit::TEXT);
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let request = request
            .header("connection", "Upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", generate_key());
        let mut request: Request<()> = request.body(()).unwrap();
        *request.uri_mut() = format!("ws://localhost{path}").parse::<Uri>().unwrap();
        let socket = match tokio_tungstenite::client_async(request, stream).await {
            Ok((socket, _)) => socket,
            Err(Error::Http(answer)) => return Err(answer.status().as_u16()),
            Err(error) => panic!("{error}"),
        };
        let mut editor = Self {
            doc,
            socket,
            notice: Value::Null,
            kept: 0,
            said: 0,
            names: BTreeMap::new(),
            cells: BTreeMap::new(),
            book: Value::Null,
            worn: BTreeMap::new(),
            wardrobe: BTreeMap::new(),
            answers: Vec::new(),
            looks: Value::Null,
            end: None,
            synced: false,
        };
        let known = editor.doc.transact().state_vector();
        editor.say(&Said::Sync(SyncMessage::SyncStep1(known))).await;
        editor.until(|one| one.synced || one.end.is_some()).await;
        Ok(editor)
    }

    pub(crate) fn text(&self) -> String {
        let transaction = self.doc.transact();
        let content = transaction.get_text(coedit::TEXT).unwrap();
        content.get_string(&transaction)
    }

    pub(crate) fn may_edit(&self) -> bool {
        self.notice["mayEdit"] == true
    }

    /// Types text at a place, counted in bytes.
    pub(crate) async fn write(&mut self, at: u32, text: &str) {
        let update = self.typed(at, text);
        self.update(update).await;
    }

    /// The same without saying so.
    pub(crate) fn typed(&self, at: u32, text: &str) -> Vec<u8> {
        let before = self.doc.transact().state_vector();
        let content = self.doc.get_or_insert_text(coedit::TEXT);
        content.insert(&mut self.doc.transact_mut(), at, text);
        self.doc.transact().encode_diff_v1(&before)
    }

    /// Types into a cell of a workbook.
    pub(crate) async fn type_into(&mut self, cell: &str, input: &str) {
        let before = self.doc.transact().state_vector();
        let cells = self.doc.get_or_insert_map(coedit::CELLS);
        cells.insert(&mut self.doc.transact_mut(), cell, input);
        let update = self.doc.transact().encode_diff_v1(&before);
        self.update(update).await;
    }

    /// What was typed into the cells of a workbook.
    pub(crate) fn cells_typed(&self) -> BTreeMap<String, String> {
        let cells = self.doc.get_or_insert_map(coedit::CELLS);
        let transaction = self.doc.transact();
        cells
            .iter(&transaction)
            .map(|(cell, input)| (cell.to_owned(), input.to_string(&transaction)))
            .collect()
    }

    /// The texts of the paragraphs of a text document.
    pub(crate) fn paragraphs(&self) -> Vec<String> {
        let fragment = self.doc.get_or_insert_xml_fragment(prose::PROSE);
        let blocks = prose::blocks(&self.doc.transact(), &fragment).unwrap();
        blocks.iter().map(text_of).collect()
    }

    /// Changes a text document in any way.
    pub(crate) async fn change(&mut self, write: impl FnOnce(&Doc, &XmlFragmentRef)) {
        self.change_in(prose::PROSE, write).await;
    }

    /// Changes a fragment in any way.
    pub(crate) async fn change_in(
        &mut self,
        name: &str,
        write: impl FnOnce(&Doc, &XmlFragmentRef),
    ) {
        let before = self.doc.transact().state_vector();
        let fragment = self.doc.get_or_insert_xml_fragment(name);
        write(&self.doc, &fragment);
        let update = self.doc.transact().encode_diff_v1(&before);
        self.update(update).await;
    }

    /// Types text into a paragraph, at a place counted in bytes.
    pub(crate) async fn write_into(&mut self, paragraph: u32, at: u32, text: &str) {
        self.change(|doc, fragment| {
            let into = text_in(doc, fragment, paragraph);
            into.insert(&mut doc.transact_mut(), at, text);
        })
        .await;
    }

    /// Takes text out of a paragraph.
    pub(crate) async fn remove_from(&mut self, paragraph: u32, at: u32, length: u32) {
        self.change(|doc, fragment| {
            let from = text_in(doc, fragment, paragraph);
            from.remove_range(&mut doc.transact_mut(), at, length);
        })
        .await;
    }

    /// Asks for rows of a workbook.
    pub(crate) async fn show(&mut self, sheet: u32, from: u32, to: u32) {
        let asked = serde_json::json!({ "sheet": sheet, "from": from, "to": to });
        self.say(&Said::Custom(67, asked.to_string().into_bytes()))
            .await;
    }

    /// What a cell shows, as far as the server has told.
    pub(crate) fn shows(&self, cell: &str) -> &str {
        self.cells.get(cell).map_or("", |(shown, _)| shown)
    }

    /// How a cell looks, as far as the server has told.
    pub(crate) fn looks_of(&self, cell: &str) -> Value {
        let number = self.worn.get(cell).map(u64::to_string);
        let looks = number.and_then(|number| self.wardrobe.get(&number));
        looks.cloned().unwrap_or_default()
    }

    /// How many deeds have moved cells, as far as the server has told.
    pub(crate) fn epoch(&self) -> u64 {
        self.book["epoch"].as_u64().unwrap_or_default()
    }

    /// The names of the sheets.
    pub(crate) fn sheets(&self) -> Vec<String> {
        let sheets = self.book["sheets"].as_array().unwrap();
        let name = |sheet: &Value| sheet["name"].as_str().unwrap().to_owned();
        sheets.iter().map(name).collect()
    }

    /// Asks for a deed, as somebody does who knows of so many moves.
    pub(crate) async fn ask(&mut self, epoch: u64, deed: Value) {
        let id = self.answers.len();
        let asked = serde_json::json!({ "id": id, "epoch": epoch, "deed": deed });
        self.say(&Said::Custom(69, asked.to_string().into_bytes()))
            .await;
    }

    /// Does something. Gives what takes it back.
    pub(crate) async fn done(&mut self, deed: Value) -> Vec<Value> {
        let answer = self.answered(deed).await;
        assert_eq!(answer["refused"], Value::Null);
        answer["undo"].as_array().unwrap().clone()
    }

    /// Asks for something that is not done. Gives the words.
    pub(crate) async fn refused(&mut self, deed: Value) -> String {
        let answer = self.answered(deed).await;
        answer["refused"].as_str().unwrap().to_owned()
    }

    async fn answered(&mut self, deed: Value) -> Value {
        let id = self.answers.len();
        self.until(|one| one.book["kind"] == "book").await;
        self.ask(self.epoch(), deed).await;
        self.until(|one| one.answers.len() > id).await;
        self.answers[id].clone()
    }

    fn hear_of_cells(&mut self, told: Value) {
        for kind in ["prose", "slides"] {
            if told["kind"] == kind {
                self.looks = told[kind].clone();
                return;
            }
        }
        if told["kind"] == "book" {
            self.book = told;
            return;
        }
        if told["kind"] == "answer" {
            self.answers.push(told);
            return;
        }
        for (number, looks) in told["looks"].as_object().unwrap() {
            self.wardrobe.insert(number.clone(), looks.clone());
        }
        for cell in told["cells"].as_array().unwrap() {
            let name = format!("{}:{}:{}", cell[0], cell[1], cell[2]);
            let text = |at: usize| cell[at].as_str().unwrap().to_owned();
            self.worn.insert(name.clone(), cell[5].as_u64().unwrap());
            self.cells.insert(name, (text(3), text(4)));
        }
    }

    pub(crate) async fn update(&mut self, update: Vec<u8>) {
        self.said += 1;
        self.say(&Said::Sync(SyncMessage::Update(update))).await;
    }

    pub(crate) async fn say(&mut self, message: &Said) {
        self.say_bytes(message.encode_v1()).await;
    }

    /// Says bytes; whether they arrive is seen by what comes back.
    pub(crate) async fn say_bytes(&mut self, bytes: Vec<u8>) {
        let _ = self.socket.send(Message::Binary(bytes.into())).await;
    }

    pub(crate) async fn save(&mut self) {
        self.say(&Said::Custom(66, Vec::new())).await;
    }

    /// Listens until something is so.
    pub(crate) async fn until(&mut self, check: impl Fn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !check(self) {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(heard) = timeout(left, self.listen()).await else {
                panic!(
                    "not so in time: {:?} {:?} {:?}",
                    self.notice,
                    self.end,
                    self.text()
                );
            };
            assert!(heard || check(self), "the connection ended: {:?}", self.end);
        }
    }

    /// Waits until everything that was said is durable.
    pub(crate) async fn until_kept(&mut self) {
        self.until(|one| one.kept >= one.said).await;
    }

    /// Waits for the end of the connection.
    pub(crate) async fn until_end(&mut self) -> u16 {
        self.until(|one| one.end.is_some()).await;
        self.end.as_ref().unwrap().0
    }

    /// Hears one message; `false` at the end.
    pub(crate) async fn listen(&mut self) -> bool {
        match self.socket.next().await {
            Some(Ok(Message::Binary(bytes))) => self.heard(&bytes).await,
            Some(Ok(Message::Close(frame))) => {
                let frame = frame.unwrap();
                self.end = Some((frame.code.into(), frame.reason.to_string()));
            }
            Some(Ok(_)) => {}
            None | Some(Err(_)) => {
                self.end.get_or_insert((0, "broken".to_owned()));
                return false;
            }
        }
        true
    }

    async fn heard(&mut self, bytes: &[u8]) {
        match Said::decode_v1(bytes).unwrap() {
            Said::Sync(SyncMessage::SyncStep1(known)) => self.answer(known).await,
            Said::Sync(SyncMessage::SyncStep2(update)) => {
                self.apply(&update);
                self.synced = true;
            }
            Said::Sync(SyncMessage::Update(update)) => self.apply(&update),
            Said::Awareness(update) => {
                for (client, entry) in update.clients {
                    let state: Value = serde_json::from_str(&entry.json).unwrap();
                    match state["user"]["name"].as_str() {
                        Some(name) => self.names.insert(client.get(), name.to_owned()),
                        None => self.names.remove(&client.get()),
                    };
                }
            }
            Said::Custom(64, text) => self.notice = serde_json::from_slice(&text).unwrap(),
            Said::Custom(65, digits) => {
                self.kept = String::from_utf8(digits).unwrap().parse().unwrap();
            }
            Said::Custom(68, json) => self.hear_of_cells(serde_json::from_slice(&json).unwrap()),
            other => panic!("{other:?}"),
        }
    }

    async fn answer(&mut self, known: StateVector) {
        let missing = self.doc.transact().encode_diff_v1(&known);
        self.said += 1;
        self.say(&Said::Sync(SyncMessage::SyncStep2(missing))).await;
    }

    fn apply(&self, update: &[u8]) {
        let update = Update::decode_v1(update).unwrap();
        self.doc.transact_mut().apply_update(update).unwrap();
    }
}

/// The characters of a paragraph.
pub(crate) fn text_of(block: &prose::Block) -> String {
    let prose::Block::Paragraph(paragraph) = block else {
        return String::new();
    };
    let texts = paragraph.content.iter().filter_map(|piece| match piece {
        prose::Inline::Text(text, _) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

/// The first text of a paragraph, which gets one when it has none.
fn text_in(doc: &Doc, fragment: &XmlFragmentRef, paragraph: u32) -> XmlTextRef {
    let mut transaction = doc.transact_mut();
    let element = fragment.get(&transaction, paragraph).unwrap();
    let element = element.into_xml_element().unwrap();
    match element.get(&transaction, 0) {
        Some(XmlOut::Text(text)) => text,
        _ => element.insert(&mut transaction, 0, XmlTextPrelim::new("")),
    }
}
