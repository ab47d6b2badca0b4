//! From a letter to its texts: subject, plain text and HTML, in one language.

use std::sync::LazyLock;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, State, UndefinedBehavior, context};
use serde::Serialize;

use crate::Letter;
use crate::words::{self, Message, Words};

/// Longest subject, in characters: what lists of mail show is shorter.
const SUBJECT: usize = 150;

/// What a letter's words stand in: whose portal it is and who reads it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Scene {
    /// Name of the product or of the portal's owner, as it stands beside the logo.
    pub brand: String,
    /// Name of the portal.
    pub space: String,
    /// Address of the portal without a slash at the end, such as `https://office.example`; empty = unknown.
    pub base: String,
    /// How the recipient is greeted; empty = without name.
    pub name: String,
    /// His address.
    pub address: String,
    /// Whether the product's own sign is shown.
    pub sign: bool,
}

/// A letter as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Subject line, one line always.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut all = Environment::new();
    all.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    if let Ok(syntax) = syntax {
        all.set_syntax(syntax);
    }
    all.set_auto_escape_callback(|name| {
        if name.ends_with(".html") {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    all.set_formatter(|out, state, value| {
        // Written our own way because a slash need not be escaped, and links are read by people.
        match (state.auto_escape(), value.as_str()) {
            (AutoEscape::Html, Some(text)) if !value.is_safe() => {
                out.write_str(&escape(text)).map_err(Into::into)
            }
            _ => minijinja::escape_formatter(out, state, value),
        }
    });
    all.add_filter("b", emphasised);
    all
});

const LAYOUT_HTML: &str = include_str!("../letters/layout.html");
const LAYOUT_TEXT: &str = include_str!("../letters/layout.txt");

/// Writes a letter in the language of a culture such as `de-AT`; English when that is not on offer.
///
/// # Errors
/// A template is broken or speaks of a value the letter does not have.
pub fn render(letter: &Letter, culture: &str, scene: &Scene) -> Result<Rendered, Error> {
    let missing = || Error::new(minijinja::ErrorKind::TemplateNotFound, letter.kind());
    let (language, words) = words::words(culture).ok_or_else(missing)?;
    let message = words.letters.get(letter.kind()).ok_or_else(missing)?;
    let values = values(letter, words, scene);
    let pen = Pen { values: &values };

    let title = pen.line(&message.title, "title.txt")?;
    Ok(Rendered {
        subject: short(&pen.line(&message.subject, "subject.txt")?),
        text: pen.page(LAYOUT_TEXT, "txt", language, words, message, &title)?,
        html: pen.page(LAYOUT_HTML, "html", language, words, message, &title)?,
    })
}

/// Renders with the letter's values.
struct Pen<'a> {
    values: &'a Value,
}

impl Pen<'_> {
    fn page(
        &self,
        layout: &str,
        form: &str,
        language: &str,
        words: &Words,
        message: &Message,
        title: &str,
    ) -> Result<String, Error> {
        let name = format!("words.{form}");
        let paragraphs = |text: &str| self.paragraphs(text, &name);
        let link = |label: &str, value: &str| self.link(label, value);
        let page = context! {
            language,
            direction => words.direction.as_str(),
            title,
            hello => self.line(&words.frame.hello, "hello.txt")?,
            text => paragraphs(&message.text)?,
            quote => paragraphs(&message.quote)?,
            lines => self.lines(words, &name)?,
            more => self.line(&words.frame.more, "more.txt")?,
            button => link(&message.button, "link")?,
            after => paragraphs(&message.after)?,
            second => link(&message.second, "second")?,
            note => paragraphs(&message.note)?,
            plain_link => self.line(&words.frame.plain_link, "frame.txt")?,
            footer => paragraphs(&words.frame.footer)?,
            preview => self.line(&message.text, "preview.txt")?,
            ..self.values.clone(),
        };
        TEMPLATES.render_named_str(&format!("layout.{form}"), layout, page)
    }

    /// One line, whatever the values hold.
    fn line(&self, template: &str, name: &str) -> Result<String, Error> {
        let text = TEMPLATES.render_named_str(name, template, self.values)?;
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The paragraphs of a text; safe to stand in a page of the form the name tells.
    fn paragraphs(&self, template: &str, name: &str) -> Result<Vec<Value>, Error> {
        let text = TEMPLATES.render_named_str(name, template, self.values)?;
        let safe = |paragraph: &str| match name.ends_with(".html") {
            true => Value::from_safe_string(paragraph.replace('\n', "<br>\n")),
            false => Value::from(paragraph),
        };
        Ok(text
            .split("\n\n")
            .map(str::trim)
            .filter(|paragraph| !paragraph.is_empty())
            .map(safe)
            .collect())
    }

    /// The pieces of news in a letter that has any.
    fn lines(&self, words: &Words, name: &str) -> Result<Vec<Value>, Error> {
        let Ok(lines) = self.values.get_attr("lines")?.try_iter() else {
            return Ok(Vec::new());
        };
        let mut told = Vec::new();
        for line in lines {
            let what = line.get_attr("what")?;
            let template = what.as_str().and_then(|what| words.happenings.get(what));
            let template = template.ok_or_else(|| {
                Error::new(minijinja::ErrorKind::TemplateNotFound, what.to_string())
            })?;
            let pen = Pen {
                values: &context! { ..context! { ..line, ..self.values.clone() } },
            };
            told.extend(pen.paragraphs(template, name)?);
        }
        Ok(told)
    }

    /// A button; none without words or when the address it leads to is not known.
    fn link(&self, label: &str, value: &str) -> Result<Option<Value>, Error> {
        let label = self.line(label, "button.txt")?;
        let address = self.values.get_attr(value)?;
        let address = address.as_str().filter(|address| !address.is_empty());
        Ok(address
            .filter(|_| !label.is_empty())
            .map(|address| context! { label, address }))
    }
}

/// Everything the words may speak of.
fn values(letter: &Letter, words: &Words, scene: &Scene) -> Value {
    let mut values = serde_json::to_value(letter).unwrap_or_default();
    tidy(&mut values, scene);
    let scene = Scene {
        name: readable(&scene.name, false),
        space: readable(&scene.space, false),
        brand: readable(&scene.brand, false),
        ..scene.clone()
    };
    context! {
        types => Serde(&words.types),
        roles => Serde(&words.roles),
        ..context! { ..Serde(&scene), ..Serde(&values) },
    }
}

/// Makes links whole, and texts of strangers fit to be read, wherever they are.
fn tidy(values: &mut serde_json::Value, scene: &Scene) {
    use serde_json::Value::{Array, Object, String};
    match values {
        Array(items) => items.iter_mut().for_each(|item| tidy(item, scene)),
        Object(members) => {
            for (name, value) in members {
                match (name.as_str(), value) {
                    ("link" | "second", String(path)) => *path = absolute(&scene.base, path),
                    ("words", String(text)) => *text = readable(text, true),
                    (_, String(text)) => *text = readable(text, false),
                    (_, other) => tidy(other, scene),
                }
            }
        }
        _ => {}
    }
}

/// The address of a path; nothing when the portal's own address is not known.
fn absolute(base: &str, path: &str) -> String {
    if path.is_empty() || base.is_empty() {
        return String::new();
    }
    format!("{base}{path}")
}

/// Text of strangers without what would break lines or turn the direction of writing around.
fn readable(text: &str, lines: bool) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.replace("\r\n", "\n")
        .chars()
        .filter(|c| !turns(*c))
        .map(|c| match c {
            '\n' if lines => '\n',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

fn short(line: &str) -> String {
    if line.chars().count() <= SUBJECT {
        return line.to_owned();
    }
    let start: String = line.chars().take(SUBJECT - 1).collect();
    format!("{}…", start.trim_end())
}

/// The filter `b`: bold in HTML, as it is in plain text.
fn emphasised(state: &State<'_, '_>, value: &Value) -> Value {
    let text = value.to_string();
    match state.auto_escape() {
        AutoEscape::Html => Value::from_safe_string(format!("<strong>{}</strong>", escape(&text))),
        _ => Value::from(text),
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn scene() -> Scene {
        Scene {
            brand: "Atrium".to_owned(),
            space: "Our <office>".to_owned(),
            base: "https://office.example".to_owned(),
            ..Scene::default()
        }
    }

    #[test]
    fn text_of_strangers_stays_text() {
        let letter = Letter::RoomMember {
            by: "Bob<b>\r\nBcc: all@example.com".to_owned(),
            room: "\"Plans\" & <script>alert(1)</script>\u{202e}".to_owned(),
            words: "Hi\r\n\r\n<img src=x>".to_owned(),
            link: "/rooms/shared/7?a=1&b=\"x\"".to_owned(),
        };
        let rendered = render(&letter, "en", &scene()).unwrap();
        assert!(!rendered.subject.contains(['\r', '\n']));
        assert!(rendered.subject.contains("Bob<b> Bcc: all@example.com"));
        for tag in ["<script", "<img src=x", "<b>", "<office>"] {
            assert!(!rendered.html.contains(tag), "{tag}");
        }
        assert!(!rendered.html.contains('\u{202e}'));
        assert!(
            rendered
                .html
                .contains("href=\"https://office.example/rooms/shared/7?a=1&amp;b=&quot;x&quot;\"")
        );
        assert!(rendered.text.contains("> <img src=x>"));
    }

    #[test]
    fn a_subject_is_short() {
        let letter = Letter::RoomRemoved {
            by: "B".repeat(300),
            room: "R".repeat(300),
        };
        let rendered = render(&letter, "de", &scene()).unwrap();
        assert_eq!(rendered.subject.chars().count(), SUBJECT);
    }

    #[test]
    fn without_an_address_there_is_no_button() {
        let letter = Letter::KeyExpired {
            key: "Backup".to_owned(),
            link: "/developer-tools".to_owned(),
        };
        let nowhere = Scene {
            base: String::new(),
            ..scene()
        };
        let rendered = render(&letter, "en", &nowhere).unwrap();
        assert!(!rendered.html.contains("href"), "{}", rendered.html);
        assert!(!rendered.text.contains("http"));
    }
}
