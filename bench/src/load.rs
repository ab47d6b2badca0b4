//! Calling as fast as the answers come, from several connections, for a fixed time.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::client::{Client, Identity};
use crate::process;
use crate::report::Row;

/// How long and with how many connections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) warm_up: Duration,
    pub(crate) measured: Duration,
    pub(crate) workers: usize,
}

static TICKET: AtomicU64 = AtomicU64::new(0);

/// A number that no other call of this run has.
pub(crate) fn ticket() -> u64 {
    TICKET.fetch_add(1, Ordering::Relaxed)
}

/// Runs `call` under load. It answers the bytes it moved.
pub(crate) async fn run<F, Fut>(
    name: &'static str,
    server: SocketAddr,
    identity: &Identity,
    pid: Option<u32>,
    plan: Plan,
    call: F,
) -> Result<Row>
where
    F: Fn(Client) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = (Client, Result<u64>)> + Send,
{
    worker_loop(server, identity, plan.warm_up, plan.workers, call.clone()).await?;
    let cpu = pid.map(process::cpu_seconds);
    let started = Instant::now();
    let samples = worker_loop(server, identity, plan.measured, plan.workers, call).await?;
    let elapsed = started.elapsed();
    let cpu = pid
        .zip(cpu)
        .map(|(pid, before)| process::cpu_seconds(pid) - before);
    Ok(Row::new(name, samples, elapsed, cpu))
}

/// Microseconds, bytes and success of one call.
pub(crate) type Sample = (u32, u64, bool);

async fn worker_loop<F, Fut>(
    server: SocketAddr,
    identity: &Identity,
    time: Duration,
    workers: usize,
    call: F,
) -> Result<Vec<Sample>>
where
    F: Fn(Client) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = (Client, Result<u64>)> + Send,
{
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..workers {
        let mut client = Client::connect(server, identity.clone()).await?;
        let call = call.clone();
        tasks.spawn(async move {
            let mut samples: Vec<Sample> = Vec::new();
            let end = Instant::now() + time;
            while Instant::now() < end {
                let begun = Instant::now();
                let (back, result) = call(client).await;
                client = back;
                let took = u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX);
                samples.push((took, *result.as_ref().unwrap_or(&0), result.is_ok()));
            }
            samples
        });
    }
    let mut all = Vec::new();
    while let Some(samples) = tasks.join_next().await {
        all.extend(samples?);
    }
    Ok(all)
}
