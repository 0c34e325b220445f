//! Parses the settings file.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::app::input::command::{COMMANDS, Command};
use crate::app::input::key_sequence::KeyError;
use crate::app::input::keymap;
use crate::app::settings::ThemeMode;
use crate::runtime::config::error::ConfigMistake;
use crate::runtime::config::values::{Config, WIDTH_RANGE};
use crate::text::clean;
use crate::text::suggest;

const TOML_HELP: &str =
    "write one NAME = VALUE a line: texts in quotation marks, true, false and numbers without";
const THEME_HELP: &str = "write \"dark\", \"light\", \"plain\" or \"auto\"";
const WIDTH_HELP: &str = "write a number of columns from 20 to 200";

/// Parses the settings from the bytes of the file.
///
/// # Errors
/// All mistakes, in the order of the file.
pub fn parse_bytes(bytes: &[u8]) -> Result<Config, Vec<ConfigMistake>> {
    let (valid, rest) = match str::from_utf8(bytes) {
        Ok(text) => return parse(text),
        Err(error) => bytes.split_at(error.valid_up_to()),
    };
    let mut reader = ConfigReader {
        text: str::from_utf8(valid).unwrap_or_default(),
        config: Config::default(),
        mistakes: Vec::new(),
    };
    let byte = rest.first().copied().unwrap_or_default();
    let message = format!("the file is not UTF-8: it has the byte {byte:#04x} here");
    reader.report(&(valid.len()..valid.len()), &message, "save it as UTF-8");
    Err(reader.mistakes)
}

/// Parses the settings from the text of the file.
///
/// # Errors
/// All mistakes, in the order of the file.
pub fn parse(text: &str) -> Result<Config, Vec<ConfigMistake>> {
    let mut reader = ConfigReader {
        text,
        config: Config::default(),
        mistakes: Vec::new(),
    };
    match DeTable::parse(text) {
        Ok(table) => reader.read_table(table.get_ref()),
        Err(error) => {
            let message = format!("the file is not TOML here: {}", error.message());
            reader.report(&error.span().unwrap_or(0..0), &message, TOML_HELP);
        }
    }
    reader.mistakes.sort_by_key(|m| (m.line, m.column));
    if reader.mistakes.is_empty() {
        Ok(reader.config)
    } else {
        Err(reader.mistakes)
    }
}

/// Collects settings and mistakes.
struct ConfigReader<'a> {
    text: &'a str,
    config: Config,
    mistakes: Vec<ConfigMistake>,
}

const SETTING_NAMES: [&str; 6] = ["theme", "width", "mouse", "history", "rtl_columns", "keys"];

impl ConfigReader<'_> {
    fn read_table(&mut self, table: &DeTable) {
        for (name, value) in table {
            match (name.get_ref().as_ref(), value.get_ref()) {
                ("theme", DeValue::String(theme)) => self.read_theme(theme, &value.span()),
                ("theme", _) => {
                    self.report(&value.span(), "\"theme\" is not a text", THEME_HELP);
                }
                ("width", DeValue::Integer(width)) => {
                    let width = width.as_str().parse::<u16>();
                    match width.ok().filter(|width| WIDTH_RANGE.contains(width)) {
                        Some(width) => self.config.text_width = width,
                        None => self.report(&value.span(), "\"width\" is out of range", WIDTH_HELP),
                    }
                }
                ("width", _) => self.report(&value.span(), "\"width\" is not a number", WIDTH_HELP),
                ("mouse", DeValue::Boolean(mouse)) => self.config.mouse = *mouse,
                ("mouse", _) => self.report(
                    &value.span(),
                    "\"mouse\" is neither true nor false",
                    "write mouse = true, without quotation marks",
                ),
                ("history", DeValue::Boolean(history)) => self.config.history = *history,
                ("history", _) => self.report(
                    &value.span(),
                    "\"history\" is neither true nor false",
                    "write history = false, without quotation marks",
                ),
                ("rtl_columns", DeValue::Boolean(side_by_side)) => {
                    self.config.rtl_columns = *side_by_side;
                }
                ("rtl_columns", _) => self.report(
                    &value.span(),
                    "\"rtl_columns\" is neither true nor false",
                    "write rtl_columns = true, without quotation marks",
                ),
                ("keys", DeValue::Table(keys)) => self.read_keys(keys),
                ("keys", _) => self.report(
                    &value.span(),
                    "\"keys\" is not a table",
                    "write [keys] on a line of its own and below it \"next-statement\" = [\"]s\"]",
                ),
                (other, _) => {
                    let message = format!("there is no setting {}", quoted(other));
                    self.report(
                        &name.span(),
                        &message,
                        &did_you_mean(other, SETTING_NAMES.into_iter()),
                    );
                }
            }
        }
    }

    fn read_theme(&mut self, theme: &str, span: &Range<usize>) {
        match (theme, ThemeMode::from_name(theme)) {
            ("auto", _) => self.config.theme_mode = None,
            (_, Some(mode)) => self.config.theme_mode = Some(mode),
            (_, None) => {
                let message = format!("there is no theme {}", quoted(theme));
                self.report(span, &message, THEME_HELP);
            }
        }
    }

    fn read_keys(&mut self, table: &DeTable) {
        let mut wanted = Vec::new();
        for (name, value) in table {
            let Some(command) = Command::from_name(name.get_ref()) else {
                let message = format!("there is no command {}", quoted(name.get_ref()));
                let names = COMMANDS.iter().map(|row| row.name);
                self.report(&name.span(), &message, &did_you_mean(name.get_ref(), names));
                continue;
            };
            let Some(listed) = key_list(value) else {
                self.report(
                    &value.span(),
                    "the keys are neither a text nor a list of texts",
                    "write for example [\"]s\", \"C-n\"]; an empty list takes all keys away",
                );
                continue;
            };
            let mut keys = Vec::new();
            for (text, span) in listed {
                match keymap::parse_binding(command, &text) {
                    Ok(_) => keys.push((text, span)),
                    Err(KeyError { message, help }) => self.report(&span, &message, &help),
                }
            }
            wanted.push((command, keys));
        }
        // All keys are unbound first, so that two commands can swap theirs.
        for (command, _) in &wanted {
            let _ = self.config.keymap.rebind(*command, &[]);
        }
        for (command, keys) in wanted {
            let mut held = Vec::new();
            for (text, span) in keys {
                held.push(text);
                // One by one, so that a mistake has the position of its key.
                if let Err(error) = self.config.keymap.rebind(command, &held) {
                    held.pop();
                    self.report(&span, &error.to_string(), "");
                }
            }
        }
    }

    fn report(&mut self, span: &Range<usize>, message: &str, help: &str) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.rsplit('\n').next().unwrap_or("");
        self.mistakes.push(ConfigMistake {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            message: clean::clean_line(message),
            help: help.to_owned(),
        });
    }
}

/// Returns the key sequences of a command, each with its position.
fn key_list(value: &Spanned<DeValue>) -> Option<Vec<(String, Range<usize>)>> {
    match value.get_ref() {
        DeValue::String(keys) => Some(vec![(keys.to_string(), value.span())]),
        DeValue::Array(list) => list
            .iter()
            .map(|item| Some((item.get_ref().as_str()?.to_owned(), item.span())))
            .collect(),
        _ => None,
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", clean::clean_line(name))
}

/// Returns the advice to write the most similar name.
fn did_you_mean<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> String {
    suggest::nearest(written, names)
        .map_or_else(String::new, |name| format!("did you mean \"{name}\"?"))
}
