//! Takes out of a text what a terminal would obey instead of showing.

use std::iter::Peekable;
use std::str::Chars;

const ESC: char = '\u{1B}';

/// Takes out escape sequences, controls and invisible characters; settles
/// line ends and tabs.
pub(super) fn strip(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                text.push('\n');
            }
            _ if is_line_end(c) => text.push('\n'),
            '\t' => text.push_str("    "),
            ESC => skip_escape(&mut chars),
            '\u{9B}' => skip_control_sequence(&mut chars),
            '\u{9D}' => skip_string(&mut chars, StringTerminator::BellToo),
            '\u{90}' | '\u{98}' | '\u{9E}' | '\u{9F}' => {
                skip_string(&mut chars, StringTerminator::TerminatorOnly);
            }
            _ if is_stripped_char(c) => {}
            _ if is_joiner(c) && (text.is_empty() || text.ends_with('\n')) => {}
            _ => text.push(c),
        }
    }
    text
}

/// Tells whether [`strip`] would leave a text as it is.
pub(super) fn is_stripped(text: &str) -> bool {
    let mut at_start = true;
    text.chars().all(|c| {
        let harmless =
            c == '\n' || !(is_stripped_char(c) || is_line_end(c) || (at_start && is_joiner(c)));
        at_start = c == '\n';
        harmless
    })
}

/// What ends the body of a control string.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StringTerminator {
    TerminatorOnly,
    BellToo,
}

/// Skips what follows an ESC and belongs to it.
fn skip_escape(chars: &mut Peekable<Chars>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_control_sequence(chars);
        }
        Some(']') => {
            chars.next();
            skip_string(chars, StringTerminator::BellToo);
        }
        Some('P' | 'X' | '^' | '_') => {
            chars.next();
            skip_string(chars, StringTerminator::TerminatorOnly);
        }
        _ => {
            while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {}
            chars.next_if(|c| matches!(c, '0'..='~'));
        }
    }
}

/// Skips parameters, intermediates and the final of a control sequence; what
/// does not belong to one ends it.
fn skip_control_sequence(chars: &mut Peekable<Chars>) {
    while chars.next_if(|c| matches!(c, '0'..='?')).is_some() {}
    while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {}
    chars.next_if(|c| matches!(c, '@'..='~'));
}

/// Skips the body of a control string and its terminator. One that is not
/// terminated ends with its line, or where another sequence begins.
fn skip_string(chars: &mut Peekable<Chars>, ended_by: StringTerminator) {
    while let Some(&c) = chars.peek() {
        if is_line_end(c) || matches!(c, '\r' | '\u{18}' | '\u{1A}') {
            return;
        }
        chars.next();
        match c {
            '\u{9C}' => return,
            '\u{7}' if ended_by == StringTerminator::BellToo => return,
            ESC => {
                if chars.next_if_eq(&'\\').is_none() {
                    skip_escape(chars);
                }
                return;
            }
            _ => {}
        }
    }
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Tells whether a character never reaches the terminal: controls,
/// bidirectional controls, invisible and tag characters, the soft hyphen (which
/// terminals show and the width tables do not count) and the selectors of emoji
/// and text presentation (which terminals measure differently).
fn is_stripped_char(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE0E}' | '\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}
