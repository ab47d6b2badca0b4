//! What is there and what is not: for the operator, with what each missing part switches off.

use std::path::PathBuf;

use server::verify::Depth;
use server::{Config, House};

use crate::serve::say;

/// Programs that features need, and what is missing without them.
const PROGRAMS: [(&str, &[&str], &str); 4] = [
    (
        "LibreOffice",
        &["soffice", "libreoffice"],
        "office documents are not shown, converted or saved as PDF, and have no small pictures",
    ),
    (
        "pdftoppm",
        &["pdftoppm"],
        "no previews of PDF files and office documents",
    ),
    (
        "pdftotext",
        &["pdftotext"],
        "no search in the contents of PDF files",
    ),
    ("ffmpeg", &["ffmpeg"], "no previews of videos"),
];

/// Looks at every part; fails when a needed one is missing.
pub(crate) async fn run(config: &Config, verify: bool, content: bool) -> anyhow::Result<()> {
    let (mut sound, mut intact) = (true, true);
    let mut needed = |name: &str, result: Result<String, String>| match result {
        Ok(text) => line("ok", name, &text),
        Err(text) => {
            sound = false;
            line("MISSING", name, &text);
        }
    };
    let database = House::open_database(config).await;
    let kind = match &database {
        Ok(db) => db
            .ping()
            .await
            .map(|()| format!("{:?}", db.dialect()))
            .map_err(|e| e.to_string()),
        Err(error) => Err(error.to_string()),
    };
    needed("database", kind);
    if let Ok(db) = database {
        let house = House::open_with(config.clone(), db).await;
        let objects = match &house {
            Ok(house) => house.probe_objects().await,
            Err(error) => Err(error.to_string()),
        };
        let place = if config.s3_bucket.is_empty() {
            "folder"
        } else {
            "S3 bucket"
        };
        needed("objects", objects.map(|()| place.to_owned()));
        if let Ok(house) = house {
            if verify {
                let depth = if content {
                    Depth::Content
                } else {
                    Depth::Lengths
                };
                intact = examine(&house, depth).await?;
            }
            titles(&house).await;
            backups(&house).await;
            house.close().await;
        }
    }
    for (name, programs, consequence) in PROGRAMS {
        match programs.iter().find_map(|program| find(program)) {
            Some(path) => line("ok", name, &path.display().to_string()),
            None => line("absent", name, consequence),
        }
    }
    if config.smtp.is_empty() {
        line(
            "absent",
            "SMTP",
            "mails are written as .eml files into the data folder",
        );
    } else {
        needed("SMTP", reach(&config.smtp).await);
    }
    anyhow::ensure!(sound, "a needed part is missing");
    anyhow::ensure!(intact, "what is stored does not agree with itself");
    Ok(())
}

/// Verifies what is stored and says what is wrong with it.
async fn examine(house: &House, depth: Depth) -> anyhow::Result<bool> {
    let verified = house.verify(depth, |found| {
        let state = if found.wrong.is_empty() {
            "ok"
        } else {
            "WRONG"
        };
        say(&format!("{state:<8} {}", found.about));
        for wrong in &found.wrong {
            say(&format!("         {wrong}"));
        }
        if found.more {
            say("         and more");
        }
    });
    verified.await.map_err(anyhow::Error::msg)
}

/// How parts of titles are found.
async fn titles(house: &House) {
    match house.files().titles_are_indexed().await {
        Ok(true) => line("ok", "titles", "indexed by groups of three characters"),
        Ok(false) => line(
            "absent",
            "pg_trgm",
            "titles are searched one by one, slowly from some 100,000 files on; \
             let an administrator install the extension before the first start",
        ),
        Err(error) => line("absent", "titles", &error.to_string()),
    }
}

/// Whether the newest backup of each portal can be restored, as the last night found.
async fn backups(house: &House) {
    let newest = match house.db().read(backup::store::newest).await {
        Ok(newest) => newest,
        Err(error) => return line("absent", "backups", &error.to_string()),
    };
    if newest.is_empty() {
        line("absent", "backups", "no portal has one");
    }
    for backup in newest {
        let about = format!("portal {}: {}", backup.portal, backup.name);
        match (backup.tested, backup.verdict.as_str()) {
            (None, _) => line(
                "ok",
                "backup",
                &format!("{about}, not restored for a test yet"),
            ),
            (Some(_), "") => line(
                "ok",
                "backup",
                &format!("{about}, restored for a test and well"),
            ),
            (Some(_), verdict) => line("WRONG", "backup", &format!("{about}: {verdict}")),
        }
    }
}

fn line(state: &str, name: &str, text: &str) {
    say(&format!("{state:<8} {name:<12} {text}"));
}

fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Whether the mail server accepts a connection.
async fn reach(url: &str) -> Result<String, String> {
    let (scheme, rest) = url.split_once("://").ok_or("smtp://host:port is wanted")?;
    let host = rest
        .rsplit('@')
        .next()
        .unwrap_or(rest)
        .split(['/', '?'])
        .next()
        .unwrap_or_default();
    let default = if scheme == "smtps" { 465 } else { 587 };
    let address = if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:{default}")
    };
    let connect = tokio::net::TcpStream::connect(&address);
    match tokio::time::timeout(std::time::Duration::from_secs(5), connect).await {
        Ok(Ok(_)) => Ok(address),
        Ok(Err(error)) => Err(format!("{address}: {error}")),
        Err(_) => Err(format!("{address}: no answer")),
    }
}
