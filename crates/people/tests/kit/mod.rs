//! The routes of this crate over a fresh database, with callers put in by hand instead of sessions.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::{Router, middleware};
use blob::{Blobs, Storage};
use futures::future::BoxFuture;
use http::{Request, header};
use http_body_util::BodyExt as _;
use people::hooks::{Audience, EntryKind, Nothing};
use people::model::EmployeeActivationStatus;
use people::service::Draft;
use people::{Belongings, Error, Parts, People, Person};
use portal::{Caller, Installation, Portal, PortalId, Role, Status, TrustedDomains, UserId, Via};
use serde_json::Value;
use sql::{Db, Tx};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub const HERE: PortalId = PortalId(7);

/// Entry 1 and those it is shared with, who may read it; administrators may do everything.
struct Shares(Arc<Mutex<Audience>>);

impl Belongings for Shares {
    fn owns_rooms(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<bool> {
        Nothing.owns_rooms(tx, portal, user)
    }

    fn has_shares(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<bool> {
        Nothing.has_shares(tx, portal, user)
    }

    fn has_personal_folder(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        user: UserId,
    ) -> sql::Result<bool> {
        Nothing.has_personal_folder(tx, portal, user)
    }

    fn exclude_guests(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        owner: UserId,
        guests: &[UserId],
    ) -> sql::Result<()> {
        Nothing.exclude_guests(tx, portal, owner, guests)
    }

    fn audience(
        &self,
        _: &mut Tx<'_>,
        caller: &Caller,
        entry: (EntryKind, i64),
        edit: bool,
    ) -> Result<Audience, Error> {
        let shares = self.0.lock().unwrap().clone();
        match entry.1 {
            1 if caller.is_admin() || (!edit && shares.users.contains(&caller.user)) => Ok(shares),
            1 => Err(Error::Denied),
            _ => Err(Error::NoRecord),
        }
    }

    fn hand_over(
        &self,
        portal: PortalId,
        from: UserId,
        to: UserId,
        personal: bool,
    ) -> BoxFuture<'_, Result<(), String>> {
        Nothing.hand_over(portal, from, to, personal)
    }

    fn remove_personal(&self, portal: PortalId, user: UserId) -> BoxFuture<'_, Result<(), String>> {
        Nothing.remove_personal(portal, user)
    }
}

/// One portal with an owner.
pub struct Kit {
    pub db: Db,
    pub people: People,
    pub owner: Person,
    pub portal: Arc<Portal>,
    /// With whom entry 1 is shared.
    pub shares: Arc<Mutex<Audience>>,
    router: Router,
    _folder: TempDir,
}

impl Kit {
    pub async fn new(db: Db) -> Self {
        for set in [
            &blob::MIGRATIONS,
            &events::MIGRATIONS,
            &jobs::MIGRATIONS,
            &portal::MIGRATIONS,
            &people::MIGRATIONS,
        ] {
            db.migrate(set).await.unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(&Storage::Folder(folder.path().join("objects")))
            .await
            .unwrap();
        let shares = Arc::default();
        let people = People::new(Parts {
            db: db.clone(),
            blobs,
            installation: Installation::from_key([7; 32]),
            sessions: Arc::new(Nothing),
            belongings: Arc::new(Shares(Arc::clone(&shares))),
        });
        let router = Router::from(people::api::routes(people.clone()))
            .layer(middleware::from_fn(wire::envelope));
        let activation = EmployeeActivationStatus::Activated;
        let draft = Draft::new(Role::Owner, "Owner@Example.com", "admin-zero", "admin-zero");
        let draft = Draft {
            activation,
            ..draft
        };
        let owner = create(&db, None, draft).await;
        let portal = Arc::new(portal_record(owner.id));
        Self {
            db,
            people,
            owner,
            portal,
            shares,
            router,
            _folder: folder,
        }
    }

    /// A person created by another.
    pub async fn person(&self, creator: &Person, role: Role, name: &str) -> Person {
        let email = format!("{name}@Example.com");
        create(
            &self.db,
            Some(creator.id),
            Draft::new(role, &email, name, "O'Connell"),
        )
        .await
    }

    /// A call; the path is below `/api/2.0/`.
    pub async fn call(
        &self,
        caller: &Person,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/2.0/{path}"))
            .header(header::HOST, "team.example");
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        self.send(caller, request.body(Body::from(body)).unwrap())
            .await
    }

    /// A request made by hand.
    pub async fn send(&self, caller: &Person, mut request: Request<Body>) -> (u16, Value) {
        request.extensions_mut().insert(Arc::clone(&self.portal));
        request.extensions_mut().insert(self.caller(caller).await);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (
            status,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }

    /// A call that must answer 200; gives `response`.
    pub async fn ok(
        &self,
        caller: &Person,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Value {
        let (status, mut answer) = self.call(caller, method, path, body).await;
        assert_eq!(status, 200, "{method} {path}: {answer}");
        answer["response"].take()
    }

    /// A call that must be refused; gives the text.
    pub async fn refused(
        &self,
        caller: &Person,
        (method, path): (&str, &str),
        body: Option<Value>,
        status: u16,
    ) -> String {
        let (got, answer) = self.call(caller, method, path, body).await;
        assert_eq!(got, status, "{method} {path}: {answer}");
        answer["error"]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Somebody's present state.
    pub async fn now(&self, person: &Person) -> Option<Person> {
        let id = person.id;
        self.db
            .read::<_, sql::Error>(move |tx| people::store::by_id(tx, HERE, id))
            .await
            .unwrap()
    }

    async fn caller(&self, person: &Person) -> Caller {
        let person = self.now(person).await.unwrap_or_else(|| person.clone());
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
}

async fn create(db: &Db, creator: Option<UserId>, draft: Draft) -> Person {
    db.write::<_, Error>(move |tx| people::service::create(tx, HERE, creator, draft, sql::now()))
        .await
        .unwrap()
}

fn portal_record(owner: UserId) -> Portal {
    Portal {
        id: HERE,
        alias: "team".to_owned(),
        mapped_domain: None,
        name: String::new(),
        language: "en-US".to_owned(),
        time_zone: "UTC".to_owned(),
        status: Status::Active,
        status_changed: 0,
        owner,
        created: 0,
        modified: 0,
        industry: 0,
        calls: false,
        spam: false,
        trusted_domains: TrustedDomains::default(),
        cookie_index: 0,
    }
}
