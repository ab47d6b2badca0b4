//! Editors outside of this product: what `files` asks of whoever speaks with a portal's document server
//! (`files/06c §2-§4`). The implementation is given at start ([`crate::service::Abilities`]).

use std::fmt::Debug;

use futures::future::BoxFuture;
use portal::PortalId;
use serde_json::Value;

use crate::error::Error;
use crate::model::File;
use crate::view::Viewer;

/// How a document is opened by a document server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// Key of the document: the same as long as its content is, saves under way left out.
    pub key: String,
    /// Address of the script that opens it.
    pub script: String,
    /// Where the server tells what becomes of it.
    pub callback: String,
    /// Address of the portal for that server, without a slash at the end.
    pub base: String,
}

/// Editors outside of this product.
pub trait ForeignEditors: Debug + Send + Sync {
    /// Whether a portal has such editors. Asked for each request: answered from memory.
    fn present(&self, portal: PortalId) -> BoxFuture<'_, Result<bool, Error>>;

    /// The key under which a document server that saved the file under way has it open; nothing when none did.
    fn key<'a>(&'a self, file: &'a File) -> BoxFuture<'a, Result<Option<String>, Error>>;

    /// How a file is opened there; nothing when the portal has no document server.
    fn open<'a>(
        &'a self,
        viewer: &'a Viewer,
        file: &'a File,
    ) -> BoxFuture<'a, Result<Option<Foreign>, Error>>;

    /// Whether the server is there to open it.
    fn ready<'a>(
        &'a self,
        viewer: &'a Viewer,
        foreign: &'a Foreign,
    ) -> BoxFuture<'a, Result<bool, Error>>;

    /// A signature of `claims` for the server; nothing when it wants none.
    fn sign<'a>(
        &'a self,
        viewer: &'a Viewer,
        claims: &'a Value,
    ) -> BoxFuture<'a, Result<Option<String>, Error>>;
}
