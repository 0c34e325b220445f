//! Selecting words, saying how far a selection goes, and what must be said where it leaves out what
//! turns its meaning.

use crate::app::actions::reload::OLD_WORDS;
use crate::app::app_state::AppState;
use crate::app::app_state::cursor::SelectedText;
use crate::app::app_state::screen::Screen;
use crate::app::list::ListKind;
use crate::app::reader::{ArticleReader, SelectionUnit, dropped_qualifiers};
use crate::app::state::command_outcome::CommandOutcome;
use crate::text::clean::clean_line;
use crate::text::context::QualifierKind;
use crate::text::plural::plural;
use crate::text::segment::words;

/// Bytes of a selection up to which its words are counted at every key: it bounds the work
/// of one key.
const MAX_COUNTED_BYTES: usize = 100_000;

/// How many words of either end of a selection are shown.
const SHOWN_END_WORDS: usize = 3;

/// Columns of a window below which only one word is named in a warning.
const NARROW_COLUMNS: u16 = 60;

impl AppState {
    /// Starts a selection that grows by words or sentences, changes what it grows by, or
    /// ends it.
    pub(in crate::app) fn select(&mut self, unit: SelectionUnit) -> CommandOutcome {
        let Some(reader) = self.nav.reader_mut() else {
            return CommandOutcome::Unchanged;
        };
        reader.select(unit);
        let text = if reader.selection.is_some() {
            "Selecting: move to grow; is, iq, ip, im: sentence, quotation, paragraph, statement."
        } else {
            "Nothing is selected any more."
        };
        self.info(text)
    }

    /// Selects the sentence under the cursor.
    pub(in crate::app) fn select_sentence(&mut self) -> CommandOutcome {
        let range = self.nav.reader().map(ArticleReader::sentence);
        self.select_range(range)
    }

    /// Selects the words between quotation marks around the cursor.
    pub(in crate::app) fn select_quotation(&mut self) -> CommandOutcome {
        match self.nav.reader().and_then(ArticleReader::quotation) {
            Some(range) if !range.is_empty() => self.select_range(Some(range)),
            _ => self.hint("The cursor is not between quotation marks."),
        }
    }

    /// Selects the paragraph under the cursor.
    pub(in crate::app) fn select_paragraph(&mut self) -> CommandOutcome {
        let range = self.nav.reader().map(ArticleReader::paragraph);
        self.select_range(range)
    }

    /// Selects the statement under the cursor.
    pub(in crate::app) fn select_statement(&mut self) -> CommandOutcome {
        let range = self.nav.reader().and_then(ArticleReader::statement_range);
        self.select_range(range)
    }

    fn select_range(&mut self, range: Option<std::ops::Range<usize>>) -> CommandOutcome {
        let (Some(range), Some(reader)) = (
            range.filter(|range| !range.is_empty()),
            self.nav.reader_mut(),
        ) else {
            return self.report_no_statement();
        };
        let before = (reader.selected(), reader.cursor);
        reader.select_range(range);
        CommandOutcome::from_changed(before != (reader.selected(), reader.cursor))
    }

    /// Ends the selection.
    pub(in crate::app) fn clear_selection(&mut self) {
        match self.nav.screen_mut() {
            Screen::Article(reader) => reader.selection = None,
            Screen::List(list) => list.cell_selection = None,
        }
    }

    /// Says in the status line how far a selection goes, where nothing else was said.
    pub(in crate::app) fn report_selection(&mut self) {
        if self.status.current().is_some() || self.prompt.is_some() {
            return;
        }
        let Some(reader) = self.nav.reader() else {
            return;
        };
        let Some(range) = reader.selected() else {
            return;
        };
        if range.len() > MAX_COUNTED_BYTES {
            self.info(format!("{} KB of text", range.len() / 1000));
            return;
        }
        let text = reader.text().slice(&range);
        let found = words(text);
        let count = found.len();
        let Some(end) = found.last().map(|word| word.end) else {
            return;
        };
        let shown = if count > SHOWN_END_WORDS * 2 {
            let head = found[SHOWN_END_WORDS - 1].end;
            let tail = found[count - SHOWN_END_WORDS].start;
            format!("{} … {}", &text[..head], &text[tail..end])
        } else {
            text[..end].to_owned()
        };
        let shown = clean_line(&shown);
        let shown = shown.trim_matches(['“', '”', '"', ' ']);
        let count = plural(count, "word", "words");
        self.info(format!("{count}: “{shown}”"));
    }

    /// Returns what must be said where a selection that leaves with its source leaves out of
    /// its sentence what turns its meaning. The source names the speaker of a statement:
    /// then "said X" is not left out.
    pub(in crate::app) fn context_warning(&self) -> Option<String> {
        let is_cited = self.selected_text().is_some_and(|s| s.statement.is_some());
        self.warning_except(|turn| is_cited && turn == QualifierKind::Attribution)
    }

    /// Returns what must be said of a selection whose words leave alone.
    pub(in crate::app) fn words_warning(&self) -> Option<String> {
        self.warning_except(|_| false)
    }

    fn warning_except(&self, is_made_up_for: impl Fn(QualifierKind) -> bool) -> Option<String> {
        let old = self.is_old_text().then(|| OLD_WORDS.to_owned());
        let omitted = self.omitted_context(is_made_up_for);
        let warnings: Vec<String> = old.into_iter().chain(omitted).collect();
        (!warnings.is_empty()).then(|| warnings.join(" "))
    }

    /// Returns `true` if the words at hand come from files that cannot be read any more.
    fn is_old_text(&self) -> bool {
        let open = match self.nav.screen() {
            Screen::List(list) if list.kind == ListKind::Results => self.open(),
            screen => screen.open(),
        };
        open.is_some_and(|open| open.outdated.is_some())
    }

    fn omitted_context(&self, is_made_up_for: impl Fn(QualifierKind) -> bool) -> Option<String> {
        let SelectedText { article, range, .. } = self.selected_text()?;
        let briefing = &self.open()?.briefing;
        let advice = match self.nav.screen() {
            Screen::Article(_) => "vis takes it whole",
            Screen::List(_) => "Enter shows it",
        };
        let mut dropped = dropped_qualifiers(briefing.article(article), &range);
        dropped.retain(|one| !is_made_up_for(one.kind));
        // The heaviest first: in a narrow window there is room for one.
        dropped.sort_by_key(|one| one.kind);
        let mut named: Vec<String> = Vec::new();
        for one in dropped {
            let word = format!("“{}” ({})", one.words, one.kind.name());
            if !named.contains(&word) {
                named.push(word);
            }
        }
        if named.is_empty() {
            return None;
        }
        let is_narrow = self.window.size.width < NARROW_COLUMNS;
        named.truncate(if is_narrow { 1 } else { 3 });
        let named = named.join(", ");
        Some(format!("Left out of its sentence: {named}; {advice}."))
    }
}
