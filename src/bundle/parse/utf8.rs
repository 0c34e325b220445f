//! From bytes to text: UTF-8 and nothing else, a byte order mark dropped.

use crate::bundle::diagnostics::diagnostic::{Diagnostic, fatal};
use crate::bundle::diagnostics::position::line_and_column;

/// Returns a file's text, or the line and the column at which it is no UTF-8.
pub(crate) fn decode_utf8(bytes: &[u8]) -> Result<&str, ((usize, usize), Diagnostic)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|e| {
        let at = e.valid_up_to();
        let before = std::str::from_utf8(&bytes[..at]).unwrap_or("");
        let what = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            "the file is UTF-16, not UTF-8".to_owned()
        } else {
            let byte = bytes.get(at).copied().unwrap_or_default();
            format!("the file is not UTF-8: byte {at} is {byte:#04x}")
        };
        (
            line_and_column(before, at),
            fatal(what, "Save the file as UTF-8."),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_byte_is_named_by_line_and_column() {
        assert_eq!(decode_utf8(b"\xef\xbb\xbfa").ok(), Some("a"));
        let (place, _) =
            decode_utf8("a\nü\u{e9}".as_bytes()).map_or_else(|e| e, |_| ((0, 0), fatal("", "")));
        assert_eq!(place, (0, 0));
        let place = |bytes: &[u8]| decode_utf8(bytes).err().map(|(place, _)| place);
        assert_eq!(place(b"a\n\xc3\xbcb\xff"), Some((2, 3)));
        assert_eq!(place(b"\xff\xfea\0"), Some((1, 1)));
    }
}
