//! From one state of a briefing to another: what a screen is about is found again by
//! its ids, never by its indices.

use std::sync::Arc;

use crate::app::app_state::screen::Screen;
use crate::app::list::target::Target;
use crate::app::list::{ListKind, ListScreen};
use crate::app::state::open_briefing::OpenBriefing;
use crate::model::{SpeakerIx, StatementIx, TopicIx};
use crate::text::shift::PositionMap;

/// What became of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemapResult {
    /// It is at the same place.
    Unchanged,
    /// The words that were selected do not stand there any more.
    SelectionLost,
    /// What it is about is not in the briefing any more.
    Gone,
}

/// From the indices of one state of a briefing to those of another, by ids.
pub(in crate::app) struct BriefingRemap<'a> {
    pub(in crate::app) old: &'a Arc<OpenBriefing>,
    pub(in crate::app) new: &'a Arc<OpenBriefing>,
}

impl BriefingRemap<'_> {
    /// Returns how the text of an article has shifted; `None` where it is the same, or
    /// the article is gone.
    pub(in crate::app) fn shift(&self, article: &str) -> Option<PositionMap<'_>> {
        let old = self.old.briefing.article_by_id(article)?;
        let new = self.new.briefing.article_by_id(article)?;
        let old = &self.old.briefing.article(old).text;
        let new = &self.new.briefing.article(new).text;
        (old.hash != new.hash).then(|| PositionMap::new(&old.text, &new.text))
    }

    pub(in crate::app) fn statement(&self, old: StatementIx) -> Option<StatementIx> {
        let id = &self.old.briefing.statement(old).id;
        self.new.briefing.statement_by_id(id)
    }

    /// Returns the appearance in the same article; the first where that does not carry
    /// the statement any more.
    fn appearance(&self, old: StatementIx, appearance: usize, new: StatementIx) -> usize {
        let carried = self.old.briefing.statement(old).appearances.get(appearance);
        let article = carried.map(|a| &self.old.briefing.article(a.article).id);
        let article = article.and_then(|id| self.new.briefing.article_by_id(id));
        article.map_or(0, |article| self.new.appearance_in(new, article))
    }

    pub(in crate::app) fn topic(&self, old: TopicIx) -> Option<TopicIx> {
        let id = &self.old.briefing.topics[old.0].id;
        let mut topics = self.new.briefing.topics.iter();
        topics.position(|t| t.id == *id).map(TopicIx)
    }

    /// Returns the topic under which a statement stands now.
    fn under(&self, old: Option<TopicIx>, statement: StatementIx) -> Option<TopicIx> {
        let same = self.topic(old?);
        let own = &self.new.briefing.statement(statement).topics;
        same.filter(|t| own.contains(t)).or(own.first().copied())
    }

    fn target(&self, old: &Target) -> Option<Target> {
        Some(match old {
            Target::Topic(topic) => Target::Topic(self.topic(*topic)?),
            Target::Article(article) => {
                let id = &self.old.briefing.article(*article).id;
                Target::Article(self.new.briefing.article_by_id(id)?)
            }
            Target::Speaker(speaker) => Target::Speaker(self.speaker(*speaker)?),
            Target::Statement {
                statement,
                appearance,
                under,
            } => {
                let new = self.statement(*statement)?;
                Target::Statement {
                    statement: new,
                    appearance: self.appearance(*statement, *appearance, new),
                    under: self.under(*under, new),
                }
            }
            Target::Elsewhere { statement, under } => {
                let new = self.statement(*statement)?;
                Target::Elsewhere {
                    statement: new,
                    under: self.under(*under, new),
                }
            }
            other => other.clone(),
        })
    }

    fn speaker(&self, old: SpeakerIx) -> Option<SpeakerIx> {
        let id = &self.old.briefing.speaker(old).id;
        let mut speakers = self.new.briefing.speakers.iter();
        let position = speakers.position(|s| s.id == *id)?;
        Some(SpeakerIx(position))
    }

    /// Returns which list it is in the new state; `None` where what it is about is gone.
    fn kind(&self, old: &ListKind) -> Option<ListKind> {
        Some(match old {
            ListKind::Speaker(speaker) => ListKind::Speaker(self.speaker(*speaker)?),
            ListKind::Carriers(statement) => ListKind::Carriers(self.statement(*statement)?),
            other => other.clone(),
        })
    }

    /// Brings a screen of the old state to the new one.
    pub(in crate::app) fn screen(&self, screen: &mut Screen) -> RemapResult {
        match screen {
            Screen::Article(reader) => {
                let id = &self.old.briefing.article(reader.article).id;
                match self.new.briefing.article_by_id(id) {
                    Some(article) if reader.replace_briefing(self.new.clone(), article) => {
                        RemapResult::Unchanged
                    }
                    Some(_) => RemapResult::SelectionLost,
                    None => RemapResult::Gone,
                }
            }
            Screen::List(list) => match self.kind(&list.kind) {
                Some(kind) => {
                    self.list(list, kind);
                    RemapResult::Unchanged
                }
                None => RemapResult::Gone,
            },
        }
    }

    fn list(&self, list: &mut ListScreen, kind: ListKind) {
        list.kind = kind;
        list.open = Some(self.new.clone());
        list.cell_selection = None;
        // Written from the old indices.
        list.comparison_items.clear();
        list.grid
            .retarget(|target| self.target(target).unwrap_or_default());
        list.chosen = list.chosen.iter().filter_map(|t| self.target(t)).collect();
        if let Some(filter) = &mut list.match_filter {
            filter.remap(|statement| self.statement(statement));
        }
        list.invalidate();
    }
}
