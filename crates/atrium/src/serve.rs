//! The server command, and those that need the same parts.

use std::io::Write as _;

use anyhow::Context as _;
use server::{Config, House};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// Opens everything, listens, and stops on SIGTERM or Ctrl-C.
pub(crate) async fn run(config: Config) -> anyhow::Result<()> {
    let started = std::time::Instant::now();
    let listener = TcpListener::bind(&config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    let house = House::open(config).await?;
    house.ensure_first_portal().await?;
    house.start().await?;
    let app = server::app(&house);
    let ms = started.elapsed().as_millis();
    tracing::info!(%address, ms, version = env!("CARGO_PKG_VERSION"), dev = house.config().dev, "ready");
    let stopped = stopped()?;
    let stop = async {
        stopped.await;
        house.say_goodbye().await;
    };
    server::serve(listener, app, stop).await?;
    house.close().await;
    Ok(())
}

/// Brings the tables up to date.
pub(crate) async fn migrate(config: &Config) -> anyhow::Result<()> {
    let db = House::open_database(config).await?;
    server::migrate(&db).await?;
    say("The database is up to date.");
    Ok(())
}

/// Prints the description of the interface, from an installation that lives only for this.
pub(crate) async fn openapi(mut config: Config) -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("atrium-openapi-{}", std::process::id()));
    config.data.clone_from(&folder);
    config.database = String::new();
    config.s3_bucket = String::new();
    let printed = async {
        let house = House::open(config).await?;
        say(&serde_json::to_string_pretty(&server::document(&house))?);
        house.close().await;
        anyhow::Ok(())
    };
    let printed = printed.await;
    // Left-overs in the system's temporary folder hurt nobody.
    let _ = std::fs::remove_dir_all(&folder);
    printed
}

fn stopped() -> anyhow::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// The answer of a command, on standard output.
pub(crate) fn say(text: &str) {
    // A reader that has seen enough, such as `head`, is no failure.
    let _ = writeln!(std::io::stdout(), "{text}");
}
