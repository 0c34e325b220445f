//! `diptych completions SHELL`: the completions of a shell.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::Outcome;
use super::told::Failure;

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    // Made in memory: the generator panics where its output fails.
    let mut script = Vec::new();
    generate(
        args.shell,
        &mut super::Args::command(),
        "diptych",
        &mut script,
    );
    out.write_all(&script)?;
    Ok(Outcome::Done)
}
