//! The settings file, `config.toml`: read by hand, so that every mistake is
//! told with its line and with what was probably meant.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::ops::Range;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::app::input::command::{COMMANDS, Command};
use crate::app::input::key_sequence::KeyError;
use crate::app::input::keymap;
use crate::app::input::keymap::Keymap;
use crate::app::settings::{DEFAULT_TEXT_WIDTH, ThemeMode};
use crate::text::clean;
use crate::text::suggest;

/// Columns that running text may have.
pub const WIDTH_RANGE: Range<u16> = 20..201;

/// Bytes that are read of the file; no settings are as long.
const MAX_BYTES: u64 = 1 << 20;

/// What the settings file says.
#[derive(Clone, Debug)]
pub struct Config {
    /// The colours; none where the surroundings decide.
    pub theme_mode: Option<ThemeMode>,
    /// Columns of running text.
    pub text_width: u16,
    /// Whether the terminal reports the mouse.
    pub mouse: bool,
    /// Whether questions are remembered for other sessions.
    pub history: bool,
    /// Whether two columns stay side by side where they hold right-to-left text.
    pub rtl_columns: bool,
    /// What the keys do.
    pub keymap: Keymap,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            theme_mode: None,
            text_width: DEFAULT_TEXT_WIDTH,
            mouse: false,
            history: true,
            rtl_columns: false,
            keymap: Keymap::default(),
        }
    }
}

/// One mistake in the settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMistake {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

/// Why the settings could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigError {
    /// The file is there but cannot be read: its path, and why.
    Unreadable(PathBuf, String),
    /// The file's path, and all that is wrong with it, at least one.
    Invalid(PathBuf, Vec<ConfigMistake>),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConfigError::Unreadable(path, why) => write!(
                f,
                "error: the settings cannot be read: {why} ({})\n  help: mend the file or move it away; without it the usual settings hold",
                clean::clean_line(&path.display().to_string())
            ),
            ConfigError::Invalid(path, mistakes) => {
                let path = clean::clean_line(&path.display().to_string());
                for (i, mistake) in mistakes.iter().enumerate() {
                    let ConfigMistake {
                        line,
                        column,
                        message,
                        help,
                    } = mistake;
                    if i > 0 {
                        f.write_str("\n")?;
                    }
                    write!(f, "error: {message} ({path}:{line}:{column})")?;
                    if !help.is_empty() {
                        write!(f, "\n  help: {help}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for ConfigError {}

/// Reads the settings file. Where there is none, the usual settings hold.
///
/// # Errors
/// Where it cannot be read or is wrong.
pub fn read(path: &Path) -> Result<Config, ConfigError> {
    match read_bytes(path) {
        Ok(bytes) => {
            parse_bytes(&bytes).map_err(|wrong| ConfigError::Invalid(path.to_owned(), wrong))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Config::default()),
        Err(error) => Err(ConfigError::Unreadable(path.to_owned(), error.to_string())),
    }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    // Asked before opening: opening a pipe would wait for its other end.
    if fs::metadata(path)?.file_type().is_fifo() {
        return Err(io::Error::other("it is a pipe, not a file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    Ok(bytes)
}

fn parse_bytes(bytes: &[u8]) -> Result<Config, Vec<ConfigMistake>> {
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

/// Reads the settings from the text of the file.
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
            (_, Some(palette)) => self.config.theme_mode = Some(palette),
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
        // All of them give up their keys first, so that two can change places.
        for (command, _) in &wanted {
            let _ = self.config.keymap.rebind(*command, &[]);
        }
        for (command, keys) in wanted {
            let mut held = Vec::new();
            for (text, span) in keys {
                held.push(text);
                // One by one, so that the mistake has the place of its own key.
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

const TOML_HELP: &str =
    "write one NAME = VALUE a line: texts in quotation marks, true, false and numbers without";
const THEME_HELP: &str = "write \"dark\", \"light\", \"plain\" or \"auto\"";
const WIDTH_HELP: &str = "write a number of columns from 20 to 200";

/// Returns the key sequences of a command, each with its place.
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

/// Returns the advice to write the name that is most like the one written.
fn did_you_mean<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> String {
    suggest::nearest(written, names)
        .map_or_else(String::new, |name| format!("did you mean \"{name}\"?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<String> {
        parse(text)
            .unwrap_err()
            .iter()
            .map(|m| format!("{}:{} {} [{}]", m.line, m.column, m.message, m.help))
            .collect()
    }

    #[test]
    fn settings_are_read() {
        let config = parse(
            "theme = \"light\"\nwidth = 66\nmouse = true\nhistory = false\n\n[keys]\n\"next-statement\" = [\"]s\", \"C-n\"]\nhelp = \"F\"\n",
        )
        .unwrap();
        assert_eq!(config.theme_mode, Some(ThemeMode::Light));
        assert_eq!(config.text_width, 66);
        assert!(config.mouse && !config.history);
        assert_eq!(config.keymap.keys_of(Command::Help), ["F"]);
        assert_eq!(config.keymap.keys_of(Command::NextStatement), ["]s", "C-n"]);
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        let config = parse("").unwrap();
        assert_eq!(config.theme_mode, None);
        assert_eq!(config.text_width, DEFAULT_TEXT_WIDTH);
        assert_eq!(parse("theme = \"auto\"").unwrap().theme_mode, None);
    }

    #[test]
    fn two_commands_can_change_places() {
        let config = parse("[keys]\ndown = \"k\"\nup = \"j\"\n").unwrap();
        assert_eq!(config.keymap.keys_of(Command::Down), ["k"]);
        assert_eq!(config.keymap.keys_of(Command::Up), ["j"]);
    }

    #[test]
    fn every_mistake_is_told_with_its_line_and_what_was_meant() {
        let told = mistakes(
            "themes = \"dark\"\nwidth = 6\nmouse = \"on\"\n[keys]\n\"next-statment\" = [\"]s\"]\nhelp = [\"j\"]\nback = 3\n",
        );
        assert_eq!(told.len(), 6, "{told:#?}");
        assert!(told[0].starts_with("1:1 there is no setting \"themes\" [did you mean \"theme\"?"));
        assert!(told[1].starts_with("2:9 "), "{}", told[1]);
        assert!(told[2].starts_with("3:9 "), "{}", told[2]);
        assert!(
            told[3].contains("did you mean \"next-statement\"?"),
            "{}",
            told[3]
        );
        assert!(
            told[4].starts_with("6:9 ") && told[4].contains("\"down\""),
            "{}",
            told[4]
        );
        assert!(told[5].starts_with("7:8 "), "{}", told[5]);
    }

    #[test]
    fn keys_that_are_none_or_never_come_are_told_at_their_own_place() {
        let told = mistakes(
            "[keys]\ndown = \"F5\"\nup = [\"C-p\", \"PageUp\"]\nhelp = \"<C-n>\"\nback = [\"C-i\"]\nquit = \"5\"\n\
             undo = \"Ctrl-x\"\naccept = \"x\"\nclose = [\"Z\", \"A-q\"]\n",
        );
        for (told, (place, words)) in told.iter().zip([
            ("2:8 ", "\"F5\""),
            ("3:14 ", "did you mean \"PgUp\"?"),
            ("4:8 ", "did you mean \"C-n\"?"),
            ("5:9 ", "as Tab"),
            ("6:8 ", "a count"),
            ("7:8 ", "did you mean \"C-x\"?"),
            ("8:10 ", "it is text"),
            ("9:15 ", "only while something is written"),
        ]) {
            assert!(told.starts_with(place) && told.contains(words), "{told}");
        }
        assert_eq!(told.len(), 8, "{told:#?}");
        let config = parse("[keys]\nword-back = [\"A-b\", \"C-Left\"]\ndown = \"0\"\n").unwrap();
        assert_eq!(config.keymap.keys_of(Command::Down), ["0"]);
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_line() {
        let told = mistakes("width = 60\ntheme = \n");
        assert!(told[0].starts_with("2:"), "{told:?}");
        assert!(told[0].contains("not TOML here") && told[0].contains("quotation marks"));
    }

    #[test]
    fn a_file_in_another_encoding_is_told_with_the_place() {
        let told = parse_bytes(b"mouse = true\ntheme = \"d\xe4rk\"\n").unwrap_err();
        assert_eq!((told[0].line, told[0].column), (2, 11));
        assert!(told[0].message.contains("not UTF-8"), "{told:?}");
        // As Windows saves text: UTF-16, and UTF-8 with a mark before it.
        assert!(parse_bytes(b"\xff\xfet\0").is_err());
        assert!(parse_bytes(b"\xef\xbb\xbfmouse = true\r\n").is_ok());
    }

    #[test]
    fn what_is_no_file_or_has_no_end_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let link = |to: &str| {
            let _ = fs::remove_file(&path);
            std::os::unix::fs::symlink(to, &path).unwrap();
        };
        link("/dev/null");
        assert!(read(&path).is_ok());
        link("/dev/zero");
        assert!(matches!(read(&path), Err(ConfigError::Unreadable(..))));
        fs::remove_file(&path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        assert!(matches!(read(&path), Err(ConfigError::Unreadable(..))));
    }

    #[test]
    fn no_file_is_no_error() {
        assert!(read(Path::new("/nonexistent/config.toml")).is_ok());
        assert!(matches!(
            read(Path::new("/")),
            Err(ConfigError::Unreadable(..))
        ));
    }
}
