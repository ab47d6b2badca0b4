//! A minimal Open Packaging container: XML parts in a zip file.

use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};

/// First line of every part.
pub(super) const PROLOGUE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Start of the relationship types of the format.
pub(super) const OFFICE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Parts in the order they are written. `content_type` is `None` for the parts whose type the
/// extension gives away (relationships).
#[derive(Default)]
pub(super) struct Package {
    parts: Vec<(String, Option<&'static str>, String)>,
}

impl Package {
    /// Adds a part with its content type.
    pub(super) fn part(mut self, name: &str, content_type: &'static str, xml: &str) -> Self {
        self.parts.push((
            name.to_owned(),
            Some(content_type),
            format!("{PROLOGUE}{xml}"),
        ));
        self
    }

    /// Adds the relationships of a part (of the package itself when `of` is empty): id, type behind
    /// [`OFFICE`] (or a full address), target.
    pub(super) fn relations(mut self, of: &str, relations: &[(&str, &str, &str)]) -> Self {
        let (folder, file) = of
            .rsplit_once('/')
            .map_or(("", of), |(folder, file)| (folder, file));
        let slash = if folder.is_empty() { "" } else { "/" };
        let mut xml = format!(
            "{PROLOGUE}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        );
        for (id, kind, target) in relations {
            let kind = if kind.contains("://") {
                (*kind).to_owned()
            } else {
                format!("{OFFICE}/{kind}")
            };
            xml.push_str(&format!(
                "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>"
            ));
        }
        xml.push_str("</Relationships>");
        self.parts
            .push((format!("{folder}{slash}_rels/{file}.rels"), None, xml));
        self
    }

    /// The finished container. Times are fixed, so equal documents are equal bytes.
    pub(super) fn finish(self) -> Vec<u8> {
        write_zip(&self.into_parts())
    }

    /// Names and texts of all parts, the one that tells their types first.
    pub(super) fn into_parts(self) -> Vec<(String, String)> {
        let mut types = format!(
            "{PROLOGUE}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        );
        for (name, content_type, _) in &self.parts {
            if let Some(content_type) = content_type {
                types.push_str(&format!(
                    "<Override PartName=\"/{name}\" ContentType=\"{content_type}\"/>"
                ));
            }
        }
        types.push_str("</Types>");
        let types = ("[Content_Types].xml".to_owned(), types);
        let parts = self.parts.into_iter().map(|(name, _, xml)| (name, xml));
        std::iter::once(types).chain(parts).collect()
    }
}

#[expect(clippy::expect_used, reason = "writing into memory cannot fail")]
fn write_zip(parts: &[(String, String)]) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        zip.start_file(name.as_str(), options).expect("memory");
        zip.write_all(xml.as_bytes()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}
