//! Conditions of requests: `If` (RFC 4918 §10.4), `If-Match` and `If-None-Match` (RFC 9110 §13).

use http::header::{IF_MATCH, IF_NONE_MATCH};
use http::{HeaderMap, Uri};

use crate::Refusal;
use crate::call::{Call, Found};
use crate::headers::{self, List, State};
use crate::path::Path;

/// The tokens that the request shows, when its `If` header holds or has nothing to say.
///
/// # Errors
/// 400 for a broken header, 412 when none of its lists holds.
pub(crate) async fn shown(call: &Call) -> Result<Vec<String>, Refusal> {
    let Some(given) = headers::text(&call.headers, "if") else {
        return Ok(Vec::new());
    };
    let broken = || Refusal::bad_request("The header If cannot be read");
    let lists = headers::read_if(given).ok_or_else(broken)?;
    let mut tokens = Vec::new();
    let mut holds = false;
    for list in &lists {
        let states = list.conditions.iter().map(|condition| &condition.state);
        tokens.extend(states.filter_map(|state| match state {
            State::Token(token) => Some(token.clone()),
            State::Tag(_) => None,
        }));
        holds = holds || list_holds(call, list).await?;
    }
    if holds {
        Ok(tokens)
    } else {
        Err(Refusal::precondition())
    }
}

async fn list_holds(call: &Call, list: &List) -> Result<bool, Refusal> {
    let about = match &list.about {
        None => Some(call.path.clone()),
        Some(address) => address
            .parse::<Uri>()
            .ok()
            .and_then(|address| Path::parse(address.path()).ok()),
    };
    let Some(about) = about else {
        return Ok(false);
    };
    let place = call.place(&about).await?;
    let locks = match &place {
        Some(place) => call.locks(std::slice::from_ref(place)).await?,
        None => Vec::new(),
    };
    let asks_tag = list
        .conditions
        .iter()
        .any(|condition| matches!(condition.state, State::Tag(_)));
    let found = if asks_tag {
        call.find(&about).await?
    } else {
        Found::Nothing
    };
    Ok(list.conditions.iter().all(|condition| {
        let holds = match &condition.state {
            State::Tag(tag) => found.tag().as_deref() == Some(tag),
            State::Token(token) => {
                let is_there = |place| {
                    locks
                        .iter()
                        .any(|lock| lock.token == *token && lock.covers(place))
                };
                place.as_ref().is_some_and(is_there)
            }
        };
        holds != condition.negated
    }))
}

/// Passes changes that want what is there to be what they know.
///
/// # Errors
/// 412 otherwise.
pub(crate) fn matches(headers: &HeaderMap, found: &Found) -> Result<(), Refusal> {
    let tag = found.tag();
    let names = |given: &str| {
        given.split(',').map(str::trim).any(|given| match given {
            "*" => found.exists(),
            given => tag.as_deref() == Some(given),
        })
    };
    let wanted = headers::text(headers, IF_MATCH.as_str());
    let unwanted = headers::text(headers, IF_NONE_MATCH.as_str());
    if wanted.is_some_and(|given| !names(given)) || unwanted.is_some_and(names) {
        return Err(Refusal::precondition());
    }
    Ok(())
}
