//! SMTP servers and how to talk to them.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{AsyncTransport, Message, Tokio1Executor};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::carrier::Undelivered;

/// How long a server may take for one answer.
const ANSWER: Duration = Duration::from_secs(30);
/// How long it may take for all of them.
const ALL: Duration = Duration::from_secs(180);

/// An SMTP server.
#[derive(Clone)]
pub struct Smtp {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its address, when it was looked up and checked already.
    pub address: Option<IpAddr>,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Name and password.
    pub credentials: Option<(String, String)>,
    /// Whose certificates are believed beside the public ones.
    pub roots: Roots,
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all.
    None,
    /// TLS from the first byte.
    Tls,
    /// TLS after `STARTTLS`, or no letter.
    StartTls,
    /// TLS after `STARTTLS` where the server offers it.
    IfOffered,
}

/// Certificate authorities of the operator's own.
#[derive(Debug, Clone, Default)]
pub struct Roots(Vec<Certificate>);

impl Roots {
    /// Reads certificates in PEM.
    ///
    /// # Errors
    /// There is none in it.
    pub fn from_pem(pem: &[u8]) -> Result<Self, String> {
        let read = Certificate::from_pem(pem).map_err(|error| error.to_string())?;
        Ok(Self(vec![read]))
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}

impl Smtp {
    /// Reads `smtps://user:password@host:port`, or `smtp://…` with `?tls=required` or `?tls=opportunistic` for
    /// `STARTTLS`.
    ///
    /// # Errors
    /// What is wrong with the text, without its password.
    pub fn from_url(text: &str, roots: Roots) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| error.to_string())?;
        let tls = url.query_pairs().find(|(name, _)| name == "tls");
        let tls = tls.map(|(_, value)| value.into_owned());
        let (security, port) = match (url.scheme(), tls.as_deref()) {
            ("smtps", None) => (Security::Tls, 465),
            ("smtp", None) => (Security::None, 587),
            ("smtp", Some("required")) => (Security::StartTls, 587),
            ("smtp", Some("opportunistic")) => (Security::IfOffered, 587),
            ("smtp" | "smtps", Some(other)) => return Err(format!("tls={other}")),
            (scheme, _) => return Err(format!("{scheme}:// is neither smtp:// nor smtps://")),
        };
        let decoded = |text: &str| {
            percent_decode_str(text)
                .decode_utf8()
                .map(|text| text.into_owned())
                .map_err(|error| error.to_string())
        };
        let credentials = match (decoded(url.username())?, url.password()) {
            (user, _) if user.is_empty() => None,
            (user, password) => Some((user, decoded(password.unwrap_or_default())?)),
        };
        let host = url.host_str().filter(|host| !host.is_empty());
        Ok(Self {
            host: host
                .ok_or("a host is missing")?
                .trim_matches(['[', ']'])
                .to_owned(),
            address: None,
            port: url.port().unwrap_or(port),
            security,
            credentials,
            roots,
        })
    }

    pub(crate) async fn carry(&self, message: &Message) -> Result<(), Undelivered> {
        let transport = self.transport().map_err(undelivered)?;
        match tokio::time::timeout(ALL, transport.send(message.clone())).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(undelivered(error)),
            Err(_) => Err(Undelivered::NotNow("the server is too slow".to_owned())),
        }
    }

    fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, Error> {
        let server = match self.address {
            Some(address) => address.to_string(),
            None => self.host.clone(),
        };
        let tls = match self.security {
            Security::None => Tls::None,
            Security::Tls => Tls::Wrapper(self.parameters()?),
            Security::StartTls => Tls::Required(self.parameters()?),
            Security::IfOffered => Tls::Opportunistic(self.parameters()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server)
            .port(self.port)
            .tls(tls)
            .timeout(Some(ANSWER));
        if let Some((user, password)) = &self.credentials {
            builder = builder
                .credentials(Credentials::new(user.clone(), password.clone()))
                .authentication(vec![Mechanism::Plain, Mechanism::Login]);
        }
        Ok(builder.build())
    }

    fn parameters(&self) -> Result<TlsParameters, Error> {
        let builder = TlsParameters::builder(self.host.clone());
        let roots = self.roots.0.iter().cloned();
        roots
            .fold(builder, |builder, root| builder.add_root_certificate(root))
            .build()
    }
}

/// A refusal for good, and what the client itself cannot do, stays so; the network and `4xx` may change.
#[expect(clippy::needless_pass_by_value, reason = "reads well in map_err")]
fn undelivered(error: Error) -> Undelivered {
    let text = error.to_string();
    if error.is_permanent() || error.is_client() {
        Undelivered::Never(text)
    } else {
        Undelivered::NotNow(text)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn read(url: &str) -> Result<Smtp, String> {
        Smtp::from_url(url, Roots::default())
    }

    #[test]
    fn an_address_says_how_to_connect() {
        let smtp = read("smtps://a%40b:p%3Aw@mail.example").unwrap();
        assert_eq!((smtp.host.as_str(), smtp.port), ("mail.example", 465));
        assert_eq!(smtp.security, Security::Tls);
        assert_eq!(smtp.credentials, Some(("a@b".to_owned(), "p:w".to_owned())));
        assert!(!format!("{smtp:?}").contains("p:w"));
        let smtp = read("smtp://[::1]:25?tls=opportunistic").unwrap();
        assert_eq!((smtp.host.as_str(), smtp.port), ("::1", 25));
        assert_eq!(smtp.security, Security::IfOffered);
        assert_eq!(read("smtp://m").unwrap().security, Security::None);
        let required = read("smtp://m?tls=required").unwrap();
        assert_eq!(
            (required.security, required.port),
            (Security::StartTls, 587)
        );
        for bad in [
            "m:25",
            "http://m",
            "smtp://m?tls=yes",
            "smtps://m?tls=required",
            "smtp://",
            "",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
