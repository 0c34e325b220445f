//! Looks up quoted words in the stored article and says how they were found:
//! the proof that every card shows.

use std::cmp::Reverse;
use std::ops::Range;

use crate::bundle::diagnostics::diagnostic::{error, quoted, warning};
use crate::bundle::diagnostics::json_path::JsonPath;
use crate::bundle::limits::{MAX_NEAREST_LOOKUPS, MAX_SEARCHED_BYTES};
use crate::bundle::parse::raw;
use crate::bundle::validate::validator::{Validator, optional_line};
use crate::model::{Article, CanonicalText, NotStatement, QuoteSpan, QuoteVerification};
use crate::text::anchor::{Haystack, MatchQuality, QuoteMatch, TextQuote};
use crate::text::clean::clean;
use crate::text::diff::{DiffSpan, diff_words};
use crate::text::fold::fold;
use crate::text::segment::floor_boundary;

/// Differences of wording that a message names at most.
const MAX_DIFFERENCES: usize = 3;

/// The bodies of a briefing's articles, ready for searching.
pub(crate) struct ArticleTexts<'a> {
    texts: Vec<Option<ArticleText<'a>>>,
    /// How many more times the nearest passage may be looked up.
    nearest_left: usize,
    /// Bytes of text that may still be searched.
    bytes_left: u64,
}

struct ArticleText<'a> {
    article: &'a CanonicalText,
    text: &'a str,
    haystack: Haystack<'a>,
}

impl<'a> ArticleText<'a> {
    fn new(article: &'a CanonicalText) -> Option<ArticleText<'a>> {
        let text = article.text.get(..article.body_end)?;
        Some(ArticleText {
            article,
            text,
            haystack: Haystack::new(text),
        })
    }
}

impl<'a> ArticleTexts<'a> {
    pub(crate) fn new(articles: &'a [Option<Article>]) -> ArticleTexts<'a> {
        ArticleTexts {
            texts: articles
                .iter()
                .map(|a| ArticleText::new(&a.as_ref()?.text))
                .collect(),
            nearest_left: MAX_NEAREST_LOOKUPS,
            bytes_left: MAX_SEARCHED_BYTES,
        }
    }

    fn get(&self, ix: usize) -> Option<&ArticleText<'a>> {
        self.texts.get(ix)?.as_ref()
    }

    fn text(&self, ix: usize) -> Option<&'a str> {
        self.get(ix).map(|body| body.text)
    }

    /// Returns the number of the passage that holds a byte, counted from 1.
    fn passage_number(&self, ix: usize, offset: usize) -> usize {
        let found = self.get(ix).map(|body| body.article.passage_at(offset));
        found.map_or(0, |passage| passage + 1)
    }

    /// Finds a quotation or what is most like it; else says what to do.
    fn find(
        &mut self,
        ix: usize,
        quote: &TextQuote,
        after: usize,
    ) -> Result<QuoteMatch, &'static str> {
        let Some(body) = self.texts.get(ix).and_then(Option::as_ref) else {
            return Err("Mend the article first.");
        };
        let Some(left) = self.bytes_left.checked_sub(body.text.len() as u64) else {
            return Err(
                "It was not looked for: all quotations together have too much text to search; \
                        split the briefing into several bundles.",
            );
        };
        self.bytes_left = left;
        if let Some(found) = body.haystack.find(quote, after) {
            return Ok(found);
        }
        let Some(nearest) = self.nearest_left.checked_sub(1) else {
            return Err(
                "Mend the quotations before it first: what is most like it is looked for \
                        only in the first ones that are not found.",
            );
        };
        self.nearest_left = nearest;
        body.haystack.nearest(quote).ok_or(
            "Nothing in the article is like it; check the article's id and text, or copy the \
             words anew.",
        )
    }
}

impl Validator<'_, '_> {
    /// Looks up the parts of a quotation in reading order.
    pub(crate) fn quote(
        &mut self,
        at: &JsonPath,
        statement: &str,
        appearance: &raw::RawAppearance,
        ix: usize,
        bodies: &mut ArticleTexts,
    ) -> Vec<QuoteSpan> {
        let mut spans = Vec::with_capacity(appearance.quote.len());
        let mut after = 0;
        let Some(text) = bodies.text(ix) else {
            return spans;
        };
        for (i, selector) in appearance.quote.iter().enumerate() {
            let here = at.item(i);
            let words = (Some(statement), appearance.article);
            let span = self.locate_part(&here, words, selector, ix, after, bodies);
            if !span.range.is_empty() {
                if span.range.start < after {
                    let message = "this part stands before the one that it should follow";
                    let help = "Put the parts in the order of the article.";
                    self.report_at(&here, warning(message, help));
                }
                if let QuoteVerification::Exact | QuoteVerification::Normalised = span.proof {
                    self.check_context(&here, text, &span.range, selector);
                }
                after = span.range.end;
            }
            spans.push(span);
        }
        spans
    }

    /// Looks up words that the curator has marked as no statement.
    pub(crate) fn not_statements(
        &mut self,
        at: &JsonPath,
        raw: &raw::RawArticle,
        ix: usize,
        bodies: &mut ArticleTexts,
    ) -> Vec<NotStatement> {
        let mut found = Vec::with_capacity(raw.not_statements.len());
        let Some(text) = bodies.text(ix) else {
            return found;
        };
        for (i, words) in raw.not_statements.iter().enumerate() {
            let here = at.item(i);
            let selector = raw::RawSelector {
                exact: words.exact,
                prefix: words.prefix,
                suffix: words.suffix,
            };
            let span = self.locate_part(&here, (None, raw.id), &selector, ix, 0, bodies);
            if let (QuoteVerification::Exact | QuoteVerification::Normalised, false) =
                (span.proof, span.range.is_empty())
            {
                self.check_context(&here, text, &span.range, &selector);
            }
            found.push(NotStatement {
                range: span.range,
                exact: span.exact,
                verification: span.proof,
                why: optional_line(words.why),
            });
        }
        found
    }

    /// Looks up one run of words; `statement` is none for words that are no statement.
    fn locate_part(
        &mut self,
        at: &JsonPath,
        (statement, article): (Option<&str>, &str),
        selector: &raw::RawSelector,
        ix: usize,
        after: usize,
        bodies: &mut ArticleTexts,
    ) -> QuoteSpan {
        let exact = normalize_quote(selector.exact);
        let (prefix, suffix) = (
            normalize_quote(selector.prefix.unwrap_or("")),
            normalize_quote(selector.suffix.unwrap_or("")),
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
        let quote = TextQuote {
            exact: &exact,
            prefix: &prefix,
            suffix: &suffix,
        };
        let found = bodies.find(ix, &quote, after);
        let text = bodies.text(ix).unwrap_or("");
        let found = match found {
            Ok(found) => found,
            Err(help) => {
                let message = not_found_message(&exact, statement, article);
                self.report_at(&at_exact, error(message, help));
                return lost(exact);
            }
        };
        let printed = text.get(found.range.clone()).unwrap_or("");
        let proof = match found.quality {
            MatchQuality::Exact => QuoteVerification::Exact,
            MatchQuality::Normalised => {
                let message = format!("the words {} are printed otherwise", quoted(&exact));
                let help = format!("Write them as they are printed: {}.", quoted(printed));
                self.report_at(&at_exact, warning(message, help));
                QuoteVerification::Normalised
            }
            MatchQuality::Approximate(likeness) => {
                let message = not_found_message(&exact, statement, article);
                let help = format!(
                    "What is most like it, {likeness} % alike, stands in passage {}: {}{}.",
                    bodies.passage_number(ix, found.range.start),
                    quoted(printed),
                    describe_differences(&exact, printed)
                );
                self.report_at(&at_exact, error(message, help));
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
            self.report_at(at, error(message, help));
        }
        QuoteSpan {
            range: found.range,
            exact,
            proof,
        }
    }

    /// Warns of a prefix or suffix that does not stand around the words.
    fn check_context(
        &mut self,
        at: &JsonPath,
        text: &str,
        range: &Range<usize>,
        raw: &raw::RawSelector,
    ) {
        let help = "Correct it, or remove it where the words stand only once.";
        if let Some(prefix) = raw.prefix {
            let wanted = fold_context(prefix);
            let from = floor_boundary(text, range.start.saturating_sub(context_window(prefix)));
            if !fold_context(&text[from..range.start]).ends_with(&wanted) {
                let message = format!("{} does not stand before the words", quoted(prefix));
                self.report_at(&at.field("prefix"), warning(message, help));
            }
        }
        if let Some(suffix) = raw.suffix {
            let wanted = fold_context(suffix);
            let to = (range.end + context_window(suffix)).min(text.len());
            let to = floor_boundary(text, to).max(range.end);
            if !fold_context(&text[range.end..to]).starts_with(&wanted) {
                let message = format!("{} does not stand behind the words", quoted(suffix));
                self.report_at(&at.field("suffix"), warning(message, help));
            }
        }
    }
}

/// Makes quoted words comparable with a canonical text: cleaned, one line feed
/// where they run over a paragraph's end.
fn normalize_quote(words: &str) -> String {
    let clean = clean(words);
    let lines: Vec<&str> = clean
        .split('\n')
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    lines.join("\n")
}

/// The folded form in which surroundings are compared, without outer blanks.
fn fold_context(text: &str) -> String {
    fold(text).trim().to_owned()
}

/// Bytes of the article that may hold a prefix or suffix of this length, however it is folded.
fn context_window(text: &str) -> usize {
    text.len() * 4 + 16
}

fn not_found_message(exact: &str, statement: Option<&str>, article: &str) -> String {
    let owner = statement.map_or_else(String::new, |id| format!(" of statement {}", quoted(id)));
    format!(
        "the words {}{owner} do not stand in article {}",
        quoted(exact),
        quoted(article)
    )
}

/// Names the first differences of wording, as a clause; empty where there are none.
fn describe_differences(exact: &str, printed: &str) -> String {
    let mut clauses = Vec::new();
    let mut pieces = diff_words(exact, printed).into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let clause = match piece {
            DiffSpan::Same(..) => continue,
            DiffSpan::Removed(here) => match pieces.next_if(|p| matches!(p, DiffSpan::Added(_))) {
                Some(DiffSpan::Added(there)) => {
                    format!("{} for {}", quoted(&printed[there]), quoted(&exact[here]))
                }
                _ => format!("no {}", quoted(&exact[here])),
            },
            DiffSpan::Added(there) => format!("{} besides", quoted(&printed[there])),
        };
        clauses.push(clause);
    }
    let more = clauses.len().saturating_sub(MAX_DIFFERENCES);
    clauses.truncate(MAX_DIFFERENCES);
    match (clauses.is_empty(), more) {
        (true, _) => String::new(),
        (_, 0) => format!("; it has {}", clauses.join(", ")),
        _ => format!(
            "; it has {} and {more} more differences",
            clauses.join(", ")
        ),
    }
}
