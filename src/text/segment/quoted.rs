//! Quoted stretches of a passage, however their marks were set.

use std::ops::Range;

use super::mark::{ApostropheHint, MarkFamily, QuoteMark, find_marks, mark_family};

/// How far ahead a mark looks for its partner, in marks.
const MAX_LOOKAHEAD: usize = 256;

/// How deep quotations within quotations are followed.
const MAX_NESTING: usize = 8;

/// Returns the outermost quoted stretches of a passage, with their marks.
pub(super) fn quotations(passage: &str) -> Vec<Range<usize>> {
    let marks = find_marks(passage);
    let mut found = Vec::new();
    let mut at = 0;
    while at < marks.len() {
        let mark = marks[at];
        at += 1;
        if !opens(mark, &marks[at..]) {
            continue;
        }
        let (next, end) = match find_partner(mark, &marks[at..]) {
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

/// Tells whether a mark opens a quotation where none is open.
fn opens(mark: QuoteMark, ahead: &[QuoteMark]) -> bool {
    if mark.inside {
        return false;
    }
    match mark.glyph {
        '“' | '„' | '‟' | '«' | '「' | '『' | '〝' => mark.opens || !mark.closes,
        '"' | '”' | '»' => mark.opens,
        '‘' | '‚' | '‹' => {
            mark.opens
                && !is_elision(mark, ahead)
                && (mark.start == 0 || closes_ahead(mark, ahead) || closes_mixed(ahead))
        }
        '\'' | '’' | '›' => mark.opens && !is_elision(mark, ahead) && closes_ahead(mark, ahead),
        _ => false,
    }
}

/// Tells whether a single mark stands for left-out letters: before a year, or
/// on both sides of one letter as in "rock ‘n’ roll".
fn is_elision(mark: QuoteMark, ahead: &[QuoteMark]) -> bool {
    mark.setting == ApostropheHint::BeforeYear
        || ahead.first().is_some_and(|next| {
            matches!(next.glyph, '’' | '\'') && next.start.saturating_sub(mark.end) <= 1
        })
}

/// Tells whether a single mark finds a partner of its kind before another
/// quotation begins; otherwise it stands for left-out letters ("how ‘bout").
fn closes_ahead(mark: QuoteMark, ahead: &[QuoteMark]) -> bool {
    let partners: &[char] = match mark.glyph {
        '‹' => &['›'],
        '›' => &['‹'],
        '‚' => &['‘', '’', '\''],
        _ => &['’', '\''],
    };
    let mut inner = 0_usize;
    for next in ahead.iter().take(MAX_LOOKAHEAD) {
        if mark_family(next.glyph) == Some(MarkFamily::Single) {
            let partner = partners.contains(&next.glyph) && next.closes && !next.inside;
            if partner && inner == 0 && next.start > mark.end {
                return true;
            }
        } else if next.opens || next.glyph == '“' {
            inner += 1;
        } else {
            match inner.checked_sub(1) {
                Some(left) => inner = left,
                None => return false,
            }
        }
    }
    false
}

/// Tells whether the next double mark closes although none has opened: the
/// partner of a single one in a mixed pair.
fn closes_mixed(ahead: &[QuoteMark]) -> bool {
    ahead
        .iter()
        .take(MAX_LOOKAHEAD)
        .find(|next| mark_family(next.glyph) == Some(MarkFamily::Double))
        .is_some_and(|next| next.closes && next.glyph != '“')
}

/// Finds the mark that ends the quotation which `open` begins.
fn find_partner(open: QuoteMark, ahead: &[QuoteMark]) -> Partner {
    let own = mark_family(open.glyph);
    let mut nested: Vec<MarkFamily> = Vec::new();
    for (n, &mark) in ahead.iter().enumerate() {
        let Some(its) = mark_family(mark.glyph) else {
            continue;
        };
        if its == MarkFamily::Single {
            match own {
                Some(MarkFamily::Single) if closes_single(open, mark, &ahead[n + 1..]) => {
                    return Partner::Closes(n);
                }
                Some(MarkFamily::Double)
                    if mark.glyph == '’'
                        && mark.closes
                        && mark.setting == ApostropheHint::AfterStop
                        && !nested.contains(&MarkFamily::Single)
                        && !has_closing_double(&ahead[n + 1..]) =>
                {
                    return Partner::Closes(n);
                }
                _ => {}
            }
            track_single(mark, &ahead[n + 1..], &mut nested);
            continue;
        }
        match mark_role(open, mark) {
            MarkRole::Opens if Some(its) == own && !holds_two(open, &ahead[n + 1..]) => {
                return Partner::Restarts(n);
            }
            MarkRole::Opens => nest(&mut nested, its),
            MarkRole::Closes => match nested.iter().rposition(|&inner| inner == its) {
                Some(inner) => nested.truncate(inner),
                None if Some(its) == own || own == Some(MarkFamily::Single) => {
                    return Partner::Closes(n);
                }
                None => {}
            },
            MarkRole::Neither => {}
        }
    }
    Partner::None
}

/// Notes a quotation inside another, as deep as anybody would read.
fn nest(nested: &mut Vec<MarkFamily>, inner: MarkFamily) {
    if nested.len() < MAX_NESTING {
        nested.push(inner);
    }
}

/// Keeps count of single quotations inside a double one.
fn track_single(mark: QuoteMark, ahead: &[QuoteMark], nested: &mut Vec<MarkFamily>) {
    if opens(mark, ahead) {
        nest(nested, MarkFamily::Single);
    } else if mark.closes
        && !mark.inside
        && let Some(at) = nested
            .iter()
            .rposition(|&inner| inner == MarkFamily::Single)
    {
        nested.truncate(at);
    }
}

/// What a mark does inside a quotation.
enum MarkRole {
    Opens,
    Closes,
    Neither,
}

/// Tells what a double mark does inside the quotation which `open` began.
fn mark_role(open: QuoteMark, mark: QuoteMark) -> MarkRole {
    match mark.glyph {
        _ if mark.inside => MarkRole::Neither,
        '»' if open.glyph == '»' && mark.opens => MarkRole::Opens,
        '”' | '」' | '』' | '〞' | '〟' | '»' => MarkRole::Closes,
        '«' if open.glyph == '»' => MarkRole::Closes,
        '“' if matches!(open.glyph, '„' | '‟' | '‚') => MarkRole::Closes,
        '"' if open.glyph == '"' => {
            // A mark set as an opening one while one is open: either the pair
            // was set carelessly, or the first was never closed. An even
            // number of marks speaks for the first.
            if mark.opens && mark.straight.is_multiple_of(2) {
                MarkRole::Opens
            } else {
                MarkRole::Closes
            }
        }
        _ if mark.opens => MarkRole::Opens,
        _ if mark.closes || mark.glyph == '"' => MarkRole::Closes,
        _ => MarkRole::Opens,
    }
}

/// Tells whether, before the next opening mark of the same glyph, two marks
/// close: then the one at hand is a quotation within a quotation.
fn holds_two(open: QuoteMark, ahead: &[QuoteMark]) -> bool {
    ahead
        .iter()
        .take(MAX_LOOKAHEAD)
        .take_while(|next| !(next.glyph == open.glyph && next.opens))
        .filter(|next| match mark_family(open.glyph) {
            Some(MarkFamily::Double) => {
                next.glyph == '”'
                    || (next.closes && mark_family(next.glyph) == Some(MarkFamily::Double))
            }
            own => mark_family(next.glyph) == own && next.closes,
        })
        .take(2)
        .count()
        == 2
}

fn has_closing_double(ahead: &[QuoteMark]) -> bool {
    ahead
        .iter()
        .take(MAX_LOOKAHEAD)
        .take_while(|next| next.glyph != '“')
        .any(|next| next.glyph == '”' || (next.glyph == '"' && next.closes))
}

/// Tells whether a single mark closes the single quotation which `open` began,
/// and is not the apostrophe of a plural.
fn closes_single(open: QuoteMark, mark: QuoteMark, ahead: &[QuoteMark]) -> bool {
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
    if mark.setting == ApostropheHint::LikePlural {
        let better = ahead
            .iter()
            .take(MAX_LOOKAHEAD)
            .take_while(|next| next.glyph != '‘')
            .any(|next| matches!(next.glyph, '’' | '\'' | '”') && next.closes && !next.inside);
        return !better;
    }
    true
}
