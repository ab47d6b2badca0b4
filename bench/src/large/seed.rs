//! Filling a portal through the API.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use clap::Args;
use http::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::client::{Client, Identity};
use crate::fixture::{Fixture, content, folder, id, length, register};

/// Connections that make things at the same time.
const MAKERS: usize = 8;
const MEMBER: &str = "member@example.com";
const PASSWORD: &str = "bench-2026";

/// How much of everything.
#[derive(Args, Debug, Clone)]
pub(crate) struct Size {
    /// Files, spread over the rooms.
    #[arg(long, default_value_t = 100_000)]
    files: usize,
    #[arg(long, default_value_t = 1000)]
    rooms: usize,
    #[arg(long, default_value_t = 1000)]
    people: usize,
    #[arg(long, default_value_t = 20)]
    groups: usize,
    /// Entries of the one big folder.
    #[arg(long, default_value_t = 10_000)]
    big_folder: usize,
}

/// What there is now.
pub(crate) struct Seeded {
    pub(crate) identity: Identity,
    /// Somebody who is in a few rooms.
    pub(crate) member: Identity,
    pub(crate) rooms: usize,
    /// One of the rooms.
    pub(crate) room: i64,
    /// A room of that somebody.
    pub(crate) member_room: i64,
    pub(crate) big: i64,
    pub(crate) big_entries: usize,
    /// Files of the big folder.
    pub(crate) entries: Vec<i64>,
    /// An empty folder.
    pub(crate) target: i64,
}

impl Seeded {
    /// What the bare handlers want to know: how long our answers are.
    pub(crate) async fn as_fixture(&self, server: SocketAddr) -> Result<Fixture> {
        let mut client = Client::connect(server, self.identity.clone()).await?;
        Ok(Fixture {
            server,
            identity: self.identity.clone(),
            listed: self.room,
            scratch: self.target,
            file: 0,
            small: 0,
            big: 0,
            rooms_length: length(&mut client, crate::fixture::ROOMS).await?,
            folder_length: length(&mut client, &content(self.room)).await?,
            people_length: 0,
        })
    }
}

/// Makes everything.
pub(crate) async fn seed(server: SocketAddr, size: &Size) -> Result<Seeded> {
    let identity = register(server, &format!("large-{}", std::process::id())).await?;
    let crowd = Crowd {
        server,
        identity: identity.clone(),
    };
    let mut client = Client::connect(server, identity.clone()).await?;
    let member = json!({"firstName": "Ann", "lastName": "Member", "email": MEMBER,
        "password": PASSWORD, "type": "User"});
    let member = client.json(Method::POST, "/api/2.0/people", Some(member));
    let member = text(&member.await?)?;
    let people = crowd.people(size.people).await?;
    let groups = crowd.groups(size.groups, &people).await?;
    let rooms = crowd.rooms(size.rooms, &people, &member).await?;
    crowd.files(size.files, rooms.clone()).await?;
    let room = *rooms.first().context("no room")?;
    let big = folder(&mut client, room, "Big").await?;
    let target = folder(&mut client, room, "Target").await?;
    let entries = crowd.files(size.big_folder, vec![big]).await?;
    crowd.let_in_groups(&rooms, &groups).await?;
    Ok(Seeded {
        member: sign_in(server, &identity).await?,
        identity,
        rooms: rooms.len(),
        room,
        member_room: rooms.get(7 % rooms.len()).copied().unwrap_or(room),
        big,
        big_entries: entries.len(),
        entries,
        target,
    })
}

async fn sign_in(server: SocketAddr, owner: &Identity) -> Result<Identity> {
    let mut identity = Identity {
        token: None,
        ..owner.clone()
    };
    let mut client = Client::connect(server, identity.clone()).await?;
    let body = json!({"userName": MEMBER, "password": PASSWORD});
    let path = "/api/2.0/authentication";
    let answer = client.json(Method::POST, path, Some(body)).await?;
    identity.token = answer["token"].as_str().map(str::to_owned);
    Ok(identity)
}

fn text(made: &Value) -> Result<String> {
    let id = made["id"].as_str();
    Ok(id.with_context(|| format!("no id in {made}"))?.to_owned())
}

/// Names of people hold no digits.
fn letters(number: usize) -> String {
    let digits = number.to_string();
    digits
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'a'))
        .collect()
}

/// Those who make things at the same time.
struct Crowd {
    server: SocketAddr,
    identity: Identity,
}

impl Crowd {
    /// Sends `count` requests, made of their numbers, and gives the answers in their order.
    async fn each(
        &self,
        count: usize,
        ask: impl Fn(usize) -> (Method, String, Value) + Send + Sync + 'static,
    ) -> Result<Vec<Value>> {
        let (next, ask) = (Arc::new(AtomicUsize::new(0)), Arc::new(ask));
        let mut makers = JoinSet::new();
        for _ in 0..MAKERS {
            let mut client = Client::connect(self.server, self.identity.clone()).await?;
            let (next, ask) = (Arc::clone(&next), Arc::clone(&ask));
            makers.spawn(async move {
                let mut made = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return Ok::<_, anyhow::Error>(made);
                    }
                    let (method, path, body) = ask(number);
                    made.push((number, client.json(method, &path, Some(body)).await?));
                }
            });
        }
        let mut all = Vec::with_capacity(count);
        while let Some(made) = makers.join_next().await {
            all.extend(made??);
        }
        all.sort_unstable_by_key(|(number, _)| *number);
        Ok(all.into_iter().map(|(_, answer)| answer).collect())
    }

    async fn people(&self, count: usize) -> Result<Vec<String>> {
        let ask = |number| {
            let body = json!({"firstName": "Person", "lastName": letters(number),
                "email": format!("person{number}@example.com"), "type": "User"});
            (Method::POST, "/api/2.0/people".to_owned(), body)
        };
        let made = self.each(count, ask).await?;
        made.iter().map(text).collect()
    }

    async fn groups(&self, count: usize, people: &[String]) -> Result<Vec<String>> {
        let size = people.len().div_ceil(count.max(1)).max(1);
        let members: Vec<Vec<String>> = people.chunks(size).map(<[String]>::to_vec).collect();
        let ask = move |number: usize| {
            let body = json!({"groupName": format!("Group {number}"), "groupManager": null,
                "members": members.get(number)});
            (Method::POST, "/api/2.0/group".to_owned(), body)
        };
        let made = self.each(count, ask).await?;
        made.iter().map(text).collect()
    }

    /// Rooms with three people each; every eighth is the member's, too.
    async fn rooms(&self, count: usize, people: &[String], member: &str) -> Result<Vec<i64>> {
        let ask = |number| {
            let body = json!({"title": format!("Room {number}"), "roomType": 5});
            (Method::POST, "/api/2.0/files/rooms".to_owned(), body)
        };
        let made = self.each(count, ask).await?;
        let rooms: Vec<i64> = made.iter().map(id).collect::<Result<_>>()?;
        let (into, people, member) = (rooms.clone(), people.to_vec(), member.to_owned());
        let share = move |number: usize| {
            let some =
                (0..3).filter_map(|other| people.get((number * 3 + other) % people.len().max(1)));
            let some = some
                .cloned()
                .chain((number % 8 == 7).then(|| member.clone()));
            let some: Vec<Value> = some.map(|id| json!({"id": id, "access": 10})).collect();
            let path = format!(
                "/api/2.0/files/rooms/{}/share",
                into.get(number).unwrap_or(&0)
            );
            (
                Method::PUT,
                path,
                json!({"invitations": some, "notify": false}),
            )
        };
        self.each(rooms.len(), share).await?;
        Ok(rooms)
    }

    /// Documents, one after the other into each of the folders.
    async fn files(&self, count: usize, folders: Vec<i64>) -> Result<Vec<i64>> {
        let ask = move |number: usize| {
            let folder = folders.get(number % folders.len().max(1)).unwrap_or(&0);
            let path = format!("/api/2.0/files/{folder}/file");
            let body = json!({"title": format!("Document {number}.docx")});
            (Method::POST, path, body)
        };
        let made = self.each(count, ask).await?;
        made.iter().map(id).collect()
    }

    async fn let_in_groups(&self, rooms: &[i64], groups: &[String]) -> Result<()> {
        let (into, groups) = (rooms.to_vec(), groups.to_vec());
        let share = move |number: usize| {
            let group = groups.get(number % groups.len().max(1));
            let path = format!(
                "/api/2.0/files/rooms/{}/share",
                into.get(number).unwrap_or(&0)
            );
            let body = json!({"invitations": [{"id": group, "access": 2}], "notify": false});
            (Method::PUT, path, body)
        };
        self.each(rooms.len(), share).await.map(drop)
    }
}
