//! What statements, articles and speakers are called in what is printed: references, names,
//! dates.

use crate::cite::Quotation;
use crate::model::{Appearance, ArticleIx, Briefing, Date, Reference, StatementIx};

/// Returns the speaker's name and side.
pub fn speaker_label(briefing: &Briefing, ix: StatementIx) -> String {
    let who = briefing.speaker_of(ix);
    format!("{} ({})", who.name, briefing.side_label(who.side))
}

/// The reference of a statement.
pub fn statement_ref(briefing: &Briefing, ix: StatementIx) -> String {
    Reference::Fragment {
        briefing: briefing.id.clone(),
        fragment: briefing.statement(ix).id.clone(),
    }
    .to_string()
}

/// The reference of an article.
pub fn article_ref(briefing: &Briefing, ix: ArticleIx) -> String {
    Reference::Article {
        briefing: briefing.id.clone(),
        article: briefing.article(ix).id.clone(),
    }
    .to_string()
}

/// The reference of a passage, by its index.
pub fn passage_ref(briefing: &Briefing, ix: ArticleIx, passage: usize) -> String {
    Reference::Passage {
        briefing: briefing.id.clone(),
        article: briefing.article(ix).id.clone(),
        number: passage + 1,
    }
    .to_string()
}

/// The reference of where an appearance begins.
pub fn appearance_ref(briefing: &Briefing, appearance: &Appearance) -> String {
    let text = &briefing.article(appearance.article).text;
    match appearance.start() {
        Some(start) => passage_ref(briefing, appearance.article, text.passage_at(start)),
        None => article_ref(briefing, appearance.article),
    }
}

/// The words of a statement as one of its articles carries it, marked as quoted or not.
pub fn statement_words(briefing: &Briefing, ix: StatementIx, appearance: usize) -> String {
    Quotation::from_statement(briefing, ix, appearance).words
}

/// Returns the statements that an article carries, in the bundle's order.
pub fn statements_in(briefing: &Briefing, article: ArticleIx) -> Vec<StatementIx> {
    (0..briefing.statements.len())
        .map(StatementIx)
        .filter(|ix| {
            let statement = briefing.statement(*ix);
            statement.appearances.iter().any(|a| a.article == article)
        })
        .collect()
}

/// Returns a date as the bundle writes it.
pub fn edtf(date: Option<&Date>) -> Option<String> {
    date.map(|date| date.edtf().to_owned())
}
