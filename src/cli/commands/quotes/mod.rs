//! `diptych quotes`: who said what in an article, proposed with reasons. It decides nothing.
//!
//! | file | what it does |
//! |---|---|
//! | `input` | reads a page, or takes the articles of a briefing |
//! | `json`, `text` | what is proposed, for programs and for people |

mod input;
mod json;
mod text;

use std::io::Write;
use std::path::PathBuf;

use self::input::{ArticleInput, inputs_from_briefing, inputs_from_file, is_page, read_page};
use self::json::{ArticleProposalsJson, proposals_in};
use self::text::print_text;
use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::Library;
use crate::cli::output::{Printer, print_json_line};
use crate::cli::{labels, resolve};
use crate::curate::quotes::SideResolver;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A page or a text, the path of a bundle, or a reference: ID, ID/ARTICLE, ID/ARTICLE#pN.
    #[arg(value_name = "FILE|REF|BUNDLE")]
    target: PathBuf,
    /// Prints JSON: a line with one object for each article.
    #[arg(long)]
    json: bool,
    /// Shows only what is in no statement of the bundle and not under its `not_statements`.
    #[arg(long)]
    uncovered: bool,
}

/// Prints what is proposed for each article.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    if is_page(&args.target) {
        if args.uncovered {
            return Err(
                CliError::new("--uncovered needs a bundle, whose statements it looks at")
                    .at(args.target.display())
                    .with_hint(
                        "name the bundle's folder, or the reference of an article: ID/ARTICLE",
                    )
                    .into(),
            );
        }
        let bytes = read_page(&args.target)?;
        let texts = inputs_from_file(&args.target, &bytes)?;
        return print_proposals(global, args, &texts, out);
    }
    let library = Library::from_args(global)?;
    let (briefing, resolved) = resolve::open(&library, &args.target)?;
    let texts = inputs_from_briefing(&briefing, &resolved).ok_or_else(|| {
        CliError::new("a statement or a topic is not an article, and its words are known already")
            .at(args.target.display())
            .with_hint("name the briefing or an article of it: ID, ID/ARTICLE or ID/ARTICLE#pN")
    })?;
    print_proposals(global, args, &texts, out)
}

fn print_proposals(
    global: &GlobalArgs,
    args: &Args,
    texts: &[ArticleInput],
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let first = texts.first().and_then(|text| text.article);
    let sides = first.map(|(briefing, _)| SideResolver::new(briefing));
    let mut found = 0;
    for text in texts {
        let quotes = proposals_in(text, sides.as_ref(), args.uncovered);
        found += quotes.len();
        if args.json {
            let article = text.article;
            print_json_line(
                out,
                &ArticleProposalsJson {
                    file: &text.file,
                    reference: article.map(|(briefing, ix)| labels::article_ref(briefing, ix)),
                    offsets_in: if text.is_stored { "file" } else { "text" },
                    text: (!text.is_stored).then_some(&text.text),
                    quotes,
                },
            )?;
        } else if !quotes.is_empty() {
            print_text(&mut Printer::new(global, out), text, &quotes)?;
        }
    }
    if found == 0 && !args.json {
        let what = if args.uncovered {
            "Every quotation is in a statement or under not_statements."
        } else {
            "No quotation and no reported speech was found."
        };
        Printer::new(global, out).text(0, what)?;
    }
    Ok(if found == 0 {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}
