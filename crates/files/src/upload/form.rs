//! The body of an upload: a multipart form whose files go straight into the object store, or the
//! bare bytes of one file.

use std::collections::HashMap;

use axum::extract::{FromRequest as _, Multipart, Request};
use blob::Blobs;
use futures::StreamExt as _;
use http::header::CONTENT_TYPE;

use super::{Received, receive};
use crate::error::Error;

/// Longest plain field of a form, in bytes.
const FIELD_LIMIT: usize = 64 * 1024;
/// More parts than this are no upload but an attack.
const PARTS_LIMIT: usize = 100;

/// A file of the form.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name as the client called it; empty when it had none.
    pub file_name: String,
    /// What was stored.
    pub received: Received,
}

/// What an upload request brought.
#[derive(Debug, Default)]
pub struct Form {
    /// Files, in the order they came.
    pub files: Vec<Part>,
    fields: HashMap<String, String>,
}

impl Form {
    /// Reads the body, storing files of at most `limit` bytes each on the way.
    ///
    /// # Errors
    /// As [`receive`]; [`Error::Argument`] for a malformed form.
    pub async fn read(request: Request, blobs: &Blobs, limit: u64) -> Result<Self, Error> {
        let is_form = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| {
                kind.trim_start()
                    .to_ascii_lowercase()
                    .starts_with("multipart/")
            });
        if is_form {
            return Self::read_parts(request, blobs, limit).await;
        }
        let received = receive(blobs, request.into_body().into_data_stream(), limit).await?;
        let file = Part {
            file_name: String::new(),
            received,
        };
        Ok(Self {
            files: vec![file],
            fields: HashMap::new(),
        })
    }

    async fn read_parts(request: Request, blobs: &Blobs, limit: u64) -> Result<Self, Error> {
        let mut parts = Multipart::from_request(request, &())
            .await
            .map_err(|error| Error::Argument(error.body_text()))?;
        let mut form = Self::default();
        for _ in 0..PARTS_LIMIT {
            let part = parts.next_field().await.map_err(|_| cut_off())?;
            let Some(part) = part else {
                return Ok(form);
            };
            let name = plain(part.name().unwrap_or_default());
            if part.file_name().is_some() || matches!(name.as_str(), "file" | "files") {
                let file_name = base_name(part.file_name().unwrap_or_default()).to_owned();
                let received = receive(blobs, part.boxed(), limit).await?;
                form.files.push(Part {
                    file_name,
                    received,
                });
            } else {
                form.fields.insert(name, text(part).await?);
            }
        }
        Err(Error::Argument("Too many parts in the form.".to_owned()))
    }

    /// The only file, or the first one.
    ///
    /// # Errors
    /// [`Error::Argument`] when the form holds none.
    pub fn file(&mut self) -> Result<Part, Error> {
        if self.files.is_empty() {
            return Err(Error::Argument("No input files".to_owned()));
        }
        Ok(self.files.remove(0))
    }

    /// A plain field, by name without regard to case and to the prefix of its model
    /// ("InsertFile.Title").
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .get(&name.to_ascii_lowercase())
            .map(String::as_str)
    }

    /// A yes-or-no field; `None` when absent or neither.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.field(name)?.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "on" => Some(true),
            "false" | "0" | "" => Some(false),
            _ => None,
        }
    }
}

fn plain(name: &str) -> String {
    name.rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// Some clients send the whole path of the file they read.
fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

async fn text(mut part: axum::extract::multipart::Field<'_>) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|_| cut_off())? {
        if bytes.len() + piece.len() > FIELD_LIMIT {
            return Err(Error::Argument(
                "A field of the form is too long.".to_owned(),
            ));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cut_off() -> Error {
    Error::Argument("Unexpected end of request content.".to_owned())
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests fail by panicking"
    )]
    use axum::body::Body;

    use super::*;

    async fn read(kind: Option<&str>, body: impl Into<Body>) -> Result<Form, Error> {
        let folder = tempfile::tempdir().unwrap();
        let storage = blob::Storage::Folder(folder.path().to_owned());
        let blobs = Blobs::open(&storage).await.unwrap();
        let mut request = Request::post("/");
        if let Some(kind) = kind {
            request = request.header(CONTENT_TYPE, kind);
        }
        Form::read(request.body(body.into()).unwrap(), &blobs, 1000).await
    }

    const FORM: &str = "multipart/form-data; boundary=X";

    #[tokio::test]
    async fn files_and_fields_come_in_any_order() {
        let body = "--X\r\nContent-Disposition: form-data; name=\"InsertFile.Title\"\r\n\r\nPlan\r\n\
            --X\r\nContent-Disposition: form-data; name=\"whatever\"; filename=\"C:\\tmp\\a.txt\"\r\n\r\nhello\r\n\
            --X\r\nContent-Disposition: form-data; name=\"createNewIfExist\"\r\n\r\nTrue\r\n--X--\r\n";
        let mut form = read(Some(FORM), body).await.unwrap();
        assert_eq!(form.field("title"), Some("Plan"));
        assert_eq!(form.flag("CreateNewIfExist"), Some(true));
        let file = form.file().unwrap();
        assert_eq!(file.file_name, "a.txt");
        assert_eq!(file.received.head, b"hello");
        assert!(form.file().is_err());
    }

    #[tokio::test]
    async fn an_empty_file_is_a_file() {
        let body = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n\r\n--X--\r\n";
        let form = read(Some(FORM), body).await.unwrap();
        assert_eq!(form.files[0].received.object.size, 0);
    }

    #[tokio::test]
    async fn a_form_cut_off_in_the_middle_is_refused() {
        let body =
            "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhal";
        let error = read(Some(FORM), body).await.unwrap_err();
        assert_eq!(error.to_string(), "Unexpected end of request content.");
        assert!(
            read(Some("multipart/form-data"), "x").await.is_err(),
            "no boundary"
        );
    }

    #[tokio::test]
    async fn bare_bytes_are_one_file_without_name() {
        let mut form = read(Some("application/octet-stream"), "bytes")
            .await
            .unwrap();
        assert_eq!(form.file().unwrap().received.object.size, 5);
        let mut form = read(None, "").await.unwrap();
        assert_eq!(form.file().unwrap().received.object.size, 0);
    }
}
