//! What becomes of each character when a text is folded.

use unicode_normalization::char::{
    compose as compose_pair, decompose_compatible, is_combining_mark,
};

/// What becomes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FoldAction {
    /// It is white space.
    Blank,
    /// Nothing is left of it.
    Dropped,
    /// It is a mark that goes with the letter before it.
    Mark(char),
    /// It becomes another character, or stays.
    Letter(char),
    /// It becomes more than one: see [`push_expansion`].
    Letters,
}

/// Returns what becomes of a character.
pub(crate) fn fold_action(c: char) -> FoldAction {
    if c.is_whitespace() {
        return FoldAction::Blank;
    }
    if is_ignored(c) {
        return FoldAction::Dropped;
    }
    match c {
        '\u{FF9E}' => return FoldAction::Mark('\u{3099}'),
        '\u{FF9F}' => return FoldAction::Mark('\u{309A}'),
        _ if is_dropped_mark(c) || is_voiced(c) => return FoldAction::Mark(c),
        _ => {}
    }
    if let Some(letter) = canonical_char(c) {
        return FoldAction::Letter(letter);
    }
    if is_indivisible(c) {
        return FoldAction::Letter(c);
    }
    let mut folded = String::new();
    push_expansion(c, &mut folded);
    let mut chars = folded.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => FoldAction::Letter(only),
        _ => FoldAction::Letters,
    }
}

/// Writes what a character becomes.
pub(crate) fn push_expansion(c: char, folded: &mut String) {
    for lower in c.to_lowercase() {
        if is_indivisible(lower) {
            folded.push(lower);
            continue;
        }
        let from = folded.len();
        decompose_compatible(lower, |part| push_final_form(part, folded));
        // "¨" and its like are a blank with a mark on paper only.
        if folded[from..].starts_with(' ') {
            folded.truncate(from);
            folded.push(lower);
        }
    }
}

/// Writes one part of a decomposition in its last form.
fn push_final_form(part: char, folded: &mut String) {
    for lower in part.to_lowercase() {
        if is_ignored(lower) {
            continue;
        }
        if let Some(mark) = (is_dropped_mark(lower) || is_voiced(lower)).then_some(lower) {
            let last = folded.chars().next_back();
            if let Some(composed) = last.and_then(|last| compose(last, mark)) {
                folded.pop();
                folded.push(composed);
            } else if !is_dropped_mark(mark) {
                folded.push(mark);
            }
            continue;
        }
        if let Some(letter) = canonical_char(lower) {
            folded.push(letter);
        } else if let Some(pair) = ligature(lower) {
            folded.push_str(pair);
        } else {
            folded.push(lower);
        }
    }
}

/// Returns the letter that keeps a mark as a part of it: "й" is not "и", "が"
/// is not "か".
pub(crate) fn compose(letter: char, mark: char) -> Option<char> {
    if !is_voiced(mark) && !matches!(mark, '\u{301}' | '\u{306}' | '\u{308}') {
        return None;
    }
    compose_pair(letter, mark).filter(|&composed| is_indivisible(composed))
}

/// Tells whether a character is a mark that folding drops: accents and vowel
/// points. The vowel signs of Indic and Thai writing are letters to a reader.
pub(crate) fn is_dropped_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{5BF}'
        | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}' | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}'
        | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
        && is_combining_mark(c)
}

/// Tells whether a character is a sound mark of kana.
fn is_voiced(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}')
}

/// Tells whether a character is kept whole although it could be taken apart:
/// Han, Hangul syllables, kana, and the Cyrillic letters that only look like one
/// with a diacritic.
fn is_indivisible(c: char) -> bool {
    matches!(c,
        '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}'
        | 'й' | 'ї' | 'ў' | 'ѓ' | 'ќ')
}

/// Tells whether a character has neither shape nor width.
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Returns the one shape of a quotation mark or dash, and of letters that
/// Unicode does not take apart.
fn canonical_char(c: char) -> Option<char> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | '′' | '‵' | '´' | 'ʹ' | 'ʻ' | 'ʼ' | 'ʽ' | 'ˈ' | '‹' | '›' | '❛'
        | '❜' | '❮' | '❯' | '＇' | 'ꞌ' | '՚' | '׳' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '‶' | '«' | '»' | 'ʺ' | '❝' | '❞' | '⹂' | '〝' | '〞'
        | '〟' | '「' | '」' | '『' | '』' | '﹁' | '﹂' | '﹃' | '﹄' | '｢' | '｣' | '＂' | '״' => {
            '"'
        }
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{FE31}'
        | '\u{FE32}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF0D}'
        | '\u{58A}'
        | '\u{5BE}'
        | '\u{2043}' => '-',
        'ø' | 'Ø' => 'o',
        'ł' | 'Ł' => 'l',
        'đ' | 'Đ' | 'ð' | 'Ð' => 'd',
        'ħ' | 'Ħ' => 'h',
        'ŧ' | 'Ŧ' => 't',
        'ı' => 'i',
        'ς' => 'σ',
        _ => return None,
    })
}

/// Returns the letters that a ligature stands for.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => return None,
    })
}
