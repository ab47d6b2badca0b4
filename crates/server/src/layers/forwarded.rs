//! Who the client is, behind reverse proxies.
//!
//! After this layer `X-Forwarded-For` is exactly the client's address, and `X-Forwarded-Host` and `-Proto` are there only
//! when a trusted proxy wrote them.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Once};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderValue};
use portal::ip::Range;

const FOR: &str = "x-forwarded-for";
const UNTRUSTED: [&str; 4] = [FOR, "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/// The address the request really comes from.
#[derive(Debug, Clone, Copy)]
struct ClientIp(IpAddr);

/// The address of a request that has passed this layer.
pub(crate) fn client_of(request: &Request) -> IpAddr {
    let known = request.extensions().get::<ClientIp>();
    known.map_or(IpAddr::from([127, 0, 0, 1]), |ip| ip.0)
}

/// Middleware that finds the client's address.
pub(crate) async fn layer(
    State(proxies): State<Arc<Vec<Range>>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::from([127, 0, 0, 1]), |info| {
        info.0.ip().to_canonical()
    });
    let client = client(request.headers(), peer, &proxies);
    if !trusted(peer, &proxies) {
        if request.headers().contains_key(FOR) {
            mention(peer);
        }
        for name in UNTRUSTED {
            request.headers_mut().remove(name);
        }
    }
    if let Ok(value) = HeaderValue::from_str(&client.to_string()) {
        request.headers_mut().insert(FOR, value);
    }
    request.extensions_mut().insert(ClientIp(client));
    next.run(request).await
}

/// Tells the operator once what he may have forgotten: all clients of a proxy that is not trusted look like one.
fn mention(peer: IpAddr) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::warn!(
            %peer,
            "X-Forwarded-For is not believed from here; a reverse proxy of yours belongs into trusted_proxies"
        );
    });
}

/// The last address of the chain that is no proxy of ours. Whoever wrote something that is no address vouches for nothing
/// that stands before it.
fn client(headers: &HeaderMap, peer: IpAddr, proxies: &[Range]) -> IpAddr {
    let lines = headers.get_all(FOR).iter().rev();
    let chain = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    let mut client = peer;
    for entry in chain {
        match address(entry) {
            Some(address) if trusted(client, proxies) => client = address,
            _ => break,
        }
    }
    client
}

fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let with_port = || text.parse::<SocketAddr>().map(|a| a.ip()).ok();
    text.trim_matches(['[', ']'])
        .parse()
        .ok()
        .or_else(with_port)
        .map(|ip: IpAddr| ip.to_canonical())
}

fn trusted(address: IpAddr, proxies: &[Range]) -> bool {
    proxies.iter().any(|range| range.contains(address))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let proxies = [Range::parse("10.0.0.0/8").unwrap()];
        let from = |peer: &str, chain: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(FOR, HeaderValue::from_str(chain).unwrap());
            client(&headers, peer.parse().unwrap(), &proxies).to_string()
        };
        assert_eq!(from("10.0.0.1", "1.2.3.4"), "1.2.3.4");
        assert_eq!(from("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.9"), "1.2.3.4");
        assert_eq!(from("9.9.9.9", "1.2.3.4"), "9.9.9.9");
        assert_eq!(from("10.0.0.1", "[2001:db8::1]:99"), "2001:db8::1");
        assert_eq!(from("10.0.0.1", "nonsense"), "10.0.0.1");
        assert_eq!(from("10.0.0.1", "6.6.6.6, unknown"), "10.0.0.1");
        assert_eq!(from("10.0.0.1", "6.6.6.6, , 10.0.0.9"), "10.0.0.9");
    }
}
