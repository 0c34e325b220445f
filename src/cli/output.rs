//! Prints plain text and JSON. Text is wrapped and indented, never boxed, so that it reads
//! well in a pipe, in a mail and aloud.

use std::io::{self, IsTerminal, Write, stdout};

use crate::cli::global_args::GlobalArgs;
use crate::runtime;
use crate::text::{clean, wrap};

/// Columns where the output is no terminal: those of a terminal as it comes.
const DEFAULT_WIDTH: usize = 80;
/// Columns that are used of a wide terminal: longer lines are hard to read.
const MAX_WIDTH: u16 = 100;
/// Columns that text has at least, however deep it is indented.
const MIN_TEXT_WIDTH: usize = 20;

/// Prints plain text, wrapped to a width.
pub struct Printer<'a> {
    out: &'a mut dyn Write,
    width: usize,
}

impl<'a> Printer<'a> {
    /// Creates a printer of the width of `--width`, else that of the terminal.
    pub fn new(global: &GlobalArgs, out: &'a mut dyn Write) -> Printer<'a> {
        let width = match global.width {
            Some(width) => usize::from(width),
            None if stdout().is_terminal() => {
                usize::from(runtime::window_size().width.min(MAX_WIDTH))
            }
            None => DEFAULT_WIDTH,
        };
        Printer { out, width }
    }

    /// Prints an empty line.
    pub fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// Prints a text wrapped at an indentation.
    pub fn text(&mut self, indent: usize, text: &str) -> io::Result<()> {
        self.hanging_indent(indent, "", text)
    }

    /// Prints a text behind a label, all further rows indented as far as the text.
    pub fn hanging_indent(&mut self, indent: usize, label: &str, text: &str) -> io::Result<()> {
        let text = sanitize(text);
        let label = sanitize(label);
        let depth = indent + crate::text::width::width(&label);
        let room = self.width.saturating_sub(depth).max(MIN_TEXT_WIDTH);
        let mut first = true;
        for paragraph in text.split('\n') {
            for row in wrap::wrap(paragraph, room) {
                let row = paragraph[row].trim_end();
                if first {
                    let line = format!("{:indent$}{label}{row}", "");
                    writeln!(self.out, "{}", line.trim_end())?;
                } else {
                    let line = format!("{:depth$}{row}", "");
                    writeln!(self.out, "{}", line.trim_end())?;
                }
                first = false;
            }
        }
        Ok(())
    }

    /// Prints a line as it is, however long: addresses, names of files.
    pub fn line(&mut self, indent: usize, text: &str) -> io::Result<()> {
        writeln!(self.out, "{:indent$}{}", "", sanitize(text))
    }
}

/// Removes what a terminal could take for an instruction. What comes from bundles was
/// cleaned while loading; names of files and such are cleaned here.
pub fn sanitize(text: &str) -> String {
    if clean::is_clean(text) {
        text.to_owned()
    } else {
        clean::clean(text)
    }
}

/// Prints a value as JSON on lines of its own. What a terminal could take for
/// an instruction (in names of files; all else is clean) is written as an escape.
pub fn print_json(out: &mut dyn Write, value: &impl serde::Serialize) -> io::Result<()> {
    print_escaped(out, &serde_json::to_string_pretty(value)?)
}

/// Prints a value as JSON on one line, for lists of which each line is read by itself.
pub fn print_json_line(out: &mut dyn Write, value: &impl serde::Serialize) -> io::Result<()> {
    print_escaped(out, &serde_json::to_string(value)?)
}

fn print_escaped(out: &mut dyn Write, json: &str) -> io::Result<()> {
    let mut buffer = [0; 4];
    for line in json.lines() {
        if clean::is_clean(line) {
            writeln!(out, "{line}")?;
            continue;
        }
        for c in line.chars() {
            if clean::is_clean(c.encode_utf8(&mut buffer)) {
                write!(out, "{c}")?;
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Joins what is not empty with a middle dot.
pub fn join_dots<const N: usize>(parts: [Option<String>; N]) -> String {
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Prints a warning to standard error.
pub fn warn(text: &str) {
    let _ = writeln!(io::stderr(), "warning: {}", sanitize(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(width: u16, print: impl Fn(&mut Printer) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        let global = GlobalArgs {
            library: Vec::new(),
            width: Some(width),
        };
        print(&mut Printer::new(&global, &mut out)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_hangs_behind_its_label() {
        let shown = printed(30, |printer| {
            printer.hanging_indent(2, "[p3] ", "The company denies improper ties.\nAnd more.")
        });
        assert_eq!(
            shown,
            "  [p3] The company denies\n       improper ties.\n       And more.\n"
        );
    }

    #[test]
    fn json_is_printed_without_loss_and_without_anything_raw() {
        let name = "a\u{1b}[31m\u{9b}\u{202e}\u{e0041}\n“é”";
        let mut out = Vec::new();
        print_json(&mut out, &[name]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(clean::is_clean(&text), "{text:?}");
        assert_eq!(serde_json::from_str::<[String; 1]>(&text).unwrap(), [name]);
    }

    #[test]
    fn nothing_raw_is_printed() {
        let shown = printed(80, |printer| printer.line(0, "a\u{1b}]0;x\u{7}b"));
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{7}'));
    }
}
