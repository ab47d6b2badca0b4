//! Uploads in pieces: what a session knows and how its pieces become a file (`files/06a §3`).

use portal::{PortalId, UserId};
use serde::{Deserialize, Serialize};
use sql::Micros;

use crate::error::Error;
use crate::model::{FileId, FolderId};

/// Largest piece, in bytes; also the size from which on a file is uploaded in pieces.
pub const CHUNK: i64 = 10 * 1024 * 1024;

/// Largest file of an upload in one piece, in bytes.
pub const SIMPLE_LIMIT: u64 = 100 * 1024 * 1024;

/// How long a session lives after its last piece: 12 hours.
pub const LIFE: Micros = 12 * 3600 * 1_000_000;

/// What the client asked for when it opened the session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Options {
    /// Sub-folders below the folder, made on the fly; separated by slashes.
    pub relative_path: String,
    /// Legacy end-to-end encryption.
    pub encrypted: bool,
    /// Keep both when the title exists, instead of a new version.
    pub create_new_if_exist: bool,
    /// Creation date to store.
    pub created_on: Option<Micros>,
}

/// An upload in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The portal it belongs to.
    pub portal: PortalId,
    /// GUID without dashes.
    pub id: String,
    /// Who opened it: nobody else may add to it.
    pub owner: UserId,
    /// Where the file will lie (the folder of the file for an edit session).
    pub folder: FolderId,
    /// The file whose content is being replaced, in an edit session.
    pub file: Option<FileId>,
    /// Title of the file, as asked.
    pub title: String,
    /// Announced size in bytes.
    pub size: i64,
    /// What else was asked.
    pub options: Options,
    /// When it was opened.
    pub created: Micros,
    /// When it ends, unless another piece comes.
    pub expires: Micros,
}

/// A stored piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Place in the file, from 1.
    pub number: i64,
    /// The object that holds it.
    pub object: String,
    /// Bytes.
    pub size: i64,
}

/// What the pieces received so far amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Bytes are missing.
    Open,
    /// All bytes are there, without a gap.
    Whole,
}

impl Session {
    /// Small files come as one piece which is the file itself.
    pub fn is_single(&self) -> bool {
        self.size <= CHUNK
    }

    /// The number of the piece that comes next, when pieces come one after the other.
    pub fn next_number(pieces: &[Piece]) -> i64 {
        pieces.iter().map(|piece| piece.number).max().unwrap_or(0) + 1
    }

    /// Whether the pieces are the whole file.
    ///
    /// # Errors
    /// [`Error::Argument`] when they are more than was announced.
    pub fn shape(&self, pieces: &[Piece]) -> Result<Shape, Error> {
        // Who edits a file need not know its size beforehand: the first piece is all there is.
        if self.file.is_some() && self.size == 0 && !pieces.is_empty() {
            return Ok(Shape::Whole);
        }
        let bytes: i64 = pieces.iter().map(|piece| piece.size).sum();
        if bytes > self.size {
            return Err(Error::Argument(format!(
                "The uploaded content is longer ({bytes}) than announced ({}).",
                self.size
            )));
        }
        let without_gap = pieces
            .iter()
            .zip(1..)
            .all(|(piece, number)| piece.number == number);
        let whole = bytes == self.size && without_gap;
        Ok(if whole { Shape::Whole } else { Shape::Open })
    }

    /// Refuses pieces that are not the whole file.
    ///
    /// # Errors
    /// [`Error::Argument`] with what is missing; the session stays as it is.
    pub fn require_whole(&self, pieces: &[Piece]) -> Result<(), Error> {
        if self.shape(pieces)? == Shape::Whole {
            return Ok(());
        }
        let bytes: i64 = pieces.iter().map(|piece| piece.size).sum();
        Err(Error::Argument(format!(
            "The upload is not complete: {bytes} of {} bytes were received.",
            self.size
        )))
    }

    /// Titles of the sub-folders to make, cleaned; nothing can climb out of the folder.
    pub fn sub_folders(&self) -> Vec<String> {
        self.options
            .relative_path
            .split(['/', '\\'])
            .filter(|part| !matches!(part.trim(), "" | "." | ".."))
            .filter_map(crate::titles::clean)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(size: i64) -> Session {
        Session {
            portal: PortalId(1),
            id: "a".to_owned(),
            owner: UserId::NOBODY,
            folder: FolderId(1),
            file: None,
            title: "a.bin".to_owned(),
            size,
            options: Options::default(),
            created: 0,
            expires: LIFE,
        }
    }

    fn pieces(list: &[(i64, i64)]) -> Vec<Piece> {
        list.iter()
            .map(|(number, size)| Piece {
                number: *number,
                object: String::new(),
                size: *size,
            })
            .collect()
    }

    #[test]
    fn pieces_without_gap_that_fill_the_size_are_the_file() {
        let session = session(30);
        assert!(matches!(
            session.shape(&pieces(&[(1, 10), (2, 10)])),
            Ok(Shape::Open)
        ));
        assert!(matches!(
            session.shape(&pieces(&[(1, 10), (2, 20)])),
            Ok(Shape::Whole)
        ));
        assert!(
            matches!(session.shape(&pieces(&[(1, 10), (3, 20)])), Ok(Shape::Open)),
            "a gap"
        );
        assert!(
            session.shape(&pieces(&[(1, 31)])).is_err(),
            "longer than announced"
        );
        assert!(matches!(self::session(0).shape(&[]), Ok(Shape::Whole)));
    }

    #[test]
    fn an_unfinished_upload_says_what_is_missing() {
        let error = session(30).require_whole(&pieces(&[(1, 10)]));
        let text = error
            .map(|()| String::new())
            .unwrap_or_else(|error| error.to_string());
        assert_eq!(
            text,
            "The upload is not complete: 10 of 30 bytes were received."
        );
    }

    #[test]
    fn pieces_in_sequence_get_the_next_number() {
        assert_eq!(Session::next_number(&[]), 1);
        assert_eq!(Session::next_number(&pieces(&[(1, 5), (2, 5)])), 3);
    }

    #[test]
    fn small_files_are_one_piece() {
        assert!(session(CHUNK).is_single());
        assert!(!session(CHUNK + 1).is_single());
    }

    #[test]
    fn sub_folders_cannot_climb() {
        let mut session = session(1);
        session.options.relative_path = "/a/../..\\b//c:d/ ./".to_owned();
        assert_eq!(session.sub_folders(), ["a", "b", "c_d"]);
    }
}
