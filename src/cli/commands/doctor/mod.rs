//! `diptych doctor`: what the terminal, the clipboard, the programs and the folders can do
//! here, and what to do where they cannot.
//!
//! | file | what it checks |
//! |---|---|
//! | `terminal` | its kind, colours, size and character set |
//! | `programs` | editor and browser |
//! | `clipboard` | the ways to the clipboard |
//! | `storage` | folders, settings, bookmarks and index |
//! | `result` | `CheckResult`: what a check found |

mod clipboard;
mod programs;
mod result;
mod storage;
mod terminal;

use std::io::Write;

use self::clipboard::{check_clipboard, check_copy};
use self::programs::{check_browser, check_editor};
use self::result::Health;
use self::storage::{check_bookmarks, check_folder, check_index, check_libraries, check_settings};
use self::terminal::{check_colours, check_locale, check_terminal, check_window};
use crate::cli::error::{Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::output::{Printer, print_json};
use crate::paths;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Puts a line on the clipboard, by the way that copies go; what was on
    /// it is lost.
    #[arg(long)]
    copy: bool,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Looks at everything. Something that does not work is exit code 1.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let env = paths::environment();
    let mut checks = vec![
        check_terminal(&env),
        check_colours(&env),
        check_window(),
        check_locale(&env),
        check_editor(&env),
        check_browser(&env),
        check_clipboard(&env),
    ];
    if args.copy {
        checks.push(check_copy(&env));
    }
    checks.push(check_folder("data", env.data()));
    checks.push(check_folder("cache", env.cache()));
    checks.push(check_folder("config", env.config()));
    checks.extend(check_libraries(global, &env));
    checks.push(check_settings(&env));
    checks.push(check_bookmarks(&env));
    checks.push(check_index(global));
    if args.json {
        print_json(out, &checks)?;
    } else {
        let mut printer = Printer::new(global, out);
        for check in &checks {
            let sign = match check.health {
                Health::Good => "ok     ",
                Health::Note => "note   ",
                Health::Trouble => "TROUBLE",
            };
            printer.hanging_indent(0, &format!("{sign}  {:<10} ", check.name), &check.found)?;
            if !check.help.is_empty() {
                printer.hanging_indent(20, "-> ", &check.help)?;
            }
        }
    }
    let ill = checks.iter().any(|check| check.health == Health::Trouble);
    Ok(if ill { Outcome::Nothing } else { Outcome::Done })
}
