//! The package: a zip of a description, a script, perhaps a style sheet, and pictures. Strangers make it, so that it is
//! bounded in everything before it is unpacked (`ai/50 §1, §2.1`).

use std::io::{Cursor, Read};

use bytes::Bytes;
use serde_json::{Map, Value};
use zip::ZipArchive;
use zip::read::ZipFile;

use crate::model::Config;

/// Bytes of a package, and of each file in it.
pub const LARGEST: u64 = 5_242_880;
/// Pictures a package may have.
const ASSETS: usize = 10;
/// Files beside the pictures.
const OTHERS: usize = 3;
/// How much a file may grow when it is unpacked.
const RATIO: u64 = 100;
/// Kinds of pictures.
const PICTURES: [&str; 4] = [".jpg", ".jpeg", ".png", ".svg"];

/// The description.
const CONFIG: &str = "config.json";
/// The script.
pub(crate) const SCRIPT: &str = "plugin.js";
/// The style sheet.
pub(crate) const STYLE: &str = "plugin.css";
/// The folder of pictures.
const FOLDER: &str = "assets";

/// A package that is one.
#[derive(Debug, Clone)]
pub struct Package {
    /// What it says of itself.
    pub config: Config,
    /// Its files by path, the description not among them.
    pub files: Vec<(String, Bytes)>,
}

/// Reads a package.
///
/// # Errors
/// Why it is none, in the contract's words.
pub fn read(bytes: &[u8]) -> Result<Package, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if archive.len() > ASSETS + OTHERS {
        return Err("Too many entries in zip file.".to_owned());
    }
    let mut found: Vec<(String, Bytes)> = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| error.to_string())?;
        // A folder itself holds nothing.
        let is_folder = entry.is_dir();
        let path = safe(&entry.name().map_err(|error| error.to_string())?)?;
        if !is_folder {
            let content = unpack(entry, &path)?;
            found.push((path, content));
        }
    }
    let file = |name: &str| found.iter().find(|(path, _)| path == name);
    let missing = |name: &str| format!("The required entry {name} not found.");
    let (_, config) = file(CONFIG).ok_or_else(|| missing(CONFIG))?;
    let config = describe(config)?;
    file(SCRIPT).ok_or_else(|| missing(SCRIPT))?;
    if !is_name(&config.name) || !is_plugin_name(&config.plugin_name) {
        return Err("Wrong plugin name".to_owned());
    }
    let mut pictures = 0;
    found.retain(|(path, _)| match path.as_str() {
        SCRIPT | STYLE => true,
        path if is_picture(path) => {
            pictures += 1;
            pictures <= ASSETS
        }
        _ => false,
    });
    Ok(Package {
        config,
        files: found,
    })
}

/// The path of an entry, when it stays where it belongs.
fn safe(name: &str) -> Result<String, String> {
    if name.trim().is_empty() {
        return Err("Invalid entry name".to_owned());
    }
    let path = name.replace('\\', "/");
    if path.contains("..") || path.starts_with('/') || path.contains(':') || path.contains('\0') {
        return Err(format!("Unsafe path detected: {name}"));
    }
    let parts = path.split('/').filter(|part| !part.is_empty()).count();
    if parts > 2 {
        return Err(format!(
            "The entry {name} exceeds the maximum directory depth."
        ));
    }
    Ok(path)
}

fn unpack<R: Read>(entry: ZipFile<'_, R>, path: &str) -> Result<Bytes, String> {
    let (declared, packed) = (entry.size(), entry.compressed_size());
    if declared == 0 {
        return Err(format!("The entry {path} has unknown size"));
    }
    if declared > LARGEST {
        return Err(format!("The entry {path} exceeds the maximum size."));
    }
    if packed == 0 || declared / packed > RATIO {
        return Err(format!(
            "The entry {path} exceeds the maximum compression ratio."
        ));
    }
    let mut content = Vec::new();
    entry
        .take(declared + 1)
        .read_to_end(&mut content)
        .map_err(|error| format!("The entry {path} is broken: {error}"))?;
    let real = content.len() as u64;
    if real > declared {
        return Err(format!(
            "The entry {path} actual size exceeds declared size."
        ));
    }
    if real < declared {
        return Err(format!(
            "The entry {path} size mismatch: expected {declared}, got {real}."
        ));
    }
    Ok(content.into())
}

/// Reads the description, its members without regard to case.
fn describe(text: &[u8]) -> Result<Config, String> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let members: Map<String, Value> =
        serde_json::from_slice(text).map_err(|error| error.to_string())?;
    // What is nothing has its default.
    let lower = members
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.to_lowercase(), value));
    serde_json::from_value(Value::Object(lower.collect())).map_err(|error| error.to_string())
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.-".contains(c);
    (1..=255).contains(&name.len()) && !name.starts_with('.') && name.chars().all(fits)
}

fn is_plugin_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_$".contains(c);
    (1..=255).contains(&name.len()) && name.chars().all(fits)
}

fn is_picture(path: &str) -> bool {
    let file = path
        .strip_prefix(FOLDER)
        .and_then(|rest| rest.strip_prefix('/'));
    file.is_some_and(|file| {
        !file.contains('/') && PICTURES.iter().any(|ending| file.ends_with(ending))
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const DESCRIPTION: &[u8] =
        br#"{"Name":"draw.io","PLUGINNAME":"Drawio","version":"1.0.0","unknown":1}"#;

    fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn with(more: &[(&str, &[u8])]) -> Result<Package, String> {
        let mut files: Vec<(&str, &[u8])> = vec![(CONFIG, DESCRIPTION), (SCRIPT, b"let a")];
        files.extend(more);
        read(&pack(&files))
    }

    #[test]
    fn what_belongs_to_a_package_is_kept() {
        let more: [(&str, &[u8]); 6] = [
            (STYLE, b"a {}"),
            ("assets/logo.png", b"png"),
            ("assets/page.html", b"<html>"),
            ("assets.png", b"x"),
            ("LICENSE", b"MIT"),
            ("other/logo.png", b"png"),
        ];
        let package = with(&more).unwrap();
        let paths: Vec<&str> = package
            .files
            .iter()
            .map(|(path, _)| path.as_str())
            .collect();
        assert_eq!(paths, [SCRIPT, STYLE, "assets/logo.png"]);
        assert_eq!(package.config.name, "draw.io");
        assert_eq!(package.config.plugin_name, "Drawio");
        assert_eq!(package.config.min_doc_space_version, None);
    }

    #[test]
    fn what_would_leave_its_folder_is_refused() {
        for name in [
            "../x.js",
            "assets/../../x",
            "/etc/passwd",
            "..\\x",
            "C:\\x",
            "a..b",
        ] {
            let refused = with(&[(name, b"x")]).unwrap_err();
            assert!(
                refused.starts_with("Unsafe path detected: "),
                "{name}: {refused}"
            );
        }
        let deep = with(&[("assets/a/b.png", b"x")]).unwrap_err();
        assert!(
            deep.ends_with("exceeds the maximum directory depth."),
            "{deep}"
        );
        assert_eq!(with(&[(" ", b"x")]).unwrap_err(), "Invalid entry name");
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let names: Vec<String> = (0..12).map(|n| format!("assets/{n}.png")).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b"x"[..])).collect();
        assert_eq!(with(&many).unwrap_err(), "Too many entries in zip file.");
        let bomb = vec![b'x'; 1_000_000];
        let refused = with(&[("assets/a.png", &bomb)]).unwrap_err();
        assert!(
            refused.ends_with("exceeds the maximum compression ratio."),
            "{refused}"
        );
        let large = vec![b'x'; 5_242_881];
        let refused = with(&[("assets/a.png", &large)]).unwrap_err();
        assert!(refused.ends_with("exceeds the maximum size."), "{refused}");
        let empty = with(&[("assets/a.png", b"")]).unwrap_err();
        assert!(empty.ends_with("has unknown size"), "{empty}");
    }

    #[test]
    fn sizes_that_lie_are_refused() {
        let mut bytes = pack(&[
            (CONFIG, DESCRIPTION),
            (SCRIPT, b"let a = 'a longer script'"),
        ]);
        // The size stands in the central directory, 24 bytes behind its signature; the script's is the last one.
        let place = bytes
            .windows(4)
            .rposition(|four| four == b"PK\x01\x02")
            .unwrap()
            + 24;
        bytes.splice(place..place + 4, 5_u32.to_le_bytes());
        assert!(read(&bytes).is_err());
        bytes.splice(place..place + 4, 500_u32.to_le_bytes());
        assert!(read(&bytes).is_err());
    }

    #[test]
    fn what_is_missing_or_misnamed_is_told() {
        let no_script = read(&pack(&[(CONFIG, DESCRIPTION)])).unwrap_err();
        assert_eq!(no_script, "The required entry plugin.js not found.");
        let no_config = read(&pack(&[(SCRIPT, b"let a")])).unwrap_err();
        assert_eq!(no_config, "The required entry config.json not found.");
        for config in [
            r#"{"name":"Upper","pluginName":"A"}"#,
            r#"{"name":".hidden","pluginName":"A"}"#,
            r#"{"name":"a b","pluginName":"A"}"#,
            r#"{"name":"a","pluginName":"A-B"}"#,
            r#"{"name":"a"}"#,
            "{}",
        ] {
            let refused = read(&pack(&[(CONFIG, config.as_bytes()), (SCRIPT, b"let a")]));
            assert_eq!(refused.unwrap_err(), "Wrong plugin name", "{config}");
        }
        let list = br#"{"name":"a","pluginName":"A","cspDomains":["https://a.example"]}"#;
        assert!(
            read(&pack(&[(CONFIG, list), (SCRIPT, b"let a")])).is_err(),
            "commas, no list"
        );
        for broken in [
            &b""[..],
            b"no zip",
            &pack(&[(CONFIG, b"{"), (SCRIPT, b"x")]),
        ] {
            assert!(read(broken).is_err());
        }
    }
}
