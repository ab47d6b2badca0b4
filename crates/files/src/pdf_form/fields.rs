//! The fields of a PDF form and what was filled in (AcroForm, ISO 32000-1 §12.7).
//!
//! Strangers' bytes: the file, what one of its streams unfolds to, the depth of the tree of fields and their number are
//! limited. Reading takes processor time, so it belongs on a thread for blocking work.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use crate::model::Answer;

/// The largest form that is read, in bytes.
pub const LARGEST: u64 = 32 << 20;
/// What one stream may unfold to, in bytes.
const UNFOLDED: usize = 16 << 20;
/// Fields of a form, and how deep they may be nested.
const FIELDS: usize = 5000;
const DEPTH: usize = 16;
/// Characters of a value that are kept.
const VALUE: usize = 10_000;

/// A check box or button is one of these (`Ff`).
const RADIO: i64 = 1 << 15;
const PUSH: i64 = 1 << 16;

/// Content that no fields can be read of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The content is no PDF whose fields can be read.")]
pub struct Unreadable;

/// All fields but buttons, in the order of the form, with their values.
///
/// # Errors
/// It is no PDF, is encrypted, or goes beyond the limits.
pub fn answers(pdf: &[u8]) -> Result<Vec<Answer>, Unreadable> {
    if pdf.len() as u64 > LARGEST {
        return Err(Unreadable);
    }
    let options = LoadOptions {
        max_decompressed_size: Some(UNFOLDED),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(pdf, options).map_err(|_| Unreadable)?;
    if document.is_encrypted() {
        return Err(Unreadable);
    }
    let catalog = document.catalog().map_err(|_| Unreadable)?;
    let mut reader = Reader {
        document: &document,
        seen: HashSet::new(),
        answers: Vec::new(),
    };
    if let Ok(form) = document.get_dict_in_dict(catalog, b"AcroForm") {
        let fields = reader.list(form, b"Fields");
        for field in fields {
            reader.field(&field, &Inherited::default(), 0)?;
        }
    }
    Ok(reader.answers)
}

/// Whether two contents have the same fields, whatever is in them.
pub fn same_fields(one: &[Answer], other: &[Answer]) -> bool {
    let names = |all: &[Answer]| -> HashSet<(String, String)> {
        let pair = |answer: &Answer| (answer.key.clone(), answer.kind.clone());
        all.iter().map(pair).collect()
    };
    names(one) == names(other)
}

/// What fields have from those above them.
#[derive(Debug, Clone, Default)]
struct Inherited {
    name: String,
    kind: Option<Vec<u8>>,
    flags: i64,
    value: Option<Object>,
}

struct Reader<'a> {
    document: &'a Document,
    seen: HashSet<ObjectId>,
    answers: Vec<Answer>,
}

impl Reader<'_> {
    fn resolved<'b>(&'b self, object: &'b Object) -> &'b Object {
        match self.document.dereference(object) {
            Ok((_, found)) => found,
            Err(_) => &Object::Null,
        }
    }

    fn list(&self, dictionary: &Dictionary, key: &[u8]) -> Vec<Object> {
        let list = dictionary.get(key).ok();
        let list = list.and_then(|list| self.resolved(list).as_array().ok());
        list.cloned().unwrap_or_default()
    }

    fn field(&mut self, field: &Object, above: &Inherited, depth: usize) -> Result<(), Unreadable> {
        if let Object::Reference(id) = field
            && !self.seen.insert(*id)
        {
            return Ok(()); // a circle
        }
        if depth > DEPTH || self.answers.len() >= FIELDS {
            return Err(Unreadable);
        }
        let Ok(dictionary) = self.resolved(field).as_dict().cloned() else {
            return Ok(());
        };
        let own = self.inherited(&dictionary, above);
        let parts: Vec<Object> = self
            .list(&dictionary, b"Kids")
            .into_iter()
            .filter(|kid| self.is_field(kid))
            .collect();
        if parts.is_empty() {
            self.answers.extend(self.answer(own));
            return Ok(());
        }
        for part in parts {
            self.field(&part, &own, depth + 1)?;
        }
        Ok(())
    }

    /// Kids without a name are places where their field is drawn.
    fn is_field(&self, kid: &Object) -> bool {
        let kid = self.resolved(kid).as_dict();
        kid.is_ok_and(|kid| kid.has(b"T"))
    }

    fn inherited(&self, field: &Dictionary, above: &Inherited) -> Inherited {
        let get = |key: &[u8]| field.get(key).ok().map(|object| self.resolved(object));
        let name = get(b"T").map(text).unwrap_or_default();
        let name = match (above.name.is_empty(), name.is_empty()) {
            (_, true) => above.name.clone(),
            (true, false) => name,
            (false, false) => format!("{}.{name}", above.name),
        };
        let kind = get(b"FT").and_then(|kind| kind.as_name().ok());
        let flags = get(b"Ff").and_then(|flags| flags.as_i64().ok());
        Inherited {
            name,
            kind: kind.map(<[u8]>::to_vec).or_else(|| above.kind.clone()),
            flags: flags.unwrap_or(above.flags),
            value: get(b"V").cloned().or_else(|| above.value.clone()),
        }
    }

    fn answer(&self, field: Inherited) -> Option<Answer> {
        let value = field.value.as_ref();
        let (kind, value) = match field.kind.as_deref()? {
            b"Tx" => ("text", value.map(|value| self.text_of(value))),
            b"Ch" => ("dropDownList", value.map(|value| self.text_of(value))),
            b"Sig" => ("signature", value.map(|_| "signed".to_owned())),
            b"Btn" if field.flags & PUSH != 0 => return None,
            b"Btn" if field.flags & RADIO != 0 => ("radio", value.and_then(chosen)),
            b"Btn" => {
                let on = value.and_then(chosen).is_some();
                ("checkBox", Some(on.to_string()))
            }
            _ => return None,
        };
        Some(Answer {
            key: field.name,
            kind: kind.to_owned(),
            value: value.unwrap_or_default().chars().take(VALUE).collect(),
        })
    }

    /// A text, or several.
    fn text_of(&self, value: &Object) -> String {
        match value {
            Object::Array(several) => {
                let several: Vec<String> =
                    several.iter().map(|one| text(self.resolved(one))).collect();
                several.join(", ")
            }
            one => text(one),
        }
    }
}

/// The state a button is in, unless it is off.
fn chosen(value: &Object) -> Option<String> {
    let name = value.as_name().ok()?;
    (name != b"Off").then(|| String::from_utf8_lossy(name).into_owned())
}

fn text(value: &Object) -> String {
    lopdf::decode_text_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "tests fail by panicking")]

    use super::*;

    /// A form with these field objects, numbered from 10.
    fn form(fields: &[&str]) -> Vec<u8> {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        let mut table = String::new();
        let mut add = |pdf: &mut Vec<u8>, id: usize, object: &str| {
            table.push_str(&format!("{id} 1\n{:010} 00000 n \n", pdf.len()));
            pdf.extend(format!("{id} 0 obj\n{object}\nendobj\n").as_bytes());
        };
        let list: Vec<String> = (10..10 + fields.len())
            .map(|id| format!("{id} 0 R"))
            .collect();
        let catalog = format!(
            "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{}] >> >>",
            list.join(" ")
        );
        add(&mut pdf, 1, &catalog);
        add(&mut pdf, 2, "<< /Type /Pages /Kids [] /Count 0 >>");
        for (id, field) in (10..).zip(fields) {
            add(&mut pdf, id, field);
        }
        let start = pdf.len();
        let tail = format!(
            "xref\n0 1\n0000000000 65535 f \n{table}trailer\n<< /Size 99 /Root 1 0 R >>\n\
             startxref\n{start}\n%%EOF\n"
        );
        pdf.extend(tail.as_bytes());
        pdf
    }

    fn read(fields: &[&str]) -> Vec<(String, String, String)> {
        let all = answers(&form(fields)).expect("a form");
        let parts = |one: Answer| (one.key, one.kind, one.value);
        all.into_iter().map(parts).collect()
    }

    fn one(key: &str, kind: &str, value: &str) -> (String, String, String) {
        (key.to_owned(), kind.to_owned(), value.to_owned())
    }

    #[test]
    fn every_kind_of_field_gives_its_value() {
        let all = read(&[
            "<< /T (Name) /FT /Tx /V (Ada) >>",
            "<< /T (City) /FT /Tx /V <FEFF004B00F6006C006E> >>",
            "<< /T (Agreed) /FT /Btn /V /Yes >>",
            "<< /T (News) /FT /Btn /V /Off >>",
            "<< /T (Size) /FT /Btn /Ff 32768 /V /Large >>",
            "<< /T (Print) /FT /Btn /Ff 65536 >>",
            "<< /T (Days) /FT /Ch /V [(Mon) (Tue)] >>",
            "<< /T (Sign) /FT /Sig >>",
        ]);
        assert_eq!(
            all,
            [
                one("Name", "text", "Ada"),
                one("City", "text", "Köln"),
                one("Agreed", "checkBox", "true"),
                one("News", "checkBox", "false"),
                one("Size", "radio", "Large"),
                one("Days", "dropDownList", "Mon, Tue"),
                one("Sign", "signature", ""),
            ]
        );
    }

    #[test]
    fn fields_in_fields_are_named_from_the_top() {
        let all = read(&[
            "<< /T (Home) /FT /Tx /Kids [ << /T (Street) /V (A) >> << /T (Town) /V (B) >> ] >>",
            "<< /T (Twice) /FT /Tx /V (C) /Kids [ << /Subtype /Widget >> << /Subtype /Widget >> ] >>",
        ]);
        assert_eq!(
            all,
            [
                one("Home.Street", "text", "A"),
                one("Home.Town", "text", "B"),
                one("Twice", "text", "C")
            ]
        );
    }

    #[test]
    fn circles_and_depths_end() {
        assert_eq!(read(&["<< /T (A) /FT /Tx /Kids [10 0 R] >>"]), []);
        let deep = (0..40).fold("<< /T (x) /FT /Tx >>".to_owned(), |inner, _| {
            format!("<< /T (x) /Kids [ {inner} ] >>")
        });
        assert_eq!(answers(&form(&[&deep])), Err(Unreadable));
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        assert_eq!(answers(b""), Err(Unreadable));
        assert_eq!(answers(b"%PDF-1.7\nnothing"), Err(Unreadable));
    }

    #[test]
    fn forms_are_the_same_whatever_is_in_them() {
        let blank = answers(&form(&["<< /T (A) /FT /Tx >>"])).expect("a form");
        let filled = answers(&form(&["<< /T (A) /FT /Tx /V (x) >>"])).expect("a form");
        let other = answers(&form(&["<< /T (A) /FT /Btn >>"])).expect("a form");
        assert!(same_fields(&blank, &filled));
        assert!(!same_fields(&blank, &other));
    }
}
