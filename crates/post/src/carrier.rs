//! The ways a message can leave.

use std::path::{Path, PathBuf};

use lettre::Message;

use crate::smtp::Smtp;

/// Who carries letters.
#[derive(Debug, Clone)]
pub enum Carrier {
    /// Nobody: they are written into a folder as `.eml` files.
    Folder(PathBuf),
    /// An SMTP server.
    Smtp(Box<Smtp>),
}

/// Why a letter did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// Another time it may.
    #[error("{0}")]
    NotNow(String),
    /// It never will.
    #[error("{0}")]
    Never(String),
}

impl Carrier {
    pub(crate) async fn carry(&self, message: &Message) -> Result<(), Undelivered> {
        match self {
            Self::Smtp(smtp) => smtp.carry(message).await,
            Self::Folder(folder) => put(folder, message)
                .await
                .map_err(|error| Undelivered::NotNow(format!("{}: {error}", folder.display()))),
        }
    }
}

/// Writes a file that is whole from the moment it can be seen.
async fn put(folder: &Path, message: &Message) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let id = message.headers().get_raw("Message-ID").unwrap_or_default();
    let id: String = id
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(32)
        .collect();
    let name = format!("{}-{id}", sql::now());
    let unfinished = folder.join(format!(".{name}"));
    tokio::fs::write(&unfinished, message.formatted()).await?;
    tokio::fs::rename(unfinished, folder.join(format!("{name}.eml"))).await
}
