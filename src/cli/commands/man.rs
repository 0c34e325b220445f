//! `diptych man`: the manual page, of the program or of a subcommand.

use std::io::Write;

use clap_mangen::Man;

use crate::cli::error::{CliError, Failure, Outcome};
use crate::text::suggest;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The subcommand; without it, the program.
    subcommand: Option<String>,
}

/// Prints the page in the language of man(1).
pub fn run(
    args: &Args,
    mut program: clap::Command,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    program.build();
    let page = match &args.subcommand {
        None => Man::new(program),
        Some(name) => {
            let names: Vec<&str> = program
                .get_subcommands()
                .map(clap::Command::get_name)
                .collect();
            let near = suggest::nearest(name, names);
            let Some(command) = program.find_subcommand(name) else {
                let error = CliError::new(format!("there is no subcommand \"{name}\""));
                return Err(match near {
                    Some(near) => error.with_hint(format!("did you mean \"{near}\"?")),
                    None => error.with_hint("`diptych help` lists them"),
                }
                .into());
            };
            Man::new(command.clone()).title(format!("diptych-{name}"))
        }
    };
    page.render(out)?;
    Ok(Outcome::Done)
}
