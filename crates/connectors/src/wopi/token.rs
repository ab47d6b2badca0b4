//! Tokens: for whom the office asks, about which file, and whether he came to change it. One that was made stays good
//! for a day's work; what it is good for is decided anew at each request.

use std::time::Duration;

use files::model::FileId;
use portal::{Installation, PortalId, UserId, keys};
use sql::Micros;

/// How long a token works.
pub(crate) const LIFE: Duration = Duration::from_secs(10 * 3600);

/// What a token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// The person.
    pub(crate) user: UserId,
    /// He came to change the file.
    pub(crate) edits: bool,
}

impl Token {
    /// As text that needs no quoting in addresses.
    pub(crate) fn write(
        self,
        here: &Installation,
        portal: PortalId,
        file: FileId,
        now: Micros,
    ) -> String {
        let key = keys::make(here, portal, &self.payload(file), now);
        format!("{}_{}_{key}", self.user, self.way())
    }

    /// What a text says; nothing when it was not made here for this file, or is too old.
    pub(crate) fn read(
        text: &str,
        here: &Installation,
        portal: PortalId,
        file: FileId,
        now: Micros,
    ) -> Option<Self> {
        let mut parts = text.splitn(3, '_');
        let user = parts.next()?.parse().ok()?;
        let edits = match parts.next()? {
            "e" => true,
            "v" => false,
            _ => return None,
        };
        let (token, key) = (Self { user, edits }, parts.next()?);
        let validity = keys::check(here, portal, &token.payload(file), key, Some(LIFE), now);
        (validity == keys::Validity::Ok).then_some(token)
    }

    fn way(self) -> char {
        if self.edits { 'e' } else { 'v' }
    }

    fn payload(self, file: FileId) -> String {
        format!("wopi {} {} {}", file.0, self.user, self.way())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_file_and_time() {
        let here = Installation::from_key([7; 32]);
        let (portal, file) = (PortalId(1), FileId(2));
        let token = Token {
            user: UserId::SYSTEM,
            edits: true,
        };
        let now = 2_000_000_000_000_000;
        let text = token.write(&here, portal, file, now);
        let read = |text: &str, portal, file, now| Token::read(text, &here, portal, file, now);
        assert_eq!(read(&text, portal, file, now), Some(token));
        assert_eq!(read(&text, portal, FileId(3), now), None);
        assert_eq!(read(&text, PortalId(2), file, now), None);
        let later = now + 11 * 3600 * 1_000_000;
        assert_eq!(read(&text, portal, file, later), None);
        let view = text.replace("_e_", "_v_");
        assert_eq!(read(&view, portal, file, now), None);
        for garbage in ["", "_", "__", "x_e_1.2"] {
            assert_eq!(read(garbage, portal, file, now), None);
        }
    }
}
