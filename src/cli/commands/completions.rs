//! `diptych completions SHELL`: the completions of a shell.

use std::io::Write;

use clap_complete::{Shell, generate};

use crate::cli::error::{Failure, Outcome};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the completions.
pub fn run(
    args: &Args,
    mut program: clap::Command,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    // Made in memory: the generator panics where its output fails.
    let mut script = Vec::new();
    generate(args.shell, &mut program, "diptych", &mut script);
    out.write_all(&script)?;
    Ok(Outcome::Done)
}
