//! Mails out: to an SMTP server when one is configured, else as `.eml` files in the data folder.

use std::sync::Arc;

use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tokio::runtime::Handle;

use crate::config::MailConfig;

/// A mail to one person. Texts are plain; links stand on lines of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Address of the recipient.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Text of the mail, paragraphs apart by an empty line.
    pub text: String,
}

/// Where mails are handed in. Cheap to clone.
#[derive(Clone)]
pub struct Post {
    inner: Arc<Inner>,
}

struct Inner {
    config: MailConfig,
    smtp: Option<AsyncSmtpTransport<Tokio1Executor>>,
    runtime: Option<Handle>,
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum Undelivered {
    /// An address cannot be read.
    #[error("address: {0}")]
    Address(#[from] lettre::address::AddressError),
    /// The mail cannot be put together.
    #[error("mail: {0}")]
    Mail(#[from] lettre::error::Error),
    /// The server refused it.
    #[error("smtp: {0}")]
    Smtp(#[from] lettre::transport::smtp::Error),
    /// The folder cannot be written.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
}

impl Post {
    /// A post office of this configuration. An unreadable SMTP address is logged and files are written.
    #[must_use]
    pub fn new(config: MailConfig) -> Self {
        let smtp = config.smtp.as_deref().and_then(|url| {
            AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                .inspect_err(|error| tracing::error!(%error, "the SMTP address cannot be read"))
                .ok()
                .map(|builder| builder.build())
        });
        let runtime = Handle::try_current().ok();
        Self {
            inner: Arc::new(Inner {
                config,
                smtp,
                runtime,
            }),
        }
    }

    /// Sends in the background; may be called from any thread, hooks after a commit included. A failure is logged:
    /// nobody waits for a mail.
    pub fn send(&self, mail: Mail) {
        let Some(runtime) = self
            .inner
            .runtime
            .clone()
            .or_else(|| Handle::try_current().ok())
        else {
            tracing::warn!(
                subject = mail.subject,
                "a mail was not delivered: nothing runs here"
            );
            return;
        };
        let post = self.clone();
        runtime.spawn(async move {
            if let Err(error) = post.deliver(&mail).await {
                tracing::warn!(%error, subject = mail.subject, "a mail was not delivered");
            }
        });
    }

    /// Sends and waits.
    ///
    /// # Errors
    /// Bad address, refusing server, folder not writable.
    pub async fn deliver(&self, mail: &Mail) -> Result<(), Undelivered> {
        let message = self.compose(mail)?;
        match &self.inner.smtp {
            Some(smtp) => {
                smtp.send(message).await?;
            }
            None => {
                let folder = &self.inner.config.folder;
                tokio::fs::create_dir_all(folder).await?;
                let name = format!("{}-{}.eml", sql::now(), uuid::Uuid::new_v4().simple());
                tokio::fs::write(folder.join(name), message.formatted()).await?;
            }
        }
        Ok(())
    }

    fn compose(&self, mail: &Mail) -> Result<Message, Undelivered> {
        let from: Mailbox = self.inner.config.from.parse()?;
        let to = Mailbox::new(None, mail.to.parse()?);
        let body = MultiPart::alternative_plain_html(mail.text.clone(), html(mail));
        Ok(Message::builder()
            .from(from)
            .to(to)
            .subject(&mail.subject)
            .multipart(body)?)
    }
}

/// The text as a simple page: paragraphs, and links that can be clicked.
fn html(mail: &Mail) -> String {
    let paragraphs: String = mail.text.split("\n\n").map(paragraph).collect();
    format!("<!doctype html><meta charset=\"utf-8\"><body>{paragraphs}</body>")
}

fn paragraph(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(line).collect();
    format!("<p>{}</p>", lines.join("<br>"))
}

fn line(text: &str) -> String {
    let safe = escape(text);
    if text.starts_with("http://") || text.starts_with("https://") {
        format!("<a href=\"{safe}\">{safe}</a>")
    } else {
        safe
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn text_of_strangers_stays_text() {
        assert_eq!(paragraph("<b>\nhttps://x/?a&b"), {
            let link = "https://x/?a&amp;b";
            format!("<p>&lt;b&gt;<br><a href=\"{link}\">{link}</a></p>")
        });
    }

    #[tokio::test]
    async fn without_a_server_mails_become_files() {
        let folder = tempfile::tempdir().unwrap();
        let post = Post::new(MailConfig {
            folder: folder.path().join("mail"),
            smtp: None,
            from: "Atrium <noreply@localhost>".to_owned(),
        });
        let mail = Mail {
            to: "a@example.com".to_owned(),
            subject: "Hello".to_owned(),
            text: "Hi".to_owned(),
        };
        post.deliver(&mail).await.unwrap();
        let file = std::fs::read_dir(folder.path().join("mail"))
            .unwrap()
            .next()
            .unwrap()
            .unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        assert!(text.contains("To: a@example.com") && text.contains("Subject: Hello"));
    }
}
