//! S3 behind TLS: the certificate is checked, and what the system trusts is trusted.

use std::path::Path;
use std::process::{Command, Output};

use blob::{Blobs, S3, Storage};

use crate::places::serve_tls;

const CHILD: &str = "ATRIUM_BLOB_TLS";

/// Not a test by itself: a process that stores and reads an object over TLS.
#[tokio::test]
async fn child() {
    let Ok(endpoint) = std::env::var(CHILD) else {
        return;
    };
    let storage = Storage::S3(S3 {
        bucket: "atrium".into(),
        endpoint,
        region: "us-east-1".into(),
        access_key: "key".into(),
        secret_key: "secret".into(),
        ..S3::default()
    });
    let blobs = Blobs::open(&storage).await.unwrap();
    let object = blobs.put_bytes("over TLS").await.unwrap();
    assert_eq!(blobs.get_bytes(&object.id).await.unwrap(), "over TLS");
}

fn said(output: &Output) -> String {
    let said = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_is_reached_over_https_when_its_certificate_is_trusted_and_only_then() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("atrium")).unwrap();
    let (endpoint, certificate) = serve_tls(folder.path()).await;
    let trusted = folder.path().join("trusted.pem");
    std::fs::write(&trusted, certificate).unwrap();

    let child = |trusted: &Path| {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child
            .args(["--exact", "tls::child"])
            .env(CHILD, &endpoint)
            .env("SSL_CERT_FILE", trusted);
        tokio::task::spawn_blocking(move || child.output().unwrap())
    };
    let works: Output = child(&trusted).await.unwrap();
    assert!(
        works.status.success(),
        "{}",
        String::from_utf8_lossy(&works.stderr)
    );
    let refused = child(Path::new("/etc/ssl/certs/ca-certificates.crt"))
        .await
        .unwrap();
    assert!(!refused.status.success());
    assert!(said(&refused).contains("certificate"), "{}", said(&refused));
}
