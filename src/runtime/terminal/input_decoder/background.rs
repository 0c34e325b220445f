//! The background colour that a terminal reports.

use crate::app::message::Shade;

/// Asks the terminal for its background (OSC 11), and then what it is (DA1). Nearly all reply to the
/// second, so its reply says that none to the first will come.
pub const BACKGROUND_QUERY: &str = "\u{1b}]11;?\u{1b}\\\u{1b}[c";

/// Parses the reply to the first query: `]11;rgb:1e1e/1e1e/1e1e`.
pub fn parse_background(string: &[u8]) -> Option<Shade> {
    let text = std::str::from_utf8(string).ok()?;
    let colour = text.strip_prefix("]11;")?;
    let [red, green, blue] = parse_rgb(colour)?;
    // Luminance (Rec. 709), from 0 to 1.
    let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    Some(if light > 0.5 {
        Shade::Light
    } else {
        Shade::Dark
    })
}

/// Returns red, green and blue, each from 0 to 1.
fn parse_rgb(colour: &str) -> Option<[f64; 3]> {
    let digits: Vec<&str> = if let Some(digits) = colour.strip_prefix('#') {
        let size = digits.len() / 3;
        if size == 0 || !digits.is_ascii() || digits.len() % 3 != 0 {
            return None;
        }
        (0..3).map(|i| &digits[i * size..(i + 1) * size]).collect()
    } else {
        let digits = colour
            .strip_prefix("rgba:")
            .or(colour.strip_prefix("rgb:"))?;
        digits.split('/').take(3).collect()
    };
    let part = |digits: &str| {
        let most = 16_u32
            .checked_pow(u32::try_from(digits.len()).ok()?)?
            .checked_sub(1)?;
        // `from_str_radix` would accept a sign.
        let value = digits.bytes().all(|b| b.is_ascii_hexdigit());
        let value = value.then(|| u32::from_str_radix(digits, 16).ok())??;
        (most > 0).then(|| f64::from(value) / f64::from(most))
    };
    let [red, green, blue] = digits[..] else {
        return None;
    };
    Some([part(red)?, part(green)?, part(blue)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_background_is_dark_or_light() {
        for (report, shade) in [
            ("]11;rgb:0000/0000/0000", Some(Shade::Dark)),
            ("]11;rgb:1e1e/1e1e/1e1e", Some(Shade::Dark)),
            ("]11;rgb:ffff/ffff/ffff", Some(Shade::Light)),
            ("]11;rgb:fd/f6/e3", Some(Shade::Light)),
            ("]11;rgba:ffff/ffff/dddd/ffff", Some(Shade::Light)),
            ("]11;#fdf6e3", Some(Shade::Light)),
            ("]11;#002b36", Some(Shade::Dark)),
            ("]11;rgb:f/f/f", Some(Shade::Light)),
            ("]10;rgb:ffff/ffff/ffff", None),
            ("]11;?", None),
            ("]11;rgb:ffff/ffff", None),
            ("]11;rgb:///", None),
            ("]11;#", None),
            ("]11;rgb:+f/ff/ff", None),
            ("P11;rgb:ffff/ffff/ffff", None),
            ("]11;rgb:fffffffff/0/0", None),
        ] {
            assert_eq!(parse_background(report.as_bytes()), shade, "{report}");
        }
    }
}
