//! The stretches between quotation marks of one paragraph, in one pass.

use std::ops::Range;

/// A stretch between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QuotedSpan {
    /// With its marks, in bytes of the text.
    pub outer: Range<usize>,
    /// Without its marks.
    pub inner: Range<usize>,
    /// `false` where the closing mark is missing.
    pub is_closed: bool,
    /// Single marks, as British papers set them.
    pub is_single: bool,
}

/// What surrounds a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MarkNeighbours {
    Opens,
    Closes,
    Either,
}

/// What was left open by the paragraph before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CarriedQuote {
    /// The last stretch ran to the end of its paragraph.
    pub is_open: bool,
}

fn is_double(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

fn mark_neighbours(before: Option<char>, after: Option<char>) -> MarkNeighbours {
    let blank_before = before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '‘' | '\'' | '/')
    });
    let blank_after = after.is_none_or(|c| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '—' | '–' | '-' | '’' | '\''
            )
    });
    match (blank_before, blank_after) {
        (true, false) => MarkNeighbours::Opens,
        (false, true) => MarkNeighbours::Closes,
        _ => MarkNeighbours::Either,
    }
}

/// Returns `true` if a mark closes a stretch which `open` began.
fn closes(open: char, mark: char, set: MarkNeighbours) -> bool {
    match mark {
        '”' => true,
        '»' => open != '»',
        '«' => open == '»' || set == MarkNeighbours::Closes,
        '“' | '„' | '‟' => matches!(open, '„' | '‟') || set == MarkNeighbours::Closes,
        _ => set != MarkNeighbours::Opens,
    }
}

/// Returns `true` if a mark opens a stretch where none is open.
fn opens(mark: char, set: MarkNeighbours) -> bool {
    match mark {
        '“' | '„' | '‟' | '«' => true,
        '”' => false,
        '»' => set == MarkNeighbours::Opens,
        _ => set != MarkNeighbours::Closes,
    }
}

/// Returns the stretches of the paragraph at `range`, in order. `reopens` says
/// that the paragraph after begins with a quotation mark.
pub(super) fn quoted_spans(
    text: &str,
    range: &Range<usize>,
    carry: CarriedQuote,
    reopens: bool,
    found: &mut Vec<QuotedSpan>,
) -> CarriedQuote {
    let paragraph = &text[range.clone()];
    let mut open: Option<(usize, char)> = None;
    let mut before: Option<char> = None;
    // Where the closing single marks were searched for in vain.
    let mut no_single_until = 0;
    let mut left = CarriedQuote::default();
    let mut skip_until = 0;
    let push =
        |found: &mut Vec<QuotedSpan>, outer: Range<usize>, inner: Range<usize>, closed, single| {
            if text[inner.clone()].chars().any(|c| !c.is_whitespace()) {
                found.push(QuotedSpan {
                    outer,
                    inner,
                    is_closed: closed,
                    is_single: single,
                });
            }
        };
    let mut chars = paragraph.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        let previous = before.replace(c);
        if at < skip_until {
            continue;
        }
        let here = range.start + at;
        let size = c.len_utf8();
        if is_double(c) {
            let set = mark_neighbours(previous, after);
            match open {
                Some((start, glyph)) if closes(glyph, c, set) => {
                    let inner = start + glyph.len_utf8()..here;
                    push(found, start..here + size, inner, true, false);
                    open = None;
                }
                Some((start, glyph)) if glyph == c => {
                    // The earlier one was never closed.
                    let inner = start + glyph.len_utf8()..here;
                    push(found, start..here, inner, false, false);
                    open = Some((here, c));
                }
                None if opens(c, set) => open = Some((here, c)),
                None if carry.is_open
                    && found.is_empty()
                    && matches!(c, '”' | '"' | '»')
                    && set == MarkNeighbours::Closes
                    && !is_signature(&paragraph[..at]) =>
                {
                    // The quotation came over the break without a new mark.
                    push(
                        found,
                        range.start..here + size,
                        range.start..here,
                        true,
                        false,
                    );
                }
                _ => {}
            }
        } else if open.is_none()
            && matches!(c, '‘' | '\'' | '‚' | '‹')
            && mark_neighbours(previous, after) == MarkNeighbours::Opens
            && after.is_some_and(|c| c.is_alphabetic() || matches!(c, '[' | '…'))
            && at >= no_single_until
        {
            match single_end(&paragraph[at + size..], c) {
                Ok((inner, mark)) if inner > 1 => {
                    let from = here + size;
                    let single = !text[from + inner..].starts_with('”');
                    push(
                        found,
                        here..from + inner + mark,
                        from..from + inner,
                        true,
                        single,
                    );
                    skip_until = at + size + inner + mark;
                }
                Err(searched)
                    if at == 0
                        && reopens
                        && c == '‘'
                        && searched == paragraph.len() - at - size =>
                {
                    let end = range.start + paragraph.trim_end().len();
                    push(found, here..end, here + size..end, false, true);
                    return CarriedQuote { is_open: true };
                }
                Ok(_) => {}
                Err(searched) => no_single_until = at + size + searched,
            }
        }
    }
    if let Some((start, glyph)) = open {
        let end = range.start + paragraph.trim_end().len();
        if end > start + glyph.len_utf8() {
            push(
                found,
                start..end,
                start + glyph.len_utf8()..end,
                false,
                false,
            );
            left.is_open = true;
        }
    }
    left
}

/// Longest line that names a speaker inside the marks of a set-off quotation.
const MAX_SIGNATURE_BYTES: usize = 160;

/// Returns `true` if words read like "Jane Roe, head of the union", with no
/// sentence in them.
fn is_signature(words: &str) -> bool {
    let mut each = words.split_whitespace();
    let named = each
        .next()
        .is_some_and(|w| w.starts_with(char::is_uppercase))
        && each
            .next()
            .is_some_and(|w| w.starts_with(char::is_uppercase));
    named
        && words.len() <= MAX_SIGNATURE_BYTES
        && words.contains(',')
        && !words.trim_end_matches('.').contains(". ")
}

/// Returns how many bytes ahead a single quotation ends and how long its mark
/// is, or how far was searched in vain: to a double mark or to the end.
fn single_end(ahead: &str, open: char) -> Result<(usize, usize), usize> {
    let mut before = None;
    let mut plural = None;
    let mut inner_double = false;
    let mut chars = ahead.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        let closing = match open {
            '‚' => matches!(c, '‘' | '’' | '\''),
            '‹' => c == '›',
            _ => matches!(c, '’' | '\''),
        };
        if is_double(c) {
            let set = mark_neighbours(before, after);
            if inner_double || set == MarkNeighbours::Opens {
                inner_double = !inner_double;
            } else if open == '‘' && c == '”' {
                // ‘Opened so, closed otherwise,”.
                return Ok((at, c.len_utf8()));
            } else {
                return plural.ok_or(at);
            }
        } else if closing
            && !inner_double
            && mark_neighbours(before, after) == MarkNeighbours::Closes
        {
            // "the workers’ rights": an apostrophe, unless nothing better follows.
            let small_follows = ahead[at + c.len_utf8()..]
                .strip_prefix(' ')
                .and_then(|rest| rest.chars().next())
                .is_some_and(char::is_lowercase);
            if matches!(before, Some('s' | 'S')) && small_follows {
                plural = plural.or(Some((at, c.len_utf8())));
            } else {
                return Ok((at, c.len_utf8()));
            }
        } else if c == '‘' && open == '‘' && mark_neighbours(before, after) == MarkNeighbours::Opens
        {
            return plural.ok_or(at);
        }
        before = Some(c);
    }
    plural.ok_or(ahead.len())
}

/// Returns `true` if a text sets its quotations in single marks: more of them
/// open than double ones do.
pub(super) fn quotes_in_single_marks(text: &str) -> bool {
    let mut before = None;
    let (mut single, mut double) = (0_usize, 0_usize);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if matches!(c, '‘' | '\'' | '"' | '“' | '«' | '„') {
            let opens = mark_neighbours(before, chars.peek().copied()) == MarkNeighbours::Opens;
            if is_double(c) {
                double += usize::from(opens);
            } else if chars.peek().is_some_and(|c| c.is_alphabetic()) {
                single += usize::from(opens);
            }
        }
        before = Some(c);
    }
    single > double
}
