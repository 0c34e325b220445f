//! The page around what it shows: head, style sheet, legend.

use super::card::escape;

/// What the page looks like. Colours are only an addition: a side is recognised by
/// its label and its column, and on paper by its rule, plain or double.
const STYLE_SHEET: &str = include_str!("style.css");

/// What a reader of the page has to know of its words.
const LEGEND: &str = "Words in quotation marks are the speaker’s own; without them they are the reporter’s. \
                   […] marks a cut.";

/// Writes the page around what it shows.
pub(super) fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{}</title>\n<style>\n{STYLE_SHEET}</style>\n</head>\n<body>\n{body}<footer class=\"key\">{LEGEND}</footer>\n</body>\n</html>\n",
        escape(title)
    )
}
