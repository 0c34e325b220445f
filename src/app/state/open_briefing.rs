//! An open briefing with what is worked out once when it is opened: who answers
//! whom, where the statements stand in each article, one sign for each side.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::model::{
    Answer, Appearance, ArticleIx, Briefing, BundleSource, Occasions, Problem, QuotationKind,
    QuoteVerification, ReplyGraph, SideIx, SpeakerIx, StatementIx,
};
use crate::text::fold::fold;
use crate::text::fragment;

/// An open briefing.
#[derive(Debug)]
pub struct OpenBriefing {
    /// The briefing.
    pub briefing: Arc<Briefing>,
    /// Who answers whom: the order of the comparison, and what is unanswered.
    pub graph: ReplyGraph,
    /// The occasions on which the same words were said.
    pub occasions: Occasions,
    /// What is wrong with its files now, where they cannot be read any more: then what is
    /// shown is the old text.
    pub outdated: Option<Arc<[Problem]>>,
    /// The bundle that was opened, where that is gone and one beside it is shown.
    pub replaces: Option<BundleSource>,
    spans: Vec<Vec<(Range<usize>, StatementIx)>>,
    side_letters: Vec<char>,
    by_speaker: Vec<Vec<StatementIx>>,
    /// For each statement, what a filter may find it by, folded; made when first asked for.
    filter_texts: OnceLock<Vec<String>>,
}

impl OpenBriefing {
    /// Works out what an open briefing needs.
    #[must_use]
    pub fn new(briefing: Arc<Briefing>) -> OpenBriefing {
        let spans = (0..briefing.articles.len())
            .map(|i| briefing.spans_in(ArticleIx(i)))
            .collect();
        OpenBriefing {
            graph: ReplyGraph::new(&briefing),
            occasions: Occasions::new(&briefing),
            outdated: None,
            replaces: None,
            spans,
            side_letters: side_letters(&briefing),
            by_speaker: by_speaker(&briefing),
            filter_texts: OnceLock::new(),
            briefing,
        }
    }

    /// Works out the same of a briefing that is shown in place of a bundle that is gone.
    #[must_use]
    pub fn replacing(briefing: Arc<Briefing>, gone: Option<BundleSource>) -> OpenBriefing {
        OpenBriefing {
            replaces: gone,
            ..OpenBriefing::new(briefing)
        }
    }

    /// Returns the bundle that was opened, whether it is shown or another one in its place.
    #[must_use]
    pub fn origin(&self) -> &BundleSource {
        self.replaces.as_ref().unwrap_or(&self.briefing.source)
    }

    /// Works out the same of a briefing whose files cannot be read any more: nothing of it
    /// counts as proved.
    #[must_use]
    pub fn outdated(briefing: &Briefing, problems: &[Problem]) -> OpenBriefing {
        let mut old = briefing.clone();
        let appearances = old.statements.iter_mut().flat_map(|s| &mut s.appearances);
        for part in appearances.flat_map(|appearance| &mut appearance.quote) {
            if part.proof != QuoteVerification::NotFound {
                part.proof = QuoteVerification::Outdated;
            }
        }
        OpenBriefing {
            outdated: Some(problems.into()),
            ..OpenBriefing::new(Arc::new(old))
        }
    }

    /// Returns the letter that stands for a side in the margin.
    #[must_use]
    pub fn side_letter(&self, side: SideIx) -> char {
        self.side_letters[side.0]
    }

    /// Returns the column of a side: 0 left, 1 right, 2 for all third parties.
    #[must_use]
    pub fn column(side: SideIx) -> u8 {
        side.0.min(2) as u8
    }

    /// Returns the column of a statement's side.
    #[must_use]
    pub fn column_of(&self, statement: StatementIx) -> u8 {
        Self::column(self.briefing.side_of(statement))
    }

    /// Returns what answers a statement.
    #[must_use]
    pub fn answers_to(&self, statement: StatementIx) -> &[Answer] {
        self.graph.replies(statement)
    }

    /// Returns the statements of a speaker, in the bundle's order.
    #[must_use]
    pub fn statements_by(&self, speaker: SpeakerIx) -> &[StatementIx] {
        self.by_speaker.get(speaker.0).map_or(&[], Vec::as_slice)
    }

    /// Returns what a filter may find a statement by, folded: who, on which side, when, the
    /// words, and where they are printed. It is known whether or not the statement's card
    /// has been laid out.
    #[must_use]
    pub fn statement_filter_text(&self, statement: StatementIx) -> &str {
        let all = self.filter_texts.get_or_init(|| {
            let count = self.briefing.statements.len();
            (0..count)
                .map(|i| self.collect_filter_text(StatementIx(i)))
                .collect()
        });
        all.get(statement.0).map_or("", String::as_str)
    }

    fn collect_filter_text(&self, ix: StatementIx) -> String {
        let briefing = &self.briefing;
        let s = briefing.statement(ix);
        let speaker = briefing.speaker_of(ix);
        let mut texts = vec![
            speaker.name.clone(),
            briefing.side_label(speaker.side).to_owned(),
            s.kind.name().to_owned(),
        ];
        texts.extend(speaker.role.clone());
        texts.extend(speaker.organisation.clone());
        texts.extend(s.date.as_ref().map(ToString::to_string));
        for appearance in &s.appearances {
            texts.push(briefing.article(appearance.article).publisher.clone());
            texts.extend(appearance.quote.iter().map(|part| part.exact.clone()));
            if let Some((lead_in, rest)) = self.sentence_context(s.kind, appearance) {
                texts.extend([lead_in, rest]);
            }
        }
        fold(&texts.join(" "))
    }

    /// Returns what a filter may find a speaker by, folded.
    #[must_use]
    pub fn speaker_filter_text(&self, speaker: SpeakerIx) -> String {
        let speaker = self.briefing.speaker(speaker);
        let facts = [&speaker.role, &speaker.organisation];
        let facts = facts.into_iter().flatten().chain(&speaker.aliases);
        let texts: Vec<&str> = std::iter::once(&speaker.name)
            .chain(facts)
            .map(String::as_str)
            .collect();
        fold(&texts.join(" "))
    }

    /// Returns what stands before and after a fragment in its sentence; none for whole
    /// sentences, and for words that the article does not have.
    #[must_use]
    pub fn sentence_context(
        &self,
        kind: QuotationKind,
        appearance: &Appearance,
    ) -> Option<(String, String)> {
        let text = &self.briefing.article(appearance.article).text;
        let [first, last] = appearance.ends(text)?;
        fragment::context_texts(
            (text.slice(&first.passage), &first.part),
            (text.slice(&last.passage), &last.part),
            kind == QuotationKind::Direct,
        )
    }

    /// Returns the parts of statements in an article, in the order of the text.
    #[must_use]
    pub fn spans(&self, article: ArticleIx) -> &[(Range<usize>, StatementIx)] {
        &self.spans[article.0]
    }

    /// Returns the statements of an article in the order in which they begin.
    #[must_use]
    pub fn statements_in(&self, article: ArticleIx) -> Vec<StatementIx> {
        let mut seen = HashSet::new();
        let statements = self.spans(article).iter().map(|(_, statement)| *statement);
        statements
            .filter(|statement| seen.insert(*statement))
            .collect()
    }

    /// Returns the statement whose words stand at an offset; the shortest where several do.
    #[must_use]
    pub fn statement_at(&self, article: ArticleIx, offset: usize) -> Option<StatementIx> {
        self.spans(article)
            .iter()
            .filter(|(range, _)| range.contains(&offset))
            .min_by_key(|(range, _)| range.len())
            .map(|(_, statement)| *statement)
    }

    /// Returns the position of a statement's appearance in an article, the first of
    /// all where that article does not carry it.
    #[must_use]
    pub fn appearance_in(&self, statement: StatementIx, article: ArticleIx) -> usize {
        let appearances = &self.briefing.statement(statement).appearances;
        appearances
            .iter()
            .position(|a| a.article == article)
            .unwrap_or(0)
    }

    /// Returns in which way one statement answers another, if it does.
    #[must_use]
    pub fn answer_between(&self, from: StatementIx, to: StatementIx) -> Option<&Answer> {
        let answers = &self.briefing.statement(from).answers;
        answers.iter().find(|a| a.statement == to)
    }
}

fn by_speaker(briefing: &Briefing) -> Vec<Vec<StatementIx>> {
    let mut lists = vec![Vec::new(); briefing.speakers.len()];
    for (i, statement) in briefing.statements.iter().enumerate() {
        lists[statement.speaker.0].push(StatementIx(i));
    }
    lists
}

/// Chooses one letter for each side: the first of its label that no side before
/// it has, else a digit.
fn side_letters(briefing: &Briefing) -> Vec<char> {
    let mut side_letters: Vec<char> = Vec::new();
    for (i, side) in briefing.sides.iter().enumerate() {
        let initials = side.label.chars().flat_map(char::to_uppercase);
        let free = initials
            .filter(char::is_ascii_alphanumeric)
            .find(|c| !side_letters.contains(c));
        let digit = char::from_digit((i as u32 + 1) % 10, 10).unwrap_or('?');
        side_letters.push(free.unwrap_or(digit));
    }
    side_letters
}
