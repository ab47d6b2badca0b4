//! An S3 server in this process that can be unplugged.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub(crate) struct Server {
    folder: tempfile::TempDir,
    pub(crate) endpoint: String,
    pub(crate) port: u16,
    /// Requests that it still answers.
    patience: Arc<AtomicI64>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("papers")).unwrap();
        let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single("key", "do not tell"));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let patience = Arc::new(AtomicI64::new(i64::MAX));
        let left = Arc::clone(&patience);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (service, left) = (service.clone(), Arc::clone(&left));
                tokio::spawn(async move {
                    let guarded = hyper::service::service_fn(move |request| {
                        let (service, left) = (service.clone(), Arc::clone(&left));
                        async move {
                            if left.fetch_sub(1, Ordering::SeqCst) <= 0 {
                                return Err(std::io::Error::other("unplugged"));
                            }
                            hyper::service::Service::call(&service, request)
                                .await
                                .map_err(|error| std::io::Error::other(format!("{error:?}")))
                        }
                    });
                    let server = Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(TokioIo::new(socket), guarded).await;
                });
            }
        });
        Self {
            folder,
            endpoint: format!("http://127.0.0.1:{port}"),
            port,
            patience,
        }
    }

    /// Pulls the plug after so many requests.
    pub(crate) fn die_after(&self, requests: i64) {
        self.patience.store(requests, Ordering::SeqCst);
    }

    pub(crate) fn come_back(&self) {
        self.patience.store(i64::MAX, Ordering::SeqCst);
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.patience.load(Ordering::SeqCst) <= 0
    }

    /// What to ask for.
    pub(crate) fn body(&self) -> Value {
        json!({ "module": "s3", "props": [
            { "key": "acesskey", "value": "key" },
            { "key": "secretaccesskey", "value": "do not tell" },
            { "key": "bucket", "value": "papers" },
            { "key": "region", "value": "us-east-1" },
            { "key": "serviceurl", "value": self.endpoint },
            { "key": "subdir", "value": "office" },
        ] })
    }

    /// The objects in the bucket.
    pub(crate) fn objects(&self) -> Vec<PathBuf> {
        let root = self.folder.path().join("papers/office");
        if root.exists() {
            crate::portal::files_below(&root)
        } else {
            Vec::new()
        }
    }
}
