//! Quotation marks in titles: those within a title that stands in marks itself, and where
//! a stop belongs that follows some.

/// A mark that is open.
struct OpenMark {
    /// What closes it in the title, as printed.
    closer: char,
    /// What closes it in the citation.
    written: char,
}

/// Returns a title for between double quotation marks: its own become single ones, those
/// within these double ones. Marks that have no partner (5" for inches, an apostrophe) stay.
pub(super) fn nest_marks(title: &str) -> String {
    let chars: Vec<char> = title.chars().collect();
    let mut out = String::with_capacity(title.len());
    let mut stack: Vec<OpenMark> = Vec::new();
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| chars[i]);
        let rest = &chars[i + 1..];
        if let Some(open) = stack.pop_if(|open| is_closed_by(open.closer, c, rest)) {
            out.push(open.written);
            continue;
        }
        let begins = before.is_none_or(|c| c.is_whitespace() || "([{/—–-“‘\"'„‚".contains(c));
        let closer = match c {
            '“' if rest.contains(&'”') => Some('”'),
            '„' if rest.iter().any(|c| "“”".contains(*c)) => Some('“'),
            '"' if begins && rest.contains(&'"') => Some('"'),
            '‘' if has_closing(rest) => Some('’'),
            _ => None,
        };
        let is_inner = stack.len() % 2 == 1;
        let (opening, closing) = match (c, is_inner) {
            ('„', false) => ('‚', '‘'),
            ('„', true) => ('„', '“'),
            (_, false) => ('‘', '’'),
            (_, true) => ('“', '”'),
        };
        match closer {
            Some(closer) => {
                stack.push(OpenMark {
                    closer,
                    written: closing,
                });
                out.push(opening);
            }
            // Half of a pair that was cut off; it must not end the title's own.
            None if c == '”' || c == '“' => out.push(if c == '”' { '’' } else { '‘' }),
            None => out.push(c),
        }
    }
    out
}

/// Returns `true` if a mark closes what waits for its closer.
fn is_closed_by(closer: char, mark: char, rest: &[char]) -> bool {
    match closer {
        '’' => mark == '’' && !rest.first().is_some_and(|c| c.is_alphanumeric()),
        // „ is closed by “, and by ” where a keyboard has no other.
        '“' => mark == '“' || mark == '”',
        closer => mark == closer,
    }
}

fn has_closing(rest: &[char]) -> bool {
    rest.iter().enumerate().any(|(i, c)| {
        let next = rest.get(i + 1);
        *c == '’' && !next.is_some_and(|c| c.is_alphanumeric())
    })
}

/// Returns the length in bytes of the closing quotation marks at the end of a text: a comma
/// or a full stop goes before them. An apostrophe ("the Joneses’") is none.
pub(super) fn closing_marks_len(text: &str) -> usize {
    let count = |mark: char| text.matches(mark).count();
    let singles = count('‘') + count('‚');
    let pairs = count('"') % 2 == 0;
    let mut straight = text.char_indices().filter(|(at, c)| {
        let before = text[..*at].chars().next_back();
        *c == '\'' && before.is_none_or(|c| c.is_whitespace() || "(“‘\"".contains(c))
    });
    let opens_straight = straight.next().is_some();
    let marks = text.chars().rev().take_while(|mark| match mark {
        '”' => true,
        '"' => pairs,
        '’' => singles > 0,
        '\'' => opens_straight,
        _ => false,
    });
    let length: usize = marks.map(char::len_utf8).sum();
    // A text of nothing but marks has no place for a stop.
    if length == text.len() { 0 } else { length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_within_a_title_are_nested() {
        for (title, written) in [
            ("CEO: \"Not a spy\"", "CEO: ‘Not a spy’"),
            ("He said “no”", "He said ‘no’"),
            ("“A ‘b’ c”", "‘A “b” c’"),
            ("\"One\" and \"two\"", "‘One’ and ‘two’"),
            ("The ‘new’ Joneses’ 5\" pipe", "The ‘new’ Joneses’ 5\" pipe"),
            ("It’s “the firm’s” word", "It’s ‘the firm’s’ word"),
            ("Er sagt: „Kein Spion“", "Er sagt: ‚Kein Spion‘"),
            ("cut” off", "cut’ off"),
            ("A “cut off", "A ‘cut off"),
            ("", ""),
        ] {
            assert_eq!(nest_marks(title), written);
        }
    }

    #[test]
    fn closing_marks_are_told_from_apostrophes() {
        for (text, marks) in [
            ("“He said ‘no’", "’"),
            ("He said “no”", "”"),
            ("CEO: \"Not a spy\"", "\""),
            ("a 5\"", ""),
            ("the Joneses’", ""),
            ("the Joneses'", ""),
            ("He said 'no'", "'"),
            ("‘A “b”’", "”’"),
            ("”", ""),
            ("plain", ""),
        ] {
            assert_eq!(
                &text[text.len() - closing_marks_len(text)..],
                marks,
                "{text}"
            );
        }
    }
}
