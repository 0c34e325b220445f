//! Lets words and notes begin with a hyphen: `search pawn -ban`, `--note "- item"`. The
//! arguments are put into an order in which clap takes them for texts; a mistyped option
//! is still refused.

use std::ffi::{OsStr, OsString};

use clap::{Arg, Command};

/// Options of all subcommands that take free text.
const FREE_TEXT_OPTIONS: [&str; 6] = [
    "--note",
    "--query",
    "--tag",
    "--save",
    "--saved",
    "--delete-saved",
];
/// The subcommand whose words are a question, in which `-word` leaves a word out.
const SEARCH_COMMAND: &str = "search";

/// Returns the arguments (without the program's own name) in a form in which texts may
/// begin with a hyphen.
pub(super) fn protect_leading_hyphens(command: &Command, args: Vec<OsString>) -> Vec<OsString> {
    let args = join_option_texts(args);
    let Some(at) = subcommand_index(command, &args) else {
        return args;
    };
    if args[at] != SEARCH_COMMAND {
        return args;
    }
    let Some(search) = command.find_subcommand(SEARCH_COMMAND) else {
        return args;
    };
    let (before, behind) = args.split_at(at + 1);
    let mut options = before.to_vec();
    let mut words = Vec::new();
    let known: Vec<&Arg> = search
        .get_arguments()
        .chain(command.get_arguments().filter(|arg| arg.is_global_set()))
        .collect();
    let mut rest = behind.iter();
    let mut hyphens = false;
    while let Some(arg) = rest.next() {
        if arg == "--" {
            words.extend(rest.by_ref().cloned());
            hyphens = true;
        } else if is_question_word(arg, &known) {
            hyphens |= arg.as_encoded_bytes().starts_with(b"-");
            words.push(arg.clone());
        } else {
            options.push(arg.clone());
            let values = value_count(arg, &known);
            options.extend(rest.by_ref().take(values).cloned());
        }
    }
    if hyphens {
        options.push("--".into());
    }
    options.extend(words);
    options
}

/// Joins an option that takes a text with the text behind it that begins with a hyphen.
/// What looks like an option stays one: then the text was forgotten.
fn join_option_texts(args: Vec<OsString>) -> Vec<OsString> {
    let mut joined: Vec<OsString> = Vec::new();
    let mut ended = false;
    for arg in args {
        ended |= arg == "--";
        match joined.last_mut() {
            Some(last)
                if !ended
                    && FREE_TEXT_OPTIONS
                        .iter()
                        .any(|name| *name == last.as_os_str())
                    && is_text(&arg) =>
            {
                last.push("=");
                last.push(arg);
            }
            _ => joined.push(arg),
        }
    }
    joined
}

/// Returns `true` if an argument begins with a hyphen and is no option.
fn is_text(arg: &OsStr) -> bool {
    match arg.as_encoded_bytes() {
        [b'-', b'-', rest @ ..] => {
            let letters = rest.first().is_some_and(u8::is_ascii_lowercase);
            !letters || rest.iter().any(u8::is_ascii_whitespace)
        }
        [b'-', ..] => true,
        _ => false,
    }
}

/// Returns where the subcommand stands.
fn subcommand_index(command: &Command, args: &[OsString]) -> Option<usize> {
    let known: Vec<&Arg> = command.get_arguments().collect();
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        if !arg.as_encoded_bytes().starts_with(b"-") {
            return Some(at);
        }
        at += 1 + value_count(arg, &known);
    }
    None
}

/// Returns `true` if an argument of the search is a word of the question.
fn is_question_word(arg: &OsStr, known: &[&Arg]) -> bool {
    match arg.as_encoded_bytes() {
        [b'-', b'-', ..] | [b'-', b'h' | b'V'] => false,
        [b'-', short] => {
            let short = char::from(*short);
            !known.iter().any(|arg| arg.get_short() == Some(short))
        }
        _ => true,
    }
}

/// Returns how many of the arguments behind an option are its values.
fn value_count(option: &OsStr, known: &[&Arg]) -> usize {
    let Some(name) = option.to_str() else {
        return 0;
    };
    let named = known.iter().find(|arg| {
        let long = arg.get_long().map(|long| format!("--{long}"));
        let short = arg.get_short().map(|short| format!("-{short}"));
        [long, short].into_iter().flatten().any(|n| n == name)
    });
    match named {
        Some(arg) if arg.get_action().takes_values() => {
            arg.get_num_args().map_or(1, |range| range.min_values())
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;
    use crate::cli::commands::Args;

    fn arranged(line: &[&str]) -> Vec<String> {
        let args = line.iter().map(OsString::from).collect();
        let arranged = protect_leading_hyphens(&Args::command(), args);
        arranged
            .into_iter()
            .map(|a| a.into_string().unwrap())
            .collect()
    }

    fn is_taken(line: &[&str]) -> bool {
        let args = arranged(line);
        Args::try_parse_from([&["diptych".to_owned()][..], &args].concat()).is_ok()
    }

    #[test]
    fn a_question_may_leave_words_out() {
        for (line, arranged_as) in [
            (
                &["search", "pawn", "-ban"][..],
                &["search", "--", "pawn", "-ban"][..],
            ),
            (&["search", "-who:x"], &["search", "--", "-who:x"]),
            (
                &[
                    "--width", "60", "search", "-ban", "--limit", "3", "pawn", "--json", "--in",
                    "a",
                ],
                &[
                    "--width", "60", "search", "--limit", "3", "--json", "--in", "a", "--", "-ban",
                    "pawn",
                ],
            ),
            (&["search", "--", "-a"], &["search", "--", "-a"]),
            (
                &["search", "a", "--library", "x", "b"],
                &["search", "--library", "x", "a", "b"],
            ),
            (
                &["search", "--save", "- x", "-y"],
                &["search", "--save=- x", "--", "-y"],
            ),
        ] {
            assert_eq!(arranged(line), arranged_as, "{line:?}");
            assert!(is_taken(line), "{line:?}");
        }
    }

    #[test]
    fn texts_may_begin_with_a_hyphen() {
        for line in [
            &["bookmarks", "add", "a#b", "--note", "- item"][..],
            &["bookmarks", "add", "a#b", "--note", "--", "--tag", "-x"],
            &["bookmarks", "add", "a#b", "--note", "-- dashes first"],
            &["bookmarks", "--query", "-pawn"],
            &["bookmarks", "list", "--tag", "-x"],
        ] {
            assert!(
                is_taken(line) || line.contains(&"--"),
                "{line:?}: {:?}",
                arranged(line)
            );
        }
    }

    #[test]
    fn a_mistyped_option_is_no_text() {
        for line in [
            &["search", "pawn", "--jsno"][..],
            &["bookmarks", "--query", "--json"],
            &["bookmarks", "add", "a#b", "--note", "--tag", "x"],
            &["list", "-x"],
        ] {
            assert!(!is_taken(line), "{line:?}");
        }
    }
}
