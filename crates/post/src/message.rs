//! From rendered texts to a message of the mail standards.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use serde::{Deserialize, Serialize};

use crate::carrier::Undelivered;
use crate::render::Rendered;

/// The product's sign beside its name.
const SIGN: &[u8] = include_bytes!("../letters/sign.png");

/// Who a letter comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Name, shown to readers; empty = the brand.
    pub name: String,
    /// Address.
    pub address: String,
}

impl Sender {
    /// Reads `Name <address>` or an address alone.
    ///
    /// # Errors
    /// The text is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mailbox: Mailbox = text.parse().map_err(|error| format!("{text}: {error}"))?;
        Ok(Self {
            name: mailbox.name.unwrap_or_default(),
            address: mailbox.email.to_string(),
        })
    }
}

/// A letter on its way: who writes to whom, and under which id programs recognise a second copy.
pub(crate) struct Envelope<'a> {
    pub(crate) id: &'a str,
    pub(crate) from: &'a Sender,
    pub(crate) to: &'a str,
    pub(crate) reply_to: Option<&'a str>,
    /// Whether the page refers to the product's sign.
    pub(crate) sign: bool,
}

/// Puts a message together. Names and subjects are encoded, so that nothing in them can become a header.
pub(crate) fn compose(envelope: &Envelope<'_>, letter: &Rendered) -> Result<Message, Undelivered> {
    let from = address(&envelope.from.address)?;
    let name = one_line(&envelope.from.name);
    let id = format!("<{}@{}>", envelope.id, from.domain());
    let mut message = Message::builder()
        .message_id(Some(id))
        .date_now()
        .from(Mailbox::new((!name.is_empty()).then_some(name), from))
        .to(Mailbox::new(None, address(envelope.to)?))
        .subject(one_line(&letter.subject))
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    // An address that is none is no reason to keep the letter back.
    if let Some(Ok(reply)) = envelope.reply_to.map(str::parse::<Address>) {
        message = message.reply_to(Mailbox::new(None, reply));
    }
    message
        .multipart(body(letter, envelope.sign))
        .map_err(|error| Undelivered::Never(error.to_string()))
}

fn body(letter: &Rendered, sign: bool) -> MultiPart {
    let page = SinglePart::html(letter.html.clone());
    let texts = MultiPart::alternative().singlepart(SinglePart::plain(letter.text.clone()));
    if !sign {
        return texts.singlepart(page);
    }
    let png = ContentType::parse("image/png").unwrap_or(ContentType::TEXT_PLAIN);
    let picture = Attachment::new_inline("sign".to_owned()).body(SIGN.to_vec(), png);
    texts.multipart(MultiPart::related().singlepart(page).singlepart(picture))
}

fn address(text: &str) -> Result<Address, Undelivered> {
    text.trim()
        .parse()
        .map_err(|error| Undelivered::Never(format!("{text}: {error}")))
}

fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    text.chars()
        .map(plain)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn composed(name: &str, to: &str, subject: &str) -> Result<String, Undelivered> {
        let from = Sender {
            name: name.to_owned(),
            address: "noreply@office.example".to_owned(),
        };
        let letter = Rendered {
            subject: subject.to_owned(),
            text: "Hi".to_owned(),
            html: "<p>Hi</p>".to_owned(),
        };
        let envelope = Envelope {
            id: "7",
            from: &from,
            to,
            reply_to: Some("not an address"),
            sign: true,
        };
        let message = compose(&envelope, &letter)?;
        Ok(String::from_utf8(message.formatted()).unwrap())
    }

    fn headers(message: &str) -> Vec<&str> {
        let head = message.split("\r\n\r\n").next().unwrap();
        head.split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .filter_map(|line| line.split(':').next())
            .collect()
    }

    #[test]
    fn nothing_becomes_a_header() {
        for evil in [
            "Bob\r\nBcc: all@example.com",
            "Bob\nBcc: all@example.com",
            "Bob\rBcc: all@example.com\0",
            "B\u{f6}b\r\n\r\nBcc: all@example.com",
            "Bob\" <all@example.com>, \"",
        ] {
            let message = composed(evil, "a@example.com", evil).unwrap();
            let mut names = headers(&message);
            names.sort_unstable();
            let wanted = [
                "Auto-Submitted",
                "Content-Type",
                "Date",
                "From",
                "MIME-Version",
                "Message-ID",
                "Subject",
                "To",
            ];
            assert_eq!(names, wanted, "{evil:?}: {message}");
            assert!(message.contains("To: a@example.com\r\n"));
        }
    }

    #[test]
    fn an_address_that_is_none_is_dropped() {
        for bad in ["", "a", "a@b\r\nBcc: c@d", "a@b, c@d", "<a@b>"] {
            assert!(
                matches!(composed("", bad, "x"), Err(Undelivered::Never(_))),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn a_letter_can_be_recognised() {
        let message = composed("Atrium", "a@example.com", "x").unwrap();
        assert!(
            message.contains("Message-ID: <7@office.example>\r\n"),
            "{message}"
        );
        assert!(message.contains("Auto-Submitted: auto-generated\r\n"));
        assert!(message.contains("Content-ID: <sign>"));
    }
}
