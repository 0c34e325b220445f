//! Looks up quoted words in the stored article and says how they were found:
//! the proof that every card shows.

use std::cmp::Reverse;
use std::ops::Range;

use super::{Check, line};
use crate::bundle::limits::{MAX_NEAREST, MAX_SEARCHED};
use crate::bundle::raw;
use crate::bundle::report::{At, error, quoted, warning};
use crate::model::{Article, CanonicalText, NotStatement, QuoteSpan, QuoteVerification};
use crate::text::anchor::{Fit, Found, Haystack, Quote};
use crate::text::clean::clean;
use crate::text::diff::{Piece, words};
use crate::text::fold::fold;
use crate::text::segment::floor_boundary;

/// Differences of wording that a message names at most.
const DIFFERENCES: usize = 3;

/// The bodies of a briefing's articles, ready for searching.
pub(super) struct Bodies<'a> {
    texts: Vec<Option<Body<'a>>>,
    /// How many more times the nearest passage may be looked up.
    nearest: usize,
    /// Bytes of text that may still be searched.
    left: u64,
}

struct Body<'a> {
    article: &'a CanonicalText,
    text: &'a str,
    haystack: Haystack<'a>,
}

impl<'a> Body<'a> {
    fn new(article: &'a CanonicalText) -> Option<Body<'a>> {
        let text = article.text.get(..article.body_end)?;
        Some(Body {
            article,
            text,
            haystack: Haystack::new(text),
        })
    }
}

impl<'a> Bodies<'a> {
    pub(super) fn new(articles: &'a [Option<Article>]) -> Bodies<'a> {
        Bodies {
            texts: articles
                .iter()
                .map(|a| Body::new(&a.as_ref()?.text))
                .collect(),
            nearest: MAX_NEAREST,
            left: MAX_SEARCHED,
        }
    }

    fn body(&self, ix: usize) -> Option<&Body<'a>> {
        self.texts.get(ix)?.as_ref()
    }

    fn text(&self, ix: usize) -> Option<&'a str> {
        self.body(ix).map(|body| body.text)
    }

    /// Returns the number of the passage that holds a byte, counted from 1.
    fn passage(&self, ix: usize, offset: usize) -> usize {
        let found = self.body(ix).map(|body| body.article.passage_at(offset));
        found.map_or(0, |passage| passage + 1)
    }

    /// Finds a quotation or what is most like it; else says what to do.
    fn find(&mut self, ix: usize, quote: &Quote, after: usize) -> Result<Found, &'static str> {
        let Some(body) = self.texts.get(ix).and_then(Option::as_ref) else {
            return Err("Mend the article first.");
        };
        let Some(left) = self.left.checked_sub(body.text.len() as u64) else {
            return Err(
                "It was not looked for: all quotations together have too much text to search; \
                        split the briefing into several bundles.",
            );
        };
        self.left = left;
        if let Some(found) = body.haystack.find(quote, after) {
            return Ok(found);
        }
        let Some(nearest) = self.nearest.checked_sub(1) else {
            return Err(
                "Mend the quotations before it first: what is most like it is looked for \
                        only in the first ones that are not found.",
            );
        };
        self.nearest = nearest;
        body.haystack.nearest(quote).ok_or(
            "Nothing in the article is like it; check the article's id and text, or copy the \
             words anew.",
        )
    }
}

impl Check<'_, '_> {
    /// Looks up the parts of a quotation in reading order.
    pub(super) fn quote(
        &mut self,
        at: &At,
        statement: &str,
        appearance: &raw::Appearance,
        ix: usize,
        bodies: &mut Bodies,
    ) -> Vec<QuoteSpan> {
        let mut spans = Vec::with_capacity(appearance.quote.len());
        let mut after = 0;
        let Some(text) = bodies.text(ix) else {
            return spans;
        };
        for (i, selector) in appearance.quote.iter().enumerate() {
            let here = at.item(i);
            let words = (Some(statement), appearance.article);
            let span = self.part(&here, words, selector, ix, after, bodies);
            if !span.range.is_empty() {
                if span.range.start < after {
                    let message = "this part stands before the one that it should follow";
                    let help = "Put the parts in the order of the article.";
                    self.note(&here, warning(message, help));
                }
                if let QuoteVerification::Exact | QuoteVerification::Normalised = span.proof {
                    self.surroundings(&here, text, &span.range, selector);
                }
                after = span.range.end;
            }
            spans.push(span);
        }
        spans
    }

    /// Looks up words that the curator has marked as no statement.
    pub(super) fn not_statements(
        &mut self,
        at: &At,
        raw: &raw::Article,
        ix: usize,
        bodies: &mut Bodies,
    ) -> Vec<NotStatement> {
        let mut found = Vec::with_capacity(raw.not_statements.len());
        let Some(text) = bodies.text(ix) else {
            return found;
        };
        for (i, words) in raw.not_statements.iter().enumerate() {
            let here = at.item(i);
            let selector = raw::Selector {
                exact: words.exact,
                prefix: words.prefix,
                suffix: words.suffix,
            };
            let span = self.part(&here, (None, raw.id), &selector, ix, 0, bodies);
            if let (QuoteVerification::Exact | QuoteVerification::Normalised, false) =
                (span.proof, span.range.is_empty())
            {
                self.surroundings(&here, text, &span.range, &selector);
            }
            found.push(NotStatement {
                range: span.range,
                exact: span.exact,
                proof: span.proof,
                why: line(words.why),
            });
        }
        found
    }

    /// Looks up one run of words; `statement` is none for words that are no statement.
    fn part(
        &mut self,
        at: &At,
        (statement, article): (Option<&str>, &str),
        selector: &raw::Selector,
        ix: usize,
        after: usize,
        bodies: &mut Bodies,
    ) -> QuoteSpan {
        let exact = prepared(selector.exact);
        let (prefix, suffix) = (
            prepared(selector.prefix.unwrap_or("")),
            prepared(selector.suffix.unwrap_or("")),
        );
        let lost = |exact| QuoteSpan {
            range: 0..0,
            exact,
            proof: QuoteVerification::NotFound,
        };
        let at_exact = at.field("exact");
        // Of empty words the reader has told.
        if exact.is_empty() {
            return lost(exact);
        }
        let quote = Quote {
            exact: &exact,
            prefix: &prefix,
            suffix: &suffix,
        };
        let found = bodies.find(ix, &quote, after);
        let text = bodies.text(ix).unwrap_or("");
        let found = match found {
            Ok(found) => found,
            Err(help) => {
                let message = not_there(&exact, statement, article);
                self.note(&at_exact, error(message, help));
                return lost(exact);
            }
        };
        let printed = text.get(found.range.clone()).unwrap_or("");
        let proof = match found.fit {
            Fit::Exact => QuoteVerification::Exact,
            Fit::Normalised => {
                let message = format!("the words {} are printed otherwise", quoted(&exact));
                let help = format!("Write them as they are printed: {}.", quoted(printed));
                self.note(&at_exact, warning(message, help));
                QuoteVerification::Normalised
            }
            Fit::Approximate(likeness) => {
                let message = not_there(&exact, statement, article);
                let help = format!(
                    "What is most like it, {likeness} % alike, stands in passage {}: {}{}.",
                    bodies.passage(ix, found.range.start),
                    quoted(printed),
                    differences(&exact, printed)
                );
                self.note(&at_exact, error(message, help));
                QuoteVerification::Approximate(Reverse(likeness))
            }
        };
        if found.places > 1 && proof <= QuoteVerification::Normalised {
            let message = format!(
                "the words {} stand in {} places of {}",
                quoted(&exact),
                found.places,
                quoted(article)
            );
            let help = "Single one out with `prefix` or `suffix`: the words before or behind it; the first was taken.";
            self.note(at, error(message, help));
        }
        QuoteSpan {
            range: found.range,
            exact,
            proof,
        }
    }

    /// Warns of a prefix or suffix that does not stand around the words.
    fn surroundings(&mut self, at: &At, text: &str, range: &Range<usize>, raw: &raw::Selector) {
        let help = "Correct it, or remove it where the words stand only once.";
        if let Some(prefix) = raw.prefix {
            let wanted = shadow(prefix);
            let from = floor_boundary(text, range.start.saturating_sub(window(prefix)));
            if !shadow(&text[from..range.start]).ends_with(&wanted) {
                let message = format!("{} does not stand before the words", quoted(prefix));
                self.note(&at.field("prefix"), warning(message, help));
            }
        }
        if let Some(suffix) = raw.suffix {
            let wanted = shadow(suffix);
            let to = (range.end + window(suffix)).min(text.len());
            let to = floor_boundary(text, to).max(range.end);
            if !shadow(&text[range.end..to]).starts_with(&wanted) {
                let message = format!("{} does not stand behind the words", quoted(suffix));
                self.note(&at.field("suffix"), warning(message, help));
            }
        }
    }
}

/// Makes quoted words comparable with a canonical text: cleaned, one line feed
/// where they run over a paragraph's end.
fn prepared(words: &str) -> String {
    let clean = clean(words);
    let lines: Vec<&str> = clean
        .split('\n')
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    lines.join("\n")
}

/// The folded form in which surroundings are compared, without outer blanks.
fn shadow(text: &str) -> String {
    fold(text).trim().to_owned()
}

/// Bytes of the article that may hold a prefix or suffix of this length, however it is folded.
fn window(text: &str) -> usize {
    text.len() * 4 + 16
}

fn not_there(exact: &str, statement: Option<&str>, article: &str) -> String {
    let owner = statement.map_or_else(String::new, |id| format!(" of statement {}", quoted(id)));
    format!(
        "the words {}{owner} do not stand in article {}",
        quoted(exact),
        quoted(article)
    )
}

/// Names the first differences of wording, as a clause; empty where there are none.
fn differences(exact: &str, printed: &str) -> String {
    let mut clauses = Vec::new();
    let mut pieces = words(exact, printed).into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let clause = match piece {
            Piece::Same(..) => continue,
            Piece::Removed(here) => match pieces.next_if(|p| matches!(p, Piece::Added(_))) {
                Some(Piece::Added(there)) => {
                    format!("{} for {}", quoted(&printed[there]), quoted(&exact[here]))
                }
                _ => format!("no {}", quoted(&exact[here])),
            },
            Piece::Added(there) => format!("{} besides", quoted(&printed[there])),
        };
        clauses.push(clause);
    }
    let more = clauses.len().saturating_sub(DIFFERENCES);
    clauses.truncate(DIFFERENCES);
    match (clauses.is_empty(), more) {
        (true, _) => String::new(),
        (_, 0) => format!("; it has {}", clauses.join(", ")),
        _ => format!(
            "; it has {} and {more} more differences",
            clauses.join(", ")
        ),
    }
}
