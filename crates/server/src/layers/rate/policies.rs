//! Calls with a limit of their own (platform/04 §4.3), on top of the limit of all requests.

use std::collections::HashMap;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request};
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode};
use limits::{Holder, Key, Meter, Rule};
use portal::Portal;
use serde_json::Value;
use sql::Micros;

use super::refuse;
use crate::app::IN_MEMORY;
use crate::config::Config;

/// The kinds of calls with limits of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Policy {
    /// They send mails or hand out secrets: by caller and path.
    Sensitive,
    /// They cost money: by caller and path.
    Payments,
    /// They send mails to strangers: by portal, each address counts.
    Invitations,
}

/// The calls of each policy, below `/api/2.0/`; `{}` stands for any parameter. Those that are not built match nothing.
const CALLS: [(Policy, &str, &str); 28] = [
    (Policy::Sensitive, "POST", "keys"),
    (Policy::Sensitive, "PUT", "people/{}/password"),
    (Policy::Sensitive, "PUT", "people/{}/email"),
    (Policy::Sensitive, "POST", "people/email"),
    (Policy::Sensitive, "POST", "people/password"),
    (Policy::Sensitive, "PUT", "people/invite"),
    (Policy::Sensitive, "PUT", "people/self/delete"),
    (Policy::Sensitive, "POST", "settings/sendadmmail"),
    (Policy::Sensitive, "GET", "smtpsettings/smtp/test"),
    (Policy::Sensitive, "PUT", "settings/webhook/{}/retry"),
    (Policy::Sensitive, "PUT", "settings/webhook/retry"),
    (Policy::Sensitive, "POST", "portal/suspend"),
    (Policy::Sensitive, "POST", "portal/delete"),
    (Policy::Sensitive, "POST", "files/file/{}/sendeditornotify"),
    (Policy::Sensitive, "POST", "files/rooms/{}/resend"),
    (Policy::Invitations, "POST", "people/invite"),
    (Policy::Invitations, "PUT", "files/rooms/{}/share"),
    (Policy::Payments, "PUT", "portal/payment/update"),
    (Policy::Payments, "PUT", "portal/payment/updatewallet"),
    (Policy::Payments, "POST", "portal/payment/deposit"),
    (Policy::Payments, "POST", "portal/payment/creditaibalance"),
    (Policy::Payments, "POST", "ai/servers"),
    (Policy::Payments, "PUT", "ai/servers/{}"),
    (Policy::Payments, "POST", "ai/providers"),
    (Policy::Payments, "PUT", "ai/providers/{}"),
    (Policy::Payments, "POST", "ai/providers/models/preview"),
    (Policy::Payments, "PUT", "ai/config/web-search"),
    (Policy::Payments, "PUT", "ai/config/vectorization"),
];

/// Which calls are counted, and how.
pub(super) struct Policies {
    meter: Meter,
    sensitive: Option<Rule>,
    payments: Option<Rule>,
    invitations: Option<Rule>,
    /// By the route's template.
    routes: HashMap<String, Vec<(Method, Policy)>>,
}

impl Policies {
    pub(super) fn new<'a>(
        config: &Config,
        meter: Meter,
        templates: impl Iterator<Item = &'a str>,
    ) -> Self {
        Self {
            meter,
            sensitive: config.rule(&config.rate_sensitive),
            payments: config.rule(&config.rate_payments),
            invitations: config.rule(&config.rate_invitations).map(Rule::fixed),
            routes: templates.filter_map(of_route).collect(),
        }
    }

    /// Counts a request where its call has a policy, and gives it back to go on.
    ///
    /// # Errors
    /// The answer to one too many.
    pub(super) async fn take(
        &self,
        request: Request,
        holder: Holder,
        now: Micros,
    ) -> Result<Request, Response> {
        let Some((policy, rule)) = self.of(&request) else {
            return Ok(request);
        };
        let (name, key, permits, request) = match policy {
            Policy::Sensitive => (
                "sensitive",
                by_caller("sensitive", &request, holder),
                1,
                request,
            ),
            Policy::Payments => (
                "payments",
                by_caller("payments", &request, holder),
                1,
                request,
            ),
            Policy::Invitations => {
                let key = Key::new(portal_of(&request), &["invitations"]);
                let (permits, request) = invitations(request).await?;
                ("invitations", key, permits, request)
            }
        };
        if permits == 0 {
            return Ok(request);
        }
        match self.meter.take(key, rule, permits, now).await {
            Ok(Ok(())) => Ok(request),
            Ok(Err(refusal)) => Err(refuse(name, refusal)),
            Err(error) => Err(wire::Error::from(portal::Error::from(error)).into_response()),
        }
    }

    /// The policy of a request that is in force, with its rule.
    fn of(&self, request: &Request) -> Option<(Policy, Rule)> {
        let template = request.extensions().get::<MatchedPath>()?;
        let calls = self.routes.get(template.as_str())?;
        let (_, policy) = calls
            .iter()
            .find(|(method, _)| method == request.method())?;
        let rule = match policy {
            Policy::Sensitive => self.sensitive,
            Policy::Payments => self.payments,
            Policy::Invitations => self.invitations,
        };
        Some((*policy, rule?))
    }
}

/// The calls with policies of a route, if it has any.
fn of_route(template: &str) -> Option<(String, Vec<(Method, Policy)>)> {
    let path = template.strip_prefix("/api/2.0/")?;
    let nameless = |segment: &'_ str| match segment.starts_with('{') {
        true => "{}".to_owned(),
        false => segment.to_owned(),
    };
    let path: Vec<String> = path.split('/').map(nameless).collect();
    let path = path.join("/");
    let calls: Vec<(Method, Policy)> = CALLS
        .iter()
        .filter(|(_, _, call)| *call == path)
        .filter_map(|(policy, method, _)| Some((method.parse().ok()?, *policy)))
        .collect();
    (!calls.is_empty()).then(|| (template.to_owned(), calls))
}

/// The key of a caller and a path. Of the path only letters and digits count, since ids are understood in several spellings.
fn by_caller(policy: &str, request: &Request, holder: Holder) -> Key {
    let path = percent_encoding::percent_decode_str(request.uri().path()).decode_utf8_lossy();
    let letters = path.chars().filter(char::is_ascii_alphanumeric);
    let path: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    match holder {
        Holder::Account(portal, id) => Key::new(portal, &[policy, &id.to_string(), &path]),
        Holder::Address(ip) => Key::new(0, &[policy, &ip.to_string(), &path]),
    }
}

fn portal_of(request: &Request) -> i64 {
    let portal = request.extensions().get::<std::sync::Arc<Portal>>();
    portal.map_or(0, |portal| portal.id.0)
}

/// How many addresses a request invites. Its body is read for that and put back.
async fn invitations(request: Request) -> Result<(u32, Request), Response> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, IN_MEMORY).await.map_err(|_| {
        let text = "Request body too large.";
        wire::Error::custom(StatusCode::PAYLOAD_TOO_LARGE, text).into_response()
    })?;
    let count = addresses(&body);
    Ok((count, Request::from_parts(parts, Body::from(body))))
}

/// Addresses in the member `invitations` of a JSON body; what is none of that is the handler's business.
fn addresses(body: &Bytes) -> u32 {
    let json = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let Ok(Value::Object(members)) = serde_json::from_slice(json) else {
        return 0;
    };
    let lists = members
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("invitations"));
    let invitations = lists.filter_map(|(_, list)| list.as_array()).flatten();
    let is_address = |(name, value): (&String, &Value)| {
        name.eq_ignore_ascii_case("email")
            && value.as_str().is_some_and(|email| !email.trim().is_empty())
    };
    let has_address = |one: &&Value| {
        let members = one.as_object().into_iter().flatten();
        members.into_iter().any(is_address)
    };
    u32::try_from(invitations.filter(has_address).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_find_their_policies_whatever_parameters_are_called() {
        let of = |template| of_route(template).map(|(_, calls)| calls);
        assert_eq!(
            of("/api/2.0/people/{userid}/password"),
            Some(vec![(Method::PUT, Policy::Sensitive)])
        );
        assert_eq!(
            of("/api/2.0/people/invite"),
            Some(vec![
                (Method::PUT, Policy::Sensitive),
                (Method::POST, Policy::Invitations)
            ])
        );
        assert_eq!(of("/api/2.0/people/{userid}"), None);
        assert_eq!(of("/health"), None);
    }

    #[test]
    fn every_address_of_an_invitation_counts() {
        let of = |text: &'static str| addresses(&Bytes::from_static(text.as_bytes()));
        assert_eq!(
            of(r#"{"invitations":[{"email":"a@b.c"},{"email":"d@e.f"}]}"#),
            2
        );
        assert_eq!(
            of(r#"{"Invitations":[{"Email":"a@b.c"},{"id":"7"},{"email":" "}]}"#),
            1
        );
        for other in [
            "",
            "[]",
            "{}",
            r#"{"invitations":7}"#,
            r#"{"invitations":[7]}"#,
        ] {
            assert_eq!(of(other), 0, "{other}");
        }
    }
}
