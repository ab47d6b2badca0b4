//! Blank documents: what a new file holds before anybody has typed into it.
//!
//! Each is the smallest package its format allows, written by this module, so that nothing binary
//! is kept in the repository and the language of a text document can be the caller's.

mod docx;
pub(crate) mod form;
mod package;
mod pptx;
pub(crate) mod xlsx;

/// Content of a new file with this extension: `None` for kinds without a blank document.
///
/// `language` is a culture name such as "de-DE"; it becomes the proofing language of text.
pub fn content(extension: &str, language: &str) -> Option<Vec<u8>> {
    let language = tidy(language);
    match extension {
        ".docx" | ".docxf" => Some(docx::document(language)),
        ".xlsx" => Some(xlsx::workbook()),
        ".pptx" => Some(pptx::presentation(language)),
        ".pdf" => Some(form::pdf(&docx::document(language))),
        _ => None,
    }
}

/// A culture name is letters, digits and hyphens; anything else falls back to English.
fn tidy(language: &str) -> &str {
    let fits = !language.is_empty()
        && language.len() <= 12
        && language
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if fits { language } else { "en-US" }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::io::{Cursor, Read as _};

    use super::*;

    fn part(package: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
        let mut text = String::new();
        archive
            .by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn packages_hold_every_part_they_announce() {
        for extension in [".docx", ".xlsx", ".pptx"] {
            let content = content(extension, "en-US").unwrap();
            let types = part(&content, "[Content_Types].xml");
            let announced: Vec<&str> = types
                .split("PartName=\"/")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .collect();
            assert!(announced.len() > 2, "{extension}");
            for name in announced {
                assert!(
                    part(&content, name).starts_with("<?xml"),
                    "{extension} {name}"
                );
            }
        }
    }

    #[test]
    fn relations_point_at_parts_that_exist() {
        for extension in [".docx", ".xlsx", ".pptx"] {
            let content = content(extension, "en-US").unwrap();
            let names: Vec<String> = zip::ZipArchive::new(Cursor::new(&content))
                .unwrap()
                .file_names()
                .map(|name| name.unwrap().into_owned())
                .collect();
            for relations in names.iter().filter(|name| name.ends_with(".rels")) {
                let folder = relations.split("_rels/").next().unwrap_or_default();
                for target in part(&content, relations).split("Target=\"").skip(1) {
                    let target = target.split('"').next().unwrap();
                    let path = match target.strip_prefix("../") {
                        Some(rest) => format!("ppt/{rest}"),
                        None => format!("{folder}{target}"),
                    };
                    assert!(
                        names.contains(&path),
                        "{extension}: {relations} -> {target}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_language_is_the_callers() {
        let german = content(".docx", "de-DE").unwrap();
        assert!(part(&german, "word/styles.xml").contains("w:val=\"de-DE\""));
        let hostile = content(".docx", "\"/><x>").unwrap();
        assert!(part(&hostile, "word/styles.xml").contains("w:val=\"en-US\""));
    }

    #[test]
    fn the_same_document_has_the_same_bytes() {
        assert_eq!(content(".docx", "en-US"), content(".docx", "en-US"));
    }

    #[test]
    fn the_blank_pdf_is_a_form() {
        let pdf = content(".pdf", "en-US").unwrap();
        assert!(crate::pdf_form::is_form(&pdf));
        assert!(pdf.ends_with(b"%%EOF\n"));
    }

    #[test]
    fn other_kinds_have_no_blank_document() {
        assert_eq!(content(".txt", "en-US"), None);
    }

    /// Real programs open what we make. Skipped where they are not installed.
    #[test]
    fn office_programs_open_every_blank_document() {
        let folder = std::env::temp_dir().join(format!("atrium-blank-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for extension in [".docx", ".xlsx", ".pptx", ".pdf"] {
            let path = folder.join(format!("blank{extension}"));
            std::fs::write(&path, content(extension, "en-US").unwrap()).unwrap();
            let mut command = if extension == ".pdf" {
                let mut command = std::process::Command::new("pdftoppm");
                command.arg("-png").arg(&path).arg(folder.join("page"));
                command
            } else {
                let mut command = std::process::Command::new("soffice");
                let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
                command
                    .arg(profile)
                    .args(["--headless", "--convert-to", "pdf", "--outdir"]);
                command.arg(&folder).arg(&path);
                command
            };
            let Ok(output) = command.output() else {
                continue;
            };
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{extension}: {complaint}");
            if extension == ".pdf" {
                assert_eq!(complaint, "", "pdftoppm repaired something");
                assert!(folder.join("page-1.png").exists());
            } else {
                assert!(
                    folder.join("blank.pdf").exists(),
                    "{extension}: {complaint}"
                );
                std::fs::remove_file(folder.join("blank.pdf")).unwrap();
            }
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
