//! Bytes to text: byte order mark, header, declaration in the page, then a guess.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Bytes at the beginning in which a page may declare its charset.
const PRESCAN_BYTES: usize = 4096;

/// Decoded text.
#[derive(Debug)]
pub struct DecodedText {
    /// The text.
    pub text: String,
    /// The name of the charset.
    pub charset: &'static str,
    /// Bytes were replaced.
    pub is_broken: bool,
}

/// Decodes a file. `content_type` is the header, where the reader has it.
#[must_use]
pub fn decode(bytes: &[u8], content_type: &str) -> DecodedText {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return decode_with(encoding, bytes);
    }
    // Valid UTF-8 with a letter beyond ASCII is nothing else, whatever the page says.
    if let Ok(text) = std::str::from_utf8(bytes) {
        let declared =
            declared_encoding(bytes, content_type).filter(|e| text.is_ascii() && *e != UTF_8);
        if !declared.is_some_and(|e| e == encoding_rs::ISO_2022_JP) {
            return DecodedText {
                text: text.to_owned(),
                charset: UTF_8.name(),
                is_broken: false,
            };
        }
    }
    if let Some(encoding) = declared_encoding(bytes, content_type)
        && encoding != UTF_8
    {
        let decoded = decode_with(encoding, bytes);
        if !decoded.is_broken {
            return decoded;
        }
    }
    // A page cut inside a letter, or with a stray byte, stays UTF-8.
    let lossy = String::from_utf8_lossy(bytes);
    let replaced = lossy.matches('\u{fffd}').count();
    let beyond = lossy.chars().filter(|c| !c.is_ascii()).count();
    if replaced * 10 <= beyond || (replaced <= 1 && beyond > 1) {
        return DecodedText {
            text: lossy.into_owned(),
            charset: UTF_8.name(),
            is_broken: replaced > 0,
        };
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    decode_with(detector.guess(None, chardetng::Utf8Detection::Deny), bytes)
}

fn decode_with(encoding: &'static Encoding, bytes: &[u8]) -> DecodedText {
    let (text, used, is_broken) = encoding.decode(bytes);
    DecodedText {
        text: text.into_owned(),
        charset: used.name(),
        is_broken,
    }
}

fn declared_encoding(bytes: &[u8], content_type: &str) -> Option<&'static Encoding> {
    let head =
        String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN_BYTES)]).to_ascii_lowercase();
    [content_type.to_ascii_lowercase().as_str(), &head]
        .into_iter()
        .find_map(|text| {
            let at = text.find("charset=")? + 8;
            let label = text[at..].trim_start_matches(['"', '\'', ' ']);
            let end = label
                .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':' | '.'))
                .unwrap_or(label.len());
            Encoding::for_label(&label.as_bytes()[..end])
        })
        .map(|e| {
            if e == encoding_rs::UTF_16LE || e == encoding_rs::UTF_16BE {
                WINDOWS_1252
            } else {
                e
            }
        })
}
