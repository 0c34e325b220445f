//! Quoted stretches of a passage, however their marks were set.

use std::ops::Range;

/// How far ahead a mark looks for its partner, in marks.
const AHEAD: usize = 256;

/// A quotation mark, or what may be one.
#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    end: usize,
    glyph: char,
    /// Set as an opening mark is: something follows at once, nothing precedes.
    opens: bool,
    /// Set as a closing mark is: something precedes at once, nothing follows.
    closes: bool,
    /// Between two letters, as an apostrophe is.
    inside: bool,
    setting: Setting,
}

/// What tells a closing mark from the apostrophe of a plural.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    /// Behind a comma, a dot or the like: a closing mark.
    AfterStop,
    /// Behind an "s", before a blank and a small letter: an apostrophe, if the
    /// quotation closes later.
    LikePlural,
    Plain,
}

/// The families of marks; those of one family close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Angle,
    Corner,
    WhiteCorner,
    Single,
}

/// Returns the outermost quoted stretches of a passage, with their marks.
pub(super) fn quotations(passage: &str) -> Vec<Range<usize>> {
    let marks = marks(passage);
    let mut found = Vec::new();
    let mut at = 0;
    while at < marks.len() {
        let mark = marks[at];
        at += 1;
        if !opens(mark, &marks[at..]) {
            continue;
        }
        let (next, end) = match partner(mark, &marks[at..]) {
            Partner::Closes(n) => (at + n + 1, marks[at + n].end),
            Partner::Restarts(n) => {
                let end = passage[..marks[at + n].start].trim_end().len();
                (at + n, end)
            }
            Partner::None => (marks.len(), passage.trim_end().len()),
        };
        found.push(mark.start..end);
        at = next;
    }
    found
}

/// Where a quotation ends.
enum Partner {
    /// With the n-th mark ahead.
    Closes(usize),
    /// Before the n-th mark ahead, with which another one begins.
    Restarts(usize),
    /// With the passage.
    None,
}

/// Collects the marks of a passage with what stands around them.
fn marks(passage: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut before: Option<char> = None;
    for (start, glyph) in passage.char_indices() {
        if family(glyph).is_some() {
            let end = start + glyph.len_utf8();
            let mut ahead = passage[end..].chars();
            let (after, second) = (ahead.next(), ahead.next());
            let blank_before = before.is_none_or(|c| c.is_whitespace() || is_opening(c));
            let blank_after = after.is_none_or(|c| c.is_whitespace() || is_closing(c));
            marks.push(Mark {
                start,
                end,
                glyph,
                opens: blank_before && after.is_some_and(|c| !c.is_whitespace()),
                closes: blank_after && before.is_some_and(|c| !c.is_whitespace()),
                inside: matches!(glyph, '"' | '\'' | '‘' | '’')
                    && before.is_some_and(char::is_alphanumeric)
                    && after.is_some_and(char::is_alphanumeric),
                setting: setting(before, after, second),
            });
        }
        before = Some(glyph);
    }
    marks
}

fn setting(before: Option<char>, after: Option<char>, second: Option<char>) -> Setting {
    match (before, after, second) {
        (Some(',' | '.' | '?' | '!' | '…' | ';'), ..) => Setting::AfterStop,
        (Some('s' | 'S'), Some(' '), Some(small)) if small.is_lowercase() => Setting::LikePlural,
        _ => Setting::Plain,
    }
}

/// Tells whether a mark opens a quotation where none is open.
fn opens(mark: Mark, ahead: &[Mark]) -> bool {
    if mark.inside {
        return false;
    }
    match mark.glyph {
        '“' | '„' | '‟' | '«' | '「' | '『' | '〝' => mark.opens || !mark.closes,
        '"' | '”' | '»' => mark.opens,
        '‘' | '‚' | '‹' => mark.opens && !is_elision(mark, ahead),
        '\'' | '’' | '›' => mark.opens && !is_elision(mark, ahead) && closes_ahead(mark, ahead),
        _ => false,
    }
}

/// Tells whether a single mark stands for left-out letters on both sides of
/// one, as in "rock ‘n’ roll".
fn is_elision(mark: Mark, ahead: &[Mark]) -> bool {
    ahead.first().is_some_and(|next| {
        matches!(next.glyph, '’' | '\'') && next.start.saturating_sub(mark.end) <= 1
    })
}

/// Tells whether a straight single mark finds a partner before a double one.
fn closes_ahead(mark: Mark, ahead: &[Mark]) -> bool {
    ahead
        .iter()
        .take(AHEAD)
        .take_while(|next| family(next.glyph) == Some(Family::Single))
        .any(|next| next.start > mark.end && next.closes && !next.inside)
}

/// Finds the mark that ends the quotation which `open` begins.
fn partner(open: Mark, ahead: &[Mark]) -> Partner {
    let own = family(open.glyph);
    let mut nested: Vec<Family> = Vec::new();
    for (n, &mark) in ahead.iter().enumerate() {
        let Some(its) = family(mark.glyph) else {
            continue;
        };
        if its == Family::Single {
            match own {
                Some(Family::Single) if closes_single(open, mark, &ahead[n + 1..]) => {
                    return Partner::Closes(n);
                }
                Some(Family::Double)
                    if mark.glyph == '’'
                        && mark.closes
                        && mark.setting == Setting::AfterStop
                        && !nested.contains(&Family::Single)
                        && !has_closing_double(&ahead[n + 1..]) =>
                {
                    return Partner::Closes(n);
                }
                _ => {}
            }
            note_single(mark, &ahead[n + 1..], &mut nested);
            continue;
        }
        match role(open, mark, &ahead[n + 1..]) {
            Role::Opens if Some(its) == own && !holds_two(open, &ahead[n + 1..]) => {
                return Partner::Restarts(n);
            }
            Role::Opens => nested.push(its),
            Role::Closes => match nested.iter().rposition(|&inner| inner == its) {
                Some(inner) => nested.truncate(inner),
                None if Some(its) == own || own == Some(Family::Single) => {
                    return Partner::Closes(n);
                }
                None => {}
            },
            Role::Neither => {}
        }
    }
    Partner::None
}

/// Keeps count of single quotations inside a double one.
fn note_single(mark: Mark, ahead: &[Mark], nested: &mut Vec<Family>) {
    if opens(mark, ahead) {
        nested.push(Family::Single);
    } else if mark.closes
        && !mark.inside
        && let Some(at) = nested.iter().rposition(|&inner| inner == Family::Single)
    {
        nested.truncate(at);
    }
}

/// What a mark does inside a quotation.
enum Role {
    Opens,
    Closes,
    Neither,
}

/// Tells what a double mark does inside the quotation which `open` began.
fn role(open: Mark, mark: Mark, ahead: &[Mark]) -> Role {
    match mark.glyph {
        _ if mark.inside => Role::Neither,
        '»' if open.glyph == '»' && mark.opens => Role::Opens,
        '”' | '」' | '』' | '〞' | '〟' | '»' => Role::Closes,
        '«' if open.glyph == '»' => Role::Closes,
        '“' if matches!(open.glyph, '„' | '‟' | '‚') => Role::Closes,
        '"' if open.glyph == '"' => {
            // A mark set as an opening one while one is open: either the pair
            // was set carelessly, or the first was never closed. An even
            // number of marks speaks for the first.
            let left = ahead.iter().filter(|next| next.glyph == '"').count() + 1;
            if mark.opens && left % 2 == 0 {
                Role::Opens
            } else {
                Role::Closes
            }
        }
        _ if mark.opens => Role::Opens,
        _ if mark.closes || mark.glyph == '"' => Role::Closes,
        _ => Role::Opens,
    }
}

/// Tells whether, before the next opening mark of the same glyph, two marks
/// close: then the one at hand is a quotation within a quotation.
fn holds_two(open: Mark, ahead: &[Mark]) -> bool {
    ahead
        .iter()
        .take(AHEAD)
        .take_while(|next| !(next.glyph == open.glyph && next.opens))
        .filter(|next| match family(open.glyph) {
            Some(Family::Double) => {
                next.glyph == '”' || (next.closes && family(next.glyph) == Some(Family::Double))
            }
            own => family(next.glyph) == own && next.closes,
        })
        .take(2)
        .count()
        == 2
}

fn has_closing_double(ahead: &[Mark]) -> bool {
    ahead
        .iter()
        .take(AHEAD)
        .take_while(|next| next.glyph != '“')
        .any(|next| next.glyph == '”' || (next.glyph == '"' && next.closes))
}

/// Tells whether a single mark closes the single quotation which `open` began,
/// and is not the apostrophe of a plural.
fn closes_single(open: Mark, mark: Mark, ahead: &[Mark]) -> bool {
    let fits = match mark.glyph {
        '’' | '\'' => true,
        '‘' => open.glyph == '‚',
        '›' => open.glyph == '‹',
        '‹' => open.glyph == '›',
        _ => false,
    };
    if !fits || mark.inside || !mark.closes {
        return false;
    }
    if mark.setting == Setting::LikePlural {
        let better = ahead
            .iter()
            .take(AHEAD)
            .take_while(|next| next.glyph != '‘')
            .any(|next| matches!(next.glyph, '’' | '\'' | '”') && next.closes && !next.inside);
        return !better;
    }
    true
}

fn family(glyph: char) -> Option<Family> {
    Some(match glyph {
        '"' | '“' | '”' | '„' | '‟' | '〝' | '〞' | '〟' => Family::Double,
        '«' | '»' => Family::Angle,
        '「' | '」' => Family::Corner,
        '『' | '』' => Family::WhiteCorner,
        '\'' | '‘' | '’' | '‚' | '‹' | '›' => Family::Single,
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
