//! Requests to servers named by users: one client for all of them. It reaches nobody whom [`Targets`] forbid, whatever a
//! name or a redirect says, and reads no more of an answer than it was told.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{HeaderMap, Method};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use url::Url;

use super::{Targets, Unreachable};

/// How long a server may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// Asks servers named by users. Cheap to clone.
#[derive(Clone)]
pub struct Outbound {
    inner: Arc<Inner>,
}

struct Inner {
    targets: Targets,
    strict: OnceLock<Result<reqwest::Client, String>>,
    trusting: OnceLock<Result<reqwest::Client, String>>,
}

/// What is asked of a server.
#[derive(Debug, Clone)]
pub struct Call {
    /// The verb.
    pub method: Method,
    /// The address.
    pub url: Url,
    /// Headers beside those of the protocol.
    pub headers: HeaderMap,
    /// The body; may be empty.
    pub body: Vec<u8>,
    /// Whether any certificate is believed.
    pub any_certificate: bool,
    /// How long everything may take.
    pub patience: Duration,
    /// Bytes of the answer that are read; the rest is not.
    pub most: usize,
}

impl Call {
    /// A request without headers and body that reads nothing of the answer.
    #[must_use]
    pub fn new(method: Method, url: Url, patience: Duration) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: Vec::new(),
            any_certificate: false,
            patience,
            most: 0,
        }
    }
}

/// What a server answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status. Redirects are answers like others: nobody follows them.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as far as it was read.
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether the server took it well.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there is no answer; the texts are for people.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Unanswered {
    /// The address may not or cannot be reached.
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    /// No address of the web.
    #[error("{0} is no address of the web")]
    NoAddress(String),
    /// It took too long.
    #[error("no answer within {} s", .0.as_secs_f32())]
    TooLate(Duration),
    /// The connection failed or broke.
    #[error("{0}")]
    Failed(String),
}

impl Outbound {
    /// A client that goes where `targets` allow.
    #[must_use]
    pub fn new(targets: Targets) -> Self {
        Self {
            inner: Arc::new(Inner {
                targets,
                strict: OnceLock::new(),
                trusting: OnceLock::new(),
            }),
        }
    }

    /// Reads an address: `http` or `https` with a host that may be reached now.
    ///
    /// # Errors
    /// [`Unanswered::NoAddress`], [`Unanswered::Unreachable`].
    pub async fn check(&self, address: &str) -> Result<Url, Unanswered> {
        let url = Url::parse(address.trim())
            .map_err(|_| Unanswered::NoAddress(address.trim().to_owned()))?;
        self.check_host(&url).await?;
        Ok(url)
    }

    async fn check_host(&self, url: &Url) -> Result<(), Unanswered> {
        let host = url.host_str().filter(|host| !host.is_empty());
        let (Some(host), "http" | "https") = (host, url.scheme()) else {
            return Err(Unanswered::NoAddress(url.to_string()));
        };
        self.inner.targets.find(host).await?;
        Ok(())
    }

    /// Asks a server.
    ///
    /// # Errors
    /// [`Unanswered`].
    pub async fn ask(&self, call: Call) -> Result<Answer, Unanswered> {
        let patience = call.patience;
        tokio::time::timeout(patience, self.ask_patiently(call))
            .await
            .unwrap_or(Err(Unanswered::TooLate(patience)))
    }

    async fn ask_patiently(&self, call: Call) -> Result<Answer, Unanswered> {
        // Names are looked up again when the connection is made, by `Guard`; numbers are not, so they are judged here.
        self.check_host(&call.url).await?;
        let request = self
            .client(call.any_certificate)?
            .request(call.method, call.url)
            .headers(call.headers)
            .body(call.body);
        let mut response = request.send().await.map_err(failed)?;
        let mut body = Vec::new();
        while body.len() < call.most {
            let Some(piece) = response.chunk().await.map_err(failed)? else {
                break;
            };
            body.extend_from_slice(&piece);
        }
        body.truncate(call.most);
        Ok(Answer {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            body,
        })
    }

    /// The client; made when somebody needs it.
    fn client(&self, any_certificate: bool) -> Result<&reqwest::Client, Unanswered> {
        let place = match any_certificate {
            true => &self.inner.trusting,
            false => &self.inner.strict,
        };
        place
            .get_or_init(|| build(&self.inner.targets, any_certificate))
            .as_ref()
            .map_err(|error| Unanswered::Failed(error.clone()))
    }
}

fn build(targets: &Targets, any_certificate: bool) -> Result<reqwest::Client, String> {
    // An error means that the process has chosen its provider already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .redirect(Policy::none())
        // A proxy would look names up by itself.
        .no_proxy()
        .dns_resolver(Guard(targets.clone()))
        .tls_danger_accept_invalid_certs(any_certificate)
        .user_agent(concat!("Atrium/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| error.to_string())
}

/// The whole story: the outermost error only says that sending failed.
fn failed(error: reqwest::Error) -> Unanswered {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    Unanswered::Failed(text)
}

impl Targets {
    /// Looks names up for a client's connections, so that it goes nowhere else. Numbers in addresses are not looked up:
    /// judge them with [`Targets::allow`]; and have the client follow no redirects and ask no proxy.
    #[must_use]
    pub fn resolver(&self) -> Arc<dyn Resolve> {
        Arc::new(Guard(self.clone()))
    }
}

/// Looks names up for connections and leaves out addresses that are forbidden: a second look may tell others.
struct Guard(Targets);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let targets = self.0.clone();
        Box::pin(async move {
            let found = targets.find_all(name.as_str()).await?;
            let sockets: Addrs =
                Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(sockets)
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    const SOON: Duration = Duration::from_millis(500);

    /// A server that says the same to everybody.
    async fn server(answer: Vec<u8>) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let answer = answer.clone();
                tokio::spawn(async move {
                    let mut request = [0; 4096];
                    let _ = stream.read(&mut request).await;
                    let _ = stream.write_all(&answer).await;
                    if answer.is_empty() {
                        std::future::pending::<()>().await;
                    }
                });
            }
        });
        url.parse().unwrap()
    }

    fn call(url: Url) -> Call {
        Call {
            most: 1000,
            ..Call::new(Method::POST, url, SOON)
        }
    }

    #[tokio::test]
    async fn an_endless_answer_is_read_as_far_as_wanted() {
        let mut answer = b"HTTP/1.1 200 OK\r\ncontent-length: 10485760\r\n\r\n".to_vec();
        answer.resize(answer.len() + 10 * 1024 * 1024, b'x');
        let url = server(answer).await;
        let answer = Outbound::new(Targets::everything()).ask(call(url)).await;
        let answer = answer.unwrap();
        assert!(answer.is_success());
        assert_eq!(answer.body, vec![b'x'; 1000]);
    }

    #[tokio::test]
    async fn a_server_that_hangs_is_left() {
        let url = server(Vec::new()).await;
        let answer = Outbound::new(Targets::everything()).ask(call(url)).await;
        assert!(
            matches!(answer, Err(Unanswered::TooLate(SOON))),
            "{answer:?}"
        );
    }

    #[tokio::test]
    async fn a_redirect_is_an_answer() {
        let inside = server(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret".to_vec()).await;
        let redirect =
            format!("HTTP/1.1 302 Found\r\nlocation: {inside}\r\ncontent-length: 0\r\n\r\n");
        let url = server(redirect.into_bytes()).await;
        let answer = Outbound::new(Targets::everything())
            .ask(call(url))
            .await
            .unwrap();
        assert_eq!((answer.status, answer.body.len()), (302, 0));
    }

    #[tokio::test]
    async fn names_and_numbers_of_private_networks_are_refused() {
        let url = server(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
        let port = url.port().unwrap();
        let outbound = Outbound::new(Targets::default());
        for host in [
            "127.0.0.1",
            "localhost",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "0x7f.1",
        ] {
            let url: Url = format!("http://{host}:{port}/").parse().unwrap();
            let answer = outbound.ask(call(url)).await;
            let private = matches!(
                answer,
                Err(Unanswered::Unreachable(Unreachable::Private(_)))
            );
            assert!(private, "{host}: {answer:?}");
        }
        assert!(outbound.check("ftp://example.com/").await.is_err());
        assert!(outbound.check("nonsense").await.is_err());
    }

    /// A name may have changed its mind since it was checked: connections look for themselves.
    #[tokio::test]
    async fn a_name_that_turns_private_is_refused_by_the_connection() {
        let url = server(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
        let client = build(&Targets::default(), false).unwrap();
        let named = format!("http://localhost:{}/", url.port().unwrap());
        let answer = client.get(named).send().await;
        let text = failed(answer.unwrap_err()).to_string();
        assert!(text.contains("is in a private network"), "{text}");
    }
}
