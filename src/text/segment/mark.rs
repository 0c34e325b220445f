//! The quotation marks of a passage, each with what stands around it.

/// A quotation mark, or what may be one.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuoteMark {
    pub start: usize,
    pub end: usize,
    pub glyph: char,
    /// Set as an opening mark is: something follows at once, nothing precedes.
    pub opens: bool,
    /// Set as a closing mark is: something precedes at once, nothing follows.
    pub closes: bool,
    /// Between two letters, as an apostrophe is.
    pub inside: bool,
    pub setting: ApostropheHint,
    /// How many straight double marks there are from this mark on.
    pub straight: usize,
}

/// What tells a closing mark from the apostrophe of a plural.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ApostropheHint {
    /// Behind a comma, a dot or the like: a closing mark.
    AfterStop,
    /// Behind an "s", before a blank and a small letter: an apostrophe, if the
    /// quotation closes later.
    LikePlural,
    /// Before the two digits of a year: an apostrophe.
    BeforeYear,
    Plain,
}

/// The families of marks; those of one family close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkFamily {
    Double,
    Angle,
    Corner,
    WhiteCorner,
    Single,
}

/// Collects the marks of a passage with what stands around them.
pub(super) fn find_marks(passage: &str) -> Vec<QuoteMark> {
    let mut marks = Vec::new();
    let mut before: Option<char> = None;
    for (start, glyph) in passage.char_indices() {
        if mark_family(glyph).is_some() {
            let end = start + glyph.len_utf8();
            let mut ahead = passage[end..].chars();
            let next = [ahead.next(), ahead.next(), ahead.next()];
            let after = next[0];
            let blank_before = before.is_none_or(|c| c.is_whitespace() || is_opening(c));
            let blank_after = after.is_none_or(|c| c.is_whitespace() || is_closing(c));
            marks.push(QuoteMark {
                start,
                end,
                glyph,
                opens: blank_before && after.is_some_and(|c| !c.is_whitespace()),
                closes: blank_after && before.is_some_and(|c| !c.is_whitespace()),
                inside: matches!(glyph, '"' | '\'' | '‘' | '’')
                    && before.is_some_and(char::is_alphanumeric)
                    && after.is_some_and(char::is_alphanumeric),
                setting: apostrophe_hint(before, next),
                straight: 0,
            });
        }
        before = Some(glyph);
    }
    let mut straight = 0;
    for mark in marks.iter_mut().rev() {
        straight += usize::from(mark.glyph == '"');
        mark.straight = straight;
    }
    marks
}

fn apostrophe_hint(before: Option<char>, next: [Option<char>; 3]) -> ApostropheHint {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match (before, next) {
        (Some(',' | '.' | '?' | '!' | '…' | ';'), _) => ApostropheHint::AfterStop,
        (Some('s' | 'S'), [Some(' '), Some(small), _]) if small.is_lowercase() => {
            ApostropheHint::LikePlural
        }
        (_, [first, second, third])
            if digit(first) && digit(second) && !third.is_some_and(char::is_alphanumeric) =>
        {
            ApostropheHint::BeforeYear
        }
        _ => ApostropheHint::Plain,
    }
}

/// Returns the family of a character; `None` where it is no mark.
pub(super) fn mark_family(glyph: char) -> Option<MarkFamily> {
    Some(match glyph {
        '"' | '“' | '”' | '„' | '‟' | '〝' | '〞' | '〟' => MarkFamily::Double,
        '«' | '»' => MarkFamily::Angle,
        '「' | '」' => MarkFamily::Corner,
        '『' | '』' => MarkFamily::WhiteCorner,
        '\'' | '‘' | '’' | '‚' | '‹' | '›' => MarkFamily::Single,
        _ => return None,
    })
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '[' | '{' | '—' | '–' | '-' | '/' | '“' | '„' | '«' | '‘' | '"' | '\''
    )
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        ')' | ']'
            | '}'
            | ','
            | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | '…'
            | '—'
            | '–'
            | '-'
            | '/'
            | '”'
            | '»'
            | '’'
            | '"'
            | '\''
            | '“'
    )
}
