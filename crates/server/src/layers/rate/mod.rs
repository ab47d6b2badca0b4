//! Limits (platform/04): of every caller's requests, and of some calls in particular.
//!
//! A caller is an account, or for strangers an address. The budget of all his requests is counted in memory and exchanged
//! between nodes; the few calls with a policy of their own are counted exactly.

mod held;
mod policies;

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use limits::{Budgets, Holder, Kind, Meter, Refusal, Rule, Rules};
use portal::Caller;
use portal::ip::Range;

use super::forwarded::client_of;
use crate::config::Config;
use policies::Policies;

/// What limits requests. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Limits {
    inner: Arc<Inner>,
}

struct Inner {
    enabled: bool,
    /// Developer mode spares the developer's own machine.
    spare_loopback: bool,
    exempt: Vec<Range>,
    budgets: Budgets,
    policies: Policies,
}

impl Limits {
    /// The operator's limits over the routes with these templates.
    pub(crate) fn new<'a>(
        config: &Config,
        budgets: Budgets,
        meter: Meter,
        templates: impl Iterator<Item = &'a str>,
    ) -> Self {
        let exempt = config.rate_limit_exempt.iter();
        Self {
            inner: Arc::new(Inner {
                enabled: config.rate_limits,
                spare_loopback: config.dev,
                exempt: exempt.filter_map(|text| Range::parse(text)).collect(),
                budgets,
                policies: Policies::new(config, meter, templates),
            }),
        }
    }

    fn spares(&self, address: IpAddr) -> bool {
        let inner = &self.inner;
        !inner.enabled
            || (inner.spare_loopback && address.is_loopback())
            || inner.exempt.iter().any(|range| range.contains(address))
    }
}

/// The operator's rules of every caller's requests.
pub(crate) fn rules(config: &Config) -> Rules {
    let most = |number: u32| (number > 0).then_some(number);
    Rules {
        requests: config.rule(&config.rate_requests),
        writes: config.rule(&config.rate_writes).map(Rule::fixed),
        reads_at_once: most(config.rate_reads_at_once),
        writes_at_once: most(config.rate_writes_at_once),
    }
}

/// The rules of calls that are counted exactly.
pub(crate) fn metered(config: &Config) -> Vec<Rule> {
    let texts = [
        &config.rate_sensitive,
        &config.rate_payments,
        &config.rate_invitations,
    ];
    texts
        .into_iter()
        .filter_map(|text| config.rule(text))
        .collect()
}

/// Middleware after the caller is known.
pub(crate) async fn layer(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let address = client_of(&request);
    if limits.spares(address) {
        return next.run(request).await;
    }
    let (holder, now) = (holder(&request, address), sql::now());
    let Inner {
        budgets, policies, ..
    } = &*limits.inner;
    let place = match budgets.enter(holder, kind(request.method()), now) {
        Ok(place) => place,
        Err(refusal) => return refuse("requests", refusal),
    };
    match policies.take(request, holder, now).await {
        Ok(request) => held::hold(next.run(request).await, place),
        Err(answer) => answer,
    }
}

fn holder(request: &Request, address: IpAddr) -> Holder {
    match request.extensions().get::<Caller>() {
        Some(caller) => Holder::Account(caller.portal.0, caller.user.0.as_u128()),
        None => Holder::Address(limits::subscriber(address)),
    }
}

fn kind(method: &Method) -> Kind {
    match method.as_str() {
        "GET" | "HEAD" | "PROPFIND" => Kind::Read,
        "POST" | "PUT" => Kind::LongWrite,
        _ => Kind::Write,
    }
}

/// The answer to one request too many (platform/04 §4.4): no body; times are whole seconds from now.
fn refuse(limit: &'static str, refusal: Refusal) -> Response {
    metrics::counter!("http_requests_refused_total", "limit" => limit).increment(1);
    let seconds = refusal.wait.unsigned_abs().div_ceil(1_000_000).max(1);
    let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: HeaderValue| headers.insert(name, value);
    set(header::RETRY_AFTER, seconds.into());
    set(
        HeaderName::from_static("x-ratelimit-limit"),
        refusal.most.into(),
    );
    set(
        HeaderName::from_static("x-ratelimit-remaining"),
        refusal.left.into(),
    );
    set(HeaderName::from_static("x-ratelimit-reset"), seconds.into());
    response
}
