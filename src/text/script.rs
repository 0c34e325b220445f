//! Which characters are written without blanks between the words.

use unicode_segmentation::UnicodeSegmentation;

/// Returns `true` if a text holds a character of a script that runs from right to left.
#[must_use]
pub fn has_right_to_left(text: &str) -> bool {
    // The blocks to which Unicode gives the directions R and AL, by default too.
    text.chars().any(|c| {
        matches!(c,
            '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
            | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
    })
}

/// Tells whether a character belongs to a script that does not part its words
/// with blanks (Chinese, Japanese, Thai and its neighbours), or, as Korean, is
/// searched like one. Digits and punctuation do not.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{E01}'..='\u{E3A}' | '\u{E40}'..='\u{E4E}' // Thai
        | '\u{E81}'..='\u{ECE}' | '\u{EDC}'..='\u{EDF}' // Lao
        | '\u{1000}'..='\u{103F}' | '\u{1050}'..='\u{108F}' // Myanmar
        | '\u{1780}'..='\u{17D3}' // Khmer
        | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}' | '\u{FFA0}'..='\u{FFDC}' // Hangul
        | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303B}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}' // Han
        | '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}' | '\u{1B000}'..='\u{1B16F}' // kana
        | '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' // bopomofo
    )
}

/// Returns `true` if a text is one character (grapheme) of such a script.
#[must_use]
pub fn is_unspaced_character(text: &str) -> bool {
    text.starts_with(is_unspaced) && text.graphemes(true).nth(1).is_none()
}
