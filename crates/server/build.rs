//! The web app is embedded from `web/dist`; without a build of it an empty folder keeps this crate compiling.
use std::path::Path;

fn main() {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    // A read-only checkout fails later, with rust-embed's own message.
    let _ = std::fs::create_dir_all(&dist);
    println!("cargo:rerun-if-changed={}", dist.display());
}
