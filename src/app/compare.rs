//! Side by side: topic by topic, a statement of one side facing what answers it;
//! gaps shown as gaps, third parties between. In a narrow window the same cards
//! stand one below the other, each with its side's label.

use std::sync::Arc;

use crate::model::{Answer, ComparisonRow, How, SideIx, StatementIx, TopicIx};

use super::card::{Detail, card, gist};
use super::desk::Desk;
use super::grid::{Cell, Row, Span};
use super::listing::{Context, above_columns, notice};
use super::rich::{Line, Role, both_ends, flow, flow_text, piece};
use super::target::Target;

/// Writes the rows.
#[must_use]
pub fn rows(context: &Context, desk: &Arc<Desk>, third_parties: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    let topics = desk.briefing.topics.len();
    for i in 0..topics {
        topic(context, desk, Some(TopicIx(i)), third_parties, &mut rows);
    }
    topic(context, desk, None, third_parties, &mut rows);
    if rows.is_empty() {
        rows.push(notice(context, "This briefing holds no statements."));
    }
    rows
}

fn topic(
    context: &Context,
    desk: &Desk,
    topic: Option<TopicIx>,
    third_parties: bool,
    rows: &mut Vec<Row>,
) {
    let pairs = desk.graph.topic_rows(topic);
    if pairs.is_empty() {
        return;
    }
    let question = topic.map_or("No topic given", |t| &desk.briefing.topics[t.0].question);
    rows.push(head(context, desk, question));
    let writer = Writer {
        context,
        desk,
        topic,
        third_parties,
    };
    let mut above = None;
    for row in &pairs {
        writer.row(row, above, rows);
        above = Some(row.claim);
    }
}

/// The topic, with the labels of the sides above their columns.
fn head(context: &Context, desk: &Desk, question: &str) -> Row {
    let width = context.columns.words(Span::Full);
    let mut lines = flow_text(question, Role::Heading, width, 0);
    if context.columns.wide {
        let sides = &desk.briefing.sides;
        let label = |i: usize| {
            let sign = desk.sign(SideIx(i));
            piece(format!("{sign} {}", sides[i].label), Role::Side(i as u8))
        };
        lines.extend(above_columns(context, label(0), label(1)));
    }
    Row::full(lines, Target::Nothing).head()
}

/// Writes the rows of one topic.
struct Writer<'c> {
    context: &'c Context<'c>,
    desk: &'c Desk,
    topic: Option<TopicIx>,
    third_parties: bool,
}

/// What stands in a cell.
#[derive(Clone, Copy)]
enum Content {
    /// A statement, whether it stands above already, and its part in a pair.
    Statement(StatementIx, bool, Option<Part>),
    /// Nothing faces the statement, and why.
    Gap(StatementIx, Gap),
}

/// The part that a statement has in a pair.
#[derive(Clone, Copy)]
enum Part {
    Claim,
    /// The claim that it answers, which does not face it, if so.
    Reply(Option<How>, Option<StatementIx>),
}

/// Why a cell holds no statement.
#[derive(Clone, Copy)]
enum Gap {
    /// Nothing answers the statement beside it, which answers nothing.
    Unanswered,
    /// What answers it stands under another topic.
    ReplyElsewhere(Answer),
    /// What it answers stands under another topic.
    ClaimElsewhere(Answer),
    /// It replies to a third party, or to its own side, in the row above.
    RepliesAbove(StatementIx),
    /// What answers it, a third party or its own side, stands below.
    AnsweredBelow(StatementIx),
}

impl Writer<'_> {
    fn row(&self, row: &ComparisonRow, above: Option<StatementIx>, rows: &mut Vec<Row>) {
        let column = |ix| self.desk.column_of(ix);
        let claim_column = column(row.claim);
        let Some(reply) = row.reply else {
            if claim_column == 2 {
                self.between(Content::Statement(row.claim, false, None), rows);
            } else {
                self.alone(row.claim, rows);
            }
            self.elsewhere(row.claim, rows, claim_column < 2);
            return;
        };
        let across = claim_column < 2 && column(reply) < 2 && claim_column != column(reply);
        if across {
            let claim = Content::Statement(row.claim, row.claim_repeated, Some(Part::Claim));
            let part = Some(Part::Reply(row.how, None));
            let answer = Content::Statement(reply, row.reply_repeated, part);
            let (left, right) = if claim_column == 0 {
                (claim, answer)
            } else {
                (answer, claim)
            };
            self.facing([left, right], rows);
        } else {
            // The claim is shown again only where its row is not the one above.
            if !(row.claim_repeated && above == Some(row.claim)) {
                let claim = Content::Statement(row.claim, row.claim_repeated, Some(Part::Claim));
                self.single(claim, Gap::AnsweredBelow(reply), rows);
            }
            let part = Some(Part::Reply(row.how, Some(row.claim)));
            let answer = Content::Statement(reply, row.reply_repeated, part);
            self.single(answer, Gap::RepliesAbove(row.claim), rows);
        }
        if !row.claim_repeated {
            self.elsewhere(row.claim, rows, false);
        }
        if !row.reply_repeated {
            self.elsewhere(reply, rows, false);
        }
    }

    /// A statement that no other faces: a third party's between the columns, one of the
    /// sides beside a gap.
    fn single(&self, content: Content, gap: Gap, rows: &mut Vec<Row>) {
        let ix = content.statement();
        match self.desk.column_of(ix) {
            2 => self.between(content, rows),
            0 => self.facing([content, Content::Gap(ix, gap)], rows),
            _ => self.facing([Content::Gap(ix, gap), content], rows),
        }
    }

    /// A statement that has no pair under this topic.
    fn alone(&self, ix: StatementIx, rows: &mut Vec<Row>) {
        let gap = self.pointers(ix).into_iter().next();
        let content = Content::Statement(ix, false, None);
        self.single(content, gap.unwrap_or(Gap::Unanswered), rows);
    }

    /// What a statement has to do with under other topics.
    fn pointers(&self, ix: StatementIx) -> Vec<Gap> {
        let graph = &self.desk.graph;
        let replies = graph.replies_outside(ix, self.topic);
        let claims = graph.claims_outside(ix, self.topic);
        let replies = replies.into_iter().map(Gap::ReplyElsewhere);
        replies
            .chain(claims.into_iter().map(Gap::ClaimElsewhere))
            .collect()
    }

    /// Points to what answers a statement, or is answered by it, under other topics; the
    /// first pointer may stand in the gap beside it already.
    fn elsewhere(&self, ix: StatementIx, rows: &mut Vec<Row>, first_is_shown: bool) {
        for gap in self
            .pointers(ix)
            .into_iter()
            .skip(usize::from(first_is_shown))
        {
            let span = match (self.context.columns.wide, self.desk.column_of(ix)) {
                (false, _) => Span::Full,
                (true, 0) => Span::Right,
                (true, 1) => Span::Left,
                (true, _) => Span::Middle,
            };
            let cell = self.cell(Content::Gap(ix, gap), span, None);
            rows.push(Row::of(vec![cell]).gap(1));
        }
    }

    fn between(&self, content: Content, rows: &mut Vec<Row>) {
        if self.third_parties {
            let cell = self.cell(content, Span::Middle, None);
            rows.push(Row::of(vec![cell]).gap(1));
        }
    }

    fn facing(&self, contents: [Content; 2], rows: &mut Vec<Row>) {
        let [left, right] = contents;
        if self.context.columns.wide {
            let left_cell = self.cell(left, Span::Left, Some(right));
            let right_cell = self.cell(right, Span::Right, Some(left));
            rows.push(Row::of(vec![left_cell, right_cell]).gap(1));
            return;
        }
        // Narrow: the claim stands first, and what is said of a gap below the statement.
        let order = |content: &Content| match content {
            Content::Statement(.., Some(Part::Reply(..))) => 1,
            Content::Statement(..) => 0,
            Content::Gap(..) => 2,
        };
        let mut both = [(left, right), (right, left)];
        both.sort_by_key(|(content, _)| order(content));
        for (i, (content, other)) in both.into_iter().enumerate() {
            let cell = self.cell(content, Span::Full, Some(other));
            rows.push(Row::of(vec![cell]).gap(i));
        }
    }

    fn cell(&self, content: Content, span: Span, other: Option<Content>) -> Cell {
        let width = self.context.columns.words(span);
        match content {
            Content::Statement(ix, repeated, part) => {
                let faces_statement = matches!(other, Some(Content::Statement(..)));
                let mut lines = self.part_lines(part, faces_statement, width);
                if repeated {
                    lines.extend(again(self.desk, ix, width));
                } else {
                    lines.extend(card(self.desk, ix, 0, Detail::Card, width));
                }
                Cell {
                    span,
                    lines,
                    target: target(ix, self.topic),
                }
            }
            Content::Gap(_, gap) => {
                let (text, target) = self.gap(gap);
                Cell {
                    span,
                    lines: flow(&[piece(text, Role::Dim)], width, 0, 2),
                    target,
                }
            }
        }
    }

    /// In which way a statement answers another. Above the claim that it faces a line says
    /// that it is one, so that the cards' tops stay equal.
    fn part_lines(&self, part: Option<Part>, faces_statement: bool, width: usize) -> Vec<Line> {
        match part {
            Some(Part::Reply(how, to)) => {
                let mut text = format!("↳ {}", how.map_or("answers", How::name));
                if let Some(ix) = to {
                    text = format!("{text} {}", self.desk.briefing.speaker_of(ix).name);
                }
                flow(&[piece(text, Role::Key)], width, 0, 2)
            }
            Some(Part::Claim) if faces_statement => vec![Line::of("claim", Role::Dim)],
            _ => Vec::new(),
        }
    }

    /// What a cell without statement says, and where it leads.
    fn gap(&self, gap: Gap) -> (String, Target) {
        let desk = self.desk;
        let elsewhere = |answer: Answer, verb: &str| {
            let question = self.place_of(answer.statement);
            let text = format!(
                "— {verb} under {question} — {} (Enter)",
                gist(desk, answer.statement)
            );
            let under = self.topic_of(answer.statement);
            let statement = answer.statement;
            (text, Target::Elsewhere { statement, under })
        };
        match gap {
            Gap::Unanswered => ("— no answer in this briefing —".to_owned(), Target::Nothing),
            Gap::ReplyElsewhere(answer) => elsewhere(answer, "answered"),
            Gap::ClaimElsewhere(answer) => elsewhere(answer, "answers what stands"),
            Gap::RepliesAbove(claim) => {
                let whom = if desk.column_of(claim) == 2 {
                    "a third party"
                } else {
                    "its own side"
                };
                let text = format!("— replies to {whom}: {} —", gist(desk, claim));
                (text, Target::Nothing)
            }
            Gap::AnsweredBelow(reply) => {
                let who = if desk.column_of(reply) == 2 {
                    "a third party"
                } else {
                    "its own side"
                };
                (format!("— answered by {who}, below —"), Target::Nothing)
            }
        }
    }

    /// The topic to which a pointer leads: the first of the statement's.
    fn topic_of(&self, ix: StatementIx) -> Option<TopicIx> {
        self.desk.briefing.statement(ix).topics.first().copied()
    }

    fn place_of(&self, ix: StatementIx) -> String {
        match self.topic_of(ix) {
            Some(topic) => format!("“{}”", self.desk.briefing.topics[topic.0].question),
            None => "no topic".to_owned(),
        }
    }
}

impl Content {
    fn statement(self) -> StatementIx {
        match self {
            Content::Statement(ix, ..) | Content::Gap(ix, _) => ix,
        }
    }
}

fn target(statement: StatementIx, under: Option<TopicIx>) -> Target {
    Target::Statement {
        statement,
        appearance: 0,
        under,
    }
}

/// A statement that stands in a row above already, in one line or two.
fn again(desk: &Desk, ix: StatementIx, width: usize) -> Vec<Line> {
    let column = desk.column_of(ix);
    let side = desk.briefing.side_of(ix);
    let mut lines = both_ends(
        vec![piece(
            format!("{} {}", desk.sign(side), desk.briefing.side_label(side)),
            Role::Side(column),
        )],
        vec![piece("as above", Role::Dim)],
        width,
    );
    lines.extend(flow(&[piece(gist(desk, ix), Role::Dim)], width, 0, 2));
    lines
}
