//! What turns contents into other formats. Given at start: whoever runs converters is never asked by name here.

use std::fmt;

use blob::{Object, ObjectId};
use futures::future::BoxFuture;
use portal::PortalId;
use serde::{Deserialize, Serialize};

/// A content to convert.
#[derive(Clone, PartialEq, Eq)]
pub struct Order {
    /// Whose it is, and whose the converted content will be.
    pub portal: PortalId,
    /// The content.
    pub object: ObjectId,
    /// Its extension with dot, lower case.
    pub from: String,
    /// The wanted one.
    pub to: String,
    /// Opens a protected content.
    pub password: Option<String>,
}

impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} to {}", self.object, self.from, self.to)
    }
}

/// Why there is no converted content. The words are for the person who asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It is protected, and the password was not given or is wrong.
    #[error("The file is protected by a password")]
    Password,
    /// It took too long.
    #[error("The conversion took too long")]
    TooLong,
    /// The content cannot be read as what its name says.
    #[error("The file could not be converted: {0}")]
    Content(String),
    /// Something around it failed; it may work later.
    #[error("The conversion is not possible now: {0}")]
    Later(String),
}

/// What is written over the pages that somebody looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Lines of text.
    pub lines: Vec<String>,
    /// Degrees, clockwise.
    pub rotate: i32,
    /// A picture above the text.
    pub picture: Option<MarkPicture>,
}

/// A picture that is drawn over pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkPicture {
    /// Its object, a PNG.
    pub object: String,
    /// Its width on the page, in pixels of 1/96 inch; 0 for its own.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// Turns contents into other formats.
pub trait Converter: fmt::Debug + Send + Sync {
    /// Stores the converted content as an object that nothing refers to yet. Dropping the future ends the work.
    ///
    /// # Errors
    /// [`Failure`].
    fn convert(&self, order: Order) -> BoxFuture<'_, Result<Object, Failure>>;

    /// Stores a PDF of pictures of the content's pages with a mark over each: nothing of the content but what is seen.
    ///
    /// # Errors
    /// [`Failure`].
    fn marked(&self, order: Order, mark: Mark) -> BoxFuture<'_, Result<Object, Failure>>;
}
