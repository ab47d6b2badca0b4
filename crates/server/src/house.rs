//! The parts of the running product.

use std::sync::Arc;
use std::time::Duration;

use access::Access;
use audit::Audit;
use backup::Backups;
use blob::{Blobs, S3, Storage};
use brand::Brand;
use coedit::Coedit;
use connectors::{Connectors, DocumentServer, Servers, WopiConfig};
use dav::Dav;
use documents::{Previews, Tools, Workshop};
use events::{Listener, Outbox, Signal};
use files::contents::{Contents, Unread};
use files::conversion::Converter;
use files::formats::Editors;
use files::service::{Abilities, Files};
use limits::{Budgets, Meter};
use parking_lot::Mutex;
use people::People;
use plugins::Plugins;
use portal::outbound::Targets;
use portal::{Installation, Portals};
use post::{Carrier, Office, Roots, Sender, Smtp};
use realtime::Realtime;
use search::Search;
use sql::{Db, Dialect};
use storage::Storages;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};
use webhooks::Webhooks;

use crate::config::Config;
use crate::figures::figures;
use crate::layers::rate;

/// How long background jobs may go on after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Letters on their way at a time: slow mail servers keep no other work waiting.
const CARRIERS: usize = 2;

/// Webhooks being sent at a time, for the same reason.
const MESSENGERS: usize = 8;

/// How long an object without references is kept: longer than any upload or download takes.
const UNUSED: Duration = Duration::from_secs(24 * 3600);

/// How often nodes tell each other what callers used of their limits.
const EXCHANGE: Duration = Duration::from_secs(1);

/// All open parts. Cheap to clone.
#[derive(Clone)]
pub struct House {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    db: Db,
    blobs: Blobs,
    storages: Storages,
    portals: Portals,
    people: People,
    access: Access,
    files: Files,
    budgets: Budgets,
    meter: Meter,
    workshop: Workshop,
    previews: Previews,
    audit: Audit,
    coedit: Coedit,
    connectors: Connectors,
    realtime: Realtime,
    search: Search,
    webhooks: Webhooks,
    plugins: Plugins,
    brand: Brand,
    backups: Backups,
    background: Mutex<Option<Background>>,
}

/// What goes on between requests.
struct Background {
    outbox: Outbox,
    workers: jobs::Running,
    exchange: Option<JoinHandle<()>>,
    _realtime: realtime::Running,
    _coedit: coedit::Running,
    _connectors: connectors::Running,
    post: jobs::Running,
    messengers: jobs::Running,
}

/// Why the house cannot be opened; the text is for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder.
    #[error("data folder {0}: {1}")]
    Data(String, std::io::Error),
    /// The database.
    #[error("database: {0}")]
    Database(#[from] sql::Error),
    /// The object storage.
    #[error("objects: {0}")]
    Objects(#[from] blob::Error),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// Brings the tables of all domains up to date.
///
/// # Errors
/// A migration failed.
pub async fn migrate(db: &Db) -> Result<(), sql::Error> {
    let sets = [
        &blob::MIGRATIONS,
        &jobs::MIGRATIONS,
        &events::MIGRATIONS,
        &limits::MIGRATIONS,
        &portal::MIGRATIONS,
        &people::MIGRATIONS,
        &access::MIGRATIONS,
        &files::MIGRATIONS,
        &documents::MIGRATIONS,
        &coedit::MIGRATIONS,
        &connectors::MIGRATIONS,
        &audit::MIGRATIONS,
        &search::MIGRATIONS,
        &webhooks::MIGRATIONS,
        &plugins::MIGRATIONS,
        &brand::MIGRATIONS,
        &dav::MIGRATIONS,
        &backup::MIGRATIONS,
    ];
    for set in sets {
        db.migrate(set).await?;
    }
    files::fold_titles(db).await
}

impl House {
    /// Opens data folder, database and objects, creating what is not there.
    ///
    /// # Errors
    /// A part cannot be opened.
    pub async fn open(config: Config) -> Result<Self, OpenError> {
        let db = Self::open_database(&config).await?;
        Self::open_with(config, db).await
    }

    /// Opens the database alone, for `migrate` and `doctor`.
    ///
    /// # Errors
    /// It cannot be reached.
    pub async fn open_database(config: &Config) -> Result<Db, OpenError> {
        std::fs::create_dir_all(&config.data)
            .map_err(|error| OpenError::Data(config.data.display().to_string(), error))?;
        let mut options = sql::Options::default();
        if config.database_connections > 0 {
            options.connections = config.database_connections;
        }
        Ok(Db::open(&config.database_url(), options).await?)
    }

    /// The same over a database that is open already.
    ///
    /// # Errors
    /// A part cannot be opened.
    pub async fn open_with(config: Config, db: Db) -> Result<Self, OpenError> {
        migrate(&db).await?;
        let installation = installation(&config)?;
        let blobs = Blobs::open(&storage(&config)).await?;
        let figures = figures();
        let portals = Portals::new(db.clone(), installation, portal_config(&config)?, figures);
        let storages = Storages::open(portals.clone(), blobs.clone())
            .await
            .map_err(|error| OpenError::Other(error.to_string()))?;
        let workshop = Workshop::new(blobs.clone(), Tools::find());
        let servers = Servers::new(portals.clone(), document_server(&config), wopi(&config));
        let abilities = abilities(&workshop, &servers);
        let files = Files::new(
            db.clone(),
            blobs.clone(),
            portals.clone(),
            abilities,
            contents(&config, &db),
        );
        let access = Access::new(
            portals.clone(),
            Arc::new(files.clone()),
            config.password_memory_kib,
        );
        let people = People::new(people::Parts {
            db: db.clone(),
            blobs: blobs.clone(),
            installation: portals.installation().clone(),
            sessions: Arc::new(access.clone()),
            belongings: Arc::new(files.clone()),
        });
        let budgets = Budgets::over(&db, rate::rules(&config));
        let meter = Meter::over(&db, &rate::metered(&config));
        let audit = Audit::new(portals.clone(), files.clone());
        let coedit = Coedit::new(files.clone(), access.clone(), coediting(&config));
        let connectors = Connectors::new(files.clone(), servers);
        let realtime = Realtime::new(access.clone(), people.clone(), files.clone());
        let search = Search::new(db.clone(), blobs.clone(), &workshop, reading(&config));
        let webhooks = Webhooks::new(portals.clone(), files.clone(), messengers(&config));
        let plugins = Plugins::new(portals.clone(), blobs.clone());
        let brand = Brand::new(portals.clone(), blobs.clone());
        let previews = Previews::new(files.clone(), workshop.clone());
        let tables: backup::Migrate = Arc::new(|db| Box::pin(async move { migrate(&db).await }));
        let backups = Backups::new(files.clone(), access.clone(), config.data.clone(), tables);
        let background = Mutex::new(None);
        let inner = Inner {
            config,
            db,
            blobs,
            storages,
            portals,
            people,
            access,
            files,
            budgets,
            meter,
            previews,
            workshop,
            audit,
            coedit,
            connectors,
            realtime,
            search,
            webhooks,
            plugins,
            brand,
            backups,
            background,
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Starts delivering events and doing jobs. Only the server does, not the other commands: on SQLite a second
    /// process would take the first one's jobs for abandoned.
    ///
    /// # Errors
    /// The database failed.
    pub async fn start(&self) -> Result<(), OpenError> {
        let mut listeners: Vec<Arc<dyn Listener>> = vec![
            Arc::new(self.audit().clone()),
            Arc::new(self.webhooks().clone()),
        ];
        if self.config().search_contents {
            listeners.push(Arc::new(self.search().clone()));
        }
        let outbox = Outbox::start(self.db().clone(), listeners).await?;
        follow(
            &outbox,
            self.portals().clone(),
            self.access().clone(),
            self.blobs().clone(),
        );
        let realtime = self.realtime().start(&outbox);
        let coedit = self.coedit().start(&outbox);
        let connectors = self.connectors().start(&outbox);
        let workers = jobs::Workers::new(self.db().clone());
        let workers = people::tasks::register(workers, self.people());
        let workers = access::tasks::register(workers, self.access());
        let workers = files::service::operations::register(workers, self.files());
        let workers = files::service::cleanup::register(workers, self.files());
        let workers = files::service::tracking::register(workers, self.files());
        let workers = files::service::feeds::register(workers, self.files());
        let workers = files::service::conversion::register(workers, self.files());
        let workers = documents::register(workers, self.previews());
        let workers = self.audit().register(workers);
        let workers = self.dav().register(workers);
        let workers = self.webhooks().register(workers);
        let workers = backup::register(workers, self.backups());
        let workers = storage::register(workers, self.storages());
        let workers = if self.config().search_contents {
            self.search().register(workers)
        } else {
            workers
        };
        let workers = self
            .sweep_limits(self.collect_objects(workers))
            .start(self.config().job_workers);
        let post = self
            .office()
            .register(jobs::Workers::new(self.db().clone()));
        let messengers = self
            .webhooks()
            .register_delivery(jobs::Workers::new(self.db().clone()));
        let exchange = self.exchange();
        self.open_interrupted();
        *self.inner.background.lock() = Some(Background {
            outbox,
            workers,
            exchange,
            post: post.start(CARRIERS),
            messengers: messengers.start(MESSENGERS),
            _realtime: realtime,
            _coedit: coedit,
            _connectors: connectors,
        });
        Ok(())
    }

    /// The tree for WebDAV clients.
    #[must_use]
    pub fn dav(&self) -> Dav {
        Dav::new(self.files().clone())
    }

    fn office(&self) -> Office {
        let portals = self.portals();
        let (carrier, sender) = (&portals.config().carrier, &portals.config().sender);
        Office::new(Arc::new(portals.clone()), carrier.clone(), sender.clone())
    }

    /// Opens portals again whose restore was interrupted: at once, and when the last sign of life of a command that was
    /// killed a moment ago is too old. From then on it is looked after every minute.
    fn open_interrupted(&self) {
        let portals = self.portals().clone();
        tokio::spawn(async move {
            for pause in [Duration::ZERO, Duration::from_secs(16)] {
                tokio::time::sleep(pause).await;
                if let Err(error) = backup::restore::recover(&portals).await {
                    tracing::warn!(%error, "interrupted restores were not looked for");
                }
            }
        });
    }

    /// Removes objects that nothing refers to any more, once an hour, but for those a backup under way has seen.
    fn collect_objects(&self, workers: jobs::Workers) -> jobs::Workers {
        const KIND: &str = "objects.collect";
        let (db, blobs, backups) = (
            self.db().clone(),
            self.blobs().clone(),
            self.backups().clone(),
        );
        let work = move |_: jobs::JobContext| {
            let (db, blobs, backups) = (db.clone(), blobs.clone(), backups.clone());
            async move {
                let until = backups.collect_until(sql::now()).await;
                let until = until.map_err(|error| error.to_string())?;
                let done = blobs.collect(&db, UNUSED, until).await;
                done.map(|_| serde_json::Value::Null)
                    .map_err(|error| error.to_string())
            }
        };
        workers
            .register(KIND, work)
            .every(KIND, Duration::from_secs(3600))
    }

    /// Removes counts of limits that say nothing any more, once an hour. A lone node's memory forgets by itself.
    fn sweep_limits(&self, workers: jobs::Workers) -> jobs::Workers {
        const KIND: &str = "limits.sweep";
        if self.db().dialect() == Dialect::Sqlite {
            return workers;
        }
        let db = self.db().clone();
        let work = move |_: jobs::JobContext| {
            let db = db.clone();
            async move {
                let swept = limits::sweep(&db, sql::now()).await;
                swept
                    .map(|_| serde_json::Value::Null)
                    .map_err(|error| error.to_string())
            }
        };
        workers
            .register(KIND, work)
            .every(KIND, Duration::from_secs(3600))
    }

    /// Exchanges counts of limits with the other nodes every second; a lone node has nobody to tell.
    fn exchange(&self) -> Option<JoinHandle<()>> {
        if self.db().dialect() == Dialect::Sqlite {
            return None;
        }
        let budgets = self.budgets().clone();
        Some(tokio::spawn(async move {
            let mut ticks = interval(EXCHANGE);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                if let Err(error) = budgets.exchange(sql::now()).await {
                    tracing::warn!(%error, "counts of limits were not exchanged");
                }
            }
        }))
    }

    /// Makes the first portal of a fresh installation, so that its wizard is open.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ensure_first_portal(&self) -> Result<(), OpenError> {
        let made = self.access().ensure_first_portal().await;
        made.map_err(|error| OpenError::Other(error.to_string()))
    }

    /// The operator's decisions.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The objects.
    #[must_use]
    pub fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    /// Rooms and files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.inner.files
    }

    /// Files page by page.
    #[must_use]
    pub fn previews(&self) -> &Previews {
        &self.inner.previews
    }

    /// The audit trail.
    #[must_use]
    pub fn audit(&self) -> &Audit {
        &self.inner.audit
    }

    /// The portals.
    #[must_use]
    pub fn portals(&self) -> &Portals {
        &self.inner.portals
    }

    /// The people.
    #[must_use]
    pub fn people(&self) -> &People {
        &self.inner.people
    }

    /// What callers used of their limits.
    #[must_use]
    pub fn budgets(&self) -> &Budgets {
        &self.inner.budgets
    }

    /// Counts calls with limits of their own.
    #[must_use]
    pub fn meter(&self) -> &Meter {
        &self.inner.meter
    }

    /// Sign-in and registration.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.inner.access
    }

    /// The socket service.
    #[must_use]
    pub fn realtime(&self) -> &Realtime {
        &self.inner.realtime
    }

    /// The documents that are edited together.
    #[must_use]
    pub fn coedit(&self) -> &Coedit {
        &self.inner.coedit
    }

    /// Editors outside of this product.
    #[must_use]
    pub fn connectors(&self) -> &Connectors {
        &self.inner.connectors
    }

    /// Servers of others that are told what happens.
    #[must_use]
    pub fn webhooks(&self) -> &Webhooks {
        &self.inner.webhooks
    }

    /// Plugins of the web app.
    #[must_use]
    pub fn plugins(&self) -> &Plugins {
        &self.inner.plugins
    }

    /// Logos of portals.
    #[must_use]
    pub fn brand(&self) -> &Brand {
        &self.inner.brand
    }

    /// Backups of portals.
    #[must_use]
    pub fn backups(&self) -> &Backups {
        &self.inner.backups
    }

    /// Where portals keep their objects.
    #[must_use]
    pub fn storages(&self) -> &Storages {
        &self.inner.storages
    }

    /// The search in contents.
    #[must_use]
    pub fn search(&self) -> &Search {
        &self.inner.search
    }

    /// Whether the object storage takes and gives back objects.
    ///
    /// # Errors
    /// The storage's text.
    pub async fn probe_objects(&self) -> Result<(), String> {
        let probe = async {
            let object = self.blobs().put_bytes(&b"ready"[..]).await?;
            self.blobs().get_bytes(&object.id).await?;
            self.blobs().delete(&object.id).await
        };
        probe.await.map_err(|error| error.to_string())
    }

    /// Sends those away who stay for long: to be called before requests are waited for.
    pub async fn say_goodbye(&self) {
        tokio::join!(self.realtime().close(), self.coedit().close());
    }

    /// Finishes background work that is under way and stops.
    pub async fn close(&self) {
        let background = self.inner.background.lock().take();
        if let Some(Background {
            outbox,
            workers,
            exchange,
            post,
            messengers,
            ..
        }) = background
        {
            if let Some(exchange) = exchange {
                exchange.abort();
            }
            tokio::join!(
                workers.stop(GRACE),
                post.stop(GRACE),
                messengers.stop(GRACE)
            );
            self.inner.workshop.close();
            outbox.stop().await;
        }
    }
}

/// Caches of this node forget what another node may have changed. A lone node's caches forget by themselves.
fn follow(outbox: &Outbox, portals: Portals, access: Access, blobs: Blobs) {
    const PORTALS: [&str; 2] = ["portal.", "settings."];
    const OBJECTS: &str = "storage.";
    const SIGN_IN: [&str; 5] = ["person.", "session.", "login.ended", "key.", "portal."];
    if portals.db().dialect() == Dialect::Sqlite {
        return;
    }
    let mut events = outbox.subscribe();
    tokio::spawn(async move {
        while let Some(signal) = events.next().await {
            let about = |start: &str| match &signal {
                Signal::Event(event) => event.kind.starts_with(start),
                Signal::Missed => true,
            };
            if PORTALS.iter().any(|start| about(start)) {
                portals.forget();
            }
            if SIGN_IN.iter().any(|start| about(start)) {
                access.forget();
            }
            if about(OBJECTS)
                && let Err(error) = blobs.reload().await
            {
                // An object that is missed has them read again.
                tracing::warn!(%error, "places of objects were not read");
            }
        }
    });
}

/// What the programs of this machine make possible.
fn abilities(workshop: &Workshop, servers: &Servers) -> Abilities {
    let converter = workshop.tools().office.is_some();
    Abilities {
        editors: Editors::Absent,
        thumbnails: workshop.tools().thumbnails(),
        converter: converter.then(|| Arc::new(workshop.clone()) as Arc<dyn Converter>),
        foreign: Some(Arc::new(servers.clone())),
    }
}

/// The office of the installation.
fn wopi(config: &Config) -> WopiConfig {
    WopiConfig {
        office: config.wopi_office.clone(),
        portal: config.wopi_portal.clone(),
    }
}

/// The document server of portals without one of their own.
fn document_server(config: &Config) -> DocumentServer {
    let address = |text: &String| match text.is_empty() || text.ends_with('/') {
        true => text.clone(),
        false => format!("{text}/"),
    };
    DocumentServer {
        url: address(&config.document_server),
        internal: address(&config.document_server_internal),
        portal: address(&config.document_server_portal),
        secret: config.document_server_secret.clone(),
        header: config.document_server_header.clone(),
        any_certificate: false,
    }
}

/// What finds files by their contents.
fn contents(config: &Config, db: &Db) -> Arc<dyn Contents> {
    if config.search_contents {
        Arc::new(search::Index::new(db.dialect()))
    } else {
        Arc::new(Unread)
    }
}

fn coediting(config: &Config) -> coedit::Options {
    coedit::Options {
        address: config.node_address.clone(),
        rest: Duration::from_millis(config.editing_rest_ms),
        linger: Duration::from_millis(config.editing_linger_ms),
        ..coedit::Options::default()
    }
}

fn messengers(config: &Config) -> webhooks::Options {
    webhooks::Options {
        answer: Duration::from_millis(config.webhook_answer_ms),
        retry_after: Duration::from_millis(config.webhook_retry_ms),
    }
}

fn reading(config: &Config) -> search::Options {
    let mut options = search::Options::default();
    options.limits.file = config.search_file_mib.saturating_mul(1 << 20);
    options
}

fn installation(config: &Config) -> Result<Installation, OpenError> {
    if config.machine_key.is_empty() {
        return Installation::open(&config.data)
            .map_err(|error| OpenError::Data(config.data.display().to_string(), error));
    }
    let mut key = [0; 32];
    hex::decode_to_slice(&config.machine_key, &mut key)
        .map_err(|error| OpenError::Other(format!("machine_key: {error}")))?;
    Ok(Installation::from_key(key))
}

fn storage(config: &Config) -> Storage {
    if config.s3_bucket.is_empty() {
        return Storage::Folder(config.data.join("objects"));
    }
    Storage::S3(S3 {
        bucket: config.s3_bucket.clone(),
        endpoint: config.s3_endpoint.clone(),
        region: config.s3_region.clone(),
        access_key: config.s3_access_key.clone(),
        secret_key: config.s3_secret_key.clone(),
        root: config.s3_prefix.clone(),
        virtual_host: config.s3_virtual_host,
        guard: None,
    })
}

fn portal_config(config: &Config) -> Result<portal::Config, OpenError> {
    let text = |value: &String| (!value.is_empty()).then(|| value.clone());
    let pattern = text(&config.secret_emails)
        .map(|p| regex::Regex::new(&p))
        .transpose();
    let mut portals = portal::Config::new(&config.data);
    portals.dev = config.dev;
    portals.open_registration = config.open_registration;
    portals.base_domain = text(&config.base_domain);
    portals.secret_emails = pattern.map_err(|error| OpenError::Other(error.to_string()))?;
    portals.public_url = text(&config.public_url);
    portals.targets = targets(config);
    let wrong = |key: &str| {
        let key = key.to_owned();
        move |error: String| OpenError::Other(format!("{key}: {error}"))
    };
    portals.sender = Sender::parse(&config.mail_from).map_err(wrong("mail_from"))?;
    if let Some(file) = text(&config.smtp_ca) {
        let pem = std::fs::read(&file).map_err(|error| wrong("smtp_ca")(error.to_string()))?;
        portals.mail_roots = Roots::from_pem(&pem).map_err(wrong("smtp_ca"))?;
    }
    if let Some(url) = text(&config.smtp) {
        let smtp = Smtp::from_url(&url, portals.mail_roots.clone()).map_err(wrong("smtp"))?;
        portals.carrier = Carrier::Smtp(Box::new(smtp));
    }
    Ok(portals)
}

/// Where servers named by users may be: developers try things out on their own computer.
fn targets(config: &Config) -> Targets {
    if config.dev {
        return Targets::everything();
    }
    let ranges = config.private_targets.iter();
    Targets::public_and(
        ranges
            .filter_map(|text| portal::ip::Range::parse(text))
            .collect(),
    )
}
