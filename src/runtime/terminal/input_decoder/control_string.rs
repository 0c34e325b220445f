//! Control strings of the terminal (ECMA-48: OSC, DCS, APC, PM, SOS): what they consist of and how
//! they end.

use crate::runtime::terminal::input_decoder::parse::ESC;

/// Bytes of a control string that are skipped at most. The longest that a terminal sends is a
/// clipboard that another program asked for.
pub const MAX_CONTROL_STRING: usize = 1 << 20;

/// Bytes of a control string that are kept to be parsed: a colour has fewer.
pub const MAX_REPORT: usize = 64;

const BEL: u8 = 0x07;

/// Ends a control string (ST), as BEL does.
const ST: &[u8] = b"\x1b\\";

/// What stands where a control string ends.
pub enum StringEnd {
    /// Its end, of so many bytes.
    Complete(usize),
    /// Possibly the start of its end.
    Incomplete,
    /// Something else, which interrupts it.
    Interrupted,
}

/// Returns `true` if a byte may be part of a control string.
pub fn is_control_string_byte(byte: u8) -> bool {
    matches!(byte, 0 | 0x08..=0x0d | 0x20..)
}

/// Parses the end of a control string.
pub fn parse_string_end(bytes: &[u8]) -> StringEnd {
    match bytes {
        [] | [ESC] => StringEnd::Incomplete,
        // CAN and SUB interrupt any sequence, and mean nothing else then.
        [BEL | 0x18 | 0x1a, ..] => StringEnd::Complete(1),
        bytes if bytes.starts_with(ST) => StringEnd::Complete(ST.len()),
        _ => StringEnd::Interrupted,
    }
}

/// Returns `true` if bytes that came together look like the middle of a report (colours and
/// capabilities in hexadecimal digits) rather than like keys.
pub fn is_payload(bytes: &[u8]) -> bool {
    let digits = |b: &u8| b.is_ascii_hexdigit() || b"/:;+=".contains(b);
    bytes.len() > 1 && bytes.iter().all(digits)
}
