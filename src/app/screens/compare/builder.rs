//! Pairs statements with what answers them, topic by topic, and notes for each row what its
//! cells show. Each row is laid out later, when it comes near the window.

use std::sync::Arc;

use crate::model::{ComparisonRow, SideIx, StatementIx, TopicIx};

use crate::app::list::comparison_item::{CellContent, ComparisonItem, Gap, PairRole};
use crate::app::list::grid::{Cell, LazyRow, Row};
use crate::app::list::rows::{RowContext, column_labels, estimate, notice};
use crate::app::list::target::Target;
use crate::app::screens::compare::cells::target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, styled, wrap_text};

/// Returns the rows, which are laid out when they come near the window, and for each what it
/// is laid out from.
#[must_use]
pub fn rows(
    context: &RowContext,
    open: &Arc<OpenBriefing>,
    third_parties: bool,
) -> (Vec<Row>, Vec<ComparisonItem>) {
    let mut writer = ComparisonBuilder {
        context,
        open,
        topic: None,
        third_parties,
        source: None,
        rows: Vec::new(),
        items: Vec::new(),
    };
    let mut topic = None;
    let mut above = None;
    for row in open.graph.rows() {
        if topic != Some(row.topic) {
            topic = Some(row.topic);
            above = None;
            writer.start_topic(row.topic);
        }
        writer.add_row(row, above);
        above = Some(row.claim);
    }
    writer.end_topic();
    if writer.rows.is_empty() {
        let text = "This briefing has no statements yet.";
        return (vec![notice(context, text)], Vec::new());
    }
    (writer.rows, writer.items)
}

/// Collects the rows of the comparison.
struct ComparisonBuilder<'c> {
    context: &'c RowContext<'c>,
    open: &'c OpenBriefing,
    topic: Option<TopicIx>,
    third_parties: bool,
    /// The row of the comparison that is being added.
    source: Option<ComparisonRow>,
    rows: Vec<Row>,
    items: Vec<ComparisonItem>,
}

impl ComparisonBuilder<'_> {
    /// Starts a topic.
    fn start_topic(&mut self, topic: Option<TopicIx>) {
        self.end_topic();
        self.topic = topic;
        self.rows
            .push(topic_heading(self.context, self.open, topic));
    }

    /// Ends a topic: adds which of the two sides is silent on it. A topic without rows, as
    /// third parties are hidden, leaves no heading.
    fn end_topic(&mut self) {
        if self.rows.last().is_none_or(|row| row.is_heading) {
            self.rows.pop();
            return;
        }
        if self.topic.is_none() {
            return;
        }
        for side in self.open.graph.silent_sides(self.topic) {
            let label = self.open.briefing.side_label(SideIx(side));
            let text = format!("{label}: nothing on this in this briefing.");
            self.rows.push(notice(self.context, &text).with_gap(1));
        }
    }

    fn add_row(&mut self, row: ComparisonRow, above: Option<StatementIx>) {
        self.source = Some(row);
        let open = self.open;
        let column = |ix| open.column_of(ix);
        let claim_column = column(row.claim);
        let Some(reply) = row.reply else {
            self.add_unpaired(row.claim);
            return;
        };
        let reply_column = column(reply);
        let across = claim_column < 2 && reply_column < 2 && claim_column != reply_column;
        if across {
            let claim =
                CellContent::Statement(row.claim, row.claim_repeated, Some(PairRole::Claim));
            let part = Some(PairRole::Reply(row.how, None));
            let answer = CellContent::Statement(reply, row.reply_repeated, part);
            let (left, right) = if claim_column == 0 {
                (claim, answer)
            } else {
                (answer, claim)
            };
            self.add_pair([left, right]);
        } else if !self.third_parties && (claim_column == 2 || reply_column == 2) {
            // Statements of the two sides to third parties stay when those are hidden.
            for (ix, repeated, gap) in [
                (row.claim, row.claim_repeated, Gap::AnsweredHidden(reply)),
                (reply, row.reply_repeated, Gap::RepliesHidden),
            ] {
                if column(ix) < 2 && !repeated {
                    self.source = Some(unpaired_row(row.topic, ix));
                    let part = match gap {
                        Gap::RepliesHidden => Some(PairRole::Reply(row.how, Some(row.claim))),
                        _ => None,
                    };
                    self.add_single(CellContent::Statement(ix, false, part), gap);
                }
            }
        } else {
            // The claim is repeated unless its row is the one above.
            if !(row.claim_repeated && above == Some(row.claim)) {
                let claim =
                    CellContent::Statement(row.claim, row.claim_repeated, Some(PairRole::Claim));
                self.add_single(claim, Gap::AnsweredBelow(reply));
            }
            if let Some(claim_row) = self.rows.last_mut() {
                claim_row.keep_with_next = true;
            }
            let part = Some(PairRole::Reply(row.how, Some(row.claim)));
            let answer = CellContent::Statement(reply, row.reply_repeated, part);
            self.add_single(answer, Gap::RepliesAbove);
        }
        if !row.claim_repeated {
            self.add_pointers(row.claim, 0);
        }
        if !row.reply_repeated {
            self.add_pointers(reply, 0);
        }
    }

    /// Adds a statement that no other faces: a third party's between the columns, one of the
    /// two sides beside a gap.
    fn add_single(&mut self, content: CellContent, gap: Gap) {
        let ix = content.statement();
        match self.open.column_of(ix) {
            2 => self.push(vec![(ColumnSpan::Middle, content, None)], 1),
            0 => self.add_pair([content, CellContent::Gap(ix, gap)]),
            _ => self.add_pair([CellContent::Gap(ix, gap), content]),
        }
    }

    /// Adds a statement that has no pair under this topic.
    fn add_unpaired(&mut self, ix: StatementIx) {
        let content = CellContent::Statement(ix, false, None);
        if self.open.column_of(ix) == 2 {
            if self.third_parties {
                self.add_single(content, Gap::Unanswered);
                self.add_pointers(ix, 0);
            }
            return;
        }
        let gap = self.pointers(ix).into_iter().next();
        self.add_single(content, gap.unwrap_or(Gap::Unanswered));
        // The first pointer is shown in the gap.
        self.add_pointers(ix, 1);
    }

    /// Returns what answers a statement, or is answered by it, under other topics.
    fn pointers(&self, ix: StatementIx) -> Vec<Gap> {
        let graph = &self.open.graph;
        let replies = graph.replies_outside(ix, self.topic);
        let claims = graph.claims_outside(ix, self.topic);
        let replies = replies.into_iter().map(Gap::ReplyElsewhere);
        replies
            .chain(claims.into_iter().map(Gap::ClaimElsewhere))
            .collect()
    }

    /// Adds pointers to what answers a statement, or is answered by it, under other topics,
    /// but for the first `shown`.
    fn add_pointers(&mut self, ix: StatementIx, shown: usize) {
        if self.open.column_of(ix) == 2 && !self.third_parties {
            return;
        }
        for gap in self.pointers(ix).into_iter().skip(shown) {
            let span = match (self.context.columns.wide, self.open.column_of(ix)) {
                (false, _) => ColumnSpan::Full,
                (true, 0) => ColumnSpan::Right,
                (true, 1) => ColumnSpan::Left,
                (true, _) => ColumnSpan::Middle,
            };
            if let Some(above) = self.rows.last_mut() {
                above.keep_with_next = true;
            }
            self.push(vec![(span, CellContent::Gap(ix, gap), None)], 1);
        }
    }

    fn add_pair(&mut self, contents: [CellContent; 2]) {
        let [left, right] = contents;
        if self.context.columns.wide && !self.stacks(contents) {
            let cells = vec![
                (ColumnSpan::Left, left, Some(right)),
                (ColumnSpan::Right, right, Some(left)),
            ];
            self.push(cells, 1);
            return;
        }
        // In a narrow window the claim comes first, and the text of a gap below the statement.
        let order = |content: &CellContent| match content {
            CellContent::Statement(.., Some(PairRole::Reply(..))) => 1,
            CellContent::Statement(..) => 0,
            CellContent::Gap(..) => 2,
        };
        let mut both = vec![(left, right), (right, left)];
        both.retain(|(content, _)| {
            !matches!(
                content,
                CellContent::Gap(_, Gap::RepliesAbove | Gap::RepliesHidden)
            )
        });
        both.sort_by_key(|(content, _)| order(content));
        let last = both.len() - 1;
        for (i, (content, other)) in both.into_iter().enumerate() {
            self.push(
                vec![(ColumnSpan::Full, content, Some(other))],
                usize::from(i == last),
            );
            if let (true, Some(row)) = (i < last, self.rows.last_mut()) {
                row.keep_with_next = true;
            }
        }
    }

    /// Returns `true` if the two cells of a row must stand one below the other.
    fn stacks(&self, contents: [CellContent; 2]) -> bool {
        let briefing = &self.open.briefing;
        let texts = contents.iter().flat_map(|content| {
            let ix = content.statement();
            let statement = briefing.statement(ix);
            let quote = statement.appearances.first().map_or(&[][..], |a| &a.quote);
            let words = quote.iter().map(|part| part.exact.as_str());
            words.chain([briefing.speaker_of(ix).name.as_str()])
        });
        self.context.stacks(texts)
    }

    /// Adds a row, to be laid out when it comes near the window.
    fn push(&mut self, cells: Vec<(ColumnSpan, CellContent, Option<CellContent>)>, gap: usize) {
        let Some(row) = self.source else {
            return;
        };
        let lazy_cells = cells.iter().map(|(span, content, _)| {
            let target = target(self.open, self.topic, *content);
            Cell::lazy(*span, target)
        });
        let lazy_cells: Vec<Cell> = lazy_cells.collect();
        let lines = cells.iter().map(|(span, content, _)| match content {
            CellContent::Statement(ix, false, _) => {
                let width = self.context.columns.text_width(*span);
                estimate(self.open, *ix, width).lines
            }
            _ => ESTIMATED_REPEATED_LINES,
        });
        let lazy = LazyRow {
            item: self.items.len() as u32,
            lines: lines.max().unwrap_or(1),
        };
        self.rows
            .push(Row::lazy_with_cells(lazy_cells, lazy).with_gap(gap));
        self.items.push(ComparisonItem {
            topic: self.topic,
            cells,
            row,
        });
    }
}

/// Lines of a repeated statement or of a gap before it is laid out.
const ESTIMATED_REPEATED_LINES: u32 = 3;

/// Returns the row of a statement whose counterpart is hidden.
fn unpaired_row(topic: Option<TopicIx>, claim: StatementIx) -> ComparisonRow {
    ComparisonRow {
        topic,
        claim,
        reply: None,
        how: None,
        claim_repeated: false,
        reply_repeated: false,
    }
}

/// Returns the heading of a topic, with the labels of the sides above their columns.
fn topic_heading(context: &RowContext, open: &OpenBriefing, topic: Option<TopicIx>) -> Row {
    let question = topic.map_or("No topic given", |t| &open.briefing.topics[t.0].question);
    let width = context.columns.text_width(ColumnSpan::Full);
    let mut lines = wrap_text(question, Role::Heading, width, 0);
    if context.columns.wide {
        let sides = &open.briefing.sides;
        let label = |i: usize| {
            let sign = open.side_letter(SideIx(i));
            styled(format!("{sign} {}", sides[i].label), Role::Side(i as u8))
        };
        lines.extend(column_labels(context, label(0), label(1)));
    }
    Row::full(lines, Target::Nothing).as_heading()
}
