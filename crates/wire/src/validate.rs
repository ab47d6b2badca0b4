//! Rules of request models and their exact .NET texts (platform/01 §1.4).

use std::fmt::Display;

use serde::ser::{SerializeMap as _, SerializeStruct as _};
use serde::{Serialize, Serializer};

/// A request model that knows its rules.
pub trait Validate {
    /// Adds what is wrong to `check`; the default has no rules.
    fn validate(&self, check: &mut Check) {
        let _ = check;
    }
}

impl Validate for serde_json::Value {}
impl Validate for String {}
impl Validate for bool {}
impl Validate for i32 {}
impl Validate for i64 {}
impl Validate for uuid::Uuid {}
impl Validate for crate::Id {}
impl Validate for () {}

impl<T: Validate> Validate for Vec<T> {
    fn validate(&self, check: &mut Check) {
        for (index, item) in self.iter().enumerate() {
            check.within(format!("[{index}]"), item);
        }
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate(&self, check: &mut Check) {
        if let Some(value) = self {
            value.validate(check);
        }
    }
}

impl<K, V, S> Validate for std::collections::HashMap<K, V, S> {}
impl<K, V> Validate for std::collections::BTreeMap<K, V> {}

/// What is wrong with a request model: texts by key, in the order found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validation(Vec<(String, Vec<String>)>);

impl Validation {
    /// One text under one key.
    pub fn one(key: impl Into<String>, text: impl Into<String>) -> Self {
        let mut all = Self::default();
        all.add(key, text);
        all
    }

    /// Adds a text under a key.
    pub fn add(&mut self, key: impl Into<String>, text: impl Into<String>) {
        let key = key.into();
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, texts)) => texts.push(text.into()),
            None => self.0.push((key, vec![text.into()])),
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Validation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Errors<'a>(&'a Validation);
        impl Serialize for Errors<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(self.0.0.len()))?;
                for (key, texts) in &self.0.0 {
                    map.serialize_entry(key, texts)?;
                }
                map.end()
            }
        }
        let mut body = serializer.serialize_struct("ValidationProblem", 5)?;
        body.serialize_field("type", "https://tools.ietf.org/html/rfc9110#section-15.5.1")?;
        body.serialize_field("title", "One or more validation errors occurred.")?;
        body.serialize_field("status", &400)?;
        body.serialize_field("errors", &Errors(self))?;
        body.serialize_field("traceId", &crate::error::trace_id())?;
        body.end()
    }
}

/// A text a rule looks at: present or not.
pub trait Text {
    /// The text, if there is one.
    fn text(&self) -> Option<&str>;
}

impl Text for str {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Text> Text for Option<T> {
    fn text(&self) -> Option<&str> {
        self.as_ref().and_then(Text::text)
    }
}

impl<T: Text + ?Sized> Text for &T {
    fn text(&self) -> Option<&str> {
        (**self).text()
    }
}

/// Collects what is wrong. Names are the PascalCase member names of the contract.
#[derive(Debug, Default)]
pub struct Check {
    prefix: String,
    found: Validation,
}

impl Check {
    /// Applies the rules of `model`.
    ///
    /// # Errors
    /// [`crate::Error::Validation`] when any rule is broken.
    pub fn run<T: Validate + ?Sized>(model: &T) -> Result<(), crate::Error> {
        let mut check = Self::default();
        model.validate(&mut check);
        check.finish()
    }

    /// Ends the check.
    ///
    /// # Errors
    /// [`crate::Error::Validation`] when any rule is broken.
    pub fn finish(self) -> Result<(), crate::Error> {
        if self.found.is_empty() {
            Ok(())
        } else {
            Err(crate::Error::Validation(self.found))
        }
    }

    /// A text that is there and not blank: `The X field is required.`
    pub fn required(&mut self, name: &str, value: &(impl Text + ?Sized)) -> &mut Self {
        let blank = value.text().is_none_or(|text| text.trim().is_empty());
        self.ensure(!blank, name, || format!("The {name} field is required."))
    }

    /// Any value that is there: `The X field is required.`
    pub fn present<T>(&mut self, name: &str, value: &Option<T>) -> &mut Self {
        self.ensure(value.is_some(), name, || {
            format!("The {name} field is required.")
        })
    }

    /// `The field X must be a string with a maximum length of N.` (UTF-16 units, as .NET counts).
    pub fn max_len(&mut self, name: &str, value: &(impl Text + ?Sized), max: usize) -> &mut Self {
        let fits = length(value) <= max;
        self.ensure(fits, name, || {
            format!("The field {name} must be a string with a maximum length of {max}.")
        })
    }

    /// `The field X must be a string with a minimum length of A and a maximum length of B.`
    pub fn len_between(
        &mut self,
        name: &str,
        value: &(impl Text + ?Sized),
        min: usize,
        max: usize,
    ) -> &mut Self {
        let fits = value.text().is_none() || (min..=max).contains(&length(value));
        self.ensure(fits, name, || {
            format!("The field {name} must be a string with a minimum length of {min} and a maximum length of {max}.")
        })
    }

    /// `The field X must be between A and B.`
    pub fn range<T: PartialOrd + Display>(
        &mut self,
        name: &str,
        value: T,
        min: T,
        max: T,
    ) -> &mut Self {
        let inside = value >= min && value <= max;
        self.ensure(inside, name, || {
            format!("The field {name} must be between {min} and {max}.")
        })
    }

    /// `The X field is not a valid e-mail address.`; .NET only asks for one `@` that is neither first nor last. What would need
    /// quotes in a mail's header is refused too: it is a list of addresses, a name before one, or a header of its own.
    pub fn email(&mut self, name: &str, value: &(impl Text + ?Sized)) -> &mut Self {
        let valid = value.text().is_none_or(is_email);
        self.ensure(valid, name, || {
            format!("The {name} field is not a valid e-mail address.")
        })
    }

    /// `The X field is not a valid fully-qualified http, https, or ftp URL.`
    pub fn url(&mut self, name: &str, value: &(impl Text + ?Sized)) -> &mut Self {
        let valid = value.text().is_none_or(|text| {
            ["http://", "https://", "ftp://"].iter().any(|scheme| {
                text.get(..scheme.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            })
        });
        self.ensure(valid, name, || {
            format!("The {name} field is not a valid fully-qualified http, https, or ftp URL.")
        })
    }

    /// A rule with a text of its own.
    pub fn ensure(&mut self, holds: bool, name: &str, text: impl FnOnce() -> String) -> &mut Self {
        if !holds {
            let key = match self.prefix.as_str() {
                "" => name.to_owned(),
                prefix => format!("{prefix}.{name}"),
            };
            self.found.add(key, text());
        }
        self
    }

    /// Adds a text under a key, unconditionally.
    pub fn add(&mut self, name: &str, text: impl Into<String>) -> &mut Self {
        let text = text.into();
        self.ensure(false, name, || text)
    }

    /// Applies the rules of a member; its keys start with `name.`.
    pub fn within<T: Validate + ?Sized>(&mut self, name: impl AsRef<str>, model: &T) -> &mut Self {
        let name = name.as_ref();
        let outer = self.prefix.clone();
        self.prefix = match outer.as_str() {
            "" => name.to_owned(),
            _ if name.starts_with('[') => format!("{outer}{name}"),
            _ => format!("{outer}.{name}"),
        };
        model.validate(self);
        self.prefix = outer;
        self
    }
}

fn length(value: &(impl Text + ?Sized)) -> usize {
    value.text().map_or(0, |text| text.encode_utf16().count())
}

/// Whether a text is an e-mail address, as [`Check::email`] has it.
pub fn is_email(text: &str) -> bool {
    let at = text.find('@');
    let foreign = |c: char| c.is_control() || c.is_whitespace() || "()<>[]:;,\\\"".contains(c);
    !text.trim_matches(' ').contains(foreign)
        && at.is_some_and(|at| at > 0 && at + 1 < text.len() && text.rfind('@') == Some(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Person {
        name: Option<String>,
        email: String,
        age: i32,
    }

    impl Validate for Person {
        fn validate(&self, check: &mut Check) {
            check
                .required("Name", &self.name)
                .max_len("Name", &self.name, 5)
                .email("Email", &self.email)
                .range("Age", self.age, 1, 100);
        }
    }

    fn found(person: Person) -> Validation {
        match Check::run(&person) {
            Err(crate::Error::Validation(found)) => found,
            _ => Validation::default(),
        }
    }

    #[test]
    fn texts_are_those_of_dot_net() {
        let bad = Person {
            name: Some("  ".into()),
            email: "x".into(),
            age: 101,
        };
        let expected = [
            ("Name", "The Name field is required."),
            ("Email", "The Email field is not a valid e-mail address."),
            ("Age", "The field Age must be between 1 and 100."),
        ];
        let expected = expected.map(|(k, t)| (k.to_owned(), vec![t.to_owned()]));
        assert_eq!(found(bad), Validation(expected.to_vec()));
        let long = Person {
            name: Some("abcdef".into()),
            email: "a@b".into(),
            age: 1,
        };
        assert_eq!(
            found(long),
            Validation::one(
                "Name",
                "The field Name must be a string with a maximum length of 5."
            )
        );
        assert!(
            found(Person {
                name: Some("Ann".into()),
                email: "a@b".into(),
                age: 1
            })
            .is_empty()
        );
    }

    #[test]
    fn members_carry_the_path_to_them() {
        let mut check = Check::default();
        let items = vec![Person {
            name: None,
            email: "a@b".into(),
            age: 1,
        }];
        check.within("Items", &items);
        assert_eq!(
            check.found,
            Validation::one("Items[0].Name", "The Name field is required.")
        );
    }

    #[test]
    fn an_email_has_one_at_sign_inside() {
        assert!(is_email("a@b") && is_email("O'Connell@x.example"));
        assert!(is_email("Анна+1@пример.рф") && is_email(" a@b "));
        for wrong in [
            "",
            "a",
            "@b",
            "a@",
            "a@b@c",
            "a@b\n",
            "a@b, c",
            "c <a@b>",
            "a b@c",
            "a@b\r\nBcc: c",
            "a\0@b",
            "\"a\"@b",
        ] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }
}
