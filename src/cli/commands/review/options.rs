//! The options of `diptych review`.

use std::path::PathBuf;

/// What is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
An item is a range of an article, ARTICLE@START-END, as --list prints it. Without an option, \
everything is listed. Decisions are written to briefing.json at once; before the first change \
a copy is made, briefing.json~.")]
pub struct Args {
    /// The path of a bundle, or a reference: ID, ID/ARTICLE.
    #[arg(value_name = "REF|BUNDLE")]
    pub(super) target: PathBuf,
    /// Lists the items with what is proposed.
    #[arg(long)]
    pub(super) list: bool,
    /// Lists only what is not decided.
    #[arg(long)]
    pub(super) open: bool,
    /// Prints JSON: a line with one object for each item.
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) action: ActionArgs,
    /// With --accept, --add or --edit: the speaker. A number of the list, an id, `nobody`, or the
    /// name of a new one.
    #[arg(long, value_name = "SPEAKER")]
    pub(super) speaker: Option<String>,
    /// The side of a new speaker, or of the statement's speaker with --edit.
    #[arg(long, value_name = "SIDE")]
    pub(super) side: Option<String>,
    /// The role of a new speaker.
    #[arg(long, value_name = "ROLE")]
    pub(super) role: Option<String>,
    /// The organisation of a new speaker.
    #[arg(long, value_name = "NAME")]
    pub(super) organisation: Option<String>,
    /// Whether the words are the speaker's own.
    #[arg(long, value_name = "KIND", value_parser = ["direct", "paraphrase"])]
    pub(super) kind: Option<String>,
    /// A topic of the statement; given once for each.
    #[arg(long, value_name = "TOPIC")]
    pub(super) topic: Vec<String>,
    /// When it was said, as EDTF; empty removes the date.
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
    /// A note; empty removes it.
    #[arg(long, value_name = "TEXT")]
    pub(super) note: Option<String>,
    /// Other parts of the article as the words: START-END, or several with commas.
    #[arg(long, value_name = "RANGES")]
    pub(super) parts: Option<String>,
    /// With --accept: the statement whose words these are again.
    #[arg(long, value_name = "STATEMENT")]
    pub(super) same_as: Option<String>,
    /// A statement that this one replies to.
    #[arg(long, value_name = "STATEMENT")]
    pub(super) answers: Vec<String>,
    /// How it replies.
    #[arg(long, value_name = "HOW")]
    pub(super) how: Option<String>,
    /// A statement that this one does not reply to any more.
    #[arg(long, value_name = "STATEMENT")]
    pub(super) answers_not: Vec<String>,
    /// A statement of an earlier occasion that this one repeats.
    #[arg(long, value_name = "STATEMENT")]
    pub(super) repeats: Vec<String>,
    /// With --reject: why it is not a statement.
    #[arg(long, value_name = "TEXT")]
    pub(super) why: Option<String>,
}

/// What is decided: one of these at a time.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub(super) struct ActionArgs {
    /// Makes items statements; `sure` stands for all open ones that are sure.
    #[arg(long, value_name = "ITEM", num_args = 1..)]
    pub(super) accept: Vec<String>,
    /// Decides that items are not statements.
    #[arg(long, value_name = "ITEM", num_args = 1..)]
    pub(super) reject: Vec<String>,
    /// Takes back what was decided of items.
    #[arg(long, value_name = "ITEM", num_args = 1..)]
    pub(super) reopen: Vec<String>,
    /// Makes any range of an article a statement.
    #[arg(long, value_name = "ITEM")]
    pub(super) add: Option<String>,
    /// Changes a statement, by its id.
    #[arg(long, value_name = "STATEMENT")]
    pub(super) edit: Option<String>,
    /// Removes a statement, with the answers that name it.
    #[arg(long, value_name = "STATEMENT")]
    pub(super) remove: Option<String>,
    /// Gives all statements of one speaker to another, and removes the first.
    #[arg(long, num_args = 2, value_names = ["FROM", "INTO"])]
    pub(super) merge_speakers: Vec<String>,
    /// Adds a topic, as a question.
    #[arg(long, value_name = "QUESTION")]
    pub(super) add_topic: Option<String>,
}
