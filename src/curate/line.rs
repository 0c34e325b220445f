//! What can be told of one line of text without its surroundings.

use super::furniture;

/// The figures of a line.
#[derive(Clone, Debug, Default)]
pub struct LineFeatures {
    /// Words, divided by white space.
    pub words: usize,
    /// Characters that are not white space.
    pub characters: usize,
    /// Ends as a sentence does.
    pub ends_sentence: bool,
    /// Sentences that end inside it or at its end.
    pub sentences: usize,
    /// The whole line is furniture.
    pub is_furniture: bool,
    /// Begins as furniture does.
    pub begins_as_furniture: bool,
    /// Figures without a name of their own.
    unnamed: Vec<f32>,
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

impl LineFeatures {
    /// Reads a line.
    #[must_use]
    pub fn new(text: &str) -> LineFeatures {
        let text = text.trim();
        let mut line = LineFeatures {
            is_furniture: furniture::is_furniture(text),
            begins_as_furniture: furniture::begins_as_furniture(text),
            ..LineFeatures::default()
        };
        let (mut upper, mut digits, mut letters, mut short, mut cased) = (0, 0, 0, 0, 0);
        let (mut commas, mut quotes, mut wide) = (0, 0, 0);
        for word in text.split_whitespace() {
            line.words += 1;
            let first = word.chars().find(|c| c.is_alphabetic());
            cased += usize::from(first.is_some_and(char::is_uppercase));
            short += usize::from(word.chars().count() <= 3);
            let core = word.trim_end_matches(['"', '”', '“', '’', '\'', '»', ')', ']']);
            if core.ends_with(['.', '!', '?', '…']) && word.chars().count() > 3 {
                line.sentences += 1;
            }
        }
        for c in text.chars() {
            if c.is_whitespace() {
                continue;
            }
            line.characters += 1;
            upper += usize::from(c.is_uppercase());
            digits += usize::from(c.is_numeric());
            letters += usize::from(c.is_alphabetic());
            commas += usize::from(matches!(c, ',' | ';' | '，' | '、'));
            quotes += usize::from(matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」'));
            wide += usize::from((c as u32) > 0x2e80);
            line.sentences += usize::from(matches!(c, '。' | '！' | '？'));
        }
        // Scripts without spaces: about two characters make a word.
        line.words += wide / 2;
        let core = text.trim_end_matches(['"', '”', '“', '’', '\'', '»', ')', ']', '」', ' ']);
        line.ends_sentence = core.ends_with(['.', '!', '?', '…', '。', '！', '？', '।']);
        let n = line.words.max(1) as f32;
        let chars = line.characters.max(1) as f32;
        let first = text.chars().next().unwrap_or(' ');
        let lower = text.to_lowercase();
        line.unnamed = vec![
            flag(core.ends_with(':')),
            flag(first.is_lowercase()),
            flag(first.is_uppercase()),
            flag(first.is_numeric()),
            flag(matches!(first, '"' | '“' | '„' | '«' | '‘' | '\'' | '「')),
            flag(matches!(
                first,
                '•' | '-' | '–' | '*' | '·' | '|' | '›' | '»' | '→' | '#'
            )),
            upper as f32 / letters.max(1) as f32,
            digits as f32 / chars,
            letters as f32 / chars,
            cased as f32 / n,
            short as f32 / n,
            commas as f32 / n,
            quotes as f32,
            chars / n,
            flag(text.contains('|')),
            flag(text.contains('©')),
            flag(text.contains('@')),
            flag(lower.contains("http") || lower.contains("www.") || lower.contains(".com")),
            flag(has_date(&lower)),
            flag(text.ends_with("...") || text.ends_with('…')),
            flag(core.ends_with('?')),
            flag(
                lower.contains("newsletter")
                    || lower.contains("subscribe")
                    || lower.contains("sign up")
                    || lower.contains("cookie"),
            ),
            flag(
                lower.contains("photo")
                    || lower.contains("foto")
                    || lower.contains("getty")
                    || lower.contains("image")
                    || lower.contains("reuters"),
            ),
        ];
        line
    }

    /// Writes the figures in the order of the models.
    pub fn write_to(&self, row: &mut Vec<f32>) {
        row.push((self.words as f32 + 1.0).ln());
        row.push((self.characters as f32 + 1.0).ln());
        row.push(self.words as f32);
        row.push(flag(self.ends_sentence));
        row.push(self.sentences as f32);
        row.push(flag(self.is_furniture));
        row.push(flag(self.begins_as_furniture));
        row.extend_from_slice(&self.unnamed);
    }
}

/// Returns `true` if a lower-case line holds something like a date or a time of day.
fn has_date(lower: &str) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "okt",
        "dez", "mai", "juin", "juil", "enero", "abril", "maj", "min read", "ago", "hours",
    ];
    let digit = lower.bytes().any(|b| b.is_ascii_digit());
    if !digit || lower.len() > 120 {
        return false;
    }
    let bytes = lower.as_bytes();
    let numeric = bytes.windows(3).any(|w| {
        w[0].is_ascii_digit() && matches!(w[1], b'.' | b'/' | b'-' | b':') && w[2].is_ascii_digit()
    });
    numeric || MONTHS.iter().any(|m| lower.contains(m))
}
