//! One thing that is wrong, with what to do about it, before it has a place; and what
//! messages are made of: foreign text in quotation marks, the closest known name.

use crate::model::Severity;
use crate::text::clean::clean;
pub(crate) use crate::text::suggest::nearest as closest_name;

/// Characters of a foreign text that a message quotes at most.
const MAX_QUOTED_CHARS: usize = 80;

/// What is wrong and what to do, before it has a place.
pub(crate) struct Diagnostic {
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Diagnostic {
    /// Returns what is wrong.
    pub(crate) fn into_message(self) -> String {
        self.message
    }

    /// Makes a fatal fault an error: what it is about is not needed to open the briefing.
    pub(crate) fn downgraded(self) -> Diagnostic {
        let severity = match self.severity {
            Severity::Fatal => Severity::Error,
            other => other,
        };
        Diagnostic { severity, ..self }
    }
}

/// Makes a fault with which no briefing can be built.
pub(crate) fn fatal(message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic {
        severity: Severity::Fatal,
        message: message.into(),
        help: help.into(),
    }
}

/// Makes a fault that is wrong, though the briefing opens.
pub(crate) fn error(message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        message: message.into(),
        help: help.into(),
    }
}

/// Makes a fault that is worth a look.
pub(crate) fn warning(message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        message: message.into(),
        help: help.into(),
    }
}

/// Puts a foreign text between quotation marks, cleaned and cut to a length
/// that a message can carry.
pub(crate) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_QUOTED_CHARS + 1).collect();
    if short.chars().count() > MAX_QUOTED_CHARS {
        short = text.chars().take(MAX_QUOTED_CHARS - 1).collect();
        short.push('…');
    }
    format!("\"{}\"", one_line(&short))
}

/// Cleans a text for a report: in one line, but with its blanks, which may be
/// what is wrong.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = clean(text);
    while line.contains('\n') {
        line = clean(&line.replace('\n', " "));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_cut_and_cleaned() {
        assert_eq!(quoted("a\u{1b}[31mb"), "\"ab\"");
        assert!(quoted(&"x".repeat(500)).chars().count() <= MAX_QUOTED_CHARS + 2);
    }

    #[test]
    fn advice_is_near_or_none() {
        assert_eq!(
            closest_name("speakr", ["speaker", "sides"]),
            Some("speaker")
        );
        assert_eq!(closest_name("Title", ["title"]), Some("title"));
        assert_eq!(closest_name("zzz", ["speaker"]), None);
    }
}
