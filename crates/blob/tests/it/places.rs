//! Storages to test with: a folder, and a bucket of an S3 server in this process.

use std::path::{Path, PathBuf};

use blob::{Blobs, S3, Storage};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;

pub(crate) struct Place {
    pub(crate) name: &'static str,
    pub(crate) blobs: Blobs,
    /// Where the bytes lie in the end.
    pub(crate) path: PathBuf,
    _folder: tempfile::TempDir,
}

pub(crate) async fn folder() -> Place {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let blobs = Blobs::open(&Storage::Folder(path.clone())).await.unwrap();
    Place {
        name: "folder",
        blobs,
        path,
        _folder: folder,
    }
}

pub(crate) async fn bucket() -> Place {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("atrium")).unwrap();
    let endpoint = serve(folder.path()).await;
    let storage = Storage::S3(S3 {
        bucket: "atrium".into(),
        endpoint,
        region: "us-east-1".into(),
        access_key: "key".into(),
        secret_key: "secret".into(),
        ..S3::default()
    });
    let blobs = Blobs::open(&storage).await.unwrap();
    Place {
        name: "s3",
        blobs,
        path: folder.path().to_owned(),
        _folder: folder,
    }
}

/// Starts an S3 server over a folder and gives its address.
pub(crate) async fn serve(folder: &Path) -> String {
    let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
    service.set_auth(SimpleAuth::from_single("key", "secret"));
    let service = service.build();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let server = Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    format!("http://{address}")
}

/// The files below a path, S3 server's own notes excluded.
pub(crate) fn files_below(path: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}
