//! Wake-ups to and from other nodes, over a connection of their own.

use std::sync::Weak;
use std::time::Duration;

use futures::future::poll_fn;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls, Notification, Socket};

use super::error::error;
use crate::notify::{Hub, Relay};
use crate::{Error, Result};

/// How long to wait before connecting again.
const PAUSE: Duration = Duration::from_secs(1);

/// Relays until the [`Hub`] is dropped.
pub(super) async fn run(
    config: Config,
    schema: String,
    mut orders: UnboundedReceiver<Relay>,
    hub: Weak<Hub>,
) {
    let mut unsent = Vec::new();
    // A database that neither notifies nor listens needs no connection for it.
    let Some(first) = orders.recv().await else {
        return;
    };
    remember(&mut unsent, first);
    while let Err(error) = connected(&config, &schema, &mut orders, &hub, &mut unsent).await {
        tracing::warn!(%error, "no connection for wake-ups between nodes, trying again");
        tokio::time::sleep(PAUSE).await;
        if hub.strong_count() == 0 {
            return;
        }
    }
}

fn remember(unsent: &mut Vec<&'static str>, order: Relay) {
    if let Relay::Notify(channel) = order
        && !unsent.contains(&channel)
    {
        unsent.push(channel);
    }
}

/// One connection's life: `Ok` when the hub is gone.
async fn connected(
    config: &Config,
    schema: &str,
    orders: &mut UnboundedReceiver<Relay>,
    hub: &Weak<Hub>,
    unsent: &mut Vec<&'static str>,
) -> Result<()> {
    let (client, connection) = config.connect(NoTls).await.map_err(error)?;
    let (sender, mut heard) = unbounded_channel();
    tokio::spawn(listen(connection, sender));
    let own = client
        .query_one("SELECT pg_backend_pid()", &[])
        .await
        .map_err(error)?;
    let own: i32 = own.try_get(0).map_err(error)?;
    for channel in hub.upgrade().map(|hub| hub.names()).unwrap_or_default() {
        subscribe(&client, schema, channel, hub).await?;
    }
    loop {
        while let Some(channel) = unsent.last() {
            let text = format!("NOTIFY \"{schema}\", '{channel}'");
            client.batch_execute(&text).await.map_err(error)?;
            unsent.pop();
        }
        tokio::select! {
            order = orders.recv() => match order {
                None => return Ok(()),
                Some(Relay::Listen(channel)) => subscribe(&client, schema, channel, hub).await?,
                Some(order) => {
                    remember(unsent, order);
                }
            },
            note = heard.recv() => match note {
                None => return Err(Error::Unavailable("closed by the server".into())),
                Some(note) if note.process_id() == own => {} // woken already, without the detour
                Some(note) => hub.upgrade().iter().for_each(|hub| hub.wake(note.payload())),
            },
        }
    }
}

/// Listens to the channel, and wakes its listeners: something may have happened before.
async fn subscribe(client: &Client, schema: &str, channel: &str, hub: &Weak<Hub>) -> Result<()> {
    client
        .batch_execute(&format!("LISTEN \"{schema}\""))
        .await
        .map_err(error)?;
    hub.upgrade().iter().for_each(|hub| hub.wake(channel));
    Ok(())
}

/// Moves the connection's bytes and hands on what it hears.
async fn listen(
    mut connection: Connection<Socket, tokio_postgres::tls::NoTlsStream>,
    heard: UnboundedSender<Notification>,
) {
    while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
        if let AsyncMessage::Notification(note) = message {
            // Fails when the relay gave up this connection, which ends it from the other side.
            let _ = heard.send(note);
        }
    }
}
