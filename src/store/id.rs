//! Ids of new bookmarks.

use crate::model::BookmarkId;

/// Creates the id of a new bookmark from 16 random bytes: 32 lower-case hex digits of a version 4
/// UUID (RFC 9562), so that exports can write it as `urn:uuid:`.
#[must_use]
pub fn new_id(entropy: &[u8; 16]) -> BookmarkId {
    let mut bits = u128::from_be_bytes(*entropy);
    bits = bits & !(0xf << 76) | (0x4 << 76);
    bits = bits & !(0b11 << 62) | (0b10 << 62);
    BookmarkId(format!("{bits:032x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_random_uuid_without_hyphens() {
        assert_eq!(new_id(&[0; 16]).0, "00000000000040008000000000000000");
        assert_eq!(new_id(&[0xff; 16]).0, "ffffffffffff4fffbfffffffffffffff");
        let mut entropy = [7; 16];
        let one = new_id(&entropy);
        entropy[0] = 8;
        assert_ne!(one, new_id(&entropy));
    }
}
