//! What is selected, by keys in an article or by the mouse on a card: whose words it is,
//! how it is told in words, and what must be said where it leaves out what turns its meaning.

use std::ops::Range;

use crate::model::{ArticleIx, StatementIx};
use crate::text::clean::clean_line;
use crate::text::context::Turn;
use crate::text::segment::words;

use crate::app::actions::renewal::OLD_WORDS;
use crate::app::list::ListKind;
use crate::app::message::StatusLevel;
use crate::app::reader::dropped_qualifiers;
use crate::app::{App, Screen};
use crate::text::plural::plural;

/// Words of an article that are selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct SelectedText {
    pub article: ArticleIx,
    /// Bytes of the article.
    pub range: Range<usize>,
    /// The statement that holds all of them.
    pub statement: Option<StatementIx>,
}

/// Bytes of a selection up to which its words are counted at every key.
const MAX_COUNTED_BYTES: usize = 100_000;

impl App {
    /// Returns what is selected.
    pub(in crate::app) fn selected_text(&self) -> Option<SelectedText> {
        let open = self.open.as_ref()?;
        let (article, range, here) = match &self.screen {
            Screen::Article(reader) => (reader.article, reader.selected()?, reader.statement()),
            Screen::List(list) => {
                let stretch = list.cell_selection.as_ref()?;
                let here = Some(stretch.statement);
                (stretch.article, stretch.range.clone()?, here)
            }
        };
        // A selection within a statement is still that speaker's words: of the one at
        // hand, else of the shortest around it.
        let spans = open.spans(article).iter();
        let around = spans.filter(|(r, _)| r.start <= range.start && range.end <= r.end);
        let statement = around
            .min_by_key(|(r, s)| (Some(*s) != here, r.len()))
            .map(|(_, s)| *s);
        Some(SelectedText {
            article,
            range,
            statement,
        })
    }

    /// Lets go of what is selected.
    pub(in crate::app) fn clear_selection(&mut self) {
        match &mut self.screen {
            Screen::Article(reader) => reader.selection = None,
            Screen::List(list) => list.cell_selection = None,
        }
    }

    /// Tells in the status line how far a selection goes, where nothing else was said.
    pub(in crate::app) fn report_selection(&mut self) {
        if self.status.is_some() || self.prompt.is_some() {
            return;
        }
        let Screen::Article(reader) = &self.screen else {
            return;
        };
        let Some(range) = reader.selected() else {
            return;
        };
        if range.len() > MAX_COUNTED_BYTES {
            self.set_status(
                StatusLevel::Info,
                format!("{} KB of text", range.len() / 1000),
            );
            return;
        }
        let text = reader.text().slice(&range);
        let found = words(text);
        let count = found.len();
        let Some(end) = found.last().map(|word| word.end) else {
            return;
        };
        let shown = if count > SHOWN_END_WORDS * 2 {
            let (head, tail) = (
                found[SHOWN_END_WORDS - 1].end,
                found[count - SHOWN_END_WORDS].start,
            );
            format!("{} … {}", &text[..head], &text[tail..end])
        } else {
            text[..end].to_owned()
        };
        let shown = clean_line(&shown);
        let shown = shown.trim_matches(['“', '”', '"', ' ']);
        let words = plural(count, "word", "words");
        self.set_status(StatusLevel::Info, format!("{words}: “{shown}”"));
    }

    /// Returns what must be said where a selection that leaves with its source leaves out of
    /// its sentence what turns its meaning. The source names the speaker of a statement:
    /// then "said X" is not left out.
    pub(in crate::app) fn context_warning(&self) -> Option<String> {
        let cited = self.selected_text().is_some_and(|s| s.statement.is_some());
        self.warning_except(|turn| cited && turn == Turn::Attribution)
    }

    /// Returns what must be said of a selection whose words leave alone.
    pub(in crate::app) fn words_warning(&self) -> Option<String> {
        self.warning_except(|_| false)
    }

    fn warning_except(&self, made_up: impl Fn(Turn) -> bool) -> Option<String> {
        let old = self.is_old_text().then(|| OLD_WORDS.to_owned());
        let left_out = self.omitted_context(made_up);
        let said: Vec<String> = old.into_iter().chain(left_out).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// Returns `true` if the words at hand come from files that cannot be read any more.
    fn is_old_text(&self) -> bool {
        let open = match &self.screen {
            Screen::Article(reader) => Some(&reader.open),
            Screen::List(list) if list.kind == ListKind::Results => self.open.as_ref(),
            Screen::List(list) => list.open.as_ref(),
        };
        open.is_some_and(|open| open.outdated.is_some())
    }

    fn omitted_context(&self, made_up: impl Fn(Turn) -> bool) -> Option<String> {
        let SelectedText { article, range, .. } = self.selected_text()?;
        let briefing = &self.open.as_ref()?.briefing;
        let advice = match &self.screen {
            Screen::Article(_) => "vis takes it whole",
            Screen::List(_) => "Enter shows it",
        };
        let mut said: Vec<String> = Vec::new();
        let mut dropped = dropped_qualifiers(briefing.article(article), &range);
        dropped.retain(|one| !made_up(one.turn));
        // The heaviest first: in a narrow window there is room for one.
        dropped.sort_by_key(|one| one.turn);
        for one in dropped {
            let word = format!("“{}” ({})", one.words, one.turn.name());
            if !said.contains(&word) {
                said.push(word);
            }
        }
        if said.is_empty() {
            return None;
        }
        said.truncate(if self.size.width < NARROW_COLUMNS {
            1
        } else {
            3
        });
        Some(format!(
            "Left out of its sentence: {}; {advice}.",
            said.join(", ")
        ))
    }
}

/// Columns of a window below which only one word is named.
const NARROW_COLUMNS: u16 = 60;

/// How many words of either end of a selection are told.
const SHOWN_END_WORDS: usize = 3;
