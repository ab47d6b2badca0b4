//! An S3 server in this process.

use std::path::Path;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use server::Config;
use tokio::net::TcpListener;

/// Starts a server with the bucket `atrium` over a folder, and points the settings at it.
pub(crate) async fn serve(folder: &Path) -> impl FnOnce(&mut Config) + use<> {
    let endpoint = listen(folder).await;
    move |config| {
        config.s3_bucket = "atrium".to_owned();
        config.s3_endpoint = endpoint;
        config.s3_region = "us-east-1".to_owned();
        config.s3_access_key = "key".to_owned();
        config.s3_secret_key = "secret".to_owned();
    }
}

/// Starts a server with the bucket `atrium` over a folder; its address.
pub(crate) async fn listen(folder: &Path) -> String {
    std::fs::create_dir(folder.join("atrium")).unwrap();
    let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
    service.set_auth(SimpleAuth::from_single("key", "secret"));
    let service = service.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                let server = Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(socket), service).await;
            });
        }
    });
    endpoint
}
