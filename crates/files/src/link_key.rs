//! The key of an external link as it stands in addresses: `share=<key>`, header `Request-Token`.
//!
//! It is the link's id with a code of this installation and portal, so that nobody guesses one, and
//! URL-safe as it is (`files/08 §5`). It never changes: it's printed in people's documents.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portal::{Installation, PortalId};
use uuid::Uuid;

const PURPOSE: &str = "external link";
const CODE: usize = 16;

/// The key of a link. Ids of links may be chosen by clients, so a key is worth nothing in another portal.
pub fn make(here: &Installation, portal: PortalId, link: Uuid) -> String {
    let code = here.mac(PURPOSE, &[&portal.to_string(), &link.to_string()]);
    let mut bytes = link.as_bytes().to_vec();
    bytes.extend(code.iter().take(CODE));
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The link of a key; `None` when this installation did not make the key.
pub fn read(here: &Installation, portal: PortalId, key: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(key.trim()).ok()?;
    let (id, code) = bytes.split_at_checked(16)?;
    let link = Uuid::from_slice(id).ok()?;
    let right = here.mac(PURPOSE, &[&portal.to_string(), &link.to_string()]);
    let right = right.get(..CODE)?;
    bool::from(subtle::ConstantTimeEq::ct_eq(right, code)).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_its_link_on_the_installation_that_made_it() {
        let here = Installation::from_key([1; 32]);
        let link = Uuid::from_u128(7);
        let (portal, other) = (PortalId(1), PortalId(2));
        let key = make(&here, portal, link);
        assert_eq!(read(&here, portal, &key), Some(link));
        assert_eq!(read(&here, other, &key), None);
        assert_eq!(read(&Installation::from_key([2; 32]), portal, &key), None);
        assert_eq!(read(&here, portal, "garbage"), None);
        assert_eq!(read(&here, portal, ""), None);
    }

    #[test]
    fn a_key_needs_no_encoding_in_an_address() {
        let key = make(
            &Installation::from_key([1; 32]),
            PortalId(1),
            Uuid::from_u128(u128::MAX),
        );
        assert!(
            key.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        );
    }
}
