//! The way to a portal's place as it stands in the books: JSON sealed with the installation's key, for there are secrets
//! in it.

use std::fmt;

use blob::{S3, Storage, Way};
use portal::Installation;
use portal::outbound::{Targets, Unreachable};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Purpose under which ways are sealed.
const PURPOSE: &str = "way to objects";

/// A bucket that a portal chose.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bucket {
    /// Its name.
    pub bucket: String,
    /// Its region; empty where there are none.
    pub region: String,
    /// Address of the service; empty for Amazon's of the region.
    pub service: String,
    /// Whether the bucket's name is a part of the path and not of the host.
    pub path_style: bool,
    /// Folder inside the bucket, this portal's alone.
    pub root: String,
    /// Access key.
    pub access_key: String,
    /// Its secret.
    pub secret_key: String,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // no keys in logs
        write!(f, "{}/{}/{}", self.address(), self.bucket, self.root)
    }
}

impl Bucket {
    /// The bucket that properties of the contract's names mean (`platform/06 §6.7`); what is not said is empty.
    #[must_use]
    pub fn named(text: impl Fn(&str) -> String) -> Self {
        let (service, style) = (text("serviceurl"), text("forcepathstyle"));
        let said = |text: &str| text.eq_ignore_ascii_case("true");
        Self {
            bucket: text("bucket"),
            region: text("region"),
            // Services other than Amazon's rarely have a host for each bucket.
            path_style: said(&style) || (!service.is_empty() && style.is_empty()),
            service: with_scheme(&service, said(&text("usehttp"))),
            root: text("subdir"),
            access_key: text("acesskey"),
            secret_key: text("secretaccesskey"),
        }
    }

    /// The address of the service.
    #[must_use]
    pub fn address(&self) -> String {
        match (self.service.as_str(), self.region.as_str()) {
            ("", "" | "us-east-1") => "https://s3.amazonaws.com".to_owned(),
            ("", region) => format!("https://s3.{region}.amazonaws.com"),
            (service, _) => service.to_owned(),
        }
    }

    /// The access key and its secret.
    #[must_use]
    pub fn into_keys(self) -> (String, String) {
        (self.access_key, self.secret_key)
    }

    /// Whether it is the very same place, whatever the keys to it.
    #[must_use]
    pub fn is_at(&self, other: &Self) -> bool {
        let place = |one: &Self| (one.address(), one.bucket.clone(), one.root.clone());
        place(self) == place(other)
    }
}

/// The address of a service, which may come without its scheme.
fn with_scheme(service: &str, in_clear: bool) -> String {
    let service = service.trim_end_matches('/');
    if service.is_empty() || service.contains("://") {
        return service.to_owned();
    }
    let scheme = if in_clear { "http" } else { "https" };
    format!("{scheme}://{service}")
}

/// A choice of a portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    /// A bucket of its own.
    S3(Bucket),
    /// The installation's folder, each object encrypted with this key: 64 hex digits.
    Sealed(Key),
}

/// A key, as hex digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key(String);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key") // not in logs
    }
}

impl Key {
    /// A key nobody had before.
    #[must_use]
    pub fn fresh() -> Self {
        Self(hex::encode(rand::random::<[u8; 32]>()))
    }

    fn bytes(&self) -> Option<[u8; 32]> {
        let mut key = [0; 32];
        hex::decode_to_slice(&self.0, &mut key).ok()?;
        Some(key)
    }
}

/// Reads and writes ways.
#[derive(Debug, Clone)]
pub struct Ways {
    pub(crate) installation: Installation,
    pub(crate) targets: Targets,
}

impl Ways {
    /// Ways of an installation, to where users may send us.
    #[must_use]
    pub fn new(installation: Installation, targets: Targets) -> Self {
        Self {
            installation,
            targets,
        }
    }

    /// Whose secrets seal them.
    #[must_use]
    pub fn installation(&self) -> &Installation {
        &self.installation
    }

    /// The files in a bucket, if users may send us there.
    ///
    /// # Errors
    /// Why they may not, or what is wrong with the names.
    pub async fn shelf(&self, bucket: &Bucket) -> Result<blob::Shelf, String> {
        self.check(bucket).await?;
        blob::Shelf::at(&self.s3(bucket)?).map_err(|error| unusable(&error))
    }

    /// Seals a choice for the books.
    #[must_use]
    pub fn seal(&self, choice: &Choice) -> String {
        let text = serde_json::to_string(choice).unwrap_or_default();
        self.installation.encrypt(PURPOSE, &text)
    }

    /// The choice behind a text of the books; `None` for the installation's own storage, and for what cannot be read.
    #[must_use]
    pub fn open(&self, text: &str) -> Option<Choice> {
        let open = self.installation.decrypt(PURPOSE, text)?;
        serde_json::from_str(&open).ok()
    }

    /// How to get there.
    pub(crate) fn way(&self, choice: &Choice) -> Result<Way, String> {
        match choice {
            Choice::Sealed(key) => {
                let key = key.bytes().ok_or("its key is broken")?;
                Ok(Way::Sealed(key))
            }
            Choice::S3(bucket) => Ok(Way::To(Storage::S3(self.s3(bucket)?))),
        }
    }

    /// Names are looked up again whenever a connection is made; numbers are not, so they are judged here.
    fn s3(&self, bucket: &Bucket) -> Result<S3, String> {
        let service = web(&bucket.address())?;
        for url in [&service, &asked(bucket, &service)?] {
            let number = match url.host() {
                Some(Host::Ipv4(address)) => Some(address.into()),
                Some(Host::Ipv6(address)) => Some(address.into()),
                _ => None,
            };
            if number.is_some_and(|address| !self.targets.allow(address)) {
                return Err(Unreachable::Private(host(url)).to_string());
            }
        }
        Ok(S3 {
            bucket: bucket.bucket.clone(),
            root: bucket.root.clone(),
            endpoint: service.as_str().trim_end_matches('/').to_owned(),
            region: bucket.region.clone(),
            access_key: bucket.access_key.clone(),
            secret_key: bucket.secret_key.clone(),
            virtual_host: !bucket.path_style,
            guard: Some(self.targets.resolver()),
        })
    }

    /// Whether users may send us to the address of a bucket now.
    pub(crate) async fn check(&self, bucket: &Bucket) -> Result<(), String> {
        let service = web(&bucket.address())?;
        let asked = asked(bucket, &service)?;
        let found = self.targets.find(&host(&asked)).await;
        found.map(drop).map_err(|error| error.to_string())
    }
}

/// Why a bucket cannot be used, in a line: services answer with pages.
#[must_use]
pub fn unusable(error: &blob::Error) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    let line: String = line.chars().take(300).collect();
    format!("The bucket cannot be used: {line}")
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// Reads the address of a service: host, port and path, and nothing that could make it mean another one.
fn web(address: &str) -> Result<Url, String> {
    let url = Url::parse(address).ok().filter(|url| {
        let plain = url.username().is_empty() && url.password().is_none();
        let bare = url.query().is_none() && url.fragment().is_none();
        matches!(url.scheme(), "http" | "https") && url.has_host() && plain && bare
    });
    url.ok_or_else(|| format!("{address} is no address of the web"))
}

/// The address that is really asked: the bucket may be a part of the host.
fn asked(bucket: &Bucket, service: &Url) -> Result<Url, String> {
    let wrong = |what: &str| format!("{what} has signs that names have not");
    let is_name = |text: &str| {
        let sign = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '.' | '_');
        text.chars().all(sign)
    };
    if !is_name(&bucket.bucket) {
        return Err(wrong("bucket"));
    }
    if !is_name(&bucket.region) {
        return Err(wrong("region"));
    }
    let mut asked = service.clone();
    if !bucket.path_style {
        let host = format!("{}.{}", bucket.bucket, host(service));
        asked.set_host(Some(&host)).map_err(|_| wrong("bucket"))?;
    }
    Ok(asked)
}

impl blob::Guide for Ways {
    fn read(&self, text: &str) -> Result<Way, String> {
        let choice = self.open(text);
        let choice = choice.ok_or("the way to it was sealed with another machine key")?;
        self.way(&choice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(targets: Targets) -> Ways {
        Ways {
            installation: Installation::from_key([1; 32]),
            targets,
        }
    }

    fn bucket(service: &str) -> Bucket {
        Bucket {
            bucket: "papers".to_owned(),
            region: "eu-central-1".to_owned(),
            service: service.to_owned(),
            path_style: true,
            root: "7".to_owned(),
            access_key: "key".to_owned(),
            secret_key: "do not tell".to_owned(),
        }
    }

    #[test]
    fn what_was_sealed_opens_here_only_and_shows_no_secret() {
        let here = ways(Targets::default());
        let choice = Choice::S3(bucket(""));
        let text = here.seal(&choice);
        assert!(!text.contains("papers") && !text.contains("tell"));
        assert_eq!(here.open(&text), Some(choice.clone()));
        let elsewhere = Ways {
            installation: Installation::from_key([2; 32]),
            targets: Targets::default(),
        };
        assert_eq!(elsewhere.open(&text), None);
        assert_eq!(here.open(""), None);
        let shown = format!("{choice:?} {:?}", Choice::Sealed(Key::fresh()));
        assert!(
            !shown.contains("tell") && shown.ends_with("Sealed(Key)"),
            "{shown}"
        );
    }

    #[test]
    fn the_address_follows_the_region() {
        assert_eq!(
            bucket("").address(),
            "https://s3.eu-central-1.amazonaws.com"
        );
        assert_eq!(bucket("http://s3.example").address(), "http://s3.example");
    }

    #[test]
    fn numbers_of_private_networks_are_no_way() {
        for private in [
            "http://127.0.0.1:9000",
            "http://[::1]",
            "https://169.254.169.254",
            "http://a:b@8.8.8.8",
            "ftp://a.example",
            "a",
        ] {
            assert!(
                ways(Targets::default())
                    .way(&Choice::S3(bucket(private)))
                    .is_err(),
                "{private}"
            );
        }
        let here = ways(Targets::everything());
        // A number is no host that a bucket can be a part of: 10.8.8.8 would be another network than 8.8.8.
        for (name, region, service) in [
            ("10", "", "http://8.8.8"),
            ("127.0.0.1/", "", ""),
            ("a@b", "", ""),
            ("papers", "x/../y", ""),
        ] {
            let odd = Bucket {
                bucket: name.to_owned(),
                region: region.to_owned(),
                path_style: false,
                ..bucket(service)
            };
            assert!(here.way(&Choice::S3(odd)).is_err(), "{name} {region}");
        }
        assert!(
            here.way(&Choice::S3(bucket("http://127.0.0.1:9000")))
                .is_ok()
        );
    }
}
