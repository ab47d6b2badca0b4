//! Storages to test with: a folder, and a bucket of an S3 server in this process.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use blob::{Blobs, S3, Storage};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

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
    let (listener, address) = listen().await;
    let service = service(folder);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(converse(socket, service.clone()));
        }
    });
    format!("http://{address}")
}

/// The same behind TLS, and the certificate to trust.
pub(crate) async fn serve_tls(folder: &Path) -> (String, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let (listener, address) = listen().await;
    let service = service(folder);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let (acceptor, service) = (acceptor.clone(), service.clone());
            tokio::spawn(async move {
                if let Ok(socket) = acceptor.accept(socket).await {
                    converse(socket, service).await;
                }
            });
        }
    });
    (
        format!("https://localhost:{}", address.port()),
        made.cert.pem(),
    )
}

fn service(folder: &Path) -> S3Service {
    let mut service = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder).unwrap());
    service.set_auth(SimpleAuth::from_single("key", "secret"));
    service.build()
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

async fn converse(
    socket: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    service: S3Service,
) {
    let server = Builder::new(TokioExecutor::new());
    let _ = server.serve_connection(TokioIo::new(socket), service).await;
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
