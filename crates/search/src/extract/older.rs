//! Office formats of before Office Open XML, by the workshop that converts documents.

use blob::ObjectId;
use documents::{Converted, Workshop};
use files::conversion::{Failure, Order};
use portal::PortalId;

use super::Refusal;

/// LibreOffice, which rewrites them; it works on one document at a time, under its own limits.
#[derive(Debug, Clone)]
pub struct Older(Workshop);

impl Older {
    /// The workshop, if LibreOffice is there.
    #[must_use]
    pub fn of(workshop: &Workshop) -> Option<Self> {
        let there = workshop.tools().office.is_some();
        there.then(|| Self(workshop.clone()))
    }

    /// The content as an Office Open XML file; waits until LibreOffice is free.
    ///
    /// # Errors
    /// LibreOffice could not read it, or not under its limits; `Err(None)` when that may be better later.
    pub async fn rewritten(
        &self,
        object: ObjectId,
        from: &str,
        to: &str,
    ) -> Result<Converted, Option<Refusal>> {
        let order = Order {
            portal: PortalId(0), // nothing is stored
            object,
            from: from.to_owned(),
            to: to.to_owned(),
            password: None,
        };
        self.0
            .written(order)
            .await
            .map_err(|failure| match failure {
                Failure::Later(_) => None,
                Failure::TooLong => Some(Refusal::TooMuch("much in it to be read in time")),
                Failure::Password | Failure::Content(_) => {
                    Some(Refusal::Program(failure.to_string()))
                }
            })
    }
}
