//! What is selected, by keys in an article or by the mouse on a card: whose words it is,
//! how it is told in words, and what must be said where it leaves out what turns its meaning.

use std::ops::Range;

use crate::model::{ArticleIx, StatementIx};
use crate::text::clean::clean_line;
use crate::text::context::Turn;
use crate::text::segment::words;

use crate::app::actions::renewal::OLD_WORDS;
use crate::app::list::Kind;
use crate::app::message::Tone;
use crate::app::reader::left_out;
use crate::app::{App, Screen};

/// Words of an article that are selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Selected {
    pub article: ArticleIx,
    /// Bytes of the article.
    pub range: Range<usize>,
    /// The statement that holds all of them.
    pub statement: Option<StatementIx>,
}

/// Bytes of a selection up to which its words are counted at every key.
const COUNTED: usize = 100_000;

impl App {
    /// Returns what is selected.
    pub(in crate::app) fn selected(&self) -> Option<Selected> {
        let desk = self.desk.as_ref()?;
        let (article, range, here) = match &self.screen {
            Screen::Article(reader) => (reader.article, reader.selected()?, reader.statement()),
            Screen::List(list) => {
                let stretch = list.stretch.as_ref()?;
                let here = Some(stretch.statement);
                (stretch.article, stretch.range.clone()?, here)
            }
        };
        // A selection within a statement is still that speaker's words: of the one at
        // hand, else of the shortest around it.
        let spans = desk.spans(article).iter();
        let around = spans.filter(|(r, _)| r.start <= range.start && range.end <= r.end);
        let statement = around
            .min_by_key(|(r, s)| (Some(*s) != here, r.len()))
            .map(|(_, s)| *s);
        Some(Selected {
            article,
            range,
            statement,
        })
    }

    /// Lets go of what is selected.
    pub(in crate::app) fn let_selection_go(&mut self) {
        match &mut self.screen {
            Screen::Article(reader) => reader.selection = None,
            Screen::List(list) => list.stretch = None,
        }
    }

    /// Tells in the status line how far a selection goes, where nothing else was said.
    pub(in crate::app) fn tell_selection(&mut self) {
        if self.status.is_some() || self.prompt.is_some() {
            return;
        }
        let Screen::Article(reader) = &self.screen else {
            return;
        };
        let Some(range) = reader.selected() else {
            return;
        };
        if range.len() > COUNTED {
            self.say(Tone::Done, format!("{} KB of text", range.len() / 1000));
            return;
        }
        let text = reader.text().slice(&range);
        let found = words(text);
        let count = found.len();
        let Some(end) = found.last().map(|word| word.end) else {
            return;
        };
        let shown = if count > ENDS * 2 {
            let (head, tail) = (found[ENDS - 1].end, found[count - ENDS].start);
            format!("{} … {}", &text[..head], &text[tail..end])
        } else {
            text[..end].to_owned()
        };
        let shown = clean_line(&shown);
        let shown = shown.trim_matches(['“', '”', '"', ' ']);
        let name = if count == 1 { "word" } else { "words" };
        self.say(Tone::Done, format!("{count} {name}: “{shown}”"));
    }

    /// Returns what must be said where a selection that leaves with its source leaves out of
    /// its sentence what turns its meaning. The source names the speaker of a statement:
    /// then "said X" is not left out.
    pub(in crate::app) fn caution(&self) -> Option<String> {
        let cited = self.selected().is_some_and(|s| s.statement.is_some());
        self.caution_but(|turn| cited && turn == Turn::Attribution)
    }

    /// Returns what must be said of a selection whose words leave alone.
    pub(in crate::app) fn caution_of_words(&self) -> Option<String> {
        self.caution_but(|_| false)
    }

    fn caution_but(&self, made_up: impl Fn(Turn) -> bool) -> Option<String> {
        let old = self.is_old_text().then(|| OLD_WORDS.to_owned());
        let left_out = self.left_out_but(made_up);
        let said: Vec<String> = old.into_iter().chain(left_out).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// Returns `true` if the words at hand come from files that cannot be read any more.
    fn is_old_text(&self) -> bool {
        let desk = match &self.screen {
            Screen::Article(reader) => Some(&reader.desk),
            Screen::List(list) if list.kind == Kind::Results => self.desk.as_ref(),
            Screen::List(list) => list.desk.as_ref(),
        };
        desk.is_some_and(|desk| desk.outdated.is_some())
    }

    fn left_out_but(&self, made_up: impl Fn(Turn) -> bool) -> Option<String> {
        let Selected { article, range, .. } = self.selected()?;
        let briefing = &self.desk.as_ref()?.briefing;
        let advice = match &self.screen {
            Screen::Article(_) => "vis takes it whole",
            Screen::List(_) => "Enter shows it",
        };
        let mut said: Vec<String> = Vec::new();
        let mut dropped = left_out(briefing.article(article), &range);
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
        said.truncate(if self.size.width < NARROW { 1 } else { 3 });
        Some(format!(
            "Left out of its sentence: {}; {advice}.",
            said.join(", ")
        ))
    }
}

/// Columns of a window below which only one word is named.
const NARROW: u16 = 60;

/// How many words of either end of a selection are told.
const ENDS: usize = 3;
