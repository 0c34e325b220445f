//! What has no answer in a briefing, and apart from it what is answered only in another way.

use std::io::Write;

use serde::Serialize;

use super::form::OutputForm;
use super::text::{REPLY_INDENT, print_statement};
use crate::cite::{self, Quotation};
use crate::cli::error::{Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::json_model::StatementJson;
use crate::cli::labels;
use crate::cli::output::{Printer, print_json};
use crate::model::{AnswerStatus, Briefing, ReplyGraph, SideIx, StatementIx, TopicIx};
use crate::text::plural::plural;

/// The statements of each status that is no plain answer.
#[derive(Serialize)]
struct UnansweredJson {
    briefing: String,
    title: String,
    unanswered: Vec<StatementJson>,
    elsewhere: Vec<StatementJson>,
    declined: Vec<StatementJson>,
    third_party: Vec<StatementJson>,
    own_side: Vec<StatementJson>,
}

/// Prints what has no answer in this briefing, and apart from it what is answered only
/// in another way.
pub fn print_unanswered(
    global: &GlobalArgs,
    form: OutputForm,
    briefing: &Briefing,
    graph: &ReplyGraph,
    topic: Option<TopicIx>,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let of = |status: AnswerStatus| {
        let mut list = graph.with_status(status);
        list.retain(|ix| topic.is_none() || graph.is_in_topic(*ix, topic));
        list
    };
    let found = of(AnswerStatus::Unanswered);
    let outcome = if found.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    };
    if let OutputForm::Export(format, style) = form {
        let quotations: Vec<Quotation> = found
            .iter()
            .map(|ix| Quotation::from_statement(briefing, *ix, 0))
            .collect();
        out.write_all(cite::export(&quotations, format, style).as_bytes())?;
        return Ok(outcome);
    }
    if form == OutputForm::Json {
        let all = |status: AnswerStatus| {
            let list = of(status).into_iter();
            list.map(|ix| StatementJson::new(briefing, ix, graph.replies(ix)))
                .collect()
        };
        let found = UnansweredJson {
            briefing: briefing.id.clone(),
            title: briefing.title.clone(),
            unanswered: all(AnswerStatus::Unanswered),
            elsewhere: all(AnswerStatus::Elsewhere),
            declined: all(AnswerStatus::Declined),
            third_party: all(AnswerStatus::ThirdParty),
            own_side: all(AnswerStatus::OwnSide),
        };
        print_json(out, &found)?;
        return Ok(outcome);
    }
    let mut printer = Printer::new(global, out);
    printer.text(0, &briefing.title)?;
    printer.text(
        0,
        &format!(
            "Unanswered: {} of the two sides. Unanswered is what answers nothing itself and what \
             nothing in this briefing answers. No answer in these articles is not no answer in \
             the world.",
            plural(found.len(), "statement", "statements")
        ),
    )?;
    for side in [SideIx(0), SideIx(1)] {
        let mine: Vec<&StatementIx> = found
            .iter()
            .filter(|ix| briefing.side_of(**ix) == side)
            .collect();
        printer.blank()?;
        let label = briefing.side_label(side);
        printer.text(0, &format!("# {label}: {} unanswered", mine.len()))?;
        for ix in mine {
            printer.blank()?;
            print_statement(&mut printer, briefing, *ix, false, (0, ""))?;
        }
    }
    for status in [
        AnswerStatus::Elsewhere,
        AnswerStatus::Declined,
        AnswerStatus::ThirdParty,
        AnswerStatus::OwnSide,
    ] {
        let list = of(status);
        if list.is_empty() {
            continue;
        }
        printer.blank()?;
        printer.text(0, &format!("# {}: {}", status.label(), list.len()))?;
        for ix in list {
            printer.blank()?;
            print_statement(&mut printer, briefing, ix, false, (0, ""))?;
            let claims = graph.claims(ix);
            let replies = graph
                .replies(ix)
                .iter()
                .map(|answer| (answer, "answered by"));
            for (answer, verb) in replies.chain(claims.iter().map(|answer| (answer, "answers"))) {
                let how = answer
                    .how
                    .map_or_else(String::new, |how| format!(" ({})", how.name()));
                let reference = labels::statement_ref(briefing, answer.statement);
                printer.line(REPLY_INDENT, &format!("{verb}{how}: {reference}"))?;
            }
        }
    }
    Ok(outcome)
}
