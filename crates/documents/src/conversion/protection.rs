//! Contents that a password protects. They are recognised, so that nobody waits for a program that cannot open them, and
//! opened where the password is known.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::Path;

use files::conversion::Failure;

use super::sealed;

/// How a file that was encrypted by an office program of today begins: its real content is a part of a container.
const CONTAINER: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Formats that are packages unless they are encrypted.
const PACKAGES: &[&str] = &[
    ".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".pptx",
    ".pptm", ".potx", ".potm", ".ppsx", ".ppsm",
];
/// What office programs encrypt with when a file is protected against changes only.
const EVERYBODYS: &str = "VelvetSweatshop";
/// The name of the encrypted part, as containers write names.
const SEALED_PART: &str = "EncryptedPackage";
/// How `OpenDocument` says in its list of parts that one is encrypted.
const SEALED_ENTRY: &[u8] = b"encryption-data";
/// More of a file is not looked at for a name, and a longer list of parts is none.
const MOST: u64 = 4 << 20;

/// Opens a protected file in its place. Refuses one whose password is another one, and one that is no package though its
/// name says so: it would be read as text.
pub(super) fn opened(path: &Path, extension: &str, password: Option<&str>) -> Result<(), Failure> {
    let later = |error: std::io::Error| Failure::Later(error.to_string());
    if is_protected(path, extension).map_err(later)? {
        let package = unsealed(path, extension, password)?;
        return std::fs::write(path, package).map_err(later);
    }
    let mut head = Vec::new();
    let file = File::open(path).map_err(later)?;
    file.take(8).read_to_end(&mut head).map_err(later)?;
    if PACKAGES.contains(&extension) && !head.starts_with(b"PK") && head != CONTAINER {
        return Err(Failure::Content("it is not what its name says".to_owned()));
    }
    Ok(())
}

fn unsealed(path: &Path, extension: &str, password: Option<&str>) -> Result<Vec<u8>, Failure> {
    // Only packages are opened here; of other protected files nobody knows how.
    if !PACKAGES.contains(&extension) {
        return Err(Failure::Password);
    }
    let file = File::open(path).map_err(|error| Failure::Later(error.to_string()))?;
    let file = std::io::BufReader::new(file);
    let Some(password) = password else {
        return sealed::open(file, EVERYBODYS).map_err(|_| Failure::Password);
    };
    sealed::open(file, password).map_err(|refusal| match refusal {
        sealed::Refusal::Password => Failure::Password,
        sealed::Refusal::Unknown => {
            Failure::Content("it is protected in a way that is not known here".to_owned())
        }
    })
}

fn is_protected(path: &Path, extension: &str) -> std::io::Result<bool> {
    let mut file = File::open(path)?;
    let mut head = Vec::new();
    file.by_ref().take(8).read_to_end(&mut head)?;
    if head != CONTAINER {
        file.rewind()?;
        return Ok(is_sealed_package(file));
    }
    if !PACKAGES.contains(&extension) {
        return Ok(false);
    }
    let mut text = Vec::new();
    file.take(MOST).read_to_end(&mut text)?;
    let name: Vec<u8> = SEALED_PART
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    Ok(text.windows(name.len()).any(|window| window == name))
}

fn is_sealed_package(file: File) -> bool {
    let Ok(mut package) = zip::ZipArchive::new(file) else {
        return false;
    };
    let Ok(manifest) = package.by_name("META-INF/manifest.xml") else {
        return false;
    };
    let mut text = Vec::new();
    let read = manifest.take(MOST).read_to_end(&mut text);
    let mut places = text.windows(SEALED_ENTRY.len());
    read.is_ok() && places.any(|window| window == SEALED_ENTRY)
}
