//! The card of a statement, the same on every screen: who said it, on which side, when, the
//! words in their quotation marks, who carries it, and whether the words were found in the
//! stored article when the briefing was opened.

use crate::model::{
    Appearance, CanonicalText, QuotationKind, QuoteVerification, RelayedBy, Speaker, StatementIx,
};
use crate::text::fragment;

use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::styled_text::{Role, StyledLine, StyledSpan, justify, styled, wrap_spans};

/// How much of a statement a card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardDetail {
    /// What a comparison needs.
    Card,
    /// Also topics, attribution, answers and notes.
    Full,
    /// Everything but the words and how they were printed.
    Facts,
}

/// Lays out a card for a width.
#[must_use]
pub fn card(
    open: &OpenBriefing,
    statement: StatementIx,
    appearance: usize,
    detail: CardDetail,
    columns: usize,
) -> Vec<StyledLine> {
    let briefing = &open.briefing;
    let s = briefing.statement(statement);
    let speaker = briefing.speaker(s.speaker);
    let column = open.column_of(statement);
    let Some(shown) = s.appearances.get(appearance).or(s.appearances.first()) else {
        return Vec::new();
    };
    let mut lines = justify(
        vec![
            styled(
                format!("{} ", open.side_letter(speaker.side)),
                Role::Side(column),
            ),
            styled(briefing.side_label(speaker.side), Role::Side(column)),
        ],
        vec![proof_mark(shown.proof())],
        columns,
    );
    lines.extend(wrap_spans(&speaker_spans(speaker, shown), columns, 0, 2));
    let mut facts = s.kind.name().to_owned();
    if let Some(date) = &s.date {
        facts = format!("{date} · {facts}");
    }
    if let Some(response) = s.response {
        facts = format!("{facts} · {}", response.label());
    }
    lines.extend(wrap_spans(&[styled(facts, Role::Dim)], columns, 0, 2));
    if let Some(again) = occasions_text(open, statement) {
        lines.extend(wrap_spans(&[styled(again, Role::Doubt)], columns, 0, 2));
    }
    if detail == CardDetail::Facts {
        lines.extend(detail_lines(open, statement, &[&s.note], columns));
        return lines;
    }
    let words = quote_in_sentence(open, s.kind, column, shown);
    lines.extend(wrap_spans(&words, columns, 0, 0));
    if let Some(attribution) = further_attribution(shown, &words) {
        let text = format!("attributed: {attribution}");
        lines.extend(wrap_spans(&[styled(text, Role::Dim)], columns, 0, 2));
    }
    let carriers = source_text(open, statement, shown);
    lines.extend(wrap_spans(&[styled(carriers, Role::Dim)], columns, 0, 2));
    if !shown.via.is_empty() {
        let hops: Vec<String> = shown.via.iter().map(RelayedBy::label).collect();
        let text = format!("via {}", hops.join(" → "));
        lines.extend(wrap_spans(&[styled(text, Role::Dim)], columns, 0, 2));
    }
    if detail == CardDetail::Full {
        if let Some(attribution) = &shown.attribution
            && further_attribution(shown, &words).is_none()
        {
            let text = format!("attributed: {attribution}");
            lines.extend(wrap_spans(&[styled(text, Role::Dim)], columns, 0, 2));
        }
        if let Some(original) = &briefing.article(shown.article).original {
            let text = format!("original: {}", original.path);
            lines.extend(wrap_spans(&[styled(text, Role::Dim)], columns, 0, 2));
        }
        let notes = [&s.note, &shown.note];
        lines.extend(detail_lines(open, statement, &notes, columns));
    }
    lines
}

/// Returns who speaks: the name as the article prints it, with role and organisation unless
/// the printed name holds them already.
fn speaker_spans(speaker: &Speaker, shown: &Appearance) -> Vec<StyledSpan> {
    let printed = printed_name(speaker, shown);
    let mut pieces = vec![styled(printed, Role::Name)];
    if printed != speaker.name && !printed.contains(&speaker.name) {
        pieces.push(styled(format!(" ({})", speaker.name), Role::Dim));
    }
    let mut said = printed.to_owned();
    for fact in [&speaker.role, &speaker.organisation].into_iter().flatten() {
        if !said.contains(fact.as_str()) && *fact != speaker.name {
            pieces.push(styled(format!(", {fact}"), Role::Dim));
            said.push_str(fact);
        }
    }
    pieces
}

/// Returns the longest form of a speaker's name in the article's own attribution; the name
/// itself if none is.
#[must_use]
pub fn printed_name<'a>(speaker: &'a Speaker, shown: &Appearance) -> &'a str {
    let attribution = shown.attribution.as_deref().unwrap_or("");
    let forms = speaker.aliases.iter().chain([&speaker.name]);
    let printed = forms.filter(|form| attribution.contains(form.as_str()));
    printed
        .max_by_key(|form| form.len())
        .map_or(&speaker.name, String::as_str)
}

/// Returns the words of an appearance: direct ones in quotation marks, with "[…]" where words
/// between two parts were left out.
#[must_use]
pub fn quote_spans(
    text: &CanonicalText,
    kind: QuotationKind,
    column: u8,
    appearance: &Appearance,
) -> Vec<StyledSpan> {
    let mut pieces = Vec::new();
    let mut end = 0;
    for (i, part) in appearance.quote.iter().enumerate() {
        if i > 0 {
            // If only blanks or marks are between two parts, nothing was left out.
            let between = text.text.get(end..part.range.start);
            let is_whole = between.is_some_and(|gap| !gap.contains(char::is_alphanumeric));
            pieces.push(styled(if is_whole { " " } else { " […] " }, Role::Dim));
        }
        end = part.range.end;
        match kind {
            QuotationKind::Direct => {
                pieces.push(styled(format!("“{}”", part.exact), Role::Quoted(column)));
            }
            QuotationKind::Paraphrase => pieces.push(styled(&part.exact, Role::Reported(column))),
        }
    }
    pieces
}

/// Returns the words of an appearance; a fragment with the rest of its sentence in square
/// brackets, as those are the outlet's words: without them a hedge may be lost.
#[must_use]
pub fn quote_in_sentence(
    open: &OpenBriefing,
    kind: QuotationKind,
    column: u8,
    appearance: &Appearance,
) -> Vec<StyledSpan> {
    let text = &open.briefing.article(appearance.article).text;
    let mut pieces = quote_spans(text, kind, column, appearance);
    if let Some((lead_in, rest)) = open.sentence_context(kind, appearance) {
        let (lead_in, rest) = fragment::bracketed(&lead_in, &rest);
        if !lead_in.is_empty() {
            pieces.insert(0, styled(lead_in, Role::Dim));
        }
        if !rest.is_empty() {
            pieces.push(styled(rest, Role::Dim));
        }
    }
    pieces
}

/// Returns the curator's attribution of a fragment, if it says more than the sentence that is
/// shown: it may hold a hedge.
fn further_attribution<'a>(shown: &'a Appearance, words: &[StyledSpan]) -> Option<&'a str> {
    let attribution = shown.attribution.as_deref()?;
    let is_fragment = words.iter().any(|piece| {
        let text = piece.text.trim();
        piece.role == Role::Dim && text != "[…]" && !text.is_empty()
    });
    let sentence: String = words.iter().map(|piece| piece.text.as_str()).collect();
    (is_fragment && !sentence.contains(attribution)).then_some(attribution)
}

/// Returns when else the same words were said, if they were.
fn occasions_text(open: &OpenBriefing, ix: StatementIx) -> Option<String> {
    let all = open.occasions.occasions_of(ix);
    let place = all.iter().position(|other| *other == ix)?;
    let when = |other: &StatementIx| match &open.briefing.statement(*other).date {
        Some(date) => date.to_string(),
        None => "at a date not known".to_owned(),
    };
    let earlier: Vec<String> = all[..place].iter().map(when).collect();
    let later: Vec<String> = all[place + 1..].iter().map(when).collect();
    let mut parts = Vec::new();
    if !earlier.is_empty() {
        parts.push(format!("said before, {}", earlier.join("; ")));
    }
    if !later.is_empty() {
        parts.push(format!("said again, {}", later.join("; ")));
    }
    Some(format!("↻ {} (gr shows all occasions)", parts.join("; ")))
}

/// Returns the sign and the words for how a quotation was found in the article.
#[must_use]
pub fn proof_mark(proof: QuoteVerification) -> StyledSpan {
    match proof {
        QuoteVerification::Exact => styled("✓ exact", Role::Good),
        QuoteVerification::Normalised => styled("✓ normalised", Role::Good),
        QuoteVerification::Approximate(percent) => {
            styled(format!("≈ approximate {} %", percent.0), Role::Doubt)
        }
        QuoteVerification::Outdated => styled("? old text", Role::Doubt),
        QuoteVerification::NotFound => styled("✗ not found", Role::Bad),
    }
}

/// Returns where the shown words were printed, and who else carries the statement.
fn source_text(open: &OpenBriefing, statement: StatementIx, shown: &Appearance) -> String {
    let article = open.briefing.article(shown.article);
    let mut text = format!("in {}", article.publisher);
    if let Some(date) = &article.published {
        text = format!("{text}, {date}");
    }
    match article.original.as_ref().map(|file| file.is_sound) {
        Some(true) => text = format!("{text}, original stored"),
        Some(false) => text = format!("{text}, original damaged or missing"),
        None => {}
    }
    let appearances = &open.briefing.statement(statement).appearances;
    let others = appearances.iter().filter(|a| a.article != shown.article);
    let others: Vec<&str> = others
        .map(|a| open.briefing.article(a.article).publisher.as_str())
        .collect();
    if !others.is_empty() {
        let also = others.join(", ");
        text = format!("{text}; also printed by {also}");
    }
    text
}

fn detail_lines(
    open: &OpenBriefing,
    statement: StatementIx,
    notes: &[&Option<String>],
    columns: usize,
) -> Vec<StyledLine> {
    let briefing = &open.briefing;
    let s = briefing.statement(statement);
    let mut lines = Vec::new();
    let mut add = |label: &str, text: String, role: Role| {
        let pieces = [styled(format!("{label} "), Role::Dim), styled(text, role)];
        lines.extend(wrap_spans(&pieces, columns, 0, 2));
    };
    for answer in &s.answers {
        let how = answer
            .how
            .map_or("answers", crate::model::AnswerRelation::name);
        add(
            &format!("{how}:"),
            summary(open, answer.statement),
            Role::Plain,
        );
    }
    for answer in open.answers_to(statement) {
        let how = answer
            .how
            .map_or_else(String::new, |how| format!(" ({})", how.name()));
        add(
            &format!("answered{how}:"),
            summary(open, answer.statement),
            Role::Plain,
        );
    }
    for topic in &s.topics {
        add(
            "topic:",
            briefing.topics[topic.0].question.clone(),
            Role::Plain,
        );
    }
    for note in notes.iter().copied().flatten() {
        add("curator:", note.clone(), Role::Curator);
    }
    lines
}

/// Words of a statement in its [`summary`] at most: they fill a line or two of a card.
const MAX_SUMMARY_WORDS: usize = 14;

/// Returns a statement in a few words: its speaker and how it begins, with the beginning of
/// its sentence, so that no hedge is lost.
#[must_use]
pub fn summary(open: &OpenBriefing, statement: StatementIx) -> String {
    let s = open.briefing.statement(statement);
    let speaker = open.briefing.speaker(s.speaker);
    let whole = s.appearances.first().map_or_else(String::new, |first| {
        let text = &open.briefing.article(first.article).text;
        let pieces = quote_spans(text, s.kind, 0, first);
        let lead_in = open
            .sentence_context(s.kind, first)
            .map(|(lead_in, _)| lead_in);
        let words: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        fragment::short_lead_in(&lead_in.unwrap_or_default()) + &words
    });
    let mut words: Vec<&str> = whole.split_whitespace().collect();
    let is_cut = words.len() > MAX_SUMMARY_WORDS;
    words.truncate(MAX_SUMMARY_WORDS);
    let mut begin = words.join(" ");
    if is_cut {
        begin.push('…');
        if begin.matches('“').count() > begin.matches('”').count() {
            begin.push('”');
        }
    }
    format!("{}: {begin}", speaker.name)
}
